"""What many made-up programmes say about the measures, in shares (0.95), never percent."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from feedback.estimates.terms import Terms
from feedback.measured import Design
from feedback.simulation.trial import Trial
from feedback.simulation.worlds import Feeling

#: Confidence in "the target is met", and how often it was: bins between these.
BINS = (0.0, 0.05, 0.25, 0.75, 0.95, 1.0)


def summary(trials: Sequence[Trial]) -> dict[str, Any]:
    """All worlds; then by design; then what was refused, felt and claimed, and how long it took."""
    everything = _part(trials)
    designs = {d: [t for t in trials if t.design == d] for d in Design}
    return {
        "worlds": len(trials),
        "coverage": everything["coverage"],
        "bias": everything["bias"],
        "gap_error": everything["gap_error"],
        **_metr(trials),
        "not_answerable": everything["not_answerable"],
        **_refused(trials),
        "coverage_of_answers": everything["coverage_of_answers"],
        "coverage_hours": _share(t.hours_covered for t in trials),
        "coverage_gap": _share(t.gap_covered for t in trials),
        "unbounded": _share(not np.isfinite(t.low) or t.high >= 1 for t in trials),
        "designs": {d.value: _part(some) for d, some in designs.items() if some},
        "studios": {n: _part(some) for n, some in _by(trials, lambda t: t.studios).items()},
        "target_met": _calibration(trials),
        "slowest_seconds": round(max(t.seconds for t in trials), 3),
    }


def _part(trials: Sequence[Trial]) -> dict[str, Any]:
    return {
        "worlds": len(trials),
        "coverage": _share(t.covered for t in trials),
        "coverage_of_answers": _share(t.covered for t in trials if t.answered),
        "bias": _mean(t.error for t in trials),
        "gap_error": _mean(t.gap_error for t in trials),
        "not_answerable": _share(not t.answered for t in trials),
        "median_width": round(float(np.median([t.high - t.low for t in trials])), 4),
    }


def _metr(trials: Sequence[Trial]) -> dict[str, Any]:
    """`metr_detected`: of the worlds like METR's whose gap was told, those seen to feel faster than
    they are; `metr_missed` of all of them it is told of none. False alarms: where feeling is true.
    """
    metr = [t for t in trials if t.feeling == Feeling.METR]
    true = [t for t in trials if t.feeling == Feeling.TRUE]
    return {
        "metr_worlds": len(metr),
        "metr_detected": _share(t.overfelt for t in metr if t.gap_told),
        "metr_detected_inside": _share(t.overfelt for t in metr),
        "metr_told": _share(t.gap_told for t in metr),
        "metr_saving_claimed": sum(t.answered and t.low > 0 for t in metr),
        "gap_false_alarm": _share(t.overfelt for t in true),
    }


def _refused(trials: Sequence[Trial]) -> dict[str, Any]:
    """Too few studios for a cluster method, and how often one was used all the same."""
    few = [t for t in trials if t.studios < Terms().fewest_studios]
    clustered = [t for t in few if t.design != Design.RANDOMISED]
    drawn = [t for t in few if t.design == Design.RANDOMISED]
    return {
        "why": dict(Counter(str(t.why) for t in trials if t.why).most_common()),
        "few_studios_clustered": len(clustered),
        "few_studios_clustered_answered": sum(t.answered for t in clustered),
        "few_studios_randomised_answered": _share(t.answered for t in drawn),
    }


def _calibration(trials: Sequence[Trial]) -> dict[str, Any]:
    found = {}
    for low, high in pairwise(BINS):
        some = [t for t in trials if low <= t.at_least < high or high == t.at_least == 1]
        said, true = _mean(t.at_least for t in some), _share(t.truth >= t.target for t in some)
        found[f"{low:g}-{high:g}"] = {"worlds": len(some), "confidence": said, "true": true}
    return found


def _by(trials: Iterable[Trial], key: Callable[[Trial], int]) -> dict[int, list[Trial]]:
    found: dict[int, list[Trial]] = {}
    for one in sorted(trials, key=key):
        found.setdefault(key(one), []).append(one)
    return found


def _share(hits: Iterable[bool]) -> float | None:
    return _mean(float(hit) for hit in hits)


def _mean(values: Iterable[float]) -> float | None:
    """Of those that are numbers; None of none."""
    known = np.array([v for v in values if np.isfinite(v)])
    return round(float(known.mean()), 4) if len(known) else None
