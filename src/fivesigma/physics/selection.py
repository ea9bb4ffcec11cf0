"""Which collisions the search looks at: the preselection of the ATLAS dark-matter set.

The set (CERN Open Data record atlas-93942) comes preselected; its limits were read off the smallest
and largest values in its files and agree with the mono-Z search, arXiv:1708.09624.
"""

from collections.abc import Mapping

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.kinematics import BoolArray, FloatArray

PRESELECTION: dict[str, tuple[float, float]] = {
    "mll": (61.1, 121.1),  # GeV, about the Z mass
    "met": (80.0, np.inf),  # GeV
    "delta_r_ll": (0.2, 2.0),
    "delta_phi_ll_met": (2.0, np.inf),  # rad
    "fractional_pt_difference": (-np.inf, 0.3),
    "met_over_ht": (0.5, np.inf),
    "n_bjets": (-np.inf, 1.5),
}
"""Feature -> (low, high): a collision is kept where low < value < high."""


def is_preselected(features: Mapping[str, FloatArray]) -> BoolArray:
    """Keep collisions inside all limits of `PRESELECTION`; `features` are columns `(n_events,)`.

    FiveSigmaError where a feature of the preselection is missing; NaN is never kept.
    """
    missing = [name for name in PRESELECTION if name not in features]
    if missing:
        msg = (
            f"the preselection needs the features {', '.join(PRESELECTION)}; "
            f"{', '.join(missing)} missing. Compute them first (fivesigma.physics.features)."
        )
        raise FiveSigmaError(msg)
    inside = [
        (features[name] > low) & (features[name] < high)
        for name, (low, high) in PRESELECTION.items()
    ]
    kept: BoolArray = np.logical_and.reduce(inside)
    return kept
