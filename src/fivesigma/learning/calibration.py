"""Does a score of 0.8 mean that 8 of 10 such events are signal? Only in one mixture of both."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Signal share against the score that claimed it, in bins of equal weight.

    `prior`: share of signal in the mixture that is looked at. `edges`: (n_bins + 1,), lower edge
    belongs to the bin; `score`, `fraction`, `uncertainty`: (n_bins,), mean score, share of signal
    and its standard deviation. `brier`: mean squared distance of score and label (always saying
    the prior gives prior * (1 - prior)). `expected_error`: mean |fraction - score|, which
    fluctuations alone make a little more than 0.
    """

    prior: float
    edges: FloatArray
    score: FloatArray
    fraction: FloatArray
    uncertainty: FloatArray
    brier: Measured
    expected_error: float
