"""What a cut comparison's page says: what was done to each shot, and to the whole, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from projects.factsheet import WARNINGS as OF_FILMS
from projects.media.cuts.pairs import UNLIKE

Row = dict[str, Any]
#: Change → its letter in the strips, its word, and how many of them are told of; the order of all
#: lists of changes.
CHANGES = {
    "lost": ("L", gettext_lazy("lost"), ngettext_lazy("%(n)s lost", "%(n)s lost", "n")),
    "new": ("N", gettext_lazy("new"), ngettext_lazy("%(n)s new", "%(n)s new", "n")),
    "trimmed": ("T", gettext_lazy("trimmed"), ngettext_lazy("%(n)s trimmed", "%(n)s trimmed", "n")),
    "extended": (
        "E",
        gettext_lazy("extended"),
        ngettext_lazy("%(n)s extended", "%(n)s extended", "n"),
    ),
    "moved": ("M", gettext_lazy("moved"), ngettext_lazy("%(n)s moved", "%(n)s moved", "n")),
    "split": ("S", gettext_lazy("split"), ngettext_lazy("%(n)s split", "%(n)s split", "n")),
    "joined": ("J", gettext_lazy("joined"), ngettext_lazy("%(n)s joined", "%(n)s joined", "n")),
    "repeated": (
        "R",
        gettext_lazy("shown again"),
        ngettext_lazy("%(n)s shown again", "%(n)s shown again", "n"),
    ),
    "retimed": (
        "V",
        gettext_lazy("other speed"),
        ngettext_lazy("%(n)s at another speed", "%(n)s at another speed", "n"),
    ),
    "unsure": (
        "?",
        gettext_lazy("not recognised"),
        ngettext_lazy("%(n)s not recognised", "%(n)s not recognised", "n"),
    ),
    "kept": ("", gettext_lazy("kept"), ngettext_lazy("%(n)s kept", "%(n)s kept", "n")),
}
_DONE = {
    "moved": gettext_lazy("moved"),
    "split": gettext_lazy("split from an earlier shot"),
    "joined": gettext_lazy("joined from earlier shots"),
    "repeated": gettext_lazy("shown again"),
    "new": gettext_lazy("not in the earlier cut"),
    "unsure": gettext_lazy("not recognised"),
    "lost": gettext_lazy("not in the later cut"),
}
_WARNED = {
    "cuts:unrelated": gettext_lazy(
        "No shot of the later cut was found in the earlier one. Check that both are cuts of the "
        "same film before you trust this."
    ),
    "cuts:not_recognised": gettext_lazy(
        "No shot could be recognised: the films show too little, such as black or one colour."
    ),
    "cuts:other_rate": gettext_lazy(
        "The cuts run at different frame rates. Frames of trims are counted at the later cut's."
    ),
    "cuts:about": gettext_lazy(
        "Where a picture stands still nobody can tell which of its frames were trimmed. Those "
        "numbers are marked “about”."
    ),
}
_FILMS = ("shots:broken_frames", "shots:cut_short", "shots:variable_rate")
_DIFFERS = "cuts:pictures_differ"
_ORDER = (
    "cuts:unrelated",
    "cuts:not_recognised",
    _DIFFERS,
    *_FILMS,
    "cuts:other_rate",
    "cuts:about",
)


def letter(change: str) -> str:
    """What stands in the strips: a second sign beside colour and pattern."""
    return CHANGES.get(change, ("?", "", ""))[0]


def word(change: str) -> str:
    return str(CHANGES[change][1]) if change in CHANGES else change


def summary(counts: dict[str, int], longer: float) -> str:
    """`12 kept, 3 trimmed; 1:24 shorter`; `longer` by so many seconds."""
    order = ("kept", *(change for change in CHANGES if change != "kept"))
    known = [change for change in order if counts.get(change)]
    told = [str(CHANGES[one][2] % {"n": counts[one]}) for one in known]
    return f"{', '.join(told)}; {_difference(longer)}" if told else _difference(longer)


def _difference(longer: float) -> str:
    if abs(longer) < 0.0005:
        return _("of the same length")
    said = _("%(time)s longer") if longer > 0 else _("%(time)s shorter")
    return said % {"time": lasting(abs(longer))}


def lasting(seconds: float) -> str:
    """`1:24` from a minute on, `4.2 s` below."""
    if seconds < 59.95:
        digits = 1 if seconds >= 0.95 else 2
        return _("%(n)s s") % {"n": f"{seconds:.{digits}f}"}
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def sentence(row: Row) -> str:
    """What was done to a shot, from the numbers of its row; nothing for one that was kept."""
    if row["change"] == "retimed":
        return _whole([_("played at %(n)s %% of its speed") % {"n": round(100 * row["speed"])}])
    said = [str(_DONE[one]) for one in row["changes"] if one in _DONE]
    said += [_trim(side, row[side], row["exact"]) for side in ("head", "tail") if row.get(side)]
    if row["change"] != "new" and (unseen := row.get("unseen", 0)):
        words = ngettext("%(n)s frame is new", "%(n)s frames are new", unseen)
        said.append(words % {"n": unseen})
    return _whole(said)


def _whole(parts: list[str]) -> str:
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _trim(side: str, count: int, exact: bool) -> str:
    """Above 0 the side was trimmed, below 0 extended."""
    frames = ngettext("%(n)s frame", "%(n)s frames", abs(count)) % {"n": abs(count)}
    frames = frames if exact else _("about %(frames)s") % {"frames": frames}
    if side == "head":
        said = _("head trimmed by %(frames)s") if count > 0 else _("head extended by %(frames)s")
    else:
        said = _("tail trimmed by %(frames)s") if count > 0 else _("tail extended by %(frames)s")
    return said % {"frames": frames}


def differs(row: Row) -> bool:
    """Whether what was told to be one shot looks like two."""
    alike = row.get("alike")
    return alike is not None and alike < UNLIKE


def certainty(row: Row) -> str:
    """How sure it is, in words; nothing where there is no reason to look again."""
    if differs(row):
        return _("Both pictures differ: these may be two different shots. Look at it yourself.")
    if row["change"] == "unsure" or row["confidence"] < 0.5:
        return _("A guess: look at it yourself.")
    return _("Fairly sure.") if row["confidence"] < 0.7 else ""


def warnings(rows: list[Row], shots: Sequence[Row] = ()) -> list[dict[str, str]]:
    """Each as `{"code", "text"}`, the most serious first; `shots` are those of the later cut."""
    if doubtful := [row["index"] + 1 for row in shots if differs(row)]:
        rows = [*rows, {"code": _DIFFERS, "detail": ", ".join(map(str, doubtful))}]
    known = {code: place for place, code in enumerate(_ORDER)}
    rows = sorted(rows, key=lambda row: known.get(row["code"], len(known)))
    return [{"code": row["code"], "text": _warned(row)} for row in rows]


def _warned(row: Row) -> str:
    if row["code"] == _DIFFERS:
        said = _(
            "The pictures of these shots differ though they were told to be in both cuts: "
            "%(shots)s. Look at them before you trust what is said of them."
        )
        return said % {"shots": row["detail"]}
    if row["code"] in _WARNED:
        return str(_WARNED[row["code"]])
    if row["code"] in OF_FILMS:
        return str(OF_FILMS[row["code"]]).format(detail=row["detail"])
    return f"{row['detail'][:1].upper()}{row['detail'][1:]}."
