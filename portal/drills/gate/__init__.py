"""`manage.py drill gate [CASES] [SEED]`: the gate against an oracle written a second time.

Random cases, most of them near what is allowed (`changes`), are judged by the gate and by
`tests/projects/assist/gate_oracle.py`, which shares no code with it. Compared are the codes of the
reasons and whether it is allowed. `slowest_ms` and `p99_ms` are processor time of one decision:
whatever else the machine does is not counted, but stands in `slowest_wall_ms`.
"""

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from portal.drills.gate.cases import Case
from portal.drills.gate.changes import case
from projects.assist.gate.ruling import rule
from projects.gate_words import SENTENCES

CASES, SEED = 100_000, 29
WHERE = Path("tests", "projects", "assist", "gate_oracle.py")


def run(rest: list[str]) -> dict[str, Any]:
    """`FileNotFoundError` says so where the oracle is not there: an installation has no tests."""
    count, seed = (*map(int, rest), *(CASES, SEED)[len(rest) :])
    return compared(count, seed, oracle(Path(settings.BASE_DIR) / WHERE))


def oracle(path: Path) -> Callable[..., set[str]]:
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no oracle to compare with: {WHERE} comes with the source, not with an "
            "installation. Run this drill in a checkout."
        )
    spec = importlib.util.spec_from_file_location("gate_oracle", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{WHERE} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.verdict


def compared(count: int, seed: int, verdict: Callable[..., set[str]]) -> dict[str, Any]:
    """The last line: how many differ, how many were allowed, how long a decision takes."""
    told: Counter[bool] = Counter()
    codes: Counter[str] = Counter()
    times: list[float] = []
    wrong, wall = 0, 0.0
    for made, said, seconds, waited in _judged(count, seed):
        right = verdict(*made.given)
        if said != right:
            wrong += 1
            _tell(made, said, right, wrong)
        told[not said] += 1
        codes.update(said)
        times.append(seconds)
        wall = max(wall, waited)
    times.sort()
    return {
        "cases": count,
        "mismatches": wrong,
        "allowed": told[True],
        "refused": told[False],
        "codes": len(codes),
        "codes_never_given": sorted(set(SENTENCES) - set(codes)),
        "slowest_ms": round(times[-1] * 1000, 3) if times else 0,
        "p99_ms": round(times[len(times) * 99 // 100] * 1000, 3) if times else 0,
        "slowest_wall_ms": round(wall * 1000, 3),
    }


def _judged(count: int, seed: int) -> Iterator[tuple[Case, set[str], float, float]]:
    chance = Random(seed)  # noqa: S311 — the same cases again, no secret
    for _each in range(count):
        made = case(chance)
        wall, begun = time.perf_counter(), time.thread_time()
        ruling = rule(*made.given)
        seconds, waited = time.thread_time() - begun, time.perf_counter() - wall
        yield made, {reason.code for reason in ruling.reasons}, seconds, waited


def _tell(made: Case, said: set[str], right: set[str], number: int) -> None:
    if number <= 5:
        more, less = sorted(said - right), sorted(right - said)
        told = f"difference {number}: only the gate {more}, only the oracle {less}"
        sys.stderr.write(f"{told}\n  {made}\n")
