"""Checks of undergraduate lesson 2, simulation and weights."""

import numpy as np

from fivesigma.core.units import expected_events
from fivesigma.inference.yields import FloatArray, yield_of
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, function, number
from fivesigma.teaching.checks.verdict import Verdict

LUMINOSITY_IFB, N_GENERATED = 10.0, 10_000
DM_200_PB, DM_300_PB = 0.1424, 0.063965
"""Cross-sections as the lesson gives them, from the metadata of the ATLAS 2020 release."""

DM_200_PRODUCED = expected_events(DM_200_PB, LUMINOSITY_IFB)
DM_300_PRODUCED = expected_events(DM_300_PB, LUMINOSITY_IFB)
MET_EDGES = np.linspace(80.0, 240.0, 9)
"""Bins of exercise 7, in GeV."""

_SIGNED = np.array([2.0, -0.5, 0.5, 1.0])
_PT = np.array([10.0, 120.0, 150.0, 300.0])
_WEIGHTS = [(np.ones(7),), (_SIGNED,), (np.array([0.1, 0.2, 0.4, -0.2, 0.1]),)]


def n_produced(given: object) -> Verdict:
    """Exercise 1: collisions of DM_200 that happen, σ·L.

    >>> n_produced(0.1424 * 10)
    ✗ σ is in pb and L in fb⁻¹: one of them has to be converted first. 1 pb = 1000 fb.
    """
    mixed = "σ is in pb and L in fb⁻¹: one of them has to be converted first. 1 pb = 1000 fb."
    return number(
        given,
        DM_200_PRODUCED,
        name="n_produced",
        unit="collisions",
        mistakes=[
            Mistake(DM_200_PRODUCED / 1e3, mixed),
            Mistake(
                DM_200_PRODUCED / 1e6,
                "1 pb is 1000 fb, not a thousandth of one: turn the factor over.",
            ),
            Mistake(
                DM_200_PRODUCED * 1e3, "The factor 1000 between pb and fb comes in once, not twice."
            ),
            Mistake(DM_200_PRODUCED / 100, "L multiplies: more luminosity, more collisions."),
        ],
    )


def event_weight(given: object) -> Verdict:
    """Exercise 2: the weight of a generated collision, as a function of σ, L and N.

    >>> event_weight(lambda sigma, luminosity, n: sigma * luminosity / n)
    ✗ The units do not fit: σ comes in pb and L in fb⁻¹, and 1 pb = 1000 fb.
    """
    return function(
        given,
        lambda sigma, luminosity, n: expected_events(sigma, luminosity) / n,
        [(DM_300_PB, LUMINOSITY_IFB, N_GENERATED), (0.5, 36.0, 1000), (2.0, 10.0, 500)],
        name="event_weight",
        mistakes=[
            Mistake(
                lambda sigma, luminosity, n: sigma * luminosity / n,
                "The units do not fit: σ comes in pb and L in fb⁻¹, and 1 pb = 1000 fb.",
            ),
            Mistake(
                lambda sigma, luminosity, n: n / expected_events(sigma, luminosity),
                "That is simulated for each real collision; the weight is the other way round.",
            ),
            Mistake(
                lambda sigma, luminosity, _: expected_events(sigma, luminosity),
                "That is all collisions together. Each generated one stands for a share of them.",
            ),
        ],
    )


def accepted_fraction(given: object) -> Verdict:
    """Exercise 3: the fraction of DM_300 collisions that pass the preselection."""
    weight = _weights("DM_300")
    rows = "This counts rows. Each stands for only a share of a real collision: use the weights."
    return number(
        given,
        float(weight.sum()) / DM_300_PRODUCED,
        name="accepted_fraction",
        mistakes=[
            Mistake(weight.size / N_GENERATED, rows),
            Mistake(weight.size / DM_300_PRODUCED, rows),
            Mistake(float(weight.sum()), "That many are accepted. Which fraction of all is that?"),
            Mistake(
                DM_300_PRODUCED / float(weight.sum()), "A fraction of accepted ones is below 1."
            ),
        ],
    )


def fraction_above(given: object) -> Verdict:
    """Exercise 4: the weighted fraction above a cut, as a function of pt, weight and cut.

    >>> fraction_above(lambda pt, weight, cut: (pt > cut).mean())
    ✗ This counts rows: every row counts 1. Let each count its weight, above and below the line.
    """

    def of(weight: FloatArray, pt: FloatArray, cut: float) -> float:
        return float(weight[pt > cut].sum() / weight.sum())

    return function(
        given,
        lambda pt, weight, cut: of(weight, pt, cut),
        [(_PT, _SIGNED, 100.0), (_PT, _SIGNED, 140.0), (_PT, 3 * _SIGNED**2, 140.0)],
        name="fraction_above",
        mistakes=[
            Mistake(
                lambda pt, weight, cut: (pt > cut).mean(),  # noqa: ARG005 - that is the mistake
                "This counts rows: every row counts 1. Let each count its weight, above and below "
                "the line.",
            ),
            Mistake(
                lambda pt, weight, cut: of(np.abs(weight), pt, cut),
                "The signs got lost. A negative weight takes back what was counted twice.",
            ),
            Mistake(
                lambda pt, weight, cut: of(np.maximum(weight, 0), pt, cut),
                "Rows with negative weight were left out. They take back what was counted twice.",
            ),
            Mistake(
                lambda pt, weight, cut: weight[pt > cut].sum(),
                "That is the sum above the cut. A fraction compares it with all.",
            ),
            Mistake(
                lambda pt, weight, cut: weight[pt > cut].sum() / weight.size,
                "The denominator counts rows. A weighted fraction has weights in both places.",
            ),
            Mistake(
                lambda pt, weight, cut: 1 - of(weight, pt, cut),
                "That is the fraction below the cut.",
            ),
        ],
    )


