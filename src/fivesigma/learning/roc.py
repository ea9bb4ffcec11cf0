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
    FiveSigmaError unless both classes have two events and a positive sum. Uncertainty: DeLong et
    al., Biometrics 44 (1988) 837, each event's structural component taken with its weight.

    >>> weight = np.ones(4)
    >>> round(roc_curve(np.array([0.9, 0.4, 0.5, 0.1]), np.array([1, 1, 0, 0]), weight).auc, 2)
    0.75
    """
    used = weight != 0
    score, is_signal, weight = score[used], label[used] == 1, weight[used]
    _check_classes(is_signal, weight)
    threshold, group = np.unique(-score, return_inverse=True)
    signal = np.bincount(group, np.where(is_signal, weight, 0.0))
    background = np.bincount(group, np.where(is_signal, 0.0, weight))
    total_signal, total_background = signal.sum(), background.sum()
    # Share of the other class that an event stands above (signal) or below (background).
    above_background = 1 - (np.cumsum(background) - background / 2) / total_background
    below_signal = (np.cumsum(signal) - signal / 2) / total_signal
    auc = float(np.sum(signal * above_background) / total_signal)
    variance = _component_variance(above_background[group[is_signal]], weight[is_signal], auc)
    variance += _component_variance(below_signal[group[~is_signal]], weight[~is_signal], auc)
    return RocCurve(
        false_positive_rate=np.append(0.0, np.cumsum(background) / total_background),
        true_positive_rate=np.append(0.0, np.cumsum(signal) / total_signal),
        threshold=np.append(np.inf, -threshold),
        auc=auc,
        auc_uncertainty=float(np.sqrt(variance)),
    )


def _check_classes(is_signal: npt.NDArray[np.bool_], weight: FloatArray) -> None:
    for kind, name in ((is_signal, "signal"), (~is_signal, "background")):
        if kind.sum() < 2 or not weight[kind].sum() > 0:
            msg = (
                f"a ROC curve needs two {name} events of positive total weight, got "
                f"{kind.sum()} with {weight[kind].sum():g}. Loosen the cuts or take more folds."
            )
            raise FiveSigmaError(msg)


def _component_variance(component: FloatArray, weight: FloatArray, mean: float) -> float:
    """Variance of the weighted mean of one class's structural components."""
    n = component.size
    squares = np.sum((weight * (component - mean)) ** 2)
    return float(squares / weight.sum() ** 2 * n / (n - 1))


def threshold_scan(
    score: FloatArray, label: IntArray, weight: FloatArray, thresholds: FloatArray
) -> ThresholdScan:
    """Yields of the events with score >= each of `thresholds`, in their order.

    `weight` comes from `rescaled_weights`, so that the yields are those of the full luminosity.
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
