"""What the worker does with a closeout: shut the doors, delete, look again, certify.

Every step can be cut short and taken again. Nothing is reported as gone that the storage
still has; what fails is tried again after a pause, as often as it takes.
"""

import hashlib
import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal import possessions
from portal.live import close_sockets
from portal.models import ApiToken, AuditEvent, IdempotencyKey, Membership, Studio, User
from portal.storage import files
from portal.tenancy import acting_as
from projects import certificates, inventory
from projects.assist.contract import Cancelled
from projects.models import Closeout, Export, Opening, State, StoredObject
from projects.models.jobs import ACTIVE, Job, LeaseLost

#: A worker hears within moments that its job was cancelled; until then it may store a file.
QUIET_SECONDS = 60
#: So many failures in a row are no accident of one file: the storage is away.
ENOUGH = 20
log = logging.getLogger(__name__)


class StillThere(Exception):
    """The storage has deleted a file and still has it."""


def work_on_closeout(job: Closeout) -> None:
    """Leaves READY and a certificate, or a pause before the next try."""
    try:
        job.progress("close", 0.0)
        if shut(job):
            job.pause(QUIET_SECONDS)
            return
        remaining = delete_files(job)
        if remaining:
            job.pause(job.next_pause, left=remaining, code="closeout:left")
            return
        job.progress("rows", 0.98)
        finish(job)
    except (Cancelled, LeaseLost):
        raise
    except Exception:
        log.exception("closeout %s will be tried again", job.pk)
        remaining = inventory.left(job).count()
        job.pause(job.next_pause, left=remaining, code="closeout:trouble")


@transaction.atomic
def shut(job: Closeout) -> bool:
    """Nobody comes in, nothing new begins. True when a worker may still be at something."""
    now = timezone.now()
    if not Studio.objects.filter(pk=job.studio_id, closed_at=None).update(closed_at=now):
        return False
    members = Membership.objects.filter(studio=job.studio_id, revoked_at=None)
    people = set(members.values_list("user_id", flat=True))
    Studio.objects.get(pk=job.studio_id).offboard(
        actor=job.confirmed_by, reason=job.reason[:300], mailed=False
    )
    for person in User.objects.filter(pk__in=people):
        _forget_access(person)
    guests = Opening.objects.filter(studio=job.studio_id).values_list("person_id", flat=True)
    for user_id in guests:
        transaction.on_commit(partial(close_sockets, user_id))
    AuditEvent.record(job.confirmed_by, "closeout:begun", job.studio)
    certificates.tell_producers(job)
    return _stop_jobs(job)


def _forget_access(person: User) -> None:
    """Tokens of somebody who belongs to another studio go on working there."""
    with acting_as(person):
        elsewhere = bool(person.roles or person.programme_role)
    if not elsewhere:
        ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=timezone.now())
        IdempotencyKey.objects.filter(user=person).delete()


def _stop_jobs(job: Closeout) -> bool:
    running = False
    for model in possessions.tenant_models():
        if issubclass(model, Job) and model is not Closeout:
            for other in model.objects.filter(studio=job.studio_id, state__in=ACTIVE):
                running = running or other.state == State.RUNNING
                other.close(State.CANCELLED)
    return running


def delete_files(job: Closeout) -> int:
    """How many are left. Listed again after each round: a late file is found then."""
    job.progress("list", 0.02)
    remaining = inventory.take(job)
    while remaining:
        _delete_once(job, remaining)
        if inventory.left(job).exists():
            return inventory.left(job).count()
        job.progress("list", 0.95)
        remaining = inventory.take(job)
    return 0


def _delete_once(job: Closeout, total: int) -> None:
    failed = 0
    for number, found in enumerate(inventory.left(job).iterator(chunk_size=200)):
        job.progress("delete", 0.05 + 0.9 * number / total)
        try:
            remove(found)
            failed = 0
        except Exception as error:
            failed += 1
            log.warning("closeout %s: %s is not deleted", job.pk, found.key, exc_info=True)
            found.trouble = type(error).__name__
            found.save(update_fields=["trouble"])
        if failed >= ENOUGH:
            return


def remove(found: StoredObject) -> None:
    """The hash is kept before the file goes; gone is what the storage no longer has."""
    if _is_there(found):
        if not found.hash_kind:
            found.hash_kind, found.hash = "sha256", _sha256(found.key)
            found.save(update_fields=["hash_kind", "hash"])
        files.abandon(found.key, found.ref) if found.ref else files.delete(found.key)
        if _is_there(found):
            raise StillThere(found.key)
    found.gone_at, found.trouble = timezone.now(), ""
    found.save(update_fields=["gone_at", "trouble"])


def _is_there(found: StoredObject) -> bool:
    if found.ref:
        return files.unfinished(found.key, found.ref) is not None
    return files.exists(found.key)


def _sha256(key: str) -> str:
    hashed = hashlib.sha256()
    for piece in files.chunks(key):
        hashed.update(piece)
    return hashed.hexdigest()


@transaction.atomic
def finish(job: Closeout) -> None:
    """Rows, certificate and the end in one transaction: there is never one without the others."""
    deleted = {model._meta.label: _delete_rows(model, job) for model in _models()}
    kept = [export.pk for export in inventory.kept_exports(job)]
    Export.objects.filter(studio=job.studio_id).exclude(pk__in=kept).update(storage_key="")
    job.tries, job.left, job.retry_at = 0, 0, None
    whole = certificates.build(job, rows=deleted)
    Closeout.objects.filter(pk=job.pk).update(
        certificate=whole, certificate_sha256=certificates.digest(whole), left=0, retry_at=None
    )
    job.finish(State.READY)
    StoredObject.objects.filter(closeout=job).delete()
    AuditEvent.record(job.confirmed_by, "closeout:done", job.studio, files=len(whole["files"]))
    certificates.tell_producers(job, done=True)


def _models() -> list[Any]:
    return possessions.deleted_models()


def _delete_rows(model: Any, job: Closeout) -> int:
    """Plainly, model by model: keys between them are checked when the transaction ends.

    Nothing is cascaded into, so a row that was meant to stay can make this fail but never go.
    """
    rows = possessions.going(model, job.studio_id).order_by()
    return rows._raw_delete(rows.db)
