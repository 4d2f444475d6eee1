"""Where takes begin and end in one clip, by slates, flash frames, blank frames and stops.

A cut between two pictures of one set-up is where the camera was stopped, or a jump cut: nobody can
tell. So takes are told only of a clip that shows one set-up throughout, or has slates.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np

from projects.media.shots.parts import Parts
from projects.media.shots.pictures import Pictures
from projects.media.shots.similarity import patterns
from projects.media.shots.transitions import CUT, DISSOLVE, FADE, FLASH_FRAME, Transition
from projects.media.slates.boards import has_stripes

START, END = "camera_start", "camera_stop"
SLATE, FLASH, BLANK, STOP, OTHER = "slate", "flash_frame", "blank", "camera_stop", "cut"
#: How sure it is that a take ends where this is seen.
SURE = {START: 0.9, SLATE: 0.9, FLASH: 0.9, BLANK: 0.8, STOP: 0.6, OTHER: 0.3}
SILENT = 0.6  # a board that nobody hears clap
ALIKE = 0.6  # correlation of two pictures of one set-up
SAMPLES = 5
EVERY = Fraction(2, 5)  # seconds between two looks for a board
HOLES, LONGEST = 2, 20  # seconds: between two sightings of one board, and of a board
MARGIN, LEAST = 2, Fraction(1, 2)  # seconds: a board is at an end of its run; the shortest take

Read = Callable[[int, int], Pictures]


@dataclass(frozen=True)
class Take:
    """Frames `start` to `end` (exclusive); `clap` is the frame of the clap that began it, if any.

    `began_by`: camera_start (of the file), slate, flash_frame, blank, camera_stop (a cut within
    the set-up) or cut (to another one); `ended_by` likewise, camera_stop also for the file's end.
    """

    start: int
    end: int
    began_by: str
    ended_by: str
    confidence: float
    clap: int | None = None


@dataclass(frozen=True)
class Board:
    """Frames in which a clapper board is seen, and the frame at which it is heard."""

    start: int
    end: int
    clap: int | None


@dataclass(frozen=True)
class _Edge:
    at: int
    after: int
    by: str
    confidence: float
    clap: int | None = None


def find_takes(
    read: Read,
    frames: int,
    rate: Fraction,
    transitions: Sequence[Transition],
    boards: Sequence[Board],
) -> list[Take]:
    """The takes in order; none where the clip is edited, as far as can be told."""
    # No camera dissolves into its own set-up: within one, that was movement.
    hard = [t for t in transitions if t.kind != DISSOLVE or not _same(read, t, frames)]
    stops = [_stop(one, read, frames) for one in hard]
    alike = all(stop.by != OTHER for stop in stops)
    if not boards and not alike:
        return []
    stops, boards = _gone_with_boards(stops, boards, rate)
    first, last = _Edge(0, 0, START, SURE[START]), _Edge(frames, frames, END, SURE[START])
    edges = sorted([first, *stops, last], key=lambda edge: edge.at)
    runs = [pair for pair in pairwise(edges) if pair[1].at - pair[0].after >= LEAST * rate]
    return [take for run in runs for take in _within(*run, boards, rate)]


def _gone_with_boards(
    stops: Sequence[_Edge], boards: Sequence[Board], rate: Fraction
) -> tuple[list[_Edge], list[Board]]:
    """A cut where a board comes or goes is the board; where it comes the take begins."""
    near, kept, set_ = 2 * EVERY * rate, list(stops), []
    for board in boards:
        cuts = [stop for stop in kept if stop.by in (STOP, OTHER)]
        comes = [stop for stop in cuts if -near <= stop.at - board.start <= near / 2]
        goes = [stop for stop in cuts if -near / 2 <= stop.at - board.end <= near]
        kept = [stop for stop in kept if stop not in comes and stop not in goes]
        start = min((stop.at for stop in comes), default=board.start)
        end = max((stop.at for stop in goes), default=board.end)
        set_.append(Board(start, end, board.clap))
    return kept, set_


def _stop(one: Transition, read: Read, frames: int) -> _Edge:
    by = _same(read, one, frames)
    kinds = {FLASH_FRAME: FLASH, FADE: BLANK, CUT: STOP}
    by_kind = kinds.get(one.kind, OTHER) if by else OTHER
    return _Edge(one.start, one.end, by_kind, SURE[by_kind] * one.confidence)


def _same(read: Read, one: Transition, frames: int) -> bool:
    """Whether some pictures before and after show one set-up."""
    wide = 25
    before = read(max(0, one.start - wide), one.start)
    after = read(one.end, min(frames, one.end + wide))
    if not len(before) or not len(after):
        return False
    sides = [side[:: max(1, len(side) // SAMPLES)] for side in (before, after)]
    return float((patterns(sides[0]) @ patterns(sides[1]).T).max()) > ALIKE


def _within(begin: _Edge, end: _Edge, boards: Sequence[Board], rate: Fraction) -> Iterator[Take]:
    """The takes of one run of the camera, divided by its slates."""
    inside = [b for b in boards if begin.after <= b.start < end.at]
    margin = MARGIN * rate
    cuts = [begin]
    for board in inside:
        sure = SURE[SLATE] if board.clap is not None else SILENT
        edge = _Edge(board.start, board.start, SLATE, sure, board.clap)
        if board.end > end.at - margin and board.start - cuts[-1].after > 2 * margin:
            end = _Edge(end.at, end.after, SLATE, sure)  # a board at the end of the take
        elif board.start - begin.after <= margin and len(cuts) == 1:
            cuts[0] = _Edge(begin.at, begin.after, SLATE, sure, board.clap)
        else:
            cuts.append(edge)
    for one, other in pairwise([*cuts, end]):
        if other.at - one.after >= LEAST * rate:
            sure = (one.confidence + other.confidence) / 2
            yield Take(one.after, other.at, one.by, other.by, round(sure, 3), one.clap)


def find_boards(
    parts: Parts, frames: int, rate: Fraction, claps: Sequence[float], numbers: Sequence[int]
) -> list[Board]:
    """Boards that come or go; stripes that stay for long are a part of the scene.

    `numbers` are the frames of which the pass left a picture; `claps` in seconds.
    """
    seen: list[list[int]] = []
    last = -frames
    for number in numbers:
        if number - last < EVERY * rate:
            continue
        last = number
        grey = cv2.imdecode(np.frombuffer(parts.candidate(number), np.uint8), cv2.IMREAD_GRAYSCALE)
        if not has_stripes(grey):
            continue
        if seen and number - seen[-1][-1] <= HOLES * rate:
            seen[-1].append(number)
        else:
            seen.append([number])
    beats = [round(second * rate) for second in claps]
    spans = [(group[0], group[-1] + 1) for group in seen if len(group) > 1]
    boards = [Board(a, b, _heard(a, b, beats, rate)) for a, b in spans if b - a <= LONGEST * rate]
    return [board for board in boards if board.end < frames or board.start > 0]


def _heard(start: int, end: int, beats: Sequence[int], rate: Fraction) -> int | None:
    near = [at for at in beats if start - rate <= at <= end + rate]
    return near[-1] if near else None
