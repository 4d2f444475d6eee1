"""How scenes follow each other in the story's time, as far as their headings tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from projects.assist.scripts.continuity_words import ASIDES
from projects.interchange.scripts.scenes import Scene

CONTINUOUS, SAME_DAY, SAME_TIMES = "continuous", "same_day", "later"
_GOES_ON = re.compile(
    r"\b(?:CONTINUOUS|CONT'D|CONTINUING|SAME|SAME TIME|MOMENTS? LATER|SECONDS LATER|SIMULTANEOUS"
    r"|A MOMENT LATER|FORTLAUFEND|KONTINUIERLICH|CONTINU|CONTINUO|CONTINUA)\b"
)
_JUMPS = re.compile(r"\b(?:WEEKS?|MONTHS?|YEARS?)\b|\b(?:19|20)\d\d\b")
_NEXT_DAY = re.compile(r"\b(?:NEXT|FOLLOWING) (?:DAY|MORNING|EVENING|NIGHT)\b|\bDAYS LATER\b")
_DARK = re.compile(r"\b(?:NIGHT|MIDNIGHT|NACHT|NUIT|NOCHE|NOTTE|NATT|NOITE|NOC|НОЧЬ)\b")
_LIGHT = re.compile(r"\b(?:DAY|MORNING|TAG|MORGEN|JOUR|MATIN|DÍA|DIA|GIORNO|DAG|DZIEŃ|ДЕНЬ|DAWN)\b")


@dataclass(frozen=True)
class Moment:
    """Scenes with the same `run` are told without a pause; with the same `day` on one day; with
    the same `era` without weeks between them. `aside`: a flashback, a dream, a montage.
    """

    run: int
    day: int
    era: int
    aside: bool

    def since(self, earlier: "Moment") -> str:
        """CONTINUOUS, SAME_DAY, SAME_TIMES, or nothing where weeks or an aside lie between."""
        if self.aside or earlier.aside or self.era != earlier.era:
            return ""
        if self.run == earlier.run:
            return CONTINUOUS
        return SAME_DAY if self.day == earlier.day else SAME_TIMES


def moments(scenes: Sequence[Scene]) -> list[Moment]:
    """One for each scene."""
    found: list[Moment] = []
    run = day = era = 0
    dark = False
    for scene in scenes:
        told = " ".join((scene.heading.text.upper(), *map(str.upper, scene.heading.asides)))
        time = " ".join((scene.heading.time, *map(str.upper, scene.heading.asides)))
        aside = any(word in told for word in ASIDES)
        goes_on = bool(found) and bool(_GOES_ON.search(time)) and not aside
        if not goes_on:
            run += 1
            era += bool(_JUMPS.search(time))
            new = bool(_NEXT_DAY.search(time)) or (dark and bool(_LIGHT.search(time)))
            day += new or bool(_JUMPS.search(time))
            if not aside and time:
                dark = bool(_DARK.search(time))
        found.append(Moment(run, day, era, aside))
    return found


def is_dark(scene: Scene) -> bool:
    """Whether the heading says night."""
    return bool(_DARK.search(scene.heading.time))
