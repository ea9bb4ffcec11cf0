"""Checks of "Neural networks from the inside": a neuron, its loss, the slopes, a step, scaling."""

from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.network import initial_network, sigmoid
from fivesigma.learning.random import Random
from fivesigma.learning.weights import training_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, function, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.workflow.records import SplitEvents
from fivesigma.workflow.story import features, select, split

FloatArray = npt.NDArray[np.float64]
Case = tuple[FloatArray, FloatArray, FloatArray, FloatArray]

N_HIDDEN = 8


def my_sigmoid(given: object) -> Verdict:
    """1 / (1 + exp(-z)), of a number and of an array."""
    cases = [(0.0,), (1.5,), (-3.0,), (np.array([-2.0, 0.5, 4.0]),)]
    return function(
        given,
        sigmoid,
        cases,
        name="my_sigmoid",
        mistakes=[
            Mistake(
                lambda z: 1 / (1 + np.exp(z)),
                "This falls where it should rise. Look at the sign in the exponent.",
            ),
            Mistake(
                lambda z: 1 / 1 + np.exp(-z),
                "Python divides before it adds. Put the sum below the fraction in brackets.",
            ),
            Mistake(
                np.tanh,
                "That is the hyperbolic tangent: it goes from -1 to 1. A probability starts at 0.",
            ),
            Mistake(
                lambda z: 1 / (1 - np.exp(-z) + 1e-300),
                "A minus stands below the fraction where a plus should be.",
            ),
        ],
    )


def my_neuron(given: object) -> Verdict:
    """The sigmoid of w x + b."""
    some = np.array([-1.0, 0.0, 2.5])
    return function(
        given,
        lambda x, w, b: sigmoid(np.asarray(w * x + b)),
        [(1.0, 0.6, 0.2), (-2.0, 3.0, 1.0), (some, -0.5, 0.7)],
        name="my_neuron",
        mistakes=[
            Mistake(
                lambda x, w, b: w * x + b, "This is the sum z. It still has to go through the bend."
            ),
            Mistake(
                lambda x, w, b: sigmoid(np.asarray(w * (x + b))),
                "The weight multiplies the input alone. Add the bias after that.",
            ),
            Mistake(lambda x, w, _b: sigmoid(np.asarray(w * x)), "Where did the bias go?"),
            Mistake(lambda x, w, b: sigmoid(np.asarray(b * x + w)), "Weight and bias are swapped."),
            Mistake(
                lambda x, w, b: sigmoid(np.asarray(w * x - b)), "The bias is added, not taken away."
            ),
        ],
    )


def met_at_one_half(given: object) -> Verdict:
    """Where a neuron with w = 2 and b = -1 says 0.5, in GeV."""
    _, divided, weight = _divided()
    met = divided.events.features["met"].astype(float)[:, np.newaxis]
    train = divided.split.train(0)
    scaler = WeightedScaler().fit(met[train], sample_weight=weight[train])
    mean, deviation = float(scaler.mean_[0]), float(scaler.scale_[0])
    in_steps = "This is x, in steps of the deviation. Which missing momentum in GeV has this x?"
    return number(
        given,
        mean + deviation / 2,
        name="met_at_one_half",
        unit="GeV",
        mistakes=[
            Mistake(0.5, in_steps),
            Mistake(mean - deviation / 2, "Check the sign: at this point z is -2, not 0."),
            Mistake(mean, "At x = 0 the neuron still has its bias. Where is the whole sum 0?"),
            Mistake(mean + deviation, "At x = 1 the sum is 1, not 0. Solve 2 x - 1 = 0."),
            Mistake(
                mean + 2 * deviation, "At x = 2 the sum is 3, not 0: it is b that w has to undo."
            ),
            Mistake(deviation / 2, "Do not forget where x = 0 lies: at the mean, not at 0 GeV."),
        ],
    )


