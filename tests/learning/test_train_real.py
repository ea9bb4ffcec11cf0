"""The menu on the real ATLAS set in five folds: numbers to look up, and what they teach."""

from pathlib import Path

import numpy as np
import pytest

from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.split import stratified_k_fold
from fivesigma.learning.train import Training, train

PROCESSES = ("Non-resonant_ll", "Z+jets", "WZ", "ZZ", "DM_200")


class Sample:
    """Opposite-sign events of the backgrounds and DM_200, with nine features each."""

    def __init__(self, mirror: Path) -> None:
        tables = [
            np.loadtxt(mirror / f"{name}.csv", delimiter=",", skiprows=1) for name in PROCESSES
        ]
        label = np.repeat([0, 0, 0, 0, 1], [rows.shape[0] for rows in tables]).astype(np.int8)
        rows = np.concatenate(tables)
        opposite_sign = rows[:, 1] == 0
        self.label, self.weight = label[opposite_sign], rows[opposite_sign, 0]
        self.X = rows[opposite_sign, 2:]
        self.split = stratified_k_fold(self.label, n_folds=5, seed=1)

    def trained(self, model: str, weighting: str = "balanced") -> Training:
        """The model of every part."""
        return train(
            model, self.X, self.label, self.weight, split=self.split, seed=1, weighting=weighting
        )

    def areas(self, training: Training) -> tuple[float, float]:
        """AUC of the rows as simulated, and with the weights of the events expected."""
        ones = np.ones(self.weight.size)
        plain, weighted = (
            roc_curve(training.score, self.label, weight).auc for weight in (ones, self.weight)
        )
        return plain, weighted


@pytest.fixture(scope="module")
def sample(mirror: Path) -> Sample:
    """The real rows, read once."""
    return Sample(mirror)


@pytest.fixture(scope="module")
def boosted(sample: Sample) -> Training:
    """Boosted trees, trained with balanced weights."""
    return sample.trained("trees")


def test_weights_in_the_training_help_where_weights_count_and_only_there(
    sample: Sample, boosted: Training
) -> None:
    with_weights = sample.areas(boosted)
    without = sample.areas(sample.trained("trees", "none"))
    assert with_weights[1] == pytest.approx(0.784, abs=0.02)
    assert with_weights[1] > without[1]
    assert with_weights[0] < without[0]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("linear", 0.787),
        ("lda", 0.788),
        ("naive-bayes", 0.796),
        ("lightgbm", 0.805),
        ("mlp", 0.807),
    ],
)
def test_a_quick_model_reaches_its_weighted_area(
    sample: Sample, model: str, expected: float
) -> None:
    assert sample.areas(sample.trained(model))[1] == pytest.approx(expected, abs=0.015)


def test_boosted_trees_know_their_training_events_by_heart(
    sample: Sample, boosted: Training
) -> None:
    seen = roc_curve(boosted.seen_score, sample.label, sample.weight).auc
    assert seen > sample.areas(boosted)[1] + 0.1
