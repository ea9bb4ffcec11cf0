"""The checks of "The same network four ways": right answers, usual mistakes, what they say."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import fivesigma as fs
from fivesigma.learning.weights import training_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_07 as check
from lesson_script import printed_by_lesson

FloatArray = npt.NDArray[np.float64]


@pytest.fixture(autouse=True)
def embedded_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")


@pytest.fixture
def weight() -> FloatArray:
    """Training weights in the order of the lesson."""
    table = fs.features(fs.select(lesson.load_events(quiet=True), signal="DM_200"))
    order = np.random.default_rng(1).permutation(fs.split(table, "hash").split.train(0))
    return training_weights(table.weight[order], table.label[order], "balanced")


def test_right_answers_are_right_however_they_are_written(weight: FloatArray) -> None:
    assert check.n_steps(-(-weight.size // 256) * 30)
    assert check.word_for_epochs(" C ")
    assert check.reduction_factor(weight[:256].sum() / 256)
    assert check.my_torch_weight(np.transpose)
    assert check.order_of_lines("a")
    assert check.my_largest_difference(lambda a, b: max(abs(x - y) for x, y in zip(a, b)))  # noqa: B905


@pytest.mark.parametrize("name", ["n_steps", "word_for_epochs", "reduction_factor"])
@pytest.mark.parametrize("given", [..., None])
def test_dots_are_not_answered_yet(name: str, given: object) -> None:
    assert getattr(check, name)(given).state == "open"


def test_mistakes_in_counting_steps_are_explained(weight: FloatArray) -> None:
    n = weight.size
    said = {
        n // 256 * 30: "left over",
        n / 256 * 30: "Round up",
        -(-n * 30 // 256): "in each epoch",
        -(-n // 256): "steps of one epoch",
        n * 30: "after a batch",
        30: "These are the epochs",
        "many": "text",
    }
    for given, words in said.items():
        verdict = check.n_steps(given)
        assert not verdict
        assert words in verdict.message


def test_mistakes_about_the_default_are_explained(weight: FloatArray) -> None:
    said = {
        256 / weight[:256].sum(): "the reverse",
        weight.mean(): "first batch alone",
        weight[:256].sum(): "sum of the weights",
        np.nan: "not a number",
    }
    for given, words in said.items():
        verdict = check.reduction_factor(given)
        assert not verdict
        assert words in verdict.message


@pytest.mark.parametrize(
    ("name", "letter", "words"),
    [
        ("word_for_epochs", "a", "Keras"),
        ("word_for_epochs", "b", "one batch"),
        ("word_for_epochs", "d", "without progress"),
        ("word_for_epochs", "e", "one of"),
        ("word_for_epochs", 3, "letter in quotes"),
        ("order_of_lines", "b", "the step has none"),
        ("order_of_lines", "c", "before the slopes"),
        ("order_of_lines", "d", "before there is an answer"),
    ],
)
def test_every_wrong_letter_has_its_reason(name: str, letter: object, words: str) -> None:
    verdict = getattr(check, name)(letter)
    assert not verdict
    assert words in verdict.message


FUNCTIONS: list[tuple[str, Any, str]] = [
    ("my_torch_weight", lambda W: W.reshape(W.shape[::-1]), "wrong places"),
    ("my_torch_weight", lambda W: W, "still our weights"),
    ("my_torch_weight", lambda W: W.ravel(), "shape"),
    ("my_torch_weight", lambda _: ..., "Not answered yet"),
    ("my_largest_difference", lambda a, b: np.max(a - b), "you miss it"),
    ("my_largest_difference", lambda a, b: abs(np.max(a - b)), "not the reverse"),
    ("my_largest_difference", lambda a, b: np.abs(a - b), "One difference for each epoch"),
    ("my_largest_difference", lambda a, b: np.mean(np.abs(a - b)), "mean difference"),
    ("my_largest_difference", lambda a, b: abs(a[-1] - b[-1]), "last epoch"),
    ("my_largest_difference", lambda a, b: abs(max(a) - max(b)), "different epochs"),
    ("my_largest_difference", lambda *_: 0.03, "same for every argument"),
]


@pytest.mark.parametrize(("name", "given", "words"), FUNCTIONS)
def test_usual_mistakes_in_functions_are_explained(name: str, given: Any, words: str) -> None:
    verdict = getattr(check, name)(given)
    assert not verdict
    assert words in verdict.message


@pytest.mark.slow
def test_the_lesson_goes_on_without_keras_and_pytorch() -> None:
    missing = ["keras", "torch", "jax", "tensorflow"]
    printed = printed_by_lesson("undergraduate/07_the_same_network_four_ways", *missing)
    assert "Keras is not installed" in printed
    assert "PyTorch is not installed" in printed
    assert "2 frameworks: areas within" in printed
