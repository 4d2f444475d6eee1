"""A media worker lends a hand: it does parts of a film that another worker holds."""

import fcntl
import logging
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.logs import about
from portal.storage import files
from projects.handing_out import CALL_AGAIN, JOBS, RowOffer, asked_in, call, clear, processes
from projects.media.handing import Over, Parcels, cooked_by
from projects.media.pool import Pool
from projects.models import JobPart, State

log = logging.getLogger(__name__)

TURN = 60  # seconds in which further parts are begun; then others' work has its turn
FILMS = "films"  # where, in the work folder, films lie that parts are made of
_LEFT_BEHIND = 3600  # seconds after which a folder that nobody uses is somebody's who died
_LOCK = "lock"


def lend_a_hand(kind: str, pk: str) -> int:
    """For a while; what is free afterwards is called for anew, behind what waits. How many parts
    were done.
    """
    job = JOBS[kind].objects.filter(pk=pk, state=State.RUNNING).select_related("studio").first()
    free = JobPart.of(kind, pk).filter(JobPart.free())
    part = free.order_by("step", "number").first()
    if job is None or part is None:
        return 0
    with about(**{kind: pk}):
        count = _lent(job, part.step)
    if count and free.exists():
        call(job, 1)
    return count


def _lent(job: Any, step: str) -> int:
    work = cooked_by(step.partition(" ")[2])
    if work is None:
        log.info("%s %s: this version does not know %r", job.kind, job.pk, step)
        return 0
    keys, asked = asked_in(job, step)
    with _at_hand(job, keys) as paths, Pool() as pool:
        parts = Parcels(dict(zip(keys, paths, strict=True))).opened(asked)
        try:
            return pool.lend(RowOffer(job, step, parts, holder=False), work, TURN)
        except Over:
            return 0


@contextmanager
def _at_hand(job: Any, keys: Sequence[str]) -> Iterator[list[Path]]:
    """The files as paths. Fetched once, and held while there are parts to be had."""
    root = Path(settings.WORK_ROOT) / FILMS
    root.mkdir(parents=True, exist_ok=True)
    _remove_left_behind(root)
    folder = root / job.pk.hex
    with _used(folder):
        yield [files.fetched(key, folder) for key in keys]
    if not JobPart.of(job.kind, job.pk).filter(JobPart.free()).exists():
        _remove_unused(folder)


@contextmanager
def _used(folder: Path) -> Iterator[None]:
    """Nobody removes it meanwhile; the lock goes with the process, so a crash leaves none."""
    folder.mkdir(exist_ok=True)
    with (folder / _LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def _remove_left_behind(root: Path) -> None:
    for folder in root.iterdir():
        with suppress(FileNotFoundError):  # another process is at the same
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    with suppress(FileNotFoundError, BlockingIOError), (folder / _LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """In one studio: parts whose job has ended are removed, those nobody heard of called for."""
    jobs: dict[str, set[Any]] = defaultdict(set)
    for kind, pk in JobPart.objects.order_by().values_list("kind", "job").distinct():
        jobs[kind].add(pk)
    for kind, pks in jobs.items():
        rows = JOBS[kind].objects.filter(pk__in=pks)
        running = {job.pk: job for job in rows.filter(state=State.RUNNING)}
        for pk in pks:
            if pk in running:
                _call_again(running[pk])
            else:
                clear(kind, pk)


def _call_again(job: Any) -> None:
    """Those who are not at it: new machines, and what was called for and never heard."""
    rows, since = JobPart.of(job.kind, job.pk), timezone.now() - timedelta(seconds=CALL_AGAIN)
    free = rows.filter(JobPart.free())
    waiting = free.filter(called_at__lt=since).update(called_at=timezone.now())
    if waiting:
        busy = rows.filter(JobPart.busy()).order_by().values("taken_by").distinct().count()
        call(job, min(waiting, processes() - busy))
