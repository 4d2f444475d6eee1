"""Gradient-boosted decision trees as plain numbers, and the three that this package uses.

`models.json` holds them. They were trained with scikit-learn's histogram gradient
boosting (logistic loss, trees of at most a dozen leaves, L2 1.0) on features of this
package, taken from two kinds of film: five labelled reels and two natural edits, and
synthetic reels of about 2,000 frames put together from the clean shots of the same
material and of other test clips, with random cuts, cuts within a scene, punch-ins,
dissolves, fades, flash frames, and as counter-examples camera flashes, pans, zooms,
shake, swings, exposure ramps, strobe light, occluders and fast motion; then coded as
H.264 at random size, grain and quality. A synthetic reel draws on one origin only, so
that figures with one origin left out could be taken before the final training on all.
Labelled films weigh three times as much as synthetic ones. The flash frame model sees cut
probabilities of models that had not seen the film in question.

With everything of one origin left out of training (labelled and synthetic), F1 on the
seven labelled films at a tolerance of two frames: cut 0.984, cut within a scene 0.979,
dissolve 0.970, fade 0.987, flash frame 0.987, all 0.981; on the harder synthetic reels
0.965, 0.883, 0.897, 0.966, 0.974 and 0.935.

Three things flatter the figures. The reels share some of their source footage, so what
is left out is an edit, not always a place or a person. The rules for fades and the
extra caution with dissolves were set by hand with all labelled films in view. And the
committed trees have seen all of it: scored on the labelled films themselves they reach
0.997, which says how well they fit, not what to expect of a new film.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEAF = -1


@dataclass(frozen=True)
class Tree:
    """Node i sends a row to `left[i]` if feature[i] <= threshold[i], else to `right[i]`.

    At a leaf `feature` is LEAF and `threshold` holds the value.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]

    def values(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The value of each row (N x F)."""
        node = np.zeros(len(rows), np.int16)
        moving = np.arange(len(rows))
        while len(moving):
            at = node[moving]
            moving, at = moving[self.feature[at] != LEAF], at[self.feature[at] != LEAF]
            low = rows[moving, self.feature[at]] <= self.threshold[at]
            node[moving] = np.where(low, self.left[at], self.right[at])
        return self.threshold[node]


@dataclass(frozen=True)
class Forest:
    """A sum of trees on the scale of log odds."""

    base: float
    trees: tuple[Tree, ...]

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability 0..1 of each row (N x F)."""
        total = np.full(len(rows), self.base, np.float32)
        for tree in self.trees:
            total += tree.values(rows)
        return 1 / (1 + np.exp(-total))


@dataclass(frozen=True)
class Models:
    """One forest for each question: a cut here? flash frames? a dissolve from here to there?"""

    cut: Forest
    flash: Forest
    mixture: Forest


@cache
def models() -> Models:
    """The committed forests, read once."""
    data = json.loads(Path(__file__).with_name("models.json").read_text())
    return Models(**{name: forest(data[name]) for name in ("cut", "flash", "mixture")})


def forest(data: dict) -> Forest:
    """A forest from {"base", "trees": [{"feature", "threshold", "left", "right"}]}."""
    trees = tuple(
        Tree(
            np.array(tree["feature"], np.int16),
            np.array(tree["threshold"], np.float32),
            np.array(tree["left"], np.int16),
            np.array(tree["right"], np.int16),
        )
        for tree in data["trees"]
    )
    return Forest(data["base"], trees)
