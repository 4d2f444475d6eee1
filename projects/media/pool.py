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
from projects.media import handing
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

    Where other machines lend a hand (`handing.lent`), a pool that has a `kept`, or says that it
    is `shared`, offers them the parts of what has a recipe. `workers` is then for how many the
    job is to be cut, which is more than work `here`. A `shared` pool does nothing in this process.
    """

    def __init__(
        self, workers: int | None = None, kept: Kept | None = None, shared: bool = False
    ) -> None:
        self.here, self._kept, self._jobs = workers or how_many(), kept, 0
        self._apart_always, self._hands = shared, handing.at_hand() if kept or shared else None
        self.workers = self._hands.workers if self._hands else self.here
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
        recipe = handing.recipe_of(work) if keep and self._hands else ""
        if self._hands and recipe and len(parts) > 1:
            yield from self._together(self._hands.offer(recipe, parts), work, len(parts), tell)
            return
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
        if not self._apart_always and (self.here == 1 or len(parts) < 2):
            yield from _here(work, parts, tell)
            return
        try:
            yield from self._apart(work, parts, tell)
        finally:
            self._give_up()

    def _together(
        self, offer: handing.Offer, work: Any, count: int, tell: Tell
    ) -> Generator[Any, None, None]:
        """Every part in its turn, whoever has done it. What is far from its turn is not held."""
        done, turn = dict[int, tuple[str, Any]](), 0
        self._engage(count)
        try:
            while turn < count:
                for number, found in self._round(offer, work).items():
                    if (
                        found[0] != "found"
                        or not offer.keep(number, found[1])
                        or (number < turn + _AHEAD * self.here)
                    ):
                        done[number] = found
                tell(offer.look(self._at()))
                while turn < count and (its := done.pop(turn, None) or offer.fetch(turn)):
                    yield _opened(*its)
                    turn += 1
        finally:
            self._give_up()

    def lend(self, offer: handing.Offer, work: Any, seconds: float) -> int:
        """Do parts of somebody else's job; after `seconds` no further one is begun. How many.

        Raises `handing.Over` when nobody waits for them any more.
        """
        self._engage(self.here)
        until, count, busy = time.monotonic() + seconds, 0, True
        while busy:
            try:
                found = self._round(offer, work, more=time.monotonic() < until)
            except Refused:  # one of them died, and takes along what the others are at
                found = dict.fromkeys(self._at(), ("died", None))
                self.end()
            for number, (kind, value) in found.items():
                if kind == "found":
                    count += offer.keep(number, value)
                else:
                    offer.leave(number)
            offer.look(self._at())
            busy = bool(self._members and (self._at() or found))
        return count

    def _round(self, offer: handing.Offer, work: Any, more: bool = True) -> dict[int, Any]:
        """Give everybody something to do, and hear for a moment what they have done."""
        if more:
            self._hand_out(work, offer.take)
        done = dict[int, tuple[str, Any]]()
        if self._at():
            self._listen(done)
        else:
            time.sleep(BEAT)
        return done

    def _at(self) -> dict[int, float]:
        return {one.part: one.share for one in self._members if one.part is not None}

    def _give_up(self) -> None:
        """Nobody waits for what they are at."""
        if self._at():
            self.end()

    def _engage(self, most: int) -> None:
        while len(self._members) < min(self.here, most):
            self._members.append(_Member(Child(WORKER)))

    def end(self) -> None:
        for member in self._members:
            member.child.end()
        self._members = []

    def _apart(self, work: Any, parts: Sequence[Any], tell: Tell) -> Iterator[Any]:
        self._engage(len(parts))
        waiting, done, turn = deque(range(len(parts))), dict[int, tuple[str, Any]](), 0

        def take() -> tuple[int, Any] | None:
            if waiting and waiting[0] < turn + _AHEAD * self.here:
                return waiting[0], parts[waiting.popleft()]
            return None

        while turn < len(parts):
            self._hand_out(work, take)
            self._listen(done)
            shares = sum(self._at().values())
            tell(min(1.0, (turn + len(done) + shares) / len(parts)))
            while turn in done:
                yield _opened(*done.pop(turn))
                turn += 1

    def _hand_out(self, work: Any, take: Callable[[], tuple[int, Any] | None]) -> None:
        for member in self._members:
            if member.part is None and (taken := take()):
                member.part, member.share, member.spoke = taken[0], 0.0, time.monotonic()
                message = pickle.dumps((work.__module__, work.__qualname__, taken[1]))
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
