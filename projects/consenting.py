"""From rows to what the gate asks of likenesses. As long as nobody records who is seen in what,
nobody is known: there are no uses, no consents and nothing in quarantine.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from projects.assist.gate import records


def uses_of(
    versions: Sequence[Any], tool: Any, parameters: Mapping[str, Any], provider: str
) -> tuple[tuple[records.Use, ...], bool]:
    """The likenesses that `provider` would be sent, and whether somebody unknown is seen."""
    return (), False


def consents_of(uses: Sequence[records.Use]) -> tuple[records.Consent, ...]:
    """What the people who are seen have signed."""
    return ()


def in_quarantine(versions: Sequence[Any]) -> tuple[str, ...]:
    """Names of those that nobody may use any more."""
    return ()
