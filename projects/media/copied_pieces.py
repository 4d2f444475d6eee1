"""A long film's viewing copy in pieces: cut on key frames, encoded one by one, laid end to end.

The film alone says where it is cut, and each piece is decoded, scaled and encoded on one core:
whoever makes them, on however many machines, the copy is the same to the byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from numpy.typing import NDArray

from projects.media.facts import Facts
from projects.media.handing import Parcels
from projects.media.pace import Pace
from projects.media.probe import probe
from projects.media.proxy import HEIGHT, Picture, Progress, written
from projects.media.reading import decoded, only, opened, packets, picture_stream
from projects.media.recognise import recognise
from projects.media.shots.pieces import frames_at, span_of, stretches
from projects.media.shots.segments import Segment, plan
from projects.media.soundtrack import Soundtrack

SECONDS = 60  # of film in a piece
CUTS, PIECE = "cuts", "piece-{:05d}"


@dataclass(frozen=True)
class Cut:
    """A piece to be made: segments in a row of the film at `path`."""

    path: Path
    facts: Facts
    run: tuple[Segment, ...]


@dataclass(frozen=True)
class Piece:
    """H.264 pictures: their sizes in bytes and which of them are key frames; `head` is what a
    decoder needs before the first. `origin` is when the first is shown, in the stream's units."""

    origin: int
    sizes: NDArray[np.int64]
    keys: NDArray[np.bool_]
    head: bytes
    data: bytes


def cut(
    *, source: str, name: str, folder: str, tell: Any, minutes: float, look: str = ""
) -> dict[str, Any]:
    """Where a film longer than `minutes` may be cut: `pieces` says into how many. They lie in
    `folder` as `CUTS`, for `cuts_in`; no piece where it is short, damaged, or of uneven pace.
    """
    path = Path(source)
    tell("recognise", 0.0)
    if recognise(path, name) != "film" or _seconds(path) < 60 * minutes:
        return {"pieces": 0}
    tell("probe", 0.0)
    facts = probe(path, "film")
    if facts.vfr or facts.damaged or not facts.rate:
        return {"pieces": 0}
    if look:
        facts = replace(facts, colour={**facts.colour, "look": look})
    segments = plan(path, lambda: tell("probe", 0.0)).segments
    frames = sum(segment.frames for segment in segments)
    runs = stretches(segments, max(1, round(frames / float(facts.rate) / SECONDS)))
    cuts = [Cut(path, facts, run) for run in runs]
    (Path(folder) / CUTS).write_bytes(Parcels({"film": path}).packed(cuts))
    return {"pieces": len(cuts)}


def cuts_in(folder: Path, path: Path) -> list[Cut]:
    """What `cut` has left there."""
    return Parcels({"film": path}).opened((folder / CUTS).read_bytes())


def _seconds(path: Path) -> float:
    """What the file says of its length."""
    with opened(path) as container:
        return (container.duration or 0) / av.time_base


def piece(part: Cut, tell: Progress) -> Piece:
    """Make one. Raises `Untrusted` where the film does not add up there."""
    wanted, held = span_of(part.run), list[av.Packet]()
    with av.open(BytesIO(), "w", format="mp4") as nowhere:
        picture = Picture(nowhere, part.facts, HEIGHT, threads=1, to=held.extend)
        for number, frame in frames_at(part.path, part.run, wanted, one_core=True):
            picture.add(frame)
            tell((number - wanted.start) / len(wanted))
        picture.finish()
        head = bytes(picture.track.codec_context.extradata or b"")
    return Piece(
        int(picture.origin or 0),
        np.array([packet.size for packet in held], np.int64),
        np.array([packet.is_keyframe for packet in held], np.bool_),
        head,
        b"".join(bytes(packet) for packet in held),
    )


def laid(
    path: Path, facts: Facts, out: Path, pieces: Sequence[Path], progress: Progress
) -> dict[str, Any]:
    """The viewing copy, as `proxy` makes it, of these `pieces` (files in order), with its sound."""
    with opened(path) as source, written(out) as target:
        picture = Picture(target, facts, HEIGHT, threads=1)
        rest = _pictures(picture, pieces)
        if facts.audio:
            origin = _read(pieces[0]).origin * picture_stream(source).time_base
            _with_sound(source, target, facts, origin, rest, Pace(progress))
        for _time in rest:
            continue
    progress(1.0)
    return picture.told()


def save(found: Piece, folder: Path, number: int) -> Path:
    """For `laid`, in a file of its own."""
    path = folder / PIECE.format(number)
    path.write_bytes(Parcels({}).packed(found))
    return path


def _read(path: Path) -> Piece:
    return Parcels({}).opened(path.read_bytes())


def _pictures(picture: Picture, pieces: Sequence[Path]) -> Iterator[Fraction]:
    """Lays one picture after the other; yields the time (seconds) of each that is laid."""
    for path in pieces:
        one, at = _read(path), 0
        picture.begin(one.head)
        for size, key in zip(one.sizes.tolist(), one.keys.tolist(), strict=True):
            yield picture.lay(one.data[at : at + size], key=key)
            at += size


def _with_sound(
    source: InputContainer,
    target: OutputContainer,
    facts: Facts,
    origin: Fraction,
    pictures: Iterator[Fraction],
    pace: Pace,
) -> None:
    """Sound and picture in turn, so that a player finds both near each other."""
    shown: Fraction | None = Fraction(-1)
    heard = source.streams.audio[0]
    sound = Soundtrack(target, heard)
    sound.start_at(origin)
    only(source, heard)
    for packet in packets(source, heard):
        now = (packet.pts or 0) * (packet.time_base or Fraction(0)) - origin
        while shown is not None and shown < now:
            shown = next(pictures, None)
        sound.add(decoded(packet))
        pace.report(float(now), facts.duration)
    sound.finish()
