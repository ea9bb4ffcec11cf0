"""The ROC curve, its area and threshold scans, for event weights of either sign.

Simulated events carry weights, some negative. A rate is then a ratio of weighted sums, which may
leave [0, 1]; the sums stay right, and dropping or turning the negative weights would not be.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RocCurve:
    """Rates above each threshold, from (0, 0) to (1, 1), and the area under them."""

    false_positive_rate: FloatArray
    true_positive_rate: FloatArray
    threshold: FloatArray
    auc: float
    auc_uncertainty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdScan:
    """Weighted sums, with variances, of the events with score >= each threshold."""

    threshold: FloatArray
    signal: FloatArray
    signal_variance: FloatArray
    background: FloatArray
    background_variance: FloatArray


def roc_curve(score: FloatArray, label: IntArray, weight: FloatArray) -> RocCurve:
    """ROC curve and area for weights of either sign; ties count half.

    `score`, `label` (1 signal, 0 background), `weight`: (n_events,); weight 0 is passed over.
    FiveSigmaError unless both classes have two events and a positive sum, and for a score that is
    NaN. Uncertainty: DeLong et al., Biometrics 44 (1988) 837, each event's structural component
    taken with its weight.

    >>> weight = np.ones(4)
    >>> round(roc_curve(np.array([0.9, 0.4, 0.5, 0.1]), np.array([1, 1, 0, 0]), weight).auc, 2)
    0.75
    """
    used = weight != 0
    score, is_signal, weight = score[used], label[used] == 1, weight[used]
    _check_events(score, is_signal, weight)
    threshold, group = np.unique(-score, return_inverse=True)
    signal, background = class_sums(group, is_signal, weight)
    component = _components(signal, background, group, is_signal)
    auc = area_of_sums(signal, background)
    variance = component_variance(component[is_signal], weight[is_signal], auc)
    variance += component_variance(component[~is_signal], weight[~is_signal], auc)
    return RocCurve(
        false_positive_rate=np.append(0.0, np.cumsum(background) / background.sum()),
        true_positive_rate=np.append(0.0, np.cumsum(signal) / signal.sum()),
        threshold=np.append(np.inf, -threshold),
        auc=auc,
        auc_uncertainty=float(np.sqrt(variance)),
    )


def class_sums(
    group: npt.NDArray[np.intp], is_signal: BoolArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Sums of the signal weights and of the background weights in each group, (n_groups,) each.

    `group` numbers from 0, `is_signal`, `weight`: (n_events,).

    >>> group, is_signal = np.array([0, 1, 1]), np.array([True, False, False])
    >>> class_sums(group, is_signal, np.array([1.0, 2.0, -0.5]))
    (array([1., 0.]), array([0. , 1.5]))
    """
    signal = np.bincount(group, np.where(is_signal, weight, 0.0))
    background = np.bincount(group, np.where(is_signal, 0.0, weight))
    return signal.astype(np.float64, copy=False), background.astype(np.float64, copy=False)


def area_of_sums(signal: FloatArray, background: FloatArray) -> float:
    """Area under the ROC curve from the sums of weights at each distinct score, highest first.

    Both (n_scores,), each of positive total, which is the caller's to check.

    >>> area_of_sums(np.array([1.0, 0.0, 1.0]), np.array([0.0, 2.0, 0.0]))
    0.5
    """
    above_background = 1 - (np.cumsum(background) - background / 2) / background.sum()
    return float(np.sum(signal * above_background) / signal.sum())


def structural_components(score: FloatArray, label: IntArray, weight: FloatArray) -> FloatArray:
    """For each event the share of the other class that it is on the right side of; (n_events,).

    Above, for signal; below, for background; ties count half. The weighted mean over either class
    is the area under the ROC curve. DeLong et al., Biometrics 44 (1988) 837. FiveSigmaError as for
    `roc_curve`.

    >>> label = np.array([1, 1, 0, 0], np.int8)
    >>> structural_components(np.array([0.9, 0.4, 0.5, 0.1]), label, np.ones(4)).tolist()
    [1.0, 0.5, 0.5, 1.0]
    """
    is_signal = label == 1
    _check_events(score, is_signal, weight)
    _, group = np.unique(-score, return_inverse=True)
    signal, background = class_sums(group, is_signal, weight)
    return _components(signal, background, group, is_signal)


