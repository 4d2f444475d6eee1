"""Avid log exchange as a film: its clips one after the other, since a log has no record side."""

import re
from fractions import Fraction

from projects.interchange.ale import read_ale
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import DROPPING, day, drops, from_timecode, nominal, to_timecode
from projects.interchange.timelines.carrying import asc_words
from projects.interchange.timelines.laid import VIDEO, Item, Laid, Track
from projects.interchange.timelines.neutral import digest, rate_of

_ENDS = re.compile(r"\r\n|\r|\n")
_PLAIN = re.MULTILINE | re.ASCII
_COLUMNS = (
    *("Name", "Tracks", "Start", "End", "Duration", "Tape"),
    *("Source File", "Comments", "ASC_SOP", "ASC_SAT"),
)


def rate_of_log(text: str) -> Fraction | None:
    """What the heading says of the rate, if it does."""
    head = "\n".join(_ENDS.split(text.partition("Column")[0]))
    found = re.search(r"^FPS[\t ]+(\d{1,4}(?:\.\d{1,9})?)(?:[\t ]*N?DF)?\s*$", head, _PLAIN)
    return rate_of(float(found[1])) if found else None


def read_log(text: str, rate: Fraction) -> Laid:
    """The clips of the log that say where they begin and end.

    Raises `ExportRefused`: `logs:unreadable`, `timeline:bad_line`, `timeline:wrong_rate`,
    `timeline:no_clips`.
    """
    entries, cells = read_ale(text), _cells(text)
    items: list[Item] = []
    at = without = still = 0
    dropping = False
    for entry in entries:
        told = cells[entry.line]
        begin, end = entry.start, told.get("end", "")
        if not begin or not end:
            without += 1
            continue
        if begin.startswith("24:00:00"):
            begin = "00:00:00" + begin[8:]
        source, last = (_frame(entry.line, time, rate) for time in (begin, end))
        drop = drops(begin, rate) and rate in DROPPING
        dropping, midnight = dropping or drop, day(rate, drop)
        if last < source and last + midnight - source < midnight // 2:
            last += midnight  # cameras that run by the time of day roll over it
        if last == source:
            still += 1
            continue
        if last < source:
            said = gettext_noop("line %(line)s: a clip that ends before it begins")
            raise ExportRefused("timeline:bad_line", said, line=entry.line)
        grade = None
        if entry.slope and entry.offset and entry.power:
            saturation = 1.0 if entry.saturation is None else entry.saturation
            grade = (entry.slope, entry.offset, entry.power, saturation)
        extra = tuple(sorted((k, v) for k, v in told.items() if k not in _KNOWN))
        items.append(
            Item(
                at,
                last - source,
                source,
                name=entry.name,
                media=entry.file,
                reel=entry.reel,
                note=entry.comment,
                grade=grade,
                extra=extra,
                other=digest(dict(extra)) if extra else "",
            )
        )
        at += last - source
    if not items:
        raise ExportRefused("timeline:no_clips", gettext_noop("no clip says begin and end"))
    warned = (("no_range", without), ("no_length", still))
    found = tuple((code, count) for code, count in warned if count)
    return Laid("", rate, (Track(VIDEO, tuple(items)),), 0, dropping, warnings=found)


_KNOWN = {column.lower() for column in _COLUMNS} | {"clip name", "reel", "unc"}


def _cells(text: str) -> dict[int, dict[str, str]]:
    """Line → name of the column in lower case → what is written there, empty ones left out."""
    lines = _ENDS.split(text.removeprefix("\ufeff"))
    begin = next(n for n, line in enumerate(lines) if line.strip() == "Column")
    names = next(line for line in lines[begin + 1 :] if line.strip())
    columns = [name.strip().lower() for name in names.split("\t")]
    found = {}
    for number, line in enumerate(lines, 1):
        cells = (cell.strip() for cell in line.split("\t"))
        found[number] = {
            name: cell for name, cell in zip(columns, cells, strict=False) if cell and name
        }
    return found


def _frame(line: int, time: str, rate: Fraction) -> int:
    if time in ("24:00:00:00", "24:00:00;00"):
        return _frame(line, f"23:59:59{time[8]}{nominal(rate) - 1:02}", rate) + 1
    try:
        if drops(time, rate) and rate not in DROPPING:
            time = time.replace(";", ":")
        return from_timecode(time, rate)
    except ExportRefused:
        frames = time.strip()[-2:]
        wrong = frames.isdigit() and int(frames) >= nominal(rate)
        said = gettext_noop("line %(line)s, %(rate)s: %(time)s")
        told = {"line": line, "rate": f"{float(rate):g}", "time": time[:20]}
        raise ExportRefused(
            "timeline:wrong_rate" if wrong else "timeline:bad_line", said, **told
        ) from None


def write_log(laid: Laid) -> str:
    """`carried(laid, "ale")` as an Avid log. Raises `ExportRefused`: `interchange:past_midnight`,
    `interchange:no_timecode`, `interchange:no_drop_frame`.
    """
    rows = [
        "Heading",
        "FIELD_DELIM\tTABS",
        "VIDEO_FORMAT\tCUSTOM",
        f"FPS\t{_rate(laid.rate)}",
        "",
        "Column",
        "\t".join(_COLUMNS),
        "",
        "Data",
    ]
    for item in (item for track in laid.tracks for item in track.items):
        sop = sat = ""
        if item.grade:
            sop, sat = asc_words(item.grade)
        midnight, end = day(laid.rate, laid.drop_frame), item.source_end
        if item.source < midnight < end < item.source + midnight // 2:
            end -= midnight
        clocks = [_time(frame, laid) for frame in (item.source, end, item.length)]
        cells = [item.name, "V", *clocks, item.reel, item.media, item.note, sop, sat]
        rows.append("\t".join(cells))
    return "\r\n".join(rows) + "\r\n"


def _time(frame: int, laid: Laid) -> str:
    end = to_timecode(frame - 1, laid.rate, laid.drop_frame) if frame else ""
    if end and end.startswith("23:59:59") and int(end[9:]) == nominal(laid.rate) - 1:
        return "24:00:00;00" if laid.drop_frame else "24:00:00:00"
    return to_timecode(frame, laid.rate, laid.drop_frame)


def _rate(rate: Fraction) -> str:
    """As Avid writes it: 23.976, 29.97, 25."""
    known = {Fraction(24000, 1001): "23.976", Fraction(30000, 1001): "29.97"}
    return known.get(rate) or f"{float(rate):.3f}".rstrip("0").rstrip(".")
