"""`manage.py drill hostile [COUNT]`: odd, hostile and mutated files through the examination.

Every file of the robustness set, where there is one, and COUNT (2000) files mutated from good
ones, always the same. Each is examined as a worker does it: in a confined child. Two workers
take them; none may die, none may be held past the limit, and every refusal has its reason.
"""

import multiprocessing
import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from portal.benchmarks import number_in
from portal.benchmarks.shots import data_folder
from projects.errors_of_media import TEXTS
from projects.media import confined
from projects.media.mutations import mutated
from projects.media.refusal import Refused
from projects.media.sample import make_sample

COUNT, WORKERS = 2000, 2
LIMITS = confined.Limits(seconds=60, silence=30, memory=2 * 1024**3)
GRACE = 5  # seconds to notice that a limit is over and to end the child
LARGEST = 700_000  # of the files that are mutated; larger ones teach nothing more
SEEDS = ("*.mp4", "*.mov", "*.mkv", "*.webm", "*.avi", "*.jpg", "*.png")


class Case(NamedTuple):
    """`seed` None: the file as it is."""

    path: str
    seed: int | None


class Found(NamedTuple):
    """What became of one: "accepted", the code of a refusal, or "failed" for a crash of ours."""

    name: str
    change: str
    outcome: str
    detail: str
    seconds: float
    worker: int


def run(args: list[str]) -> dict[str, Any]:
    """Examine them all; `args` may hold how many to mutate. Returns a JSON-ready dict."""
    count = number_in(args, COUNT)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="last-mile-hostile-") as folder:
        cases = _cases(Path(folder), count)
        found, lost = _examined(cases)
    return {
        "drill": "hostile",
        "method": "each file examined in a confined child, as a worker does it; mutations are "
        "made by number and are always the same",
        "limits": {"seconds": LIMITS.seconds, "memory_mib": LIMITS.memory // 1024**2},
        "mutated": count,
        "seconds": round(time.monotonic() - began, 1),
        **_summary(found, lost),
    }


def _cases(folder: Path, count: int) -> list[Case]:
    data = data_folder()
    odd = sorted(path for path in (data / "robustness").iterdir()) if data else []
    good = _good(data) if data else _made(folder)
    if not good:
        raise FileNotFoundError("there is no good file to mutate")
    cases = [Case(str(path), None) for path in odd if path.is_file()]
    return cases + [Case(str(good[seed % len(good)]), seed) for seed in range(count)]


def _good(data: Path) -> list[Path]:
    found = [path for pattern in SEEDS for path in (data / "robustness").glob(pattern)]
    for room in ("faces", "colour"):
        pictures = [path for kind in ("*.jpg", "*.png") for path in (data / room).rglob(kind)]
        found += sorted(pictures)[:3]
    return sorted(path for path in found if 0 < path.stat().st_size <= LARGEST)


def _made(folder: Path) -> list[Path]:
    """Without the set: a film and pictures of our own."""
    make_sample(folder / "film.mp4", seed=1, seconds=2, size=(160, 90))
    picture = np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)
    for name in ("picture.png", "picture.jpg", "picture.tif"):
        Image.fromarray(picture).save(folder / name)
    return sorted(folder.iterdir())


def _examined(cases: list[Case]) -> tuple[list[Found], int]:
    """(what was found, how many files no answer came for because a worker died)."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=fresh) as workers:
        found = []
        try:
            for one in workers.map(examined, cases, chunksize=4):
                found.append(one)
        except BrokenProcessPool:
            pass
    return found, len(cases) - len(found)


def examined(case: Case) -> Found:
    """One file, in this worker."""
    path, change = Path(case.path), "as it is"
    with tempfile.TemporaryDirectory(prefix="last-mile-hostile-") as folder:
        source, made = path, Path(folder) / "made"
        made.mkdir()
        if case.seed is not None:
            change, data = mutated(path.read_bytes(), case.seed)
            source = Path(folder) / "source"
            source.write_bytes(data)
        began = time.monotonic()
        outcome, detail = _outcome(source, path.name, made)
    seconds = time.monotonic() - began
    name = path.name if case.seed is None else f"{path.name} #{case.seed}"
    return Found(name, change, outcome, detail, round(seconds, 2), os.getpid())


def _outcome(source: Path, name: str, made: Path) -> tuple[str, str]:
    arguments = {"source": str(source), "name": name, "folder": str(made)}
    try:
        confined.confined("examine", arguments, limits=LIMITS)
    except Refused as refused:
        return refused.code, refused.detail
    except confined.Failed as failure:
        return "failed", str(failure)[-1500:]
    return "accepted", ""


def _summary(found: list[Found], lost: int) -> dict[str, Any]:
    outcomes = Counter(one.outcome for one in found)
    silent = [one for one in found if one.outcome not in TEXTS and one.outcome != "accepted"]
    hung = [one for one in found if one.seconds > LIMITS.seconds + GRACE]
    slowest = max(found, key=lambda one: one.seconds, default=None)
    return {
        "files": len(found) + lost,
        "accepted": outcomes.pop("accepted", 0),
        "refused": sum(outcomes.values()) - len(silent),
        "reasons": dict(outcomes.most_common()),
        "children_that_died": [one._asdict() for one in found if one.outcome == "media:died"][:20],
        "hung": len(hung),
        "died": lost,
        "without_reason": len(silent),
        "unexplained": [one._asdict() for one in silent[:10]],
        "workers": len({one.worker for one in found}),
        "slowest": slowest._asdict() if slowest else None,
        "met": not (hung or lost or silent) and len({one.worker for one in found}) <= WORKERS,
    }
