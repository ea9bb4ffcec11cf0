"""Has a classifier learned its events by heart? Scores of seen and unseen events compared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A normalised weighted histogram: integral 1, and its statistical uncertainty, (n_bins,)."""

    value: FloatArray
    uncertainty: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtraining:
    """Scores by models that trained on an event (seen) and by models that did not (unseen).

    `edges`: (n_bins + 1,) of the score. `auc_seen`: weighted AUC of the seen scores. `ks_...`: the
    largest distance of the two weighted distributions; `p_...`: the chance of one as large.
    """

    edges: FloatArray
    signal_seen: Density
    signal_unseen: Density
    background_seen: Density
    background_unseen: Density
    auc_seen: Measured
    ks_signal: float
    ks_background: float
    p_signal: float
    p_background: float


def kolmogorov_smirnov(
    one: tuple[FloatArray, FloatArray], two: tuple[FloatArray, FloatArray]
) -> tuple[float, float]:
    """Largest distance of two weighted distributions, and the probability of one as large.

    `one`, `two`: (values, weights). Each counts as (sum w)^2 / sum w^2 events in the asymptotic
    law with Stephens' correction (J. R. Stat. Soc. B 32 (1970) 115): a guide for weighted events.
    FiveSigmaError where a total weight is not positive.
    """
    for _, weight in (one, two):
        if not weight.sum() > 0:
            msg = f"a distribution needs a positive total weight, got {weight.sum():g}."
            raise FiveSigmaError(msg)
    values, place = np.unique(np.concatenate([one[0], two[0]]), return_inverse=True)
    share = np.concatenate([one[1] / one[1].sum(), -two[1] / two[1].sum()])
    distance = float(np.abs(np.cumsum(np.bincount(place, share, minlength=values.size))).max())
    n, m = (weight.sum() ** 2 / np.sum(weight**2) for _, weight in (one, two))
    root = np.sqrt(n * m / (n + m))
    return distance, kolmogorov_probability(float((root + 0.12 + 0.11 / root) * distance))


def kolmogorov_probability(x: float) -> float:
    """Probability that the Kolmogorov variable exceeds `x`: 2 sum (-1)^(k-1) exp(-2 k^2 x^2).

    >>> round(kolmogorov_probability(1.36), 2)  # the familiar 5 % point
    0.05
    """
    if x < 0.2:  # the series converges slowly there, and the answer is 1 to twelve digits
        return 1.0
    k = np.arange(1, 101)
    terms = 2.0 * np.where(k % 2 == 1, 1.0, -1.0) * np.exp(-2.0 * k**2 * x**2)
    return float(np.clip(terms.sum(), 0.0, 1.0))
