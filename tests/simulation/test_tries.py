"""Random numbers by name: the same for a try whatever stands beside it, and well distributed."""

from dataclasses import fields

import numpy as np
import pytest
from scipy import stats

from fivesigma.core.errors import FiveSigmaError
from fivesigma.simulation.detector import Draws, draw
from fivesigma.simulation.tries import BLOCK, draws_of


def columns(draws: Draws) -> dict[str, np.ndarray]:
    """Every array of random numbers by name."""
    found = {"soft": draws.soft, "soft_tail": draws.soft_tail}
    for part in ("leptons", "jets"):
        record = getattr(draws, part)
        found |= {f"{part}.{f.name}": getattr(record, f.name) for f in fields(record)}
    return found


def test_a_try_has_its_numbers_whatever_stands_beside_it() -> None:
    many = columns(draws_of(np.arange(50, 90), seed=7))
    few = columns(draws_of(np.array([52, 77, 10**12]), seed=7))
    for name, values in many.items():
        assert np.array_equal(values[[2, 27]], few[name][:2]), name


def test_another_seed_gives_others() -> None:
    one, two = (draws_of(np.array([3]), seed=seed).soft for seed in (1, 2))
    assert not np.array_equal(one, two)


@pytest.fixture(scope="module")
def pair() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    tries = draws_of(np.arange(0, 60_000, 3), seed=11)
    return columns(tries), columns(draw(np.random.default_rng(5), 20_000))


def test_tries_are_distributed_as_draws_are(
    pair: tuple[dict[str, np.ndarray], dict[str, np.ndarray]],
) -> None:
    named, drawn = pair
    assert named.keys() == drawn.keys()
    for name, values in named.items():
        assert values.shape == drawn[name].shape, name
        # 16 columns, so that one of them below 1e-4 would be a rare accident.
        assert stats.ks_2samp(values.ravel(), drawn[name].ravel()).pvalue > 1e-4, name


def test_neighbours_are_independent(
    pair: tuple[dict[str, np.ndarray], dict[str, np.ndarray]],
) -> None:
    soft = draws_of(np.arange(20_000), seed=11).soft[:, 0]
    assert abs(np.corrcoef(soft[1:], soft[:-1])[0, 1]) < 0.03


def test_a_block_holds_all_numbers_of_a_try() -> None:
    n_numbers = sum(values[0].size for values in columns(draws_of(np.array([0]), seed=1)).values())
    assert n_numbers <= BLOCK


@pytest.mark.parametrize("tries", [[2, 1], [1, 1]])
def test_tries_out_of_order_are_refused(tries: list[int]) -> None:
    with pytest.raises(FiveSigmaError, match="rising order"):
        draws_of(np.array(tries), seed=1)
