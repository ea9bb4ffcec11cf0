"""Judging a classifier: on unseen events, at full luminosity, each number with its uncertainty.

In reading order: weights.py, roc.py, bootstrap.py, confusion.py, calibration.py, overtraining.py,
and here all of them together.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.learning.calibration import Calibration
from fivesigma.learning.confusion import Confusion
from fivesigma.learning.overtraining import Overtraining
from fivesigma.learning.roc import RocCurve

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What one may say about a classifier, from events that its models had not seen.

    `n_...`: judged rows, and the unweighted events worth as much, (sum w)^2 / sum w^2. `auc`:
    every row counts 1. `auc_weighted`: signed weights, uncertainty by DeLong's formula;
    `auc_bootstrap`: the same area, uncertainty by resampling; `auc_parts`: the area in each part
    of the split; `auc_spread`: their mean and its standard error, None for less than two parts.
    `roc`: thinned for drawing, its area is that of all points. `calibration`: for the prior of the
    training; `calibration_corrected`: scores moved to the signal share of the full luminosity.
    `overtraining`: None where no scores of seen events were given.
    """

    n_signal: int
    n_background: int
    n_effective_signal: float
    n_effective_background: float
    auc: Measured
    auc_weighted: Measured
    auc_bootstrap: Measured
    auc_parts: tuple[float, ...]
    auc_spread: Measured | None
    roc: RocCurve
    confusion: Confusion
    calibration: Calibration
    calibration_corrected: Calibration
    overtraining: Overtraining | None


def evaluate(  # noqa: PLR0913 - keywords, most with a default
    score: FloatArray,
    label: IntArray,
    weight: FloatArray,
    *,
    seen_score: FloatArray | None = None,
    part: npt.NDArray[np.int64] | None = None,
    weighting: str = "balanced",
    threshold: float = 0.5,
    seed: int,
    n_bootstrap: int = 200,
) -> Evaluation:
    """Judge the events whose `score` is not NaN, each by models that had not seen it."""
    raise NotImplementedError
