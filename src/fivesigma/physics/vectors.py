"""Four-vectors (E, px, py, pz) in GeV as arrays `(..., 4)`: sums are sums of arrays."""

import numpy as np
import numpy.typing as npt

from fivesigma.physics.kinematics import FloatArray


def four_vector(
    pt: npt.ArrayLike, eta: npt.ArrayLike, phi: npt.ArrayLike, mass: npt.ArrayLike = 0.0
) -> FloatArray:
    """Four-vector of a particle from its momentum across the beam (GeV), direction and mass (GeV).

    >>> four_vector(3.0, 0.0, 0.0, mass=4.0).tolist()
    [5.0, 3.0, 0.0, 0.0]
    """
    pt, eta, phi, mass = (
        np.asarray(value, dtype=np.float64) for value in np.broadcast_arrays(pt, eta, phi, mass)
    )
    energy = np.sqrt((pt * np.cosh(eta)) ** 2 + mass**2)
    return np.stack([energy, pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], axis=-1)


def mass_of(vector: FloatArray) -> FloatArray:
    """Invariant mass, in GeV; 0 where rounding makes its square negative.

    >>> float(mass_of(np.array([5.0, 3.0, 0.0, 0.0])))
    4.0
    """
    squared = vector[..., 0] ** 2 - (vector[..., 1:] ** 2).sum(axis=-1)
    mass: FloatArray = np.sqrt(np.maximum(squared, 0.0))
    return mass


def pt_of(vector: FloatArray) -> FloatArray:
    """Momentum across the beam, in GeV.

    >>> float(pt_of(np.array([5.0, 3.0, 4.0, 0.0])))
    5.0
    """
    return np.hypot(vector[..., 1], vector[..., 2])


def eta_of(vector: FloatArray) -> FloatArray:
    """Pseudorapidity; infinite along the beam.

    >>> float(eta_of(np.array([5.0, 3.0, 4.0, 0.0])))
    0.0
    """
    with np.errstate(divide="ignore"):
        eta: FloatArray = np.arcsinh(vector[..., 3] / pt_of(vector))
    return eta


def at_rest_of(vector: FloatArray, frame: FloatArray) -> FloatArray:
    """The vector as one sees it who moves with `frame`, which needs a mass.

    Boost along the frame's velocity: review "Kinematics" of the Particle Data Group.

    >>> moving = np.array([5.0, 3.0, 0.0, 0.0])
    >>> at_rest_of(moving, moving).round(9).tolist()
    [4.0, 0.0, 0.0, 0.0]
    """
    beta = frame[..., 1:] / frame[..., :1]
    gamma = frame[..., :1] / mass_of(frame)[..., None]
    along = (beta * vector[..., 1:]).sum(axis=-1, keepdims=True)
    energy = gamma * (vector[..., :1] - along)
    momentum = vector[..., 1:] + beta * (gamma**2 / (gamma + 1.0) * along - gamma * vector[..., :1])
    return np.concatenate([energy, momentum], axis=-1)
