"""How somebody looks in a shot: clothes, hair, skin, face, as far as light leaves them alone.

Linear light is divided by the light of the picture, so that a change of exposure or of the colour
of the light goes away, before it is told as CIELAB. Nothing of this is written anywhere: it lives
as long as the run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.faces.boxes import Box, Picture, cropped

Floats = NDArray[np.float32]
#: In widths and heights of the face's box: left, top, width, height.
REGIONS = {
    "wardrobe": (-0.45, 1.45, 1.9, 1.3),
    "hair": (0.2, -0.2, 0.6, 0.22),
    "skin": (0.25, 0.35, 0.5, 0.5),
}
FAINT = 0.01  # light below which grain would be all there is
USUAL = 0.7  # that mean in a picture that is well exposed, in linear light 0..1
POWER = 6  # of the mean that stands for the light (shades of grey)
SIDE = 48  # pixels of the picture of a region
FACE = 64  # pixels of the face that is compared
BLACK = 24  # of 255: what is nowhere brighter is a bar above or below the picture
LEAST = 0.35  # of a region that has to lie in the picture


@dataclass(frozen=True)
class Look:
    """One person in one picture.

    `colours`: for each region seen the median of (lightness, red-green, yellow-blue), in
    hundredths as CIELAB has them, in neutral light; `clothes`: a histogram of those colours of
    the wardrobe, `pattern` one of its edges; `face`: gradients of the face, none where faces
    are not to be compared; `embedding`: what SFace makes of it, where it is installed. Both
    have length 1.
    """

    colours: dict[str, Floats]
    clothes: Floats | None
    pattern: Floats | None
    face: Floats | None
    embedding: Floats | None = None


def look(
    picture: Picture,
    box: Box,
    light: Floats,
    regions: Sequence[str],
    face: bool,
    embedding: Floats | None = None,
) -> Look:
    """`light` as `light_of` gives it; `regions` are names of `REGIONS`."""
    pieces = {name: _piece(picture, box, name) for name in regions}
    labs = {name: _lab(piece, light) for name, piece in pieces.items() if piece is not None}
    colours = {name: np.median(lab.reshape(-1, 3), 0) for name, lab in labs.items()}
    clothes = labs.get("wardrobe")
    return Look(
        colours,
        None if clothes is None else _histogram(clothes),
        None if clothes is None else _pattern(clothes),
        _gradients(picture, box) if face else None,
        embedding,
    )


def light_of(picture: Picture) -> Floats:
    """The light (blue, green, red; `USUAL` in a usual picture), by a high mean of each channel."""
    small = cv2.resize(picture, (96, 96), interpolation=cv2.INTER_AREA)
    linear = _linear(small).reshape(-1, 3)
    unclipped = linear[small.reshape(-1, 3).max(1) < 250]
    kept = unclipped if len(unclipped) > 400 else linear
    found = np.mean(kept**POWER, 0) ** (1 / POWER) + FAINT
    return (found / USUAL).astype(np.float32)


def _piece(picture: Picture, box: Box, name: str) -> Picture | None:
    region = box.part(*REGIONS[name])
    if region.inside(picture) < LEAST:
        return None
    piece = cropped(picture, region)
    if min(piece.shape[:2]) < 2 or piece.max() < BLACK:
        return None
    return cv2.resize(piece, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def _linear(picture: Picture) -> Floats:
    return (picture.astype(np.float32) / 255) ** 2.2


def _lab(piece: Picture, light: Floats) -> Floats:
    neutral = np.clip(_linear(piece) / light, 0, 1)
    return cv2.cvtColor(neutral ** (1 / 2.2), cv2.COLOR_BGR2LAB)


def _histogram(lab: Floats) -> Floats:
    """How much of it has which lightness, and which colour; both add up to one."""
    values = lab.reshape(-1, 3)
    lightness = np.clip(values[:, 0], 0, 100)
    relief = np.clip(lightness - np.median(lightness), -60, 60)
    red, yellow = np.clip(values[:, 1:], -54, 54).T
    light, _edges = np.histogram(lightness, 12, (0, 100))
    around, _edges = np.histogram(relief, 12, (-60, 60))
    colour, _x, _y = np.histogram2d(red, yellow, 9, ((-54, 54), (-54, 54)))
    parts = [_smooth(part.astype(np.float32)) for part in (light[None], around[None], colour)]
    return np.concatenate([part.ravel() / part.sum() for part in parts])


def _smooth(counts: Floats) -> Floats:
    size = (3, 1) if counts.shape[0] == 1 else (3, 3)
    return cv2.GaussianBlur(counts, size, 0.8, borderType=cv2.BORDER_REPLICATE)


def _pattern(lab: Floats) -> Floats:
    """How strong edges are and which way they run, wherever they are."""
    grey = lab[..., 0]
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    way = np.mod(np.arctan2(down, across), np.pi)
    ways, _edges = np.histogram(way, 8, (0, np.pi), weights=strength)
    much, _edges = np.histogram(np.minimum(strength, 159), 8, (0, 160))
    ways = ways / max(float(ways.sum()), 1e-6)
    return np.concatenate([ways, much / much.sum()]).astype(np.float32)


def _gradients(picture: Picture, box: Box) -> Floats | None:
    piece = cropped(picture, box.part(0.1, 0.1, 0.8, 0.85))
    if min(piece.shape[:2]) < 16:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(piece), cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, (FACE, FACE), interpolation=cv2.INTER_AREA)
    grey = cv2.createCLAHE(2.0, (4, 4)).apply(grey)
    described = cv2.HOGDescriptor((FACE, FACE), (16, 16), (8, 8), (8, 8), 9).compute(grey)
    hog = np.asarray(described, np.float32).ravel()
    return (hog / max(float(np.linalg.norm(hog)), 1e-6)).astype(np.float32)
