"""What each tool takes for a film: time over bare decoding of it, processor, memory at its peak.

Every tool runs as its user runs it, `manage.py assist`, in a process of its own; its time is
that of the process less what starting one takes. The limit is the same film decoded with PyAV
on all cores, in the same run, once for each time that the tool is given the film. A tool that
refuses the film is told with its sentence. What follows the path: a number lays the film end to
end so many times without encoding it again, and measures that as well (memory should not grow);
names choose tools; `workers=1,2` runs each with so many and says whether all left the same files.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from portal.benchmarks.shots import _decode, _film
from projects.assist.tools import TOOLS

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
MOST = 1536  # MiB at 1080p
FLAT = 1.15  # times the memory of the film once
CONSENT = ("consent_vouched=true",)  # whoever measures a film vouches for who is seen in it


#: A small process between: what a process is started by counts towards its own peak. It looks at
#: the tool and its workers together, and at the end at the largest of them alone.
WATCH = """
import psutil, resource, subprocess, sys, time
tool = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
seen, peak = psutil.Process(tool.pid), 0
while tool.poll() is None:
    try:
        peak = max(peak, sum(one.memory_info().rss for one in [seen, *seen.children(True)]))
    except psutil.Error:
        pass
    time.sleep(0.1)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(tool.returncode, spent.ru_utime + spent.ru_stime, max(peak // 1024, spent.ru_maxrss))
"""


@dataclass(frozen=True)
class Job:
    """A tool's `inputs` and parameters; `films` of the inputs are the film."""

    tool: str
    inputs: tuple[Path, ...]
    parameters: tuple[str, ...] = ()

    def films(self, film: Path) -> int:
        return sum(path == film for path in self.inputs)


@dataclass(frozen=True)
class Took:
    """Seconds by the clock and of all cores, MiB at the peak, and what it said last."""

    seconds: float
    cpu: float
    peak_mib: float
    code: int
    said: str


def run(args: list[str]) -> dict[str, Any]:
    """Measure; `args` as told above, the path first. Returns a JSON-ready dict."""
    wish = _wish(args[1:])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        film, source = _film(args[:1], folder)
        told = {"once": _measured(film, folder / "once", wish)}
        if wish.times > 1:
            laid = _laid(film, folder, wish.times)
            told[f"{wish.times} times"] = _measured(laid, folder / "times", wish)
    return {
        "benchmark": "tools",
        "method": "manage.py assist in a process of its own for each tool, less what starting one "
        "takes, over decoding with PyAV, thread_type AUTO, in the same run; one round; the peak "
        "is the resident memory of all its processes together, looked at ten times a second, which "
        "counts what they share once for each",
        "clip": source,
        **told,
        **_verdict(list(told.values())),
    }


@dataclass(frozen=True)
class Wish:
    """How often the film is laid end to end, which tools (none named: all), how many workers."""

    times: int = 1
    names: tuple[str, ...] = ()
    workers: tuple[str, ...] = ("",)


def _wish(words: Sequence[str]) -> Wish:
    numbers = [int(word) for word in words if word.isdigit()]
    counts = [word.removeprefix("workers=") for word in words if word.startswith("workers=")]
    return Wish(
        times=numbers[0] if numbers else 1,
        names=tuple(word for word in words if word in TOOLS),
        workers=tuple(counts[0].split(",")) if counts else ("",),
    )


def _verdict(measured: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rows = [row for one in measured for row in one["tools"].values()]
    peak = max(row["peak_mib"] for row in rows)
    said: dict[str, Any] = {"peak_mib_at_most": peak, "asked_mib": MOST, "met": peak <= MOST}
    if len(measured) > 1:
        first, last = measured[0]["tools"], measured[-1]["tools"]
        said["growth"] = {
            tool: round(last[tool]["peak_mib"] / first[tool]["peak_mib"], 2) for tool in first
        }
        said["flat"] = max(said["growth"].values()) <= FLAT
    return said


def _measured(film: Path, folder: Path, wish: Wish) -> dict[str, Any]:
    folder.mkdir()
    began = time.perf_counter()
    frames = _decode(film)
    limit = time.perf_counter() - began
    start = took(["--help"]).seconds
    rows, left = dict[str, Any](), dict[str, list[str]]()
    for job in jobs(film, frames, folder):
        for count in wish.workers if job.tool in (wish.names or TOOLS) else ():
            out = folder / f"{job.tool}{count}"
            name = f"{job.tool}, workers: {count}" if count else job.tool
            rows[name] = _row(job, film, frames, limit, start, out, count)
            left.setdefault(job.tool, []).append(_hash_of(out))
    return {
        "frames": frames,
        "decoding_seconds": round(limit, 2),
        "decoding_fps": round(frames / limit, 1),
        "same_files": {tool: len(set(kept)) == 1 for tool, kept in left.items() if kept[1:]},
        "tools": rows,
    }


def jobs(film: Path, frames: int, folder: Path) -> Iterator[Job]:
    """What each tool is given that takes films."""
    half = frames // 2
    given = {
        "shot_match": ((film,), (f"shots=0-{half},{half}-{frames}", "hero=0")),
        "cut_compare": ((film, film), ()),
        "selects": ((film, film), ()),
        "shot_find": ((film, _still(film, half, folder)), ()),
        "character_continuity": ((film,), CONSENT),
        "scope_extension": ((film,), (f"corners={_middle(film)}",)),
    }
    for name, tool in sorted(TOOLS.items()):
        if "film" in tool.accepts and not tool.remote:
            inputs, parameters = given.get(name, ((film,), ()))
            yield Job(name, inputs, parameters)


def _row(
    job: Job, film: Path, frames: int, limit: float, start: float, out: Path, workers: str
) -> dict[str, Any]:
    inputs = [word for path in job.inputs for word in ("--input", str(path))]
    chosen = [word for pair in job.parameters for word in ("--param", pair)]
    whole = took([job.tool, *inputs, "--out", str(out), *chosen], workers)
    seconds = max(0.0, whole.seconds - start)
    decoding = limit * max(1, job.films(film))
    return asdict(whole) | {
        "seconds": round(seconds, 2),
        "over_decoding": round(seconds / decoding, 2),
        "fps": round(frames * max(1, job.films(film)) / max(seconds, 1e-6), 1),
        "refused": whole.code != 0,
    }


def took(words: Sequence[str], workers: str = "") -> Took:
    """Run `manage.py assist` with these words and so many workers, and what that took."""
    began = time.perf_counter()
    watch = [sys.executable, "-I", "-c", WATCH, sys.executable, str(MANAGE), "assist", *words]
    known = os.environ | ({"TOOL_WORKERS": workers} if workers else {})
    done = subprocess.run(watch, capture_output=True, env=known)
    seconds = time.perf_counter() - began
    code, cpu, kibibytes = done.stdout.split()
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return Took(
        seconds=seconds,
        cpu=round(float(cpu), 2),
        peak_mib=round(int(kibibytes) / 1024, 1),
        code=int(code),
        said=lines[-1] if lines else "",
    )


def _hash_of(folder: Path) -> str:
    """Of all files in it, their names and their content."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def _still(film: Path, number: int, folder: Path) -> Path:
    path = folder / "still.png"
    with av.open(str(film)) as container:
        for place, frame in enumerate(container.decode(video=0)):
            if place == number:
                frame.to_image().save(path)
                break
    return path


def _middle(film: Path) -> str:
    """The corners of the middle quarter, clockwise from the upper left, in pixels."""
    with av.open(str(film)) as container:
        width, height = container.streams.video[0].width, container.streams.video[0].height
    left, right, top, bottom = width // 4, 3 * width // 4, height // 4, 3 * height // 4
    return f"[[{left},{top}],[{right},{top}],[{right},{bottom}],[{left},{bottom}]]"


def _laid(film: Path, folder: Path, times: int) -> Path:
    """The film `times` times end to end, its packets as they are."""
    path = folder / f"times{film.suffix}"
    with av.open(str(film)) as source:
        picture = source.streams.video[0]
        held = [
            (bytes(packet), packet.pts, packet.dts, packet.duration or 1, packet.is_keyframe)
            for packet in source.demux(picture)
            if packet.pts is not None and packet.dts is not None
        ]
        length = max(pts + duration for _, pts, _, duration, _ in held) - held[0][1]
        with av.open(str(path), "w") as target:
            track = target.add_stream_from_template(picture)
            for number in range(times):
                for content, pts, dts, duration, key in held:
                    packet = av.Packet(content)
                    packet.stream = track
                    packet.time_base = picture.time_base or Fraction(1, 90_000)
                    packet.pts, packet.dts = pts + number * length, dts + number * length
                    packet.duration, packet.is_keyframe = duration, key
                    target.mux(packet)
    return path
