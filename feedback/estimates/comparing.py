"""The effect of assistance on the logarithm of cost, by what settled who was assisted.

- *Randomised*: the draw is repeated within its blocks. Adjusted for the bid alone, which was there
  before the draw; not for who did the work, which may have followed it.
- *Stepped*: studios begin at different weeks. Studio and stratum, person, bid and week are held
  still; what was settled (not what was then done) carries the comparison; studios are the
  clusters, and the few that carry the comparison leave few degrees of freedom.
- *Free choice*: each person is compared with themselves within studio and stratum, beside bid and
  week. Nothing settled who was assisted, so the interval also allows for reasons of choosing that
  nobody recorded (`feedback.estimates.unseen`). Studios are the clusters.

The effect is the mean over this programme's work in these studios.
"""

from collections.abc import Sequence

import numpy as np

from feedback.estimates.counting import Counted, only
from feedback.estimates.unseen import allowed_for
from feedback.measured import Design, Measured
from feedback.statistics import (
    Inference,
    bias_reduced,
    dummies,
    redrawn,
    wild_cluster,
    without,
)
from feedback.statistics.regression import basis

SEED = 7


def compared(found: Counted, design: Design) -> tuple[Inference, Counted]:
    """The effect, and what of `found` it rests on."""
    if design == Design.RANDOMISED:
        found = _comparable(found, [_block(i) for i in found.items], found.settled)
        return _randomised(found), found
    found = _comparable(found, [i.studio for i in found.items], _moved(found, design))
    return _clustered(found, design), found


def _block(item: Measured) -> tuple[str, ...]:
    return (item.studio, item.stratum, item.block)


def _moved(found: Counted, design: Design) -> np.ndarray:
    return found.settled if design == Design.STEPPED else found.done


def _comparable(found: Counted, groups: Sequence[object], arm: np.ndarray) -> Counted:
    """Without groups in which everybody was in the same arm."""
    seen: dict[object, set[float]] = {}
    for group, one in zip(groups, arm, strict=True):
        seen.setdefault(group, set()).add(float(one))
    return only(found, [len(seen[group]) > 1 for group in groups], "one_arm")


def _randomised(found: Counted) -> Inference:
    if not found.items:
        return Inference.nothing()
    blocks = [_block(item) for item in found.items]
    span = basis(np.column_stack([dummies(blocks), found.log_bids]))
    left = without(np.column_stack([found.logs, found.done]), span)
    return redrawn(left[:, 0], left[:, 1], found.settled, blocks, seed=SEED)


def _clustered(found: Counted, design: Design) -> Inference:
    if not found.items:
        return Inference.nothing()
    held = _held_still(found.items)
    controls = np.column_stack([held, found.log_bids])
    studios = [item.studio for item in found.items]
    moved = _moved(found, design)
    if design == Design.STEPPED:
        return bias_reduced(found.logs, found.done, moved, controls, studios)
    inference = wild_cluster(found.logs, found.done, moved, controls, studios, seed=SEED)
    return allowed_for(inference, found, held) if inference.method != "none" else inference


def _held_still(items: Sequence[Measured]) -> np.ndarray:
    return np.column_stack(
        [
            dummies([(item.studio, item.stratum) for item in items]),
            dummies([(item.studio, item.person) for item in items]),
            dummies([item.period for item in items]),
        ]
    )
