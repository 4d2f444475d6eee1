"""What a track's page says: how well it holds, what to look at, the numbers behind it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.languages.figures import decimals
from projects.assist.tools.scope_extension_words import ASTRAY, UNSURE
from projects.models import Version
from projects.showing import clock

Result = dict[str, Any]
Row = dict[str, Any]

#: Role of a file → what it is for, in a line.
USES = {
    "nuke": gettext_lazy(
        "Paste its text into Nuke's node graph: a CornerPin2D, frames counted from 1."
    ),
    "effects": gettext_lazy(
        "Copy its text and paste it onto a layer of the film's size in After Effects."
    ),
    "csv": gettext_lazy("Four corners and the certainty of each frame, for any other program."),
    "preview": gettext_lazy("For looking and for showing around; not in full size."),
    "mask": gettext_lazy(
        "White is what stands before the region, in the film's size. It begins with the first "
        "tracked frame."
    ),
    "numbers": gettext_lazy("Everything that was measured, as JSON."),
}


def place(version: Version, frame: int) -> str:
    """A frame with its timecode, where a clock counts at the film's rate."""
    at = clock(version, frame)
    if at == f"{frame}":
        return _("frame %(frame)s") % {"frame": frame}
    return _("frame %(frame)s (%(clock)s)") % {"frame": frame, "clock": at}


def is_weak(row: Row) -> bool:
    return bool(row["certainty"] < UNSURE or row["strays"] > ASTRAY)


def ranges(rows: list[Row]) -> list[tuple[int, int]]:
    """First and last frame of each stretch that is held by little."""
    found: list[tuple[int, int]] = []
    for frame in (row["frame"] for row in rows if is_weak(row)):
        if found and found[-1][1] == frame - 1:
            found[-1] = (found[-1][0], frame)
        else:
            found.append((frame, frame))
    return found


def verdict(result: Result) -> tuple[str, str]:
    """A state of the status mark, and its word."""
    rows, weak = result["frames"], sum(map(is_weak, result["frames"]))
    if 2 * weak > len(rows):
        return "blocked", _("held by little")
    if weak or _why(result, "lost"):
        return "changes", _("look closely")
    return "ready", _("holds")


def _why(result: Result, why: str) -> list[Row]:
    ends = (result["lost_before"], result["lost_at"])
    return [end for end in ends if end and end["why"] == why]


def summary(result: Result, version: Version) -> str:
    """From where to where, and how far its corners may be off."""
    count = len(result["frames"])
    return ngettext(
        "Tracked in %(n)s frame: %(first)s. Its corners may be off by %(pixels)s pixels.",
        "Tracked through %(n)s frames, from %(first)s to %(last)s. On the whole the corners may "
        "be off by %(pixels)s pixels.",
        count,
    ) % {
        "n": count,
        "first": place(version, result["first"]),
        "last": place(version, result["last"]),
        "pixels": decimals(result["self_consistency"], 2),
    }


def warnings(result: Result, version: Version) -> list[dict[str, str]]:
    """Each as `{"code", "text"}`, the most serious first."""
    rows = sorted(result.get("warnings", []), key=lambda row: _rank(row["code"]))
    told = [{"code": row["code"], "text": _said(row, result, version)} for row in rows]
    unique = {line["text"]: line for line in told}  # both ends are told by each one's sentence
    return list(unique.values())


def _rank(code: str) -> int:
    return list(_SAID).index(code) if code in _SAID else len(_SAID)


def _said(row: dict[str, str], result: Result, version: Version) -> str:
    said = _SAID.get(row["code"])
    text = said(result, version) if said else ""
    return text or f"{row['detail'][:1].upper()}{row['detail'][1:]}."


def _lost(result: Result, version: Version) -> str:
    said = []
    for end in _why(result, "lost"):
        after = end["frame"] > result["at"]
        said.append(
            (
                _("The region is lost at %(place)s: hidden, out of the picture, or too blurred.")
                if after
                else _("Before the marked frame the region is lost at %(place)s.")
            )
            % {"place": place(version, end["frame"])}
        )
    said.append(_("Mark it again in a frame beyond that for the rest of the shot."))
    return " ".join(said) if len(said) > 1 else ""


