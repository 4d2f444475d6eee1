"""Stages of post-production and strata of complexity, as breakdowns of studios call them."""

from django.utils.translation import gettext_lazy as _

STAGES = {
    "roto": _("Roto"),
    "paint": _("Paint and clean-up"),
    "comp": _("Compositing"),
    "tracking": _("Tracking and matchmove"),
    "conform": _("Conform"),
    "edit": _("Editing"),
    "continuity": _("Continuity"),
    "grade": _("Grading"),
    "script": _("Script"),
    "logging": _("Logging and selects"),
    "other": _("Other"),
}
STRATA = {"small": _("small"), "medium": _("medium"), "large": _("large")}

#: What breakdowns write instead, in English and French.
_STAGE_WORDS = {
    **{"rotoscoping": "roto", "rotoscope": "roto", "détourage": "roto", "detourage": "roto"},
    **{"prep": "paint", "cleanup": "paint", "clean-up": "paint", "nettoyage": "paint"},
    **{"compositing": "comp", "matchmove": "tracking", "track": "tracking"},
    **{"editing": "edit", "editorial": "edit", "montage": "edit", "conformation": "conform"},
    **{"raccord": "continuity", "color": "grade", "colour": "grade", "étalonnage": "grade"},
    **{"scénario": "script", "selects": "logging", "dérushage": "logging"},
}
_STRATUM_WORDS = {
    **{"s": "small", "easy": "small", "simple": "small", "low": "small", "petit": "small"},
    **{"m": "medium", "mid": "medium", "moderate": "medium", "moyen": "medium"},
    **{"l": "large", "hard": "large", "complex": "large", "high": "large", "grand": "large"},
}
STRATUM_LENGTH = 24


def stage_of(word: str) -> str:
    """The stage that a breakdown's word means; "" for one that nobody knows."""
    plain = word.strip().casefold()
    named = {str(label).casefold(): name for name, label in STAGES.items()}
    found = _STAGE_WORDS.get(plain) or named.get(plain) or plain
    return found if found in STAGES else ""


def stratum_of(word: str) -> str:
    """small, medium or large where the word means one of them, else as the studio calls it."""
    plain = " ".join(word.split()).casefold()
    return _STRATUM_WORDS.get(plain, plain)[:STRATUM_LENGTH]
