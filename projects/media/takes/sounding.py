"""What the sound of a take is worth, by itself and beside the others of its setup."""

from collections.abc import Sequence

import numpy as np

from projects.media.takes.hearing import Heard
from projects.media.takes.judging import Reason

CLIPPED, MISSING, LOW = "sound_clipped", "sound_missing", "sound_low"
_CLIPPED = 0.01  # share of tenths of a second with clipping that is worth naming
_MOST = 8.0
_LOW = (4.0, 6.0)  # LU below the setup: nothing yet, and as much again to be named


def sound_reasons(heard: Sequence[Heard | None]) -> list[list[Reason]]:
    """For each take: clipping (share of tenths), no sound where most have it, a low level (LU).

    How loudly somebody speaks is theirs to choose: only a level far below the others counts.
    """
    levels = [one.loudness.integrated if one else None for one in heard]
    known = [level for level in levels if level is not None]
    usual = float(np.median(known)) if known else 0.0
    found = []
    for one, level in zip(heard, levels, strict=True):
        reasons = []
        if one and one.clipped:
            amount = min(_MOST, one.clipped_share / _CLIPPED)
            reasons.append(Reason(CLIPPED, amount, one.clipped_share))
        if level is None and 2 * len(known) >= len(heard) > 1:
            reasons.append(Reason(MISSING, 3.0, 0.0))
        if level is not None and len(known) > 2 and usual - level > _LOW[0]:
            reasons.append(Reason(LOW, (usual - level - _LOW[0]) / _LOW[1], level, usual))
        found.append(reasons)
    return found
