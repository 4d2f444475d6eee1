"""Takes of one setup held against each other, and each against what is fair by itself.

Every defect gets an amount: 1 is where it is worth naming. What others of the setup show is the
better measure, as it knows what is in the picture; what is fair by itself is asked as well,
more mildly, for takes that stand alone and setups in which all are bad.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from projects.media.takes.measures import Measures

SOFT, HUNT, UNDER, OVER, NOISE = "soft", "focus_hunt", "under", "over", "noise"
SHAKE, BLOCKY, FREEZE, FLICKER, FLASHES = "shake", "blocky", "freeze", "flicker", "flash_frames"
EMPTY = "empty"
WEIGHT = 0.375  # one defect just worth naming leaves a score of 0.8
_SLIGHT = 0.5  # amounts well below this hardly count: takes differ by more than defects
AS_GOOD = 0.015  # scores closer than this are no order
_MEANT = 0.8
_SHARPEST = 0.8  # thousandths of the width: below, blur cannot be told from none


@dataclass(frozen=True)
class Reason:
    """Why: `amount` (1 is worth naming), what was measured, and what the setup has instead.

    `reference` is None where there is nothing to compare with. Units as in `Measures`;
    exposure in stops against the setup.
    """

    code: str
    amount: float
    measured: float
    reference: float | None = None


@dataclass(frozen=True)
class Verdict:
    """`score` 0..1, higher is better; `reasons` largest first; `defects` are those named."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def defects(self) -> list[str]:
        named = [reason.code for reason in self.reasons if reason.amount >= 1]
        return [code for code in named if code != SOFT or HUNT not in named]

    def with_reasons(self, more: Sequence[Reason]) -> "Verdict":
        """The same with further reasons, such as those of the sound."""
        return verdict([*self.reasons, *more])


def verdict(reasons: Sequence[Reason]) -> Verdict:
    """The score falls with the sum of the amounts, of which slight ones count by their square."""
    told = sorted((r for r in reasons if r.amount > 0), key=lambda r: -r.amount)
    score = 1 / (1 + WEIGHT * sum(r.amount**2 / (r.amount + _SLIGHT) for r in told))
    return Verdict(round(score, 5), tuple(replace(r, amount=round(r.amount, 3)) for r in told))


def judge(takes: Sequence[Measures]) -> list[Verdict]:
    """A verdict for each take of one setup, in their order."""
    light = _exposures(takes)
    noisy = _noises(takes)
    fair = [
        e.amount < 1 and n.amount < 1 and t.white < 0.2
        for e, n, t in zip(light, noisy, takes, strict=True)
    ]
    peers = [take for take, good in zip(takes, fair, strict=True) if good] or list(takes)
    calm = [take for take, one in zip(takes, noisy, strict=True) if one.amount < 1] or takes
    found = []
    for index, take in enumerate(takes):
        reasons = [light[index], noisy[index]]
        reasons += [_soft(take, peers, len(takes)), _hunt(take, calm, len(takes))]
        reasons.append(_blocky(take, calm, reasons[2].amount if fair[index] else None))
        looks = (_shaken, _freezes, _flickers, _flashed)
        reasons += [look(take, takes, len(takes)) for look in looks]
        found.append(verdict([*reasons, _empty(take)]))
    return found


def throughout(takes: Sequence[Measures]) -> list[str]:
    """Defects that every take of a setup has by itself, and that so tell none of them apart."""
    alone = [set(judge([take])[0].defects) for take in takes]
    return sorted(set.intersection(*alone)) if len(takes) > 2 else []


def _exposures(takes: Sequence[Measures]) -> list[Reason]:
    """The middle of the setup is right; of two takes, the one that clips and crushes less."""
    good = takes if len(takes) > 2 else [min(takes, key=_unfair)]
    levels = np.median([take.levels for take in good], axis=0)
    white = float(np.median([take.white for take in good]))
    return [_exposure(take, levels, white, len(takes)) for take in takes]


def _unfair(take: Measures) -> float:
    """How little a take's exposure can be trusted as the setup's: clipped, crushed, extreme."""
    middle = max(1.0, take.levels[2])
    return take.white + take.black + 0.05 * abs(float(np.log2(middle / 110)))


def _exposure(take: Measures, levels: np.ndarray, white: float, count: int) -> Reason:
    stops = _stops(take.levels, levels) if count > 1 else 0.0
    apart = max(0.0, abs(stops) - 0.2) / 0.45
    clipped = max(0.0, take.white - white) / 0.12 if count > 1 else 0.0
    bright = apart + clipped if stops > 0 or clipped > 1 else 0.0
    dim = apart if stops < 0 else 0.0
    bright, dim = max(bright, _alone(take.white, 0.25, count)), max(dim, _dim(take, count))
    code, amount = (UNDER, dim) if dim > bright else (OVER, bright)
    return Reason(code, amount, round(stops, 2) if count > 1 else take.levels[2])


