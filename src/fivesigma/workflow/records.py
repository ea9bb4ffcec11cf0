"""What a step of the story hands to the next: the events, and all that has been learned on them."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fivesigma.data.history import Step
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import CountingResult
from fivesigma.learning.evaluate import Evaluation
from fivesigma.learning.split import Split
from fivesigma.learning.train import Training


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEvents:
    """Events, and for each part of the split which of them train, validate and judge."""

    events: EventTable
    split: Split


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedEvents:
    """Events with the scores of a model that had not seen them; `training` says how they came."""

    events: EventTable
    split: Split
    training: Training


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """How well a model tells signal from background, and the steps that led there."""

    dataset: str
    history: tuple[Step, ...] = field(repr=False)
    model: str
    evaluation: Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceResult:
    """How surely the signal would be seen, and the steps that led there."""

    dataset: str
    history: tuple[Step, ...] = field(repr=False)
    model: str
    counting: CountingResult


def feature_matrix(table: EventTable) -> npt.NDArray[np.float64]:
    """The features as the columns of X, (n_events, n_features), in the table's order."""
    return np.column_stack(list(table.features.values())).astype(np.float64)
