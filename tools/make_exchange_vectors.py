"""Write tests/vectors/exchange.json: network files that Python and the page read alike.

    python tools/make_exchange_vectors.py

Each network is there as its file, as the word of a link, and with the scores of a few events; each
broken file with the reason for which both languages refuse it.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.exchange.network_file import (
    Folds,
    StoredNetwork,
    TrainingFacts,
    encode_network,
    network_code,
)
from fivesigma.learning.network import Activation, Network
from fivesigma.learning.random import Random

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "exchange.json"
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]

INPUTS = ("lead_lep_pt", "met", "mll", "delta_phi_ll_met")
HELD_BACK: Vectors = {"l1": 0.001, "l2": 0.01, "dropout": 0.2, "patience": 15, "edited": 2}
CENTRES, WIDTHS = (95.0, 120.0, 91.0, 2.9), (40.0, 35.0, 3.0, 0.2)


def _normal(random: Random, *shape: int) -> FloatArray:
    return np.array([random.normal() for _ in range(int(np.prod(shape)))]).reshape(shape)


def example(activation: Activation, hidden: tuple[int, ...], seed: int) -> StoredNetwork:
    """A network of random weights, as if trained on the embedded set."""
    random = Random(seed)
    sizes = [len(INPUTS), *hidden, 1]
    network = Network(
        weights=[_normal(random, n_in, n_out) for n_in, n_out in pairwise(sizes)],
        biases=[_normal(random, n_out) for n_out in sizes[1:]],
        activation=activation,
    )
    facts = TrainingFacts(
        dataset="simulated-dm",
        signal="DM_200",
        backgrounds=("Non-resonant_ll", "Z+jets", "WZ", "ZZ"),
        folds=Folds(train=(0, 1, 2, 3, 4), validation=(5, 6)),
        cuts={"met": (100.0, None), "mll": (None, 110.5)} if hidden == () else {},
        optimiser="adam",
        learning_rate=0.001,
        batch_size=256,
        epochs=40.0,
        seed=seed,
        weighting="balanced",
        **(HELD_BACK if hidden == (5, 2) else {}),
    )
    mean, scale = np.array(CENTRES) + _normal(random, 4), np.array(WIDTHS) * np.pi
    return StoredNetwork(
        inputs=INPUTS, mean=mean, scale=scale, network=network, training=facts, made_by="a test"
    )


def _network(stored: StoredNetwork) -> Vectors:
    random = Random(8)
    X = np.array(CENTRES) + np.array(WIDTHS) * _normal(random, 9, len(CENTRES))
    return {
        "file": encode_network(stored),
        "code": network_code(stored),
        "X": X.tolist(),
        "probability": stored.predict_proba(X)[:, 1].tolist(),
    }


def _refused() -> list[Vectors]:
    """Files with one thing wrong, and the reason of the page for refusing them."""
    good = json.loads(encode_network(example("tanh", (3,), 2)))
    training, layers = good["training"], good["layers"]
    hidden, output = layers
    wide = {"weights": [[0.1] * 33] * 4, "biases": [0.1] * 33}
    changes: list[tuple[str, Vectors]] = [
        ("format", {"format": "another"}),
        ("version", {"version": 2}),
        ("value", {"version": 1.5}),
        ("value", {"made_by": "x" * 101}),
        ("value", {"made_by": None}),
        ("value", {"inputs": []}),
        ("value", {"inputs": ["met", "met", "mll", "n_bjets"]}),
        ("value", {"inputs": ["met", "<b>", "mll", "n_bjets"]}),
        ("value", {"mean": [1, 2, 3]}),
        ("value", {"mean": [1, 2, 3, "4"]}),
        ("value", {"mean": [1, 2, 3, True]}),
        ("value", {"mean": [1, 2, 3, 1e31]}),
        ("value", {"scale": [1, 2, 0, 3]}),
        ("value", {"scale": [1, 2, -1, 3]}),
        ("value", {"activation": "softmax"}),
        ("value", {"layers": []}),
        ("value", {"layers": [hidden]}),
        ("value", {"layers": [hidden, hidden, output]}),
        ("value", {"layers": [hidden, {**output, "biases": [0.1, 0.2]}]}),
        ("value", {"layers": [hidden, {**output, "weights": [[1], [2]]}]}),
        ("value", {"layers": [hidden, {**output, "weights": [[1], [2], [None]]}]}),
        ("value", {"layers": [wide, {**output, "weights": [[1]] * 33}]}),
        ("value", {"layers": [hidden, *[_square(3)] * 4, output]}),
        ("value", {"training": None}),
    ]
    facts: list[Vectors] = [
        {"dataset": ""},
        {"signal": 3},
        {"backgrounds": "ZZ"},
        {"folds": {"train": [], "validation": []}},
        {"folds": {"train": [0, 10], "validation": []}},
        {"folds": {"train": [0, 0.5], "validation": []}},
        {"folds": {"train": [0, 1], "validation": [1]}},
        {"folds": [0, 1]},
        {"cuts": {"met": [200, 100]}},
        {"cuts": {"met": [200]}},
        {"cuts": {"m e t": [200, None]}},
        {"seed": -1},
        {"seed": 1.5},
        {"epochs": "many"},
        {"learning_rate": -1},
        {"l1": -0.1},
        {"l2": "much"},
        {"dropout": 1.5},
        {"patience": 0},
        {"edited": 0.5},
    ]
    changes += [("value", {"training": {**training, **fact}}) for fact in facts]
    whole = [
        ("json", text) for text in ("", "{", "not a network", '{"version": NaN}', "[" * 10_000)
    ]
    whole += [("json", "[]"), ("json", "3"), ("json", "null")]
    broken = [(why, json.dumps({**good, **change})) for why, change in changes]
    return [{"why": why, "file": file} for why, file in broken + whole]


def _square(n: int) -> Vectors:
    return {"weights": [[0.1] * n] * n, "biases": [0.1] * n}


def exchange_vectors() -> Vectors:
    """Networks of every activation and depth, and files that are refused."""
    networks = [
        example("tanh", (3,), 2),
        example("relu", (32, 16, 8, 4), 3),
        example("sigmoid", (5, 2), 4),
        example("tanh", (), 5),
    ]
    return {"networks": [_network(stored) for stored in networks], "refused": _refused()}


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(exchange_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
