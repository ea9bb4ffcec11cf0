"""Checks of "The same network four ways": steps, words, defaults, shapes, and how curves agree."""

import math

import numpy as np

from fivesigma.learning.weights import training_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, choice, function, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.workflow.records import SplitEvents
from fivesigma.workflow.story import features, select, split

BATCH_SIZE, N_EPOCHS, SEED = 256, 30, 1


def n_steps(given: object) -> Verdict:
    """Steps of the optimiser in the whole training."""
    n_events = _divided().split.train(0).size
    n_batches = math.ceil(n_events / BATCH_SIZE)
    return number(
        given,
        n_batches * N_EPOCHS,
        name="n_steps",
        mistakes=[
            Mistake(
                n_events // BATCH_SIZE * N_EPOCHS,
                "The events that are left over at the end of an epoch make a batch, too.",
            ),
            Mistake(
                n_events / BATCH_SIZE * N_EPOCHS,
                "A step is whole: what is left over makes one more batch. Round up.",
            ),
            Mistake(
                math.ceil(n_events * N_EPOCHS / BATCH_SIZE),
                "Each epoch ends with a short batch. Round up in each epoch, then multiply.",
            ),
            Mistake(n_batches, "These are the steps of one epoch. How many epochs are there?"),
            Mistake(
                n_events * N_EPOCHS,
                "So many times an event is looked at. But a step comes after a batch of them.",
            ),
            Mistake(N_EPOCHS, "These are the epochs. Each has many steps, one for each batch."),
        ],
    )


def word_for_epochs(given: object) -> Verdict:
    """The argument of MLPClassifier that says how many epochs it learns."""
    return choice(
        given,
        "c",
        {
            "a": "That is Keras' word. MLPClassifier has no argument of this name.",
            "b": "That says how many events stand in one batch.",
            "c": "for Adam and SGD, max_iter counts epochs, not steps.",
            "d": "That says how many epochs without progress it puts up with before it stops.",
        },
        name="word_for_epochs",
    )


def reduction_factor(given: object) -> Verdict:
    """How much the loss of the first batch changes if it is divided by the number of events."""
    divided = _divided()
    events = divided.events
    order = np.random.default_rng(SEED).permutation(divided.split.train(0))
    weight = training_weights(events.weight[order], events.label[order], "balanced")
    first = weight[:BATCH_SIZE]
    return number(
        given,
        float(first.mean()),
        name="reduction_factor",
        mistakes=[
            Mistake(
                float(1 / first.mean()),
                "This is the reverse. The loss divided by the number stands above the line.",
            ),
            Mistake(
                float(weight.mean()),
                "Over all events the weights have this mean. Take those of the first batch alone.",
            ),
            Mistake(
                float(first.sum()),
                "This is the sum of the weights. By what is the loss divided instead?",
            ),
            Mistake(
                float(events.weight[order][:BATCH_SIZE].mean()),
                "These are the weights of the physics. The training has its own: weight.",
            ),
        ],
    )


def my_torch_weight(given: object) -> Verdict:
    """The weights of a layer, transposed."""
    cases = [
        (np.arange(6.0).reshape(2, 3),),
        (np.array([[1.0, -2.0], [0.5, 4.0]]),),
    ]
    return function(
        given,
        lambda W: W.T,
        cases,
        name="my_torch_weight",
        mistakes=[
            Mistake(
                lambda W: W.reshape(W.shape[::-1]),
                "The shape is right and the numbers stand in the wrong places: reshape reads row "
                "by row. Rows should become columns.",
            ),
            Mistake(lambda W: W, "These are still our weights. What is A, if A.T is W?"),
        ],
    )


def order_of_lines(given: object) -> Verdict:
    """The five lines of a training step."""
    return choice(
        given,
        "a",
        {
            "a": "answer, loss, clear, slopes, step. (To clear even earlier does no harm.)",
            "b": "Here the slopes are cleared just after they were worked out: the step has none.",
            "c": "Here the step comes before the slopes of this batch are known.",
            "d": "Here the loss comes before there is an answer to be wrong.",
        },
        name="order_of_lines",
    )


def my_largest_difference(given: object) -> Verdict:
    """Largest distance between two curves."""
    cases = [
        (np.array([0.7, 0.5, 0.4]), np.array([0.69, 0.53, 0.4])),
        (np.array([0.6, 0.58]), np.array([0.6, 0.51])),
        (np.array([0.4, 0.3]), np.array([0.5, 0.45])),
        (np.array([0.5, 0.6, 0.3, 0.2]), np.array([0.6, 0.5, 0.35, 0.5])),
    ]
    return function(
        given,
        lambda curve, reference: np.max(np.abs(curve - reference)),
        cases,
        name="my_largest_difference",
        mistakes=[
            Mistake(
                lambda curve, reference: np.max(curve - reference),
                "Where the curve lies below the reference the difference is negative, and you miss "
                "it. Take its size first.",
            ),
            Mistake(
                lambda curve, reference: np.abs(np.max(curve - reference)),
                "First the size of each difference, then the largest of them: not the reverse.",
            ),
            Mistake(
                lambda curve, reference: np.abs(curve - reference),
                "One difference for each epoch. Which of them is wanted?",
            ),
            Mistake(
                lambda curve, reference: np.mean(np.abs(curve - reference)),
                "This is the mean difference; the largest is wanted.",
            ),
            Mistake(
                lambda curve, reference: np.abs(curve - reference)[-1],
                "This is the difference after the last epoch. It may have been larger before.",
            ),
            Mistake(
                lambda curve, reference: np.abs(np.max(curve) - np.max(reference)),
                "The largest values may stand at different epochs. Subtract epoch by epoch.",
            ),
        ],
    )


def _divided() -> SplitEvents:
    """The events of the lesson, and who learns and who judges."""
    return split(features(select(lesson.load_events(quiet=True), signal="DM_200")), "hash")
