"""Which match of each shot holds, all shots together: films mostly keep their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.media.carrying.matching import SURE, Match

_WORTH = 0.3
_GONE = 1 - 0.5
_ONWARDS, _BACK = 0.03, 0.08
_SHARED = 0.2


@dataclass(frozen=True)
class Found:
    """What became of a shot; without a match it is gone, or (`doubtful`) nobody can tell."""

    match: Match | None
    doubtful: bool = False


@dataclass
class _Path:
    cost: float
    before: "_Path | None"
    chosen: Match | None
    last: Match | None


def settled(candidates: Sequence[Sequence[Match]]) -> list[Found]:
    """For the shots in order, what each is matched with."""
    worth = [[m for m in row if m.confidence > _WORTH] for row in candidates]
    chosen = _unshared(_cheapest(worth), worth)
    return [_found(n, chosen, worth[n]) for n in range(len(worth))]


def _cheapest(candidates: list[list[Match]]) -> list[Match | None]:
    """By dynamic programming: unlikely matches cost, and so do jumps, backwards most."""
    paths = [_Path(0.0, None, None, None)]
    for row in candidates:
        least = min(paths, key=lambda path: path.cost)
        after = [_Path(least.cost + _GONE, least, None, least.last)]
        for match in row:
            best = min(paths, key=lambda path: path.cost + _jump(path.last, match))
            cost = best.cost + _jump(best.last, match) + 1 - match.confidence
            cost += min(0.3, 3 * match.unlike)
            after.append(_Path(cost, best, match, match))
        paths = after
    found: list[Match | None] = []
    path: _Path | None = min(paths, key=lambda path: path.cost)
    while path and path.before:
        found.append(path.chosen)
        path = path.before
    return found[::-1]


def _jump(last: Match | None, match: Match) -> float:
    if last is None or last.by == match.by:
        return 0.0
    return _ONWARDS if match.there[0] >= last.there[0] else _BACK


def _unshared(chosen: list[Match | None], candidates: list[list[Match]]) -> list[Match | None]:
    """Frames of the new film are given away once; who comes too late takes the next best."""
    taken: list[Match] = []
    found: list[Match | None] = [None] * len(chosen)
    order = sorted(range(len(chosen)), key=lambda n: -_sureness(chosen[n]))
    for number in order:
        first = chosen[number]
        if first is None:
            continue
        others = [m for m in candidates[number] if m is not first]
        free = [m for m in (first, *others) if not any(_meet(m, other) for other in taken)]
        if free:
            found[number] = free[0]
            taken.append(free[0])
    return found


def _sureness(match: Match | None) -> float:
    return match.confidence if match else 0.0


def _meet(one: Match, other: Match) -> bool:
    (a, b), (c, d) = one.there, other.there
    return min(b, d) - max(a, c) > _SHARED * min(b - a, d - c)


def _found(number: int, chosen: list[Match | None], candidates: list[Match]) -> Found:
    match = chosen[number]
    if match is None or match.confidence < SURE:
        return Found(None, doubtful=bool(candidates))
    rivals = [m for m in candidates if m.confidence >= SURE and match.rivals(m)]
    if rivals and not _in_place(number, chosen, match, rivals):
        return Found(None, doubtful=True)
    return Found(match)


def _in_place(number: int, chosen: list[Match | None], match: Match, rivals: list[Match]) -> bool:
    """Whether it alone stands between its neighbours, where the same picture comes twice."""
    before = next((m for m in chosen[:number][::-1] if m), None)
    after = next((m for m in chosen[number + 1 :] if m), None)

    def between(one: Match) -> bool:
        late = before is None or one.there[0] >= before.there[1] - 2
        return late and (after is None or one.there[1] <= after.there[0] + 2)

    return between(match) and not any(between(other) for other in rivals)
