"""The whole breakdown of one film: plan, pass, analysis, thumbnails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2

from projects.media.frames import frame_rate, open_film, picture_stream
from projects.media.pool import cores
from projects.media.shots.decisions import Wishes, find_transitions
from projects.media.shots.parts import Parts
from projects.media.shots.passing import Passed, pass_over
from projects.media.shots.pictures import SIZE
from projects.media.shots.reading import Pass
from projects.media.shots.segments import Segment, plan
from projects.media.shots.thumbnails import ThumbnailStyle, candidate_step, choose
from projects.media.shots.transitions import Shot, Transition, shots_between
from projects.media.slates.claps import claps
from projects.media.slates.finding import Take, find_boards, find_takes

FORMAT = 1  # of the parts on disk: raise it when tiny pictures or candidates change
READING, DECODING, ANALYSING, WRITING = "reading", "decoding", "analysing", "writing"
SHARES = {READING: (0.0, 0.03), DECODING: (0.03, 0.9), ANALYSING: (0.9, 0.98), WRITING: (0.98, 1.0)}

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Film:
    """What the file says about its picture; the size is that of the stored frames.

    `announced` is how many frames the file claims to have, 0 where it does not say.
    """

    width: int
    height: int
    rate: Fraction
    aspect: Fraction | None
    announced: int


@dataclass(frozen=True)
class Breakdown:
    """The result. `thumbnails` has one JPEG path for each shot; `passed` tells how it went."""

    film: Film
    frames: int
    shots: Sequence[Shot]
    transitions: Sequence[Transition]
    thumbnails: Sequence[Path]
    warnings: Sequence[dict[str, str]]
    passed: Passed
    takes: Sequence[Take] | None = None  # None: nobody asked
    segments: Sequence[Segment] = ()  # where the film may be cut apart for decoding, if it may


def break_down(
    path: Path,
    folder: Path,
    wishes: Wishes | None = None,
    width: int = 320,
    progress: Progress = lambda stage, share: None,
    workers: int | None = None,
) -> Breakdown:
    """Break the film at `path` down into shots, working in `folder`.

    Started again with the same folder after an interruption it goes on where it was.
    Raises `NoPicture` or `Unreadable`, and whatever `progress` raises.
    """
    cv2.setNumThreads(1)  # the readers are the parallel part; more threads only get in their way
    watch = _Watch(progress)
    film = look_at(path)
    layout = plan(path, lambda: watch(READING, 0.5))
    parts = Parts(folder / "parts")
    work = Pass(path, parts, ThumbnailStyle(width, candidate_step(film.rate), film.aspect))
    identity = {"film": layout.fingerprint, "format": FORMAT, "size": SIZE, "width": width}
    workers = workers or cores()
    passed = pass_over(work, layout, identity, workers, partial(watch, DECODING))
    frames = parts.frames()
    analysing = partial(watch, ANALYSING)
    transitions = find_transitions(
        parts.pictures, frames, film.rate, wishes or Wishes(), analysing, workers
    )
    shots = shots_between(transitions, frames)
    takes = _takes(path, parts, film.rate, transitions) if wishes and wishes.takes else None
    thumbnails = _write_thumbnails(parts, shots, folder, watch)
    parts.remove()
    warnings = warnings_of(film, frames, passed, even=layout.even)
    segments = () if passed.straight or passed.errors else layout.segments
    return Breakdown(
        film, frames, shots, transitions, thumbnails, warnings, passed, takes, segments
    )


def look_at(path: Path) -> Film:
    """What the file says about itself, without decoding; may raise NoPicture or Unreadable."""
    with open_film(path) as container:
        stream = picture_stream(container)
        aspect = stream.sample_aspect_ratio
        return Film(
            width=stream.codec_context.width,
            height=stream.codec_context.height,
            rate=frame_rate(stream),
            aspect=Fraction(aspect) if aspect else None,
            announced=stream.frames,
        )


class _Watch:
    """Turns the share of a stage into the share of the whole run."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def __call__(self, stage: str, share: float) -> None:
        low, high = SHARES[stage]
        self.progress(stage, low + (high - low) * share)


def _takes(
    path: Path, parts: Parts, rate: Fraction, transitions: Sequence[Transition]
) -> list[Take]:
    frames, numbers = parts.frames(), parts.candidate_numbers()
    boards = find_boards(parts, frames, rate, claps(path), numbers)
    return find_takes(parts.pictures, frames, rate, transitions, boards)


def _write_thumbnails(
    parts: Parts, shots: Sequence[Shot], folder: Path, watch: _Watch
) -> list[Path]:
    target = folder / "thumbnails"
    target.mkdir(exist_ok=True)
    candidates = parts.candidate_numbers()
    paths = []
    for index, shot in enumerate(shots):
        number = choose(candidates, shot.clean, (shot.start, shot.end))
        paths.append(target / f"shot_{index:05d}.jpg")
        paths[-1].write_bytes(parts.candidate(number))
        watch(WRITING, index / len(shots))
    return paths


def warnings_of(film: Film, frames: int, passed: Passed, *, even: bool) -> list[dict[str, str]]:
    """What a person should know of how the film could be read: `code` and `detail` of each."""
    warnings = []
    if passed.errors:
        detail = f"{passed.errors} packets or frames could not be decoded whole"
        warnings.append({"code": "shots:broken_frames", "detail": detail})
    if film.announced > frames + max(2, frames // 50):
        detail = f"the file announces {film.announced} frames, {frames} could be decoded"
        warnings.append({"code": "shots:cut_short", "detail": detail})
    if not even:
        detail = "frames last unequally long; times counted from the rate are approximate"
        warnings.append({"code": "shots:variable_rate", "detail": detail})
    return warnings
