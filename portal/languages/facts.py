"""What fills the sentence of a row: kept in English, said in the language of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

#: Facts that hold the portal's own words, never what a person typed: a project may be called Home.
WORDS = frozenset(
    ("work", "verdict", "status", "kind", "feature", "factor", "what", "look", "figure", "when")
)


def said(facts: Mapping[str, Any]) -> dict[str, str]:
    """Each as text, the portal's words in the active language."""
    texts = {name: str(value) for name, value in facts.items()}
    return {name: gettext(t) if t and name in WORDS else t for name, t in texts.items()}
