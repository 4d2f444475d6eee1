"""What the page of character continuity says: people, what of them changes, warnings, consent."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.languages.days import moment
from projects.factsheet import WARNINGS, said

Row = dict[str, Any]
FOUND_BY = {
    "marks": gettext_lazy("marked by hand"),
    "cascades": gettext_lazy("faces found by OpenCV's cascades"),
    "models": gettext_lazy("faces found by YuNet"),
}
COMPARED = {
    "wardrobe": gettext_lazy("clothes"),
    "hair": gettext_lazy("hair"),
    "skin": gettext_lazy("skin"),
    "face": gettext_lazy("face"),
    "embedding": gettext_lazy("face by SFace"),
}
REGIONS = {
    "wardrobe": gettext_lazy("Clothes"),
    "hair": gettext_lazy("Hair"),
    "skin": gettext_lazy("Skin"),
    "pattern": gettext_lazy("Pattern of the clothes"),
}
#: Of a change: which of its three parts, how much it weighs, and its words for less and more.
_WAYS = (
    ("lightness", 0.5, gettext_lazy("darker"), gettext_lazy("lighter")),
    ("red_green", 1.0, gettext_lazy("greener"), gettext_lazy("redder")),
    ("yellow_blue", 1.0, gettext_lazy("bluer"), gettext_lazy("yellower")),
)
_TOLD = 0.4  # of the whole change, from which on a part of it is said
#: Warnings of shots, the most serious first; {shots} are their numbers.
_OF_SHOTS = {
    "faces:unread": gettext_lazy(
        "None of the frames can be read: {shots}. Nobody was looked for there; look at the film."
    ),
    "faces:too_many": gettext_lazy(
        "There are too many people for one run from {shots} on: those after it were left out. Name "
        "fewer shots and run it again."
    ),
    "faces:crowd": gettext_lazy(
        "There are more people than can be told apart: {shots}. The largest faces were taken; mark "
        "those who matter."
    ),
    "faces:lost": gettext_lazy(
        "A mark was lost and not followed to the end: {shots}. Mark the person there on another "
        "frame, where the face is large and calm."
    ),
    "faces:left": gettext_lazy(
        "A marked person leaves the picture: {shots}. They were compared up to there."
    ),
    "faces:dark": gettext_lazy("The picture is black: {shots}. Nobody was looked for there."),
}
_OF_ALL = {
    "faces:nobody": gettext_lazy(
        "Nobody was found in any shot. Mark people on the pictures and run it again."
    ),
    "faces:not_searched": gettext_lazy(
        "Nobody has vouched for a consent, so no face was looked for: the clothes of those who "
        "were marked are all that was compared."
    ),
}
_ORDER = ["faces:nobody", "faces:unread", "faces:too_many", "faces:not_searched", *_OF_SHOTS]


def warnings(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One sentence for each kind of trouble with all its shots, the most serious first; what the
    reading of the film tells comes before them.
    """
    film = said(WARNINGS, [row for row in rows if row["code"] in WARNINGS])
    known = [code for code in _ORDER if any(row["code"] == code for row in rows)]
    told = [{"code": code, "text": _said(code, rows)} for code in dict.fromkeys(known)]
    new = [row for row in rows if row["code"] not in {*WARNINGS, *_ORDER}]
    more = [{"code": row["code"], "text": _plain(row["detail"])} for row in new]
    return [*film, *told, *more]


def _said(code: str, rows: list[dict[str, str]]) -> str:
    if code in _OF_ALL:
        return str(_OF_ALL[code])
    numbers = [_number(row["detail"]) for row in rows if row["code"] == code]
    return str(_OF_SHOTS[code]).format(shots=shots_named(numbers))


def _number(detail: str) -> int:
    """The tool begins such a detail with `shot 3 (`, counted from 0."""
    found = re.match(r"shot (\d+) ", detail)
    return int(found[1]) if found else 0


def _plain(detail: str) -> str:
    return f"{detail[:1].upper()}{detail[1:]}."


def shots_named(indices: Iterable[int]) -> str:
    """`shot 3`, `shots 1, 3–5`; counted from 1, as everywhere on a page."""
    found = sorted({index + 1 for index in indices})
    words = ngettext("shot %(n)s", "shots %(n)s", len(found))
    return words % {"n": runs_of(found)}


