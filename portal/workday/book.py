"""What was asked and answered, and what the answers promised; written by many threads."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

#: Who speaks for the portal as a whole: each has to come back after a fault.
LANES = ("page", "read", "write", "run", "socket")


@dataclass(frozen=True)
class Answer:
    """One request. `status` 0: no answer came; `at` is when it ended, on the monotonic clock.

    `lane` "store": not the portal was asked, but where it sent somebody.
    """

    at: float
    seconds: float
    who: str
    act: str
    lane: str
    status: int
    code: str = ""
    retry_after: str = ""


@dataclass(frozen=True)
class Promise:
    """What an answer of 2xx said is there: `mark` is the word by which its row is found."""

    act: str
    mark: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """From `begun` on something was broken; at `healed` all was given back."""

    name: str
    begun: float
    healed: float


class Book:
    """Kept by all threads of a day. `now` is the monotonic clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now, self._turn = now, threading.Lock()
        self.answers: list[Answer] = []
        self.promises: list[Promise] = []
        self.tried: Counter[tuple[str, str]] = Counter()  # (act, mark) → requests made
        self.faults: list[Fault] = []
        self.broken: list[str] = []  # what a thread of the day itself could not do

    def note(self, answer: Answer) -> None:
        with self._turn:
            self.answers.append(answer)

    def came(self, lane: str, who: str) -> None:
        """A sign of life that is no answer: a frame of a socket, the end of a run."""
        self.note(Answer(self.now(), 0, who, lane, lane, 200))

    def tries(self, act: str, mark: str) -> None:
        with self._turn:
            self.tried[act, mark] += 1

    def promise(self, act: str, mark: str, **facts: Any) -> None:
        with self._turn:
            self.promises.append(Promise(act, mark, facts))

    def fault(self, name: str, begun: float) -> None:
        """Healed now."""
        with self._turn:
            self.faults.append(Fault(name, begun, self.now()))

    def complain(self, text: str) -> None:
        with self._turn:
            self.broken.append(text)

    def promised(self, act: str) -> list[Promise]:
        with self._turn:
            return [promise for promise in self.promises if promise.act == act]


def recoveries(book: Book, *, lanes: Iterable[str] = LANES) -> dict[str, dict[str, float | None]]:
    """Fault → lane → seconds from healing to its first success; None where none came.

    A lane that nobody used during the whole day is left out.
    """
    used = {answer.lane for answer in book.answers}
    return {
        f"{number} {fault.name}": {
            lane: _first(book.answers, lane, fault.healed) for lane in lanes if lane in used
        }
        for number, fault in enumerate(book.faults, 1)
    }


def _first(answers: list[Answer], lane: str, after: float) -> float | None:
    """An answer that came after, to whatever was asked: asked before and answered now counts."""
    good = [a.at for a in answers if a.lane == lane and a.at >= after and is_good(a)]
    return round(min(good) - after, 1) if good else None


def is_good(answer: Answer) -> bool:
    return 200 <= answer.status < 400


def summed(book: Book) -> dict[str, Any]:
    """Counts of all requests: by status, of failures of the portal, and of bad manners."""
    statuses = Counter(answer.status for answer in book.answers if answer.seconds)
    own = [answer for answer in book.answers if answer.lane != "store"]
    later = [answer for answer in own if answer.status == 503]
    told = recoveries(book)
    seconds = [s for lanes in told.values() for s in lanes.values()]
    known = [s for s in seconds if s is not None]
    return {
        "asked": sum(statuses.values()),
        "done": sum(count for status, count in statuses.items() if 200 <= status < 400),
        "statuses": {str(status): statuses[status] for status in sorted(statuses)},
        "server_errors": sum(answer.status in (500, 501, 505) for answer in own),
        "later_without_a_word": sum(not (a.code and a.retry_after) for a in later),
        "no_answer": statuses[0],
        "slowest_seconds": round(max((a.seconds for a in book.answers), default=0), 1),
        "faults": len(book.faults),
        "worst_seconds_to_recovery": max(known, default=0) if len(known) == len(seconds) else None,
        "recovered": told,
        "odd": _odd(book),
        "broken_off": book.broken[:10],
    }


def _odd(book: Book) -> dict[str, int]:
    """Refusals that nobody at work should meet."""
    odd = [a for a in book.answers if a.lane != "store" and 400 <= a.status <= 500]
    return dict(Counter(f"{a.act} {a.status} {a.code}" for a in odd).most_common(12))
