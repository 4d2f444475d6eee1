"""A file as an answer: small, of a kind that its first bytes tell, in the studio's storage."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import uuid4

from django.db import transaction

from feedback.models import Answer, Ask
from feedback.questionnaires.answering import forget, held_open
from portal.errors import PortalError
from portal.names import made_plain
from portal.storage import files

MOST_BYTES = 2 * 1024 * 1024
#: First bytes → what it is. Nothing that a browser would run.
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)
ACCEPT = ",".join(media_type for _first, media_type in SIGNATURES)


def attach(*, actor: Any, ask: Ask, key: str, upload: Any) -> Answer:
    """Takes the place of a file that was sent before. Stored first, named afterwards."""
    media_type = _kind_of(upload)
    stored = f"feedback/{ask.pk.hex}/{uuid4().hex}"
    with NamedTemporaryFile() as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        files.put(stored, Path(copy.name), media_type, kms_key=ask.studio.kms_key)
    try:
        return _name(ask, key, stored, _facts(upload, media_type))
    except BaseException:
        files.delete(stored)
        raise


def _kind_of(upload: Any) -> str:
    if upload.size > MOST_BYTES:
        raise PortalError("ask:file_size", most=MOST_BYTES // 1024 // 1024)
    first = upload.read(16)
    upload.seek(0)
    for signature, media_type in SIGNATURES:
        if first.startswith(signature):
            return media_type
    raise PortalError("ask:file_kind")


def _facts(upload: Any, media_type: str) -> dict[str, Any]:
    name = made_plain(Path(upload.name or "").name, most=120) or "file"
    return {"name": name, "size": upload.size, "type": media_type}


@transaction.atomic
def _name(ask: Ask, key: str, stored: str, facts: dict[str, Any]) -> Answer:
    held = held_open(ask)
    question = held.version.definition.question(key)
    if question is None or question.kind != "file":
        raise PortalError("ask:question", question=key[:40])
    forget(held.answers.filter(question=key))
    return Answer.objects.create(ask=held, question=key, value=facts, storage_key=stored)
