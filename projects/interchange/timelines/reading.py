"""A file of any editorial format as an OpenTimelineIO timeline and its frames.

Files that others wrote are read in a process of its own (`apart.py`); what is here believes none.
"""

import codecs
import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
from opentimelineio import schema

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines import fcp7_reading, fcpxml_reading
from projects.interchange.timelines.aaf import read_aaf
from projects.interchange.timelines.building import build
from projects.interchange.timelines.edl_reading import read_edl
from projects.interchange.timelines.laid import GENERATOR, NESTED, Laid
from projects.interchange.timelines.logs import rate_of_log, read_log
from projects.interchange.timelines.neutral import lay
from projects.interchange.timelines.xml_safely import parse

MOST_TEXT, MOST_AAF = 64 * 1024**2, 512 * 1024**2
_DEEPEST = 100
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TWENTY_NINE = Fraction(30000, 1001)


@dataclass(frozen=True)
class Read:
    """What was read: its format, the timeline, the same in whole frames, and how many films the
    file holds. `warnings` are codes and counts.
    """

    format: str
    timeline: schema.Timeline
    laid: Laid
    films: int = 1
    warnings: tuple[tuple[str, int], ...] = ()


def read(path: Path, rate: Fraction | None = None, film: int = 1) -> Read:
    """The film `film` (from 1) of the file.

    `rate` is asked for where the format does not say it (EDL, and ALE without FPS).
    Raises `ExportRefused` as the readers do, and `timeline:rate_needed`, `timeline:no_such_film`,
    `timeline:unknown`; `timeline:wrong_rate` where the file says another than `rate`.
    """
    format, data = recognise(path)
    if format == "aaf":
        found = _of_objects(format, read_aaf(path), film)
    elif format == "otio":
        found = _of_objects(format, _otio(data), film)
    elif format in ("fcpxml", "fcp7"):
        found = _of_xml(format, data, film)
    else:
        text, warnings = decoded(data)
        laid = _of_text(format, text, rate)
        found = Read(format, build(laid), laid, 1, (*warnings, *_warnings(laid)))
    if rate not in (None, found.laid.rate):
        told = {"own": f"{float(found.laid.rate):g}", "rate": f"{float(rate or 0):g}"}
        said = gettext_noop("the file itself says %(own)s, not %(rate)s")
        raise ExportRefused("timeline:wrong_rate", said, **told)
    return found


def recognise(path: Path) -> tuple[str, bytes]:
    """Format by content ("edl", "otio", "fcpxml", "fcp7", "aaf", "ale"), and the bytes.

    Raises `ExportRefused`: `timeline:unknown`, `timeline:too_much`.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        aaf = head == _OLE
        most = MOST_AAF if aaf else MOST_TEXT
        if size > most:
            raise ExportRefused(
                "timeline:too_much", gettext_noop("more than %(most)s bytes"), most=most
            )
        if aaf:
            return "aaf", b""
        data = head + file.read()
    start = data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"{"):
        return "otio", data
    if start.startswith(b"<"):
        return _xml_kind(data), data
    text, _ = decoded(data)
    lines = [line.strip() for line in text.splitlines()[:2000]]
    if "Column" in lines or "Heading" in lines[:5]:
        return "ale", data
    if any(line.upper().startswith(("TITLE:", "FCM:")) or line[:3].isdigit() for line in lines):
        return "edl", data
    raise ExportRefused("timeline:unknown", gettext_noop("it is text of another kind"))


def _xml_kind(data: bytes) -> str:
    root = parse(data).tag
    if root not in ("fcpxml", "xmeml"):
        raise ExportRefused("timeline:unknown", gettext_noop("XML, but of neither Final Cut"))
    return "fcpxml" if root == "fcpxml" else "fcp7"


def decoded(data: bytes) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Text of UTF-8, of UTF-16 that says so, or of old Windows and Mac programs (with a warning).

    Raises `ExportRefused("timeline:unknown")` for what is no text.
    """
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
        if "\0" in text:
            raise ExportRefused("timeline:unknown", gettext_noop("it is no text"))
        return text, ()
    except UnicodeDecodeError:
        if b"\0" in data:
            raise ExportRefused("timeline:unknown", gettext_noop("it is no text")) from None
    return data.decode("cp1252", "replace"), (("old_encoding", 1),)


