"""Parts of long jobs as rows: how workers on several machines share one film.

Whoever holds a job offers its parts and works on them like everybody else. A part is claimed
with a lease, as a job is; what was found goes to the storage, signed for its place. Whoever takes
the job over finds what is done already. Nothing here waits for a message: calls only hurry it.
"""

import hashlib
import logging
import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from kombu.exceptions import OperationalError

from portal.postgres.statements import Asked
from portal.storage import files
from portal.watching import counting
from projects.media.handing import Over, Parcels
from projects.models import Ingest, JobPart, Run, State
from projects.models.jobs import ACTIVE

log = logging.getLogger(__name__)

JOBS: dict[str, Any] = {job.kind: job for job in (Ingest, Run)}
CUT_FOR = 16  # workers for which a long film is cut, however many there are
LOOK_EVERY = 1.0  # seconds between two looks at what the others do
CALL_AGAIN = 30  # seconds after which nobody seems to have heard
ASKED = "asked"  # the name of what a step is asked to do, beside its results
_SALT = "projects.handing_out"
_SEAL = 32  # bytes


def hands_for(job: Any, places: Mapping[str, Path], seconds: float) -> "RowHands | None":
    """Hands for a job over so much film, whose files, by storage key, lie at `places` here.

    None where the film is short, or where nobody else is there to share it with.
    """
    if seconds < 60 * settings.LONG_FILM_MINUTES:
        return None
    if not others() and not JobPart.of(job.kind, job.pk).exists():
        return None
    return RowHands(job, places)


def others() -> int:
    """How many processes of media workers there are on other machines."""
    return processes(beyond=counting.place())


def processes(beyond: str = "") -> int:
    """How many processes of media workers there are, but for those of one place."""
    there = (w for w in counting.workers() if "media" in w["queues"] and w.get("place") != beyond)
    return sum(worker["processes"] for worker in there)


class RowHands:
    """What `projects.media.handing` asks for, by rows; for one attempt of one job."""

    workers = CUT_FOR

    def __init__(self, job: Any, places: Mapping[str, Path]) -> None:
        self._job, self._places, self._steps = job, places, 0

    def offer(self, recipe: str, parts: Sequence[Any]) -> "RowOffer":
        """Those of an attempt before are gone on with, where they are the same."""
        self._steps += 1
        step = f"{self._steps} {recipe}"
        asked = Parcels(self._places).packed(list(parts))
        digest = hashlib.sha256(asked).hexdigest()
        rows = JobPart.of(self._job.kind, self._job.pk).filter(step=step)
        there = list(rows.values_list("digest", flat=True))
        if there != [digest] * len(parts):
            whole = Parcels({}).packed({"places": list(self._places), "parts": asked})
            _put(self._job, step, ASKED, whole)
            self._begin(rows, step, digest, len(parts))
        # One more than there are: a worker holds a message ready, this one too, and it is busy.
        call(self._job, min(others() + 1, len(parts) - 1))
        return RowOffer(self._job, step, parts, holder=True)

    @transaction.atomic
    def _begin(self, rows: Any, step: str, digest: str, count: int) -> None:
        """Under the lock of the job: a worker that lost it may take nothing from who has it."""
        if not self._job._mine().select_for_update(of=["self"]).exists():
            raise self._job.lost_by()
        rows.delete()
        given = {"project": self._job.project, "studio": self._job.studio}
        given |= {"kind": self._job.kind, "job": self._job.pk, "step": step, "digest": digest}
        JobPart.objects.bulk_create(JobPart(number=n, **given) for n in range(count))