def _cut(result: Result, version: Version) -> str:
    said = []
    for end in _why(result, "cut"):
        if end["frame"] > result["at"]:
            words = _("Another shot begins at %(place)s: the track ends before it.")
            said.append(words % {"place": place(version, end["frame"])})
        else:
            words = _("The shot begins with %(place)s, and the track with it.")
            said.append(words % {"place": place(version, end["frame"] + 1)})
    return " ".join(said)


def _weak(result: Result, version: Version) -> str:
    found = ranges(result["frames"])
    count = sum(b - a + 1 for a, b in found)
    said = ngettext(
        "%(n)s frame of %(all)s is held by little, the worst is %(worst)s with corners that may be "
        "off by %(pixels)s pixels.",
        "%(n)s frames of %(all)s are held by little, the worst is %(worst)s with corners that may "
        "be off by %(pixels)s pixels.",
        count,
    ) % {
        "n": count,
        "all": len(result["frames"]),
        "worst": place(version, worst(result)["frame"]),
        "pixels": decimals(worst(result)["strays"], 2),
    }
    return f"{said} {_('Look at them, or mark a larger region with more texture.')}"


def worst(result: Result) -> Row:
    """The row of the frame that is to be looked at first."""
    rows: list[Row] = result["frames"]
    named = [row for row in rows if row["frame"] == result.get("worst")]
    return named[0] if named else max(rows, key=lambda row: row["strays"])


def _hidden(result: Result, _version: Version) -> str:
    return _(
        "Up to %(share)s of the region is masked in a frame. What most frames show is taken for "
        "the region itself: make sure that the mask is not the wrong way round."
    ) % {"share": f"{100 * (result['hidden'] or 0):.0f} %"}


def _no_mask(_result: Result, _version: Version) -> str:
    return _(
        "Too few frames are tracked to tell what stands before the region: there is no mask, and "
        "a picture lies over everything."
    )


def _far(result: Result, version: Version) -> str:
    return _(
        "The marked frame is so far into the film that the frames before %(place)s were left out. "
        "Mark the region earlier, or give a later first frame."
    ) % {"place": place(version, result["first"])}


def _short(result: Result, version: Version) -> str:
    return _("The film ends with %(place)s, before the last frame that was asked for.") % {
        "place": place(version, result["last"])
    }


_SAID: dict[str, Callable[[Result, Version], str]] = {
    "scope:lost": _lost,
    "scope:weak": _weak,
    "scope:hidden": _hidden,
    "scope:no_mask": _no_mask,
    "scope:cut": _cut,
    "scope:far": _far,
    "scope:short": _short,
}


def numbers(result: Result, version: Version) -> list[dict[str, str]]:
    """Label and value of everything that was measured."""
    return [{"label": label, "value": value} for label, value in _numbers(result, version)]


def _numbers(result: Result, version: Version) -> Iterator[tuple[str, str]]:
    low = min(row["certainty"] for row in result["frames"])
    yield _("Picture"), f"{result['width']} × {result['height']}"
    yield _("Marked in"), place(version, result["at"])
    yield _("Certainty at the least"), f"{100 * low:.0f} %"
    yield _("Corners may be off by, on the whole"), _pixels(result["self_consistency"])
    yield _("And in the worst frame"), _pixels(worst(result)["strays"])
    residual = max(row["residual"] for row in result["frames"])
    yield _("Features are off by, at most"), _pixels(residual)
    if result["grain"]:
        blue, green, red = result["grain"]
        said = _("red %(r)s, green %(g)s, blue %(b)s levels of 255, %(size)s pixels")
        size = decimals(result["grain_size"], 1)
        yield _("Grain of the film there"), said % {"r": red, "g": green, "b": blue, "size": size}
    if result["softened"] is not None:
        yield _("The picture was softened by, at most"), _pixels(result["softened"])
    if result["hidden"] is not None:
        yield _("Of the region hidden, at most"), f"{decimals(100 * result['hidden'], 1)} %"
    yield _("Picture laid in"), result["inserted"] or _("none")
    yield _("Tool"), f"{result['tool']} {result['version']}"


def _pixels(value: float) -> str:
    return _("%(n)s pixels") % {"n": decimals(value, 2)}
