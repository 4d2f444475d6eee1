"""What a film shows, shot by shot, and which clips lie in each: for counting shots.

A shot is one item of the lowest picture track. What lies above belongs to every shot it overlaps,
since a timeline does not say what is opaque; where nothing lies below, it is a shot of its own.
Sound, and what is switched off, is left out.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from projects.interchange.timecode import to_timecode
from projects.interchange.timelines.laid import VIDEO, Item, Laid


@dataclass(frozen=True)
class Layer:
    """A clip in a shot; frames of its own source, end exclusive. `track` counts from 1."""

    track: int
    kind: str
    name: str
    media: str
    reel: str
    source: int
    source_end: int


@dataclass(order=True)
class Shown:
    """A shot: frames of the film from 0, end exclusive."""

    start: int
    end: int
    layers: list[Layer] = field(default_factory=list, compare=False)


def shots_of(laid: Laid) -> list[Shown]:
    """In the order of the film; no frame stands in two shots."""
    shots: list[Shown] = []
    for number, track in enumerate(laid.of(VIDEO), 1):
        for item in track.items:
            if item.enabled:
                _lay(shots, item, number)
    return shots


def _lay(shots: list[Shown], item: Item, track: int) -> None:
    layer = Layer(track, item.kind, item.name, item.media, item.reel, item.source, item.source_end)
    met = shots[_first_after(shots, item.start) : bisect_left(shots, Shown(item.end, item.end))]
    for shot in met:
        shot.layers.append(layer)
    for start, end in _free(item, met):
        insort(shots, Shown(start, end, [layer]))


def plain(text: str) -> str:
    """What every database and every file can hold: no half characters, no zeros."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _first_after(shots: list[Shown], start: int) -> int:
    """The first shot that ends after `start`."""
    at = bisect_right(shots, start, key=lambda shot: shot.start)
    return at - 1 if at and shots[at - 1].end > start else at


def _free(item: Item, met: list[Shown]) -> Iterator[tuple[int, int]]:
    """Frames of the item under which nothing lies."""
    at = item.start
    for shot in met:
        if at < shot.start:
            yield at, shot.start
        at = max(at, shot.end)
    if at < item.end:
        yield at, item.end


def told(laid: Laid, films: int, warnings: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    """As plain values: `title`, `rate` ("24000/1001"), `frames`, `films`, `warnings` (code and
    count), and `shots` with `number`, `start`, `end`, `tc_in`, `tc_out`, `layers`.
    """

    def clock(frame: int) -> str:
        return to_timecode(laid.start + frame, laid.rate, laid.drop_frame)

    return {
        "title": plain(laid.title),
        "rate": f"{laid.rate.numerator}/{laid.rate.denominator}",
        "frames": laid.length,
        "films": films,
        "warnings": [list(one) for one in warnings],
        "shots": [
            {
                "number": number,
                "start": shot.start,
                "end": shot.end,
                "tc_in": clock(shot.start),
                "tc_out": clock(shot.end),
                "layers": [asdict(layer) for layer in shot.layers],
            }
            for number, shot in enumerate(shots_of(laid), 1)
        ],
    }
