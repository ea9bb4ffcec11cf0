"""Seeds: whole numbers that every library takes, so that a draw can be repeated."""

from typing import Final

from fivesigma.core.errors import FiveSigmaError

LARGEST_SEED: Final = 2**32 - 1


def check_seed(seed: int) -> None:
    """FiveSigmaError unless `seed` is a whole number from 0 to LARGEST_SEED.

    >>> check_seed(-1)
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: a seed is a whole number from 0 to 4294967295, got -1.
    """
    if not 0 <= seed <= LARGEST_SEED:
        msg = f"a seed is a whole number from 0 to {LARGEST_SEED}, got {seed}."
        raise FiveSigmaError(msg)
