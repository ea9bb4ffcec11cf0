"""Judging a classifier: on unseen events, at full luminosity, each number with its uncertainty.

In reading order: weights.py, roc.py, bootstrap.py, confusion.py, calibration.py, overtraining.py,
and here all of them together.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.bootstrap import bootstrap_auc
from fivesigma.learning.judging.calibration import Calibration, calibration_curve, corrected_score
from fivesigma.learning.judging.confusion import Confusion, confusion_at
from fivesigma.learning.judging.overtraining import Overtraining, overtraining_check
from fivesigma.learning.judging.roc import RocCurve, roc_curve, thinned
from fivesigma.learning.weights import rescaled_weights, training_weights

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]
PartArray = npt.NDArray[np.int64]

N_ROC_POINTS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What one may say about a classifier, from events that its models had not seen.

    `n_...`: judged rows, and the unweighted events worth as much, (sum w)^2 / sum w^2. `auc`:
    every row counts 1. `auc_weighted`: signed weights, uncertainty by DeLong's formula;
    `auc_bootstrap`: the same area, uncertainty by resampling; `auc_parts`: the area in each part
    of the split; `auc_spread`: their mean and its standard error, None for less than two parts.
    `roc`: thinned for drawing, its area is that of all points. `calibration`: for the prior of the
    training; `calibration_corrected`: scores moved to the signal share of the full luminosity.
    `overtraining`: None where no scores of seen events were given.
    """

    n_signal: int
    n_background: int
    n_effective_signal: float
    n_effective_background: float
    auc: Measured
    auc_weighted: Measured
    auc_bootstrap: Measured
    auc_parts: tuple[float, ...]
    auc_spread: Measured | None
    roc: RocCurve
    confusion: Confusion
    calibration: Calibration
    calibration_corrected: Calibration
    overtraining: Overtraining | None


def evaluate(  # noqa: PLR0913 - three arrays, and keywords of which most have a default
    score: FloatArray,
    label: IntArray,
    weight: FloatArray,
    *,
    seen_score: FloatArray | None = None,
    part: PartArray | None = None,
    weighting: str = "balanced",
    threshold: float = 0.5,
    seed: int,
    n_bootstrap: int = 200,
) -> Evaluation:
    """Judge the events whose `score` is not NaN, each scored by models that had not seen it.

    `score`: (n_events,), probability of signal. `label` (1 signal, 0 background) and signed
    `weight` are those of the whole sample: the judged events are scaled to it, each class by its
    own factor. `seen_score`: by models that trained on the event; `part`: which part of the split
    tests it. `weighting`: the name in WEIGHTINGS of the training, which sets the share of signal
    that a score claims. FiveSigmaError for wrong lengths, labels other than 0 and 1, weights that
    are not finite, scores that are no probabilities, no judged event or no positive sum in a
    class, or seen scores in the place of unseen ones.

    >>> rng = np.random.default_rng(1)
    >>> label = rng.integers(0, 2, size=2000).astype(np.int8)
    >>> score = 1 / (1 + np.exp(-rng.normal(label - 0.5)))
    >>> print(evaluate(score, label, np.ones(2000), seed=2).auc_weighted)
    0.76 ± 0.01
    """
    _check_arrays(score, label, weight, seen_score, part)
    _check_values(score, label, weight)
    _check_unseen(score, seen_score)
    judged = ~np.isnan(score)
    full = rescaled_weights(weight, label, judged.astype(np.uint8), (1,))[judged]
    own_score, own_label = score[judged], label[judged]
    curve = roc_curve(own_score, own_label, full)
    areas = () if part is None else _areas(own_score, own_label, full, part[judged])
    calibrations = _calibrations(own_score, own_label, full, weighting)
    overtraining = None
    if seen_score is not None:
        overtraining = overtraining_check(score, seen_score, label, weight)
    return Evaluation(
        n_signal=int(np.sum(own_label == 1)),
        n_background=int(np.sum(own_label == 0)),
        n_effective_signal=_n_effective(full[own_label == 1]),
        n_effective_background=_n_effective(full[own_label == 0]),
        auc=_area(roc_curve(own_score, own_label, np.ones(own_score.size))),
        auc_weighted=_area(curve),
        auc_bootstrap=bootstrap_auc(own_score, own_label, full, seed=seed, n_replicas=n_bootstrap),
        auc_parts=areas,
        auc_spread=_spread(areas),
        roc=thinned(curve, N_ROC_POINTS),
        confusion=confusion_at(own_score, own_label, full, threshold=threshold),
        calibration=calibrations[0],
        calibration_corrected=calibrations[1],
        overtraining=overtraining,
    )


