"""`manage.py simulate_beta`: made-up programmes with a planted saving; JSON on the last line."""

import json
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.core.management.base import BaseCommand

from feedback.simulation.summary import summary
from feedback.simulation.trial import Trial, trial

METHOD = (
    "costs log-normal by studio, person, stratum, week and chance (feedback/simulation/worlds.py); "
    "truth is the mean saving over the work of a world's studios; every world counts, answered or "
    "not"
)
#: Each process is one of several: threads of its matrix products would only stand in their way.
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Command(BaseCommand):
    help = "Plant savings in made-up programmes, measure them, and say how often the answers hold."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--worlds", type=_many, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--processes", type=_many, default=os.cpu_count() or 1)
        hidden = "free choice follows only what no bid saw: what the measures do not allow for"
        parser.add_argument("--hidden", action="store_true", help=hidden)

    def handle(
        self, *args: Any, worlds: int, seed: int, processes: int, hidden: bool, **options: Any
    ) -> None:
        trials = _all(worlds, partial(trial, seed, hidden=hidden), processes)
        found = {**summary(trials), "seed": seed, "hidden": hidden, "method": METHOD}
        for design, part in found["designs"].items():
            self.stdout.write(f"{design}: {json.dumps(part)}")
        self.stdout.write(json.dumps(found))


def _many(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("a number from 1")
    return int(text)


def _all(worlds: int, one: Callable[[int], Trial], processes: int) -> list[Trial]:
    if processes == 1:
        return [one(number) for number in range(worlds)]
    for name in THREADS:  # before the new processes load NumPy
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(one, range(worlds), chunksize=8))
