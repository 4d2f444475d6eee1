"""Shares and intervals as a table prints them: percent without the sign, bounds in brackets."""

from feedback.statistics import Interval


def points(share: float) -> str:
    """0.183 → "18"; a true minus below nought."""
    whole = round(100 * share)
    return f"−{-whole}" if whole < 0 else str(whole)


def bounded(found: Interval | None) -> str:
    """Such as "3 (2–4)"; a dash where there is too little to say."""
    if found is None:
        return "–"
    return f"{_short(found.value)} ({_short(found.low)}–{_short(found.high)})"


def bounded_points(found: Interval | None) -> str:
    """A share: "82 (70–90)"."""
    if found is None:
        return "–"
    return f"{points(found.value)} ({points(found.low)}–{points(found.high)})"


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 100 or number == round(number) else f"{number:.1f}"
