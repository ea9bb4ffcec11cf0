"""Where to cut on a score: a threshold chosen on some events and judged on others.

The best of many thresholds is partly the luckiest. Where the events that choose it also judge it,
the significance comes out too large; so each part of the events gets the threshold that the other
parts have chosen.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.groups import (
    IntArray,
    best_on_the_others,
    candidates,
    first_best,
    grouped_events,
    sums_above,
)
from fivesigma.inference.judged import LabelArray, check_events, judged_weights
from fivesigma.inference.significance import (
    MIN_EFFECTIVE_BACKGROUND,
    region_significance,
    region_significances,
)
from fivesigma.inference.yields import BoolArray, FloatArray, Yield, yield_of

REFUSED_REASON: Final = (
    f"no signal, or a simulated background worth fewer than {MIN_EFFECTIVE_BACKGROUND:g} events"
)


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
    refused: BoolArray
    reason: str


def choose_threshold(
    score: FloatArray, label: LabelArray, weight: FloatArray, *, relative_uncertainty: float
) -> ThresholdChoice:
    """The threshold with the largest significance, judged on the events that chose it.

    Slightly optimistic, therefore; `cross_chosen_region` is not. `score`, `label`, `weight`:
    (n_events,); an event with score NaN was never judged: the others are scaled up, class by
    class. FiveSigmaError where no region has signal and enough background.

    >>> score, label = np.linspace(0, 1, 400), np.arange(400) % 2
    >>> choice = choose_threshold(score + label / 2, label, np.ones(400), relative_uncertainty=0.1)
    >>> 0.0 <= choice.thresholds[0] <= 1.0
    True
    """
    scan = significance_scan(score, label, weight, relative_uncertainty=relative_uncertainty)
    threshold = float(scan.threshold[first_best(scan.z)])
    weight = judged_weights(label, weight, ~np.isnan(score))
    return _region((threshold,), score >= threshold, label, weight, relative_uncertainty)


def significance_scan(
    score: FloatArray, label: LabelArray, weight: FloatArray, *, relative_uncertainty: float
) -> SignificanceScan:
    """Significance above each of up to N_CANDIDATES thresholds, with its uncertainty.

    `score`, `label`, `weight`: (n_events,); an event with score NaN was never judged: the others
    are scaled up. Each point is `region_significance` of its region, and the points share events:
    neighbours rise and fall together. FiveSigmaError for samples that cannot be scaled.

    >>> score, label = np.linspace(0, 1, 400), np.arange(400) % 2
    >>> scan = significance_scan(score, label, np.ones(400), relative_uncertainty=0.1)
    >>> bool(scan.refused[-1]), round(float(scan.z[0]), 2)  # the last holds too few events
    (True, 5.68)
    """
    judged = _is_judged(score, label, weight)
    weight = judged_weights(label, weight, judged)
    thresholds = candidates(score[judged])
    group = np.where(judged, 0, -1)
    signal, background = sums_above(score, label, weight, group=group, thresholds=thresholds)
    z, uncertainty = region_significances(
        signal, background, relative_uncertainty=relative_uncertainty
    )
    return SignificanceScan(
        relative_uncertainty=relative_uncertainty,
        threshold=thresholds,
        z=z[0],
        uncertainty=uncertainty[0],
        signal=signal.sum[0],
        background=background.sum[0],
        n_effective=background.effective_count[0],
        refused=np.isnan(z[0]),
        reason=REFUSED_REASON,
    )


def cross_chosen_region(  # noqa: PLR0913 - the columns of one table
    score: FloatArray,
    label: LabelArray,
    weight: FloatArray,
    part: IntArray,
    *,
    relative_uncertainty: float,
    choosing: BoolArray | None = None,
) -> ThresholdChoice:
    """The region above thresholds that no event helped to choose for itself.

    All (n_events,): `part` is the part that judged an event, -1 for none; an event with score NaN
    is not judged either. The threshold of a part is the best one on the other parts; where
    `choosing` marks events (of the validation role, say), these choose one threshold and judge
    nothing. With one part and no `choosing`, two halves choose for each other; the half follows
    from a hash of the event's own score and weight, so the order of the rows does not matter.
    FiveSigmaError where a region has no signal or too little background, or nothing can choose.

    >>> score, label = np.linspace(0, 1, 400), np.arange(400) % 2
    >>> part = np.arange(400) // 2 % 4
    >>> region = cross_chosen_region(
    ...     score + label / 2, label, np.ones(400), part, relative_uncertainty=0.1
    ... )
    >>> len(region.thresholds)
    4
    """
    check_events(label, weight, part=part)
    judged = _is_judged(score, label, weight)
    events = grouped_events(
        label, weight, np.where(judged, part, -1), choosing=choosing, key=np.nan_to_num(score)
    )
    used = events.group >= 0
    if choosing is not None and not judged[choosing].all():
        msg = "events that choose a threshold need a score, but some have NaN. Score them first."
        raise FiveSigmaError(msg)
    thresholds = candidates(score[used])
    sums = sums_above(score, label, weight, group=events.group, thresholds=thresholds)
    best, _ = best_on_the_others(events, *sums, relative_uncertainty=relative_uncertainty)
    chosen = thresholds[best]
    kept = (events.weight != 0) & (score >= chosen[np.minimum(events.group, events.n_judged - 1)])
    return _region(tuple(chosen.tolist()), kept, label, events.weight, relative_uncertainty)


def _is_judged(score: FloatArray, label: LabelArray, weight: FloatArray) -> BoolArray:
    """Keep events with a score."""
    check_events(label, weight, score=score)
    return ~np.isnan(score)


def _region(
    thresholds: tuple[float, ...],
    kept: BoolArray,
    label: LabelArray,
    weight: FloatArray,
    relative_uncertainty: float,
) -> ThresholdChoice:
    signal, background = (yield_of(weight[kept & (label == kind)]) for kind in (1, 0))
    return ThresholdChoice(
        thresholds=thresholds,
        signal=signal,
        background=background,
        significance=region_significance(
            signal, background, relative_uncertainty=relative_uncertainty
        ),
    )
