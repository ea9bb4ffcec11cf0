"""Right and wrong decisions at one threshold, and the accuracy trap of a rare signal."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Weighted sums of events called signal (score >= threshold) or background.

    `accuracy` counts right decisions; `accuracy_all_background` is what one reaches by never
    calling anything signal, so that no accuracy below it impresses; `balanced_accuracy`, the mean
    of the two classes' rates of right decisions, is 0.5 there.
    """

    threshold: float
    true_positive: Measured
    false_negative: Measured
    false_positive: Measured
    true_negative: Measured
    accuracy: Measured
    accuracy_all_background: Measured
    balanced_accuracy: Measured


def confusion_at(
    score: FloatArray, label: IntArray, weight: FloatArray, *, threshold: float
) -> Confusion:
    """Decisions at `threshold` on events of score, label (0 or 1) and signed weight; (n_events,).

    `weight` at full luminosity (`rescaled_weights`): the sums are then expected events, and a rate
    may leave [0, 1]. FiveSigmaError unless both classes have a positive sum.

    >>> score, label = np.array([0.9, 0.2, 0.7, 0.1]), np.array([1, 1, 0, 0], np.int8)
    >>> found = confusion_at(score, label, np.array([1.0, 1.0, 2.0, 6.0]), threshold=0.5)
    >>> print(found.false_positive, "|", found.accuracy.value, found.accuracy_all_background.value)
    2.00 ± 2.00 | 0.7 0.8
    """
    called, is_signal = score >= threshold, label == 1
    for kind, name in ((is_signal, "signal"), (~is_signal, "background")):
        if not weight[kind].sum() > 0:
            msg = f"decisions need a positive sum of {name} weights. Loosen the cuts."
            raise FiveSigmaError(msg)
    signal, background = _sum(weight[is_signal]), _sum(weight[~is_signal])
    hits, misses = _sum(weight[is_signal & called]), _sum(weight[is_signal & ~called])
    alarms, passes = _sum(weight[~is_signal & called]), _sum(weight[~is_signal & ~called])
    rates = (_share(hits, misses), _share(passes, alarms))
    return Confusion(
        threshold=threshold,
        true_positive=hits,
        false_negative=misses,
        false_positive=alarms,
        true_negative=passes,
        accuracy=_share(_plus(hits, passes), _plus(misses, alarms)),
        accuracy_all_background=_share(background, signal),
        balanced_accuracy=Measured(
            value=(rates[0].value + rates[1].value) / 2,
            uncertainty=math.hypot(rates[0].uncertainty, rates[1].uncertainty) / 2,
        ),
    )


def _sum(weight: FloatArray) -> Measured:
    return Measured(value=float(weight.sum()), uncertainty=float(np.sqrt(np.sum(weight**2))))


def _plus(one: Measured, two: Measured) -> Measured:
    return Measured(
        value=one.value + two.value, uncertainty=math.hypot(one.uncertainty, two.uncertainty)
    )


def _share(one: Measured, two: Measured) -> Measured:
    """One / (one + two), where both fluctuate independently."""
    total = one.value + two.value
    spread = math.hypot(two.value * one.uncertainty, one.value * two.uncertainty)
    return Measured(value=one.value / total, uncertainty=spread / total**2)
