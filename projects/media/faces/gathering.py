"""Pictures of each shot, in one pass over the film; those of one shot are held at a time."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from projects.media.faces.boxes import Picture
from projects.media.frames import (
    Unreadable,
    display_size,
    frames_of,
    open_film,
    picture_stream,
    turned,
)
from projects.media.shots.pieces import frames_at
from projects.media.shots.segments import Segment

SIDE = 960  # pixels of the longer side
Span = tuple[int, int]


def pictures_by_shot(
    path: Path,
    wanted: Sequence[Sequence[int]],
    tick: Callable[[float], None] = lambda share: None,
    segments: Sequence[Segment] = (),
) -> Iterator[list[tuple[int, Picture]]]:
    """For each shot, in film order, the frames wanted of it as (number, blue-green-red picture).

    Without segments the film is decoded up to the last of them; a frame that cannot be decoded is
    missing then, and a shot may come out empty. With them it is decoded where it is needed, and
    `Untrusted` raised.
    """
    with open_film(path) as container:
        aspect = picture_stream(container).sample_aspect_ratio
    every = [number for numbers in wanted for number in numbers]
    first, last = (every[0], every[-1]) if every else (0, -1)
    frames = frames_at(path, segments, every) if segments else frames_of(path, 0, last + 1)
    first = first if segments else 0
    ahead = next(frames, None)
    for numbers in wanted:
        asked, found = set(numbers), []
        while ahead is not None and numbers and ahead[0] <= numbers[-1]:
            if ahead[0] in asked:
                found.append((ahead[0], small(ahead[1], aspect)))
            tick((ahead[0] - first) / max(1, last - first))
            ahead = next(frames, None)
        yield found


def spread(span: Span, most: int, also: Sequence[int] = ()) -> list[int]:
    """At most `most` frames evenly over frames `span` (end exclusive), and the frames `also`."""
    start, end = span
    count = max(1, min(most, end - start))
    even = {start + (2 * n + 1) * (end - start) // (2 * count) for n in range(count)}
    return sorted(even | set(also))


def small(frame: VideoFrame, aspect: Fraction | None) -> Picture:
    """The frame as a player shows it, its longer side at most `SIDE` pixels."""
    shape = Fraction(frame.width, frame.height) * Fraction(aspect or 1)
    upright = 1 / shape if round(frame.rotation / 90) % 2 else shape
    longer = min(SIDE, max(frame.width, frame.height))
    wide = longer if upright >= 1 else max(2, round(longer * upright))
    width, height = display_size(frame, Fraction(aspect) if aspect else None, wide)
    picture = frame.reformat(width=width, height=height, format="bgr24", interpolation="AREA")
    return np.ascontiguousarray(turned(picture.to_ndarray(), frame.rotation))


def shown_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, turned as a player turns it; square pixels, full height."""
    with open_film(path) as container:
        aspect = picture_stream(container).sample_aspect_ratio
    for _number, frame in frames_of(path, 0, 1):
        shape = Fraction(aspect) if aspect else Fraction(1)
        sides = (max(2, round(frame.width * shape)), frame.height)
        return (sides[1], sides[0]) if round(frame.rotation / 90) % 2 else sides
    raise Unreadable(path.name)
