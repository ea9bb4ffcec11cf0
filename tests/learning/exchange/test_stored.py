"""A fitted estimator and the network that leaves from it give the same scores."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import (
    Folds,
    TrainingFacts,
    decode_network,
    encode_network,
)
from fivesigma.learning.exchange.stored import stored_classifier, stored_network
from fivesigma.learning.models import make_model

FACTS = TrainingFacts(
    dataset="simulated-dm", signal="DM_200", backgrounds=("ZZ",), folds=Folds(train=(0, 1))
)
NAMES = ("met", "mll", "n_bjets")


def fitted(name: str) -> tuple[BaseEstimator, np.ndarray]:
    """A model of the menu on 300 made-up events, and their inputs."""
    rng = np.random.default_rng(1)
    label = np.arange(300) % 2
    X = rng.normal(size=(300, 3)) * [40, 5, 1] + [120, 91, 0] + label[:, np.newaxis]
    return make_model(name, seed=3).fit(X, label, sample_weight=rng.uniform(1, 2, 300)), X


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("name", ["network", "mlp", "linear"])
def test_a_model_of_the_menu_travels(name: str) -> None:
    model, X = fitted(name)
    stored = decode_network(encode_network(stored_network(model, NAMES, FACTS)))
    assert stored.predict_proba(X) == pytest.approx(model.predict_proba(X), abs=1e-12)
    assert stored_classifier(stored).predict_proba(X) == pytest.approx(
        model.predict_proba(X), abs=1e-12
    )
    assert stored.training.folds == FACTS.folds
    assert stored.training.seed == (None if name == "linear" else 3)


@pytest.mark.parametrize("name", ["trees", "svm", "lda"])
def test_what_is_no_network_is_refused(name: str) -> None:
    model, _ = fitted(name)
    with pytest.raises(FiveSigmaError, match="Train network, mlp or linear"):
        stored_network(model, NAMES, FACTS)


def test_the_names_are_those_of_the_columns() -> None:
    model, _ = fitted("network")
    with pytest.raises(FiveSigmaError, match="scale is"):
        encode_network(stored_network(model, NAMES[:2], FACTS))
