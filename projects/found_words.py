"""What the page of shots found says: verdicts, certainty and warnings as sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

Row = Mapping[str, Any]
Clock = Callable[[int], str]

#: Verdict → how its sign looks, and its word.
STATES = {
    "shown": ("done", _l("shown")),
    "perhaps": ("needs_you", _l("perhaps")),
    "none": ("cancelled", _l("nothing")),
}
#: The most serious first.
_WARNINGS = {
    "shots:cut_short": _l(
        "The film ends earlier than it announces ({detail}). What would come after was not "
        "looked at: upload it whole if it came in broken."
    ),
    "shots:broken_frames": _l(
        "Some frames of the film could not be decoded ({detail}). Look at the shots around them "
        "yourself."
    ),
    "shots:variable_rate": _l(
        "The frame rate of the film varies. Trust the frame numbers rather than the times."
    ),
}


def warnings(result: Row) -> list[dict[str, str]]:
    """Each as `{"code", "text"}`, the most serious first."""
    rows = sorted(result.get("warnings", []), key=lambda row: _rank(row["code"]))
    told = [{"code": row["code"], "text": _warning(row)} for row in rows]
    if not any(row["verdict"] != "none" for row in result["shots"]):
        text = _(
            "No shot shows any of what was looked for. Reframed, mirrored or very dark pictures "
            "are not told: look yourself before you conclude that it is not there."
        )
        told.insert(0, {"code": "find:none", "text": text})
    return told


def _rank(code: str) -> int:
    return list(_WARNINGS).index(code) if code in _WARNINGS else len(_WARNINGS)


def _warning(row: Row) -> str:
    known = _WARNINGS.get(row["code"])
    if known:
        return str(known).replace("{detail}", row["detail"])
    return f"{row['detail'][:1].upper()}{row['detail'][1:]}."


def summary(result: Row) -> str:
    """How many of the shots show something, in one line."""
    counts = dict.fromkeys(STATES, 0)
    for row in result["shots"]:
        counts[row["verdict"]] += 1
    whole = len(result["shots"])
    told = [ngettext("%(n)s shot", "%(n)s shots", whole) % {"n": whole}]
    words = ((_("%(n)s shown"), "shown"), (_("%(n)s perhaps"), "perhaps"))
    told += [text % {"n": counts[state]} for text, state in words if counts[state]]
    if none := counts["none"]:
        words_of_none = ngettext("%(n)s shows nothing of it", "%(n)s show nothing of it", none)
        told.append(words_of_none % {"n": none})
    return " · ".join(told)


def seen_in(shown: Sequence[int], perhaps: Sequence[int]) -> str:
    """Of a reference, before the numbers of the shots stand as links."""
    if shown:
        return ngettext("seen in shot", "seen in shots", len(shown))
    if perhaps:
        return ngettext("perhaps in shot", "perhaps in shots", len(perhaps))
    return _("not seen")


def sentence(row: Row, still: bool, clock: Clock) -> str:
    """What a shot of the film shows. `clock` gives the timecode of a frame of the film."""
    if row["verdict"] == "none":
        return _("Shows none of what was looked for.")
    facts = {"name": row["name"], "clock": clock(row["frame"])}
    if row["verdict"] == "perhaps":
        return (
            _(
                "May show %(name)s, most at %(clock)s. It is like it, but perhaps another take or "
                "another moment: compare the pictures."
            )
            % facts
        )
    if still:
        return _("Shows %(name)s at %(clock)s.") % facts
    if row["from"] <= row["start"] and row["to"] >= row["end"]:
        return _("Shows %(name)s, from beginning to end.") % facts
    facts |= {"first": clock(row["from"]), "last": clock(row["to"] - 1)}
    return _("Shows %(name)s, from %(first)s to %(last)s.") % facts


def other(row: Row) -> str:
    """Something else that the shot may show."""
    words = {"shown": _("also like %(name)s"), "perhaps": _("less like %(name)s")}
    return words.get(row["verdict"], "%(name)s") % {"name": row["name"]}


def certainty(row: Row) -> str:
    """The number behind the word."""
    return "" if row["verdict"] == "none" else f"{100 * row['confidence']:.0f} %"
