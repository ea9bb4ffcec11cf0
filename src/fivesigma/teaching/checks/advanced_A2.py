"""Checks of part 2 of the workbook: trees and networks on simulated four-lepton events."""
# ruff: noqa: N999 - named like its lesson, advanced-A2

import functools
import os

import numpy as np
from sklearn.model_selection import train_test_split

from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray
from fivesigma.teaching.checks.compare import Mistake, choice, function, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.teaching.four_leptons import cms_collisions

REGION_GEV = (105.0, 140.0)
"""Masses of the four leptons that the lesson trains on."""
WINDOW_GEV = (115.0, 130.0)

_SCORE = np.array([0.1, 0.4, 0.4, 0.8, 0.9])
_WEIGHT = np.array([2.0, 1.0, 0.5, 3.0, 0.25])
_LABEL = np.array([0, 1, 1, 0, 1])
_PREDICTED = np.array([0, 0, 1, 1, 1])
_A, _B = np.array([0.1, 0.5, 0.3, 0.9]), np.array([0.5, 0.7, 0.8, 0.95, 0.2])

_REASONS = {
    "a": (
        "More events, but the unseen ones among them: the judging events would have had a say in "
        "the model. Here it is little; with other steps of preparation it can be all."
    ),
    "b": "the scaler is a part of the model, and a model learns from training events only.",
    "c": (
        "Then one and the same collision would get two different inputs, depending on whom it "
        "stands with. The network would be asked something else than it learned."
    ),
    "d": "The measured events stay closed, and their mixture of signal and background is unknown.",
}


def n_background(given: object) -> Verdict:
    """Exercise 1: expected background between 115 and 130 GeV."""
    table = _table()
    inside = _inside(table, WINDOW_GEV)
    weight = table.weight
    background, signal = inside & (table.label == 0), inside & (table.label == 1)
    return number(
        given,
        float(weight[background].sum()),
        name="n_background",
        unit="collisions",
        mistakes=[
            Mistake(
                float(background.sum()),
                "This counts rows. For how many real collisions does a row stand?",
            ),
            Mistake(float(weight[signal].sum()), "That is the signal: the label 0 is background."),
            Mistake(
                float(weight[background | signal].sum()), "That is signal and background together."
            ),
            Mistake(
                float(weight[inside].sum()),
                "The measured collisions, with label -1, are in this sum.",
            ),
            Mistake(
                float(weight[_inside(table, REGION_GEV) & (table.label == 0)].sum()),
                "That is the whole region from 105 to 140 GeV; the window is narrower.",
            ),
        ],
    )


def scale_background(given: object) -> Verdict:
    """Exercise 2: by what the unseen background is scaled to stand for all of it."""
    label, weight = _simulated()
    _, unseen = train_test_split(
        np.arange(label.size), test_size=0.5, stratify=label, random_state=1
    )
    whole = weight[label == 0].sum()
    part = weight[unseen[label[unseen] == 0]].sum()
    return number(
        given,
        float(whole / part),
        name="scale_background",
        tolerance=1e-5,
        mistakes=[
            Mistake(float(part / whole), "The other way round: the unseen part has to grow."),
            Mistake(
                float(weight.sum() / weight[unseen].sum()),
                "That is the factor of signal and background together. Each class has its own.",
            ),
            Mistake(
                float(weight[label == 1].sum() / weight[unseen[label[unseen] == 1]].sum()),
                "That is the factor of the signal.",
            ),
        ],
    )


def efficiency(given: object) -> Verdict:
    """Exercise 3: a function for the weighted share of events at or above a threshold.

    >>> efficiency(lambda score, weight, threshold: (score >= threshold).mean())
    ✗ This counts rows: each event should count with its weight.
    """
    return function(
        given,
        _efficiency,
        [(_SCORE, _WEIGHT, 0.5), (_SCORE, _WEIGHT, 0.4), (_SCORE[:3], _WEIGHT[1:4], 0.2)],
        name="efficiency",
        mistakes=[
            Mistake(
                lambda score, _weight, threshold: (score >= threshold).mean(),
                "This counts rows: each event should count with its weight.",
            ),
            Mistake(
                lambda score, weight, threshold: 1 - _efficiency(score, weight, threshold),
                "That is the share below the threshold.",
            ),
            Mistake(
                lambda score, weight, threshold: weight[score >= threshold].sum(),
                "That is how much weight is above. Which share of all of it?",
            ),
            Mistake(
                lambda score, weight, threshold: weight[score > threshold].sum() / weight.sum(),
                "An event exactly at the threshold belongs to it: at least means >=.",
            ),
        ],
    )