def _stops(levels: Sequence[float], others: np.ndarray) -> float:
    """Stops of display light (power 2.2) from the setup, by levels that are not clipped."""
    pairs = [
        2.2 * np.log2(max(1.0, one) / max(1.0, other))
        for one, other in zip(levels, others, strict=True)
        if max(one, other) < 248 and max(one, other) > 12
    ]
    if not pairs:
        return 2.2 * float(np.log2(max(1.0, levels[2]) / max(1.0, others[2])))
    return float(np.median(pairs))


def _dim(take: Measures, count: int) -> float:
    """By itself: nothing in it is bright, not even the brightest twentieth."""
    stops = 2.2 * float(np.log2(85 / max(1.0, take.levels[4])))
    return min(_MEANT if count > 2 else np.inf, max(0.0, 1 + stops))


def _alone(value: float, worth: float, count: int) -> float:
    """By itself it counts from half of what is worth naming on, and where several takes of a
    setup are alike it is not named: that is how the scene is, or was meant.
    """
    return min(_MEANT if count > 2 else np.inf, max(0.0, 2 * value / worth - 1))


def _noises(takes: Sequence[Measures]) -> list[Reason]:
    usual = min(take.noise for take in takes) if len(takes) > 1 else 0.0
    found = []
    for take in takes:
        more = (take.noise - usual) / 2.2 if len(takes) > 1 else 0.0
        found.append(Reason(NOISE, max(more, _alone(take.noise, 5, len(takes))), take.noise, usual))
    return found


def _soft(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    if take.blur is None:
        return Reason(SOFT, 0.0, 0.0)
    known = [peer.blur for peer in peers if peer.blur is not None]
    best = max(_SHARPEST, min(known, default=take.blur))
    added = float(np.sqrt(max(0.0, take.blur**2 - best**2)))
    return Reason(SOFT, max((added - 0.4) / 1.1, _alone(take.blur, 2.6, count)), take.blur, best)


def _hunt(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    """Sharp, blurred and sharp again; or lost on the way where the others did not pull focus."""
    if take.hunt is None or take.drift is None:
        return Reason(HUNT, 0.0, 0.0)
    if count < 3:
        return Reason(HUNT, _alone(take.hunt, 1.2, count), take.hunt)
    usual = _usual(peers, lambda peer: peer.hunt, 0.25)
    pulled = _usual(peers, lambda peer: peer.drift, 0.25)
    more = max((take.hunt - usual - 0.2) / 0.55, (take.drift - pulled - 0.2) / 0.75)
    return Reason(HUNT, more, max(take.hunt, take.drift), max(usual, pulled))


def _blocky(take: Measures, peers: Sequence[Measures], soft: float | None) -> Reason:
    """A grid that the others do not have and detail they have kept; or fine detail smeared.

    Smeared is what lost far more detail than its edges lost sharpness (`soft`: that amount;
    None where light or noise make detail no measure).
    """
    usual = float(np.quantile([peer.blocks for peer in peers], 0.3))
    whole = float(np.median([peer.detail for peer in peers]))
    lost = max(0.0, 1 - take.detail / max(1e-6, whole))
    grid = max(0.0, float(np.log2((take.blocks + 0.3) / (usual + 0.3)))) * min(1.0, take.blocks)
    smeared = 0.0 if soft is None else (lost - 0.55 - 0.25 * soft) / 0.2
    amount = max(1.8 * grid * lost, smeared, _alone(take.blocks, 18, len(peers)))
    return Reason(BLOCKY, amount, take.blocks, usual)


def _shaken(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    if take.shake is None:
        return Reason(SHAKE, 0.0, 0.0)
    usual = _usual(peers, lambda peer: peer.shake, 0.25)
    more = (take.shake - 1.3 * usual - 0.3) / 3.8 if count > 2 else 0.0
    return Reason(SHAKE, max(more, _alone(take.shake, 7, count)), take.shake, usual)


def _freezes(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    usual = _usual(peers, lambda peer: peer.frozen_seconds) if count > 2 else 0.0
    more = (take.frozen_seconds - usual) / 0.15
    return Reason(FREEZE, more, take.frozen_seconds, usual)


def _flickers(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    usual = _usual(peers, lambda peer: peer.flicker, 0.25) if count > 2 else 0.0
    return Reason(FLICKER, (take.flicker - usual) / 0.12, take.flicker, usual)


def _flashed(take: Measures, peers: Sequence[Measures], count: int) -> Reason:
    """Each flash is one, but for those all takes have; a take that flickers has none."""
    usual = _usual(peers, lambda peer: len(peer.flashes)) if count > 2 else 0.0
    more = len(take.flashes) - usual if take.flicker < 0.12 else 0.0
    return Reason(FLASHES, more, len(take.flashes), usual)


def _usual(
    peers: Sequence[Measures], of: Callable[[Measures], float | None], part: float = 0.5
) -> float:
    known = [value for value in map(of, peers) if value is not None]
    return float(np.quantile(known, part)) if known else 0.0


def _empty(take: Measures) -> Reason:
    """Black, white or one colour throughout."""
    spread = take.levels[4] - take.levels[0]
    return Reason(EMPTY, 40.0 if spread < 6 else 0.0, round(spread, 1))
