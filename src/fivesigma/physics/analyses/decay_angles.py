"""The five angles of X → Z1 Z2 → 4ℓ, which tell the spin of X: fig. 1 of arXiv:1208.4018."""

import numpy as np

from fivesigma.physics.kinematics import FloatArray
from fivesigma.physics.vectors import at_rest_of


def decay_angles(
    z1_minus: FloatArray, z1_plus: FloatArray, z2_minus: FloatArray, z2_plus: FloatArray
) -> dict[str, FloatArray]:
    """theta_star, phi, phi1, theta1, theta2 (rad), `(n_events,)` each.

    Four-vectors `(n_events, 4)` in the laboratory of the two leptons of each pair, by their charge.

    >>> plane = lambda x, y, z: np.array([[np.sqrt(x * x + y * y + z * z), x, y, z]])
    >>> angles = decay_angles(
    ...     plane(9, 30, 1), plane(9, -30, 1), plane(-9, 0, 20), plane(-9, 0, -22)
    ... )
    >>> round(abs(float(angles["phi"][0])), 2), round(float(angles["theta_star"][0]), 2)
    (1.57, 1.46)
    """
    z1, z2 = z1_minus + z1_plus, z2_minus + z2_plus
    whole = z1 + z2
    minus_1, plus_1, minus_2, plus_2, z_1 = (
        at_rest_of(vector, whole)[..., 1:] for vector in (z1_minus, z1_plus, z2_minus, z2_plus, z1)
    )
    beam = np.broadcast_to([0.0, 0.0, 1.0], z_1.shape)
    normal_1, normal_2 = np.cross(minus_1, plus_1), np.cross(minus_2, plus_2)
    return {
        "theta_star": _angle(z_1, beam),
        "phi": _signed(normal_1, -normal_2, side=_dot(z_1, np.cross(normal_1, normal_2))),
        "phi1": _signed(
            normal_1,
            np.cross(beam, z_1),
            side=_dot(z_1, np.cross(normal_1, np.cross(beam, z_1))),
        ),
        "theta1": _angle(at_rest_of(z1_minus, z1)[..., 1:], -at_rest_of(z2, z1)[..., 1:]),
        "theta2": _angle(at_rest_of(z2_minus, z2)[..., 1:], -at_rest_of(z1, z2)[..., 1:]),
    }


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    product: FloatArray = (a * b).sum(axis=-1)
    return product


def _angle(a: FloatArray, b: FloatArray) -> FloatArray:
    """Angle between two directions, 0 to pi; exact near both ends, where arccos is not."""
    angle: FloatArray = np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), _dot(a, b))
    return angle


def _signed(a: FloatArray, b: FloatArray, *, side: FloatArray) -> FloatArray:
    return np.where(side < 0, -1.0, 1.0) * _angle(a, b)
