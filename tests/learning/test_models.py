"""The menu: every name gives a classifier with weights, every wrong word an answer that helps."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.models import MODELS, ModelEntry, find_model, make_model

# Few events make few steps an epoch, so these need more epochs or longer steps than usual.
LONGER = {"network": {"learning_rate": 0.05}, "mlp": {"max_iter": 300, "tol": 0.01}}
MENU = [entry for entry in MODELS if entry.extra is None]
rng = np.random.default_rng(3)
Y = (rng.random(300) < 0.4).astype(np.int8)
X = rng.normal(size=(300, 3)) + Y[:, np.newaxis]
WEIGHT = rng.random(300) + 0.1


def test_the_menu_has_the_models_people_ask_for() -> None:
    names = "linear lda naive-bayes tree forest adaboost trees lightgbm svm network mlp keras torch"
    assert " ".join(entry.name for entry in MODELS) == names


@pytest.mark.parametrize("entry", MODELS, ids=lambda entry: entry.name)
def test_an_entry_says_in_one_sentence_when_to_take_it(entry: ModelEntry) -> None:
    assert entry.reason.endswith(".")
    assert 30 < len(entry.reason) < 100
    assert entry.title
    assert entry.family in {"linear", "likelihood", "trees", "kernel", "networks"}


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.name)
def test_a_model_listens_to_weights_and_can_be_cloned(entry: ModelEntry) -> None:
    model = make_model(entry.name, seed=1, **LONGER.get(entry.name, {}))
    scores = [
        clone(model).fit(X, Y, sample_weight=weight).predict_proba(X)[:, 1]
        for weight in (WEIGHT, WEIGHT, np.where(X[:, 0] > 0.5, 0.01, 1.0))
    ]
    assert (scores[0] == scores[1]).all()
    assert np.abs(scores[0] - scores[2]).max() > 0.01
    assert np.mean((scores[0] > 0.5) == Y) > 0.7


@pytest.mark.parametrize("name", ["keras", "torch"])
def test_a_framework_that_is_not_installed_is_named_with_what_to_type(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(FiveSigmaError, match=rf'pip install "fivesigma\[{name}\]"'):
        make_model(name, seed=1).fit(X, Y)


@pytest.mark.parametrize("name", ["linear", "lda", "trees", "svm", "network", "mlp"])
def test_units_do_not_matter_scaling_is_part_of_the_model(name: str) -> None:
    model = make_model(name, seed=1, **LONGER.get(name, {}))
    plain = clone(model).fit(X, Y, sample_weight=WEIGHT).predict_proba(X)
    in_mev = clone(model).fit(1024 * X, Y, sample_weight=WEIGHT).predict_proba(1024 * X)
    assert in_mev == pytest.approx(plain, abs=1e-3)


def test_parameters_replace_the_defaults() -> None:
    assert make_model("tree", seed=1).max_depth == 5
    assert make_model("tree", seed=1, max_depth=3).max_depth == 3
    assert make_model("svm", seed=1, C=2.0).estimator.C == 2.0
    assert make_model("lightgbm", seed=1, num_leaves=7, max_bin=31).get_params()["max_bin"] == 31


@pytest.mark.parametrize("name", ["forest", "svm", "network"])
def test_the_seed_reaches_the_model(name: str) -> None:
    scores = [make_model(name, seed=seed).fit(X, Y).predict_proba(X) for seed in (1, 2)]
    assert (scores[0] != scores[1]).any()


def test_a_name_that_is_not_on_the_menu_gets_the_nearest_and_the_menu() -> None:
    with pytest.raises(FiveSigmaError, match=r"'forrest' \(did you mean forest\?\).*linear, lda"):
        find_model("forrest")
    with pytest.raises(FiveSigmaError, match=r"'quantum'\. The menu"):
        make_model("quantum", seed=1)


def test_a_parameter_that_does_not_exist_gets_those_that_do() -> None:
    with pytest.raises(FiveSigmaError, match=r"did you mean max_depth\?.*min_samples_leaf"):
        make_model("tree", seed=1, maxdepth=3)
    with pytest.raises(
        FiveSigmaError, match=r"'learning_rte' .*batch_size, dropout, early_stopping"
    ):
        make_model("network", seed=1, learning_rte=0.1)
    with pytest.raises(FiveSigmaError, match="accepts none"):
        make_model("lda", seed=1, shrinkage=0.1)


def test_the_seed_is_no_parameter() -> None:
    with pytest.raises(FiveSigmaError, match="no parameter 'random_state'"):
        make_model("forest", seed=1, random_state=3)


def test_the_menu_is_read_without_waiting_for_what_only_one_model_needs() -> None:
    code = "import sys, fivesigma.learning.models; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"lightgbm", "keras", "torch", "jax"} & set(done.stdout.split()) == set()
