"""The part of make_vectors.py about judging: calibration, importance, k-fold, two scores."""

from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.evaluate import evaluate
from fivesigma.learning.explain import permutation_importance
from fivesigma.learning.judging.calibration import Calibration, calibration_curve
from fivesigma.learning.judging.paired import auc_difference
from fivesigma.learning.network import initial_network, predict_probability
from fivesigma.learning.random import Random
from fivesigma.learning.split import hash_k_fold
from fivesigma.learning.train import cross_score

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]
Vectors = dict[str, Any]

SETTINGS: Vectors = {"layers": [5], "batch_size": 32, "learning_rate": 0.02, "epochs": 4, "seed": 9}


def judging_vectors() -> Vectors:
    """400 events with signed weights and three features, and all that is asked of their scores."""
    random = Random(8)
    n_events = 400
    label = np.array([int(random.uniform() < 0.4) for _ in range(n_events)], np.int8)
    # float32, as the browser's file stores them
    normal = [[random.normal() for _ in range(n_events)] for _ in range(3)]
    features = (np.array(normal) + np.outer([1.0, 0.4, 0.0], label)).astype(np.float32)
    weight = np.array([0.8 + random.normal() / 2 for _ in range(n_events)], np.float32)
    fold = np.array([random.uint32() % 10 for _ in range(n_events)], np.uint8)
    X, exact = features.T.astype(np.float64), weight.astype(np.float64)
    network = initial_network([3, 4, 1], "tanh", Random(11))
    score = predict_probability(network, X)
    return {
        "label": label.tolist(),
        "weight": exact.tolist(),
        "fold": fold.tolist(),
        "features": X.T.tolist(),
        "network": {"sizes": [3, 4, 1], "seed": 11},
        "calibrations": _calibrations(score, label, exact),
        "importance": _importance(network, X, label, exact),
        "kfold": _kfold(X, label, exact, fold),
        "paired": _paired(score, X[:, 0], label, exact),
    }


def _measured(found: Measured) -> Vectors:
    return {"value": found.value, "uncertainty": found.uncertainty}


def _calibrations(score: FloatArray, label: IntArray, weight: FloatArray) -> list[Vectors]:
    """For half signal and for a rare one; with ties, and for scores that are nearly all 0 or 1."""
    cases = [
        (score, 0.5, 10),
        (score, 0.1, 4),
        (np.round(score, 1), 0.5, 10),
        ((score > 0.4).astype(np.float64), 0.5, 10),
    ]
    return [
        {
            "scores": scores.tolist(),
            "prior": prior,
            "n_bins": n_bins,
            **_calibration(calibration_curve(scores, label, weight, prior=prior, n_bins=n_bins)),
        }
        for scores, prior, n_bins in cases
    ]


def _calibration(found: Calibration) -> Vectors:
    return {
        "edges": found.edges.tolist(),
        "score": found.score.tolist(),
        "fraction": found.fraction.tolist(),
        "uncertainty": found.uncertainty.tolist(),
        "brier": _measured(found.brier),
        "expected_error": found.expected_error,
    }


def _importance(network: Any, X: FloatArray, label: IntArray, weight: FloatArray) -> Vectors:
    found = permutation_importance(
        lambda values: predict_probability(network, values),
        X,
        label,
        weight,
        feature_names=["strong", "weak", "useless"],
        seed=12,
        n_repeats=4,
    )
    return {
        "seed": 12,
        "n_repeats": 4,
        "auc": _measured(found.auc),
        "drop": [_measured(drop) for drop in found.drop],
        "spread": list(found.spread),
    }


def _kfold(
    X: FloatArray, label: IntArray, weight: FloatArray, fold: npt.NDArray[np.uint8]
) -> Vectors:
    """The same small network trained five times, each judged on the folds it did not learn from."""
    split, settings = hash_k_fold(fold), {**SETTINGS, "layers": tuple(SETTINGS["layers"])}
    trained = cross_score(
        lambda seed: NetworkClassifier(**{**settings, "seed": seed}),
        X,
        label,
        weight,
        split=split,
        seed=SETTINGS["seed"],
    )
    part = split.part_of_test
    found = evaluate(trained.score, label, weight, part=part, seed=1, n_bootstrap=2)
    return {
        **SETTINGS,
        "scores": trained.score.tolist(),
        "areas": list(found.auc_parts),
        "mean": None if found.auc_spread is None else _measured(found.auc_spread),
    }


def _paired(score: FloatArray, other: FloatArray, label: IntArray, weight: FloatArray) -> Vectors:
    return {"other": other.tolist(), **_measured(auc_difference(score, other, label, weight))}
