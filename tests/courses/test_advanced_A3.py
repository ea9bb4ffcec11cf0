"""Workbook A3: right answers pass, typical mistakes are named, formulas are those of the books."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import poisson

from fivesigma.teaching.checks import advanced_A3 as check
from fivesigma.teaching.checks.verdict import Verdict

EXERCISES = (
    check.known_at_atlas,
    check.chance_of_smallest,
    check.significance,
    check.what_happened_to_the_mass,
    check.p_value,
    check.efficiency_error,
    check.n_needed,
    check.does_it_help,
)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("exercise", "right"),
    [
        (check.known_at_atlas, "c"),
        (check.what_happened_to_the_mass, "b"),
        (check.does_it_help, "c"),
    ],
)
def test_one_letter_is_right_and_each_has_its_reason(
    exercise: Callable[[object], Verdict], right: str
) -> None:
    verdicts = {letter: exercise(letter) for letter in "abcd"}
    assert [letter for letter, verdict in verdicts.items() if verdict] == [right]
    assert len({verdict.message for verdict in verdicts.values()}) == 4


def test_the_smallest_of_many_is_small_by_itself() -> None:
    """In pseudo-experiments, too."""
    smallest = np.random.default_rng(1).random((20_000, 11)).min(axis=1)
    assert np.mean(smallest <= 0.05) == pytest.approx(1 - 0.95**11, abs=0.01)
    assert check.chance_of_smallest(lambda p, n: 1 - (1 - p) ** n)
    assert "opposite" in check.chance_of_smallest(lambda p, n: (1 - p) ** n).message
    assert "all of them" in check.chance_of_smallest(lambda p, n: p**n).message
    assert "be exact" in check.chance_of_smallest(lambda p, n: p * n).message
    assert "Bonferroni" in check.chance_of_smallest(lambda p, n: min(1, p * n)).message


def test_the_significance_is_asimovs() -> None:
    def right(s: float, b: float) -> float:
        """From the likelihood: twice the logarithm of the ratio, at the expected count."""
        n = s + b
        return math.sqrt(2 * (poisson_log(n, s + b) - poisson_log(n, b)))

    def poisson_log(n: float, mean: float) -> float:
        return n * math.log(mean) - mean

    assert check.significance(right)
    assert "too optimistic" in check.significance(lambda s, b: s / math.sqrt(b)).message
    assert "measuring" in check.significance(lambda s, b: s / math.sqrt(s + b)).message
    assert "Z²" in check.significance(lambda s, b: right(s, b) ** 2).message
    assert "factor 2" in check.significance(lambda s, b: right(s, b) / 2**0.5).message


def test_p_is_the_chance_of_as_many_or_more() -> None:
    def right(n: int, b: float) -> float:
        return 1 - sum(math.exp(-b) * b**k / math.factorial(k) for k in range(n))

    assert check.p_value(right)
    assert "belongs to it" in check.p_value(poisson.sf).message
    assert "exactly" in check.p_value(poisson.pmf).message
    assert "or fewer" in check.p_value(poisson.cdf).message
    assert "fewer events" in check.p_value(lambda n, b: poisson.cdf(n - 1, b)).message


def test_the_error_of_an_efficiency_is_binomial() -> None:
    draws = np.random.default_rng(1).binomial(1000, 0.9, 20_000) / 1000
    assert draws.std() == pytest.approx(math.sqrt(0.9 * 0.1 / 1000), rel=0.02)
    assert check.efficiency_error(lambda k, n: math.sqrt(k * (n - k) / n) / n)
    assert "where all pass" in check.efficiency_error(lambda k, n: k**0.5 / n).message
    of_k = check.efficiency_error(lambda k, n: math.sqrt(k * (n - k) / n))
    assert "error of k" in of_k.message
    squared = check.efficiency_error(lambda k, n: k * (n - k) / n**3)
    assert "variance" in squared.message


def test_four_times_the_events_for_half_the_error() -> None:
    assert check.n_needed(lambda p, error: (math.sqrt(p * (1 - p)) / error) ** 2)
    assert "four times" in check.n_needed(lambda p, error: p * (1 - p) / error).message
    assert "1 − p" in check.n_needed(lambda p, error: p / error**2).message
    assert "not its root" in check.n_needed(lambda p, e: math.sqrt(p * (1 - p)) / e).message
