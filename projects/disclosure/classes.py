"""The classes of an AI shot, and which one a shot has. Nobody counts otherwise than by these.

A shot has one class, so that the counts add up to the shots of the film.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.media.credentials.types import CHANGED, MADE
from projects.models import Candidate, ResultUse, State

GENERATED, COMPOSITE, ENHANCED = "generated", "composite", "enhanced"
LED_PLATE, TEMPORARY, NONE, UNKNOWN = "led_plate", "temporary", "none", "unknown"

#: Class → (name, what counts as it). The order is that of the table.
CLASSES: dict[str, tuple[Any, Any]] = {
    GENERATED: (_("generated"), _("All that is seen was made by a trained model.")),
    COMPOSITE: (
        _("composite"),
        _("A trained model made or changed a part of what is seen; the rest was filmed or drawn."),
    ),
    ENHANCED: (
        _("enhanced"),
        _("Filmed, and changed by an algorithm that was not trained and generates nothing."),
    ),
    LED_PLATE: (
        _("plate for LED volume"),
        _("Filmed before an LED volume that showed a plate which AI made."),
    ),
    TEMPORARY: (
        _("temporary only"),
        _("AI made something that stood in for a while; nothing of it is in the final cut."),
    ),
    NONE: (
        _("no AI on record"),
        _("Its media are in the portal, and no row says that AI had a part in them."),
    ),
    UNKNOWN: (
        _("not known"),
        _("Its media are not in the portal, or nobody could read where they come from."),
    ),
}
#: Those that count as AI shots of the film.
AI = (GENERATED, COMPOSITE, ENHANCED, LED_PLATE)
#: What the engine's tools change in a picture, without a trained model.
CHANGED_HERE = (Candidate.Kind.PLATE, Candidate.Kind.MATCH, Candidate.Kind.TRACK)
_OF_TYPE = {
    MADE: GENERATED,
    CHANGED: COMPOSITE,
    "compositeSynthetic": COMPOSITE,
    "algorithmicallyEnhanced": ENHANCED,
}


def of_type(source_type: str) -> str:
    """The class of what has this `digitalSourceType`; NONE where AI had no part in it."""
    return _OF_TYPE.get(source_type, NONE)


def of_version(version: Any) -> str:
    """By its own credentials; UNKNOWN where nobody could look for them."""
    ingest = getattr(version, "ingest", None)
    read = version.facts.get("origin", {}).get("state") != "unreadable"
    if version.source_type or (read and ingest and ingest.state == State.READY):
        return of_type(version.source_type)
    return UNKNOWN


def worst(found: Iterable[str]) -> str:
    """Of several things that a name may mean, the class that flatters least."""
    own = set(found)
    return next((name for name in (*AI, TEMPORARY, UNKNOWN, NONE) if name in own), UNKNOWN)


def of_result(candidate: Candidate) -> str:
    """What a result is by itself. Frames that were only picked are no AI."""
    found = of_type(candidate.source_type)
    if found in (GENERATED, COMPOSITE):
        return found
    return ENHANCED if candidate.kind in CHANGED_HERE else NONE


def of_shot(parts: Iterable[str], said: Iterable[str] = (), *, titles: bool = False) -> str:
    """The class of a shot of layers of these classes, in which results are said to be used so
    (`ResultUse.As`). `titles`: there are titles over it as well, which decide nothing.
    """
    found, uses = set(parts), set(said)
    if found & {GENERATED, COMPOSITE}:
        return GENERATED if found == {GENERATED} else COMPOSITE
    if ENHANCED in found:
        return ENHANCED
    if ResultUse.As.LED_PLATE in uses:
        return LED_PLATE
    if UNKNOWN in found or not (found or titles):
        return UNKNOWN
    return TEMPORARY if ResultUse.As.TEMPORARY in uses else NONE
