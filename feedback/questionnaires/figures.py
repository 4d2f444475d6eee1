"""What many answers to one question come to. Plain: values in, labels and numbers out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from feedback.questionnaires import scores
from feedback.questionnaires.cells import shown_counts
from feedback.suppression import FEWEST


@dataclass(frozen=True)
class Cell:
    """`count` of `n` people; None where it is not shown. `group`: the row of a matrix."""

    label: str
    count: int | None
    n: int
    group: str = ""

    @property
    def percent(self) -> float | None:
        return None if self.count is None else 100 * self.count / self.n


@dataclass(frozen=True)
class Amount:
    """A middle of numbers: `unit` is a currency, a unit or a choice."""

    label: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Figure:
    """`few`: fewer than FEWEST people answered, and nothing of it is shown but how many."""

    title: str
    kind: str
    n: int
    few: bool
    cells: list[Cell] = field(default_factory=list)
    means: list[Amount] = field(default_factory=list)
    medians: list[Amount] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    files: Sequence[Any] = ()


def figure(
    question: Any,
    values: Sequence[Any],
    language: str,
    words: Mapping[str, list[tuple[str, str]]],
    parts: Sequence[Any] | None = None,
    files: Mapping[str, Sequence[Any]] | None = None,
) -> Figure:
    """`values`: one a person who answered. `parts`: what of them is told by currency or row.
    `files` that may be opened, by question.
    """
    title, few = question.title.said(language), len(values) < FEWEST
    told: dict[str, Any] = {}
    if question.kind == "text":
        told["words"] = words.get(question.key, [])
    elif question.kind == "file":
        told["files"] = (files or {}).get(question.key, [])
    elif not few and question.kind in _TELL:
        told = _TELL[question.kind](question, values if parts is None else parts, language)
    return Figure(title, question.kind, len(values), few, **told)


def tells_of_few(instrument: str, people: Sequence[Sequence[int]]) -> bool:
    """CSAT is a share: it tells how many were, and were not, among the satisfied."""
    if instrument != "csat":
        return False
    best = sum(items[0] >= 4 for items in people)
    return None in shown_counts({"best": best, "rest": len(people) - best}).values()


def _of_one(counts: Mapping[str, int], labels: Mapping[str, str], n: int, group: str = "") -> list:
    """Each person is in one cell."""
    shown = shown_counts({key: counts.get(key, 0) for key in labels})
    return [Cell(labels[key], count, n, group) for key, count in shown.items()]


def _labels(choices: Any, language: str) -> dict[str, str]:
    return {choice.key: choice.words.said(language) for choice in choices}


def _scale(question: Any, values: Sequence[int], language: str) -> dict[str, Any]:
    points = {str(n): str(n) for n in range(question.low, question.high + 1)}
    said = scores.mean([float(value) for value in values])
    means = [Amount("", said.value, said.n, said.low, said.high)]
    cells = _of_one(Counter(str(value) for value in values), points, len(values))
    return {"cells": cells, "means": means}


def _single(question: Any, values: Sequence[str], language: str) -> dict[str, Any]:
    return {"cells": _of_one(Counter(values), _labels(question.choices, language), len(values))}


def _multiple(question: Any, values: Sequence[list[str]], language: str) -> dict[str, Any]:
    """Each choice is a question of its own: who took it, and who did not."""
    n, chosen = len(values), Counter(key for value in values for key in value)
    cells = []
    for key, label in _labels(question.choices, language).items():
        told = shown_counts({"yes": chosen[key], "no": n - chosen[key]})["yes"]
        cells.append(Cell(label, told, n))
    return {"cells": cells}


def _ranking(question: Any, values: Sequence[list[str]], language: str) -> dict[str, Any]:
    """The mean place of each choice, the best first."""
    places = {
        label: scores.mean([float(value.index(key) + 1) for value in values])
        for key, label in _labels(question.choices, language).items()
    }
    means = [Amount(label, s.value, s.n, s.low, s.high) for label, s in places.items()]
    return {"means": sorted(means, key=lambda one: one.value)}


def _number(question: Any, values: Sequence[str], language: str) -> dict[str, Any]:
    said, unit = [float(value) for value in values], question.unit.said(language)
    mean = scores.mean(said)
    return {
        "means": [Amount(unit, mean.value, mean.n, mean.low, mean.high)],
        "medians": [Amount(unit, median(said), len(said))],
    }


def _money(question: Any, values: Sequence[dict[str, str]], language: str) -> dict[str, Any]:
    """Currencies are never added up; each needs its own FEWEST people."""
    return {"medians": list(_currencies(question, values))}


def _currencies(question: Any, values: Sequence[dict[str, str]]) -> Iterator[Amount]:
    for currency in question.currencies:
        said = [float(value["amount"]) for value in values if value["currency"] == currency]
        if len(said) >= FEWEST:
            yield Amount(currency, median(said), len(said))


def _matrix(question: Any, values: Sequence[dict[str, str]], language: str) -> dict[str, Any]:
    labels, cells = _labels(question.choices, language), []
    for key, group in _labels(question.rows, language).items():
        counts = Counter(value[key] for value in values if key in value)
        n = sum(counts.values())
        if n >= FEWEST:
            cells += _of_one(counts, labels, n, group)
    return {"cells": cells}


_TELL: dict[str, Any] = {
    "scale": _scale,
    "single": _single,
    "multiple": _multiple,
    "ranking": _ranking,
    "number": _number,
    "money": _money,
    "matrix": _matrix,
}
