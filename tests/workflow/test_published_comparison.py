"""A comparison made before this project, on the ATLAS set: what event weights in a training do.

Library defaults in five folds, DM_200, opposite sign, the threshold chosen on the events that judge
it. The network without weights stops early by its accuracy, which calling everything background
satisfies: that is why it learns so little.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

import fivesigma as fs
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import count
from fivesigma.learning.estimators.prepared import PreparedClassifier
from fivesigma.learning.evaluate import evaluate
from fivesigma.learning.train import cross_score
from fivesigma.workflow.events import feature_matrix


def boosted_trees(seed: int) -> Any:
    return HistGradientBoostingClassifier(random_state=seed)


def network(seed: int) -> Any:
    mlp = MLPClassifier((32, 16), early_stopping=True, random_state=seed)
    return PreparedClassifier(StandardScaler(), mlp)


@pytest.fixture(scope="module")
def table(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    settings = Settings(cache_dir=tmp_path_factory.mktemp("cache"), mirror=str(mirror))
    return fs.features(fs.select(fs.load("atlas-dm", settings), signal="DM_200"))


@pytest.mark.parametrize(
    ("make", "weighting", "published"),
    [
        (network, "none", (0.540, 0.625, 3.26, 1.84)),
        (boosted_trees, "none", (0.738, 0.768, 4.12, 2.97)),
        (boosted_trees, "balanced", (0.704, 0.784, 4.21, 3.06)),
        (network, "balanced", (0.709, 0.787, 4.25, 3.24)),
    ],
)
def test_the_published_numbers_come_out(
    table: EventTable,
    make: Callable[[int], Any],
    weighting: str,
    published: tuple[float, float, float, float],
) -> None:
    auc, auc_weighted, z, z_10_percent = published
    split = fs.split(table, "k-fold", n_folds=5, seed=1).split
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        trained = cross_score(
            make,
            feature_matrix(table),
            table.label,
            table.weight,
            split=split,
            seed=1,
            weighting=weighting,
        )
    found = evaluate(trained.score, table.label, table.weight, seed=1, n_bootstrap=2)
    assert found.auc.value == pytest.approx(auc, abs=0.03)
    assert found.auc_weighted.value == pytest.approx(auc_weighted, abs=0.02)
    counted = count(
        trained.score,
        table.label,
        table.weight,
        split.part_of_test,
        relative_uncertainty=0.1,
    )
    assert counted.z_asimov_best.value == pytest.approx(z, abs=0.25)
    assert counted.z_with_uncertainty_best.value == pytest.approx(z_10_percent, abs=0.25)
