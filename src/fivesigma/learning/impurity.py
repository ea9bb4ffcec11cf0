"""How mixed a group of events is, and which question to them would unmix it most."""

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]


def gini_impurity(signal: FloatArray, background: FloatArray) -> FloatArray:
    """Chance that two events drawn from a group, by weight, are of different classes; 0 to 0.5.

    `signal`, `background`: sums of weights, 0 or more, of one shape; the impurity has it, too, and
    is 0 for an empty group. Breiman et al., Classification and Regression Trees (1984).

    >>> gini_impurity(np.array([1.0, 3.0, 2.0]), np.array([1.0, 1.0, 0.0])).tolist()
    [0.5, 0.375, 0.0]
    """
    total = signal + background
    share = signal / np.where(total > 0, total, 1.0)
    impurity: FloatArray = 2 * share * (1 - share) * (total > 0)
    return impurity


def impurities_of_cuts(
    values: FloatArray, label: npt.NDArray[np.integer], weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Every cut that can part the events, and the impurity of the two groups it makes.

    `values`, `label` (1 signal, 0 background), `weight`, 0 or more: (n_events,). A cut stands in
    the middle of two neighbouring values; the impurity is the mean of both groups', each with its
    sum of weights. FiveSigmaError where a weight is negative, or all values are the same.

    >>> values, label = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1])
    >>> cut, impurity = impurities_of_cuts(values, label, np.ones(4))
    >>> cut.tolist(), impurity.round(2).tolist()
    ([1.5, 2.5, 3.5], [0.33, 0.0, 0.33])
    """
    distinct, place = np.unique(values, return_inverse=True)
    if (weight < 0).any() or distinct.size < 2:
        msg = (
            f"needs weights of 0 or more and two different values, got {(weight < 0).sum()} "
            f"negative weights and {distinct.size} values. Take |w| in a training."
        )
        raise FiveSigmaError(msg)
    sums = [np.bincount(place, np.where(label == kind, weight, 0.0)) for kind in (1, 0)]
    below = [np.cumsum(own)[:-1] for own in sums]
    above = [own.sum() - lower for own, lower in zip(sums, below, strict=True)]
    groups = [(side[0] + side[1], gini_impurity(*side)) for side in (below, above)]
    total = sum(own.sum() for own in sums)
    impurity: FloatArray = sum(size * gini for size, gini in groups) / total
    return (distinct[:-1] + distinct[1:]) / 2, impurity