def _check_arrays(*arrays: npt.NDArray[np.generic] | None) -> None:
    sizes = [array.shape for array in arrays if array is not None]
    if len(sizes[0]) != 1 or len(set(sizes)) > 1:
        msg = (
            "score, label, weight, seen_score and part need one value per event, got shapes "
            f"{', '.join(map(str, sizes))}. Give all events; NaN is the score of one never tested."
        )
        raise FiveSigmaError(msg)


def _check_values(score: FloatArray, label: IntArray, weight: FloatArray) -> None:
    if not np.isin(label, (0, 1)).all():
        found = np.unique(label)[:5].tolist()
        msg = f"labels are 0 (background) and 1 (signal), got {found}. Say what is signal."
        raise FiveSigmaError(msg)
    if not np.isfinite(weight).all():
        n_bad = int(np.sum(~np.isfinite(weight)))
        msg = f"{n_bad} weights are not finite numbers. Mend or leave out those rows."
        raise FiveSigmaError(msg)
    if np.isnan(score).all():
        msg = "every score is NaN: no event was tested. Score the test part of the split."
        raise FiveSigmaError(msg)


def _check_unseen(score: FloatArray, seen_score: FloatArray | None) -> None:
    """A model that says the same of every event cannot be caught, and has nothing to hide."""
    if seen_score is None:
        return
    both = ~np.isnan(score) & ~np.isnan(seen_score)
    same = both.any() and np.array_equal(score[both], seen_score[both])
    if same and np.unique(score[both]).size > 1:
        msg = (
            "training scored as test: the scores of unseen events equal those of the models that "
            "trained on them. Score each event with a model whose training left it out."
        )
        raise FiveSigmaError(msg)


def _n_effective(weight: FloatArray) -> float:
    return float(weight.sum() ** 2 / np.sum(weight**2))


def _area(curve: RocCurve) -> Measured:
    return Measured(value=curve.auc, uncertainty=curve.auc_uncertainty)


def _areas(
    score: FloatArray, label: IntArray, weight: FloatArray, part: PartArray
) -> tuple[float, ...]:
    """The weighted area among the events that each part tests."""
    if (part < 0).any():
        msg = (
            f"{int(np.sum(part < 0))} events have a score, but no part of the split tests them. "
            "Leave their score NaN, or give the split that made the scores."
        )
        raise FiveSigmaError(msg)
    return tuple(
        roc_curve(score[part == k], label[part == k], weight[part == k]).auc
        for k in np.unique(part)
    )


def _spread(areas: tuple[float, ...]) -> Measured | None:
    if len(areas) < 2:
        return None
    error = np.std(areas, ddof=1) / np.sqrt(len(areas))
    return Measured(value=float(np.mean(areas)), uncertainty=float(error))


def _calibrations(
    score: FloatArray, label: IntArray, full: FloatArray, weighting: str
) -> tuple[Calibration, Calibration]:
    """For the mixture that the training saw, and for the one that the detector sees."""
    training = training_weights(full, label, weighting)
    claimed = float(training[label == 1].sum() / training.sum())
    real = float(full[label == 1].sum() / full.sum())
    corrected = corrected_score(score, from_prior=claimed, to_prior=real)
    return (
        calibration_curve(score, label, full, prior=claimed),
        calibration_curve(corrected, label, full, prior=real),
    )
