"""What the page of takes says: defects, reasons, warnings and sound as words and sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from portal.languages.figures import decimals, filled

Row = Mapping[str, Any]

#: Defect → its chip.
DEFECTS = {
    "soft": _l("soft"),
    "focus_hunt": _l("focus wanders"),
    "under": _l("dark"),
    "over": _l("bright"),
    "noise": _l("noisy"),
    "shake": _l("shaky"),
    "blocky": _l("compressed"),
    "freeze": _l("freezes"),
    "flicker": _l("flickers"),
    "flash_frames": _l("flash frames"),
    "empty": _l("shows nothing"),
    "sound_clipped": _l("sound clipped"),
    "sound_missing": _l("no sound"),
    "sound_low": _l("sound low"),
}
#: Code → the sentence with something to compare with, and the one without.
_REASONS = {
    "soft": (
        _l(
            "Soft: edges are {measured:.1f} ‰ of the picture’s width wide, in the sharpest take "
            "{reference:.1f} ‰."
        ),
        _l("Soft: edges are {measured:.1f} ‰ of the picture’s width wide."),
    ),
    "focus_hunt": (
        _l(
            "The focus wanders by {measured:.1f} ‰ of the width, in the setup by {reference:.1f} ‰."
        ),
        _l("The focus wanders by {measured:.1f} ‰ of the width."),
    ),
    "noise": (
        _l("Noisy: {measured:.1f} of 255 levels, in the cleanest take {reference:.1f}."),
        _l("Noisy: {measured:.1f} of 255 levels."),
    ),
    "shake": (
        _l(
            "Shaky: the picture moves by {measured:.1f} ‰ of its width a frame, in the calmer "
            "takes by {reference:.1f} ‰."
        ),
        _l("Shaky: the picture moves by {measured:.1f} ‰ of its width a frame."),
    ),
    "blocky": (
        _l(
            "Compressed: blocks or smeared detail can be seen. The blocks stand out by "
            "{measured:.1f}, in the setup by {reference:.1f}."
        ),
        _l("Compressed: blocks stand out by {measured:.1f}."),
    ),
    "freeze": (
        _l("The picture freezes for {measured:.1f} s, usual in the setup is {reference:.1f} s."),
        _l("The picture freezes for {measured:.1f} s."),
    ),
    "flicker": (
        _l("The light flickers by {measured:.2f} stops, in the setup by {reference:.2f}."),
        _l("The light flickers by {measured:.2f} stops."),
    ),
    "empty": (_l("Black, white or one colour from end to end."),) * 2,
    "sound_missing": (_l("It has no sound; most of the takes have."),) * 2,
    "sound_low": (
        _l("Its sound is low: {measured:.1f} LUFS, usual in the setup is {reference:.1f} LUFS."),
        _l("Its sound is low: {measured:.1f} LUFS."),
    ),
}
#: What to know before relying on the order, the most serious first.
_WARNINGS = {
    "selects:empty": _l("{detail} shows nothing from end to end. Look whether it is broken."),
    "selects:incomplete": _l(
        "Not all of the picture of {detail} can be read; it is judged by the rest. Send it again "
        "if it came in broken."
    ),
    "selects:sizes": _l(
        "The takes have different sizes ({detail}). Look whether all are of one setup: takes of "
        "another make the order worthless."
    ),
    "selects:whole_setup": _l(
        "All takes have this alike, so that it parts none of them: {labels}. Look whether it is "
        "meant."
    ),
    "selects:alone": _l(
        "{detail} is the only take, held against what is fair by itself. Ask again with the other "
        "takes of the setup for an order."
    ),
    "selects:same_picture": _l(
        "The pictures are the same: {detail}. Look whether one is a copy of the other."
    ),
    "selects:sound_unread": _l("The sound of {detail} cannot be read, and was not judged."),
    "selects:short": _l(
        "Too few frames to tell shake, flicker and focus ({detail}). Judge these yourself."
    ),
    "selects:rates": _l(
        "The takes run at different rates ({rates}). An EDL holds those of the first one’s rate "
        "only; OTIO holds all."
    ),
    "selects:other_rate": _l(
        "Not in the EDL, which has one rate: {detail}. Take the string-out away as OTIO."
    ),
    "selects:no_edl": _l("No EDL can be written ({detail}). Take the string-out away as OTIO."),
}
_LEFT_OUT = {
    "tool:no_picture": _l("{name} was not judged: it has no picture."),
    "tool:unreadable": _l("{name} was not judged: it cannot be read. Send it again."),
}
#: Said of the string-out as it now stands, rather than of what the tool proposed.
OF_STRING_OUT = ("selects:other_rate", "selects:no_edl")


def warnings(result: Row) -> list[dict[str, str]]:
    """Each as `{"code", "text"}`: takes left out first, then the most serious."""
    left = [
        {"code": one["code"], "text": _filled(_LEFT_OUT.get(one["code"], "{name}"), one)}
        for one in result["not_judged"]
    ]
    rows = [row for row in result["warnings"] if row["code"] not in OF_STRING_OUT]
    return left + said(sorted(rows, key=lambda row: _rank(row["code"])))


def _rank(code: str) -> int:
    return list(_WARNINGS).index(code) if code in _WARNINGS else len(_WARNINGS)


def said(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Warnings as sentences; of one that is not known, the tool's own words."""
    return [{"code": row["code"], "text": _warning(row)} for row in rows]


