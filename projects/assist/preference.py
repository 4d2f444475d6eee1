"""Who is preferred to whom: Bradley–Terry strengths from choices between several, with intervals.

Source: Bradley and Terry 1952; the algorithm is Hunter's MM (Annals of Statistics 32, 2004). Each
contestant also plays one drawn match against an average one, so that who never lost has a finite
strength. Intervals come from the curvature of the likelihood at its top (Laplace), which stays wide
where few chose alike, as a bootstrap of three equal choices would not. A choice in one request is
one piece of evidence, however many contestants it had.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

#: Half a win and half a loss against the average one.
PRIOR = 0.5
ROUNDS, DRAWS, SEED = 200, 4000, 1952
#: Fewer comparisons than this say nothing that a person should act on.
ENOUGH = 10


@dataclass(frozen=True)
class Comparison:
    """One choice: those that were chosen, and those that stood beside them and were not."""

    chosen: frozenset[Hashable]
    left: frozenset[Hashable]

    @property
    def says_something(self) -> bool:
        return bool(self.chosen and self.left)


@dataclass(frozen=True)
class Preferred:
    """How likely one is chosen over an average other one: 0..1, with a 95 % interval.

    `comparisons` are those it took part in; with fewer than `ENOUGH`, `told` is False: the interval
    is there, and a conclusion is not.
    """

    name: Hashable
    likely: float
    low: float
    high: float
    comparisons: int

    @property
    def told(self) -> bool:
        return self.comparisons >= ENOUGH

    @property
    def percent(self) -> int:
        return round(100 * self.likely)

    @property
    def interval(self) -> str:
        """In per cent, such as "43–62"."""
        return f"{round(100 * self.low)}–{round(100 * self.high)}"


def preferred(comparisons: Sequence[Comparison]) -> list[Preferred]:
    """The most preferred first; nothing where no comparison says something."""
    games = [game for game in comparisons if game.says_something]
    names = sorted({n for game in games for n in game.chosen | game.left}, key=str)
    if len(names) < 2:
        return []
    each = np.stack([_wins(game, names) for game in games])  # games × n × n
    wins = each.sum(axis=0)
    log_strength = _fitted(wins)
    low, high = np.percentile(_likely(_drawn(log_strength, wins)), [2.5, 97.5], axis=0)
    likely = _likely(log_strength[None, :])[0]
    played = (each.sum(axis=2) + each.sum(axis=1) > 0).sum(axis=0)
    rows = zip(names, likely, low, high, played, strict=True)
    found = [Preferred(n, float(p), float(a), float(b), int(c)) for n, p, a, b, c in rows]
    return sorted(found, key=lambda row: (-row.likely, str(row.name)))


def _wins(game: Comparison, names: Sequence[Hashable]) -> np.ndarray:
    """n × n: how often the row won over the column; one choice weighs one, however many stood."""
    table = np.zeros((len(names), len(names)))
    won = [names.index(name) for name in game.chosen]
    lost = [names.index(name) for name in game.left]
    table[np.ix_(won, lost)] = 1 / (len(won) * len(lost))
    return table


def _fitted(wins: np.ndarray) -> np.ndarray:
    """Logarithms of the strengths under which these wins are most likely; the average one has 0."""
    strength = np.ones(len(wins))
    games, won = wins + wins.T, wins.sum(axis=1) + PRIOR
    for _round in range(ROUNDS):
        against = (games / (strength[:, None] + strength[None, :])).sum(axis=1)
        strength = won / (against + 2 * PRIOR / (strength + 1))
    return np.log(strength)


def _drawn(log_strength: np.ndarray, wins: np.ndarray) -> np.ndarray:
    """draws × n: strengths as they may as well be, by the curvature of the likelihood."""
    ahead = 1 / (1 + np.exp(log_strength[None, :] - log_strength[:, None]))
    weight = (wins + wins.T) * ahead * (1 - ahead)
    alone = 1 / (1 + np.exp(-log_strength))
    curvature = np.diag(weight.sum(axis=1) + 2 * PRIOR * alone * (1 - alone)) - weight
    rows = np.random.default_rng(SEED)
    return rows.multivariate_normal(log_strength, np.linalg.inv(curvature), DRAWS)


def _likely(log_strength: np.ndarray) -> np.ndarray:
    """Of each, its chance against the average of the others; rows are draws."""
    ahead = 1 / (1 + np.exp(log_strength[:, None, :] - log_strength[:, :, None]))
    others = ahead.sum(axis=2) - 0.5  # without the match against itself
    return others / (log_strength.shape[1] - 1)