def _components(
    signal: FloatArray,
    background: FloatArray,
    group: npt.NDArray[np.intp],
    is_signal: BoolArray,
) -> FloatArray:
    above_background = 1 - (np.cumsum(background) - background / 2) / background.sum()
    below_signal = (np.cumsum(signal) - signal / 2) / signal.sum()
    components: FloatArray = np.where(is_signal, above_background[group], below_signal[group])
    return components


def _check_events(score: FloatArray, is_signal: BoolArray, weight: FloatArray) -> None:
    if np.isnan(score).any():
        msg = f"{np.isnan(score).sum()} scores are NaN. Leave out the events that were not scored."
        raise FiveSigmaError(msg)
    for kind, name in ((is_signal, "signal"), (~is_signal, "background")):
        if kind.sum() < 2 or not weight[kind].sum() > 0:
            msg = (
                f"a ROC curve needs two {name} events of positive total weight, got "
                f"{kind.sum()} with {weight[kind].sum():g}. Loosen the cuts or take more folds."
            )
            raise FiveSigmaError(msg)


def component_variance(component: FloatArray, weight: FloatArray, mean: float) -> float:
    """Variance of the weighted `mean` of one class's structural components, both (n_events,).

    A ratio of two sums over the same events, linearised: weights of either sign may fluctuate with
    the events (Cochran, Sampling Techniques, 3rd ed., chapter 6).

    >>> component_variance(np.array([0.0, 1.0]), np.ones(2), 0.5)
    0.25
    """
    n = component.size
    squares = np.sum((weight * (component - mean)) ** 2)
    return float(squares / weight.sum() ** 2 * n / (n - 1))


def thinned(curve: RocCurve, n_points: int) -> RocCurve:
    """At most `n_points` points of the curve, evenly along it, with both ends; the area is kept.

    >>> score, label = np.arange(8.0), np.array([0, 1] * 4, np.int8)
    >>> thinned(roc_curve(score, label, np.ones(8)), 3).threshold.tolist()
    [inf, 4.0, 0.0]
    """
    step = np.abs(np.diff(curve.false_positive_rate)) + np.abs(np.diff(curve.true_positive_rate))
    length = np.append(0.0, np.cumsum(step))
    wanted = np.linspace(0.0, length[-1], n_points)
    kept = np.unique(np.append(np.searchsorted(length, wanted[:-1]), length.size - 1))
    return RocCurve(
        false_positive_rate=curve.false_positive_rate[kept],
        true_positive_rate=curve.true_positive_rate[kept],
        threshold=curve.threshold[kept],
        auc=curve.auc,
        auc_uncertainty=curve.auc_uncertainty,
    )


def threshold_scan(
    score: FloatArray, label: IntArray, weight: FloatArray, thresholds: FloatArray
) -> ThresholdScan:
    """Yields of the events with score >= each of `thresholds`, in their order.

    `weight` comes from `rescaled_weights`, so that the yields are those of the full luminosity.

    >>> score, label = np.array([0.2, 0.6, 0.8]), np.array([0, 0, 1], np.int8)
    >>> threshold_scan(score, label, np.array([2.0, -0.5, 1.0]), np.array([0.0, 0.5])).background
    array([ 1.5, -0.5])
    """

    def above(values: FloatArray) -> FloatArray:
        order = np.argsort(score, kind="stable")
        below = np.append(0.0, np.cumsum(values[order]))
        kept: FloatArray = below[-1] - below[np.searchsorted(score[order], thresholds, side="left")]
        return kept

    signal = np.where(label == 1, weight, 0.0)
    background = np.where(label == 1, 0.0, weight)
    return ThresholdScan(
        threshold=thresholds,
        signal=above(signal),
        signal_variance=above(signal**2),
        background=above(background),
        background_variance=above(background**2),
    )
