"""People of single shots made characters: the nearest first, never two who are seen together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BORDER = 1.0  # distances are in units of what just counts as the same person


def group(
    distances: NDArray[np.float64],
    apart: NDArray[np.bool_],
    names: Sequence[str] = (),
) -> list[int]:
    """For each of n people the number of their character, by first appearance.

    `distances` is n x n, symmetric, NaN where nothing can be compared. `apart` (n x n) says who
    can not be one, since they are seen at once. `names` were given by a person, empty where none
    was: one name is one character whatever the distance, two names never are.

    Average linkage: one odd shot neither joins two characters nor parts one.
    """
    count = len(distances)
    names = list(names) or [""] * count
    groups = [[index] for index in range(count)]
    far = np.where(np.isnan(distances), 2 * BORDER, distances).astype(np.float64)
    never = apart | _named_apart(names)
    np.fill_diagonal(never, True)
    for one, other in _same_names(names):
        _join(groups, far, never, one, other)
    while count > 1:
        open_pairs = np.where(never, np.inf, far)
        one, other = sorted(divmod(int(open_pairs.argmin()), count))
        if open_pairs[one, other] > BORDER:
            break
        _join(groups, far, never, one, other)
    return _numbered(groups, count)


def _named_apart(names: Sequence[str]) -> NDArray[np.bool_]:
    said = np.array(names, dtype=object)
    both = (said[:, None] != "") & (said[None, :] != "")
    return both & (said[:, None] != said[None, :])


def _same_names(names: Sequence[str]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    pairs = [(first.setdefault(name, index), index) for index, name in enumerate(names) if name]
    return [(one, other) for one, other in pairs if one != other]


def _join(
    groups: list[list[int]],
    far: NDArray[np.float64],
    never: NDArray[np.bool_],
    one: int,
    other: int,
) -> None:
    """`other` becomes part of `one`; distances of groups are the means of their members'."""
    here, there = len(groups[one]), len(groups[other])
    far[one] = far[:, one] = (here * far[one] + there * far[other]) / (here + there)
    never[one] = never[:, one] = never[one] | never[other]
    never[other] = never[:, other] = True
    groups[one] += groups[other]
    groups[other] = []


def _numbered(groups: list[list[int]], count: int) -> list[int]:
    labels = [0] * count
    for number, members in enumerate(sorted((g for g in groups if g), key=min)):
        for member in members:
            labels[member] = number
    return labels
