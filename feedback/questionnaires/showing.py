"""A question as a page shows it: in one language, with what was said and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.questionnaires.conditions import shown
from feedback.questionnaires.definition import Definition
from feedback.questionnaires.instruments import INSTRUMENTS

KIND_LABELS = {
    "scale": _("Scale"),
    "single": _("One answer"),
    "multiple": _("Several answers"),
    "ranking": _("Ranking"),
    "matrix": _("Matrix"),
    "number": _("Number with unit"),
    "money": _("Money"),
    "text": _("Text"),
    "file": _("File"),
}


@dataclass(frozen=True)
class Option:
    key: str
    label: str
    chosen: bool = False
    place: str = ""  # in a ranking


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Shown:
    """`hidden`: its condition is not met by what was said so far."""

    question: Any
    title: str
    hint: str
    hidden: bool
    error: str
    value: Any
    options: list[Option]
    rows: list[Row]
    low: str = ""
    high: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        return f"a-{self.question.key}"

    @property
    def kind(self) -> Any:
        return KIND_LABELS[self.question.kind]

    @property
    def instrument(self) -> str:
        known = INSTRUMENTS.get(self.question.instrument)
        return known.label if known else ""

    @property
    def template(self) -> str:
        return f"feedback/questions/_{self.question.kind}.html"

    @property
    def places(self) -> list[str]:
        """Of a ranking, to choose from."""
        return [str(n) for n in range(1, len(self.options) + 1)]

    @property
    def said(self) -> str:
        """The answer in words, for whoever gave it."""
        return _said(self)


def shown_questions(
    definition: Definition,
    values: Mapping[str, Any],
    language: str,
    errors: Mapping[str, str] | None = None,
    raw: Mapping[str, Any] | None = None,
) -> list[Shown]:
    """All of them in order. `raw` is what was typed where it could not be kept."""
    seen = {question.key for question in shown(definition, values)}
    wrong, typed = errors or {}, raw or {}
    return [
        _of(question, typed.get(question.key, values.get(question.key)), language,
            question.key not in seen, wrong.get(question.key, ""))
        for question in definition.questions
    ]  # fmt: skip


def _of(question: Any, value: Any, language: str, hidden: bool, error: str) -> Shown:
    words = {
        name: getattr(question, field).said(language)
        for name, field in (("low", "low_words"), ("high", "high_words"), ("unit", "unit"))
        if hasattr(question, field)
    }
    return Shown(
        question,
        question.title.said(language),
        question.hint.said(language),
        hidden,
        error,
        value,
        _options(question, value, language),
        _rows(question, value, language),
        **words,
    )


def _options(question: Any, value: Any, language: str) -> list[Option]:
    if question.kind == "scale":
        points = range(question.low, question.high + 1)
        return [Option(str(n), str(n), str(value) == str(n)) for n in points]
    if question.kind == "money":
        chosen = value.get("currency") if isinstance(value, dict) else ""
        return [Option(code, code, code == chosen) for code in question.currencies]
    said = value if isinstance(value, list | dict) else [value]
    return [
        Option(one.key, one.words.said(language), one.key in said, _place(one.key, said))
        for one in getattr(question, "choices", ())
    ]


def _place(key: str, said: Any) -> str:
    if isinstance(said, dict):  # as it was typed
        return said.get(key, "")
    return str(said.index(key) + 1) if key in said else ""


def _rows(question: Any, value: Any, language: str) -> list[Row]:
    said = value if isinstance(value, dict) else {}
    return [
        Row(
            row.key,
            row.words.said(language),
            [
                Option(one.key, one.words.said(language), said.get(row.key) == one.key)
                for one in question.choices
            ],
        )
        for row in getattr(question, "rows", ())
    ]


def _said(one: Shown) -> str:
    value, kind = one.value, one.question.kind
    if value is None:
        return ""
    if kind == "money":
        return f"{value['amount']} {value['currency']}"
    if kind == "number":
        return f"{value} {one.unit}".strip()
    if kind == "ranking":
        placed = sorted(
            (option for option in one.options if option.place), key=lambda o: int(o.place)
        )
        return " · ".join(f"{option.place}. {option.label}" for option in placed)
    if kind in ("single", "multiple"):
        return " · ".join(option.label for option in one.options if option.chosen)
    if kind == "matrix":
        chosen = [(row.label, o.label) for row in one.rows for o in row.options if o.chosen]
        return " · ".join(f"{row}: {label}" for row, label in chosen)
    return value["name"] if kind == "file" else str(value)
