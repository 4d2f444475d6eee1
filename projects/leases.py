"""Leases are renewed while the work is silent: measuring a long film says nothing for minutes.

One thread of the process does it for whatever is worked on there, with a database connection of its
own while it renews. It is begun with the first job; one that ends at once costs it nothing.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection

from portal import passing
from projects.models.jobs import ProgrammeJob

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Held:
    """A job with what was open when it was begun: a thread begins with nothing open."""

    job: ProgrammeJob
    context: Context = field(default_factory=copy_context)
    begun: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: bool = False

    def renew(self) -> None:
        """Over too where the job is not ours any more. Nobody waits for it but its own end."""
        with self.lock:
            try:
                self.over = self.over or not self.context.run(self.job.renew)
            except DatabaseError:
                log.warning("%s %s could not renew its lease", self.job.kind, self.job.pk)
                passing.drop_line()  # a database that is away for a moment ends no work


class Keeper:
    """The jobs of this process, and the thread that renews their leases."""

    def __init__(self) -> None:
        self._held: set[_Held] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def holding(self, job: ProgrammeJob) -> Iterator[None]:
        """For as long as the block; after it, no renewal comes any more."""
        held = _Held(job)
        with self._lock:
            self._held.add(held)
            if self._thread is None:
                self._thread = threading.Thread(target=self._beat, name="leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(held)
            with held.lock:
                held.over = True

    def _beat(self) -> None:
        """Looks four times a lease, and leaves alone what has only just begun."""
        while True:
            time.sleep(settings.LEASE_SECONDS / 4)
            lasting = time.monotonic() - settings.LEASE_SECONDS / 8
            with self._lock:
                due = [one for one in self._held if one.begun < lasting and not one.over]
            if due:
                self._renew(due)

    def _renew(self, due: list[_Held]) -> None:
        try:
            for held in due:
                held.renew()
        finally:
            connection.close()


_keeper = Keeper()


def _begin_anew() -> None:
    """A forked process has none of its parent's threads, and none of its jobs."""
    global _keeper
    _keeper = Keeper()


os.register_at_fork(after_in_child=_begin_anew)


def kept_alive(job: ProgrammeJob) -> AbstractContextManager[None]:
    return _keeper.holding(job)
