"""Weighted sums, histograms and the cut flow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.yields import FloatArray, cut_flow, weighted_histogram, yield_of

WEIGHTS = st.lists(st.floats(-5, 5), max_size=30).map(lambda values: np.array(values, float))


def test_negative_weights_lower_the_sum_and_raise_the_variance() -> None:
    found = yield_of(np.array([1.5, -0.5, 2.0]))
    assert (found.sum, found.sum_squares, found.count) == (3.0, 6.5, 3)
    assert found.error == pytest.approx(np.sqrt(6.5))
    assert found.effective_count == pytest.approx(9 / 6.5)


def test_no_event_is_worth_nothing() -> None:
    nothing = yield_of(np.zeros(0))
    assert (nothing.sum, nothing.error, nothing.effective_count, nothing.count) == (0, 0, 0, 0)


@given(WEIGHTS)
def test_a_histogram_holds_every_event(weight: FloatArray) -> None:
    values = np.linspace(-3, 3, weight.size)
    found = weighted_histogram(values, weight, low=-1.0, high=1.0, n_bins=7)
    whole = yield_of(weight)
    assert found.sum.sum() == pytest.approx(whole.sum, abs=1e-9)
    assert found.sum_squares.sum() == pytest.approx(whole.sum_squares, abs=1e-9)
    assert found.edges.size == 8


def test_values_on_an_edge_belong_to_the_bin_above_and_the_last_edge_to_the_last_bin() -> None:
    values = np.array([0.0, 0.5, 1.0, -1.0, 2.0])
    found = weighted_histogram(values, np.ones(5), low=0.0, high=1.0, n_bins=2)
    assert found.sum.tolist() == [2.0, 3.0]


@pytest.mark.parametrize(("low", "high", "n_bins"), [(1.0, 1.0, 5), (2.0, 1.0, 5), (0.0, 1.0, 0)])
def test_a_histogram_without_width_or_bins_is_refused(low: float, high: float, n_bins: int) -> None:
    with pytest.raises(FiveSigmaError, match="needs high > low and a bin"):
        weighted_histogram(np.zeros(1), np.ones(1), low=low, high=high, n_bins=n_bins)


def test_the_cut_flow_ends_with_what_all_cuts_keep() -> None:
    weight = np.array([1.0, 2.0, -0.5, 4.0])
    cuts = [np.array([True, True, True, False]), np.array([False, True, True, True])]
    assert [step.sum for step in cut_flow(weight, cuts)] == [6.5, 2.5, 1.5]
