"""The uncertainty of an area under the ROC curve, without a formula: look at samples as likely."""

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.roc import area_of_sums, class_sums, roc_curve

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


def bootstrap_auc(
    score: FloatArray, label: IntArray, weight: FloatArray, *, seed: int, n_replicas: int = 200
) -> Measured:
    """Weighted AUC, its uncertainty the standard deviation over `n_replicas` resampled samples.

    In a replica each event, with its signed weight, stands Poisson(1) times, in each class for
    itself (Efron, Ann. Stat. 7 (1979) 1; Poisson form: Oza & Russell, AISTATS 2001).
    Replicas in which a class has no positive sum are left out. Shapes: (n_events,).
    FiveSigmaError as for `roc_curve`, or where less than two replicas are left.

    >>> score, label = np.arange(400) % 7.0, (np.arange(400) % 3 == 0).astype(np.int8)
    >>> print(bootstrap_auc(score, label, np.ones(400), seed=1))
    0.50 ± 0.03
    """
    value = roc_curve(score, label, weight).auc
    rng = np.random.default_rng(seed)
    _, group = np.unique(-score, return_inverse=True)
    areas = []
    for _ in range(n_replicas):
        drawn = weight * rng.poisson(1.0, weight.size)
        signal, background = class_sums(group, label == 1, drawn)
        if signal.sum() > 0 and background.sum() > 0:
            areas.append(area_of_sums(signal, background))
    if len(areas) < 2:
        msg = (
            f"only {len(areas)} of {n_replicas} replicas have signal and background left. "
            "Take more replicas, or more events."
        )
        raise FiveSigmaError(msg)
    return Measured(value=value, uncertainty=float(np.std(areas, ddof=1)))