def runs_of(numbers: Iterable[int]) -> str:
    """`1, 3–5` of 1, 3, 4, 5."""
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans(numbers))


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def named(label: str) -> str:
    """A name that was given, or the tool's number for somebody without one."""
    found = re.fullmatch(r"Character (\d+)", label)
    return _("Character %(n)s") % {"n": found[1]} if found else label


def where(shots: list[int], of: int) -> str:
    count = len(set(shots))
    words = ngettext(
        "In %(n)s of %(of)s shots: %(which)s.", "In %(n)s of %(of)s shots: %(which)s.", count
    )
    return words % {"n": count, "of": of, "which": runs_of(shot + 1 for shot in shots)}


def standing(shots: list[int], changed: int) -> tuple[str, str]:
    """State of the mark beside a name, and its word."""
    if changed:
        return "changes", ngettext("changes in %(n)s shot", "changes in %(n)s shots", changed) % {
            "n": changed
        }
    if len(shots) < 2:
        return "open", _("in one shot only")
    return "done", _("no change noticed")


def changes(regions: list[Row]) -> str:
    """`Clothes: greener and bluer, by 42 units. Hair: darker, by 13 units.`"""
    return " ".join(_change(region) for region in regions if region["noticed"])


def _change(region: Row) -> str:
    name = REGIONS.get(region["region"], region["region"])
    if region["region"] == "pattern":
        return f"{name}: " + _("another (%(n)s of 8).") % {"n": f"{region['amount']:.1f}"}
    ways = [
        str(more if region[part] > 0 else less)
        for part, weight, less, more in _WAYS
        if weight * abs(region[part]) >= _TOLD * region["amount"]
    ]
    how = _(" and ").join(ways) or _("otherwise")
    return f"{name}: " + _("%(how)s, by %(n)s units.") % {
        "how": how,
        "n": f"{region['amount']:.0f}",
    }


def measured(regions: list[Row]) -> dict[str, Row]:
    """By region: the amount, its three parts, and whether it was noticed."""
    return {
        row["region"]: {
            "amount": f"{row['amount']:.1f}",
            "parts": "" if row["region"] == "pattern" else _parts(row),
            "noticed": row["noticed"],
        }
        for row in regions
    }


def _parts(row: Row) -> str:
    """Nothing is never less than nothing."""
    told = [
        f"{name} {round(row[part], 1) + 0:+.1f}" for name, part in zip("Lab", _PARTS, strict=True)
    ]
    return " ".join(told).replace("-", "\N{MINUS SIGN}")


_PARTS = [way[0] for way in _WAYS]


def sure(share: float) -> str:
    return f"{100 * share:.0f} %"


def found_by(ways: str) -> str:
    """`marked by hand, and faces found by …`."""
    return _(", and ").join(str(FOUND_BY.get(way, way)) for way in ways.split("+") if way)


def compared(regions: list[str]) -> str:
    return ", ".join(str(COMPARED.get(region, region)) for region in regions)


def consent(told: Row, request: Any) -> str:
    """By whom and when; of work from before that was written, who asked for it and when."""
    if not told.get("vouched"):
        return _("Nobody vouched for one. No face was looked for or compared.")
    by, at = told.get("by", ""), _moment(told.get("at", ""))
    if not at:
        by, at = str(request.person or by), request.created_at
    return _("%(name)s vouched for it on %(at)s UTC.") % {"name": by, "at": moment(at)}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def numbers(result: Row, request: Any) -> list[Row]:
    """How it was looked for, in words."""
    rows = [
        (_("People were"), found_by(result["faces_by"]) or _("not looked for")),
        (_("Compared"), compared(result["compared"])),
        (_("Consent"), consent(result["consent"], request)),
        (_("Tool"), f"{result['tool']} {result['version']}"),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def summary(result: Row) -> str:
    """`3 people · 43 shots · changes to look at in 4 places`."""
    people, shots = len(result["characters"]), len(result["shots"])
    changed = sum(row["noticed"] for one in result["characters"] for row in one["drift"])
    parts = [
        ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
        ngettext("%(n)s shot", "%(n)s shots", shots) % {"n": shots},
    ]
    if changed:
        words = ngettext("%(n)s change to look at", "%(n)s changes to look at", changed)
        parts.append(words % {"n": changed})
    return " · ".join(parts)
