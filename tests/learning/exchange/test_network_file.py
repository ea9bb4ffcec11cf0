"""A network that leaves as a file comes back as itself, and nothing else comes in."""

import base64
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import make_exchange_vectors
from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import (
    Folds,
    StoredNetwork,
    decode_network,
    encode_network,
    network_code,
    network_link,
    seen_folds,
)
from fivesigma.learning.network import Network
from learning.test_vectors import assert_same
from make_exchange_vectors import INPUTS, example

FILE = Path(__file__).parents[2] / "vectors" / "exchange.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))

# What the page calls the reason, and the words of the message here.
WORDS = {
    "format": "no network file",
    "version": "Update fivesigma",
    "value": "expected|positive|train needs a fold|a cut is a variable",
    "json": "JSON",
}


def changed(**change: Any) -> StoredNetwork:
    """The example with other fields."""
    return dataclasses.replace(example("tanh", (3,), 2), **change)


def test_the_file_for_the_page_holds_what_the_package_writes_now() -> None:
    made = json.loads(json.dumps(make_exchange_vectors.exchange_vectors()))
    assert_same([n["X"] for n in made["networks"]], [n["X"] for n in VECTORS["networks"]], "X")
    assert made["refused"] == VECTORS["refused"]


@pytest.mark.parametrize("case", VECTORS["networks"])
def test_a_stored_file_gives_the_stored_scores(case: dict[str, Any]) -> None:
    stored = decode_network(case["file"])
    found = stored.predict_proba(np.array(case["X"]))
    assert found[:, 1] == pytest.approx(case["probability"], abs=1e-12)
    assert found.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("case", VECTORS["networks"])
def test_a_file_written_again_is_the_same_to_the_last_digit(case: dict[str, Any]) -> None:
    assert encode_network(decode_network(case["file"])) == case["file"]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(-1e30, 1e30), min_size=13, max_size=13))
def test_every_number_survives_to_the_last_bit(numbers: list[float]) -> None:
    stored = example("relu", (2,), 1)
    values = np.array(numbers)
    network = Network(
        weights=[values[:8].reshape(4, 2), values[8:10].reshape(2, 1)],
        biases=[values[10:12], values[12:]],
        activation="relu",
    )
    back = decode_network(encode_network(dataclasses.replace(stored, network=network)))
    for found, expected in zip(
        [*back.network.weights, *back.network.biases],
        [*network.weights, *network.biases],
        strict=True,
    ):
        assert found.tolist() == expected.tolist()
    assert back.training == stored.training


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: str(case["file"])[-40:])
def test_a_broken_file_is_refused_with_the_reason(case: dict[str, str]) -> None:
    with pytest.raises(FiveSigmaError, match=WORDS[case["why"]]):
        decode_network(case["file"])


def test_a_message_names_the_place() -> None:
    document = json.loads(encode_network(example("tanh", (3,), 2)))
    document["layers"][1]["weights"][2] = ["x"]
    with pytest.raises(FiveSigmaError, match=r"layers\[1\]\.weights"):
        decode_network(json.dumps(document))


def test_an_enormous_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(FiveSigmaError, match="262145 bytes"):
        decode_network(" " * 262_145)


def test_an_integer_of_a_thousand_digits_is_refused() -> None:
    text = encode_network(example("tanh", (), 5))
    with pytest.raises(FiveSigmaError, match="seed"):
        decode_network(text.replace('"seed":5', f'"seed":{"9" * 5000}'))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_change_of_a_file_gives_anything_but_a_network_or_a_hint(data: st.DataObject) -> None:
    text = encode_network(example("tanh", (3,), 2))
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    broken = text[:place] + data.draw(st.text(max_size=10)) + text[place + length :]
    try:
        network_code(decode_network(broken))
    except FiveSigmaError as refusal:
        assert len(str(refusal)) > 20  # noqa: PT017 - either outcome is right


def test_an_unknown_input_is_named() -> None:
    text = encode_network(example("tanh", (3,), 2))
    with pytest.raises(FiveSigmaError, match="the network looks at delta_phi_ll_met"):
        decode_network(text, known=["met", "mll", "lead_lep_pt"])


def test_a_network_too_wide_for_the_page_is_never_written() -> None:
    wide = Network(
        weights=[np.zeros((4, 33)), np.zeros((33, 1))],
        biases=[np.zeros(33), np.zeros(1)],
        activation="tanh",
    )
    with pytest.raises(FiveSigmaError, match="1 to 32 entries"):
        encode_network(changed(network=wide))


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e31])
def test_a_number_that_is_not_finite_is_never_written(number: float) -> None:
    with pytest.raises(FiveSigmaError, match=r"JSON|numbers from"):
        encode_network(changed(mean=np.array([number, 0, 0, 0])))


def test_columns_are_found_by_name_in_any_order() -> None:
    stored = example("relu", (3,), 3)
    X = np.array(VECTORS["networks"][0]["X"])
    order = [2, 0, 3, 1]
    shuffled = np.column_stack([np.full(len(X), np.nan), X[:, order]])
    names = ["n_bjets", *(INPUTS[i] for i in order)]
    assert stored.predict_proba(shuffled, names).tolist() == stored.predict_proba(X).tolist()


def test_a_missing_column_and_a_nan_are_refused() -> None:
    stored = example("relu", (3,), 3)
    with pytest.raises(FiveSigmaError, match="the network looks at lead_lep_pt, met"):
        stored.predict_proba(np.zeros((2, 3)))
    with pytest.raises(FiveSigmaError, match="with columns a, b, c, met"):
        stored.predict_proba(np.zeros((2, 4)), ["a", "b", "c", "met"])
    with pytest.raises(FiveSigmaError, match="no finite numbers"):
        stored.predict_proba(np.full((2, 4), np.nan))


def test_a_random_split_leaves_no_unseen_fold() -> None:
    fold = np.array([0, 0, 1, 1, 2, 2], np.uint8)
    assert seen_folds(fold, np.array([0, 2, 4])) == Folds(train=(0, 1, 2))
    assert seen_folds(fold, np.array([0, 1]), np.array([1, 2])) == Folds(
        train=(0,), validation=(1,)
    )


def test_a_link_carries_the_network_in_the_fragment() -> None:
    link = network_link(example("tanh", (3,), 2), "https://example.org/page#stop=cut")
    assert link.startswith("https://example.org/page#stop=learn&network=")
    code = link.rpartition("=")[2]
    content = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    length = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + length])
    assert header["layers"] == [3, 1]
    numbers = np.frombuffer(content[4 + length :], "<f4")
    assert numbers.size == 2 * 4 + 4 * 3 + 3 + 3 + 1
    assert numbers[:4] == pytest.approx(example("tanh", (3,), 2).mean, rel=1e-7)


def test_the_example_of_the_reference_page_is_a_network() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "network-file.md"
    text = page.read_text(encoding="utf-8").partition("```json")[2].partition("```")[0]
    stored = decode_network(text, known=("met", "mll", "sum_lep_charge"))
    assert stored.training.cuts == {"sum_lep_charge": (0.0, 0.0), "met": (100.0, None)}
    assert 600 < len(network_code(stored)) < 800
