"""The small generator that Python and the browser share."""

import numpy as np
import pytest
from scipy import stats

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.random import Random


def test_the_first_numbers_of_seed_0_are_those_of_the_published_generator() -> None:
    # sfc32 written down again from PractRand's sfc.cpp, in NumPy's own 32-bit arithmetic
    with np.errstate(over="ignore"):
        a, b, c, counter = (np.uint32(x) for x in (0, 0, 0, 1))
        drawn = []
        for _ in range(12 + 5):
            out = a + b + counter
            counter += np.uint32(1)
            a = b ^ (b >> np.uint32(9))
            b = c + (c << np.uint32(3))
            c = ((c << np.uint32(21)) | (c >> np.uint32(11))) + out
            drawn.append(int(out))
    random = Random(0)
    assert [random.uint32() for _ in range(5)] == drawn[12:]


def test_uniform_numbers_are_uniform() -> None:
    random = Random(1)
    assert stats.kstest([random.uniform() for _ in range(5_000)], "uniform").pvalue > 0.001


def test_normal_numbers_are_normal() -> None:
    random = Random(2)
    assert stats.kstest([random.normal() for _ in range(5_000)], "norm").pvalue > 0.001


def test_a_shuffle_loses_nothing_and_every_place_is_equally_likely() -> None:
    random, first = Random(3), []
    for _ in range(2_000):
        index = np.arange(5)
        random.shuffle(index)
        assert sorted(index.tolist()) == [0, 1, 2, 3, 4]
        first.append(index[0])
    assert stats.chisquare(np.bincount(first)).pvalue > 0.001


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_beyond_32_bits_is_refused(seed: int) -> None:
    with pytest.raises(FiveSigmaError, match="whole number from 0 to 4294967295"):
        Random(seed)
