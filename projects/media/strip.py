"""A sprite of small frames to skim a film by."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from projects.media.facts import Facts
from projects.media.glimpses import glimpses
from projects.media.refusal import Refused, gettext_noop

MOST_TILES = 100
TILE_WIDTH = 160
_COLUMNS = 10
_TALLEST = 320
_QUALITY = 80


def strip(path: Path, facts: Facts, out: Path, tiles: int = 40) -> dict[str, Any]:
    """Write one JPEG of up to `tiles` evenly spread frames of the film at `path` to `out`.

    Returns `tiles`, `columns`, `tile_width`, `tile_height` (pixels) and `frames`, the frame
    index of each tile, row by row. Raises `Refused`: `media:no_preview`, `media:no_frames`.
    """
    if facts.kind != "film":
        raise Refused("media:no_preview", gettext_noop("a %(kind)s has no frames"), kind=facts.kind)
    size = _tile_size(facts)
    count = max(1, min(tiles, MOST_TILES))
    seen = sorted(glimpses(path, facts, count=count, size=size), key=lambda glimpse: glimpse[0])
    if not seen:
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
    Image.fromarray(_sheet([picture for _, picture in seen])).save(out, "JPEG", quality=_QUALITY)
    return {
        "tiles": len(seen),
        "columns": min(_COLUMNS, len(seen)),
        "tile_width": size[0],
        "tile_height": size[1],
        "frames": [index for index, _ in seen],
    }


def _tile_size(facts: Facts) -> tuple[int, int]:
    """160 wide, as tall as the film's shape asks, even and within reason."""
    height = round(TILE_WIDTH * facts.height / facts.width / 2) * 2
    return TILE_WIDTH, max(2, min(_TALLEST, height))


def _sheet(pictures: list[np.ndarray]) -> np.ndarray:
    height, width, _ = pictures[0].shape
    columns = min(_COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    sheet = np.zeros((rows * height, columns * width, 3), np.uint8)
    for place, picture in enumerate(pictures):
        top, left = place // columns * height, place % columns * width
        sheet[top : top + height, left : left + width] = picture
    return sheet
