"""Bins of a score in which the simulated background is worth enough to be believed."""

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.groups import candidates, sums_above
from fivesigma.inference.judged import LabelArray, judged_weights
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND
from fivesigma.inference.yields import FloatArray


def score_edges(
    score: FloatArray,
    label: LabelArray,
    weight: FloatArray,
    *,
    min_effective: float = MIN_EFFECTIVE_BACKGROUND,
    n_bins_max: int = 20,
) -> FloatArray:
    """Edges (n_bins + 1,) of bins whose background is positive and worth `min_effective` events.

    `score` (NaN: never judged, passed over), `label`, `weight`: (n_events,). Bins are closed from
    the signal-rich end as soon as they hold enough background and their shares of all signal and
    of all background add up to 2 / n_bins_max ("transformation D", arXiv:1708.03299, with equal
    parameters); what is left over stands alone if it is enough, else joins its neighbour.
    FiveSigmaError where not even one bin is possible, or for a score of a single value.

    >>> score = np.linspace(0, 1, 401)
    >>> score_edges(score, np.arange(401) % 2, np.ones(401), n_bins_max=4).round(2).tolist()
    [0.0, 0.24, 0.49, 0.75, 1.0]
    """
    judged = ~np.isnan(score)
    weight = judged_weights(label, weight, judged)
    thresholds = candidates(score[judged])
    if thresholds.size < 2 or n_bins_max < 1:
        msg = f"a score with {thresholds.size} value(s) cannot be cut into {n_bins_max} bins."
        raise FiveSigmaError(msg)
    signal, background = sums_above(
        score, label, weight, group=np.where(judged, 0, -1), thresholds=thresholds
    )
    above = np.array([signal.sum[0], background.sum[0], background.sum_squares[0]])
    inner = _closed_bins(above, min_effective, n_bins_max)[:-1][::-1]
    above = np.append(above, np.zeros((3, 1)), axis=1)
    while inner and not _is_enough(above[:, 0] - above[:, inner[0]], min_effective):
        del inner[0]
    if not (inner or _is_enough(above[:, 0], min_effective)):
        _, b, squares = above[:, 0]
        msg = (
            f"not one bin is possible: {b:g} background events are worth {b**2 / squares:.1f}, "
            f"{min_effective:g} are needed. Loosen the cuts."
        )
        raise FiveSigmaError(msg)
    return thresholds[[0, *inner, -1]].astype(np.float64)


def _closed_bins(above: FloatArray, min_effective: float, n_bins_max: int) -> list[int]:
    """Lowest threshold of each bin, from the top; `above`: s, b, sum w_b^2 above the thresholds."""
    closed = []
    upper = np.zeros(3)
    for low in range(above.shape[1] - 2, -1, -1):
        content = above[:, low] - upper
        share = float(np.sum(content[:2] / above[:2, 0])) * n_bins_max
        is_last = low == 0 and share >= 1
        if _is_enough(content, min_effective) and (share >= 2 * (1 - 1e-9) or is_last):
            closed.append(low)
            upper = above[:, low]
    return closed if closed and closed[-1] == 0 else [*closed[:-1], 0]


def _is_enough(content: FloatArray, min_effective: float) -> bool:
    """Whether this background may stand alone in a bin."""
    _, b, squares = content
    return bool(b > 0 and b**2 >= min_effective * squares)