def _of_text(format: str, text: str, rate: Fraction | None) -> Laid:
    if format == "ale":
        rate = rate_of_log(text) or rate
    elif rate is None and "FCM: DROP" in text.upper():
        rate = _TWENTY_NINE  # of the rates that drop, the one that lists are made of
    if rate is None:
        raise rate_needed()
    return read_log(text, rate) if format == "ale" else read_edl(text, rate)


def rate_needed() -> ExportRefused:
    """The rate is not said, and nothing must be guessed of a cut."""
    return ExportRefused("timeline:rate_needed", gettext_noop("frames a second are not said"))


def _of_xml(format: str, data: bytes, film: int) -> Read:
    root = parse(data)
    module: Any = fcpxml_reading if format == "fcpxml" else fcp7_reading
    named = module.sequences(root)
    _must_be_there(film, len(named))
    reader = module.read_fcpxml if format == "fcpxml" else module.read_fcp7
    laid = reader(root, *named[film - 1])
    return Read(format, build(laid), laid, len(named), (*_unread(laid), *_warnings(laid)))


def _unread(laid: Laid) -> list[tuple[str, int]]:
    """What these two formats have within, and nothing here takes out of them."""
    counts = {
        "nested_unread": sum(item.kind == NESTED for item in laid.items()),
        "generators_unread": sum(item.kind == GENERATOR for item in laid.items()),
        "effects_unread": sum(item.effects for item in laid.items()),
    }
    return [(code, count) for code, count in counts.items() if count]


def _otio(data: bytes) -> otio.core.SerializableObject:
    text, _ = decoded(data)
    _must_be_shallow(text)
    try:
        return otio.adapters.read_from_string(text, "otio_json")
    except otio.exceptions.UnsupportedSchemaError:
        said = gettext_noop("a newer OpenTimelineIO wrote it than can be read here")
        raise ExportRefused("timeline:unreadable", said) from None
    except (otio.exceptions.OTIOError, ValueError, TypeError, RuntimeError):
        said = gettext_noop("it is not OpenTimelineIO")
        raise ExportRefused("timeline:unreadable", said) from None


def _must_be_shallow(text: str) -> None:
    """The library reads by recursion; a deep file would end the process."""
    try:
        rows = [(json.loads(text), 1)]
    except (ValueError, RecursionError):
        said = gettext_noop("broken JSON, or nested too deeply")
        raise ExportRefused("timeline:unreadable", said) from None
    while rows:
        value, depth = rows.pop()
        if depth > _DEEPEST:
            raise ExportRefused("timeline:too_much", gettext_noop("nested too deeply"))
        inner = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            rows += [(item, depth + 1) for item in inner if isinstance(item, dict | list)]


def _of_objects(format: str, found: otio.core.SerializableObject, film: int) -> Read:
    timelines = _timelines(found)
    _must_be_there(film, len(timelines))
    timeline = timelines[film - 1]
    laid = lay(timeline)
    return Read(format, timeline, laid, len(timelines), _warnings(laid))


def _timelines(found: otio.core.SerializableObject) -> list[schema.Timeline]:
    if isinstance(found, schema.Timeline):
        return [found]
    if isinstance(found, schema.SerializableCollection):
        within = [child for child in found if isinstance(child, schema.Timeline)]
        if within:
            return within
        loose = [child for child in found if isinstance(child, schema.Clip)]
        return [_around(found.name, *loose)] if loose else []
    if isinstance(found, schema.Stack):
        timeline = schema.Timeline(name=found.name)
        timeline.tracks = found.deepcopy()
        return [timeline]
    if isinstance(found, schema.Track):
        timeline = schema.Timeline(name=found.name)
        timeline.tracks.append(found.deepcopy())
        return [timeline]
    return [_around(found.name, found)] if isinstance(found, schema.Clip) else []


def _around(name: str, *clips: schema.Clip) -> schema.Timeline:
    timeline, track = schema.Timeline(name=name), schema.Track(kind="Video")
    track.extend([clip.deepcopy() for clip in clips])
    timeline.tracks.append(track)
    return timeline


def _must_be_there(film: int, count: int) -> None:
    if not count:
        raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
    if not 1 <= film <= count:
        said = gettext_noop("there are %(count)s")
        raise ExportRefused("timeline:no_such_film", said, count=count)


def _warnings(laid: Laid) -> tuple[tuple[str, int], ...]:
    rounded = (("off_frame", laid.rounded),) if laid.rounded else ()
    return (*laid.warnings, *rounded)
