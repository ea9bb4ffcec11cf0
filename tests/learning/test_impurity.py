"""The best single question: scikit-learn asks the same."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.impurity import gini_impurity, impurities_of_cuts


@pytest.mark.parametrize("seed", range(5))
def test_scikit_learns_stump_asks_at_the_best_cut(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=300).round(2)
    label = (values + rng.normal(size=300) > 0).astype(np.int8)
    weight = rng.random(300)
    cut, impurity = impurities_of_cuts(values, label, weight)
    stump = DecisionTreeClassifier(max_depth=1).fit(values[:, None], label, sample_weight=weight)
    tree = stump.tree_
    both = tree.weighted_n_node_samples[1:] / weight.sum() @ tree.impurity[1:]
    assert impurity.min() == pytest.approx(both)
    assert cut[impurity.argmin()] == pytest.approx(tree.threshold[0])


def test_a_question_never_mixes_and_a_perfect_one_unmixes() -> None:
    values, label = np.arange(6.0), np.array([1, 1, 1, 0, 0, 0])
    whole = float(gini_impurity(np.array(3.0), np.array(3.0)))
    cut, impurity = impurities_of_cuts(values, label, np.ones(6))
    assert (impurity <= whole).all()
    assert impurity[cut == 2.5].tolist() == [0.0]


def test_events_of_one_value_stay_together() -> None:
    cut, _ = impurities_of_cuts(np.array([1.0, 1.0, 2.0]), np.array([0, 1, 1]), np.ones(3))
    assert cut.tolist() == [1.5]


def test_an_empty_group_is_pure() -> None:
    assert gini_impurity(np.zeros(1), np.zeros(1)).tolist() == [0.0]


def test_what_has_no_question_is_refused() -> None:
    label = np.array([0, 1])
    with pytest.raises(FiveSigmaError, match="1 negative"):
        impurities_of_cuts(np.array([1.0, 2.0]), label, np.array([1.0, -1.0]))
    with pytest.raises(FiveSigmaError, match="1 values"):
        impurities_of_cuts(np.ones(2), label, np.ones(2))
