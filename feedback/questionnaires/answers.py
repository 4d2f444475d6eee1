"""One answer, checked: from a form or from JSON to the value that is kept.

Kept: scale → int, single → key, multiple and ranking → list of keys, number → "12.5",
("" for a place
not given yet), money → {"amount": "120.00", "currency": "EUR"}, text → str, matrix → {row: column},
file → {"name", "size", "type"} (set by the upload, never by what is sent). None: no answer.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.questionnaires.conditions import shown
from feedback.questionnaires.definition import Definition, Question

_BIGGEST = Decimal(10) ** 12


class Unfit(ValueError):
    """Why an answer cannot be kept, in a sentence."""


def checked(question: Any, raw: Any) -> Any:
    """The value to keep, or None where nothing was said. Raises Unfit."""
    return None if raw in (None, "", [], {}) else _CHECKS[question.kind](question, raw)


def unanswered(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """What must still be answered before it can be sent, of what is shown."""
    found = {}
    for question in shown(definition, answers):
        said = answers.get(question.key)
        if said is None:
            if question.required:
                found[question.key] = _("Answer this question.")
        elif question.kind == "ranking" and "" in said:
            found[question.key] = _("Give each choice a place.")
        elif question.kind == "matrix" and question.required and len(said) < len(question.rows):
            found[question.key] = _("Answer every row.")
    return found


def _scale(question: Any, raw: Any) -> int:
    text = str(raw).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1
    if isinstance(raw, bool) or not question.low <= number <= question.high:
        bounds = {"low": question.low, "high": question.high}
        raise Unfit(_("Choose a number from %(low)s to %(high)s.") % bounds)
    return number


def _single(question: Any, raw: Any) -> str:
    if raw not in [choice.key for choice in question.choices]:
        raise Unfit(_("Choose one of the answers."))
    return raw


def _multiple(question: Any, raw: Any) -> list[str]:
    keys = [choice.key for choice in question.choices]
    said = raw if isinstance(raw, list) else [raw]
    if any(one not in keys for one in said):
        raise Unfit(_("Choose among the answers."))
    if question.most and len(set(said)) > question.most:
        told = ngettext("Choose %(n)s at most.", "Choose %(n)s at most.", question.most)
        raise Unfit(told % {"n": question.most})
    return [key for key in keys if key in said]


def _ranking(question: Any, raw: Any) -> list[str]:
    keys = [choice.key for choice in question.choices]
    said = raw if isinstance(raw, list) and len(raw) == len(keys) else ["?"]
    placed = [one for one in said if one != ""]
    if any(one not in keys for one in placed) or len(set(placed)) < len(placed):
        raise Unfit(_("Give each choice a place of its own, from 1 to %(n)s.") % {"n": len(keys)})
    return said


def _decimal(raw: Any, places: int) -> Decimal:
    """A comma is a decimal point, as it is typed in French; no exponent, no grouping."""
    text = str(raw).strip().replace(",", ".").replace("\u202f", "").replace("\u00a0", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(raw, bool) or "e" in text.lower() or not number.is_finite():
        raise Unfit(_("Give a number, such as 12 or 12.5."))
    if abs(number) >= _BIGGEST:
        raise Unfit(_("This number is too large."))
    if number != round(number, places):
        raise Unfit(_("Give at most %(n)s decimal places.") % {"n": places})
    return number


def _number(question: Any, raw: Any) -> str:
    number = _decimal(raw, question.places)
    if question.least is not None and number < question.least:
        raise Unfit(_("Give %(n)s or more.") % {"n": question.least})
    if question.most is not None and number > question.most:
        raise Unfit(_("Give %(n)s or less.") % {"n": question.most})
    return f"{number:f}"


def _money(question: Any, raw: Any) -> dict[str, str] | None:
    if not isinstance(raw, Mapping):
        raise Unfit(_("Give an amount and its currency."))
    if raw.get("amount") in (None, ""):
        return None
    if raw.get("currency") not in question.currencies:
        raise Unfit(_("Choose one of the currencies."))
    amount = _decimal(raw["amount"], 2)
    if amount < 0:
        raise Unfit(_("Give an amount of zero or more."))
    return {"amount": f"{amount:.2f}", "currency": raw["currency"]}


def _text(question: Any, raw: Any) -> str | None:
    said = str(raw).replace("\r\n", "\n").replace("\0", "").strip() if isinstance(raw, str) else ""
    if not isinstance(raw, str):
        raise Unfit(_("Give a text."))
    if len(said) > question.longest:
        told = _("Give at most %(n)s characters; there are %(here)s.")
        raise Unfit(told % {"n": question.longest, "here": len(said)})
    return said or None


def _matrix(question: Any, raw: Any) -> dict[str, str] | None:
    rows, columns = ({one.key for one in part} for part in (question.rows, question.choices))
    said = (
        {row: column for row, column in raw.items() if column} if isinstance(raw, Mapping) else {}
    )
    if not isinstance(raw, Mapping) or not set(said) <= rows:
        raise Unfit(_("Answer the rows that are there."))
    if any(column not in columns for column in said.values()):
        raise Unfit(_("Choose one answer in each row."))
    return said or None


def _file(question: Any, raw: Any) -> None:
    raise Unfit(_("Send the file itself."))


_CHECKS = {
    "scale": _scale,
    "single": _single,
    "multiple": _multiple,
    "ranking": _ranking,
    "number": _number,
    "money": _money,
    "text": _text,
    "matrix": _matrix,
    "file": _file,
}


def from_form(question: Question, data: Any) -> Any:
    """What a posted form says of one question; None where it says nothing. `data`: a QueryDict."""
    name = f"a-{question.key}"
    if question.kind == "multiple":
        return data.getlist(name)
    if question.kind == "money":
        return {"amount": data.get(name, "").strip(), "currency": data.get(f"{name}-currency", "")}
    if question.kind == "matrix":
        return {row.key: data.get(f"{name}-{row.key}", "") for row in question.rows}
    if question.kind == "ranking":
        return _places(question, name, data)
    return data.get(name, "")


def _places(question: Any, name: str, data: Any) -> Any:
    """The keys by the places given to them; as it was typed where two have one place."""
    given = {c.key: data.get(f"{name}-{c.key}", "") for c in question.choices}
    by_place = {place: key for key, place in given.items() if place}
    if not by_place:
        return []
    wanted = [str(n) for n in range(1, len(given) + 1)]
    twice = len(by_place) < sum(1 for place in given.values() if place)
    if twice or not set(by_place) <= set(wanted):
        return given
    return [by_place.get(place, "") for place in wanted]
