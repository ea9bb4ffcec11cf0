"""Thinning keeps every histogram unbiased; shortening keeps four digits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.simulation.sampling import one_try_each, shorten, thin_out


def test_thinning_gives_about_the_rows_asked_for_with_even_weights() -> None:
    rng = np.random.default_rng(1)
    weight = rng.uniform(0.1, 1.0, 20_000)
    chosen, even = thin_out(weight, 5_000, rng.random(20_000))
    assert len(chosen) == pytest.approx(5_000, abs=300)
    assert even.min() == even.max()


def test_thinning_keeps_weighted_means() -> None:
    rng = np.random.default_rng(2)
    value = rng.uniform(0.0, 1.0, 50_000)
    weight = 0.1 + value  # heavier rows at large values: a plain choice would shift the mean
    chosen, even = thin_out(weight, 10_000, rng.random(50_000))
    assert even.sum() == pytest.approx(weight.sum(), rel=0.02)
    expected = np.average(value, weights=weight)
    assert np.average(value[chosen], weights=even) == pytest.approx(expected, abs=0.01)


def test_a_row_that_outweighs_the_rest_is_kept_with_its_weight() -> None:
    weight = np.array([100.0, *np.ones(50)])
    chosen, even = thin_out(weight, 10, np.random.default_rng(3).random(51))
    assert chosen[0] == 0
    assert even[0] == 100.0


def test_asking_for_all_rows_gives_all_rows() -> None:
    chosen, even = thin_out(np.array([0.5, 1.0, 2.0]), 3, np.array([0.1, 0.5, 0.9]))
    assert chosen.tolist() == [0, 1, 2]
    assert even == pytest.approx([0.5, 1.0, 2.0])


@pytest.mark.parametrize(("weight", "n_rows"), [([1.0, -1.0], 1), ([1.0, 0.0], 1), ([1.0], 2)])
def test_weights_that_cannot_be_thinned_are_refused(weight: list[float], n_rows: int) -> None:
    with pytest.raises(FiveSigmaError, match="positive weights"):
        thin_out(np.array(weight), n_rows, np.full(len(weight), 0.5))


@given(st.floats(1e-3, 1e4))
def test_shortening_is_towards_zero_and_finer_than_one_part_in_8000(value: float) -> None:
    short = float(shorten(np.array([value]), 13)[0])
    single = float(np.float32(value))
    assert single * (1 - 1 / 8000) < short <= single


def test_no_angle_passes_pi() -> None:
    assert float(shorten(np.array([math.pi]), 13)[0]) <= math.pi


def test_whole_numbers_stay_whole() -> None:
    assert shorten(np.array([-2.0, 0.0, 1.0]), 13).tolist() == [-2.0, 0.0, 1.0]


def test_one_try_of_a_collision_carries_the_weight_of_all() -> None:
    collision = np.array([5, 5, 5, 9, 2, 2])
    weight = np.array([1.0, 1.0, 1.0, 0.5, 2.0, 2.0])
    chosen, summed = one_try_each(collision, weight, np.random.default_rng(5).random(6))
    assert collision[chosen].tolist() == [2, 5, 9]
    assert summed.tolist() == [4.0, 3.0, 0.5]


def test_every_try_of_a_collision_is_as_likely_to_be_kept() -> None:
    rng = np.random.default_rng(6)
    same = np.zeros(4, int)
    kept = [int(one_try_each(same, np.ones(4), rng.random(4))[0][0]) for _ in range(4_000)]
    assert np.bincount(kept, minlength=4) == pytest.approx([1_000] * 4, rel=0.12)
