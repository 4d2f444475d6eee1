"""How fast a 540p viewing copy is made, against what decoding and encoding cost by themselves.

The limit is the same film decoded with PyAV on all cores, and the pictures that the viewing
copy holds encoded with x264 veryfast in the same shape, from memory: the sum of both times,
with nothing between. Measured in turn, several times; the figure is the median of the rounds.
Run with a film's path to measure on that film instead.
"""

import statistics
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from portal.benchmarks.shots import _film
from projects.media.probe import probe
from projects.media.proxy import GROUP, X264, proxy

ROUNDS = 3
TARGET = 0.85
HELD = 600  # pictures of 540p in memory: half a gigabyte, encoded over and over


def run(args: list[str]) -> dict[str, Any]:
    """Measure; `args` may hold the path of a film. Returns a JSON-ready dict."""
    with tempfile.TemporaryDirectory() as scratch:
        film, source = _film(args, Path(scratch))
        rounds = [_round(film, Path(scratch)) for _ in range(ROUNDS)]
    ratio = statistics.median(r["ratio"] for r in rounds)
    return {
        "benchmark": "proxy",
        "method": "frames per second of the 540p viewing copy over those of decoding with PyAV, "
        "thread_type AUTO, and encoding its pictures with x264 veryfast, one after the other; "
        "alternating; median of the rounds",
        "clip": source,
        "frames": rounds[0]["frames"],
        "limit_fps": statistics.median(r["limit_fps"] for r in rounds),
        "proxy_fps": statistics.median(r["proxy_fps"] for r in rounds),
        "ratio": ratio,
        "target": TARGET,
        "met": ratio >= TARGET,
        "rounds": rounds,
    }


def _round(film: Path, scratch: Path) -> dict[str, float]:
    copy = scratch / "proxy.mp4"
    facts = probe(film, "film")
    began = time.perf_counter()
    proxy(film, facts, copy)
    took = time.perf_counter() - began
    frames, decoding = _decoded(film)
    limit = frames / (decoding + _encoding(copy, scratch / "limit.mp4", frames))
    return {
        "frames": frames,
        "limit_fps": limit,
        "proxy_fps": frames / took,
        "ratio": frames / took / limit,
    }


def _decoded(film: Path) -> tuple[int, float]:
    """(frames, seconds)"""
    began = time.perf_counter()
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        frames = sum(1 for _ in container.decode(stream))
    return frames, time.perf_counter() - began


def _encoding(copy: Path, out: Path, count: int) -> float:
    """Seconds for `count` pictures of the copy, which are in memory before the clock starts."""
    with av.open(str(copy)) as container:
        rate = container.streams.video[0].average_rate
        held = [frame for frame, _ in zip(container.decode(video=0), range(HELD), strict=False)]
    began = time.perf_counter()
    with av.open(str(out), "w") as target:
        track = target.add_stream("libx264", rate=rate, options=dict(X264))
        track.width, track.height, track.pix_fmt = held[0].width, held[0].height, "yuv420p"
        track.codec_context.gop_size, track.codec_context.max_b_frames = GROUP, 0
        for number in range(count):
            frame = held[number % len(held)]
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1) / rate, 0
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    return time.perf_counter() - began
