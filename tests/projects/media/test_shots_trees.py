"""Trees as numbers: they send rows the right way and are whole as committed."""

import numpy as np
import pytest

from projects.media.shots.features import cut_features, measure
from projects.media.shots.pictures import SIZE
from projects.media.shots.trees import LEAF, forest, models

STUMP = {
    "feature": [0, -1, -1],
    "threshold": [1.5, -2.0, 3.0],
    "left": [1, 0, 0],
    "right": [2, 0, 0],
}


def test_a_row_goes_left_up_to_the_threshold_and_right_above():
    rows = np.array([[1.5], [1.6]], np.float32)
    assert forest({"base": 0, "trees": [STUMP]}).trees[0].values(rows).tolist() == [-2.0, 3.0]


def test_probability_is_the_logistic_of_base_and_all_trees():
    found = forest({"base": -1, "trees": [STUMP, STUMP]})
    rows = np.array([[9.0]], np.float32)
    assert found.probability(rows)[0] == pytest.approx(1 / (1 + np.exp(-5)))


def test_a_tree_of_one_leaf_and_no_rows_are_fine():
    leaf = {"feature": [-1], "threshold": [0.5], "left": [0], "right": [0]}
    tree = forest({"base": 0, "trees": [leaf]}).trees[0]
    assert tree.values(np.zeros((3, 2), np.float32)).tolist() == [0.5] * 3
    assert len(tree.values(np.zeros((0, 2), np.float32))) == 0


@pytest.mark.parametrize("name", ["cut", "flash", "mixture"])
def test_every_committed_tree_ends_in_leaves(name):
    for tree in getattr(models(), name).trees:
        inner = np.flatnonzero(tree.feature != LEAF)
        assert (tree.left[inner] > inner).all() and (tree.right[inner] > inner).all()
        assert tree.left.max() < len(tree.feature) and tree.right.max() < len(tree.feature)


def test_the_cut_model_asks_for_no_more_than_is_measured():
    rows = cut_features(measure(np.zeros((30, SIZE), np.uint8)))
    asked = max(int(tree.feature.max()) for tree in models().cut.trees)
    assert asked < rows.shape[1]
