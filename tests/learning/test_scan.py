"""The scan of small networks, against scikit-learn, which it promises to equal."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning import scan
from fivesigma.learning.scan import Design, FloatArray, all_designs, scan_networks

DESIGNS = [(2,), (10,), (3, 7), (9, 2), (2, 10, 4), (7, 5, 8)]


def made_up_sample(n_events: int = 1_189) -> tuple[FloatArray, FloatArray]:
    """Standard normal features; about a tenth of the events are signal."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(n_events, 9))
    truth = X[:, 0] * X[:, 1] + X[:, 2:].sum(axis=1) / 3 + rng.normal(size=n_events)
    return X, (truth > 2.0).astype(float)


def scikit_learn(
    design: Design, X: FloatArray, y: FloatArray, weight: FloatArray | None = None, **settings: int
) -> MLPClassifier:
    """Peer with the settings that the scan copies."""
    peer = MLPClassifier(design, random_state=5, **{"max_iter": 1000, **settings})
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return peer.fit(X, y, weight)


def test_every_network_of_up_to_three_layers_is_a_design_once() -> None:
    designs = all_designs()
    assert len(designs) == len(set(designs)) == 9 + 9**2 + 9**3
    assert {len(design) for design in designs} == {1, 2, 3}


def test_a_network_stops_at_the_same_epoch_as_scikit_learns_with_the_same_probabilities() -> None:
    X, y = made_up_sample()
    for network in scan_networks(X, y, DESIGNS, seed=5):
        peer = scikit_learn(network.design, X, y)
        assert network.n_iter == peer.n_iter_
        np.testing.assert_allclose(network.loss_curve, peer.loss_curve_, rtol=0, atol=1e-8)
        np.testing.assert_allclose(
            network.predict_proba(X), peer.predict_proba(X), rtol=0, atol=1e-8
        )


@pytest.mark.parametrize("n_events", [3, 199, 200, 201])
def test_the_last_batch_may_be_short_or_the_only_one(n_events: int) -> None:
    X, y = made_up_sample(n_events)
    y[:2] = 0, 1
    (network,) = scan_networks(X, y, [(4, 3)], seed=5, max_iter=30)
    peer = scikit_learn((4, 3), X, y, max_iter=30)
    assert network.n_iter == peer.n_iter_
    np.testing.assert_allclose(network.predict_proba(X), peer.predict_proba(X), atol=1e-10)


def test_weights_count_as_in_scikit_learn() -> None:
    X, y = made_up_sample(500)
    weight = np.random.default_rng(4).uniform(0.1, 3.0, size=500)
    (network,) = scan_networks(X, y, [(6, 4)], seed=5, sample_weight=weight, max_iter=60)
    peer = scikit_learn((6, 4), X, y, weight, max_iter=60)
    assert network.n_iter == peer.n_iter_
    np.testing.assert_allclose(network.predict_proba(X), peer.predict_proba(X), atol=1e-9)


def test_the_number_of_threads_changes_nothing_and_progress_counts_the_designs() -> None:
    X, y = made_up_sample(300)
    counted: list[tuple[int, int]] = []
    alone = scan_networks(X, y, DESIGNS, seed=1, max_iter=20, n_threads=1)
    together = scan_networks(
        X,
        y,
        DESIGNS,
        seed=1,
        max_iter=20,
        n_threads=4,
        progress=lambda done, total: counted.append((done, total)),
    )
    assert [network.design for network in together] == DESIGNS
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.predict_proba(X), other.predict_proba(X))
    assert counted == [(done, len(DESIGNS)) for done in range(1, len(DESIGNS) + 1)]


def test_the_sample_is_not_changed() -> None:
    X, y = made_up_sample(100)
    before = X.copy(), y.copy()
    scan_networks(X, y, [(2,)], seed=1, max_iter=2)
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])


def test_samples_that_cannot_be_learned_from_are_refused() -> None:
    X, y = made_up_sample(100)
    broken = X.copy()
    broken[3, 2] = np.nan
    with pytest.raises(FiveSigmaError, match="1 values that are not finite"):
        scan_networks(broken, y, [(2,)], seed=1)
    with pytest.raises(FiveSigmaError, match="one y for each row"):
        scan_networks(X[1:], y, [(2,)], seed=1)
    with pytest.raises(FiveSigmaError, match="two classes"):
        scan_networks(X, np.zeros(100), [(2,)], seed=1)
    with pytest.raises(FiveSigmaError, match="negative"):
        scan_networks(X, y, [(2,)], seed=1, sample_weight=np.r_[-1.0, np.ones(99)])
    with pytest.raises(FiveSigmaError, match="Standardise"):
        scan_networks(X * 1e307, y, [(2,)], seed=1, max_iter=3)


def test_designs_and_settings_that_cannot_be_are_refused() -> None:
    X, y = made_up_sample(100)
    with pytest.raises(FiveSigmaError, match="at least one neuron"):
        scan_networks(X, y, [(2,), (3, 0)], seed=1)
    with pytest.raises(FiveSigmaError, match="seed=-1"):
        scan_networks(X, y, [(2,)], seed=-1)
    with pytest.raises(FiveSigmaError, match="n_threads=0"):
        scan_networks(X, y, [(2,)], seed=1, n_threads=0)
    with pytest.raises(FiveSigmaError, match="one layer and one neuron"):
        all_designs(0)


def test_without_numba_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    X, y = made_up_sample(100)
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "fivesigma.learning.scan_kernels", raising=False)
    monkeypatch.delattr("fivesigma.learning.scan_kernels", raising=False)
    with pytest.raises(FiveSigmaError, match=r"pip install \"fivesigma\[scan\]\""):
        scan_networks(X, y, [(2,)], seed=1)


def test_the_kernels_load_where_no_folder_can_keep_their_machine_code(tmp_path: Path) -> None:
    kernels = Path(scan.__file__).with_name("scan_kernels.py")
    shutil.copy(kernels, tmp_path)
    (tmp_path / "__pycache__").touch()  # a file: a folder it cannot be
    nowhere = str(tmp_path / "__pycache__" / "cache")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("NUMBA")
    } | {"XDG_CACHE_HOME": nowhere, "HOME": nowhere, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, "-c", "import scan_kernels"], cwd=tmp_path, env=environment, check=True
    )
