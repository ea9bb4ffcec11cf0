"""House units: GeV for energy, momentum and mass, rad for angles, e for charge, mm, ns, pb, fb⁻¹.

A number inside the package is in these units unless its name says another one.
"""

from typing import Final

MEV_PER_GEV: Final = 1000.0
PB_PER_FB: Final = 1000.0
"""1 pb = 1000 fb: σ [pb] · L [fb⁻¹] · PB_PER_FB is a number of events."""

UNITS: Final = ("1", "GeV", "rad", "e", "mm", "ns")
"""Units a column of events may have; "1" is for a plain number."""


def expected_events(cross_section_pb: float, luminosity_ifb: float) -> float:
    """Number of collisions of one kind that happen before any selection, σ·L.

    >>> round(expected_events(0.063965, 10.0), 2)  # DM_300 in 10 fb⁻¹
    639.65
    """
    return cross_section_pb * luminosity_ifb * PB_PER_FB
