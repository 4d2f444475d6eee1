"""Least squares in the one form needed here: what is left of columns beside others.

Frisch and Waugh 1933: the coefficient of one column in a large regression is that of its residual.
"""

from collections.abc import Hashable, Sequence

import numpy as np

#: Squared lengths below this share of the largest are rounding.
NEGLIGIBLE = 1e-10


def dummies(names: Sequence[Hashable]) -> np.ndarray:
    """Rows × distinct names: 1 where the row has that name."""
    order = {name: at for at, name in enumerate(dict.fromkeys(names))}
    table = np.zeros((len(names), len(order)))
    table[np.arange(len(names)), [order[name] for name in names]] = 1
    return table


def basis(controls: np.ndarray) -> np.ndarray:
    """Orthonormal columns that span the controls, whichever of them repeat each other."""
    size, turn = np.linalg.eigh(controls.T @ controls)
    own = size > NEGLIGIBLE * max(size.max(initial=0.0), 1e-300)
    return np.asarray(controls @ (turn[:, own] / np.sqrt(size[own])))


def without(columns: np.ndarray, span: np.ndarray) -> np.ndarray:
    """The columns less what the orthonormal `span` explains of them."""
    return columns - span @ (span.T @ columns)
