"""The sample programme's films: drawn by another process once the portal is up.

Drawing takes as long as everything else together, and people need not wait for it. Composition,
as `portal/sample.py`.
"""

from concurrent.futures import Future, ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

from portal.launcher import die_with_parent
from projects.media.sample import make_sample

Wanted = dict[int, Fraction]


class Reels:
    """Films by seed, in `folder`; each is drawn once and kept."""

    def __init__(self, folder: Path, wanted: Wanted) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Not forked: this process may hold database connections and threads.
        how = get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=how, initializer=die_with_parent)
        self._drawn: dict[int, Future[Path]] = {
            seed: self._pool.submit(_draw, folder / f"{seed}.mp4", seed, rate)
            for seed, rate in wanted.items()
        }

    @property
    def waiting(self) -> bool:
        return bool(self._drawn)

    def finished(self) -> list[tuple[int, Path]]:
        """Those that came since the last time; raises what went wrong there."""
        done = [seed for seed, film in self._drawn.items() if film.done()]
        return [(seed, self._drawn.pop(seed).result()) for seed in done]

    def close(self) -> None:
        """What nobody waits for any more is given up."""
        self._drawn.clear()
        self._pool.shutdown(cancel_futures=True)


def _draw(path: Path, seed: int, rate: Fraction) -> Path:
    """Whole or not there: a film cut short by Ctrl-C is drawn again."""
    if path.exists():
        return path
    part = path.with_suffix(".part")
    make_sample(part, seed=seed, rate=rate)
    return part.rename(path)
