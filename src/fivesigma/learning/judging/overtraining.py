"""Has a classifier learned its events by heart? Scores of seen and unseen events compared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.roc import roc_curve

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]
BoolArray = npt.NDArray[np.bool_]
Sample = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A normalised weighted histogram: integral 1, and its statistical uncertainty, (n_bins,)."""

    value: FloatArray
    uncertainty: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtraining:
    """Scores by models that trained on an event (seen) and by models that did not (unseen).

    `edges`: (n_bins + 1,) of the score. `auc_seen`: weighted AUC of the seen scores. `ks_...`: the
    largest distance of the two weighted distributions; `p_...`: the chance of one as large.
    """

    edges: FloatArray
    signal_seen: Density
    signal_unseen: Density
    background_seen: Density
    background_unseen: Density
    auc_seen: Measured
    ks_signal: float
    ks_background: float
    p_signal: float
    p_background: float


def overtraining_check(
    score: FloatArray,
    seen_score: FloatArray,
    label: IntArray,
    weight: FloatArray,
    n_bins: int = 25,
) -> Overtraining:
    """Scores of unseen events (`score`) and of seen ones, class by class; NaN means no such score.

    `score`, `seen_score` in [0, 1], `label` (0 or 1), signed `weight`: (n_events,). Where an event
    has both scores, as in cross-validation, the samples are not independent, and a probability is
    larger than it should be: small ones are alarming, large ones no proof. FiveSigmaError where a
    class has no positive sum among the seen or the unseen.

    >>> score, label = np.array([0.4, 0.6, 0.1, 0.5]), np.array([1, 1, 0, 0], np.int8)
    >>> found = overtraining_check(score, label.astype(float), label, np.ones(4), n_bins=2)
    >>> found.auc_seen.value, found.ks_signal, found.signal_unseen.value.tolist()
    (1.0, 1.0, [1.0, 1.0])
    """
    edges = np.linspace(0.0, 1.0, n_bins + 1)
    unseen, seen = ~np.isnan(score), ~np.isnan(seen_score)
    seen_curve = roc_curve(seen_score[seen], label[seen], weight[seen])

    def values(kind: int, scores: FloatArray, chosen: BoolArray) -> Sample:
        kept = chosen & (label == kind)
        return scores[kept], weight[kept]

    signal = values(1, seen_score, seen), values(1, score, unseen)
    background = values(0, seen_score, seen), values(0, score, unseen)
    ks_signal, p_signal = kolmogorov_smirnov(*signal)
    ks_background, p_background = kolmogorov_smirnov(*background)
    return Overtraining(
        edges=edges,
        signal_seen=_density(signal[0], edges),
        signal_unseen=_density(signal[1], edges),
        background_seen=_density(background[0], edges),
        background_unseen=_density(background[1], edges),
        auc_seen=Measured(value=seen_curve.auc, uncertainty=seen_curve.auc_uncertainty),
        ks_signal=ks_signal,
        ks_background=ks_background,
        p_signal=p_signal,
        p_background=p_background,
    )


def _density(sample: Sample, edges: FloatArray) -> Density:
    values, weight = sample
    area = weight.sum() * np.diff(edges)
    total, _ = np.histogram(values, edges, weights=weight)
    squares, _ = np.histogram(values, edges, weights=weight**2)
    return Density(value=total / area, uncertainty=np.sqrt(squares) / area)


def kolmogorov_smirnov(one: Sample, two: Sample) -> tuple[float, float]:
    """Largest distance of two weighted distributions, and the probability of one as large.

    `one`, `two`: (values, weights). Each counts as (sum w)^2 / sum w^2 events in the asymptotic
    law with Stephens' correction (J. R. Stat. Soc. B 32 (1970) 115): a guide for weighted events.
    FiveSigmaError where a total weight is not positive.

    >>> one, two = np.array([1.0, 2.0]), np.array([2.0, 3.0])
    >>> kolmogorov_smirnov((one, np.ones(2)), (two, np.ones(2)))[0]
    0.5
    """
    for _, weight in (one, two):
        if not weight.sum() > 0:
            msg = f"a distribution needs a positive total weight, got {weight.sum():g}."
            raise FiveSigmaError(msg)
    values, place = np.unique(np.concatenate([one[0], two[0]]), return_inverse=True)
    share = np.concatenate([one[1] / one[1].sum(), -two[1] / two[1].sum()])
    distance = float(np.abs(np.cumsum(np.bincount(place, share, minlength=values.size))).max())
    n, m = (weight.sum() ** 2 / np.sum(weight**2) for _, weight in (one, two))
    root = np.sqrt(n * m / (n + m))
    return distance, kolmogorov_probability(float((root + 0.12 + 0.11 / root) * distance))


def kolmogorov_probability(x: float) -> float:
    """Probability that the Kolmogorov variable exceeds `x`: 2 sum (-1)^(k-1) exp(-2 k^2 x^2).

    >>> round(kolmogorov_probability(1.36), 2)  # the familiar 5 % point
    0.05
    """
    if x < 0.2:  # the series converges slowly there, and the answer is 1 to twelve digits
        return 1.0
    k = np.arange(1, 101)
    terms = 2.0 * np.where(k % 2 == 1, 1.0, -1.0) * np.exp(-2.0 * k**2 * x**2)
    return float(np.clip(terms.sum(), 0.0, 1.0))
