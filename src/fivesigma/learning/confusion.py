"""Right and wrong decisions at one threshold, and the accuracy trap of a rare signal."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    """Decisions at `threshold` for events of the full luminosity."""
    raise NotImplementedError
