"""Two scores of the same events compared: what moves both does not blur their difference."""

import math

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.learning.judging.roc import component_variance, structural_components

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


def auc_difference(
    score: FloatArray, other: FloatArray, label: IntArray, weight: FloatArray
) -> Measured:
    """Weighted AUC of `score` less that of `other`, both given to the same events; all (n_events,).

    The uncertainty is DeLong's for correlated areas: each event brings the difference of its two
    structural components (Biometrics 44 (1988) 837), so that an event which is hard for both
    scores adds nothing. FiveSigmaError as for `roc_curve`.

    >>> label, score = np.arange(400) % 2, np.arange(400) % 7.0
    >>> print(auc_difference(score, 2 * score, label.astype(np.int8), np.ones(400)))
    0.00 ± 0.00
    """
    one, two = (structural_components(values, label, weight) for values in (score, other))
    return mean_component(one - two, label, weight)


def mean_component(component: FloatArray, label: IntArray, weight: FloatArray) -> Measured:
    """Weighted mean of structural components, or of their differences, with DeLong's variance.

    All (n_events,). Both classes have the same mean, which is the area, or its difference; the
    caller has checked that each has two events and a positive sum.

    >>> label = np.array([1, 1, 0, 0], np.int8)
    >>> print(mean_component(np.array([1.0, 0.5, 0.5, 1.0]), label, np.ones(4)))
    0.75 ± 0.35
    """
    value, variance = 0.0, 0.0
    for kind in (1, 0):
        own, own_weight = component[label == kind], weight[label == kind]
        value = float(np.sum(own * own_weight) / own_weight.sum())
        variance += component_variance(own, own_weight, value)
    return Measured(value=value, uncertainty=math.sqrt(variance))