def n_effective(given: object) -> Verdict:
    """Exercise 5: the effective number of events, as a function of the weights.

    >>> n_effective(lambda weight: weight.sum() / (weight**2).sum())
    ✗ One square is missing: with all weights equal to 2 the answer must still be their number.
    """
    return function(
        given,
        lambda weight: yield_of(weight).effective_count,
        _WEIGHTS,
        name="n_effective",
        mistakes=[
            Mistake(len, "This counts rows. Rows of different weight are worth less."),
            Mistake(
                lambda weight: weight.sum() / np.sum(weight**2),
                "One square is missing: with all weights equal to 2 the answer must still be "
                "their number.",
            ),
            Mistake(
                lambda weight: np.sum(weight**2) / weight.sum() ** 2,
                "Numerator and denominator are swapped.",
            ),
            Mistake(
                lambda weight: np.abs(weight).sum() ** 2 / np.sum(weight**2),
                "The signs got lost: opposite weights cancel in the sum, and that costs precision.",
            ),
            Mistake(
                lambda weight: weight.sum() / np.sqrt(np.sum(weight**2)),
                "That is the sum divided by its error. The formula has its square.",
            ),
            Mistake(
                lambda weight: weight.sum() ** 2 / weight.sum(),
                "The denominator should be the sum of the squares, not the sum.",
            ),
        ],
    )


def wz_error(given: object) -> Verdict:
    """Exercise 6: the uncertainty of the WZ yield from the finite simulation."""
    weight = _weights("WZ")
    found = yield_of(weight)
    return number(
        given,
        found.error,
        name="wz_error",
        unit="events",
        mistakes=[
            Mistake(found.sum**0.5, "That is how nature's count scatters, √Σw: another question."),
            Mistake(found.sum_squares, "That is the variance. The error is its root."),
            Mistake(found.count**0.5, "√rows would be right if every weight were 1."),
            Mistake(float(weight.std()), "That is how much one weight differs from another."),
            Mistake(found.sum / found.count**0.5, "1/√rows holds for equal weights; these differ."),
            Mistake(float(np.abs(weight).sum()) ** 0.5, "The squares are missing under the root."),
            Mistake(abs(found.sum), "√(Σw)² is Σw again: square each weight before you add."),
        ],
    )


def bin_errors(given: object) -> Verdict:
    """Exercise 7: the error of each bin of a weighted histogram of WZ."""
    events = lesson.load_events(quiet=True)
    is_wz = events.process == events.processes.index("WZ")
    met, weight = events.features["met"][is_wz], events.weight[is_wz]
    rows, contents, squares = (
        np.histogram(met, MET_EDGES, weights=w)[0] for w in (None, weight, weight**2)
    )
    return array(
        given,
        np.sqrt(squares),
        name="bin_errors",
        unit="events",
        mistakes=[
            Mistake(squares, "These are the variances, Σw². The errors are their roots."),
            Mistake(contents, "These are the contents of the bins, not their errors."),
            Mistake(np.sqrt(rows), "√rows would be right if every weight were 1."),
            Mistake(
                np.sqrt(np.abs(contents)), "√Σw is how nature's counts scatter. Square w first."
            ),
            Mistake(
                contents / np.sqrt(rows), "1/√rows holds for equal weights; these differ in a bin."
            ),
        ],
    )


def table_row(given: object) -> Verdict:
    """Exercise 8: rows, yield, its error, percentage below zero and effective number.

    >>> table_row(lambda weight: _row(weight, power=1.0))
    ✗ The third number is a variance; the error is its root.
    """
    return function(
        given,
        _row,
        _WEIGHTS,
        name="table_row",
        mistakes=[
            Mistake(
                lambda weight: _row(weight, whole=1.0),
                "The negative ones should be in per cent, from 0 to 100.",
            ),
            Mistake(
                lambda weight: _row(weight, power=1.0),
                "The third number is a variance; the error is its root.",
            ),
            Mistake(
                lambda weight: _row(np.abs(weight)),
                "The signs got lost: abs() counts twice what was taken back.",
            ),
        ],
    )


def _row(weight: FloatArray, *, whole: float = 100.0, power: float = 0.5) -> FloatArray:
    """A row of the table, or, with other options, one with a mistake."""
    found = yield_of(weight)
    negative = whole * float(np.mean(weight < 0))
    squares = found.sum_squares**power
    return np.array([found.count, found.sum, squares, negative, found.effective_count])


def _weights(process: str) -> FloatArray:
    """Weights of one process of the lesson's events, (n_events,)."""
    events = lesson.load_events(quiet=True)
    weight: FloatArray = events.weight[events.process == events.processes.index(process)]
    return weight
