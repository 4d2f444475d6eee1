"""A file examined from end to end: what it is, and everything that is made to look at it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.media.camera_logs import log_of
from projects.media.copied_pieces import laid
from projects.media.facts import Facts
from projects.media.pages import first_page
from projects.media.poster import poster
from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.recognise import recognise
from projects.media.refusal import Refused
from projects.media.sequence import copied, sequence_facts
from projects.media.strip import strip
from projects.media.waveform import waveform

Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Made:
    """A file made for looking at a version, named by its place in the folder."""

    role: str
    file: str
    media_type: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    source: Path
    facts: Facts
    folder: Path
    tell: Tell
    pieces: tuple[Path, ...] = ()


def examine(
    *,
    source: str,
    name: str,
    folder: str,
    tell: Tell,
    look: str = "",
    rate: str = "24/1",
    pieces: Sequence[str] = (),
) -> dict[str, Any]:
    """Examine the file at `source`, called `name` by its owner; what is made goes to `folder`.

    A film is shown by `look` (a name in `looks.LOOKS`), where one is given. `rate`, such as
    "24000/1001", is what frames that know of none are shown at. `pieces` are files that hold a
    long film's viewing copy already (see `copied_pieces`).

    Returns `kind`, `facts` (as `Facts.as_dict`) and `made`, a list of `Made` as dicts. `tell`
    gets stage and fraction 0..1. Raises `Refused` with the reason.
    """
    tell("recognise", 0.0)
    path = Path(source)
    kind = recognise(path, name)
    tell("probe", 0.02)
    if kind == "sequence":
        facts = _looked(sequence_facts(path, Fraction(rate), Path(folder)), look)
        return _sequence(Work(path, facts, Path(folder), tell))
    facts = _looked(probe(path, kind), look)
    if kind == "editorial":
        facts = replace(facts, log=log_of(path, name))
    makers = {"film": _film, "image": _image, "sound": _sound, "script": _script}
    work = Work(path, facts, Path(folder), tell, tuple(map(Path, pieces)))
    made = makers[kind](work) if kind in makers else []
    return _told(kind, facts, made)


def _told(kind: str, facts: Facts, made: list[Made]) -> dict[str, Any]:
    return {"kind": kind, "facts": facts.as_dict(), "made": [asdict(item) for item in made]}


def _looked(facts: Facts, look: str) -> Facts:
    """Kept with the facts, so that every picture is shown by it."""
    return replace(facts, colour={**facts.colour, "look": look}) if look else facts


def _film(work: Work) -> list[Made]:
    """The strip is cut from the viewing copy: its key frames are near and cheap."""
    work.tell("pictures", 0.05)
    made = _poster(work)
    if work.facts.audio:
        made.append(_waveform(work))
    timing = _proxy(work, "proxy.mp4")
    if times := timing.pop("frame_times", None):
        made.append(_json(work, "times", {"frame_times": times}))
    work.tell("pictures", 0.92)
    copy = work.folder / "proxy.mp4"
    tiles = strip(copy, probe(copy, "film"), work.folder / "strip.jpg")
    made.append(Made("strip", "strip.jpg", "image/jpeg", tiles))
    return [*made, Made("proxy", "proxy.mp4", "video/mp4", timing)]


def _sequence(work: Work) -> dict[str, Any]:
    """Poster and strip are cut from the viewing copy, where every number has its frame."""
    copy = work.folder / "proxy.mp4"

    def progress(done: float) -> None:
        work.tell("proxy", 0.05 + 0.85 * done)

    timing, facts = copied(work.source, work.facts, copy, progress)
    work.tell("pictures", 0.92)
    film = probe(copy, "film")
    poster(copy, film, work.folder / "poster.jpg")
    tiles = strip(copy, film, work.folder / "strip.jpg")
    made = [
        Made("poster", "poster.jpg", "image/jpeg"),
        Made("strip", "strip.jpg", "image/jpeg", tiles),
        Made("proxy", "proxy.mp4", "video/mp4", timing),
    ]
    return _told("sequence", facts, made)


def _image(work: Work) -> list[Made]:
    work.tell("pictures", 0.3)
    return _poster(work)


def _sound(work: Work) -> list[Made]:
    _proxy(work, "proxy.m4a")
    return [_waveform(work), Made("proxy", "proxy.m4a", "audio/mp4")]


def _script(work: Work) -> list[Made]:
    """Of a PDF the first page. One that cannot be drawn is taken in all the same."""
    if work.facts.container != "pdf":
        return []
    work.tell("pictures", 0.3)
    try:
        pages = first_page(work.source, work.folder / "poster.jpg")
    except Refused:
        return []
    return [Made("poster", "poster.jpg", "image/jpeg", {"pages": pages})]


def _proxy(work: Work, name: str) -> dict[str, Any]:
    def progress(done: float) -> None:
        work.tell("proxy", 0.1 + 0.8 * done)

    progress(0)
    if work.pieces:
        return laid(work.source, work.facts, work.folder / name, work.pieces, progress)
    return proxy(work.source, work.facts, work.folder / name, progress=progress)


def _poster(work: Work) -> list[Made]:
    """A picture too large to be drawn is taken in all the same, without a poster."""
    try:
        poster(work.source, work.facts, work.folder / "poster.jpg")
    except Refused as refused:
        if refused.code != "media:no_preview":
            raise
        return []
    return [Made("poster", "poster.jpg", "image/jpeg")]


def _waveform(work: Work) -> Made:
    return _json(work, "waveform", waveform(work.source, work.facts))


def _json(work: Work, role: str, content: dict[str, Any]) -> Made:
    (work.folder / f"{role}.json").write_text(json.dumps(content, separators=(",", ":")))
    return Made(role, f"{role}.json", "application/json")
