"""Single elements of Final Cut Pro XML: times, speeds, auditions, reels."""

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from projects.interchange.refusal import ExportRefused, gettext_noop

#: Where the media of a clip without media is said to lie; the format wants a place.
MISSING = "file:///missing/"
REEL = "com.apple.proapps.studio.reel"
_TIME = re.compile(r"(-?\d{1,18})(?:/(\d{1,12}))?s", re.ASCII)
CLIPS = {"asset-clip", "clip", "video", "audio", "ref-clip", "sync-clip", "mc-clip", "title"}
NESTED_CLIPS = {"ref-clip", "sync-clip", "mc-clip"}
PLAYS, HOLDS = {"asset-clip", "video", "audio"}, {"clip", "video", "audio", "gap"}


def time_of(text: str) -> Fraction:
    """Seconds: "1001/24000s" is 1001/24000."""
    found = _TIME.fullmatch(text.strip())
    if not found or found[2] == "0" or (found[2] and not int(found[2])):
        raise ExportRefused("timeline:unreadable", gettext_noop("a time that is none"))
    return Fraction(int(found[1]), int(found[2] or 1))


def retimed(element: Element, local: Fraction) -> tuple[Fraction, Fraction, bool]:
    """Where the media stands at `local` of the element's own clock, the speed there, and whether
    it changes on the way.
    """
    points = [
        (time_of(point.get("time", "0s")), time_of(point.get("value", "0s")))
        for point in element.findall("timeMap/timept")
    ]
    spans = [(a, b) for a, b in pairwise(points) if a[0] < b[0]]
    if not spans:
        return local, Fraction(1), False
    speeds = {(b[1] - a[1]) / (b[0] - a[0]) for a, b in spans}
    (first, value), (last, worth) = next((s for s in spans if local < s[1][0]), spans[-1])
    speed = (worth - value) / (last - first)
    return value + (local - first) * speed, speed, len(speeds) > 1


def picked(element: Element) -> Element:
    """Of an audition the clip that is chosen: its first. It stands where the audition does."""
    chosen = next((child for child in element if child.tag in CLIPS), None)
    if element.tag != "audition" or chosen is None:
        return element
    place = {name: element.get(name, "") for name in ("offset", "lane") if element.get(name)}
    chosen.attrib.update(place)
    return chosen


def reel_of(element: Element, asset: Element | None) -> str:
    """Of the clip, or else of its asset; "" where neither says one."""
    for holder in (element, asset):
        if holder is not None:
            for found in holder.findall("metadata/md"):
                if found.get("key") == REEL:
                    return found.get("value", "")
    return ""


def lane_of(text: str) -> int:
    """A lane: 0 within, above 0 over, below 0 under. Raises `timeline:unreadable`."""
    if not re.fullmatch(r"-?\d{1,4}", text, re.ASCII):
        raise ExportRefused("timeline:unreadable", gettext_noop("a lane that is no number"))
    return int(text)
