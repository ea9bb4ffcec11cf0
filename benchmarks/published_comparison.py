"""Claim: the numbers published for the ATLAS dark-matter set come out, within their uncertainty.

    python benchmarks/published_comparison.py [--json]

A comparison made before this project: what event weights in a training do. Library defaults in five
folds, DM_200, opposite sign, the threshold chosen on the events that judge it. The network without
weights stops early by its accuracy, which calling everything background satisfies: that is why it
learns so little. Last, the menu's `trees` by `fivesigma run`, where other events choose.

Each claim is the distance from the published number; the budget is what the finite simulation, the
draw of the folds and the seed allow. Needs the real files (FIVESIGMA_MIRROR, or the network).
"""

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

import fivesigma as fs
from claims import Claim, report
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import count
from fivesigma.learning.estimators.prepared import PreparedClassifier
from fivesigma.learning.evaluate import evaluate
from fivesigma.learning.train import cross_score
from fivesigma.workflow.events import feature_matrix
from fivesigma.workflow.run import RunOptions, run_story, summary_of

QUANTITIES: Final = ("AUC", "weighted AUC", "Z", "Z at 10 %")
BUDGETS: Final = (0.03, 0.02, 0.25, 0.25)
SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A model, how its training weighs events, and what was published, as in QUANTITIES."""

    name: str
    make: Callable[[int], Any]
    weighting: str
    published: tuple[float, float, float, float]


def boosted_trees(seed: int) -> Any:
    """scikit-learn's, as they come."""
    return HistGradientBoostingClassifier(random_state=seed)


def network(seed: int) -> Any:
    """A network of 32 and 16 neurons behind a scaling."""
    mlp = MLPClassifier((32, 16), early_stopping=True, random_state=seed)
    return PreparedClassifier(StandardScaler(), mlp)


ROWS: Final = (
    Row(name="MLP", make=network, weighting="none", published=(0.540, 0.625, 3.26, 1.84)),
    Row(name="trees", make=boosted_trees, weighting="none", published=(0.738, 0.768, 4.12, 2.97)),
    Row(
        name="trees", make=boosted_trees, weighting="balanced", published=(0.704, 0.784, 4.21, 3.06)
    ),
    Row(name="MLP", make=network, weighting="balanced", published=(0.709, 0.787, 4.25, 3.24)),
)


def selected_events(settings: Settings) -> EventTable:
    """DM_200 and the backgrounds, opposite sign, nine features."""
    return fs.features(fs.select(fs.load("atlas-dm", settings), signal="DM_200"))


def row_claims(table: EventTable, row: Row) -> list[Claim]:
    """Train in five folds, and compare the four numbers."""
    split = fs.split(table, "k-fold", n_folds=5, seed=SEED).split
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        trained = cross_score(
            row.make,
            feature_matrix(table),
            table.label,
            table.weight,
            split=split,
            seed=SEED,
            weighting=row.weighting,
        )
    judged = evaluate(trained.score, table.label, table.weight, seed=SEED, n_bootstrap=2)
    counted = count(
        trained.score, table.label, table.weight, split.part_of_test, relative_uncertainty=0.1
    )
    found = (
        judged.auc.value,
        judged.auc_weighted.value,
        counted.z_asimov_best.value,
        counted.z_with_uncertainty_best.value,
    )
    return [
        distance(f"{row.name}, training weights {row.weighting}: {name}", value, published, budget)
        for name, value, published, budget in zip(
            QUANTITIES, found, row.published, BUDGETS, strict=True
        )
    ]


def menu_claims(table: EventTable) -> list[Claim]:
    """`fivesigma run atlas-dm --signal DM_200 --model trees`."""
    summary = summary_of(run_story(RunOptions(signal="DM_200"), table))
    return [
        distance("trees of the menu: weighted AUC", summary.auc_weighted.value, 0.784, 0.02),
        distance("trees of the menu: Z, other events choose", summary.z_asimov.value, 4.2, 0.2),
        distance("no model: Z", summary.z_cut_and_count.value, 3.10, 0.01),
        distance("no model: Z at 10 %", summary.z_cut_and_count_with_uncertainty.value, 1.60, 0.01),
    ]


def distance(name: str, found: float, published: float, budget: float) -> Claim:
    """How far from the published number."""
    full_name = f"{name} {found:.3f}, published {published:g}: distance"
    return Claim(name=full_name, value=abs(found - published), unit="", budget=budget)


def measure() -> list[Claim]:
    """All rows, then the menu."""
    settings = Settings.from_environment(os.environ)
    table = selected_events(settings)
    claims = [claim for row in ROWS for claim in row_claims(table, row)]
    return claims + menu_claims(fs.load("atlas-dm", settings))


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
