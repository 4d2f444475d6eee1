"""Lines of CMX 3600 lists: how they look, and what is wrong with them."""

import re
from fractions import Fraction

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.laid import AUDIO, VIDEO

_TIME = r"(\d\d:\d\d:\d\d[:;.]\d\d)"
EVENT = re.compile(
    rf"(\d{{1,6}})\s+(\S+)\s+(\S+)\s+(C|D|W\d{{3}}|K(?:\s?[BO])?)\s+(?:(\d{{1,4}})\s+)?"
    rf"{_TIME}\s+{_TIME}\s+{_TIME}\s+{_TIME}(?:\s.*)?$",
    re.ASCII,
)
BEGINS = re.compile(r"\d{1,6}\s+\S+\s+\S", re.ASCII)
SPEED = re.compile(r"M2\s+(?:(\S+)\s+)?([+-]?\d{1,6}(?:\.\d{1,6})?)(?:\s+\d\d:\S*)?$", re.ASCII)
SOUND = re.compile(r"AUD((?:\s+\d{1,2})+)$", re.ASCII)
COMMENT = re.compile(r"\*?\s*([A-Z_ ]{3,20}):\s*(.*)$")
LOC = re.compile(rf"\*\s*LOC:\s*{_TIME}\s+(\w+)\s*(.*)$", re.ASCII)
SOP = re.compile(r"\*\s*ASC_SOP:?\s*\(([^()]*)\)\s*\(([^()]*)\)\s*\(([^()]*)\)")
SAT = re.compile(r"\*\s*ASC_SAT:?\s*(\S+)\s*$")
MEDIA = ("FROM FILE", "FROM CLIP", "SOURCE FILE", "CLIP")


def channels_of(number: int, said: str) -> list[tuple[str, int]]:
    """Kind and number of the tracks that `V`, `A2`, `AA/V` or `B` names."""
    found: list[tuple[str, int]] = []
    for part in re.split(r"[/,]", said.upper()):
        if part in ("V", "B"):
            found.append((VIDEO, 1))
        elif re.fullmatch(r"V\d{1,2}", part, re.ASCII):
            found.append((VIDEO, int(part[1:])))
        if part in ("AA", "B"):
            found += [(AUDIO, 1)] if part == "B" else [(AUDIO, 1), (AUDIO, 2)]
        elif sound := re.fullmatch(r"A(\d{0,2})", part, re.ASCII):
            found.append((AUDIO, int(sound[1] or 1)))
    if not found and said.upper() != "NONE":
        raise bad_line(number, gettext_noop("line %(line)s: no track that can be read"))
    return found


def bad_line(number: int, said: str) -> ExportRefused:
    """A line that nobody can make sense of, by its number."""
    return ExportRefused("timeline:bad_line", said, line=number)


def wrong_rate(number: int, rate: Fraction, said: str, **numbers: str) -> ExportRefused:
    """The list cannot be of `rate`, as the line shows."""
    told = {"line": number, "rate": f"{float(rate):g}", **numbers}
    return ExportRefused("timeline:wrong_rate", said, **told)