def my_loss(given: object) -> Verdict:
    """Weighted mean cross-entropy of probabilities."""

    def costs(p: FloatArray, y: FloatArray) -> FloatArray:
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    def mean(values: FloatArray, weight: FloatArray) -> float:
        return float(np.average(values, weights=weight))

    return function(
        given,
        lambda p, y, w: mean(costs(p, y), w),
        [(p, y, w) for p, _, y, w in _cases()],
        name="my_loss",
        mistakes=[
            Mistake(
                lambda p, y, _w: float(costs(p, y).mean()),
                "Here every event counts the same. Let each count with its weight.",
            ),
            Mistake(
                lambda p, y, w: float(np.sum(w * costs(p, y))),
                "This is a sum of costs. Divide it by the sum of the weights.",
            ),
            Mistake(
                lambda p, y, w: float(np.mean(w * costs(p, y))),
                "Divide by the sum of the weights, not by the number of events.",
            ),
            Mistake(
                lambda p, y, w: -mean(costs(p, y), w),
                "A cost is never negative. The logarithm of a probability is: where is the minus?",
            ),
            Mistake(
                lambda p, y, w: mean(costs(p, 1 - y), w),
                "Signal pays as background and background as signal. y is 1 for signal.",
            ),
            Mistake(
                lambda p, y, w: mean(-y * np.log(p), w),
                "Only signal pays here. What does a background event cost?",
            ),
            Mistake(
                lambda p, y, w: mean((p - y) ** 2, w),
                "That is the squared distance: a loss, too, but not the one in the text.",
            ),
            Mistake(
                lambda p, y, w: mean(costs(p, y) / np.log(10), w),
                "np.log10 has base 10. The formula has the natural logarithm, np.log.",
            ),
        ],
    )


def my_gradient(given: object) -> Verdict:
    """Slopes of the loss in w and in b, held against the loss a tiny step away."""

    def slopes(share: FloatArray, x: FloatArray) -> FloatArray:
        return np.array([np.sum(share * x), np.sum(share)])

    return function(
        given,
        _slopes_by_tiny_steps,
        _cases(),
        name="my_gradient",
        mistakes=[
            Mistake(
                lambda p, x, y, w: slopes(w * (y - p) / w.sum(), x),
                "This points downhill. The gradient points uphill: p - y, not y - p.",
            ),
            Mistake(
                lambda p, x, y, w: slopes(w * (p - y) / w.sum(), np.ones_like(x)),
                "The slope in b may be right. The slope in w has the input x in it.",
            ),
            Mistake(
                lambda p, x, y, w: slopes(w * (p - y) / w.sum(), x)[::-1],
                "The two slopes are in the wrong order: first w, then b.",
            ),
            Mistake(
                lambda p, x, y, _w: slopes((p - y) / p.size, x),
                "Here every event counts the same. Let each count with its weight.",
            ),
            Mistake(
                lambda p, x, y, w: slopes(w * (p - y), x),
                "These are sums over the events. Divide them by the sum of the weights.",
            ),
            Mistake(
                lambda p, x, y, w: slopes(w * (p - y) / p.size, x),
                "Divide by the sum of the weights, not by the number of events.",
            ),
            Mistake(
                lambda p, x, y, w: slopes(w * (p - y) * p * (1 - p) / w.sum(), x),
                "The factor p (1 - p) belongs to another loss; with the cross-entropy it cancels.",
            ),
        ],
    )


def my_step(given: object) -> Verdict:
    """One step against the gradient."""
    cases = [
        (np.array([-2.0, 2.3]), np.array([-0.4, 0.5]), 2.0),
        (np.array([0.5, -1.0, 3.0]), np.array([1.5, -0.25, 0.75]), 0.1),
    ]
    return function(
        given,
        lambda parameters, gradient, rate: parameters - rate * gradient,
        cases,
        name="my_step",
        mistakes=[
            Mistake(
                lambda parameters, gradient, rate: parameters + rate * gradient,
                "This climbs. The gradient points uphill, and you want to go down.",
            ),
            Mistake(
                lambda parameters, gradient, _rate: parameters - gradient,
                "How far a step goes is up to the learning rate. Where is it?",
            ),
            Mistake(
                lambda _parameters, gradient, rate: -rate * gradient,
                "This is the step. Where do you stand after it?",
            ),
            Mistake(
                lambda parameters, _gradient, rate: parameters - rate,
                "Each parameter moves by the learning rate times its own slope.",
            ),
        ],
    )


