"""Writing ASC colour decisions (`.cdl`, `.ccc`, `.cc`, EDLs with `*ASC_SOP`) and `.cube`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from projects.interchange.edl import reel
from projects.interchange.logs import Entry
from projects.interchange.timecode import nominal, to_timecode

NAMESPACE = "urn:ASC:CDL:v1.01"
_NODES = ("Slope", "Offset", "Power")


@dataclass(frozen=True)
class Event:
    """A shot in an EDL: frames `start` to `end` (exclusive) of its source, and its correction."""

    grade: Entry
    start: int
    end: int


def write_cdl(grades: Sequence[Entry]) -> str:
    """A colour decision list; `read_cdl` gives the same entries back."""
    decisions = [
        f"  <ColorDecision>\n    <MediaRef ref={quoteattr(_plain(grade.file))}/>\n"
        f"{_correction(grade)}  </ColorDecision>\n"
        for grade in grades
    ]
    return _document("ColorDecisionList", decisions)


def write_ccc(grades: Sequence[Entry]) -> str:
    """A colour correction collection."""
    return _document("ColorCorrectionCollection", [_correction(grade) for grade in grades])


def write_cc(grade: Entry) -> str:
    """One colour correction, in a file of its own."""
    body = _correction(grade).replace("<ColorCorrection ", f'<ColorCorrection xmlns="{NAMESPACE}" ')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def write_grade_edl(title: str, rate: Fraction, events: Sequence[Event]) -> str:
    """Shots one after the other from 01:00:00:00, each with its correction.

    Raises `ExportRefused("interchange:no_timecode")` at a rate that no clock counts.
    """
    lines, at = [f"TITLE: {_plain(title)[:70]}", "FCM: NON-DROP FRAME", ""], 3600 * nominal(rate)
    for number, event in enumerate(events, 1):
        grade, length = event.grade, event.end - event.start
        places = (event.start, event.end, at, at + length)
        clocks = " ".join(to_timecode(frame, rate, False) for frame in places)
        lines.append(f"{number:03}  {reel(grade.name):8} V     C        {clocks}")
        lines.append(f"* FROM CLIP NAME:  {_plain(grade.file) or 'UNNAMED'}")
        sop = "".join(f"({_numbers(getattr(grade, n.lower()))})" for n in _NODES)
        lines += [f"*ASC_SOP {sop}", f"*ASC_SAT {grade.saturation:.6f}"]
        at += length
    return "\r\n".join(lines) + "\r\n"


def write_cube(title: str, size: int, rows: Iterable[Sequence[float]]) -> str:
    """A three-dimensional table of `size`**3 rows, red fastest."""
    head = f'TITLE "{_plain(title).replace(chr(34), chr(39))[:200]}"\nLUT_3D_SIZE {size}\n'
    return head + "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in rows)


def _document(root: str, parts: list[str]) -> str:
    body = "".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{body}</{root}>\n'
    )


def _correction(grade: Entry) -> str:
    nodes = "".join(
        f"        <{node}>{_numbers(getattr(grade, node.lower()))}</{node}>\n" for node in _NODES
    )
    told = (
        f"      <Description>{escape(_plain(grade.comment))}</Description>\n"
        if grade.comment
        else ""
    )
    return (
        f"    <ColorCorrection id={quoteattr(_plain(grade.name))}>\n{told}"
        f"      <SOPNode>\n{nodes}      </SOPNode>\n      <SatNode>\n"
        f"        <Saturation>{grade.saturation:.6f}</Saturation>\n"
        "      </SatNode>\n    </ColorCorrection>\n"
    )


def _numbers(three: tuple[float, float, float]) -> str:
    return " ".join(f"{number:.6f}" for number in three)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
