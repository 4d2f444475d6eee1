"""Whether this server can do its work now: database, broker, live layer and storage.

Each is asked in a thread of its own and has `SECONDS`; one that still hangs from the time before
counts as failed and is not asked again. An answer holds for `KEPT`, so that nobody who asks all the
time costs anything. Why something failed stands in the log, not in the answer.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from portal.checks import role_faults
from portal.live import publisher
from portal.storage import files
from portal.watching import queues

log = logging.getLogger(__name__)
SECONDS, KEPT = 3.0, 2.0


def database() -> None:
    try:
        bound()
    finally:
        connection.close()  # of this thread


def bound() -> None:
    """A server that found the database away when it started has not asked for its role yet."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        if settings.PRODUCTION and role_faults(cursor):
            raise ImproperlyConfigured("the role of DATABASE_URL is not bound by the policies")


def broker() -> None:
    with queues.reached(SECONDS):
        pass


def live() -> None:
    publisher().ping()


def storage() -> None:
    """Whether it is there; `check_storage` proves what it can do."""
    if settings.S3_BUCKET:
        files.s3.head_bucket(Bucket=settings.S3_BUCKET)  # type: ignore[attr-defined]
    else:
        Path(files.location).mkdir(parents=True, exist_ok=True)
        next(Path(files.location).iterdir(), None)


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "broker": broker,
    "live": live,
    "storage": storage,
}


class Readiness:
    """The answers of one process."""

    def __init__(self, checks: dict[str, Callable[[], None]]) -> None:
        self._checks, self._turn = checks, threading.Lock()
        self._threads = ThreadPoolExecutor(len(checks), thread_name_prefix="ready")
        self._asked: dict[str, Future[None]] = {}
        self._told: dict[str, bool] = {}
        self._at = -KEPT

    def look(self) -> dict[str, bool]:
        """Check → whether it holds; at most `SECONDS` later."""
        with self._turn:
            if time.monotonic() - self._at >= KEPT:
                self._told = self._ask()
                self._at = time.monotonic()
            return self._told

    def _ask(self) -> dict[str, bool]:
        hanging = {name for name, future in self._asked.items() if not future.done()}
        for name in self._checks.keys() - hanging:
            self._asked[name] = self._threads.submit(self._checks[name])
        wait([self._asked[name] for name in self._checks.keys() - hanging], timeout=SECONDS)
        return {name: self._holds(name, hanging) for name in self._checks}

    def _holds(self, name: str, hanging: set[str]) -> bool:
        future = self._asked[name]
        if name in hanging or not future.done():
            log.warning("not ready: %s did not answer within %s s", name, SECONDS)
            return False
        if error := future.exception():
            log.warning("not ready: %s failed with %s", name, type(error).__name__)
            return False
        return True


here = Readiness(CHECKS)
