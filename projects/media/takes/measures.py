"""What was watched, brought down to a handful of numbers for each take."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.takes.watching import Watched

STEADY_RATE = 25  # shake is told at about this rate, so that fast cameras are not called calm
_FOLLOWED = 0.5  # of the frames, or nothing is said of shake
_REPEAT = 0.022  # of the take's own movement: less is the same picture again
_SAME = (0.01, 0.35)  # difference, of 255, that an encoder leaves between equal frames
_MOVES = 1.0  # difference, of 255: a take in which no part ever stirs more does not freeze
_RUN = 3  # repeats in a row that make a freeze; single ones are a pattern of the source
_FLASH = 0.5  # stops up and down again
_LONGEST_FLASH = 3
_BLACK, _WHITE = 6, 249

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Measures:
    """One take. `None` where it cannot be told.

    `blur`: of the sharpest edges at the take's sharp moments; `hunt`: how far it went up and
    came back; `drift`: between its sharp and its blurred moments (thousandths of the width).
    `noise` (deviation, of 255), `blocks`, `detail` (what noise adds taken off).
    `levels`: what 5, 30, 50, 70 and 95 % of the picture stay below (of 255); `white`, `black`:
    shares clipped. `shake`: change of the camera's way from frame to frame (thousandths of the
    width); `flicker`: change of light from frame to frame in the worst second (stops).
    `frozen`: frames in runs of repeats, as `(first, end)` each. `flashes`: frames. `usable`:
    first and end of what is neither black nor white at head and tail.
    """

    blur: float | None
    hunt: float | None
    drift: float | None
    noise: float
    blocks: float
    detail: float
    levels: tuple[float, ...]
    white: float
    black: float
    shake: float | None
    flicker: float
    frozen: tuple[tuple[int, int], ...]
    flashes: tuple[int, ...]
    usable: tuple[int, int]
    moves: bool
    frozen_seconds: float


def measures(seen: Watched) -> Measures:
    """Bring one take down to its numbers."""
    inside = usable(seen.row("level"))
    looks = seen.closer[(seen.row("frame") >= inside[0]) & (seen.row("frame") < inside[1])]
    looks = looks if len(looks) else seen.closer
    column = dict(zip(_NAMES, looks.T, strict=True))
    blur = column["sharpest"][~np.isnan(column["sharpest"])]
    light = seen.row("light")[inside[0] + 1 : inside[1]]
    frozen = _frozen(seen.row("stir"), inside)
    return Measures(
        blur=float(np.quantile(blur, 0.15)) if len(blur) else None,
        hunt=_excursion(blur) if len(blur) >= 5 else None,
        drift=float(np.ptp(np.quantile(blur, (0.1, 0.9)))) if len(blur) >= 5 else None,
        noise=float(np.median(column["noise"])),
        blocks=float(np.median(column["blocks"])),
        detail=_without_noise(column),
        levels=tuple(float(np.median(column[name])) for name in _LEVELS),
        white=float(np.median(column["white"])),
        black=float(np.median(column["black"])),
        shake=_shake(seen, inside),
        flicker=_flicker(light, float(seen.rate)),
        frozen=frozen,
        flashes=_flashes(seen.row("level"), inside),
        usable=inside,
        moves=_movement(seen.row("stir")) > _MOVES,
        frozen_seconds=float(sum(end - start for start, end in frozen) / seen.rate),
    )


_LEVELS = ("p5", "p30", "p50", "p70", "p95")
_NAMES = (("frame", "sharpest", "edges", "noise", "blocks", "detail", "white", "black")) + _LEVELS


def _without_noise(column: dict[str, Numbers]) -> float:
    """Detail less what noise adds to it; 0.8 of a deviation is its mean size."""
    contrast = np.maximum(8.0, column["p95"] - column["p5"])
    noise = 0.8 * column["noise"] / contrast
    return float(np.median(np.sqrt(np.maximum(0.0, column["detail"] ** 2 - noise**2))))


def usable(level: Numbers) -> tuple[int, int]:
    """First and end (exclusive) of the frames that are neither black nor white at the ends."""
    fair = np.flatnonzero((level > _BLACK) & (level < _WHITE))
    return (int(fair[0]), int(fair[-1]) + 1) if len(fair) else (0, len(level))


def _excursion(blur: Numbers) -> float:
    """How far blur rose above sharper moments before and after; a pull goes one way only."""
    held = np.minimum(blur[:-1], blur[1:])  # one look alone may be wrong
    before = np.minimum.accumulate(blur)[:-1]
    after = np.minimum.accumulate(blur[::-1])[::-1][1:]
    return float(np.maximum(0, np.minimum(held - before, held - after)).max())


def _shake(seen: Watched, inside: tuple[int, int]) -> float | None:
    """Root mean square of nine tenths of the changes of the camera's way; thousandths."""
    way = np.stack([seen.row("right"), seen.row("down")], axis=1)[inside[0] + 1 : inside[1]]
    step = max(1, round(float(seen.rate) / STEADY_RATE))
    way = way[: len(way) // step * step].reshape(-1, step, 2).sum(axis=1)
    change = np.hypot(*np.diff(way, axis=0).T) if len(way) > 1 else np.zeros(0)
    known = np.sort(change[~np.isnan(change)])
    if len(known) < 4 or len(known) < _FOLLOWED * len(change):
        return None
    calm = known[: max(3, len(known) * 9 // 10)]
    return float(1000 * np.sqrt((calm**2).mean()))


def _flicker(light: Numbers, rate: float) -> float:
    """The middle change of the change of light, in the second where that is largest."""
    change = np.abs(np.diff(light))
    size = max(4, round(rate))
    starts = range(0, max(1, len(change) - size + 1), max(1, size // 2))
    return max(
        (float(np.median(change[s : s + size])) for s in starts if len(change) > s), default=0.0
    )


def _movement(stir: Numbers) -> float:
    known = stir[~np.isnan(stir)]
    return float(np.quantile(known, 0.9)) if len(known) else 0.0


def _frozen(stir: Numbers, inside: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Runs of frames that repeat the one before, in a take that moves otherwise."""
    moving = _movement(stir)
    if moving <= _MOVES:
        return ()
    again = np.nan_to_num(stir, nan=255.0) < np.clip(_REPEAT * moving, *_SAME)
    again[: inside[0] + 1] = again[inside[1] :] = False
    return tuple((start, end) for start, end in runs(again) if end - start >= _RUN)


def runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and end (exclusive) of each stretch that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    for start, end in edges.reshape(-1, 2):
        yield int(start), int(end)


def _flashes(level: Numbers, inside: tuple[int, int]) -> tuple[int, ...]:
    """Frames where the whole becomes brighter at once and is back within three frames."""
    stops = 2.2 * np.log2(np.maximum(1.0, level[inside[0] : inside[1]]))
    light, found = np.diff(stops), []
    for at in np.flatnonzero(light > _FLASH):
        back = np.cumsum(light[at : at + _LONGEST_FLASH + 1])
        calm = np.abs(light[max(0, at - 4) : at]) < 0.2
        if len(back) > 1 and calm.all() and (np.abs(back[1:]) < 0.35 * back[0]).any():
            found.append(inside[0] + 1 + int(at))
    return tuple(found)
