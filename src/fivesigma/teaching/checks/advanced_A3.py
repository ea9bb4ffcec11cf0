"""Checks of part 3 of the workbook: a network of CMS, events of two experiments."""
# ruff: noqa: N999 - named like its lesson, advanced-A3

import math
from typing import Final

from scipy.stats import poisson

from fivesigma.inference.significance import discovery_significance
from fivesigma.teaching.checks.compare import Mistake, choice, function
from fivesigma.teaching.checks.verdict import Verdict

_KNOWN: Final = {
    "a": "An AUC compares signal with background. Which of the measured events is which?",
    "b": "Of how many Higgs bosons? Nobody knows how many are among them.",
    "c": "counts and distributions need no label. Everything else needs to know the truth.",
    "d": "That takes an expected signal and background, and these come from simulation of ATLAS.",
}
_MASS: Final = {
    "a": "These are simulated ZZ events: no Higgs boson is among them.",
    "b": (
        "the masses, momenta and angles of the pairs fix the mass of all four. A network that "
        "gains from it will find it."
    ),
    "c": "Then both lines would have the same shape. Do they, within their bars?",
    "d": "Compare the two shares with their error: how many errors are they apart?",
}
_HELP: Final = {
    "a": "A few events near 125 GeV pass. Would as many background events pass? That is not known.",
    "b": "Useless is a claim, too. Which number of the lesson says so?",
    "c": "that is what the numbers carry. The next step is simulation of ATLAS.",
    "d": "The physics is, the acceptance and the momenta are not. The factor was not measured.",
}


def known_at_atlas(given: object) -> Verdict:
    """Exercise 1: what can be measured on events without labels.

    >>> known_at_atlas("b")
    ✗ Of how many Higgs bosons? Nobody knows how many are among them.
    """
    return choice(given, "c", _KNOWN, name="known_at_atlas")


def chance_of_smallest(given: object) -> Verdict:
    """Exercise 2: a function for the chance that the smallest of n p-values is p or less.

    >>> chance_of_smallest(lambda p, n: (1 - p) ** n)
    ✗ That is the chance that all of them are above p. What is the opposite?
    """
    return function(
        given,
        lambda p, n: 1 - (1 - p) ** n,
        [(0.05, 11), (0.001, 11), (0.3, 2), (0.01, 400)],
        name="chance_of_smallest",
        mistakes=[
            Mistake(
                lambda p, n: (1 - p) ** n,
                "That is the chance that all of them are above p. What is the opposite?",
            ),
            Mistake(lambda p, n: p**n, "That is the chance that all of them are p or less."),
            Mistake(
                lambda p, n: p * n,
                "That is good for small p only, and a chance above 1 for many: be exact.",
            ),
            Mistake(
                lambda p, n: min(1.0, p * n),
                "Bonferroni's bound: never too small, and not exact for independent ones.",
            ),
        ],
    )


def significance(given: object) -> Verdict:
    """Exercise 3: a function for the median discovery significance.

    >>> significance(lambda s, b: s / b**0.5)
    ✗ That is s/√b, which is too optimistic where b is small. Use the full formula.
    """
    return function(
        given,
        discovery_significance,
        [(2.7, 2.5), (1.9, 0.5), (10.0, 100.0)],
        name="significance",
        mistakes=[
            Mistake(
                lambda s, b: s / math.sqrt(b),
                "That is s/√b, which is too optimistic where b is small. Use the full formula.",
            ),
            Mistake(
                lambda s, b: s / math.sqrt(s + b),
                "That is s/√(s + b), which belongs to measuring a signal, not to discovering it.",
            ),
            Mistake(
                lambda s, b: discovery_significance(s, b) ** 2, "That is Z². The root is missing."
            ),
            Mistake(
                lambda s, b: discovery_significance(s, b) / math.sqrt(2),
                "The factor 2 under the root is missing.",
            ),
        ],
    )


def what_happened_to_the_mass(given: object) -> Verdict:
    """Exercise 4: why background gathers in the window.

    >>> what_happened_to_the_mass("a")
    ✗ These are simulated ZZ events: no Higgs boson is among them.
    """
    return choice(given, "b", _MASS, name="what_happened_to_the_mass")


def p_value(given: object) -> Verdict:
    """Exercise 5: a function for the chance of as many events or more.

    >>> from scipy.stats import poisson
    >>> p_value(lambda n, b: poisson.sf(n, b))
    ✗ sf(n) is the chance of more than n. The observed count itself belongs to it.
    """
    return function(
        given,
        lambda n, b: float(poisson.sf(n - 1, b)),
        [(6, 2.5), (4, 0.5), (1, 0.2)],
        name="p_value",
        mistakes=[
            Mistake(
                lambda n, b: float(poisson.sf(n, b)),
                "sf(n) is the chance of more than n. The observed count itself belongs to it.",
            ),
            Mistake(
                lambda n, b: float(poisson.pmf(n, b)),
                "That is the chance of exactly this count. More would surprise even more.",
            ),
            Mistake(
                lambda n, b: float(poisson.cdf(n, b)), "That is the chance of as few, or fewer."
            ),
            Mistake(
                lambda n, b: float(poisson.cdf(n - 1, b)), "That is the chance of fewer events."
            ),
        ],
    )


def efficiency_error(given: object) -> Verdict:
    """Exercise 6: a function for the binomial error of k/n.

    >>> efficiency_error(lambda k, n: k**0.5 / n)
    ✗ That is √k/n: it would give an error to an efficiency of 1, where all pass.
    """
    return function(
        given,
        lambda k, n: math.sqrt(k / n * (1 - k / n) / n),
        [(50, 100), (3, 4), (900, 1000)],
        name="efficiency_error",
        mistakes=[
            Mistake(
                lambda k, n: math.sqrt(k) / n,
                "That is √k/n: it would give an error to an efficiency of 1, where all pass.",
            ),
            Mistake(
                lambda k, n: math.sqrt(k * (1 - k / n)),
                "That is the error of k. The efficiency is k divided by n.",
            ),
            Mistake(
                lambda k, n: k / n * (1 - k / n) / n, "That is the variance. The root is missing."
            ),
        ],
    )


def n_needed(given: object) -> Verdict:
    """Exercise 7: a function for how many events an efficiency of a given error takes.

    >>> n_needed(lambda p, error: p * (1 - p) / error)
    ✗ The error enters with its square: half the error takes four times the events.
    """
    return function(
        given,
        lambda p, error: p * (1 - p) / error**2,
        [(0.2, 0.02), (0.5, 0.05), (0.7, 0.01)],
        name="n_needed",
        mistakes=[
            Mistake(
                lambda p, error: p * (1 - p) / error,
                "The error enters with its square: half the error takes four times the events.",
            ),
            Mistake(
                lambda p, error: p / error**2,
                "That is for a count. An efficiency has the factor 1 − p as well.",
            ),
            Mistake(
                lambda p, error: math.sqrt(p * (1 - p)) / error, "n itself is wanted, not its root."
            ),
        ],
    )


def does_it_help(given: object) -> Verdict:
    """Exercise 8: what the numbers of the lesson allow to say.

    >>> does_it_help("d")
    ✗ The physics is, the acceptance and the momenta are not. The factor was not measured.
    """
    return choice(given, "c", _HELP, name="does_it_help")
