"""Marks by which a thing is known again wherever it turns up: in words, metadata and pixels."""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

#: A mark of pixels is a board of so many fields a side, black or white.
FIELDS = 8
#: So many fields may be read wrongly after scaling and JPEG; two boards differ in 32 on average.
WRONG = 6
SIZE = (1280, 720)


def board(seed: int) -> np.ndarray:
    """FIELDS × FIELDS of 0 and 1."""
    return np.random.default_rng(seed).integers(0, 2, (FIELDS, FIELDS))


def picture(seed: int, metadata: str) -> bytes:
    """A JPEG that shows the board of this seed, with `metadata` as its EXIF description."""
    drawn = Image.fromarray((board(seed) * 255).astype(np.uint8)).resize(
        SIZE, Image.Resampling.NEAREST
    )
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E] = metadata
    drawn.convert("RGB").save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def seen(body: bytes, seeds: list[int]) -> list[int]:
    """Whose boards a picture shows."""
    try:
        with Image.open(io.BytesIO(body)) as opened:
            grey = opened.convert("L").resize((FIELDS, FIELDS), Image.Resampling.BOX)
    except OSError:
        return []
    read = (np.asarray(grey) > 127).astype(int)
    return [seed for seed in seeds if int((read != board(seed)).sum()) <= WRONG]


def pictures_in(body: bytes) -> Iterator[bytes]:
    """Of a JSON request: whatever is written as a data address, or as base64 of a picture."""
    try:
        told = json.loads(body)
    except ValueError:
        return
    for text in _texts(told):
        data = text.partition(";base64,")[2] or text
        if len(data) > 400:
            try:
                yield base64.b64decode(data, validate=True)
            except ValueError:
                continue


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)
