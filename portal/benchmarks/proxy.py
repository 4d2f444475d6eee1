"""How fast a 540p viewing copy is made, against what decoding and encoding cost by themselves.

The limit is the same film decoded with PyAV on all cores, and the pictures that the viewing
copy holds encoded with x264 veryfast in the same shape, from memory: the sum of both times,
with nothing between. Measured in turn, several times; the figure is the median of the rounds.
Run with a film's path to measure on that film instead.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from portal.benchmarks.shots import _film
from projects.media.facts import Facts
from projects.media.probe import probe
from projects.media.proxy import GROUP, X264, proxy

ROUNDS = 3
TARGET = 0.85
HELD = 600  # pictures of 540p in memory: half a gigabyte, encoded over and over


def run(args: list[str]) -> dict[str, Any]:
    """Measure; `args` may hold the path of a film. Returns a JSON-ready dict."""
    with tempfile.TemporaryDirectory() as scratch:
        film, source = _film(args, Path(scratch))
        facts = probe(film, "film")
        rounds = [_round(film, facts, Path(scratch)) for _ in range(ROUNDS)]
    ratio = statistics.median(r["ratio"] for r in rounds)
    return {
        "benchmark": "proxy",
        "method": "frames per second of the 540p viewing copy over those of decoding with PyAV, "
        "thread_type AUTO, and encoding its pictures with x264 veryfast, one after the other; "
        "alternating; median of the rounds; cpu_ratio is the same in seconds of all cores, which "
        "other work on the machine disturbs less",
        "clip": source,
        "frames": rounds[0]["frames"],
        "limit_fps": statistics.median(r["limit_fps"] for r in rounds),
        "proxy_fps": statistics.median(r["proxy_fps"] for r in rounds),
        "ratio": ratio,
        "cpu_ratio": statistics.median(r["cpu_ratio"] for r in rounds),
        "target": TARGET,
        "met": ratio >= TARGET,
        "rounds": rounds,
    }


def _round(film: Path, facts: Facts, scratch: Path) -> dict[str, float]:
    copy = scratch / "proxy.mp4"
    with _clock() as whole:
        proxy(film, facts, copy)
    with _clock() as decoding:
        frames = _decoded(film)
    encoding = _encoding(copy, scratch / "limit.mp4", frames, facts)
    limit = decoding.seconds + encoding.seconds
    return {
        "frames": frames,
        "limit_fps": frames / limit,
        "proxy_fps": frames / whole.seconds,
        "ratio": limit / whole.seconds,
        "cpu_ratio": (decoding.cpu + encoding.cpu) / whole.cpu,
    }


@dataclass
class Spent:
    """`seconds` by the clock, `cpu` seconds of all threads."""

    seconds: float = 0.0
    cpu: float = 0.0


@contextmanager
def _clock() -> Iterator[Spent]:
    spent, began, cpu = Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.seconds, spent.cpu = time.perf_counter() - began, time.process_time() - cpu


def _decoded(film: Path) -> int:
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def _encoding(copy: Path, out: Path, count: int, facts: Facts) -> Spent:
    """What `count` pictures of the copy cost; they are in memory before the clock starts."""
    with av.open(str(copy)) as container:
        held = [frame for frame, _ in zip(container.decode(video=0), range(HELD), strict=False)]
    rate = facts.rate or Fraction(25)
    with _clock() as spent, av.open(str(out), "w") as target:
        track = target.add_stream("libx264", rate=rate, options=dict(X264))
        track.width, track.height, track.pix_fmt = held[0].width, held[0].height, "yuv420p"
        track.codec_context.gop_size, track.codec_context.max_b_frames = GROUP, 0
        for number in range(count):
            frame = held[number % len(held)]
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1) / rate, 0
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    return spent
