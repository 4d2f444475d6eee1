"""Scene headings in parts: number, inside or outside, place, time of day.

Times are told by words, so that `NIGHT CLUB` stays a place: a last part is a time when one of
its words is a time and all the others may stand beside one.
"""

import re
from dataclasses import dataclass

LONGEST_HEADING = 250  # characters
INSIDE, OUTSIDE, BOTH, BOTH_FROM_OUTSIDE, ESTABLISHING = "INT", "EXT", "INT/EXT", "EXT/INT", "EST"
#: How languages write inside and outside; an English one need not be in capitals.
_INSIDE = r"INTERIOR|INTERNO|INTERIEUR|INTÉRIEUR|INNEN|BINNEN|ИНТ|ВН|WN|INT"
_OUTSIDE = r"EXTERIOR|ESTERNO|EXTERIEUR|EXTÉRIEUR|AUSSEN|AUẞEN|AUßEN|BUITEN|ЭКСТ|НАТ|НАР|PL|EXT"
_SIDE = rf"(?:{_INSIDE}|{_OUTSIDE})"
_PREFIX = re.compile(
    rf"""(?P<side>{_SIDE}\.?\s*(?:[/\\&+]|-(?=\s?{_SIDE}\b))\s*{_SIDE}
    |I\.?\s?/\s?E|E\.?\s?/\s?I|I/A|A/I|{_SIDE}|EST)
    (?:\s*(?P<mark>[.:])\s*|\s+[-–—]+\s*|(?P<bare>\s+)|$)(?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_NUMBER = r"(?:[A-Z]{0,3}\d{1,4}[A-Z]{0,3}(?:[.\-]\d{1,3}[A-Z]?)?)"
#: What languages write before a scene's number.
_SCENE = r"SC[EÈ]NE|SCENA|ESCENA|SZENE|SÉQUENCE|SEQUENCE|BILD|SÉQ|SEQ|ESC|SC|SZ"
_BEFORE = re.compile(
    rf"^(?:(?:{_SCENE})\b\.?\s*)?(?P<number>{_NUMBER})(?:[.):]\s*|\s+[-–—]+\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"^(?P<place>[^.,/–—]{{2,80}}?)(?:\s*[.,/]\s*|\s+[-–—]+\s*)"
    rf"(?P<side>{_SIDE})(?:\s*[.,/]\s*|\s+[-–—]+\s*|\s+)(?P<time>.+)$"
)
_BEHIND = re.compile(r"\s*#\s*(?P<number>[\w.\-)]{1,12})\s*#\s*$")
_OMITTED = re.compile(
    r"^(?:(?:SCENES?\s+)?[\w.\-–& ]{0,20}\s)?OMIT(?:TED)?\b[.\s\w\-–]{0,12}$", re.IGNORECASE
)
_OMITTED_NUMBER = re.compile(rf"(?:SCENES?\s+)?({_NUMBER}(?:\s?[-–&]\s?{_NUMBER})?)\s", re.I)
_DAY_PARTS = """
DAY DAYTIME MORNING NOON MIDDAY AFTERNOON DAYLIGHT DAWN SUNRISE DAYBREAK DUSK SUNSET TWILIGHT
EVENING NIGHT MIDNIGHT NIGHTTIME MAGIC GOLDEN TAG NACHT MORGEN MORGENS ABEND MITTAG NACHMITTAG
DÄMMERUNG MORGENDÄMMERUNG ABENDDÄMMERUNG JOUR NUIT MATIN SOIR MIDI AUBE CRÉPUSCULE SOIRÉE DÍA DIA
NOCHE TARDE MAÑANA AMANECER ATARDECER ANOCHECER MADRUGADA GIORNO NOTTE MATTINA SERA ALBA TRAMONTO
POMERIGGIO DAG AVOND OCHTEND MIDDAG NATT KVELD MORGON KVÄLL NOITE MANHÃ DZIEŃ NOC ДЕНЬ НОЧЬ УТРО
ВЕЧЕР TAGS NACHTS ABENDS MITTAGS VORMITTAG VORMITTAGS"""
_RELATIVE = """CONTINUOUS CONT CONT'D CONTINUING LATER SAME SAMETIME MOMENTS SIMULTANEOUS NOW
PRESENT FORTLAUFEND KONTINUIERLICH SPÄTER CONTINU CONTINUO CONTINUA CONTINÚA"""
_BESIDE = """THE THAT NEXT FOLLOWING EARLY EARLIER LATE PRE POST MID FIRST LAST SAME TIME HOUR HOURS
MINUTE MINUTES SECOND SECONDS DAYS WEEK WEEKS MONTH MONTHS YEAR YEARS A AN FEW SOME SEVERAL AND TO
FOR OF OR AFTER BEFORE ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN TWELVE TWENTY THIRTY MONDAY
TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY SPRING SUMMER AUTUMN FALL WINTER AM PM A.M. P.M.
O'CLOCK LIGHT RAIN RAINING SNOW STORM GRAY GREY BRIGHT D/N N/D LE LA L' EL DE AM FRÜHER SPÄTER
FRÜH SPÄT IN DER DEN DEL"""
_CLOCK = re.compile(r"^\d{1,2}[:.]?\d{0,2}(?:AM|PM|A\.M\.?|P\.M\.?|H|UHR)$|^\d{1,2}:\d{2}$")
_ASIDE = re.compile(
    r"^(?:(?:\w+\s)?FLASH ?-?(?:BACK|FORWARD)S?\b.*|DREAM\b.*|MONTAGE\b.*|INTERCUT\b.*|"
    r"STOCK\b.*|FANTASY\b.*|ESTABLISHING\b.*|RÜCKBLENDE\b.*|END OF .*|PRESENT(?: DAY)?|"
    r"(?:\w+ )?(?:19|20)\d\d|VISION|NIGHTMARE|MEMORY|TRAVELL?ING|MOVING|DRIVING|AERIAL|POV)$"
)
_DASHES = re.compile(r"\s*(?:--+|[–—]+)\s*|\s+-+\s*|\s*-+\s+|-+$")
_STOPS = re.compile(r"\s*[.,;/]\s+")
_TIMES, _LIKE_TIMES = frozenset(_DAY_PARTS.split()), frozenset(_RELATIVE.split())
_BESIDE_TIMES = frozenset(_BESIDE.split())


@dataclass(frozen=True)
class Heading:
    """`int_ext` is INT, EXT, INT/EXT, EXT/INT, EST or empty; `asides` are FLASHBACK and such."""

    text: str
    number: str = ""
    int_ext: str = ""
    location: str = ""
    time: str = ""
    asides: tuple[str, ...] = ()


def is_heading(line: str) -> bool:
    """Whether a line begins as a scene heading does, with or without a number before it.

    Without a dot behind INT or EXT it must be in capitals, or end in a time of day.
    """
    stripped = _plain(line)
    if len(stripped) > LONGEST_HEADING:
        return False
    found = _PREFIX.match(_turned(_BEFORE.sub("", stripped, count=1)))
    if not found or not (found["rest"].strip() or found["mark"]):
        return False
    capitals = stripped == stripped.upper()
    if not capitals and stripped.endswith((".", "!", "?")) and not parse_heading(stripped).time:
        return False  # `Est. 1892 is carved above the door.`
    side = found["side"].upper()
    english = re.match(r"(?:INT|EXT|EST|I\.?\s?/\s?E)", side)
    if found["mark"] and english and (capitals or len(side) < 9):
        return True
    return capitals or bool(parse_heading(stripped).time)


def is_omitted(text: str) -> bool:
    """`OMITTED`, `12A OMITTED`, `SCENES 12-14 OMITTED`."""
    return bool(_OMITTED.match(_plain(text)))


def parse_heading(text: str, number: str = "") -> Heading:
    """The parts of a heading; one without INT or EXT is a place as it stands."""
    plain = _plain(text)
    if omitted := _OMITTED_NUMBER.match(plain) if is_omitted(plain) else None:
        return Heading(plain, number or omitted[1].upper(), location=plain)
    whole, own = _numbered(plain)
    found = _PREFIX.match(_turned(whole))
    rest = found["rest"] if found else whole
    int_ext = _sides(found["side"]) if found else ""
    place, time, asides = _place_and_time(rest.strip(" -–—/"))
    if int_ext == ESTABLISHING and set(time.split()) & {"GIORNO", "NOTTE", "ALBA", "SERA"}:
        int_ext = OUTSIDE
    if not found and not time and not asides:
        place = whole
    return Heading(whole, number or own, int_ext, place, time, asides)


def _plain(text: str) -> str:
    """Without emphasis, with single spaces; what no heading needs is cut, as patterns are slow."""
    return " ".join(text[: 4 * LONGEST_HEADING].replace("*", "").replace("_", " ").split())


def _numbered(text: str) -> tuple[str, str]:
    """The heading without its numbers, and the number; `12 INT. HOUSE - DAY 12` has two."""
    behind = _BEHIND.search(text)
    if behind:
        return text[: behind.start()].strip(), behind["number"]
    before = _BEFORE.match(text)
    if not before or not _PREFIX.match(_turned(text[before.end() :])):
        return text, ""
    number = before["number"].upper()
    rest = text[before.end() :]
    if rest.upper().rstrip(". ").endswith(f" {number}"):
        rest = rest.rstrip(". ")[: -len(number)].rstrip()
    return rest, number


def _turned(text: str) -> str:
    """`KÜCHE. INNEN. TAG` with inside or outside first, as everybody else writes it."""
    found = _TURNED.match(text) if text == text.upper() and not _PREFIX.match(text) else None
    if not found or not is_time(found["time"]):
        return text
    return f"{found['side']}. {found['place']} - {found['time']}"


def _sides(side: str) -> str:
    """One of the five words."""
    side = side.upper().replace(" ", "")
    if side == "EST":
        return ESTABLISHING
    if re.fullmatch(r"I\.?/E|I/A", side):
        return BOTH
    if re.fullmatch(r"E\.?/I|A/I", side):
        return BOTH_FROM_OUTSIDE
    parts = [INSIDE if re.match(_INSIDE, part) else OUTSIDE for part in re.findall(_SIDE, side)]
    first, last = parts[0], parts[-1]
    if first == last:
        return first
    return BOTH if first == INSIDE else BOTH_FROM_OUTSIDE


def _place_and_time(rest: str) -> tuple[str, str, tuple[str, ...]]:
    asides: list[str] = []
    while tail := re.search(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$", rest):
        asides.insert(0, tail[1].strip())
        rest = rest[: tail.start()]
    parts, joints = _split(rest)
    times: list[str] = []
    while len(parts) > 1 or (parts and is_time(parts[0])):
        last = _without_brackets(parts[-1], asides).upper().strip(" .")
        if is_time(last) or (last == "SUITE" and is_time(parts[-2])):  # French for continued
            times.insert(0, last)
        elif _ASIDE.match(last):
            asides.insert(0, last)
        elif last:
            break
        parts.pop()
    place = "".join(a + b for a, b in zip(parts, [*joints[: len(parts) - 1], ""], strict=True))
    if not times and len(parts) > 1 and _is_part_of_day(parts[0]):  # INT. JOUR - SALON
        times, place = [parts[0].upper().strip(" .")], place.removeprefix(parts[0] + joints[0])
    if not times:
        place, bare = _bare_time(place)
        times = [bare] if bare else []
    if not times:
        times = [aside.upper() for aside in asides if is_time(aside)][:1]
    return place.strip(" ,.-–—"), _chief(times), tuple(asides)


def _without_brackets(part: str, asides: list[str]) -> str:
    """`(PRESENT) DAY` is DAY; a part that is no time keeps its brackets."""
    bare = re.sub(r"\([^()]*\)", " ", part).strip()
    if bare == part.strip() or not is_time(bare):
        return part
    asides[:0] = [found.strip() for found in re.findall(r"\(([^()]*)\)", part)]
    return bare


def _split(rest: str) -> tuple[list[str], list[str]]:
    """The parts between dashes, and the dashes, so that a place keeps its own."""
    joints = _DASHES.findall(rest)
    return _DASHES.split(rest), [f" {joint.strip()} " for joint in joints]


def _chief(times: list[str]) -> str:
    """A part of the day before what only refers to another scene."""
    for time in times:
        if _is_part_of_day(time):
            return time
    return times[0] if times else ""


def _is_part_of_day(text: str) -> bool:
    return is_time(text) and bool(set(re.split(r"[\s/\-]+", text.upper().strip(" ."))) & _TIMES)


def _bare_time(place: str) -> tuple[str, str]:
    """A time after a full stop, a comma, a tight hyphen or a mere space: `HOUSE. DAY`."""
    for pattern in (_STOPS, re.compile(r"-(?=\w+$)")):
        cuts = list(pattern.finditer(place))
        if cuts and is_time(place[cuts[-1].end() :]):
            return place[: cuts[-1].start()], place[cuts[-1].end() :].upper().strip(" .")
    head, _, last = place.rstrip(" .").rpartition(" ")
    if head and place == place.upper() and last in (_TIMES | {"CONTINUOUS", "LATER"}) - {"MAGIC"}:
        return head, last
    return place, ""


def is_time(text: str) -> bool:
    """Whether this is a time and not a place: `LATE AFTERNOON`, `THREE DAYS LATER`, `3 AM`."""
    words = [w for w in re.split(r"[\s/\-,]+", text.upper().replace("’", "'").strip(" .")) if w]
    if not words or len(words) > 8:
        return False
    told = [w for w in words if w.strip(".") in _TIMES | _LIKE_TIMES or _CLOCK.match(w)]
    hours = bool(re.fullmatch(r"\d{1,2}(?:[:.]\d\d)? ?(?:AM|PM|A\.M|P\.M|UHR|H)", " ".join(words)))
    rest = [w for w in words if w not in told and w not in _BESIDE_TIMES and not w.isdigit()]
    return hours or (bool(told) and not rest)
