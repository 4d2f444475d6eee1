"""What the shell says of a run of the selects; warnings themselves hold a code and its facts."""

from typing import Any

SAID = {
    "alone": "there is one take only, held against what is fair by itself: {}",
    "incomplete": "not all of the picture can be read: {}",
    "sound_unread": "the sound cannot be read: {}",
    "short": "too few frames to tell shake, flicker and focus: {}",
    "empty": "it shows nothing from end to end: {}",
    "whole_setup": "all takes have this alike, so it parts none of them: {}",
    "same_picture": "the pictures are the same: {}",
    "rates": "the takes run at different rates: {}",
    "sizes": "the takes have different sizes: {}",
    "other_rate": "not in the EDL, which has one rate: {}",
    "no_edl": "no EDL was written: {}",
}
NOT_JUDGED = {
    "tool:no_picture": "it has no picture",
    "tool:unreadable": "it cannot be read",
}


def told(result: dict[str, Any]) -> list[str]:
    """Sentences without their full stop: first the takes left out, then the warnings."""
    left = [f"not judged: {one['name']}, {NOT_JUDGED[one['code']]}" for one in result["not_judged"]]
    return left + [
        SAID[one["code"].partition(":")[2]].format(one["detail"]) for one in result["warnings"]
    ]
