"""Colour decisions on their own, and as parts of a film: CDL, CCC, CC, EDL and ALE."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath

from projects.interchange.cdl import read_cdl
from projects.interchange.grades import write_cc, write_ccc, write_cdl
from projects.interchange.logs import Entry
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import nominal
from projects.interchange.timelines.laid import VIDEO, Grade, Item, Laid, Track
from projects.interchange.timelines.losses import Loss
from projects.interchange.timelines.writing import Written

FORMATS = ("cdl", "ccc", "cc")
_SAME: Grade = ((1.0,) * 3, (0.0,) * 3, (1.0,) * 3, 1.0)
_DIGITS = 6


def of_film(laid: Laid) -> list[Entry]:
    """The decision of each clip that has one; `name` is the reel or the clip's name."""
    found = []
    for number, item in enumerate(laid.items(), 1):
        if item.grade:
            slope, offset, power, saturation = item.grade
            found.append(
                Entry(
                    number,
                    name=item.reel if item.reel not in ("", "AX") else item.name,
                    file=item.media or item.name,
                    slope=(slope[0], slope[1], slope[2]),
                    offset=(offset[0], offset[1], offset[2]),
                    power=(power[0], power[1], power[2]),
                    saturation=saturation,
                )
            )
    return found


def as_film(entries: Sequence[Entry], title: str, rate: Fraction) -> Laid:
    """The decisions as clips of one second each, since a CDL names no frames.

    Raises `ExportRefused`: `interchange:no_timecode`, `timeline:no_grades`.
    """
    if not entries:
        raise no_grades()
    second = nominal(rate)
    items = tuple(
        Item(n * second, second, 0, name=_stem(e), media=e.file, reel=e.name, grade=grade_of(e))
        for n, e in enumerate(entries)
    )
    return Laid(title, rate, (Track(VIDEO, items),), 3600 * second)


def no_grades() -> ExportRefused:
    """There is nothing to write."""
    return ExportRefused("timeline:no_grades", gettext_noop("no correction is named"))


def grade_of(entry: Entry) -> Grade:
    """What the entry leaves out changes nothing."""
    return (
        entry.slope or _SAME[0],
        entry.offset or _SAME[1],
        entry.power or _SAME[2],
        _SAME[3] if entry.saturation is None else entry.saturation,
    )


def _stem(entry: Entry) -> str:
    return PurePosixPath(PureWindowsPath(entry.file).name).stem or entry.name


def losses(entries: Sequence[Entry], format: str) -> list[Loss]:
    """What a file of decisions loses of them, told before it is written."""
    found = []
    if format != "cdl" and (named := sum(bool(entry.file) for entry in entries)):
        found.append(Loss("grade_media", named))
    if rough := sum(grade_of(entry) != _rounded(grade_of(entry)) for entry in entries):
        found.append(Loss("grade_digits", rough))
    if format == "cc" and len(entries) > 1:
        found.append(Loss("several_grades", len(entries)))
    return found


def of_the_film_lost(laid: Laid, entries: Sequence[Entry]) -> list[Loss]:
    """A file of decisions holds no cut."""
    whole = [Loss("film", sum(1 for _item in laid.items()))]
    bare = whole[0].count - len(entries)
    return whole + ([Loss("ungraded", bare)] if bare else [])


def _rounded(grade: Grade) -> Grade:
    slope, offset, power = (tuple(round(n, _DIGITS) for n in row) for row in grade[:3])
    return slope, offset, power, round(grade[3], _DIGITS)


def write(entries: Sequence[Entry], format: str) -> list[Written]:
    """The files of the decisions; one for each as `.cc`.

    Raises `ExportRefused`: `timeline:no_grades`, `timeline:not_exact`.
    """
    if not entries:
        raise no_grades()
    full = [_filled(entry) for entry in entries]
    if format == "cc":
        texts = [write_cc(entry) for entry in full]
    else:
        texts = [write_cdl(full) if format == "cdl" else write_ccc(full)]
    back = [read for text in texts for read in read_cdl(text.encode())]
    kept = Counter(_rounded(grade_of(entry)) for entry in full)
    if Counter(grade_of(entry) for entry in back) != kept:
        raise ExportRefused("timeline:not_exact", gettext_noop("%(what)s"), what="ASC CDL")
    endings = [f".{format}"]
    if len(texts) > 1:
        endings = [f"_{number:03}.{format}" for number in range(1, len(texts) + 1)]
    return [Written(end, text.encode()) for end, text in zip(endings, texts, strict=True)]


def _filled(entry: Entry) -> Entry:
    slope, offset, power, saturation = grade_of(entry)
    return replace(
        entry,
        slope=(slope[0], slope[1], slope[2]),
        offset=(offset[0], offset[1], offset[2]),
        power=(power[0], power[1], power[2]),
        saturation=saturation,
    )
