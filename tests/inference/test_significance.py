"""The Asimov significance: published numbers, limits and refusals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.significance import (
    discovery_significance,
    region_significance,
    signal_over_root_background,
)
from fivesigma.inference.yields import Yield

SIGNAL = Yield(sum=50.4, sum_squares=2.8**2, count=381)
BACKGROUND = Yield(sum=247.9, sum_squares=5.1**2, count=23039)


def test_dm_200_without_a_cut_has_the_published_numbers() -> None:
    assert region_significance(SIGNAL, BACKGROUND, relative_uncertainty=0.0).value == pytest.approx(
        3.10, abs=0.005
    )
    assert region_significance(SIGNAL, BACKGROUND, relative_uncertainty=0.1).value == pytest.approx(
        1.60, abs=0.005
    )
    assert signal_over_root_background(SIGNAL, BACKGROUND).value == pytest.approx(3.20, abs=0.005)


def profiled(signal: float, background: float, sigma_b: float) -> float:
    """Z from the likelihood ratio itself: n and the control count m take their expected values."""
    tau = background / sigma_b**2
    n, m = signal + background, tau * background

    def minus_log_likelihood(s: float, b: float) -> float:
        return (s + b) - n * math.log(s + b) + tau * b - m * math.log(tau * b)

    best = optimize.minimize_scalar(
        lambda b: minus_log_likelihood(0.0, b),
        bounds=(background / 5, 5 * n),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return math.sqrt(2 * (best.fun - minus_log_likelihood(signal, background)))


@pytest.mark.parametrize(
    ("signal", "background", "sigma_b"), [(10, 100, 10), (5, 3, 1), (50.4, 247.9, 25.3)]
)
def test_the_formula_is_the_profiled_likelihood_ratio(
    signal: float, background: float, sigma_b: float
) -> None:
    found = discovery_significance(signal, background, background_uncertainty=sigma_b)
    assert found == pytest.approx(profiled(signal, background, sigma_b), rel=1e-4)


@given(st.floats(1e-3, 0.1), st.floats(50, 1e5), st.floats(0, 0.5))
def test_a_small_signal_gives_s_over_the_whole_spread(
    signal: float, background: float, relative: float
) -> None:
    sigma_b = relative * background
    found = discovery_significance(signal, background, background_uncertainty=sigma_b)
    assert found == pytest.approx(signal / math.sqrt(background + sigma_b**2), rel=0.01)


@given(st.floats(0, 200), st.floats(0.1, 1e4), st.floats(0, 100), st.floats(0.1, 100))
def test_more_uncertainty_never_raises_the_significance(
    signal: float, background: float, sigma_b: float, more: float
) -> None:
    known, unsure = (
        discovery_significance(signal, background, background_uncertainty=sigma)
        for sigma in (sigma_b, sigma_b + more)
    )
    assert unsure <= known * (1 + 1e-6) + 1e-6


def test_the_uncertainty_is_the_spread_under_a_shift_of_one_sigma() -> None:
    found = region_significance(SIGNAL, BACKGROUND, relative_uncertainty=0.0)
    by_signal = (
        discovery_significance(50.4 + 2.8, 247.9) - discovery_significance(50.4 - 2.8, 247.9)
    ) / 2
    by_background = (
        discovery_significance(50.4, 247.9 + 5.1) - discovery_significance(50.4, 247.9 - 5.1)
    ) / 2
    assert found.uncertainty == pytest.approx(math.hypot(by_signal, by_background), rel=1e-3)


@pytest.mark.parametrize(
    ("signal", "background", "words"),
    [
        (SIGNAL, Yield(sum=0.0, sum_squares=0.0, count=0), "no background: 0 events"),
        (SIGNAL, Yield(sum=-0.4, sum_squares=1.0, count=7), "no background: -0.4 events"),
        (SIGNAL, Yield(sum=3.0, sum_squares=1.0, count=7), "worth 9.0 events, fewer than 10"),
        (Yield(sum=0.0, sum_squares=0.0, count=0), BACKGROUND, "no signal"),
    ],
)
def test_a_region_without_a_trustworthy_number_says_why(
    signal: Yield, background: Yield, words: str
) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        region_significance(signal, background, relative_uncertainty=0.1)
    with pytest.raises(FiveSigmaError, match=words):
        signal_over_root_background(signal, background)


@pytest.mark.parametrize(
    "bad", [(-1.0, 5.0, 0.0), (1.0, 0.0, 0.0), (1.0, 5.0, -1.0), (math.nan, 5.0, 0.0)]
)
def test_impossible_yields_are_refused(bad: tuple[float, float, float]) -> None:
    signal, background, sigma_b = bad
    with pytest.raises(FiveSigmaError, match="needs signal >= 0, background > 0"):
        discovery_significance(signal, background, background_uncertainty=sigma_b)


def test_an_uncertainty_too_small_to_matter_does_not_matter() -> None:
    for sigma_b in (1e-160, 1e-12, 1e-7, 1e-5):
        found = discovery_significance(10.0, 100.0, background_uncertainty=sigma_b)
        assert found == pytest.approx(discovery_significance(10.0, 100.0), rel=1e-5)
