"""The best cut on one variable: what a model has to beat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.groups import (
    GroupedEvents,
    IntArray,
    best_on_the_others,
    candidates,
    grouped_events,
    sums_above,
)
from fivesigma.inference.judged import LabelArray, check_events
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import BoolArray, FloatArray, Yields, yield_of

SIDES: Final = (">=", "<")


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleCut:
    """Keep events with `name` `side` `threshold` (side ">=" or "<"), the best of all such cuts.

    `z`: every part of the events judged with the variable, side and threshold that the other parts
    chose; `z_best`: this cut on the events that chose it, slightly optimistic.
    """

    name: str
    side: str
    threshold: float
    z: Measured
    z_best: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    name: str
    side: str
    threshold: float

    def keeps(self, features: Mapping[str, npt.NDArray[np.floating]]) -> BoolArray:
        above = features[self.name] >= self.threshold
        return above if self.side == ">=" else ~above


def best_single_cut(
    features: Mapping[str, npt.NDArray[np.floating]],
    label: LabelArray,
    weight: FloatArray,
    part: IntArray,
    *,
    relative_uncertainty: float,
) -> SingleCut:
    """The cut on one variable that makes a signal most significant.

    `features`: columns (n_events,) by name; `label`, `weight`, `part` (n_events,), part -1 where
    an event takes no part; with one part two halves choose for each other. FiveSigmaError for no
    features, values that are not finite, lengths that differ, and where no cut leaves signal and
    enough background.

    >>> x, label = np.linspace(0, 1, 400), np.arange(400) % 2
    >>> part = np.arange(400) // 2 % 4
    >>> best_single_cut(
    ...     {"x": x + label / 2}, label, np.ones(400), part, relative_uncertainty=0.1
    ... ).side
    '>='
    """
    if not features:
        msg = "there is no feature to cut on. Give at least one column."
        raise FiveSigmaError(msg)
    check_events(label, weight, part=part, **features)
    key = np.sum([column.astype(np.float64) for column in features.values()], axis=0)
    events = grouped_events(label, weight, part, key=key)
    # One group of all that is judged by another, empty one.
    everything = GroupedEvents(
        group=np.where(events.group >= 0, 1, -1),
        n_judged=1,
        weight=events.weight,
        factor=np.ones((1, 2)),
    )
    [best] = _best_cuts(features, label, everything, events.weight, relative_uncertainty)
    cuts = _best_cuts(features, label, events, weight, relative_uncertainty)
    kept = np.zeros(label.size, dtype=np.bool_)
    for k, cut in enumerate(cuts):
        kept |= (events.group == k) & cut.keeps(features)
    z, z_best = (
        region_significance(
            yield_of(events.weight[keeps & (label == 1)]),
            yield_of(events.weight[keeps & (label == 0)]),
            relative_uncertainty=relative_uncertainty,
        )
        for keeps in (kept, best.keeps(features))
    )
    return SingleCut(name=best.name, side=best.side, threshold=best.threshold, z=z, z_best=z_best)


def _best_cuts(
    features: Mapping[str, npt.NDArray[np.floating]],
    label: LabelArray,
    events: GroupedEvents,
    weight: FloatArray,
    relative_uncertainty: float,
) -> list[_Cut]:
    """The best cut for each judged group, chosen on the other groups."""
    cuts: list[_Cut] = []
    tables = []
    for name, values in features.items():
        thresholds = candidates(values[events.group >= 0])
        above = sums_above(values, label, weight, group=events.group, thresholds=thresholds)
        for side in SIDES:
            cuts.extend(_Cut(name=name, side=side, threshold=float(t)) for t in thresholds)
            tables.append(above if side == ">=" else tuple(_the_rest(y) for y in above))
    signal, background = (
        Yields(
            sum=np.concatenate([table[kind].sum for table in tables], axis=1),
            sum_squares=np.concatenate([table[kind].sum_squares for table in tables], axis=1),
        )
        for kind in (0, 1)
    )
    best, _ = best_on_the_others(
        events, signal, background, relative_uncertainty=relative_uncertainty
    )
    return [cuts[i] for i in best]


def _the_rest(above: Yields) -> Yields:
    """What is below each threshold; the first threshold has everything above it."""
    return Yields(
        sum=above.sum[:, :1] - above.sum, sum_squares=above.sum_squares[:, :1] - above.sum_squares
    )
