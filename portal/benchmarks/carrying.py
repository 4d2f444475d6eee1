"""How often notes are carried to the right frame of a new version.

Films are edited on purpose (trimmed, shots put in, taken out and moved, pieces cut out of shots,
regraded, encoded anew and small, at other rates, in another frame), each edit by the same code
that knows where every frame went. Notes of 1 to 24 frames are planted all over, and carried as a
worker carries them. *Exact* is the very first frame; *within 1* its neighbour; *about* more than
that, but said to be "about here"; *wrong* is anything else that was placed, also where the frames
are gone; *missed* is what was refused though it is there. Films: two drawn ones, and clips of the
data folder where there is one, cut into shots of two to four seconds.
"""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from portal.settings.environment import BASE_DIR
from projects.media.carrying.edits import EDITS, Edit, Film, build, truth, write
from projects.media.carrying.moving import move
from projects.media.sample import cut_points, make_sample

SIZE = (640, 360)
SECONDS, CLIPS, NOTES_EVERY = 30, 12, 9
TELL = lambda stage, share: None  # noqa: E731


def run(args: list[str]) -> dict[str, Any]:
    """Measure; `args` may name edits. Returns a JSON-ready dict."""
    chosen = {name: EDITS[name] for name in args or EDITS if name in EDITS}
    rows, began = [], time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        for title, film in _films(Path(scratch)):
            rows += [_measured(Path(scratch), title, film, name, e) for name, e in chosen.items()]
    whole = Counter[str]()
    for row in rows:
        whole.update({key: value for key, value in row.items() if isinstance(value, int)})
    placed = whole["exact"] + whole["within_1"] + whole["about"] + whole["wrong"]
    return {
        "bench": "carrying",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rows": rows,
        "whole": dict(whole),
        "exact_of_placed": round(whole["exact"] / placed, 4) if placed else None,
        "wrong_of_placed": round(whole["wrong"] / placed, 4) if placed else None,
        "target_wrong": 0.005,
        "cpu_seconds": round(time.process_time() - began, 1),
    }


def _films(scratch: Path) -> Iterator[tuple[str, Film]]:
    strange = _drawn(scratch, 77, 8)
    for seed in (3, 12):
        pictures = _drawn(scratch, seed, SECONDS)
        starts = cut_points(seed, len(pictures))
        shots = list(zip(starts, [*starts[1:], len(pictures)], strict=True))
        yield f"drawn film {seed}", Film(pictures, shots, Fraction(24), strange)
    if real := _real():
        yield "clips", _cut_together(real, strange)


def _drawn(scratch: Path, seed: int, seconds: int) -> list[np.ndarray]:
    make_sample(scratch / "drawn.mp4", seed=seed, seconds=seconds, size=SIZE)
    return _pictures(scratch / "drawn.mp4")


def _pictures(path: Path, most: int = 10**6) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        frames = zip(container.decode(video=0), range(most), strict=False)
        return [cv2.resize(frame.to_ndarray(format="bgr24"), SIZE) for frame, _n in frames]


def _real() -> list[Path]:
    folder = Path(os.environ.get("LAST_MILE_DATA") or BASE_DIR.parent / "shared" / "data")
    return sorted((folder / "selects").rglob("*.mp4"))[:CLIPS]


def _cut_together(paths: list[Path], strange: list[np.ndarray]) -> Film:
    """Real pictures of several clips, each cut into two shots that leave a piece between out."""
    rng = np.random.default_rng(5)
    pictures: list[np.ndarray] = []
    shots = []
    for path in paths:
        clip = _pictures(path, 220)
        first, second = (int(n) for n in rng.integers(48, 96, 2))
        for piece in (clip[:first], clip[first + 12 : first + 12 + second]):
            if len(piece) > 12:
                shots.append((len(pictures), len(pictures) + len(piece)))
                pictures += piece
    return Film(pictures, shots, Fraction(24), strange)


def _measured(scratch: Path, title: str, film: Film, name: str, edit: Edit) -> dict[str, Any]:
    old, new = scratch / "old.mp4", scratch / "new.mp4"
    write(old, film.pictures, film.rate)
    order = build(film, edit, new, seed=len(film.pictures))
    rng = np.random.default_rng(len(film.pictures))
    starts = np.arange(0, len(film.pictures) - 1, NOTES_EVERY)
    ends = np.minimum(starts + rng.choice([1, 1, 6, 24], len(starts)), len(film.pictures))
    spans = [[int(a), int(b)] for a, b in zip(starts, ends, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        told = move(old=str(old), new=str(new), spans=spans, folder=folder, tell=TELL)
    kinds = Counter(
        _judged(truth(order, *span), place)
        for span, place in zip(spans, told["places"], strict=True)
    )
    row = {"film": title, "edit": name, "notes": len(spans), **kinds}
    print(json.dumps({**row, "shots": told["shots"]}))  # noqa: T201
    return row


def _judged(there: tuple[int, int] | None, place: dict[str, Any]) -> str:
    if place["reason"]:
        return "rightly_refused" if there is None else "missed"
    if there is None:
        return "wrong"
    off = abs(place["start"] - there[0])
    if off <= 1:
        return "within_1" if off else "exact"
    return "wrong" if place["exact"] else "about"
