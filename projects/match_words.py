"""What a shot match's page says: a verdict for each shot in words, and the numbers behind it."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages.figures import filled
from projects.media.match.measures import UNITS

Row = dict[str, Any]
#: Verdict → how it stands (a state of the status mark), its word, its sentence.
VERDICTS = {
    "drift": ("ready", gettext_lazy("corrected"), gettext_lazy("It has drifted: {words}.")),
    "same": (
        "approved",
        gettext_lazy("matches"),
        gettext_lazy("It matches the hero. No correction is needed."),
    ),
    "unsure": (
        "changes",
        gettext_lazy("left as it is"),
        gettext_lazy(
            "Light changes within these shots about as much as between them. It is left as it is: "
            "look at it yourself."
        ),
    ),
    "weak": (
        "changes",
        gettext_lazy("a guess"),
        gettext_lazy(
            "Nothing of the hero is seen again in it. The correction is half a guess by the "
            "colours of both: look before you use it."
        ),
    ),
    "no_overlap": (
        "blocked",
        gettext_lazy("no correction"),
        gettext_lazy(
            "It shows nothing that the hero shows, so there is no correction. Choose a hero of "
            "the same scene."
        ),
    ),
    "nothing_seen": (
        "blocked",
        gettext_lazy("no correction"),
        gettext_lazy("There is nothing to be seen in it: it is black, white or one colour."),
    ),
}
#: What the tool tells besides its verdicts, of the shot that its sentence names.
_BESIDES = {
    "match:incomplete": gettext_lazy(
        "Part of it could not be read. It was measured by what could be."
    ),
    "match:other_rate": gettext_lazy(
        "It runs at another rate than those before it, so it is not in the EDL; the other files "
        "have it."
    ),
    "match:box_alone": gettext_lazy(
        "A box was marked in one of the two only, so it was not measured. Mark it in both."
    ),
}
#: Verdicts that are told at the top of the page, the most serious first.
_WARNED = ("no_overlap", "nothing_seen", "weak", "unsure")
#: Unit → its name, how it is written, from where on it is said, and the words for more and less.
_UNITS = {
    "exposure_stops": (
        gettext_lazy("Exposure"),
        gettext_lazy("{n:+.2f} stops"),
        0.05,
        (gettext_lazy("{n:.2f} stops brighter"), gettext_lazy("{n:.2f} stops darker")),
    ),
    "temperature_mired": (
        gettext_lazy("Temperature"),
        gettext_lazy("{n:+.0f} mired"),
        5,
        (gettext_lazy("warmer by {n:.0f} mired"), gettext_lazy("cooler by {n:.0f} mired")),
    ),
    "tint": (
        gettext_lazy("Tint (Duv × 1000)"),
        "{n:+.1f}",
        2,
        (gettext_lazy("greener"), gettext_lazy("more magenta")),
    ),
    "contrast_percent": (
        gettext_lazy("Contrast"),
        gettext_lazy("{n:+.0f} %"),
        3,
        (gettext_lazy("{n:.0f} % more contrast"), gettext_lazy("{n:.0f} % less contrast")),
    ),
    "saturation_percent": (
        gettext_lazy("Saturation"),
        gettext_lazy("{n:+.0f} %"),
        3,
        (gettext_lazy("{n:.0f} % more saturated"), gettext_lazy("{n:.0f} % less saturated")),
    ),
    "black_level_percent": (
        gettext_lazy("Black level"),
        gettext_lazy("{n:+.1f} % of full scale"),
        1,
        (gettext_lazy("blacks lifted by {n:.1f} %"), gettext_lazy("blacks lower by {n:.1f} %")),
    ),
}


def state(row: Row) -> tuple[str, str]:
    """The status mark of a shot: its state and its word."""
    known = VERDICTS.get(row["verdict"], ("changes", row["verdict"], ""))
    return known[0], str(known[1])


def sentence(row: Row) -> str:
    """What was found of a shot, in words."""
    known = VERDICTS.get(row["verdict"])
    if known is None:
        return ""
    return str(known[2]).format(words=drifted(row.get("drift", {})))


def drifted(drift: dict[str, float]) -> str:
    """All that can be seen of it: `0.40 stops darker, cooler by 20 mired`."""
    words = [
        filled(str(_UNITS[unit][3][drift[unit] < 0]), n=abs(drift[unit]))
        for unit in UNITS
        if unit in drift and abs(drift[unit]) >= _UNITS[unit][2]
    ]
    return ", ".join(words) or _("by a little in each colour")


def warnings(rows: list[Row], told: list[dict[str, str]]) -> list[dict[str, str]]:
    """A sentence for each shot that must be looked at, the most serious first.

    `told`: what the tool said; of it, here is what no verdict says in its own words already.
    """
    warned = [row for row in rows if row["verdict"] in _WARNED]
    warned.sort(key=lambda row: _WARNED.index(row["verdict"]))
    said = [{"code": row["verdict"], "text": f"{row['name']}: {sentence(row)}"} for row in warned]
    more = [row for row in told if row["code"] in _BESIDES]
    return said + [{"code": row["code"], "text": _beside(row, rows)} for row in more]


def _beside(row: dict[str, str], rows: list[Row]) -> str:
    """Of the shot whose name its words begin with; of none, where a box of the hero is alone."""
    name = max((r["name"] for r in rows if row["detail"].startswith(f"{r['name']}: ")), default="")
    said = str(_BESIDES[row["code"]])
    return f"{name}: {said}" if name else said


def measured(row: Row) -> list[dict[str, str]]:
    """How much the shot has more than the hero in each unit, before and after."""
    if "drift" not in row:
        return []
    return [
        {
            "label": str(_UNITS[unit][0]),
            "before": _signed(unit, row["drift"][unit]),
            "after": _signed(unit, row["left"][unit]),
        }
        for unit in UNITS
    ]


def _signed(unit: str, amount: float) -> str:
    """With its sign, but nothing is never less than nothing."""
    text = filled(str(_UNITS[unit][1]), n=amount)
    return re.sub(r"^[+-](?=0(\.0+)?( |$))", "", text)


def decision(row: Row) -> list[dict[str, Any]]:
    """The ten numbers of the ASC CDL, red, green and blue; none where there is no answer."""
    if not row["answered"]:
        return []
    names = {"slope": _("Slope"), "offset": _("Offset"), "power": _("Power")}
    told = [
        {"label": label, "value": " ".join(f"{n:.6g}" for n in row[name])}
        for name, label in names.items()
    ]
    return [*told, {"label": _("Saturation"), "value": f"{row['saturation']:.6g}"}]


def behind(row: Row) -> list[dict[str, str]]:
    """How it was found: what both show, how large the correction is, how sure it is."""
    said = [
        (_("Frames"), _("%(a)s to %(b)s") % {"a": row["start"], "b": row["end"] - 1}),
        (_("Seen in both"), f"{100 * row['overlap']:.0f} %"),
        (_("Size of the correction"), f"{row['size']:.2f} CIE94"),
        (_("Standard error"), f"{row['standard_error']:.2f} CIE94"),
    ]
    regions = {"skin": _("Skin, before and after"), "neutral": _("Neutral, before and after")}
    for kind, told in row.get("regions", {}).items():
        said.append((regions[kind], f"{told['before']:.2f} → {told['after']:.2f} CIE94"))
    return [{"label": label, "value": value} for label, value in said]
