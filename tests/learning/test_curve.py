"""The learning curve: smaller trainings of the same events, judged by the same others."""

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.curve import learning_curve
from fivesigma.learning.split import TEST, TRAIN, Split, stratified_k_fold
from fivesigma.learning.train import Training, train

N = 600
RNG = np.random.default_rng(5)
LABEL = (np.arange(N) % 3 == 0).astype(np.int8)
X = RNG.normal(size=(N, 2)) + LABEL[:, np.newaxis]
WEIGHT = RNG.normal(1.0, 0.3, N)
SPLIT = stratified_k_fold(LABEL, n_folds=3, seed=1)


def linear(split: Split) -> Training:
    return train("linear", X, LABEL, WEIGHT, split=split, seed=1)


def splits_asked_for(fractions: tuple[float, ...]) -> list[Split]:
    asked: list[Split] = []

    def train_on(split: Split) -> Training:
        asked.append(split)
        return linear(split)

    learning_curve(train_on, LABEL, WEIGHT, split=SPLIT, seed=1, fractions=fractions)
    return asked


def test_the_whole_training_gives_the_area_of_the_training_itself() -> None:
    from fivesigma.learning.judging.roc import roc_curve

    curve = learning_curve(linear, LABEL, WEIGHT, split=SPLIT, seed=1, fractions=(0.1, 1.0))
    whole = roc_curve(linear(SPLIT).score, LABEL, WEIGHT)
    assert curve.unseen[1].value == pytest.approx(whole.auc)
    assert curve.unseen[1].uncertainty == pytest.approx(whole.auc_uncertainty)
    assert curve.n_train.tolist() == [40.0, 400.0]


def test_a_smaller_share_is_part_of_a_larger_and_the_judges_stay_the_same() -> None:
    small, large = (split.role for split in splits_asked_for((0.2, 0.7)))
    assert (large[small == TRAIN] == TRAIN).all()
    np.testing.assert_array_equal(small == TEST, SPLIT.role == TEST)
    np.testing.assert_array_equal(large == TEST, SPLIT.role == TEST)


def test_both_classes_are_taken_alike() -> None:
    (small,) = (split.role for split in splits_asked_for((0.25,)))
    for part in range(SPLIT.n_parts):
        learned = LABEL[small[part] == TRAIN]
        assert learned.mean() == pytest.approx(1 / 3, abs=0.01)


def test_even_the_smallest_share_has_an_event_of_each_class() -> None:
    (tiny,) = (split.role for split in splits_asked_for((1e-6,)))
    counts: npt.NDArray[np.int64] = (tiny == TRAIN).sum(axis=1)
    assert counts.tolist() == [2, 2, 2]


@pytest.mark.parametrize("fractions", [(), (0.0, 1.0), (0.5, 0.5), (0.5, 1.1), (1.0, 0.1)])
def test_shares_that_do_not_ascend_to_at_most_all_are_refused(fractions: tuple[float, ...]) -> None:
    with pytest.raises(FiveSigmaError, match="ascend within"):
        learning_curve(linear, LABEL, WEIGHT, split=SPLIT, seed=1, fractions=fractions)
