"""How fast shot breakdown is against bare decoding of the same film, and how right it is.

The limit is what PyAV decodes with all cores and nothing else done. Both are measured
in turn, several times, on a minute of 1080p25 H.264 at 10 Mbit/s; the figure is the
median of the rounds' ratios. Run with a film's path to measure on that film instead.
"""

import importlib.util
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from projects.media.shots.breakdown import break_down

ROUNDS = 3
FRAMES, RATE, WIDTH, HEIGHT, BITS = 1500, 25, 1920, 1080, 10_000_000
BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TARGET = 0.80
SEEN_BEFORE = (
    "the models were trained on these reels; for figures on reels left out of training see "
    "projects/media/shots/trees.py"
)


def run(args: list[str]) -> dict[str, Any]:
    """Measure; `args` may hold the path of a film. Returns a JSON-ready dict."""
    with tempfile.TemporaryDirectory() as scratch:
        film, source = _film(args, Path(scratch))
        rounds = [_round(film, Path(scratch) / f"round{n}") for n in range(ROUNDS)]
    ratio = statistics.median(r["ratio"] for r in rounds)
    accuracy = _accuracy() if data_folder() and not args else None
    return {
        "benchmark": "shots",
        "method": "frames per second of the whole breakdown with thumbnails over those of "
        "decoding with PyAV, thread_type AUTO, alternating; median of the rounds",
        "clip": source,
        "frames": rounds[0]["frames"],
        "limit_fps": statistics.median(r["limit_fps"] for r in rounds),
        "tool_fps": statistics.median(r["tool_fps"] for r in rounds),
        "ratio": ratio,
        "target": TARGET,
        "met": ratio >= TARGET,
        "rounds": rounds,
    } | ({"accuracy": accuracy} if accuracy else {})


def data_folder() -> Path | None:
    """The folder of labelled reels: LAST_MILE_DATA, or shared/data beside the project."""
    named = os.environ.get("LAST_MILE_DATA")
    folder = Path(named) if named else BESIDE
    return folder if (folder / "shots").is_dir() else None


def _film(args: list[str], scratch: Path) -> tuple[Path, str]:
    if args:
        return Path(args[0]), f"the file {Path(args[0]).name}"
    folder = data_folder()
    frames = _reel_frames(folder / "shots") if folder else synthetic_frames()
    encode(scratch / "clip.mp4", frames, FRAMES)
    return scratch / "clip.mp4", "encoded from the labelled reels" if folder else "synthetic frames"


def encode(path: Path, frames: Iterable[av.VideoFrame], count: int) -> None:
    """Encode the first `count` frames as 1080p25 H.264 at 10 Mbit/s."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "faster"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate = BITS
        for number, frame in enumerate(frames):
            if number == count:
                break
            picture = frame.reformat(width=WIDTH, height=HEIGHT, format="yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def _reel_frames(folder: Path) -> Iterator[av.VideoFrame]:
    """Frames of the labelled reels, largest pictures first, over and over."""
    films = sorted(folder.glob("*.mp4"), key=lambda film: (-film.stat().st_size, film.name))
    while True:
        for film in films:
            with av.open(str(film)) as container:
                yield from container.decode(video=0)


def synthetic_frames() -> Iterator[av.VideoFrame]:
    """Noise that drifts, another one every two seconds: hard enough to fill the bit rate."""
    random = np.random.default_rng(1)
    while True:
        coarse = random.integers(0, 255, (HEIGHT // 8, WIDTH // 8, 3), np.uint8)
        picture = np.kron(coarse, np.ones((4, 4, 1), np.uint8))
        for shift in range(2 * RATE):
            moved = np.roll(picture, shift * 3, axis=1)
            yield av.VideoFrame.from_ndarray(np.ascontiguousarray(moved), format="rgb24")


def _round(film: Path, folder: Path) -> dict[str, float]:
    began = time.perf_counter()
    frames = _decode(film)
    limit = frames / (time.perf_counter() - began)
    folder.mkdir()
    began = time.perf_counter()
    break_down(film, folder)
    tool = frames / (time.perf_counter() - began)
    return {"frames": frames, "limit_fps": limit, "tool_fps": tool, "ratio": tool / limit}


def _decode(film: Path) -> int:
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def _accuracy() -> dict[str, Any]:
    """F1 on the labelled reels by the scoring script that lies beside them."""
    folder = data_folder()
    assert folder
    scorer = _scorer(folder / "scoring" / "score_shots.py")
    totals = {"tp": 0, "fp": 0, "fn": 0}
    kinds: dict[str, list[int]] = {}
    for labels in sorted((folder / "shots").glob("*.truth.json")):
        truth = json.loads(labels.read_text())
        score = scorer.score_file(truth, _rows(labels.parent / truth["file"]), 2, False)
        for name in totals:
            totals[name] += score[name]
        for kind, counts in score["per_kind"].items():
            kinds[kind] = [
                a + counts[b] for a, b in zip(kinds.get(kind, [0, 0]), ("tp", "n"), strict=True)
            ]
    f1 = scorer.prf(totals["tp"], totals["fp"], totals["fn"])[2]
    recall = {kind: found / n for kind, (found, n) in kinds.items() if n}
    return totals | {"f1": f1, "recall": recall, "tolerance": 2, "note": SEEN_BEFORE}


def _rows(film: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        found = break_down(film, Path(folder)).transitions
    return [
        {"frame": t.start, "kind": t.kind}
        if t.start == t.end
        else {"start": t.start, "end": t.end, "kind": t.kind}
        for t in found
    ]


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_shots", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1:]), indent=1) + "\n")