class RowOffer:
    """One step, as the pool of whoever holds the job, or lends a hand, takes from it."""

    def __init__(self, job: Any, step: str, parts: Sequence[Any], *, holder: bool) -> None:
        self._job, self._step, self._parts, self._holder = job, step, parts, holder
        self._rows = JobPart.of(job.kind, job.pk).filter(step=step)
        self._taken: dict[int, JobPart] = {}
        self._done: dict[int, JobPart] = {}
        self._held: set[int] = set()  # found here, and nowhere else
        self._looked, self._share, self._more = -math.inf, 0.0, True

    def take(self) -> tuple[int, Any] | None:
        if not self._more:
            return None
        open_ = JobPart.untaken() if self._holder else JobPart.free()
        part = JobPart.take(self._rows.filter(open_).exclude(number__in=self._held))
        if part is None:
            self._more = False  # until the next look
            return None
        self._taken[part.number] = part
        return part.number, self._parts[part.number]

    def look(self, at: Mapping[int, float]) -> float:
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return self._share
        self._looked, self._more = now, True
        if not self._holder and not _running(self._job):
            raise Over
        for number, share in at.items():
            self._taken[number].renew(share)
        rows = list(self._rows.only("number", "state", "attempt", "share"))
        self._done = {row.number: row for row in rows if row.state == JobPart.State.DONE}
        self._share = sum(row.share for row in rows) / max(1, len(self._parts))
        return min(1.0, self._share)

    def keep(self, number: int, found: Any) -> bool:
        part = self._taken[number]
        try:
            _put(self._job, self._step, _name(part), Parcels({}).packed(found))
        except Exception:  # whatever the storage says: who holds the job has no need of it
            log.exception("part %s could not be put by", part)
            self.leave(number)
            self._held.add(number)
            return False
        kept = part.end(JobPart.State.DONE)
        if not kept:  # somebody else has it now; nobody would remove what we found
            files.delete(_key(self._job, self._step, _name(part)))
        return kept

    def leave(self, number: int) -> None:
        self._taken[number].end(JobPart.State.LEFT)

    def fetch(self, number: int) -> tuple[str, Any] | None:
        if number not in self._done:
            return None
        part = self._done.pop(number)
        try:
            return "found", Parcels({}).opened(_got(self._job, self._step, _name(part)))
        except Exception:  # gone, half, of another key, or of another version: done once more
            log.exception("part %s could not be read", part)
            part.doubt()
            return None


def asked_in(job: Any, step: str) -> tuple[list[str], bytes]:
    """The storage keys of the files of a step, and its parts, for `Parcels`. Raises whatever
    reading may: then there is nothing to be done for it here.
    """
    told = Parcels({}).opened(_got(job, step, ASKED))
    return told["places"], told["parts"]


def call(job: Any, count: int) -> None:
    """Wake so many workers, wherever. A broker that is away is no trouble: the sweep calls."""
    from projects import tasks

    message = (str(job.studio_id), job.kind, str(job.pk))
    try:
        for _one in range(count):
            tasks.part.apply_async(message, expires=2 * CALL_AGAIN, retry=False)
    except OperationalError as error:
        log.warning("nobody could be called for %s %s: %s", job.kind, job.pk, error)


_PARTS = Asked(lambda kind, pk: JobPart.of(kind, pk).values_list("pk")[:1])


def clear(kind: str, pk: Any) -> None:
    """Remove the parts of a job that has ended, and what was found."""
    if not _PARTS(kind, pk) or JOBS[kind].objects.filter(pk=pk, state__in=ACTIVE).exists():
        return
    for key, _size in [*files.listed(f"{JOBS[kind](pk=pk).storage_prefix}parts/")]:
        files.delete(key)
    JobPart.of(kind, pk).delete()


def _running(job: Any) -> bool:
    return type(job).objects.filter(pk=job.pk, state=State.RUNNING).exists()


def _name(part: JobPart) -> str:
    """Of what was found, by this attempt: a worker that lost the part writes elsewhere."""
    return f"{part.number}-{part.attempt}"


def _key(job: Any, step: str, name: str) -> str:
    return f"{job.storage_prefix}parts/{step.replace(' ', '-')}/{name}"


def _seal(key: str, data: bytes) -> bytes:
    """Nobody without the portal's secret can write a part, or move one to another place."""
    return salted_hmac(_SALT + key, data, algorithm="sha256").digest()


def _put(job: Any, step: str, name: str, data: bytes) -> None:
    key = _key(job, step, name)
    with tempfile.NamedTemporaryFile(prefix="last-mile-part-") as file:
        file.write(_seal(key, data) + data)
        file.flush()
        files.put(key, Path(file.name), kms_key=job.studio.kms_key)


def _got(job: Any, step: str, name: str) -> bytes:
    key = _key(job, step, name)
    with files.open(key) as file:
        sealed = file.read()
    if not constant_time_compare(_seal(key, sealed[_SEAL:]), sealed[:_SEAL]):
        raise BadSignature(key)
    return sealed[_SEAL:]
