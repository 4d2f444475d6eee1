"""What a clean plate's page says: its warnings as sentences, and the numbers behind them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages.figures import decimals

Result = dict[str, Any]


def warnings(result: Result) -> list[dict[str, str]]:
    """Each as `{"code", "text"}`, the most serious first."""
    rows = sorted(result.get("warnings", []), key=lambda row: _rank(row["code"]))
    return [{"code": row["code"], "text": _said(row, result)} for row in rows]


def _rank(code: str) -> int:
    return list(_SAID).index(code) if code in _SAID else len(_SAID)


def _said(row: dict[str, str], result: Result) -> str:
    said = _SAID.get(row["code"])
    return said(result) if said else f"{row['detail'][:1].upper()}{row['detail'][1:]}."


def share(part: float) -> str:
    """Per cent; what there is is never said to be none."""
    return f"{decimals(100 * part, 2)} %" if part >= 0.0001 or part == 0 else _("less than 0.01 %")


def _never_seen(result: Result) -> str:
    return _(
        "%(share)s of the picture was never seen empty. It is made up from its surroundings: look "
        "at it before you use it. It is black in the mask; “Mask over it” shows it in red."
    ) % {"share": share(result["never_seen"])}


def _doubtful(result: Result) -> str:
    return _(
        "At %(share)s of the picture something else stood as steadily as what was taken for the "
        "background. It is dark in the mask; “Mask over it” shows it in stripes."
    ) % {"share": share(result["doubtful"])}


def _camera(result: Result) -> str:
    return _(
        "The camera moves by up to %(pixels)s pixels. Look closely where things stand near and "
        "far: they may be double or soft."
    ) % {"pixels": decimals(result["camera_travel"], 1)}


def _restless(_result: Result) -> str:
    return _(
        "Much of the picture never holds still, such as water or leaves. The plate may be soft "
        "or double there."
    )


def _cuts(result: Result) -> str:
    start, end = result["shot"]
    count = len(result["ranges"])
    return ngettext(
        "There is %(n)s shot in it. The plate is of frames %(first)s to %(last)s.",
        "There are %(n)s shots in it. The plate is of the longest, frames %(first)s to %(last)s.",
        count,
    ) % {"n": count, "first": start, "last": end - 1}


def _left_out(result: Result) -> str:
    count = result["left_out"]
    return ngettext(
        "%(n)s frame that was looked at does not fit the others and was left out.",
        "%(n)s frames that were looked at do not fit the others and were left out.",
        count,
    ) % {"n": count}


def _held(_result: Result) -> str:
    return _("The picture has no details by which the camera could be measured.")


def _static(_result: Result) -> str:
    return _("Nothing moves in the shot. The plate is the mean of its frames.")


_SAID: dict[str, Callable[[Result], str]] = {
    "plate:never_seen": _never_seen,
    "plate:doubtful": _doubtful,
    "plate:camera_moves": _camera,
    "plate:restless": _restless,
    "plate:nothing_to_hold": _held,
    "plate:cuts": _cuts,
    "plate:left_out": _left_out,
    "plate:static": _static,
}


def numbers(result: Result) -> list[dict[str, str]]:
    """Label and value of everything that was measured."""
    start, end = result["shot"]
    low, high = result["exposure"]
    used = len(result["used"])
    seen = decimals(result["seen_seconds"], 2)
    rows = [
        (_("Picture"), f"{result['width']} × {result['height']}"),
        (_("Frames of the shot"), _("%(a)s to %(b)s") % {"a": start, "b": end - 1}),
        (_("Frames used"), f"{used}"),
        (_("Frames left out"), f"{result['left_out']}"),
        (_("Certain"), share(result["certain"])),
        (_("Doubtful"), share(result["doubtful"])),
        (_("Never seen"), share(result["never_seen"])),
        (
            _("Seen where it shows shortest"),
            _("%(n)s s") % {"n": seen},
        ),
        (_("Way of the camera"), _("%(n)s pixels") % {"n": decimals(result["camera_travel"], 2)}),
        (_("Exposure of the frames"), f"× {decimals(low, 3)} – {decimals(high, 3)}"),
        (_("Shots there"), ", ".join(f"{a}–{b - 1}" for a, b in result["ranges"])),
        (_("Tool"), f"{result['tool']} {result['version']}"),
    ]
    return [{"label": label, "value": value} for label, value in rows]
