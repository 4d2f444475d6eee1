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
#: How lines begin that move the camera or the film: they stand in capitals and are no names.
_DIRECTIONS = (
    r"(?:SMASH |MATCH |JUMP |HARD |QUICK |TIME )?CUTS?(?: TO)?\b",
    r"(?:SLOW )?(?:FADE|DISSOLVE|WIPE)S? (?:IN|OUT|TO|UP|ON|FROM)\b",
    r"INTER-?CUT\b|BACK TO\b|CLOSE ?(?:ON|UP|-)|(?:ANOTHER |REVERSE |NEW )?ANGLE(?:$| (?:ON|-))",
    r"INSERT\b|SUPER(?:$| -)|SUPERIMPOSE|TITLES?\b|SUBTITLE|CHYRON\b|ON ?SCREEN\b|CREDITS\b",
    r"MONTAGE\b|SERIES OF\b|BEGIN\b|END (?:OF|MONTAGE|FLASH|INTERCUT|CREDITS|ACT|TITLES)",
    r"THE END\b|ROLL CREDITS|OPENING (?:TITLE|CREDIT)|(?:END )?FLASH-? ?BACK|(?:MOMENTS )?LATER\b",
    r"CONTINUED\b|MORE$|OMITTED\b|WIDE (?:ON|SHOT)|EXTREME (?:CLOSE|WIDE|LONG)|TRACKING\b",
    r"PAN (?:TO|ACROSS|LEFT|RIGHT|UP|DOWN|OVER)\b|POV\b|FREEZE (?:FRAME|ON)|REVERSE (?:SHOT|ON)\b",
    r"ACT (?:ONE|TWO|THREE|FOUR|FIVE|\d)|COLD OPEN|TEASER\b|SCENE \d|EPISODE \d",
    r"(?:ON|IN|AT|INSIDE|OUTSIDE|BEHIND|NEAR|ACROSS|THROUGH) \w|.*\bPOV$|.*: ",
    r"SCHNITT\b|ENDE$|ABBLENDE|AUFBLENDE|FONDU\b",
)
_NO_NAME = re.compile(f"^(?:{'|'.join(_DIRECTIONS)})")
_ENDS = re.compile(r"(?:\.\.\.|[!?:;,…]|[\"”]|--|[–—-])$")
_TITLES_OF_PEOPLE = r"JR|SR|ST|DR|MR|MRS|MS|NO|INC|[A-Z]|(?:[A-Z]\.)+[A-Z]"
_SHORTENED = re.compile(rf"(?:^|\s)(?:{_TITLES_OF_PEOPLE})\.$")
_CHANGES = (
    r".{0,40}\bTO:",
    r"(?:SLOW )?(?:FADE|DISSOLVE|IRIS|WIPE)(?: (?:IN|OUT|UP|TO|ON|FROM)\b.{0,25}|S?[.:]?)",
    r"(?:SMASH |MATCH |JUMP |HARD )?CUT(?: TO)?(?: BLACK| WHITE)?[.:]?",
    r"CUT TO .{0,20}[.:]|SCHNITT (?:ZU|AUF)[.:]?.{0,20}|FONDU.{0,25}|ABBLENDE\.?|AUFBLENDE\.?",
    r"THE END\.?|BACK TO SCENE[.:]?|INTERCUT:?",
)
_TRANSITION = re.compile(f"^(?:{'|'.join(_CHANGES)})$")
LONGEST, MOST_WORDS = 60, 7


@dataclass(frozen=True)
class Cue:
    """`name` in capitals; `extensions` in their usual spelling (V.O., O.S., CONT'D) or as told."""

    name: str
    extensions: tuple[str, ...] = ()


def parse_cue(text: str) -> Cue:
    """`Bob (v.o.) (CONT'D)` is BOB, with two extensions; a `^` at the end is dropped."""
    text = " ".join(text[: 4 * LONGEST].replace("*", "").replace("_", " ").split()).rstrip("^ ")
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
    line = line.strip().rstrip("^")
    if len(line) > 4 * LONGEST:  # patterns take their time squared on what is far too long
        return False
    name = _UNCLOSED.sub("", _EXTENSION.sub("", line)).strip()
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
