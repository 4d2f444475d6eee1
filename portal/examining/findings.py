"""What was found: a sentence that says how it is, and one that says what to do."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from django.db import connections

OK, DOUBT, WRONG = "ok", "doubt", "wrong"
#: Seconds that one examination may take; all of them run beside each other.
SECONDS = 20


@dataclass(frozen=True)
class Finding:
    """`state` is OK, DOUBT (look at it) or WRONG (something does not work)."""

    state: str
    said: str
    mend: str = ""

    def as_row(self, about: str) -> dict[str, str]:
        return {"about": about, **asdict(self)}


def ok(said: str) -> Finding:
    return Finding(OK, said)


def doubt(said: str, mend: str) -> Finding:
    return Finding(DOUBT, said, mend)


def wrong(said: str, mend: str) -> Finding:
    return Finding(WRONG, said, mend)


Examination = Callable[[], Iterable[Finding]]


def taken(examinations: dict[str, Examination], *, seconds: float = SECONDS) -> list[dict]:
    """Rows of all, each in a thread with a connection of its own; none can hold up the rest."""
    running = {about: _Turn(about, examination) for about, examination in examinations.items()}
    for turn in running.values():
        turn.start()
    return [row for turn in running.values() for row in turn.rows_within(seconds)]


class _Turn(threading.Thread):
    """One examination. A thread that hangs ends with its process."""

    def __init__(self, about: str, examination: Examination) -> None:
        super().__init__(daemon=True, name=f"examining {about}")
        self.about, self.examination = about, examination
        self.found: list[Finding] | None = None

    def run(self) -> None:
        try:
            self.found = list(self.examination())
        except Exception as error:  # whatever it is, it is what the operator has to read
            self.found = [unexpected(error)]
        finally:
            _close()

    def rows_within(self, seconds: float) -> Iterator[dict[str, str]]:
        self.join(seconds)
        late = wrong(f"no answer within {seconds:.0f} s", "Look whether its address is reachable.")
        for finding in self.found if self.found is not None else [late]:
            yield finding.as_row(self.about)


def unexpected(error: Exception) -> Finding:
    """The first line of an error; addresses with passwords are never part of it."""
    first = (str(error).strip().splitlines() or [""])[0][:300]
    return wrong(f"{type(error).__name__}: {first}", "Mend what the sentence names, and ask again.")


def _close() -> None:
    """Workers fork: no connection of an examination may be left to a child."""
    for connection in connections.all(initialized_only=True):
        connection.close()
