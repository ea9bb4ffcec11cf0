"""Does a score of 0.8 mean that 8 of 10 such events are signal? Only in one mixture of both."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
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


def calibration_curve(
    score: FloatArray, label: IntArray, weight: FloatArray, *, prior: float, n_bins: int = 10
) -> Calibration:
    """Share of signal in bins of the score, in a mixture of which `prior` is signal.

    `score` in [0, 1], `label` (0 or 1), signed `weight`: (n_events,); each class is scaled to its
    part of the mixture. Bins hold equal |weight|; there are `n_bins`, or as many as have a positive
    sum each. A class with no event in a bin counts there as 0 ± its typical weight. FiveSigmaError
    for a score or prior that is no probability, or a class of no positive sum.

    >>> score, label = np.array([0.2, 0.2, 0.8, 0.8]), np.array([0, 0, 1, 0], np.int8)
    >>> found = calibration_curve(score, label, np.array([2.0, 2.0, 4.0, 1.0]), prior=0.5, n_bins=2)
    >>> found.edges.tolist(), found.score.round(2).tolist(), found.fraction.round(2).tolist()
    ([0.0, 0.8, 1.0], [0.2, 0.8], [0.0, 0.83])
    """
    _check_probability(score, "scores")
    _check_prior(prior)
    mixed, is_signal = _mixture_weights(label, weight, prior), label == 1
    edges, place = _bins(score, mixed, n_bins)
    n_found = edges.size - 1
    signal, signal_variance = _sums(place[is_signal], mixed[is_signal], n_found)
    background, background_variance = _sums(place[~is_signal], mixed[~is_signal], n_found)
    total = signal + background
    mean_score = np.bincount(place, mixed * score, minlength=n_found) / total
    fraction = signal / total
    spread = background**2 * signal_variance + signal**2 * background_variance
    return Calibration(
        prior=prior,
        edges=edges,
        score=mean_score,
        fraction=fraction,
        uncertainty=np.sqrt(spread) / total**2,
        brier=_brier(score, label, mixed),
        expected_error=float(np.sum(total * np.abs(fraction - mean_score))),
    )


def corrected_score(score: FloatArray, *, from_prior: float, to_prior: float) -> FloatArray:
    """Scores that claim a share `to_prior` of signal, from such that claim `from_prior`.

    Bayes' theorem: the odds s / (1 - s) change by the ratio of the prior odds (Saerens et al.,
    Neural Comput. 14 (2002) 21). The order of the events, and so the AUC, stays.
    `score`: (n_events,) in [0, 1]. FiveSigmaError for what is no probability.

    >>> corrected_score(np.array([0.0, 0.5, 0.9, 1.0]), from_prior=0.5, to_prior=0.1).round(3)
    array([0. , 0.1, 0.5, 1. ])
    """
    _check_probability(score, "scores")
    _check_prior(from_prior)
    _check_prior(to_prior)
    signal = score * (to_prior / from_prior)
    corrected: FloatArray = signal / (signal + (1 - score) * (1 - to_prior) / (1 - from_prior))
    return corrected


def _check_probability(values: FloatArray, name: str) -> None:
    if values.size == 0 or not ((values >= 0) & (values <= 1)).all():
        msg = (
            f"{name} must be probabilities between 0 and 1. Use predict_proba, not "
            "decision_function; roc_curve takes any score."
        )
        raise FiveSigmaError(msg)


def _check_prior(prior: float) -> None:
    if not 0 < prior < 1:
        msg = f"a share of signal lies between 0 and 1, both excluded; got {prior:g}."
        raise FiveSigmaError(msg)


def _mixture_weights(label: IntArray, weight: FloatArray, prior: float) -> FloatArray:
    total = np.array([weight[label == kind].sum() for kind in (0, 1)])
    if not (total > 0).all():
        msg = (
            f"a calibration needs signal and background of positive sum, got {total[1]:g} and "
            f"{total[0]:g}. Loosen the cuts or take more events."
        )
        raise FiveSigmaError(msg)
    mixed: FloatArray = weight * np.where(label == 1, prior / total[1], (1 - prior) / total[0])
    return mixed


def _bins(
    score: FloatArray, weight: FloatArray, n_bins: int
) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Edges of the most bins <= `n_bins` that all have a positive sum, and each event's bin."""
    order = np.argsort(score, kind="stable")
    cumulative = np.cumsum(np.abs(weight[order]))
    for n_wanted in range(n_bins, 1, -1):
        wanted = cumulative[-1] * np.arange(1, n_wanted) / n_wanted
        inner = np.unique(score[order][np.searchsorted(cumulative, wanted, side="right")])
        edges = np.concatenate([[0.0], inner[(inner > 0) & (inner < 1)], [1.0]])
        place = np.searchsorted(edges[1:-1], score, side="right")
        if (np.bincount(place, weight, minlength=edges.size - 1) > 0).all():
            return edges, place
    return np.array([0.0, 1.0]), np.zeros(score.size, np.intp)


def _sums(
    place: npt.NDArray[np.intp], weight: FloatArray, n_bins: int
) -> tuple[FloatArray, FloatArray]:
    """Sum and variance of one class in each bin."""
    squares = np.bincount(place, weight**2, minlength=n_bins)
    typical = np.sum(weight**2) / weight.sum()
    total = np.bincount(place, weight, minlength=n_bins).astype(np.float64, copy=False)
    return total, np.where(squares > 0, squares, typical**2)


def _brier(score: FloatArray, label: IntArray, mixed: FloatArray) -> Measured:
    """Weighted mean of (score - label)^2; the classes' sums are fixed by the prior."""
    distance = (score - label) ** 2
    variance = 0.0
    for kind in (0, 1):
        weight, own = mixed[label == kind], distance[label == kind]
        variance += float(np.sum((weight * (own - np.sum(weight * own) / weight.sum())) ** 2))
    return Measured(value=float(np.sum(mixed * distance)), uncertainty=math.sqrt(variance))
