"""What a provider sent back, looked at in the confined child before anybody believes it.

The file itself stays as it came; what is shown of it is drawn anew from its pixels.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from projects.media import pictures
from projects.media.chosen_frames import chosen_frames, written
from projects.media.facts import Facts
from projects.media.likeness import likeness
from projects.media.poster import still_picture
from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.recognise import recognise
from projects.media.refusal import Refused, gettext_noop

MOST_BYTES = {"image": 200 * 1024**2, "film": 4 * 1024**3}
LARGE, SMALL = 1600, 320  # pixels wide
#: As Pillow calls it → ending and media type; what browsers show.
KINDS = {
    "PNG": (".png", "image/png"),
    "JPEG": (".jpg", "image/jpeg"),
    "WEBP": (".webp", "image/webp"),
}
#: Container, as PyAV calls it, has one of these → ending and media type.
CONTAINERS = {
    "mp4": (".mp4", "video/mp4"),
    "webm": (".webm", "video/webm"),
    "avi": (".avi", "video/x-msvideo"),
    "mpegts": (".ts", "video/mp2t"),
}
Tell = Callable[[str, float], None]


def picture_returned(*, source: str, folder: str, stem: str, tell: Tell) -> dict[str, Any]:
    """Decode the whole picture at `source`; leave `STEM_large.jpg`, `STEM_small.jpg` in `folder`.

    Returns `width`, `height` (pixels, upright), `hash`, `ending` and `media_type` by its content.
    Raises `Refused` for what is no picture that a browser shows, or too large.
    """
    tell("looking", 0.0)
    path, out = Path(source), Path(folder)
    _not_too_large(path, "image")
    header = pictures.header(path)
    if header.format not in KINDS:
        raise Refused("media:not_media", gettext_noop("a picture that browsers do not show"))
    width, height = pictures.upright(path, header)
    facts = Facts("image", header.format.lower(), path.stat().st_size, width=width, height=height)
    _decode(path)
    large = still_picture(path, facts, LARGE)
    large.save(out / f"{stem}_large.jpg", "JPEG", quality=88)
    small = large.copy()
    small.thumbnail((SMALL, SMALL * large.height))
    small.save(out / f"{stem}_small.jpg", "JPEG", quality=82)
    hashed = likeness(cv2.cvtColor(np.asarray(large), cv2.COLOR_RGB2BGR).astype(np.uint8))
    ending, media_type = KINDS[header.format]
    size = {"width": width, "height": height}
    return {**size, "hash": hashed, "ending": ending, "media_type": media_type}


def _decode(path: Path) -> None:
    """To its last row: `still_picture` may decode a JPEG small, and a truncated one passes so."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=tuple(KINDS)) as image:
                image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused(
            "media:truncated", gettext_noop("the picture ends before it is whole")
        ) from error


def film_returned(*, source: str, folder: str, stem: str, tell: Tell) -> dict[str, Any]:
    """Decode the film at `source` from end to end; leave `STEM_proxy.mp4`, `STEM_first.jpg` and
    `STEM_last.jpg`.

    Returns `facts` (as `Facts.as_dict`), `proxy` (see `media.proxy`), `hashes` of the first and the
    last frame, `ending` and `media_type`.
    Raises `Refused` for what is no film.
    """
    path, out = Path(source), Path(folder)
    _not_too_large(path, "film")
    tell("looking", 0.0)
    if recognise(path, "") != "film":
        raise Refused("media:not_media", gettext_noop("no film"))
    facts = probe(path, "film")
    made = out / f"{stem}_proxy.mp4"
    shown = proxy(path, facts, made, progress=lambda share: tell("looking", 0.9 * share))
    shown.pop("frame_times", None)
    hashes = _ends(made, out, stem)
    ending, media_type = _named(facts.container)
    told = facts.as_dict()
    named = {"ending": ending, "media_type": media_type}
    return {"facts": told, "proxy": shown, "hashes": hashes, **named}


def _ends(film: Path, out: Path, stem: str) -> list[str]:
    """Its first and last frame, one of which goes on from the frame that was sent; their hashes."""
    found = chosen_frames(film, [0, -1], LARGE)
    ends = [found[min(found)], found[max(found)]]
    for name, picture in zip(("first", "last"), ends, strict=True):
        written(picture, out / f"{stem}_{name}.jpg")
    return [likeness(cv2.cvtColor(one, cv2.COLOR_RGB2BGR).astype(np.uint8)) for one in ends]


def _named(container: str) -> tuple[str, str]:
    """By what the reader found. Matroska may be WebM, which it is served as nowhere."""
    if "matroska" in container:
        return ".mkv", "video/x-matroska"
    found = (value for name, value in CONTAINERS.items() if name in container)
    return next(found, (".bin", "application/octet-stream"))


def _not_too_large(path: Path, kind: str) -> None:
    if path.stat().st_size > MOST_BYTES[kind]:
        size = path.stat().st_size // 1024**2
        raise Refused("media:too_large_picture", gettext_noop("%(size)s MiB"), size=size)
