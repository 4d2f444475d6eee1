"""Files that people answered with, for beta leads: of studios that share single answers, and do not
withhold what their people type; without names of people or of files.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from feedback.models import Answer, QuestionnaireVersion, shared_studios
from portal.errors import PortalError
from portal.models import AuditEvent

#: The newest of each question.
MOST = 100
#: Ending and word of each kind that `attaching` lets in.
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


@dataclass(frozen=True)
class SentFile:
    """`kind`: PNG, JPG or PDF; `size` in bytes."""

    pk: UUID
    studio: str
    kind: str
    size: int


def open_files() -> QuerySet[Answer, Answer]:
    """Sent, and of studios that let them be read. All studios must be open."""
    rows = Answer.objects.filter(ask__answered_at__isnull=False).exclude(storage_key="")
    rows = rows.filter(studio__in=shared_studios("raw"))
    return rows.filter(studio__in=shared_studios("words"))


def sent_files(version: QuestionnaireVersion) -> dict[str, list[SentFile]]:
    """By question, the newest first."""
    found: dict[str, list[SentFile]] = defaultdict(list)
    rows = open_files().filter(ask__version=version).order_by("-said_at", "pk")
    for pk, question, studio, value in rows.values_list("pk", "question", "studio__name", "value"):
        if len(found[question]) < MOST:
            kind = ENDINGS.get(value["type"], "").upper()
            found[question].append(SentFile(pk, studio, kind, value["size"]))
    return found


def taken(*, actor: Any, pk: UUID) -> tuple[Answer, str]:
    """The answer with its file and a name that tells nobody's. Its studio finds it in its audit.
    Raises `ask:file_closed`.
    """
    row = open_files().select_related("studio", "ask__questionnaire").filter(pk=pk).first()
    if row is None:
        raise PortalError("ask:file_closed")
    name = row.ask.questionnaire.name
    AuditEvent.record(actor, "feedback:file_taken", row.studio, name=name)
    return row, f"answer-{row.pk.hex[:8]}.{ENDINGS.get(row.value['type'], 'bin')}"