def _warning(row: Row) -> str:
    named = [DEFECTS.get(code, code) for code in row["detail"].split(", ")]
    facts = {"detail": row["detail"], "labels": ", ".join(map(str, named))}
    return _filled(_WARNINGS.get(row["code"], "{detail}."), {**facts, "rates": _rates(row)})


def _rates(row: Row) -> str:
    """`24000/1001, 25` as people say them."""
    if row["code"] != "selects:rates":
        return ""
    return ", ".join(f"{_fps(rate)} fps" for rate in row["detail"].split(", "))


def _fps(rate: str) -> str:
    over, _slash, under = rate.partition("/")
    return f"{float(over) / float(under or 1):.5g}"


def _filled(text: Any, facts: Mapping[str, str]) -> str:
    """Names may hold braces, so that only the words known here are filled in."""
    told = str(text)
    for name, value in facts.items():
        head, mark, tail = told.partition("{" + name + "}")
        if mark:
            return head + str(value) + tail
    return told


def chips(row: Row) -> list[str]:
    return [str(DEFECTS.get(code, code)) for code in row["defects"]]


def reasons(row: Row, alone: bool) -> list[dict[str, Any]]:
    """Sentences, the largest first; `named` are defects, the others slight. `alone`: one take."""
    return [
        {"named": one["named"], "text": _reason(one, row, alone)} for one in row.get("reasons", [])
    ]


def _reason(one: Row, row: Row, alone: bool) -> str:
    special = _SPECIAL.get(one["code"])
    if special:
        return special(one, row, alone)
    compared, plain = _REASONS.get(one["code"], ("{code}", "{code}"))
    # What is beside no other take has a reference of itself, which says nothing.
    text = plain if alone or one["reference"] is None else compared
    return filled(str(text), **one)


def _under(one: Row, _row: Row, alone: bool) -> str:
    if alone:
        return _("Dark: nothing in it is bright.")
    if one["measured"] > -0.2:
        return _("Dark: nothing in it is bright, though the setup is as dark.")
    return _("Dark: %(n)s stops under the setup.") % {"n": f"{-one['measured']:.1f}"}


def _over(one: Row, row: Row, alone: bool) -> str:
    white = f"{100 * row['measures']['white_share']:.0f} %"
    if alone or one["measured"] < 0.2:
        return _("Bright: %(white)s of the picture is white.") % {"white": white}
    facts = {"n": f"{one['measured']:.1f}", "white": white}
    if row["measures"]["white_share"] < 0.01:
        return _("Bright: %(n)s stops over the setup.") % facts
    return _("Bright: %(n)s stops over the setup; %(white)s of the picture is white.") % facts


def _flashes(one: Row, _row: Row, _alone: bool) -> str:
    count = round(one["measured"])
    text = ngettext("%(n)s frame flashes.", "%(n)s frames flash.", count)
    return text % {"n": count}


def _clipped(one: Row, _row: Row, _alone: bool) -> str:
    share = 100 * one["measured"]
    told = f"{share:.0f} %" if share >= 1 else _("less than 1 %")
    return _("The sound is clipped in %(share)s of the time.") % {"share": told}


_SPECIAL = {"under": _under, "over": _over, "flash_frames": _flashes, "sound_clipped": _clipped}


def sound(row: Row) -> list[dict[str, str]]:
    """Loudness by EBU R 128 as labels and values; what was too short or silent has none."""
    heard = row["sound"]
    if heard is None:
        return [{"label": _("Sound"), "value": _("none that can be heard")}]
    told = [
        (_("Loudness"), heard["integrated_lufs"], "{n:.1f} LUFS"),
        (_("Range"), heard["range_lu"], "{n:.1f} LU"),
        (_("True peak"), heard["true_peak_dbtp"], "{n:.1f} dBTP"),
    ]
    return [
        {"label": label, "value": _minus(filled(form, n=value)) if value is not None else "–"}
        for label, value, form in told
    ]


def _minus(text: str) -> str:
    return text.replace("-", "−")


def numbers(row: Row) -> list[dict[str, str]]:
    """Everything that was measured, with units."""
    found, heard = row["measures"], row["sound"] or {}
    levels = " / ".join(f"{level:.0f}" for level in found["levels"])
    rows = [
        (_("Picture"), f"{row['width']} × {row['height']}, {_fps(row['rate'])} fps"),
        (
            _("Length"),
            _("%(n)s frames, %(s)s s") % {"n": row["frames"], "s": f"{row['seconds']:.2f}"},
        ),
        (_("Width of edges"), _number(found["blur"], "{n:.2f} ‰")),
        (_("Focus, there and back"), _number(found["focus_there_and_back"], "{n:.2f} ‰")),
        (_("Focus, from end to end"), _number(found["focus_drift"], "{n:.2f} ‰")),
        (_("Noise"), _number(found["noise"], "{n:.2f} / 255")),
        (_("Blocks"), _number(found["blocks"], "{n:.2f}")),
        (_("Levels (5, 30, 50, 70, 95 %)"), f"{levels} / 255"),
        (
            _("White, black"),
            f"{decimals(100 * found['white_share'], 1)} %, "
            f"{decimals(100 * found['black_share'], 1)} %",
        ),
        (_("Shake"), _number(found["shake"], "{n:.2f} ‰")),
        (_("Flicker"), _number(found["flicker"], "{n:.3f}")),
        (_("Frozen"), _number(found["frozen_seconds"], "{n:.2f} s")),
        (_("Samples clipped"), f"{heard['clipped_samples']}" if heard else "–"),
        (_("Silent"), f"{100 * heard['silent_share']:.0f} %" if heard else "–"),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else filled(form, n=value)
