"""The certificate of a closeout: what was deleted, with hashes, and what was kept, and why.

It holds no name of a file and no content, so it may outlive both. Its SHA-256 is taken over
the canonical form (sorted keys, no spaces, UTF-8), so that anybody can check a copy.
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal import possessions
from portal.access import Role
from portal.errors import PortalError
from portal.languages.spoken import by_language
from portal.mailing.letters import Letter
from portal.mailing.links import absolute
from portal.models import Mail, Membership, User
from portal.outbox import mails
from projects import inventory, letters
from projects.models import Closeout, StoredObject

SALT = "projects.closeout"


def build(job: Closeout, *, rows: dict[str, int]) -> dict[str, Any]:
    """What is true at this moment, from the rows that are about to go."""
    found = [_file(row) for row in job.objects_found.order_by("pk").iterator()]
    return {
        "certificate": "Last Mile closeout",
        "version": 1,
        "id": str(job.pk),
        "studio": {"id": str(job.studio_id), "name": job.studio.name},
        "asked": {"by": job.person_name, "at": _time(job.queued_at), "reason": job.reason},
        "confirmed": {"by": job.confirmed_by_name, "at": _time(job.confirmed_at)},
        "finished_at": _time(timezone.now()),
        "statement": _(
            "Every file listed here was deleted, and the storage was asked afterwards and no "
            "longer had it. The rows counted here were deleted from the database."
        ),
        "files": found,
        "bytes": sum(row["size"] for row in found),
        "rows": {label: count for label, count in rows.items() if count},
        "kept": [*_kept_rows(job), *_kept_files(job)],
    }


def _file(row: Any) -> dict[str, Any]:
    told = {"key": row.key, "kind": row.kind, "size": row.size, "gone_at": _time(row.gone_at)}
    hashed = {"algorithm": row.hash_kind, "value": row.hash}
    if row.part_size:
        hashed["part_size"] = row.part_size
    return {**told, "hash": hashed}


def _kept_rows(job: Closeout) -> list[dict[str, Any]]:
    kept = []
    for model in set(possessions.tenant_models()) - {StoredObject}:  # these go with it
        rows, why = possessions.staying(model, job.studio_id)
        if why and (count := rows.count()):
            kept.append({"what": model._meta.label, "rows": count, "why": str(why)})
    return sorted(kept, key=lambda row: row["what"])


def _kept_files(job: Closeout) -> list[dict[str, Any]]:
    why = _("the studio's own copy, for its producers to download until then")
    return [
        {
            "what": export.storage_key,
            "size": export.size,
            "sha256": export.sha256,
            "until": _time(export.expires_at),
            "why": why,
        }
        for export in inventory.kept_exports(job)
    ]


def _time(moment: Any) -> str:
    return moment.isoformat(timespec="seconds")


def canonical(whole: dict[str, Any]) -> bytes:
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(whole: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(whole)).hexdigest()


def document(closeout: Closeout) -> str:
    """The file that is handed out: the certificate and its hash."""
    if closeout.certificate is None:
        raise PortalError("closeout:not_done")
    whole = {"certificate": closeout.certificate, "sha256": closeout.certificate_sha256}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def file_name(closeout: Closeout) -> str:
    return f"closeout-{closeout.pk}.json"


# -- the link: a closed studio has no members who could sign in to it ------------------


def link(closeout: Closeout) -> str:
    token = signing.dumps([str(closeout.studio_id), str(closeout.pk)], salt=SALT)
    return absolute(reverse("closed", args=[token]))


def opened_by(token: str) -> tuple[UUID, UUID]:
    """(studio, closeout) that a link names; a forged or old one is refused."""
    try:
        studio, pk = signing.loads(token, salt=SALT, max_age=settings.CERTIFICATE_LINK_LIFE)
    except signing.BadSignature:
        raise PortalError("closeout:link") from None
    return UUID(studio), UUID(pk)


def producers(closeout: Closeout) -> Any:
    """Who led the studio when it was closed."""
    then = Q(revoked_at=None) | Q(revoked_at__gte=closeout.confirmed_at)
    rows = Membership.objects.filter(then, studio=closeout.studio_id, role=Role.PRODUCER)
    return User.objects.filter(pk__in=list(rows.values_list("user_id", flat=True)))


def tell_producers(closeout: Closeout, *, done: bool = False) -> None:
    """By mail, with the link: it shows the progress, and then the certificate."""
    for language, people in by_language(producers(closeout)).items():
        with override(language):
            told = {**mails.as_row(_letter(closeout, done)), "parting": True}
        Mail.objects.bulk_create(Mail(user=to, studio=closeout.studio, **told) for to in people)
    mails.wake(closeout.studio_id)


def _letter(closeout: Closeout, done: bool) -> Letter:
    facts: dict[str, Any] = {
        "title": str(closeout),
        "studio": closeout.studio,
        "link": link(closeout),
    }
    if done:
        return letters.closeout_done(**facts)
    names = {"who": closeout.confirmed_by_name, "asked": closeout.person_name}
    return letters.closeout_begun(**facts, **names)
