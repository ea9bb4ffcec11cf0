"""Angles, masses and vector sums of particles at a collider.

A particle is given by its transverse momentum `pt` (GeV), its pseudorapidity `eta` and its azimuth
`phi` (rad). Functions take arrays or numbers that broadcast and return what they broadcast
to.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
IntArray: TypeAlias = npt.NDArray[np.int64]

TWO_PI = 2.0 * np.pi


def delta_phi(phi_a: npt.ArrayLike, phi_b: npt.ArrayLike) -> FloatArray:
    """Azimuth between two directions, the short way round: 0 to pi (rad).

    >>> round(float(delta_phi(3.1, -3.1)), 3)  # across the seam at pi
    0.083
    """
    difference = np.asarray(phi_a, dtype=np.float64) - np.asarray(phi_b, dtype=np.float64)
    distance: FloatArray = np.abs(np.remainder(difference + np.pi, TWO_PI) - np.pi)
    return distance


def delta_r(
    eta_a: npt.ArrayLike, phi_a: npt.ArrayLike, eta_b: npt.ArrayLike, phi_b: npt.ArrayLike
) -> FloatArray:
    """Distance in the (eta, phi) plane, without unit.

    >>> round(float(delta_r(0.0, 0.0, 3.0, 4.0 - 2 * np.pi)), 3)  # phi wraps: 4.0 is 2.283 away
    3.77
    """
    eta_distance = np.asarray(eta_a, dtype=np.float64) - np.asarray(eta_b, dtype=np.float64)
    return np.hypot(eta_distance, delta_phi(phi_a, phi_b))


def invariant_mass(
    pt_a: npt.ArrayLike,
    pt_b: npt.ArrayLike,
    *,
    eta_difference: npt.ArrayLike,
    phi_difference: npt.ArrayLike,
) -> FloatArray:
    """Mass of a pair of particles whose own masses do not matter, in GeV.

    m² = 2 pT1 pT2 (cosh Δη − cos Δφ): review "Kinematics" of the
    Particle Data Group, for two massless particles. Electrons and muons are close enough.

    >>> float(invariant_mass(45.0, 45.0, eta_difference=0.0, phi_difference=np.pi))  # back to back
    90.0
    """
    opening = np.cosh(eta_difference) - np.cos(phi_difference)
    product = np.asarray(pt_a, dtype=np.float64) * np.asarray(pt_b, dtype=np.float64)
    mass: FloatArray = np.sqrt(2.0 * product * np.maximum(opening, 0.0))
    return mass


def cartesian(pt: npt.ArrayLike, phi: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Components (px, py) of a transverse momentum, in the unit of `pt`.

    >>> px, py = cartesian(10.0, np.pi / 2)
    >>> round(float(px), 6), round(float(py), 6)
    (0.0, 10.0)
    """
    momentum = np.asarray(pt, dtype=np.float64)
    return momentum * np.cos(phi), momentum * np.sin(phi)


def azimuth(px: npt.ArrayLike, py: npt.ArrayLike) -> FloatArray:
    """Direction of a transverse vector, from -pi to pi (rad); `px`, `py` in one unit.

    >>> azimuth([1.0, 0.0, -1.0], [0.0, -1.0, 0.0]).round(3).tolist()
    [0.0, -1.571, 3.142]
    """
    return np.arctan2(np.asarray(py, dtype=np.float64), np.asarray(px, dtype=np.float64))


def pseudorapidity(pt: npt.ArrayLike, pz: npt.ArrayLike) -> FloatArray:
    """How close to the beam a particle flies: 0 is at right angles, large is along the beam.

    `pt` must be > 0: a particle exactly along the beam has no pseudorapidity.

    >>> float(pseudorapidity(1.0, 0.0))
    0.0
    """
    return np.arcsinh(np.asarray(pz, dtype=np.float64) / np.asarray(pt, dtype=np.float64))
