"""Storing what a job has made: files first, rows afterwards, and nothing for a job that is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.storage import files
from projects.assist.contract import Cancelled
from projects.models.jobs import Job, LeaseLost

Put = Callable[[str, Path, str], None]


@contextmanager
def storing(job: Job) -> Iterator[Put]:
    """`put(key, path, media_type)` for one attempt, until its rows are written.

    A job that was cancelled or taken over meanwhile, by a closeout for one, takes its files
    along: whoever ended it has listed and deleted what was there before.
    """
    sealed, kept = job.studio.kms_key, []

    def put(key: str, path: Path, media_type: str) -> None:
        if not job.renew():
            raise job.lost_by()
        kept.append(key)
        files.put(key, path, media_type, kms_key=sealed)

    try:
        yield put
    except (Cancelled, LeaseLost):
        for key in kept:
            files.delete(key)
        raise
