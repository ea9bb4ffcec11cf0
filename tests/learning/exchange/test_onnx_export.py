"""A network as ONNX is the same function, and says what it is."""

import sys
from itertools import pairwise

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import StoredNetwork, decode_network, encode_network
from fivesigma.learning.exchange.onnx_export import export_onnx
from fivesigma.learning.network import Activation, Network
from make_exchange_vectors import example

ACTIVATIONS: tuple[Activation, ...] = ("relu", "tanh", "sigmoid")


def random_network(rng: np.random.Generator) -> StoredNetwork:
    """Any shape that a file may hold, with weights of any size."""
    facts = example("tanh", (3,), 2).training
    sizes = [int(rng.integers(1, 12)), *rng.integers(1, 33, size=rng.integers(0, 5)), 1]
    width = 10 ** rng.uniform(-1, 1)
    network = Network(
        weights=[rng.normal(0, width, (n_in, n_out)) for n_in, n_out in pairwise(sizes)],
        biases=[rng.normal(0, width, n_out) for n_out in sizes[1:]],
        activation=ACTIVATIONS[int(rng.integers(3))],
    )
    return StoredNetwork(
        inputs=tuple(f"x{i}" for i in range(sizes[0])),
        mean=rng.normal(100, 50, sizes[0]),
        scale=rng.uniform(0.1, 90, sizes[0]),
        network=network,
        training=facts,
    )


@pytest.mark.parametrize("seed", range(40))
def test_onnxruntime_gives_the_same_probabilities(seed: int) -> None:
    runtime = pytest.importorskip("onnxruntime")
    rng = np.random.default_rng(seed)
    stored = random_network(rng)
    X = stored.mean + 3 * stored.scale * rng.normal(size=(57, len(stored.inputs)))
    session = runtime.InferenceSession(export_onnx(stored), providers=["CPUExecutionProvider"])
    (found,) = session.run(["probability"], {"X": X})
    assert found.shape == (57,)
    assert np.abs(found - stored.predict_proba(X)[:, 1]).max() < 1e-6


def test_no_event_gives_no_probability() -> None:
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(
        export_onnx(example("relu", (3,), 1)), providers=["CPUExecutionProvider"]
    )
    assert session.run(None, {"X": np.zeros((0, 4))})[0].shape == (0,)


def test_the_model_says_what_it_looks_at_and_holds_the_network_file() -> None:
    onnx = pytest.importorskip("onnx")
    stored = example("sigmoid", (5, 2), 4)
    model = onnx.load_model_from_string(export_onnx(stored))
    about = {entry.key: entry.value for entry in model.metadata_props}
    assert about["inputs"] == "lead_lep_pt,met,mll,delta_phi_ll_met"
    assert encode_network(decode_network(about["fivesigma.network"])) == encode_network(stored)
    assert [node.op_type for node in model.graph.node] == [
        *("Sub", "Div", "Gemm", "Sigmoid", "Gemm", "Sigmoid", "Gemm", "Sigmoid", "Reshape")
    ]


def test_without_the_extra_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(FiveSigmaError, match=r'pip install "fivesigma\[onnx\]"'):
        export_onnx(example("tanh", (3,), 2))
