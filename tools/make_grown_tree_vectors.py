"""Write tests/vectors/grown_trees.json: the trees that Python and the web page both grow.

    python tools/make_grown_tree_vectors.py

Made by `fivesigma.learning.estimators.grown_trees`; frontend/src/model/treeTraining.test.ts grows
them on the same events from the same seeds, and must give each event the same probability.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.estimators.grown_trees import (
    BoostedTreesClassifier,
    QuestionTreeClassifier,
)
from fivesigma.learning.random import Random
from fivesigma.learning.split import TRAIN_FOLDS, in_folds
from fivesigma.learning.weights import training_weights

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "grown_trees.json"
N_EVENTS = 600
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]

BOOSTED: tuple[Vectors, ...] = (
    {"n_trees": 15, "max_depth": 3, "learning_rate": 0.1, "subsample": 0.5, "seed": 1},
    {"n_trees": 10, "max_depth": 6, "learning_rate": 0.3, "subsample": 1.0, "seed": 2},
    {"n_trees": 12, "max_depth": 2, "learning_rate": 1.0, "subsample": 0.3, "seed": 999_999},
)
SINGLE: tuple[Vectors, ...] = ({"questions": 4, "max_depth": 3}, {"questions": 100, "max_depth": 6})


def sample() -> tuple[FloatArray, npt.NDArray[np.int8], FloatArray, npt.NDArray[np.uint8]]:
    """Variables (n_events, 3), one with few values, labels, signed weights, folds, all made up."""
    random = Random(17)
    normal = np.array([[random.normal() for _ in range(4)] for _ in range(N_EVENTS)])
    X = normal[:, :3].astype(np.float32).astype(np.float64)
    X[:, 2] = np.floor(2 * X[:, 2])
    label = (X[:, 0] * X[:, 1] + 0.5 * X[:, 2] + normal[:, 3] > 0.8).astype(np.int8)
    drawn = [0.3 + 2 * random.uniform() for _ in range(N_EVENTS)]
    weight = np.array(drawn).astype(np.float32).astype(np.float64)
    weight[::17] *= -1
    fold = np.array([int(10 * random.uniform()) for _ in range(N_EVENTS)], np.uint8)
    return X, label, weight, fold


def all_vectors() -> Vectors:
    """The sample, and the probability of signal of every event by each model."""
    X, label, weight, fold = sample()
    learned = in_folds(fold, TRAIN_FOLDS)

    def probability(model: Any, weighting: str) -> list[float]:
        used = training_weights(weight[learned], label[learned], weighting)
        model.fit(X[learned], label[learned], sample_weight=used)
        return [float(p) for p in model.predict_proba(X)[:, 1]]

    models: list[tuple[Any, Vectors]] = [
        *((BoostedTreesClassifier, settings) for settings in BOOSTED),
        *((QuestionTreeClassifier, settings) for settings in SINGLE),
    ]
    return {
        "X": X.tolist(),
        "label": label.tolist(),
        "weight": weight.tolist(),
        "fold": fold.tolist(),
        "trees": [
            {
                **settings,
                "weighting": weighting,
                "probability": probability(model(**settings), weighting),
            }
            for model, settings in models
            for weighting in ("balanced", "none")
        ],
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
