"""The page's model trained, judged, shuffled and cross-validated again with the Python package."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable, embedded_table
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.evaluate import Evaluation, evaluate
from fivesigma.learning.explain import Importance, permutation_importance
from fivesigma.learning.judging.paired import auc_difference
from fivesigma.learning.split import Split, hash_k_fold, hash_split
from fivesigma.learning.train import Training, cross_score
from fivesigma.workflow.events import with_signal

SIGNAL = "DM_200"
INPUTS = ("mll", "met", "delta_r_ll")  # in the order of the package's features
LINK = f"data=simulated-dm&signal={SIGNAL}&inputs={','.join(INPUTS)}&layers=4&rate=0.01&seed=3"
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The embedded events of one signal as the page holds them: float32, process by process."""

    X: FloatArray
    label: npt.NDArray[np.int8]
    weight: FloatArray
    fold: npt.NDArray[np.uint8]


def sample() -> Sample:
    """Signal and backgrounds in the order of the page's file."""
    table: EventTable = with_signal(embedded_table(), SIGNAL)
    order = np.argsort(table.process, kind="stable")
    columns = [table.features[name][order].astype(np.float32) for name in INPUTS]
    return Sample(
        X=np.stack(columns, axis=1).astype(np.float64),
        label=table.label[order],
        weight=table.weight[order].astype(np.float32).astype(np.float64),
        fold=table.fold[order],
    )


def trained(events: Sample, split: Split, *, epochs: int) -> Training:
    """The network of LINK after so many epochs, in every part of the split."""
    return cross_score(
        lambda seed: NetworkClassifier(
            layers=(4,), activation="tanh", learning_rate=0.01, epochs=epochs, seed=seed
        ),
        events.X,
        events.label,
        events.weight,
        split=split,
        seed=3,
    )


def judged(events: Sample, training: Training, split: Split) -> Evaluation:
    """All that is asked of a training, on unseen events."""
    return evaluate(
        training.score,
        events.label,
        events.weight,
        part=split.part_of_test,
        seed=1,
        n_bootstrap=2,
    )


def one_training(epochs: int) -> tuple[Sample, Training, Evaluation]:
    """As the page trains: on half of the stored folds, judged on three of ten."""
    events = sample()
    split = hash_split(events.fold)
    training = trained(events, split, epochs=epochs)
    return events, training, judged(events, training, split)


def five_trainings(epochs: int) -> Evaluation:
    """As the page's k-fold trains."""
    events = sample()
    split = hash_k_fold(events.fold)
    return judged(events, trained(events, split, epochs=epochs), split)


def importance(events: Sample, training: Training) -> Importance:
    """As the page shuffles: ten times, with the network's seed."""
    test = hash_split(events.fold).test(0)
    return permutation_importance(
        training.estimators[0],
        events.X[test],
        events.label[test],
        events.weight[test],
        feature_names=INPUTS,
        seed=3,
        n_repeats=10,
    )


def difference(epochs: int, other: int) -> Measured:
    """Area after `epochs` less that after `other` epochs, on the same unseen events."""
    events, one, _ = one_training(epochs)
    two = one_training(other)[1]
    test = hash_split(events.fold).test(0)
    label, weight = events.label[test], events.weight[test]
    return auc_difference(one.score[test], two.score[test], label, weight)


def as_written(found: Measured) -> Iterator[float]:
    """Value and uncertainty."""
    yield from (found.value, found.uncertainty)
