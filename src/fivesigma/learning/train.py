"""Train a model once a part of a split, and score every event with models that had not seen it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.split import Split

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One training's course: the mean loss after each epoch or tree; arrays (n_steps,).

    `training_loss` is the loss on the events that were learned from, `validation_loss` the same
    on others: it is there to be looked at, and nothing is chosen by it.
    """

    step_name: str
    step: IntArray
    training_loss: FloatArray
    validation_loss: FloatArray | None
    stopped_early: bool
    loss_name: str = "cross-entropy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Scores of every event, shape (n_events,), and what was learned in each part.

    `score`: mean over the models that had not seen the event (its TEST parts), NaN where none.
    `seen_score`: mean over the models that learned from it, NaN where none. `histories`: one a
    part, empty where the model has no course. `estimators`: fitted, one a part, never in a file.
    """

    model: str
    seed: int
    weighting: str
    score: FloatArray
    seen_score: FloatArray
    histories: tuple[History, ...]
    estimators: tuple[Any, ...]


def train(  # noqa: PLR0913 - the sample (X, label, weight) and how to learn from it
    model: str,
    X: FloatArray,
    label: npt.NDArray[np.int8],
    weight: FloatArray,
    *,
    split: Split,
    seed: int,
    weighting: str = "balanced",
    parameters: Mapping[str, Any] | None = None,
    impute: bool = False,
) -> Training:
    """Train a model of the menu in every part of `split`."""
    raise NotImplementedError


def cross_score(  # noqa: PLR0913 - as train
    make_estimator: Callable[[int], Any],
    X: FloatArray,
    label: npt.NDArray[np.int8],
    weight: FloatArray,
    *,
    split: Split,
    seed: int,
    weighting: str = "balanced",
) -> Training:
    """Train any scikit-learn classifier in every part of `split`."""
    raise NotImplementedError
