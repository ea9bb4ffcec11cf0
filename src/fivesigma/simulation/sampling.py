"""From many rows with uneven weights to a few with even ones, and numbers that compress well."""

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.kinematics import FloatArray, IntArray

FLOAT32_MANTISSA_BITS = 23


def thin_out(weight: FloatArray, n_rows: int, chance: FloatArray) -> tuple[IntArray, FloatArray]:
    """Choose about `n_rows` rows so that their weights are even and no histogram is biased.

    A row is kept with probability min(1, w/c) and gets the weight max(w, c), where c is such that
    `n_rows` are expected. `chance`: uniform random numbers that decide, `(n_rows,)`; where two
    tables use the same number for the same collision, they share as many collisions as they can.
    Returns the chosen rows in their order and their new weights. FiveSigmaError where a weight is
    not positive or there are fewer than `n_rows` rows.

    >>> rows, even = thin_out(np.array([1.0, 2.0, 4.0]), 2, chance=np.array([0.9, 0.5, 0.9]))
    >>> rows.tolist(), [round(float(weight), 3) for weight in even]  # the third is kept for sure
    ([1, 2], [3.0, 4.0])
    """
    if not np.all(weight > 0) or len(weight) < n_rows:
        msg = (
            f"thinning needs positive weights and at least {n_rows} rows; got {len(weight)} rows, "
            f"{np.count_nonzero(weight <= 0)} not positive. Simulate more, or ask for fewer rows."
        )
        raise FiveSigmaError(msg)
    common = _common_weight(weight, n_rows)
    chosen = np.flatnonzero(chance * common < weight)
    return chosen, np.maximum(weight[chosen], common)


def one_try_each(
    collision: IntArray, weight: FloatArray, priority: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Choose one row of each collision, which gets the weight of all rows of that collision.

    Several rows of one collision are not independent, so √Σw² would understate their uncertainty;
    of one row each it is honest, and no histogram is biased. `collision`, `weight`: (n_rows,);
    `priority`: random numbers (n_rows,), the lowest of a collision is chosen. Returns the chosen
    rows, in the order of their collision, and their new weights.

    >>> rows, summed = one_try_each(
    ...     np.array([7, 3, 7]), np.array([1.0, 2.0, 1.0]), priority=np.array([0.8, 0.3, 0.1])
    ... )
    >>> rows.tolist(), summed.tolist()
    ([1, 2], [2.0, 2.0])
    """
    shuffled = np.argsort(priority)
    _, first, group = np.unique(collision[shuffled], return_index=True, return_inverse=True)
    return shuffled[first], np.bincount(group, weight[shuffled]).astype(np.float64)


def _common_weight(weight: FloatArray, n_rows: int) -> float:
    """The c with Σ min(1, w/c) = n_rows, by bisection."""
    low, high = 0.0, float(weight.sum())
    for _ in range(200):
        middle = 0.5 * (low + high)
        expected = np.minimum(1.0, weight / middle).sum() if middle > 0 else len(weight)
        low, high = (middle, high) if expected > n_rows else (low, middle)
    return high


def shorten(values: FloatArray, mantissa_bits: int) -> npt.NDArray[np.float32]:
    """Cut float32 numbers to `mantissa_bits` bits, towards zero: repeated zeros compress well.

    13 bits keep four digits, which is finer than any detector. Towards zero, so that no angle
    passes pi.

    >>> shorten(np.array([91.1876, 3.141592653]), 13).tolist()
    [91.1875, 3.141357421875]
    """
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    mask = np.uint32(0xFFFFFFFF) << np.uint32(FLOAT32_MANTISSA_BITS - mantissa_bits)
    return (bits & mask).view(np.float32)
