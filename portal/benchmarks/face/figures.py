"""Figures of one visit, and medians of several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

LONG = 50.0  # milliseconds from which a task is long
PICTURES = ("Image", "Media")
#: The face's own drawings are no pictures: every page pays for them.
OWN = "/static/"


@dataclass(frozen=True)
class Task:
    """Of the page's main thread: milliseconds since the visit began, by the clock and in CPU."""

    start: float
    wall: float
    cpu: float


@dataclass(frozen=True)
class Answer:
    """`size`: bytes over the line, of headers and body; `kind`: DevTools' type of what asked."""

    path: str
    kind: str
    size: int

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES and not self.path.startswith(OWN)


def weighed(answers: Iterable[Answer]) -> dict[str, Any]:
    """KB before pictures, of pictures, and requests of either."""
    shown = list(answers)
    pictures = [one for one in shown if one.is_picture]
    plain = [one for one in shown if not one.is_picture]
    return {
        "kb": round(sum(one.size for one in plain) / 1000, 1),
        "requests": len(plain),
        "pictures_kb": round(sum(one.size for one in pictures) / 1000, 1),
        "pictures": len(pictures),
    }


def main_tasks(events: Sequence[Mapping[str, Any]], mark: str) -> list[Task]:
    """Tasks of the thread that made the mark (`performance.mark`), as tracing tells them; their
    start counts from the mark."""
    marks = [event for event in events if event.get("name") == mark]
    if not marks:
        raise RuntimeError(f"the trace does not hold the mark {mark}")
    last = marks[-1]  # an empty page that was there before made one, too
    thread, began = (last["pid"], last["tid"]), last["ts"]
    return [
        Task((event["ts"] - began) / 1000, event["dur"] / 1000, event.get("tdur", 0) / 1000)
        for event in events
        if event.get("name") == "RunTask"
        and event.get("ph") == "X"
        and (event["pid"], event["tid"]) == thread
        and event["ts"] + event["dur"] > began
    ]


def blocking(tasks: Iterable[Task], since: float = 0.0) -> dict[str, float]:
    """What tasks that end after `since` (milliseconds) take beyond 50 ms each, and the longest."""
    late = [task for task in tasks if task.start + task.wall > since]
    return {
        "blocking_ms": round(sum(max(0.0, task.wall - LONG) for task in late), 1),
        "blocking_cpu_ms": round(sum(max(0.0, task.cpu - LONG) for task in late), 1),
        "longest_ms": round(max((task.wall for task in late), default=0.0), 1),
        "longest_cpu_ms": round(max((task.cpu for task in late), default=0.0), 1),
    }


def interactive(scripts_ms: float, long_tasks: Iterable[tuple[float, float]]) -> float:
    """Seconds until scripts have run and the last long task (start, length in ms) has ended."""
    return round(max([scripts_ms, *(at + took for at, took in long_tasks)]) / 1000, 2)


def middle(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: round(median(row[name] for row in rounds), 3) for name in rounds[0]}


def noise(each: Sequence[float]) -> float:
    return round((max(each) - min(each)) / median(each), 2)


def missed(
    rows: Mapping[str, Mapping[str, Any]], asked: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Each figure over what was asked, by its row."""
    over = {
        name: {what: row[what] for what, most in asked.items() if row[what] > most}
        for name, row in rows.items()
    }
    return {name: figures for name, figures in over.items() if figures}
