"""Looking at a file once, thoroughly, before anybody works with it."""

from fractions import Fraction
from pathlib import Path

from projects.media import lists, pictures, texts
from projects.media.facts import Facts
from projects.media.film_probe import audio_facts, film_facts
from projects.media.reading import opened
from projects.media.refusal import Refused, gettext_noop

_BINARY = ((b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0", "aaf"))


def probe(path: Path, kind: str) -> Facts:
    """The facts of the file at `path`, which `recognise` found to be of `kind`.

    Raises `Refused` for files that turn out to hold nothing usable.
    """
    if kind == "film":
        return film_facts(path)
    if kind == "sound":
        return _sound(path)
    return _image(path) if kind == "image" else _text(path, kind)


def _sound(path: Path) -> Facts:
    with opened(path) as container:
        streams = audio_facts(container)
        if not streams:
            raise Refused("media:no_frames", gettext_noop("no sound track"))
        stream = container.streams.audio[0]
        length = Fraction(container.duration or 0, 1_000_000)
        if stream.duration:
            length = stream.duration * stream.time_base
        return Facts(
            kind="sound",
            container=container.format.name,
            bytes=path.stat().st_size,
            duration=length,
            audio=streams,
        )


def _image(path: Path) -> Facts:
    header = pictures.header(path)
    width, height = pictures.upright(path, header)
    return Facts(
        kind="image",
        container=header.format.lower(),
        bytes=path.stat().st_size,
        coded_width=header.width,
        coded_height=header.height,
        width=width,
        height=height,
        mode=header.mode,
        frames=1,
    )


def _text(path: Path, kind: str) -> Facts:
    with path.open("rb") as file:
        head = file.read(1024)
    size = path.stat().st_size
    for mark, container in _BINARY:
        if mark in head:
            return Facts(kind=kind, container=container, bytes=size)
    if size > texts.MAX_BYTES:
        return Facts(kind=kind, container="text", bytes=size)
    text = texts.read_text(path, longest_line=texts.MAX_BYTES)
    counts = {"lines": texts.line_count(text)}
    if lists.is_edl(text):
        counts["events"] = lists.check_edl(text)
    return Facts(kind=kind, container="text", bytes=size, counts=counts)
