"""Write tests/vectors/trees.json: what scikit-learn's trees make of binned events.

    python tools/make_tree_vectors.py

The page grows its trees on bins. scikit-learn is given the number of the bin of each variable, so
that both may ask the same questions: a decision tree (weighted Gini impurity) and gradient boosting
on histograms (weighted cross-entropy), which keeps slopes in float32.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.tree import DecisionTreeClassifier

from fivesigma.learning.random import Random

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "trees.json"
N_EVENTS, N_BINS, N_TREES = 400, 16, 12
MANY = 4096
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]

SINGLE = (
    {"max_depth": 1, "min_samples_leaf": 1},
    {"max_depth": 3, "min_samples_leaf": 20},
    {"max_depth": 30, "min_samples_leaf": 5},
)
BOOSTED = (
    {"learning_rate": 0.1, "max_leaf_nodes": 8, "max_depth": 30, "min_samples_leaf": 20},
    {"learning_rate": 0.3, "max_leaf_nodes": None, "max_depth": 3, "min_samples_leaf": 5},
)


def sample() -> tuple[FloatArray, npt.NDArray[np.int64], FloatArray]:
    """Variables (n_events, 4), two of them with few values, answers and weights of made-up events.

    Weights are such that no two questions of a variable gain the same.
    """
    random = Random(11)
    normal = np.array([[random.normal() for _ in range(4)] for _ in range(N_EVENTS)])
    X = normal.astype(np.float32).astype(np.float64)
    X[:, 2] = np.floor(2 * X[:, 2])
    X[:, 3] = X[:, 3] > 0.3
    score = X[:, 0] * X[:, 1] + 0.5 * X[:, 2] - X[:, 3]
    noise = np.array([random.normal() for _ in range(N_EVENTS)])
    weight = np.array([0.1 + 2 * random.uniform() for _ in range(N_EVENTS)])
    return X, (score + noise > 0.8).astype(np.int64), weight


def edges_of(values: FloatArray) -> FloatArray:
    """Edges of at most N_BINS bins, as HistGradientBoostingClassifier takes them."""
    distinct = np.unique(values)
    if distinct.size <= N_BINS:
        return (distinct[1:] + distinct[:-1]) / 2
    percentiles = np.linspace(0, 100, N_BINS + 1)[1:-1]
    return np.unique(np.percentile(values, percentiles, method="averaged_inverted_cdf"))


def single_tree(bins: Any, y: Any, weight: FloatArray, settings: Vectors) -> Vectors:
    """Probability of signal of every event by one decision tree."""
    model = DecisionTreeClassifier(**settings, random_state=0)
    model.fit(bins, y, sample_weight=weight)
    return {
        **settings,
        "n_leaves": int(model.get_n_leaves()),
        "probability": model.predict_proba(bins)[:, 1].tolist(),
    }


def boosted_trees(bins: Any, y: Any, weight: FloatArray, settings: Vectors) -> Vectors:
    """Weighted loss after each tree, and the log-odds of every event after the last."""
    model = HistGradientBoostingClassifier(
        **settings, max_iter=N_TREES, max_bins=255, early_stopping=False
    )
    model.fit(bins, y, sample_weight=weight)
    stages = model.staged_predict_proba(bins)
    return {
        **{key: MANY if value is None else value for key, value in settings.items()},
        "loss": [log_loss(y, p[:, 1], sample_weight=weight) for p in stages],
        "log_odds": model.decision_function(bins).tolist(),
    }


def all_vectors() -> Vectors:
    """The sample, its bins, and each tree with every event counted by weight, or equally."""
    X, y, weight = sample()
    edges = [edges_of(values) for values in X.T]
    bins = np.column_stack(
        [np.searchsorted(cuts, values) for cuts, values in zip(edges, X.T, strict=True)]
    )
    boosted = [{**settings, "l2_regularization": l2} for settings in BOOSTED for l2 in (0.0, 2.0)]
    return {
        "n_bins": N_BINS,
        "X": X.tolist(),
        "y": y.tolist(),
        "weight": weight.tolist(),
        "edges": [cuts.tolist() for cuts in edges],
        "bins": bins.tolist(),
        "single": [single_tree(bins, y, weight, settings) for settings in SINGLE],
        "boosted": [boosted_trees(bins, y, weight, settings) for settings in boosted],
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
