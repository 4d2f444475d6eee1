"""Faces found with the cascades that come with OpenCV: several, which have to agree."""

from dataclasses import dataclass
from functools import cache

import cv2
import cv2.data
import numpy as np

from projects.media.faces.boxes import Box, Picture, joined

#: Trained apart from one another: what two of them take for a face is seldom something else.
FRONTAL = ("frontalface_alt2", "frontalface_alt", "frontalface_default")
PROFILE = "profileface"  # looks one way; the mirrored picture is searched for the other
SEARCHES = {"quick": (480, 1.15), "thorough": (576, 1.1)}  # longer side in pixels, scale step
SMALLEST = 0.055  # of the shorter side: smaller faces have too little in them to be compared
AGREE = 2  # neighbours that a hit needs
TOGETHER = 0.35  # shared area from which on hits are of one face


@dataclass(frozen=True)
class Face:
    """One face in one picture. `votes`: cascades that found it, 1..4; `sure`: 0..1."""

    box: Box
    votes: int
    sure: float


def find_faces(picture: Picture, search: str = "quick") -> list[Face]:
    """Faces in H x W x 3 (blue, green, red), surest first, boxes in its pixels."""
    side, step = SEARCHES[search]
    factor = side / max(picture.shape[:2])
    grey = _prepared(picture, factor)
    least = max(24, round(min(grey.shape) * SMALLEST))
    hits = []
    for name in FRONTAL:
        hits += [(name, box, count) for box, count in _hits(name, grey, least, step)]
    faces = _agreed(hits)
    if not any(face.votes > 1 for face in faces):
        faces = _agreed(hits + _profiles(grey, least, step))
    return [_scaled(face, 1 / factor) for face in faces]


def _prepared(picture: Picture, factor: float) -> Picture:
    """Grey, small, with the contrast of each region spread: faces in the dark are found too."""
    height, width = (max(2, round(side * factor)) for side in picture.shape[:2])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    grey = cv2.cvtColor(cv2.resize(picture, (width, height), interpolation=way), cv2.COLOR_BGR2GRAY)
    return cv2.createCLAHE(2.0, (8, 8)).apply(grey)


@cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_{name}.xml")


def _hits(name: str, grey: Picture, least: int, step: float) -> list[tuple[Box, int]]:
    """In an order of their own: OpenCV's is that in which its threads came to an end."""
    found, counts = _cascade(name).detectMultiScale2(grey, step, AGREE, 0, (least, least))
    rows = sorted(
        (*box, count)
        for box, count in zip(np.reshape(found, (-1, 4)).tolist(), np.ravel(counts), strict=True)
    )
    return [(Box(*map(float, row[:4])), int(row[4])) for row in rows]


def _profiles(grey: Picture, least: int, step: float) -> list[tuple[str, Box, int]]:
    """Looked for last and only where nobody looks at the camera: it takes as long as the rest."""
    mirrored = np.ascontiguousarray(grey[:, ::-1])
    turned = [
        (PROFILE, Box(grey.shape[1] - box.left - box.width, box.top, box.width, box.height), count)
        for box, count in _hits(PROFILE, mirrored, least, step)
    ]
    return turned + [(PROFILE, box, count) for box, count in _hits(PROFILE, grey, least, step)]


def _agreed(hits: list[tuple[str, Box, int]]) -> list[Face]:
    """Hits at one place made one face, the surest hit first."""
    groups: list[list[tuple[str, Box, int]]] = []
    for hit in sorted(hits, key=lambda hit: -hit[2]):
        near = [group for group in groups if group[0][1].shared(hit[1]) >= TOGETHER]
        near[0].append(hit) if near else groups.append([hit])
    faces = [_face(group) for group in groups]
    return sorted(faces, key=lambda face: (-face.votes, -face.sure))


def _face(group: list[tuple[str, Box, int]]) -> Face:
    """A mean of the frontal hits: boxes of profiles lie a little elsewhere."""
    kept = [hit for hit in group if hit[0] != PROFILE] or group
    box = joined([hit[1] for hit in kept], [float(hit[2]) for hit in kept])
    neighbours = sum(hit[2] for hit in group)
    votes = len({hit[0] for hit in group})
    return Face(box, votes, round(votes / 4 * neighbours / (neighbours + 6), 3))


def _scaled(face: Face, factor: float) -> Face:
    return Face(face.box.scaled(factor), face.votes, face.sure)
