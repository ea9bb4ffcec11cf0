"""Checks of undergraduate lesson 3, cuts and counting."""

import math

import numpy as np

import fivesigma as fs
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND, discovery_significance
from fivesigma.inference.yields import BoolArray, FloatArray
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, choice, function, mask, number
from fivesigma.teaching.checks.verdict import Verdict

LEAD_PT_CUT = 100.0
"""The cut of exercises 4 and 5, in GeV."""

_COUNTS = [(5.0, 1.0), (50.4, 247.9), (3.0, 0.2)]
_OBSERVED = [(298, 247.9), (6, 1.0), (200, 247.9), (1, 3.0)]
_REGIONS = [
    (
        np.array([100.0, 0.05, -4.0, 0.0, 30.0, -30.0, 2.0]),
        np.array([50.0, 0.8, 2.0, 0.0, 9.0, 40.0, 10.0]),
    ),
    (np.array([3.0, -1.0]), np.array([12.0, 12.0])),
]
_GAINS = [(np.array([1.0, 0.2, -0.3, 0.7, 0.9]),), (np.array([0.5, 2.0, 1.0]),)]


def s_over_root_b(given: object) -> Verdict:
    """Exercise 1: S/√B of DM_200 without a cut."""
    table = _selected("DM_200")
    s, b = (_sum(table, kind) for kind in (1, 0))
    rows_s, rows_b = (int(np.sum(table.label == kind)) for kind in (1, 0))
    return number(
        given,
        s / math.sqrt(b),
        name="s_over_root_b",
        unit="σ",
        mistakes=[
            Mistake(s / b, "That is S/B, the purity. The scatter of a count is its root."),
            Mistake(s / math.sqrt(s + b), "Without signal the count scatters by √B, not √(S + B)."),
            Mistake(rows_s / math.sqrt(rows_b), "This counts rows. Weights tell what to expect."),
            Mistake(math.sqrt(b), "That is the scatter. How often does it fit into the signal?"),
            Mistake(math.sqrt(s / b), "Only the background stands under the root."),
            Mistake(math.sqrt(s) / math.sqrt(b), "Only the background stands under the root."),
        ],
    )


def asimov_z(given: object) -> Verdict:
    """Exercise 2: the Asimov significance as a function of s and b.

    >>> asimov_z(lambda s, b: s / b**0.5)
    ✗ That is S/√B. It is close for a large background, and too large for a small one.
    """

    def squared(s: float, b: float) -> float:
        return 2 * ((s + b) * math.log1p(s / b) - s)

    return function(
        given,
        discovery_significance,
        _COUNTS,
        name="asimov_z",
        mistakes=[
            Mistake(
                lambda s, b: s / math.sqrt(b),
                "That is S/√B. It is close for a large background, and too large for a small one.",
            ),
            Mistake(squared, "That is Z². The root is missing."),
            Mistake(lambda s, b: math.sqrt(squared(s, b) / 2), "The factor 2 is missing."),
            Mistake(
                lambda s, b: math.sqrt((s + b) * math.log1p(s / b) * 2 - s),
                "The 2 multiplies the whole bracket: also the − s.",
            ),
            Mistake(
                lambda s, b: math.sqrt(2 * s * math.log1p(s / b)),
                "Look at the bracket again: the logarithm is multiplied by (s + b), then s goes.",
            ),
        ],
    )


def way_to_gain(given: object) -> Verdict:
    """Exercise 3: what helps where the uncertainty of the background rules.

    >>> way_to_gain("a")
    ✗ Look at the curve for 10 %: at 3000 fb⁻¹ it is flat. More of the same does not help.
    """
    return choice(
        given,
        "b",
        {
            "a": "Look at the curve for 10 %: at 3000 fb⁻¹ it is flat. More of the same does not "
            "help.",
            "b": "where the curves are flat, only a better known background (or a purer "
            "selection) lifts them.",
            "c": "Signal and background grow together here: that is like more luminosity, and S/B "
            "stays.",
        },
        name="way_to_gain",
    )


def kept(given: object) -> Verdict:
    """Exercise 4: the mask of a leading lepton above 100 GeV."""
    features = _selected("DM_300").features
    pt, other_pt = features["lead_lep_pt"], features["sublead_lep_pt"]
    unit = "The momenta are in GeV already: the number in the text can be used as it is."
    return mask(
        given,
        pt > LEAD_PT_CUT,
        name="kept",
        mistakes=[
            Mistake(pt > 1000 * LEAD_PT_CUT, f"Nothing is kept. {unit}"),
            Mistake(pt > LEAD_PT_CUT / 1000, f"Everything is kept. {unit}"),
            Mistake(other_pt > LEAD_PT_CUT, "This cuts on the second lepton, not on the leading."),
        ],
    )


