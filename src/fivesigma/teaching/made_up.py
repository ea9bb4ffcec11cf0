"""Made-up points for lessons, where an idea is to be seen without physics around it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

RING_RADIUS: Final = 2.0
RING_WIDTH: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Points in a plane: a ring (label 1), and the same coordinates dealt out anew (label 0).

    `x`, `y`, `label`: (n_points,). `is_learned` marks every second point: the half to learn from.
    """

    x: FloatArray
    y: FloatArray
    label: npt.NDArray[np.int8]
    is_learned: npt.NDArray[np.bool_]


def made_up_ring(*, n_points: int, seed: int) -> Ring:
    """A ring of `n_points` signal points, and as many of background; not collisions.

    The background has exactly the signal's values of x, and exactly its values of y, paired by
    chance: each coordinate alone has the same distribution in both, so that it tells nothing, and
    only both together do.

    >>> ring = made_up_ring(n_points=100, seed=4)
    >>> bool((np.sort(ring.x[ring.label == 1]) == np.sort(ring.x[ring.label == 0])).all())
    True
    """
    rng = np.random.default_rng(seed)
    angle = rng.uniform(-np.pi, np.pi, n_points)
    radius = rng.normal(RING_RADIUS, RING_WIDTH, n_points)
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    return Ring(
        x=np.append(x, rng.permutation(x)),
        y=np.append(y, rng.permutation(y)),
        label=np.repeat(np.array([1, 0], np.int8), n_points),
        is_learned=np.arange(2 * n_points) % 2 == 0,
    )
