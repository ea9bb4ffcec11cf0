"""Where to cut on a score: a threshold chosen on some events and judged on others."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.inference.yields import FloatArray, Yield

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdChoice:
    """A region score >= threshold, its yields and the significance in it.

    `thresholds`: one, or one a part where each part's was chosen on the other parts.
    """

    thresholds: tuple[float, ...]
    signal: Yield
    background: Yield
    significance: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificanceScan:
    """Significance of the region score >= each threshold; arrays (n_thresholds,), ascending.

    `z`, `uncertainty`: NaN where the region is refused; `refused` says where, `reason` why.
    `signal`, `background`: expected events; `n_effective`: what the simulated background is worth.
    """

    relative_uncertainty: float
    threshold: FloatArray
    z: FloatArray
    uncertainty: FloatArray
    signal: FloatArray
    background: FloatArray
    n_effective: FloatArray
    refused: npt.NDArray[np.bool_]
    reason: str
