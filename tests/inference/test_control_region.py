"""Backgrounds from control regions: by hand, and by many repetitions."""

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.control_region import (
    four_regions,
    transfer_factor,
    transferred_background,
)
from fivesigma.inference.yields import Yield, yield_of


def test_a_factor_of_signed_weights_by_hand() -> None:
    target, control = yield_of(np.array([2.0, -0.5, 1.5])), yield_of(np.full(12, 0.5))
    factor = transfer_factor(target, control)
    assert factor.value == pytest.approx(0.5)
    assert factor.uncertainty == pytest.approx(0.5 * np.sqrt(6.5 / 9 + 3 / 36))


def test_the_uncertainty_of_a_transferred_background_is_its_spread() -> None:
    rng = np.random.default_rng(1)
    others, factor = (
        Measured(value=30.0, uncertainty=3.0),
        Measured(value=0.2, uncertainty=0.02),
    )
    claimed = transferred_background(130.0, others, factor)
    found = [
        rng.normal(0.2, 0.02) * (rng.poisson(130) - rng.normal(30.0, 3.0)) for _ in range(4000)
    ]
    assert claimed.value == pytest.approx(np.mean(found), rel=0.01)
    assert claimed.uncertainty == pytest.approx(np.std(found), rel=0.04)


def test_four_regions_of_independent_variables_close_within_their_uncertainty() -> None:
    rng = np.random.default_rng(2)
    pulls = []
    for _ in range(1000):
        first, second = rng.random(2000) < 0.3, rng.random(2000) < 0.4
        a, b, c, d = (
            yield_of(np.ones(int(np.count_nonzero(cell))))
            for cell in (
                first & second,
                ~first & second,
                first & ~second,
                ~first & ~second,
            )
        )
        estimate = four_regions(b, d, c)
        pulls.append((estimate.value - a.sum) / np.hypot(estimate.uncertainty, a.error))
    assert abs(np.mean(pulls)) < 0.15
    # A and its estimate share the total number, so that they differ by a little less.
    assert 0.85 < np.std(pulls) < 1.1


@pytest.mark.parametrize("empty", [0.0, -1.0])
def test_an_empty_control_region_measures_nothing(empty: float) -> None:
    none, some = (
        Yield(sum=empty, sum_squares=1.0, count=1),
        Yield(sum=4.0, sum_squares=1.0, count=9),
    )
    with pytest.raises(FiveSigmaError, match="the control must be positive"):
        transfer_factor(some, none)
    with pytest.raises(FiveSigmaError, match="the D must be positive"):
        four_regions(some, none, some)
    with pytest.raises(FiveSigmaError, match="the count beyond the others must be positive"):
        transferred_background(
            5.0, Measured(value=6.0, uncertainty=1.0), transfer_factor(some, some)
        )
