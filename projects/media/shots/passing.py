"""Running the pass: one reader per core over the segments, watched from the calling thread."""

import os
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from projects.media import handing
from projects.media.frames import Unreadable
from projects.media.pool import Pool
from projects.media.shots.parts import Part
from projects.media.shots.pieces import stretches
from projects.media.shots.reading import (
    Pass,
    Stopped,
    Untrusted,
    part_of,
    read_segment,
    read_straight,
)
from projects.media.shots.segments import Plan, Segment
from projects.media.shots.thumbnails import ThumbnailStyle

BEAT = 0.2  # seconds between two looks at the readers
EVEN = 6  # runs of segments for each worker, where there are other machines

Watch = Callable[[float], None]


@dataclass(frozen=True)
class _Run:
    """Segments in a row, for a worker on whichever machine."""

    path: Path
    style: ThumbnailStyle
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Passed:
    """What a pass did: first frames of the parts it decoded, broken packets, way of reading."""

    decoded: tuple[int, ...]
    errors: int
    straight: bool


def pass_over(
    work: Pass, plan: Plan, identity: dict[str, object], workers: int, watch: Watch
) -> Passed:
    """Decode what is not yet in the parts; `watch` gets the share done and may raise.

    Falls back to one straight pass where the segments do not add up. Whatever `watch`
    raises is passed on after all readers have stopped. Raises `Unreadable` where no
    frame comes out.
    """
    if plan.segments:
        try:
            return _by_segments(work, plan, identity | {"straight": False}, workers, watch)
        except Untrusted:
            work.seen = work.errors = 0
    work.parts.begin(identity | {"straight": True, "run": os.urandom(8).hex()})
    _run([lambda: read_straight(work)], work, lambda: work.position, watch)
    if not work.seen:
        raise Unreadable("no frame could be decoded")
    return Passed(tuple(work.parts.firsts()), work.errors, straight=True)


def _by_segments(
    work: Pass, plan: Plan, identity: dict[str, object], workers: int, watch: Watch
) -> Passed:
    kept = work.parts.begin(identity)
    missing = [segment for segment in plan.segments if segment.first not in kept]
    if handing.at_hand():
        _by_several_machines(work, plan, workers, watch)
        return Passed(tuple(segment.first for segment in missing), work.errors, straight=False)
    before = sum(segment.frames for segment in plan.segments) - sum(s.frames for s in missing)
    waiting: queue.SimpleQueue[Segment] = queue.SimpleQueue()
    for segment in missing:
        waiting.put(segment)
    readers = [lambda: _drain(waiting, work)] * min(workers, len(missing))
    _run(readers, work, lambda: (before + work.seen) / plan.packets, watch)
    return Passed(tuple(segment.first for segment in missing), work.errors, straight=False)


def _by_several_machines(work: Pass, plan: Plan, workers: int, watch: Watch) -> None:
    """Cut by the film alone, so that whoever takes the job over meets the same runs."""
    with Pool(workers, shared=True) as pool:
        runs = stretches(plan.segments, EVEN * pool.workers)
        cut = [_Run(work.path, work.style, run) for run in runs]
        for found in pool.each(read_run, cut, watch):
            for part, errors in found:
                work.parts.save(part)
                work.seen += len(part.pictures)
                work.errors += errors


def read_run(run: _Run, tell: Watch) -> list[tuple[Part, int]]:
    """Of a pass, some segments in a row, with their broken frames. Raises `Untrusted`."""
    found = []
    for number, segment in enumerate(run.segments):
        found.append(part_of(run.path, run.style, segment))
        tell((number + 1) / len(run.segments))
    return found


def _drain(waiting: "queue.SimpleQueue[Segment]", work: Pass) -> None:
    while True:
        try:
            segment = waiting.get_nowait()
        except queue.Empty:
            return
        read_segment(work, segment)


def _run(
    jobs: Iterable[Callable[[], None]], work: Pass, share: Callable[[], float], watch: Watch
) -> None:
    """Run each job on a thread of its own; the first failure stops all and is raised."""
    failures: list[BaseException] = []
    threads = [threading.Thread(target=_guarded, args=(job, work, failures)) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(BEAT)
                watch(min(1.0, share()))
    finally:
        work.stop.set()
        for thread in threads:
            thread.join()
        work.stop.clear()
    if failures:
        raise failures[0]


def _guarded(job: Callable[[], None], work: Pass, failures: list[BaseException]) -> None:
    try:
        job()
    except Stopped:
        pass
    except BaseException as failure:  # raised again on the calling thread
        failures.append(failure)
        work.stop.set()
