"""Random numbers that are the same in Python and in every browser: one seed, one network.

NumPy's generators cannot be had in JavaScript at a fair price, so both languages carry this small
one, sfc32 by C. Doty-Humphrey (PractRand); frontend/src/model/random.ts is its twin. It is a class
because it has a state. For anything that never meets the browser, use numpy.random.
"""

import math

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

_MASK = 0xFFFFFFFF
_WARM_UP_DRAWS = 12


class Random:
    """Uniform and normal numbers and shuffles from a seed between 0 and 2**32 - 1.

    >>> random = Random(1)
    >>> [random.uint32() for _ in range(2)]
    [2012149540, 1872316204]
    """

    def __init__(self, seed: int) -> None:
        _check_seed(seed)
        self._a, self._b, self._c, self._counter = 0, seed, 0, 1
        for _ in range(_WARM_UP_DRAWS):
            self.uint32()

    def uint32(self) -> int:
        """Whole number from 0 to 2**32 - 1."""
        drawn = (self._a + self._b + self._counter) & _MASK
        self._counter = (self._counter + 1) & _MASK
        self._a = self._b ^ (self._b >> 9)
        self._b = (self._c + (self._c << 3)) & _MASK
        rotated = ((self._c << 21) | (self._c >> 11)) & _MASK
        self._c = (rotated + drawn) & _MASK
        return drawn

    def uniform(self) -> float:
        """Number in [0, 1) with all 53 bits of a double drawn."""
        high, low = self.uint32() >> 5, self.uint32() >> 6
        return float((high * 2**26 + low) / 2**53)

    def normal(self) -> float:
        """Number from the normal distribution with mean 0 and deviation 1 (Box-Muller)."""
        radius = math.sqrt(-2 * math.log1p(-self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def shuffle(self, index: npt.NDArray[np.int64]) -> None:
        """Put `index` in a random order, in place; every order is equally likely."""
        for last in range(index.size - 1, 0, -1):
            chosen = int(self.uniform() * (last + 1))
            index[last], index[chosen] = index[chosen], index[last]


class RandomRows:
    """A stream of random numbers for each of `n_rows` rows, side by side.

    Row i is sfc32 with the 64-bit seed `seed` + (i + 1) * 2**32; `Random(seed)`, whose upper half
    is 0, never draws the same. Rows of their own are what both languages draw fast: NumPy a column
    of all rows at once, JavaScript one row after the other.

    >>> rows = RandomRows(1, n_rows=3)
    >>> rows.uint32(n_rows=2, n_columns=2).tolist()
    [[348394007, 95324723], [3921474818, 1956182856]]
    """

    def __init__(self, seed: int, n_rows: int) -> None:
        _check_seed(seed)
        self._a = np.zeros(n_rows, np.uint32)
        self._b = np.full(n_rows, seed, np.uint32)
        self._c = np.arange(1, n_rows + 1, dtype=np.uint32)
        self._counter = np.ones(n_rows, np.uint32)
        self.uint32(n_rows, _WARM_UP_DRAWS)

    def uint32(self, n_rows: int, n_columns: int) -> npt.NDArray[np.uint32]:
        """Whole numbers below 2**32 of the first `n_rows` rows; shape (n_rows, n_columns)."""
        states = (self._a, self._b, self._c, self._counter)
        a, b, c, counter = (state[:n_rows] for state in states)
        drawn = np.empty((n_rows, n_columns), np.uint32)
        for column in range(n_columns):
            drawn[:, column] = a + b + counter
            counter += np.uint32(1)
            a[:] = b ^ (b >> np.uint32(9))
            b[:] = c + (c << np.uint32(3))
            c[:] = ((c << np.uint32(21)) | (c >> np.uint32(11))) + drawn[:, column]
        return drawn


def _check_seed(seed: int) -> None:
    if not 0 <= seed <= _MASK:
        msg = f"a seed is a whole number from 0 to {_MASK}, got {seed}."
        raise FiveSigmaError(msg)