def X_scaled(given: object) -> Verdict:  # noqa: N802 - the name of the answer
    """All features, scaled with the weighted mean and deviation of the training events."""
    X, divided, weight = _divided()
    roles = divided.split
    train = roles.train(0)
    own = np.empty_like(X)
    for rows in (train, roles.validation(0), roles.test(0)):
        own[rows] = _scaled(X[rows], X[rows], weight[rows])
    scaler = WeightedScaler().fit(X[train], sample_weight=weight[train])
    return array(
        given,
        scaler.transform(X),
        name="X_scaled",
        absolute=1e-6,
        mistakes=[
            Mistake(
                _scaled(X, X, weight),
                "Mean and deviation are those of all events: the test events have been looked at. "
                "Take the rows train.",
            ),
            Mistake(
                _scaled(X, X, np.ones(len(X))),
                "Mean and deviation are those of all events, and without their weights. Take the "
                "rows train, and weight[train].",
            ),
            Mistake(
                _scaled(X, X[train], np.ones(train.size)),
                "The rows are the right ones. Now let each count with its weight.",
            ),
            Mistake(
                own,
                "Training, validation and test were each moved by their own mean: the same "
                "collision would get another x in each. Use the two numbers of the training rows.",
            ),
            Mistake(
                X - scaler.mean_,
                "The means are gone. Now divide each column by its deviation.",
            ),
            Mistake(
                (X - scaler.mean_) / scaler.var_,
                "You divided by the variance. The deviation is its square root.",
            ),
            Mistake(
                X / scaler.scale_,
                "The deviations are 1. Now take the means away, before you divide.",
            ),
            Mistake(
                (X - scaler.mean_) / X[train].std(axis=0),
                "The mean is weighted, the deviation is not: np.std knows of no weights.",
            ),
            Mistake(X, "This is X as it was. Subtract the mean and divide by the deviation."),
        ],
    )


def n_parameters(given: object) -> Verdict:
    """Weights and biases of the network with one hidden layer."""
    n_inputs = len(_divided()[1].events.features)
    network = initial_network([n_inputs, N_HIDDEN, 1], "tanh", Random(1))
    n_weights = sum(weights.size for weights in network.weights)
    n_biases = sum(biases.size for biases in network.biases)
    return number(
        given,
        n_weights + n_biases,
        name="n_parameters",
        mistakes=[
            # As many hidden biases as last weights: both slips give the same number.
            Mistake(
                n_weights,
                "Did you count the biases, one for each neuron that adds up? And the last neuron?",
            ),
            Mistake(
                n_weights + n_biases - 1, "Nearly. The last neuron adds up, too: it has a bias."
            ),
            Mistake(
                n_inputs * N_HIDDEN,
                "These are the weights of the first layer. There are biases and a last neuron.",
            ),
            Mistake(
                n_inputs + N_HIDDEN + 1,
                "This counts circles of the drawing. The network learns the lines, and biases.",
            ),
            Mistake(
                n_weights + n_biases + n_inputs,
                "An input adds nothing up, so it has no bias.",
            ),
        ],
    )


def _divided() -> tuple[FloatArray, SplitEvents, FloatArray]:
    """All features (n_events, n_features), who learns and who judges, weights for training."""
    table = features(select(lesson.load_events(quiet=True), signal="DM_200"))
    divided = split(table, "hash")
    roles = divided.split
    weight = np.empty(table.n_events)
    for rows in (roles.train(0), roles.validation(0), roles.test(0)):
        weight[rows] = training_weights(table.weight[rows], table.label[rows], "balanced")
    return np.column_stack(list(table.features.values())).astype(np.float64), divided, weight


def _scaled(X: FloatArray, from_rows: FloatArray, weight: FloatArray) -> FloatArray:
    scaled: FloatArray = WeightedScaler().fit(from_rows, sample_weight=weight).transform(X)
    return scaled


def _cases() -> list[Case]:
    """Made-up events: probabilities, one input, labels and weights of a few."""
    rng = np.random.default_rng(6)
    return [
        (
            rng.uniform(0.05, 0.95, n),
            rng.normal(size=n),
            (np.arange(n) % 2).astype(np.float64),
            rng.uniform(0.1, 3.0, n),
        )
        for n in (4, 7)
    ]


def _slopes_by_tiny_steps(
    p: FloatArray, x: FloatArray, y: FloatArray, weight: FloatArray
) -> FloatArray:
    z, tiny = np.log(p / (1 - p)), 1e-5

    def loss(moved: Any) -> float:
        return float(np.average(np.logaddexp(0, moved) - y * moved, weights=weight))

    return np.array(
        [(loss(z + tiny * each) - loss(z - tiny * each)) / (2 * tiny) for each in (x, 1.0)]
    )
