"""The weight of a simulated collision: how many of the expected ones it stands for."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fivesigma.core.units import expected_events
from fivesigma.physics.kinematics import FloatArray


def simulated_weight(
    generator_weight: npt.ArrayLike,
    scale_factors: Sequence[npt.ArrayLike],
    *,
    cross_section_pb: npt.ArrayLike,
    luminosity_ifb: float,
    sum_of_weights: npt.ArrayLike,
) -> FloatArray:
    """σ·L · generator weight · product of the scale factors / sum of the generator weights.

    Columns `(n_events,)`; the sum is over all collisions that were generated, not only those in the
    file. The sign of a generator's negative weights stays: ATL-OREACH-PUB-2020-001, section 5.

    >>> simulated_weight(
    ...     [2.0, -2.0],
    ...     [[0.5, 1.0]],
    ...     cross_section_pb=0.1,
    ...     luminosity_ifb=10.0,
    ...     sum_of_weights=500.0,
    ... ).tolist()
    [2.0, -4.0]
    """
    weight = np.asarray(generator_weight, dtype=np.float64)
    for factor in scale_factors:
        weight = weight * np.asarray(factor, dtype=np.float64)
    cross_section = np.asarray(cross_section_pb, dtype=np.float64)
    expected = expected_events(1.0, luminosity_ifb) * cross_section
    weighted: FloatArray = weight * expected / np.asarray(sum_of_weights, dtype=np.float64)
    return weighted
