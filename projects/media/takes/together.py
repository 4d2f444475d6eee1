"""Takes watched and heard by several workers: each by one of them, a long one in stretches."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from projects.media.frames import NoPicture, Unreadable
from projects.media.pool import Pool, Tell
from projects.media.shots.pieces import stretches
from projects.media.shots.reading import Untrusted
from projects.media.shots.segments import Segment, plan
from projects.media.takes.hearing import Heard, hear
from projects.media.takes.seeing import Seen
from projects.media.takes.watching import (
    Take,
    Watched,
    look_at,
    watch_stretch,
    watch_through,
    watched,
)

EVEN = 4  # stretches for each worker: with fewer, one has nothing to do at the end

Failure = NoPicture | Unreadable


class _Part(NamedTuple):
    """Take number `number`, or the stretch of it in the segments `run`."""

    number: int
    take: Take
    run: tuple[Segment, ...] = ()


def watch_all(paths: Sequence[Path], pool: Pool, tell: Tell) -> list[Watched | Failure]:
    """Each take as `watch` tells it, or why it cannot be watched. `tell` may raise."""
    takes = {number: _looked_at(path) for number, path in enumerate(paths)}
    whole = [_Part(number, take) for number, take in takes.items() if isinstance(take, Take)]
    seen = _seen(_divided(whole, pool.workers, tell), pool, tell)
    doubtful = [part for part in whole if None in seen[part.number]]
    seen |= _seen(doubtful, pool, lambda _share: tell(1.0))
    return [
        _told(take, seen[number]) if isinstance(take, Take) else take
        for number, take in takes.items()
    ]


def hear_all(paths: Sequence[Path], pool: Pool, tell: Tell) -> list[Heard | None]:
    """Each take as `hear` tells it. `tell` may raise."""
    return list(pool.each(hear_part, paths, tell))


def _looked_at(path: Path) -> Take | Failure:
    try:
        return look_at(path)
    except (NoPicture, Unreadable) as failure:
        return failure


def _divided(whole: Sequence[_Part], workers: int, tell: Tell) -> list[_Part]:
    """As they are, but for takes so long that one worker would be at them when all is done."""
    piece = sum(part.take.seconds for part in whole) / (EVEN * workers)
    found: list[_Part] = []
    for part in whole:
        count = round(part.take.seconds / piece) if workers > 1 and piece else 1
        segments = plan(part.take.path, lambda: tell(0.0)).segments if count > 1 else ()
        runs = stretches(segments, count) or [()]
        found += [part._replace(run=run) for run in runs]
    return found


def _seen(parts: Sequence[_Part], pool: Pool, tell: Tell) -> dict[int, list[Seen | None]]:
    """By take; None stands for a stretch that cannot be watched by itself."""
    found: dict[int, list[Seen | None]] = {part.number: [] for part in parts}
    for part, seen in zip(parts, pool.each(watch_part, parts, tell), strict=True):
        found[part.number].append(seen)
    return found


def watch_part(part: _Part, tell: Tell) -> Seen | None:
    """Of `watch_all`, one part; None for a stretch that cannot be watched by itself."""
    if not part.run:
        return watch_through(part.take, tell)
    try:
        return watch_stretch(part.take, part.run, tell)
    except Untrusted:
        return None


def _told(take: Take, seen: Sequence[Seen | None]) -> Watched | Failure:
    try:
        return watched(take, [one for one in seen if one])
    except Unreadable as failure:
        return failure


def hear_part(path: Path, tell: Tell) -> Heard | None:
    """Of `hear_all`, one take."""
    return hear(path, lambda: tell(0.0))
