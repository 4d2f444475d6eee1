"""The sample programme's films: drawn by another process while the database is made ready.

Drawing takes as long as migrating, and a machine has more than one core. Composition, as
`portal/sample.py`.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

from projects.media.sample import make_sample

Wanted = dict[int, Fraction]


class Reels:
    """Films by seed, in `folder`; each is drawn once and kept."""

    def __init__(self, folder: Path, pool: ProcessPoolExecutor, wanted: Wanted) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._drawn: dict[int, Future[Path]] = {
            seed: pool.submit(_draw, folder / f"{seed}.mp4", seed, rate)
            for seed, rate in wanted.items()
            if not (folder / f"{seed}.mp4").exists()
        }
        self._folder = folder

    def film(self, seed: int) -> Path:
        """Waits until it is drawn; raises what went wrong there."""
        drawn = self._drawn.get(seed)
        return drawn.result() if drawn else self._folder / f"{seed}.mp4"


@contextmanager
def drawing(folder: Path, wanted: Wanted) -> Iterator[Reels]:
    """Begins at once. What nobody waited for is given up at the end."""
    # Not forked: this process may hold database connections and threads.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        yield Reels(folder, pool, wanted)
    finally:
        pool.shutdown(cancel_futures=True)


def _draw(path: Path, seed: int, rate: Fraction) -> Path:
    """Whole or not there: a film cut short by Ctrl-C is drawn again."""
    part = path.with_suffix(".part")
    make_sample(part, seed=seed, rate=rate)
    return part.rename(path)
