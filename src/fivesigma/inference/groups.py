"""Events in groups that choose for each other: what a cross-chosen threshold needs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.judged import LabelArray, check_events, judged_weights
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND, region_significances
from fivesigma.inference.yields import BoolArray, FloatArray, Yields

IntArray = npt.NDArray[np.int64]

N_CANDIDATES: Final = 301
"""Thresholds that are tried on a variable, closest together at both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedEvents:
    """Events in groups; the first `n_judged` are judged by what all the others choose.

    `group`: (n_events,), -1 where an event takes no part. `weight`: (n_events,), those of the
    judged events at full luminosity, else 0. `factor`: (n_judged, 2), what brings the background
    and the signal of the others of each group to full luminosity.
    """

    group: IntArray
    n_judged: int
    weight: FloatArray
    factor: FloatArray


def grouped_events(
    label: LabelArray,
    weight: FloatArray,
    part: IntArray,
    *,
    choosing: BoolArray | None = None,
    key: FloatArray | None = None,
) -> GroupedEvents:
    """Groups that choose for each other: the parts, or two halves where there is one part.

    All (n_events,): `part` is the part that judges an event, -1 for none; `choosing` marks events
    that choose for everyone and judge nothing; `key` tells which half an event belongs to, by a
    hash of it and of the weight; equal events take turns. FiveSigmaError where the others of a
    group lack a class.

    >>> label, part = np.array([0, 1, 0, 1]), np.array([0, 0, 2, 2])
    >>> grouped_events(label, np.ones(4), part).factor.tolist()
    [[2.0, 2.0], [2.0, 2.0]]
    """
    check_events(label, weight, part=part)
    if choosing is not None:
        check_events(label, weight, choosing=choosing)
        group = np.where(choosing, 1, np.where(part >= 0, 0, -1))
        n_judged = 1
    else:
        names = np.unique(part[part >= 0])
        group = np.where(part >= 0, np.searchsorted(names, part), -1)
        if names.size == 1:
            group = np.where(group == 0, _half(weight if key is None else key, weight, label), -1)
        n_judged = int(group.max(initial=-1)) + 1
    judged = (group >= 0) & (group < n_judged)
    return GroupedEvents(
        group=group.astype(np.int64),
        n_judged=n_judged,
        weight=judged_weights(label, weight, judged),
        factor=np.array([_factors(label, weight, group, k) for k in range(n_judged)]),
    )


def _half(key: FloatArray, weight: FloatArray, label: LabelArray) -> IntArray:
    """0 or 1 from the bits of the numbers: the same in every order of the rows (splitmix64).

    Events of the same numbers take turns: a score of few values would fill only one half.
    """
    one, other = (np.asarray(x + 0.0, dtype=np.float64).view(np.uint64) for x in (key, weight))
    bits = one ^ other * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    drawn = ((bits >> np.uint64(63)) & np.uint64(1)).astype(np.int64)
    return (drawn + _place_among_equals(one, other, label.astype(np.uint64))) % 2


def _place_among_equals(*columns: npt.NDArray[np.uint64]) -> IntArray:
    """0 for the first row of the same numbers, 1 for the next of them, and so on."""
    order = np.lexsort(columns)
    is_new = np.ones(order.size, dtype=np.bool_)
    is_new[1:] = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    first = np.flatnonzero(is_new)
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size) - np.repeat(first, np.diff(np.append(first, order.size)))
    return place


def _factors(label: LabelArray, weight: FloatArray, group: IntArray, own: int) -> list[float]:
    """Sum w of all over sum w of the events that choose for group `own`: background, signal."""
    others = (group >= 0) & (group != own)
    factors = []
    for kind, name in ((0, "background"), (1, "signal")):
        found = weight[others & (label == kind)].sum()
        if not found > 0:
            msg = (
                f"no {name} among the events that choose ({found:g} expected). "
                "Use more parts, or more events."
            )
            raise FiveSigmaError(msg)
        factors.append(weight[label == kind].sum() / found)
    return factors


