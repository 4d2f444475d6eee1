"""What a conversion's page says: formats by their names, losses and warnings as sentences."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from projects.assist.tools.convert import FORMATS
from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day, to_timecode

Row = dict[str, Any]


def _n(one: str, many: str) -> Any:
    return ngettext_lazy(one, many, "n")


#: What the format cannot hold → its sentence; the order is that of the page, the worst first.
LOSSES = {
    "film": _n(
        "The cut of %(n)s clip is left out: only its colour decision is kept.",
        "The cut of %(n)s clips is left out: only their colour decisions are kept.",
    ),
    "video_tracks": _n(
        "%(n)s picture track is left out, with all that is on it.",
        "%(n)s picture tracks are left out, with all that is on them.",
    ),
    "audio_tracks": _n(
        "%(n)s sound track is left out, with all that is on it.",
        "%(n)s sound tracks are left out, with all that is on them.",
    ),
    "places": _n(
        "%(n)s clip is seen at another place or length.",
        "%(n)s clips are seen at another place or length.",
    ),
    "disabled": _n(
        "%(n)s clip that is switched off will be seen.",
        "%(n)s clips that are switched off will be seen.",
    ),
    "clips": _n(
        "%(n)s clip that is seen within a transition only is left out.",
        "%(n)s clips that are seen within transitions only are left out.",
    ),
    "nested": _n(
        "%(n)s nested composition becomes a clip; what lies within it is left out.",
        "%(n)s nested compositions become a clip each; what lies within them is left out.",
    ),
    "generators": _n(
        "%(n)s generator, such as a title, becomes a clip.",
        "%(n)s generators, such as titles, become clips.",
    ),
    "transitions": _n(
        "%(n)s gradual transition is flattened to a cut.",
        "%(n)s gradual transitions are flattened to cuts.",
    ),
    "transition_kinds": _n(
        "%(n)s transition becomes a dissolve.", "%(n)s transitions become dissolves."
    ),
    "cut_points": _n(
        "Where the cut lies under %(n)s transition is left out; it looks the same.",
        "Where the cut lies under %(n)s transitions is left out; they look the same.",
    ),
    "speeds": _n("%(n)s change of speed is left out.", "%(n)s changes of speed are left out."),
    "source_lengths": _n(
        "%(n)s length of source that differs from the record's is left out.",
        "%(n)s lengths of source that differ from the record's are left out.",
    ),
    "effects": _n(
        "%(n)s effect other than speed is left out.",
        "%(n)s effects other than speed are left out.",
    ),
    "grades": _n(
        "%(n)s colour decision (ASC CDL) is left out.",
        "%(n)s colour decisions (ASC CDL) are left out.",
    ),
    "ungraded": _n(
        "%(n)s clip has no colour decision and is left out.",
        "%(n)s clips have no colour decision and are left out.",
    ),
    "grade_media": _n(
        "To which media %(n)s colour decision belongs is left out.",
        "To which media %(n)s colour decisions belong is left out.",
    ),
    "grade_digits": _n(
        "%(n)s colour decision is rounded to six decimals.",
        "%(n)s colour decisions are rounded to six decimals.",
    ),
    "sources": _n(
        "The first source frame of %(n)s clip is left out.",
        "The first source frames of %(n)s clips are left out.",
    ),
    "reels": _n(
        "%(n)s reel name is shortened, written in plain characters or left out.",
        "%(n)s reel names are shortened, written in plain characters or left out.",
    ),
    "media": _n(
        "Where the media of %(n)s clip lies is left out.",
        "Where the media of %(n)s clips lies is left out.",
    ),
    "media_ranges": _n(
        "How much media there is for %(n)s clip is left out.",
        "How much media there is for %(n)s clips is left out.",
    ),
    "markers": _n("%(n)s marker is left out.", "%(n)s markers are left out."),
    "marker_details": _n(
        "Colour, length or other details of %(n)s marker are left out.",
        "Colour, length or other details of %(n)s markers are left out.",
    ),
    "notes": _n("%(n)s note is left out.", "%(n)s notes are left out."),
    "clip_names": _n(
        "%(n)s name is written in plain characters of one line.",
        "%(n)s names are written in plain characters of one line.",
    ),
    "track_names": _n(
        "The name of %(n)s track is left out.", "The names of %(n)s tracks are left out."
    ),
    "metadata": _n(
        "What other programs noted on %(n)s clip is left out.",
        "What other programs noted on %(n)s clips is left out.",
    ),
    "start": gettext_lazy("The timecode that the film starts at is left out."),
    "drop_frame": gettext_lazy("That the timecode drops frames is left out."),
    "title": gettext_lazy("The title is cut or left out."),
    "several_grades": _n(
        "Each decision has a file of its own: %(n)s file, in one ZIP.",
        "Each decision has a file of its own: %(n)s files, in one ZIP.",
    ),
    "several_files": _n(
        "The list is too long for one file: it becomes %(n)s file, in one ZIP.",
        "The list is too long for one file: it becomes %(n)s files, in one ZIP.",
    ),
}
#: What in the file deserves a look, the most serious first.
WARNINGS = {
    "more_films": _n(
        "The file holds %(n)s film, which was read.",
        "The file holds %(n)s films, and one of them was read. Ask again with the number of "
        "another film if it was the wrong one.",
    ),
    "lines_unread": _n(
        "%(n)s line of the list is of no known kind and was not read. Look whether it matters.",
        "%(n)s lines of the list are of no known kind and were not read. Look whether they matter.",
    ),
    "no_range": _n(
        "%(n)s clip of the log says no begin or end and was left out.",
        "%(n)s clips of the log say no begin or end and were left out.",
    ),
    "no_length": _n(
        "%(n)s clip is shorter than half a frame and was left out.",
        "%(n)s clips are shorter than half a frame and were left out.",
    ),
    "odd_transitions": _n(
        "%(n)s transition lies away from its cut and was left out.",
        "%(n)s transitions lie away from their cut and were left out.",
    ),
    "lengths_differ": _n(
        "%(n)s event has another length of source than of record. Check it.",
        "%(n)s events have another length of source than of record. Check them.",
    ),
    "off_frame": _n(
        "%(n)s time is on no frame; it was moved to the nearest.",
        "%(n)s times are on no frame; each was moved to the nearest.",
    ),
    "speeds_unread": _n(
        "%(n)s change of speed was not read, only its place.",
        "%(n)s changes of speed were not read, only their places.",
    ),
    "ramps_unread": _n(
        "%(n)s clip changes speed on the way: only the first speed was read.",
        "%(n)s clips change speed on the way: only the first speed was read.",
    ),
    "nested_unread": _n(
        "What lies within %(n)s nested composition was not read.",
        "What lies within %(n)s nested compositions was not read.",
    ),
    "generators_unread": _n(
        "What %(n)s title or generator shows was not read.",
        "What %(n)s titles and generators show was not read.",
    ),
    "effects_unread": _n(
        "What %(n)s effect does was not read.", "What %(n)s effects do was not read."
    ),
    "auditions": _n(
        "Of %(n)s audition the chosen clip alone was read.",
        "Of each of %(n)s auditions the chosen clip alone was read.",
    ),
    "captions_unread": _n("%(n)s caption was not read.", "%(n)s captions were not read."),
    "overlap": _n(
        "%(n)s event lies over another; it is on a track of its own.",
        "%(n)s events lie over others; they are on tracks of their own.",
    ),
    "reels_collide": _n(
        "%(n)s reel becomes the same as another when its name is cut to eight characters.",
        "%(n)s reels become the same reel when their names are cut to eight characters.",
    ),
    "rate_unsaid": gettext_lazy(
        "An EDL does not say its rate. Tell whoever opens it which one it is."
    ),
    "no_frames": _n(
        "The decisions name no frames: %(n)s takes one second.",
        "The decisions name no frames: each of %(n)s takes one second.",
    ),
    "gaps": _n("There is %(n)s gap between clips.", "There are %(n)s gaps between clips."),
    "old_encoding": gettext_lazy(
        "The file is no UTF-8; letters beyond A to Z were read as Windows writes them. Check names."
    ),
}


def losses(rows: list[Row]) -> list[Row]:
    """Each as `{"code", "text"}`, what changes the picture first."""
    return _said(LOSSES, rows)


def warnings(rows: list[Row]) -> list[Row]:
    return _said(WARNINGS, rows)


def _said(texts: dict[str, Any], rows: list[Row]) -> list[Row]:
    places = {code: place for place, code in enumerate(texts)}
    ordered = sorted(rows, key=lambda row: places.get(row["code"], len(places)))
    return [{"code": row["code"], "text": _sentence(texts, row)} for row in ordered]


def _sentence(texts: dict[str, Any], row: Row) -> str:
    """In the words of the tool, where it has learnt a code that this page does not know."""
    if row["code"] in texts:
        return str(texts[row["code"]] % {"n": row["count"]})
    return f"{row['detail'][:1].upper()}{row['detail'][1:]}."


def format_name(code: str) -> str:
    """What an editor calls it; a format read by what it holds has no ending to go by."""
    return _(FORMATS.get(code, code.upper()))


def facts(result: Row) -> list[Row]:
    """What was read, as label and value; what the file does not have is left out."""
    counted = [
        (_("Format"), format_name(result["format"])),
        (_("Title"), result.get("title", "")),
        (_("Frame rate"), _rate(result)),
        (_("Starts at"), at(result, result.get("start", 0)) if "rate" in result else ""),
        (_("Length"), _length(result)),
        (_("Tracks"), _tracks(result.get("tracks", []))),
        (_("Events"), len(result.get("events", [])) or ""),
        (_("Colour decisions"), result.get("grades") or ""),
        (_("Rows of the table"), result.get("rows", "")),
    ]
    return [{"label": label, "value": value} for label, value in counted if value != ""]


def _rate(result: Row) -> str:
    if "rate" not in result:
        return ""
    shown = f"{float(Fraction(result['rate'])):.3f}".rstrip("0").rstrip(".")
    kinds = [f"{shown} fps ({result['rate']})"]
    return ", ".join([*kinds, _("drop frame")] if result.get("drop_frame") else kinds)


def at(result: Row, frame: int) -> str:
    """Timecode of a frame counted from 00:00:00:00; plain frames where no clock counts."""
    rate, drop = Fraction(result["rate"]), result.get("drop_frame", False)
    try:
        return to_timecode(frame % day(rate, drop), rate, drop)
    except ExportRefused:
        return f"{frame}"


def _length(result: Row) -> str:
    if "frames" not in result:
        return ""
    shown = f"{result['frames']:,}".replace(",", " ")
    told = ngettext(
        "%(clock)s (%(frames)s frame)", "%(clock)s (%(frames)s frames)", result["frames"]
    )
    return told % {"clock": at(result, result["frames"]), "frames": shown}


def _tracks(rows: list[Row]) -> str:
    """`2 picture, 4 sound`."""
    kinds = {"video": _("%(n)s picture"), "audio": _("%(n)s sound")}
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in kinds}
    return ", ".join(kinds[kind] % {"n": n} for kind, n in counts.items() if n)
