"""Poisson counts: drawn the same way in Python and in the page, and the interval of one count."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.special import chdtri, ndtr

from fivesigma.core.errors import FiveSigmaError

LARGEST_PART: Final = 16.0
"""A larger mean is drawn in equal parts: sums of Poisson counts are Poisson counts."""
LARGEST_MEAN: Final = 1e7
_MOST_STEPS: Final = 200


def poisson_count(mean: float, uniform: Callable[[], float]) -> int:
    """A count from the Poisson distribution, exact for every mean from 0 to ten million.

    `uniform`: gives numbers in [0, 1), one for each part of the mean. FiveSigmaError for another
    mean. Inversion by sequential search, L. Devroye, Non-Uniform Random Variate Generation (1986),
    section X.3.3; frontend/src/model/poisson.ts draws the same counts.

    >>> draws = iter([0.05, 0.5, 0.99])
    >>> [poisson_count(3.0, draws.__next__) for _ in range(3)]
    [1, 3, 8]
    """
    if not 0 <= mean <= LARGEST_MEAN:
        msg = f"a Poisson mean is a number from 0 to {LARGEST_MEAN:g}, got {mean}."
        raise FiveSigmaError(msg)
    n_parts = max(1, math.ceil(mean / LARGEST_PART))
    return sum(_by_inversion(mean / n_parts, uniform()) for _ in range(n_parts))


def _by_inversion(mean: float, drawn: float) -> int:
    """The smallest count whose cumulative probability is above `drawn`."""
    count, probability = 0, math.exp(-mean)
    cumulative = probability
    # Beyond the last step lies less than rounding leaves of 1.
    while drawn >= cumulative and count < _MOST_STEPS:
        count += 1
        probability *= mean / count
        cumulative += probability
    return count


def poisson_interval(count: int) -> tuple[float, float]:
    """Means between which an observed count would be usual: the central interval of 68.3 %.

    Each end lies where a count as far out has a probability of 15.9 %; the lower end of 0 is 0.
    FiveSigmaError below 0. F. Garwood, Biometrika 28 (1936) 437.

    >>> low, high = poisson_interval(4)
    >>> round(low, 2), round(high, 2)
    (2.09, 7.16)
    """
    if count < 0:
        msg = f"a count is 0 or more, got {count}."
        raise FiveSigmaError(msg)
    tail = float(ndtr(-1.0))
    low = 0.0 if count == 0 else float(chdtri(2 * count, 1 - tail)) / 2
    return low, float(np.asarray(chdtri(2 * count + 2, tail))) / 2
