"""What stops a backup, in a sentence for the operator at the shell."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from portal.storage import FAULTS

_MEANWHILE: tuple[type[Exception], ...] = (OSError, sqlite3.Error, psycopg.Error, *FAULTS)


class BackupFault(RuntimeError):
    """Says what happened, what was kept, and what to do."""


@contextmanager
def in_words(kept: str) -> Iterator[None]:
    """A full disk, a server or a bucket that goes away meanwhile; `kept` says what is as it was."""
    try:
        yield
    except _MEANWHILE as error:
        said = (str(error).strip().splitlines() or [""])[0][:300]
        raise BackupFault(f"It was cut short by {type(error).__name__}: {said}. {kept}") from error