def efficiencies(given: object) -> Verdict:
    """Exercise 5: the weighted efficiencies of that cut, signal then background."""
    table = _selected("DM_300")
    passes = table.features["lead_lep_pt"] > LEAD_PT_CUT
    right = np.array([_efficiency(table.weight, table, passes, kind) for kind in (1, 0)])
    ones = np.ones(table.n_events)
    rows = np.array([_efficiency(ones, table, passes, kind) for kind in (1, 0)])
    sums = np.array([table.weight[passes & (table.label == kind)].sum() for kind in (1, 0)])
    return array(
        given,
        right,
        name="efficiencies",
        mistakes=[
            Mistake(right[::-1], "Signal comes first, then background."),
            Mistake(rows, "These are fractions of rows. Weights tell what survives of nature."),
            Mistake(1 - right, "These are the fractions that are lost. What survives?"),
            Mistake(sums, "These are events that survive. Which fraction of each kind is that?"),
            Mistake(
                sums / table.weight.sum(),
                "Divide the signal by all signal, the background by all background.",
            ),
            Mistake(
                sums / sums.sum(),
                "That is what the surviving events are made of. Divide by what was there before "
                "the cut.",
            ),
        ],
    )


def is_trusted(given: object) -> Verdict:
    """Exercise 6: where a significance may be given, as a function of the arrays B and n_eff.

    >>> is_trusted(lambda background, n_eff: n_eff >= 10)
    ✗ A background below 0 is no background, however many events it is worth.
    """
    least = MIN_EFFECTIVE_BACKGROUND
    return function(
        given,
        lambda background, n_eff: (background > 0) & (n_eff >= least),
        _REGIONS,
        name="is_trusted",
        mistakes=[
            Mistake(
                lambda background, n_eff: n_eff >= least,  # noqa: ARG005 - that is the mistake
                "A background below 0 is no background, however many events it is worth.",
            ),
            Mistake(
                lambda background, n_eff: background > 0,  # noqa: ARG005 - that is the mistake
                "Above 0 is not enough: 0.05 events, from one row, would pass.",
            ),
            Mistake(
                lambda background, n_eff: (background > 0) | (n_eff >= least),
                "Both conditions must hold: & is 'and', | is 'or'.",
            ),
            Mistake(
                lambda background, n_eff: (background > 0) & (n_eff > least),
                "Exactly 10 effective events are allowed.",
            ),
            Mistake(
                lambda background, n_eff: (background >= least) & (n_eff > 0),
                "The 10 is for n_eff, what the simulation is worth, not for the expected events.",
            ),
        ],
    )


def mean_with_error(given: object) -> Verdict:
    """Exercise 7: a mean and its error, as a function of the values.

    >>> mean_with_error(lambda values: (values.mean(), values.std(ddof=1)))
    ✗ That is the scatter of single values. The mean of n of them is known better, by √n.
    """
    return function(
        given,
        _mean_and_error,
        _GAINS,
        name="mean_with_error",
        mistakes=[
            Mistake(
                lambda values: np.array([values.mean(), values.std(ddof=1)]),
                "That is the scatter of single values. The mean of n of them is known better, "
                "by √n.",
            ),
            Mistake(
                lambda values: np.array([values.mean(), values.std() / np.sqrt(len(values))]),
                "Nearly: the mean was taken from the same values, so divide by n − 1 (ddof=1).",
            ),
            Mistake(
                lambda values: np.array([values.mean(), values.std(ddof=1) / len(values)]),
                "Divide by the root of n, not by n.",
            ),
            Mistake(
                lambda values: np.array([values.sum(), values.std(ddof=1) / np.sqrt(len(values))]),
                "The first number should be the mean, not the sum.",
            ),
        ],
    )


def observed_z(given: object) -> Verdict:
    """Exercise 8: the observed significance, as a function of the count and the background.

    >>> observed_z(discovery_significance)
    ✗ Here n is all that was counted, background included: the signal in it is n − b.
    """

    def observed(n: float, b: float) -> float:
        return discovery_significance(max(n - b, 0.0), b)

    def two_sided(n: float, b: float) -> float:
        return math.sqrt(2 * (n * math.log(n / b) - (n - b)))

    return function(
        given,
        observed,
        _OBSERVED,
        name="observed_z",
        mistakes=[
            Mistake(
                two_sided,
                "Right for an excess. But where fewer were counted than expected, the answer is 0.",
            ),
            Mistake(
                lambda n, b: math.copysign(two_sided(n, b), n - b),
                "Right for an excess. But where fewer were counted than expected, the answer is 0.",
            ),
            Mistake(
                discovery_significance,
                "Here n is all that was counted, background included: the signal in it is n − b.",
            ),
            Mistake(
                lambda n, b: max(n - b, 0.0) / math.sqrt(b),
                "That is (n − b)/√b, too large for small b. Use the Asimov formula.",
            ),
        ],
    )


def _selected(signal: str) -> EventTable:
    """The lesson's events of one signal and all backgrounds, without a cut."""
    return fs.select(lesson.load_events(quiet=True), signal=signal, cuts=())


def _sum(table: EventTable, kind: int) -> float:
    return float(table.weight[table.label == kind].sum())


def _efficiency(weight: FloatArray, table: EventTable, passes: BoolArray, kind: int) -> float:
    of_kind = table.label == kind
    return float(weight[passes & of_kind].sum() / weight[of_kind].sum())


def _mean_and_error(values: FloatArray) -> FloatArray:
    return np.array([values.mean(), values.std(ddof=1) / math.sqrt(len(values))])