def candidates(values: npt.NDArray[np.floating]) -> FloatArray:
    """Up to N_CANDIDATES values to cut at, ascending, the smallest of all first.

    They are quantiles whose levels follow the logistic function, so that the tails, where a signal
    hides, are cut as finely as the middle: each step takes the same fraction of what is left.
    Labels are not looked at.

    >>> candidates(np.array([3.0, 1.0, 2.0])).tolist()
    [1.0, 2.0, 3.0]
    """
    if not (values.size and np.isfinite(values).all()):
        msg = (
            f"cannot cut on {values.size} values of which "
            f"{np.count_nonzero(~np.isfinite(values))} are not finite. Give finite numbers."
        )
        raise FiveSigmaError(msg)
    end = np.log(values.size + 1.0)
    levels = 1 / (1 + np.exp(-np.linspace(-end, end, N_CANDIDATES)))
    inner = np.quantile(values, levels, method="inverted_cdf")
    return np.unique(np.append(values.min(), inner))


def sums_above(
    values: npt.NDArray[np.floating],
    label: LabelArray,
    weight: FloatArray,
    *,
    group: IntArray,
    thresholds: FloatArray,
) -> tuple[Yields, Yields]:
    """Signal and background with `values` >= each threshold, in each group.

    `values`, `label`, `weight`, `group` (-1: passed over): (n_events,); `thresholds` ascending.
    The yields have shape (n_groups, n_thresholds).

    >>> one, thresholds = np.array([1.0]), np.array([0.0, 5.0])
    >>> group, label = np.array([0]), np.array([1])
    >>> sums_above(one, label, one, group=group, thresholds=thresholds)[0].sum.tolist()
    [[1.0, 0.0]]
    """
    used = group >= 0
    values, label, weight, group = values[used], label[used], weight[used], group[used]
    n_groups, n_bins = int(group.max(initial=0)) + 1, thresholds.size + 1
    place = (group * 2 + label) * n_bins + np.searchsorted(thresholds, values, side="right")

    def above(contents: FloatArray) -> FloatArray:
        table = np.bincount(place, contents, minlength=n_groups * 2 * n_bins)
        from_the_right = table.reshape(n_groups, 2, n_bins)[:, :, ::-1].cumsum(axis=2)
        return from_the_right[:, :, ::-1][:, :, 1:]

    total, squares = above(weight), above(weight**2)
    background, signal = (
        Yields(sum=total[:, kind], sum_squares=squares[:, kind]) for kind in (0, 1)
    )
    return signal, background


def best_on_the_others(
    events: GroupedEvents, signal: Yields, background: Yields, *, relative_uncertainty: float
) -> tuple[IntArray, FloatArray]:
    """For each judged group, the region that is best on all other groups, and its Z there.

    `signal`, `background`: (n_groups, n_regions), with the sample's own weights. Returns the
    regions' indices and Z, (n_judged,). FiveSigmaError where no region has a Z.

    >>> events = grouped_events(np.array([0, 1, 0, 1]), np.ones(4), np.array([0, 0, 1, 1]))
    >>> s = Yields(sum=np.array([[5.0, 9.0], [9.0, 5.0]]), sum_squares=np.ones((2, 2)))
    >>> b = Yields(sum=np.full((2, 2), 9.0), sum_squares=np.ones((2, 2)))
    >>> best_on_the_others(events, s, b, relative_uncertainty=0.1)[0].tolist()
    [0, 1]
    """
    n_groups = len(signal.sum)
    others = (np.arange(n_groups) != np.arange(events.n_judged)[:, None]).astype(np.float64)
    scaled = [
        Yields(
            sum=factor * (others @ yields.sum),
            sum_squares=factor**2 * (others @ yields.sum_squares),
        )
        for yields, factor in ((signal, events.factor[:, 1:]), (background, events.factor[:, :1]))
    ]
    z, _ = region_significances(*scaled, relative_uncertainty=relative_uncertainty)
    best = [first_best(row) for row in z]
    return np.array(best), z[np.arange(len(z)), best]


def first_best(z: FloatArray) -> int:
    """Index of the largest, the first where rounding alone decides; NaN is passed over.

    FiveSigmaError where all are NaN.

    >>> first_best(np.array([np.nan, 2.0, 3.0, 3.0]))
    2
    """
    if np.isnan(z).all():
        msg = (
            "no threshold leaves signal and a simulated background worth "
            f"{MIN_EFFECTIVE_BACKGROUND:g} events or more. Loosen the cuts, or use fewer parts."
        )
        raise FiveSigmaError(msg)
    return int(np.argmax(z >= np.nanmax(z) * (1 - 1e-9)))
