"""The checks of "Neural networks from the inside": right answers, usual mistakes, what they say."""

from typing import Any

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.learning.network import sigmoid
from fivesigma.learning.weights import training_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_06 as check


@pytest.fixture(autouse=True)
def embedded_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")


def loss(p: Any, y: Any, w: Any) -> Any:
    return np.average(np.where(y == 1, -np.log(p), -np.log(1 - p)), weights=w)


def gradient(p: Any, x: Any, y: Any, w: Any) -> Any:
    share = w * (p - y) / w.sum()
    return [np.sum(share * x), np.sum(share)]


@pytest.fixture(scope="module")
def sample() -> tuple[Any, Any, Any, Any]:
    """X, rows that train, rows that do not, weights of training."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")
        table = fs.features(fs.select(lesson.load_events(quiet=True), signal="DM_200"))
    roles = fs.split(table, "hash").split
    weight = np.empty(table.n_events)
    parts = [roles.train(0), roles.validation(0), roles.test(0)]
    for rows in parts:
        weight[rows] = training_weights(table.weight[rows], table.label[rows], "balanced")
    X = np.column_stack(list(table.features.values())).astype(float)
    return X, parts[0], parts, weight


def scaled(X: Any, like: Any, weight: Any) -> Any:
    mean = np.average(like, axis=0, weights=weight)
    return (X - mean) / np.sqrt(np.average((like - mean) ** 2, axis=0, weights=weight))


def met_of(sample: tuple[Any, Any, Any, Any]) -> tuple[float, float]:
    """Mean and deviation of the missing momentum, as the lesson has them."""
    X, train, _, weight = sample
    met = X[train, 3]
    mean = np.average(met, weights=weight[train])
    return mean, np.sqrt(np.average((met - mean) ** 2, weights=weight[train]))


def test_right_answers_are_right_however_they_are_written(sample: Any) -> None:
    X, train, _, weight = sample
    mean, deviation = met_of(sample)
    assert check.my_sigmoid(lambda z: np.exp(z) / (np.exp(z) + 1))
    assert check.my_neuron(lambda x, w, b: 1 / (1 + np.exp(-w * x - b)))
    assert check.met_at_one_half(np.float32(mean + 0.5 * deviation))
    assert check.my_loss(loss)
    assert check.my_gradient(gradient)
    assert check.my_step(lambda p, g, rate: np.add(p, -rate * g))
    assert check.X_scaled(scaled(X, X[train], weight[train]))
    assert check.n_parameters(89)


NOT_ANSWERED = ["met_at_one_half", "X_scaled", "n_parameters"]


@pytest.mark.parametrize("name", NOT_ANSWERED)
@pytest.mark.parametrize("given", [..., None])
def test_dots_are_not_answered_yet(name: str, given: object) -> None:
    verdict = getattr(check, name)(given)
    assert verdict.state == "open"


FUNCTIONS: list[tuple[str, Any, str]] = [
    ("my_sigmoid", lambda z: 1 / (1 + np.exp(z)), "sign in the exponent"),
    ("my_sigmoid", lambda z: 1 / 1 + np.exp(-z), "brackets"),
    ("my_sigmoid", np.tanh, "hyperbolic tangent"),
    ("my_sigmoid", lambda _z: 0.5, "same for every argument"),
    ("my_neuron", lambda x, w, b: w * x + b, "through the bend"),
    ("my_neuron", lambda x, w, b: sigmoid(np.asarray(w * (x + b))), "after that"),
    ("my_neuron", lambda x, w, _b: sigmoid(np.asarray(w * x)), "Where did the bias go"),
    ("my_neuron", lambda x, w, b: sigmoid(np.asarray(b * x + w)), "swapped"),
    ("my_neuron", lambda *_: ..., "Not answered yet"),
    ("my_neuron", lambda *_: None, "Not answered yet"),
    ("my_loss", lambda p, y, _w: loss(p, y, np.ones(p.size)), "counts the same"),
    ("my_loss", lambda p, y, w: loss(p, y, w) * w.sum(), "sum of the weights"),
    ("my_loss", lambda p, y, w: loss(p, y, w) * w.mean(), "not by the number of events"),
    ("my_loss", lambda p, y, w: -loss(p, y, w), "never negative"),
    ("my_loss", lambda p, y, w: loss(1 - p, y, w), "background as signal"),
    ("my_loss", lambda p, y, w: np.average(-y * np.log(p), weights=w), "Only signal pays"),
    ("my_loss", lambda p, y, w: loss(p, y, w) / np.log(10), "natural logarithm"),
    ("my_gradient", lambda p, x, y, w: gradient(y, x, p, w), "points uphill"),
    ("my_gradient", lambda p, x, y, w: gradient(p, np.ones_like(x), y, w), "has the input x"),
    ("my_gradient", lambda p, x, y, w: gradient(p, x, y, w)[::-1], "wrong order"),
    ("my_gradient", lambda p, x, y, _w: gradient(p, x, y, np.ones(p.size)), "counts the same"),
    ("my_gradient", lambda p, x, y, w: np.array(gradient(p, x, y, w)) * w.sum(), "are sums"),
    ("my_gradient", lambda p, x, y, w: gradient(p, x, y, w)[0], "one number"),
    ("my_step", lambda p, g, rate: p + rate * g, "This climbs"),
    ("my_step", lambda p, g, _rate: p - g, "learning rate"),
    ("my_step", lambda _p, g, rate: -rate * g, "Where do you stand"),
    ("my_step", lambda p, g, rate: p.__isub__(rate * g), "changes what it is given"),
]


@pytest.mark.parametrize(("name", "given", "words"), FUNCTIONS)
def test_usual_mistakes_in_functions_are_explained(name: str, given: Any, words: str) -> None:
    verdict = getattr(check, name)(given)
    assert not verdict
    assert words in verdict.message


def test_mistakes_about_the_turning_point_are_explained(sample: Any) -> None:
    mean, deviation = met_of(sample)
    said = {
        0.5: "in steps of the deviation",
        mean - deviation / 2: "Check the sign",
        mean: "its bias",
        mean + deviation: "Solve 2 x - 1 = 0",
        deviation / 2: "where x = 0 lies",
        1000 * (mean + deviation / 2): "A GeV has a thousand MeV",
    }
    for given, words in said.items():
        verdict = check.met_at_one_half(given)
        assert not verdict
        assert words in verdict.message


def test_mistakes_in_scaling_are_explained(sample: Any) -> None:
    X, train, parts, weight = sample
    mean = np.average(X[train], axis=0, weights=weight[train])
    each_its_own = np.empty_like(X)
    for rows in parts:
        each_its_own[rows] = scaled(X[rows], X[rows], weight[rows])
    said = [
        (scaled(X, X, weight), "test events have been looked at"),
        (scaled(X, X, None), "without their weights"),
        (scaled(X, X[train], None), "count with its weight"),
        (each_its_own, "each moved by their own mean"),
        (X - mean, "Now divide"),
        ((X - mean) / X[train].std(axis=0), "np.std knows of no weights"),
        (scaled(X[train], X[train], weight[train]), "shape"),
        (X, "X as it was"),
        (X.T, "swapped"),
    ]
    for given, words in said:
        verdict = check.X_scaled(given)
        assert not verdict
        assert words in verdict.message


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (80, "biases"),
        (88, "it has a bias"),
        (72, "weights of the first layer"),
        (18, "circles"),
        (98, "no bias"),
        ("89", "quotes"),
        (89.5, "n_parameters is too large"),
    ],
)
def test_mistakes_in_counting_are_explained(given: object, words: str) -> None:
    verdict = check.n_parameters(given)
    assert not verdict
    assert words in verdict.message


def test_no_message_gives_the_answer_away(sample: Any) -> None:
    mean, deviation = met_of(sample)
    for given in (0.0, 0.5, 1e6, -mean, np.nan, "met", [1, 2]):
        assert f"{mean + deviation / 2:.0f}" not in check.met_at_one_half(given).message
        assert "89" not in check.n_parameters(given).message
