"""Who speaks: a cue's name, what stands behind it, and lines in capitals that are no cue."""

import re
from dataclasses import dataclass

_EXTENSION = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")
_UNCLOSED = re.compile(r"\s*\([^)]*$")
_HELD = {
    "VO": "V.O.",
    "OS": "O.S.",
    "OC": "O.C.",
    "OFF": "O.S.",
    "CONTD": "CONT'D",
    "CONT": "CONT'D",
    "CONTINUED": "CONT'D",
    "CONTINUING": "CONT'D",
    "FORTS": "CONT'D",
    "SUITE": "CONT'D",
    "VOICEOVER": "V.O.",
    "OFFSCREEN": "O.S.",
}
#: Lines in capitals that move the camera or the film, with words behind them or without.
_NO_NAME = re.compile(
    r"""^(?:(?:SMASH\ |MATCH\ |JUMP\ |HARD\ |QUICK\ )?CUTS?\b|(?:SLOW\ )?(?:FADE|DISSOLVE)S?\b|WIPE\b
    |INTERCUT\b|INTER-CUT\b|BACK\ TO\b|CUT\ TO\b|CLOSE\ (?:ON|UP|-)|CLOSEUP\b|ANGLE\b|ANOTHER\ ANGLE
    |INSERT\b|SUPER(?:IMPOSE)?\b|TITLES?\b|SUBTITLE|MONTAGE\b|SERIES\ OF\b|BEGIN\b|END\ (?:OF|MONTAGE
    |FLASH|INTERCUT|CREDITS)|THE\ END\b|ROLL\ CREDITS|OPENING\ (?:TITLE|CREDIT)|FLASH-?\ ?BACK|LATER\b
    |MOMENTS\ LATER|CONTINUED\b|\(?MORE\)?$|OMITTED\b|WIDE\ (?:ON|SHOT)|EXTREME\b|TRACKING\b|PAN\b
    |POV\b|FREEZE\b|TIME\ CUT|CHYRON\b|ON\ SCREEN\b|REVERSE\b|ACT\ (?:ONE|TWO|THREE|FOUR|FIVE|\d)
    |END\ ACT|COLD\ OPEN|TEASER\b|TAG$|SCENE\ \d|EPISODE\ \d|CREDITS\b|BLACK\.?$|SCHNITT|ENDE\.?$
    |ABBLENDE|AUFBLENDE)""",
    re.VERBOSE,
)
_ENDS = re.compile(r"(?:\.\.\.|[!?:;,…]|[\"”]|--|[–—-])$")
_SHORTENED = re.compile(r"(?:^|\s)(?:JR|SR|ST|DR|MR|MRS|MS|NO|INC|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$")
_TRANSITION = re.compile(
    r"^(?:.{0,40}\bTO:|(?:FADE|DISSOLVE|SLOW FADE|IRIS|WIPE)\b.{0,25}|(?:SMASH |MATCH |JUMP |HARD )?"
    r"CUT(?: TO)?(?: BLACK| WHITE)?[.:]?|CUT TO .{0,20}[.:]|SCHNITT (?:ZU|AUF)[.:]?.{0,20}|"
    r"FONDU.{0,25}|THE END\.?|ABBLENDE\.?|AUFBLENDE\.?|BACK TO SCENE[.:]?|INTERCUT:?)$"
)
LONGEST, MOST_WORDS = 60, 7


@dataclass(frozen=True)
class Cue:
    """`name` in capitals; `extensions` in their usual spelling (V.O., O.S., CONT'D) or as told."""

    name: str
    extensions: tuple[str, ...] = ()


def parse_cue(text: str) -> Cue:
    """`Bob (v.o.) (CONT'D)` is BOB, with two extensions; a `^` at the end is dropped."""
    text = " ".join(text.replace("*", "").replace("_", " ").split()).rstrip("^ ")
    told = [m[1].strip() for m in _EXTENSION.finditer(text) if m[1].strip()]
    name = _UNCLOSED.sub("", _EXTENSION.sub(" ", text))
    name = name.upper().replace("’", "'").replace("`", "'")
    bare = re.sub(r"\s+(V\.O\.?|O\.S\.?|O\.C\.?|V/O|O/S|CONT'D)$", "", name.strip())
    if bare != name.strip():
        told.append(name.strip()[len(bare) :].strip())
    return Cue(" ".join(bare.split()).strip(" :@-"), tuple(map(_extension, told)))


def _extension(told: str) -> str:
    return _HELD.get(re.sub(r"[^A-Z]", "", told.upper()), told)


def looks_like_cue(line: str) -> bool:
    """Whether a line in capitals can be a name: `MAN #2`, `O'NEIL`, `MR. T`, not `BANG!`."""
    name = _UNCLOSED.sub("", _EXTENSION.sub("", line.strip().rstrip("^"))).strip()
    if not name or len(name) > LONGEST or len(name.split()) > MOST_WORDS:
        return False
    if name != name.upper().replace("MC", "Mc") and not is_capitals(name):
        return False
    if not any(letter.isalpha() for letter in name) or name[0] in "\"“'‘([{<>=*~#-–—•.…":
        return False
    if _ENDS.search(name) or (name.endswith(".") and not _SHORTENED.search(name)):
        return False
    return not is_transition(name) and not _NO_NAME.match(name)


def is_capitals(name: str) -> bool:
    """In capitals, but for the small letter that names have: McGEE, DeNIRO, LeBRON."""
    small = re.sub(r"\b(?:Mc|Mac|De|Di|Du|La|Le|O|Van|Von|Fitz)(?=[A-Z])", "", name)
    return small == small.upper()


def is_transition(line: str) -> bool:
    """`CUT TO:`, `FADE OUT.`, `SMASH CUT TO BLACK.`; capitals are asked for."""
    line = " ".join(line.split())
    return line == line.upper() and bool(_TRANSITION.match(line))


def together(name: str, known: set[str]) -> list[str]:
    """BOB/ALICE or BOB & ALICE as the two who speak elsewhere; else the name as it stands."""
    parts = [part.strip() for part in re.split(r"\s*/\s*|\s+&\s+|\s+AND\s+|\s*,\s*|\s*\+\s*", name)]
    several = len(parts) > 1 and all(part in known for part in parts)
    return list(dict.fromkeys(parts)) if several else [name]
