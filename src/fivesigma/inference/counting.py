"""The counting experiment: the numbers that a selection and a score lead to."""

from dataclasses import dataclass

import numpy as np

from fivesigma.core.measured import Measured
from fivesigma.inference.groups import IntArray
from fivesigma.inference.judged import LabelArray, check_events
from fivesigma.inference.significance import region_significance
from fivesigma.inference.threshold import (
    SignificanceScan,
    choose_threshold,
    cross_chosen_region,
    significance_scan,
)
from fivesigma.inference.yields import BoolArray, FloatArray, Yield, yield_of


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


def count(  # noqa: PLR0913 - the columns of one table
    score: FloatArray,
    label: LabelArray,
    weight: FloatArray,
    part: IntArray,
    *,
    relative_uncertainty: float,
    choosing: BoolArray | None = None,
) -> CountingResult:
    """The counting experiment without the score, and above thresholds on it.

    All (n_events,): `score` NaN and `part` -1 where an event was never judged: the others are then
    scaled up to the full luminosity, class by class. `weight`: the sample's own, signed. How the
    thresholds are chosen, and what `choosing` does, is told by `cross_chosen_region`.
    FiveSigmaError without signal, without background or where it is worth too little, for lengths
    that differ, weights that are not finite, or an uncertainty below 0.

    >>> score, label = np.linspace(0, 1, 400), np.arange(400) % 2
    >>> part = np.arange(400) // 2 % 4
    >>> result = count(score + label / 2, label, np.ones(400), part, relative_uncertainty=0.1)
    >>> result.z_with_uncertainty.value < result.z_asimov.value
    True
    """
    check_events(label, weight, score=score)
    signal, background = (yield_of(weight[label == kind]) for kind in (1, 0))
    both = (0.0, relative_uncertainty)
    without, with_uncertainty = (
        region_significance(signal, background, relative_uncertainty=relative) for relative in both
    )
    judging = score if choosing is None else np.where(choosing, np.nan, score)
    known, unsure = (
        cross_chosen_region(
            score, label, weight, part, relative_uncertainty=relative, choosing=choosing
        )
        for relative in both
    )
    known_best, unsure_best = (
        choose_threshold(judging, label, weight, relative_uncertainty=relative) for relative in both
    )
    return CountingResult(
        relative_uncertainty=relative_uncertainty,
        signal=signal,
        background=background,
        n_effective=unsure.background.effective_count,
        z_cut_and_count=without,
        z_cut_and_count_with_uncertainty=with_uncertainty,
        z_asimov=known.significance,
        z_with_uncertainty=unsure.significance,
        z_asimov_best=known_best.significance,
        z_with_uncertainty_best=unsure_best.significance,
        thresholds=unsure.thresholds,
        scan=significance_scan(judging, label, weight, relative_uncertainty=relative_uncertainty),
    )
