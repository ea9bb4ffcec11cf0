"""The events that judge a score: checked, and scaled so that they stand for the whole sample."""

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.yields import BoolArray, FloatArray

LabelArray = npt.NDArray[np.integer]


def judged_weights(label: LabelArray, weight: FloatArray, judged: BoolArray) -> FloatArray:
    """Weights that let the `judged` events stand for all: 0 in the others; shape (n_events,).

    Signal (label 1) and background (label 0) each by their own factor, sum w of all over sum w of
    the judged. FiveSigmaError where lengths differ, a weight is not finite, a label is neither 0
    nor 1, or a class has no positive sum among the judged.

    >>> label, judged = np.array([0, 0, 1]), np.array([True, False, True])
    >>> judged_weights(label, np.array([2.0, 1.0, 0.5]), judged).tolist()
    [3.0, 0.0, 0.5]
    """
    check_events(label, weight, judged=judged)
    rescaled = np.where(judged, weight, 0.0)
    for kind, name in ((0, "background"), (1, "signal")):
        of_class = label == kind
        total, found = weight[of_class].sum(), rescaled[of_class].sum()
        if not (found > 0 and total > 0):
            msg = (
                f"no {name}: the judged events expect {found:g} of {total:g}. "
                "Judge more events or loosen the cuts."
            )
            raise FiveSigmaError(msg)
        rescaled[of_class] *= total / found
    return rescaled


def check_events(label: LabelArray, weight: FloatArray, **columns: npt.NDArray[np.generic]) -> None:
    """FiveSigmaError unless all have one length, weights are finite and labels are 0 or 1.

    `columns`: any others that must be as long as `weight`, by the name an error gives them.

    >>> check_events(np.array([0, 1]), np.array([1.0, 0.5]), score=np.array([0.1, 0.9]))
    """
    for name, column in {"label": label, **columns}.items():
        if column.shape != weight.shape or weight.ndim != 1:
            msg = (
                f"{name} has shape {column.shape} and weight {weight.shape}; both must be "
                "(n_events,). Take them from one table, after the same selection."
            )
            raise FiveSigmaError(msg)
    if not np.isfinite(weight).all():
        msg = (
            f"{np.count_nonzero(~np.isfinite(weight))} weights are not finite. Remove those events "
            "where the table is made, and look why they are there."
        )
        raise FiveSigmaError(msg)
    if not np.isin(label, (0, 1)).all():
        msg = f"a label must be 1 (signal) or 0 (background), got {np.unique(label)[:5].tolist()}."
        raise FiveSigmaError(msg)
