"""A job in parts, done by workers beside each other: same results, same order, same refusals.

A worker of Celery may have no `multiprocessing` children, and a fork of it would take its keys
and connections along; so the workers are children of `projects.apart`, fresh and without secrets.
"""

import os
import pickle
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from projects.apart.child import Child, Ended, heard
from projects.media.kept import Kept
from projects.media.refusal import Refused, gettext_noop

WORKER = "projects.media.pool_worker"
BEAT = 0.25  # seconds between two words to whoever waits
SILENCE = 600  # seconds without a word after which a worker counts as stuck
MEMORY = 4 * 1024**3  # bytes that one worker may take
_AHEAD = 4  # parts for each worker that may be done before their turn

Part = TypeVar("Part")
Found = TypeVar("Found")
Tell = Callable[[float], None]


def how_many() -> int:
    """TOOL_WORKERS, or as many as there are cores for this process."""
    named = os.environ.get("TOOL_WORKERS", "")
    return max(1, int(named)) if named.isdigit() else cores()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Member:
    """A worker, the number of the part that it is at, how far, and when it last said so."""

    child: Child
    part: int | None = None
    share: float = 0.0
    spoke: float = field(default_factory=time.monotonic)


class Pool:
    """Up to `workers` (none given: `how_many`) for one run; a context, which ends them at once.

    Nothing is started for one worker or one part: it is done in this process then. What `kept`
    holds of an attempt before is not done again; it is forgotten when the context ends well.
    """

    def __init__(self, workers: int | None = None, kept: Kept | None = None) -> None:
        self.workers, self._kept, self._jobs = workers or how_many(), kept, 0
        self._members: list[_Member] = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: object, *_how: object) -> None:
        self.end()
        if kind is None and self._kept:
            self._kept.forget()

    def each(
        self,
        work: Callable[[Part, Tell], Found],
        parts: Sequence[Part],
        tell: Tell = lambda share: None,
        keep: bool = True,
    ) -> Iterator[Found]:
        """`work(part, tell)` of every part, in their order, some of them held until their turn.

        `work` is a function of a module, parts and results can be pickled; it calls `tell` with
        the share done of its part, at least once a second. This `tell` gets that of the whole, as
        often, and may raise, which ends the workers. What a part raises is raised in its turn.
        Where the pool has a `kept`, found parts go there unless `keep` is false: files that a part
        writes beside its result would have to be there still.
        Raises `Refused`: `media:died`, `media:too_much_memory`, `media:too_slow`.
        """
        self._jobs += 1
        if self._kept is None or not keep:
            yield from self._each(work, parts, tell)
            return
        job = f"{self._jobs}-{self.workers}-{len(parts)}"
        yield from self._further(self._kept, job, work, parts, tell)

    def _further(
        self, kept: Kept, job: str, work: Any, parts: Sequence[Any], tell: Tell
    ) -> Iterator[Any]:
        """Those that are kept, and the others done now; what gave None is done again."""
        there = {n: kept.found(f"{job}-{n}") for n in range(len(parts))}
        left = [n for n, found in there.items() if found is None]
        begun, whole = len(parts) - len(left), max(1, len(parts))

        def further(share: float) -> None:
            tell((begun + share * len(left)) / whole)

        with closing(self._each(work, [parts[n] for n in left], further)) as doing:
            for number, found in there.items():
                if found is None and (found := next(doing)) is not None:
                    kept.keep(f"{job}-{number}", found)
                yield found
        tell(1.0)

    def _each(self, work: Any, parts: Sequence[Any], tell: Tell) -> Generator[Any, None, None]:
        if self.workers == 1 or len(parts) < 2:
            yield from _here(work, parts, tell)
            return
        try:
            yield from self._apart(work, parts, tell)
        finally:
            if any(member.part is not None for member in self._members):
                self.end()  # given up: nobody waits for what they are at

    def end(self) -> None:
        for member in self._members:
            member.child.end()
        self._members = []

    def _apart(self, work: Any, parts: Sequence[Any], tell: Tell) -> Iterator[Any]:
        while len(self._members) < min(self.workers, len(parts)):
            self._members.append(_Member(Child(WORKER)))
        waiting, done, turn = deque(range(len(parts))), dict[int, tuple[str, Any]](), 0
        while turn < len(parts):
            self._hand_out(work, parts, waiting, turn)
            self._listen(done)
            shares = sum(member.share for member in self._members if member.part is not None)
            tell(min(1.0, (turn + len(done) + shares) / len(parts)))
            while turn in done:
                yield _opened(*done.pop(turn))
                turn += 1

    def _hand_out(self, work: Any, parts: Sequence[Any], waiting: deque[int], turn: int) -> None:
        for member in self._members:
            if member.part is None and waiting and waiting[0] < turn + _AHEAD * self.workers:
                member.part, member.share, member.spoke = waiting.popleft(), 0.0, time.monotonic()
                message = pickle.dumps((work.__module__, work.__qualname__, parts[member.part]))
                try:
                    member.child.send(message)
                except Ended as ended:
                    raise _died(ended) from None

    def _listen(self, done: dict[int, tuple[str, Any]]) -> None:
        by_child = {member.child: member for member in self._members}
        try:
            said = list(heard(list(by_child), BEAT))
        except Ended as ended:
            raise _died(ended) from None
        for child, message in said:
            member = by_child[child]
            member.spoke = time.monotonic()
            kind, value = pickle.loads(message)  # noqa: S301 - from our own code, see decision 28
            if kind == "share":
                member.share = value
            elif member.part is not None:
                done[member.part], member.part = (kind, value), None
        for member in self._members:
            if member.part is not None and time.monotonic() - member.spoke > SILENCE:
                said_ = gettext_noop("stopped after %(seconds)s seconds")
                raise Refused("media:too_slow", said_, seconds=SILENCE)


def _here(
    work: Callable[[Part, Tell], Found], parts: Sequence[Part], tell: Tell
) -> Iterator[Found]:
    for number, part in enumerate(parts):
        yield work(part, lambda share, at=number: tell(min(1.0, (at + share) / len(parts))))  # type: ignore[misc]
        tell((number + 1) / len(parts))


def _opened(kind: str, value: Any) -> Any:
    """The result, or what the part has raised, raised."""
    if kind == "memory":
        size = MEMORY // 1024**2
        raise Refused("media:too_much_memory", gettext_noop("more than %(size)s MiB"), size=size)
    if kind == "raised":
        raise value
    return value


def _died(ended: Ended) -> Refused:
    return Refused("media:died", str(ended))
