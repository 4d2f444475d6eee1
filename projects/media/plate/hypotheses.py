"""Which of a place's colours is the background: time votes, outlines decide.

Where somebody lingers, the background is the rarer colour, and a vote over time keeps a
ghost. But who stands in front of something has an outline: at the places where two
neighbours do not change together, the picture of the one in front has an edge and the
picture of the background goes through. So each place has a cost for each of its colours
(little for what was seen long), each pair of neighbours a cost for each pair of colours
(the step between them, as far as they come and go at different times), and the cheapest
choice for the whole picture is sought by min-sum belief propagation, and then patch by patch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.plate.patches import reconsider
from projects.media.plate.visits import KINDS, Visits

TIME = 0.03  # weight of how long a colour was seen
LOOSE = 0.06  # weight of how much it wavers
BRIEF = 0.6  # cost of a colour that never held still
STEP = 48.0  # a step of so many levels is a full edge
APART = 0.12  # neighbours that differ in this share of the samples change apart
BY_CHANCE = 0.04  # neighbours of one thing differ in such a share for grain alone
ROUNDS, KEPT = 140, 0.35


@dataclass(frozen=True)
class Chosen:
    """`kind` h x w: which colour; `margin` h x w: by how much it was cheaper than the next."""

    kind: NDArray[np.intp]
    margin: NDArray[np.float32]


def choose(visits: Visits, height: int, width: int, noise: float) -> Chosen:
    """The cheapest choice of colours for the whole picture; `noise` in levels."""
    own = _own(visits, noise).reshape(KINDS, height, width)
    colour = visits.colour.reshape(KINDS, height, width, 3)
    count = visits.when.shape[1]
    when = _steadied(visits.when).transpose(0, 2, 1).reshape(KINDS, height, width, count)
    right = _pairs(colour[:, :, :-1], colour[:, :, 1:], when[:, :, :-1], when[:, :, 1:])
    down = _pairs(colour[:, :-1], colour[:, 1:], when[:, :-1], when[:, 1:])
    belief = propagate(own, right, down)
    kind = belief.argmin(0)
    for _again in range(2):
        kind = reconsider(kind, own, right, down, propagate)
    chosen = np.take_along_axis(belief, kind[None], 0)[0]
    others = np.where(np.arange(KINDS)[:, None, None] == kind, np.inf, belief).min(0)
    return Chosen(kind, np.abs(others - chosen).astype(np.float32))


def _steadied(when: np.ndarray) -> np.ndarray:
    """`when` (K x N x P) with single samples that differ from both beside them set right."""
    before, at, after = when[:, :-2], when[:, 1:-1], when[:, 2:]
    steadied = when.copy()
    steadied[:, 1:-1] = (at & (before | after)) | (before & after)
    return steadied


def _own(visits: Visits, noise: float) -> np.ndarray:
    cost = -TIME * np.log(visits.support + 0.02)
    cost += LOOSE * np.maximum(0, visits.spread - noise) / (noise + 2)
    cost += BRIEF * (visits.runs < 2) + BRIEF / 2 * (visits.runs == 2)
    return np.where(visits.support > 0, cost, 9.0).astype(np.float32)


def _pairs(one: np.ndarray, two: np.ndarray, mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """K x K x h x w: the cost of colour k here beside colour l there."""
    cost = np.empty((KINDS, KINDS, *one.shape[1:3]), np.float32)
    for k in range(KINDS):
        for other in range(KINDS):
            step = np.abs(one[k] - two[other]).max(-1) / STEP
            apart = ((mine[k] ^ theirs[other]).mean(-1) - BY_CHANCE) / APART
            cost[k, other] = np.minimum(step, 1) * np.clip(apart, 0, 1)
    return cost


def propagate(
    own: np.ndarray, right: np.ndarray, down: np.ndarray, rounds: int = ROUNDS
) -> np.ndarray:
    """Beliefs K x h x w after messages have gone along rows and columns often enough."""
    west, east, north, south = (np.zeros_like(own) for _side in range(4))  # coming from there
    left, up = right.swapaxes(0, 1), down.swapaxes(0, 1)
    for _round in range(rounds):
        total = own + west + east + north + south
        _blend(west[:, :, 1:], (total - east)[:, :, :-1], right)
        _blend(east[:, :, :-1], (total - west)[:, :, 1:], left)
        _blend(north[:, 1:], (total - south)[:, :-1], down)
        _blend(south[:, :-1], (total - north)[:, 1:], up)
    return own + west + east + north + south


def _blend(into: np.ndarray, sent: np.ndarray, cost: np.ndarray) -> None:
    """Renew the messages `into` by those that `sent` gives over `cost`, keeping a part."""
    new = (sent[:, None] + cost).min(0)
    new -= new.min(0)
    into *= KEPT
    into += (1 - KEPT) * new
