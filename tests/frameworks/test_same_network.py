"""PyTorch and Keras train the network from scratch, and arrive at the same one.

Both are heavy and in no default environment; without them these tests are skipped.
"""

import pickle
import random
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.estimators.frameworks import (
    KerasClassifier,
    TorchClassifier,
    keras_model,
    torch_module,
)
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.network import Activation, FloatArray, initial_network, layer_outputs
from fivesigma.learning.random import Random

torch = pytest.importorskip("torch")
if find_spec("keras") is None:  # not imported here: the package chooses its backend
    pytest.skip("Keras is not installed", allow_module_level=True)

Sample = tuple[FloatArray, FloatArray, FloatArray]
# How far the probabilities may be from ours: float64; float32, with another epsilon in Adam
FRAMEWORKS = [(TorchClassifier, 1e-10), (KerasClassifier, 1e-3)]
ACTIVATIONS: list[Activation] = ["relu", "tanh", "sigmoid"]
both = pytest.mark.parametrize(("framework", "tolerance"), FRAMEWORKS)


def made_up_sample(seed: int, n_events: int = 600) -> Sample:
    """Features far from standardised, and weights that differ by a factor of thirty."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_events, 4))
    y = (X[:, 0] * X[:, 1] + X[:, 2] + rng.normal(size=n_events) > 0.5).astype(float)
    return 100 + 30 * X, y, rng.uniform(0.1, 3.0, n_events)


@both
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_one_seed_gives_one_network(
    framework: type[NetworkClassifier], tolerance: float, optimiser: str, activation: str
) -> None:
    settings: dict[str, Any] = {
        "layers": (6, 5),
        "activation": activation,
        "optimiser": optimiser,
        "learning_rate": {"adam": 0.01, "sgd": 0.1}[optimiser],
        "batch_size": 128,  # the last of 600 events make a short batch
        "epochs": 8,
        "seed": 3,
    }
    X, y, weight = made_up_sample(1)
    ours = NetworkClassifier(**settings).fit(X, y, weight)
    theirs = framework(**settings).fit(X, y, weight)
    np.testing.assert_allclose(
        theirs.predict_proba(X), ours.predict_proba(X), rtol=0, atol=tolerance
    )
    np.testing.assert_allclose(theirs.loss_curve_, ours.loss_curve_, rtol=0, atol=tolerance)


RESTRAINTS: list[dict[str, Any]] = [
    {"l2": 0.05},
    {"l1": 0.01},
    {"dropout": 0.3},
    {"l1": 0.001, "l2": 0.01, "dropout": 0.2},
]


@both
@pytest.mark.parametrize("restraint", RESTRAINTS)
def test_penalties_and_dropout_give_the_same_network(
    framework: type[NetworkClassifier], tolerance: float, restraint: dict[str, Any]
) -> None:
    settings: dict[str, Any] = {"layers": (6, 5), "learning_rate": 0.01, "epochs": 6, "seed": 3}
    X, y, weight = made_up_sample(1)
    plain = NetworkClassifier(**settings).fit(X, y, weight).predict_proba(X)
    ours = NetworkClassifier(**settings, **restraint).fit(X, y, weight).predict_proba(X)
    theirs = framework(**settings, **restraint).fit(X, y, weight).predict_proba(X)
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=tolerance)
    assert np.abs(ours - plain).max() > 3 * tolerance


@both
def test_unseen_events_are_ranked_as_well(
    framework: type[NetworkClassifier], tolerance: float
) -> None:
    settings: dict[str, Any] = {"layers": (10, 10), "learning_rate": 0.01, "epochs": 20}
    X, y, weight = made_up_sample(2, n_events=3_000)
    area = []
    for model in (NetworkClassifier(**settings), framework(**settings)):
        score = model.fit(X[:1500], y[:1500], weight[:1500]).predict_proba(X[1500:])[:, 1]
        area.append(roc_curve(score, y[1500:].astype(np.int8), weight[1500:]).auc)
    assert area[0] > 0.75
    assert area[1] == pytest.approx(area[0], abs=0.01)


@both
def test_training_twice_gives_the_same_network_and_early_stopping_the_same_epoch(
    framework: type[NetworkClassifier], tolerance: float
) -> None:
    settings: dict[str, Any] = {"learning_rate": 0.05, "early_stopping": True, "patience": 3}
    X, y, weight = made_up_sample(3)
    first, second = (framework(**settings).fit(X, y, weight) for _ in range(2))
    ours = NetworkClassifier(**settings).fit(X, y, weight)
    assert np.array_equal(first.predict_proba(X), second.predict_proba(X))
    assert first.n_iter_ == ours.n_iter_ < 50
    assert first.stopped_early_


@both
def test_a_trained_model_is_a_network_that_can_be_kept(
    framework: type[NetworkClassifier], tolerance: float
) -> None:
    X, y, weight = made_up_sample(4)
    model = framework(epochs=2).fit(X, y, weight)
    again = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own, a moment ago
    assert np.array_equal(again.predict_proba(X), model.predict_proba(X))


@both
def test_global_random_numbers_are_left_alone(
    framework: type[NetworkClassifier], tolerance: float
) -> None:
    X, y, weight = made_up_sample(5)
    before = torch.random.get_rng_state(), random.getstate()
    framework(epochs=1).fit(X, y, weight)
    assert torch.equal(torch.random.get_rng_state(), before[0])
    assert random.getstate() == before[1]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_any_network_can_be_handed_to_a_framework(activation: Activation) -> None:
    network = initial_network([3, 5, 4, 1], activation, Random(1))
    X = np.random.default_rng(0).normal(size=(20, 3))
    expected = layer_outputs(network, X)[-1]
    by_torch = torch_module(network)(torch.from_numpy(X)).detach().numpy()
    np.testing.assert_allclose(by_torch, expected, rtol=0, atol=1e-12)
    by_keras = keras_model(network).predict(X, verbose=0)
    np.testing.assert_allclose(by_keras, expected, rtol=0, atol=1e-5)


@both
def test_what_the_network_refuses_is_refused_here(
    framework: type[NetworkClassifier], tolerance: float
) -> None:
    X, y, weight = made_up_sample(6)
    with pytest.raises(FiveSigmaError, match="1 weights are negative"):
        framework().fit(X, y, np.r_[-0.1, weight[1:]])
    with pytest.raises(FiveSigmaError, match="activation='step'"):
        framework(activation="step").fit(X, y, weight)


def fails(estimator: object) -> dict[str, str]:
    """Checks that cannot hold, and why."""
    if isinstance(estimator, TorchClassifier):
        return {}
    why = "float32: sums in another order differ by 1e-8, and the check asks for 1e-9"
    return {"check_sample_weight_equivalence_on_dense_data": why}


@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [
        TorchClassifier(learning_rate=0.03, batch_size=32),
        KerasClassifier(learning_rate=0.03, batch_size=32, epochs=20),
    ],
    expected_failed_checks=fails,
)
def test_it_is_a_scikit_learn_estimator(estimator: Any, check: Any) -> None:
    check(estimator)