def weighted_error(given: object) -> Verdict:
    """Exercise 4: a function for the weighted share of wrong predictions.

    >>> weighted_error(lambda label, predicted, weight: (label != predicted).mean())
    ✗ This counts rows: each event should count with its weight.
    """
    return function(
        given,
        _weighted_error,
        [(_LABEL, _PREDICTED, _WEIGHT), (_LABEL[:3], _PREDICTED[2:], _WEIGHT[1:4])],
        name="weighted_error",
        mistakes=[
            Mistake(
                lambda label, predicted, _weight: (label != predicted).mean(),
                "This counts rows: each event should count with its weight.",
            ),
            Mistake(
                lambda label, predicted, weight: 1 - _weighted_error(label, predicted, weight),
                "That is the share of right predictions, the accuracy.",
            ),
            Mistake(
                lambda label, predicted, weight: weight[label != predicted].sum(),
                "That is the weight of the mistakes. Which share of all the weight?",
            ),
        ],
    )


def scaler_sees(given: object) -> Verdict:
    """Exercise 5: which events the scaler may look at.

    >>> scaler_sees("d")
    ✗ The measured events stay closed, and their mixture of signal and background is unknown.
    """
    return choice(given, "b", _REASONS, name="scaler_sees")


def ks_distance(given: object) -> Verdict:
    """Exercise 6: a function for the largest distance of two cumulative distributions.

    >>> ks_distance(lambda a, b: abs(a.mean() - b.mean()))
    ✗ Two samples with the same mean can be very different: compare the whole distributions.
    """
    return function(
        given,
        _distance,
        [(_A, _B), (_B, _A[:3]), (_A, _A[::-1])],
        name="ks_distance",
        mistakes=[
            Mistake(
                lambda a, b: abs(a.mean() - b.mean()),
                "Two samples with the same mean can be very different: compare the whole "
                "distributions.",
            ),
            Mistake(
                lambda a, b: _difference(a, b).max(),
                "The distance may be on either side: take the absolute value before the largest.",
            ),
            Mistake(
                lambda a, b: np.abs(_counts(a, b)[0] - _counts(a, b)[1]).max(),
                "These are counts. Divide each by the size of its sample.",
            ),
        ],
    )


def standard_error(given: object) -> Verdict:
    """Exercise 7: a function for the standard error of a mean.

    >>> standard_error(lambda values: np.std(values, ddof=1))
    ✗ That is the scatter of one value. The mean of several is better known.
    """
    return function(
        given,
        _standard_error,
        [(_SCORE,), (_WEIGHT,), (_A,)],
        name="standard_error",
        mistakes=[
            Mistake(
                lambda values: np.std(values, ddof=1),
                "That is the scatter of one value. The mean of several is better known.",
            ),
            Mistake(
                lambda values: np.std(values) / np.sqrt(len(values)),
                "The mean was computed from the same values, which makes the scatter look smaller: "
                "ddof=1.",
            ),
            Mistake(
                lambda values: np.std(values, ddof=1) / len(values),
                "By the root of the number of values, not by the number.",
            ),
        ],
    )


def _efficiency(score: FloatArray, weight: FloatArray, threshold: float) -> float:
    return float(weight[score >= threshold].sum() / weight.sum())


def _weighted_error(label: FloatArray, predicted: FloatArray, weight: FloatArray) -> float:
    return float(weight[label != predicted].sum() / weight.sum())


def _counts(a: FloatArray, b: FloatArray) -> tuple[IntArray, IntArray]:
    """How many values of `a` and of `b` are at or below each value of either."""
    values = np.concatenate([a, b])
    return (
        np.searchsorted(np.sort(a), values, side="right"),
        np.searchsorted(np.sort(b), values, side="right"),
    )


def _difference(a: FloatArray, b: FloatArray) -> FloatArray:
    """Share of `a` minus share of `b`, at every value of either."""
    of_a, of_b = _counts(a, b)
    return of_a / len(a) - of_b / len(b)


def _distance(a: FloatArray, b: FloatArray) -> float:
    return float(np.abs(_difference(a, b)).max())


def _standard_error(values: FloatArray) -> float:
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


def _inside(table: EventTable, window: tuple[float, float]) -> BoolArray:
    mass = table.features["m4l"]
    inside: BoolArray = (mass > window[0]) & (mass < window[1])
    return inside


def _simulated() -> tuple[FloatArray, FloatArray]:
    """Labels and weights of the simulated events of the region, as the lesson has them."""
    table = _table()
    chosen = _inside(table, REGION_GEV) & (table.label >= 0)
    return table.label[chosen].astype(np.float64), table.weight[chosen]


def _table() -> EventTable:
    return _read(Settings.from_environment(os.environ))


@functools.lru_cache(maxsize=1)
def _read(settings: Settings) -> EventTable:
    return cms_collisions(settings)
