"""The counting experiment: the numbers that a selection and a score lead to."""

from dataclasses import dataclass

from fivesigma.core.measured import Measured
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.inference.yields import Yield


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingResult:
    """What counting events promises: without a score, and above a threshold on it.

    `relative_uncertainty`: how well the background is known, 0.1 for 10 %. `signal`, `background`:
    after the selection, before any score. `n_effective`: of the background in the region of
    `z_with_uncertainty`. Every z is a median discovery significance in standard deviations with
    its uncertainty from the simulation's statistics: without a score (`cut_and_count`), with a
    threshold that other events chose (`asimov`: background known exactly; `with_uncertainty`:
    `relative_uncertainty` and the simulation's statistics), and, slightly optimistic, with the
    threshold chosen on the events that judge it (`_best`). `thresholds`: those of
    `z_with_uncertainty`, one a part.
    """

    relative_uncertainty: float
    signal: Yield
    background: Yield
    n_effective: float
    z_cut_and_count: Measured
    z_cut_and_count_with_uncertainty: Measured
    z_asimov: Measured
    z_with_uncertainty: Measured
    z_asimov_best: Measured
    z_with_uncertainty_best: Measured
    thresholds: tuple[float, ...]
    scan: SignificanceScan
