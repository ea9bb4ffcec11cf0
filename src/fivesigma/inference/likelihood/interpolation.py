"""Between "one deviation down" and "up": the interpolations of HistFactory, as in pyhf.

Normalisations: code 4, an exponential outside |alpha| < 1 and a polynomial of sixth order inside,
joined with two derivatives. Shapes: code 4p, straight lines outside and a polynomial inside.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from fivesigma.inference.yields import FloatArray

# Solves for a_1..a_6 of 1 + sum a_i alpha^i from value, slope and curvature at +1 and -1.
_CODE_4: Final = (
    (15 / 16, -15 / 16, -7 / 16, -7 / 16, 1 / 16, -1 / 16),
    (3 / 2, 3 / 2, -9 / 16, 9 / 16, 1 / 16, 1 / 16),
    (-5 / 8, 5 / 8, 5 / 8, 5 / 8, -1 / 8, 1 / 8),
    (-3 / 2, -3 / 2, 7 / 8, -7 / 8, -1 / 8, -1 / 8),
    (3 / 16, -3 / 16, -3 / 16, -3 / 16, 1 / 16, -1 / 16),
    (1 / 2, 1 / 2, -5 / 16, 5 / 16, 1 / 16, 1 / 16),
)
_POWERS: Final = np.arange(1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormInterpolation:
    """Factors of `n_sources` normalisations on `n_processes`, as functions of alpha.

    `log_up`, `log_down`: (n_sources, n_processes), logarithms of the factors at alpha = +1 and -1.
    `polynomial`: (n_sources, n_processes, 6), coefficients of alpha^1..6 between them.
    """

    log_up: FloatArray
    log_down: FloatArray
    polynomial: FloatArray


def norm_interpolation(down: FloatArray, up: FloatArray) -> NormInterpolation:
    """Interpolation between factors `down`, 1 and `up`; (n_sources, n_processes), all positive.

    >>> curve = norm_interpolation(np.array([[0.8]]), np.array([[1.25]]))
    >>> factor_and_slope(curve, np.array([1.0]))[0].item()
    1.25
    """
    log_up, log_down = np.log(up), np.log(down)
    at_the_ends = np.stack(
        [up - 1, down - 1, log_up * up, -log_down * down, log_up**2 * up, log_down**2 * down]
    )
    polynomial = np.einsum("ij,jkp->kpi", np.array(_CODE_4), at_the_ends)
    return NormInterpolation(log_up=log_up, log_down=log_down, polynomial=polynomial)


def factor_and_slope(curve: NormInterpolation, alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Factors at `alpha` (n_sources,) and their logarithmic slopes; (n_sources, n_processes).

    Code 4 of CERN-OPEN-2012-016. No extrapolation is refused: far out it stays exponential.

    >>> curve = norm_interpolation(np.array([[0.8]]), np.array([[1.25]]))
    >>> factor, slope = factor_and_slope(curve, np.array([0.0]))
    >>> factor.item(), round(slope.item(), 3)
    (1.0, 0.223)
    """
    powers = alpha[:, None] ** (_POWERS - 1)
    slope = (curve.polynomial @ (_POWERS * powers)[:, :, None])[:, :, 0]
    factor = 1 + (curve.polynomial @ (alpha[:, None] * powers)[:, :, None])[:, :, 0]
    slope /= factor
    if np.abs(alpha).max(initial=0.0) >= 1:
        beyond = (np.abs(alpha) >= 1)[:, None]
        log = np.where(alpha[:, None] > 0, curve.log_up, -curve.log_down)
        factor = np.where(beyond, np.exp(alpha[:, None] * log), factor)
        slope = np.where(beyond, log, slope)
    return factor, slope


def shape_weights(alpha: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How much the asymmetry of a shape's two changes counts, with two derivatives; (n_sources,).

    The change of a bin is `alpha * mean + weight * asymmetry` with mean = (up - down) / 2 and
    asymmetry = (up + down - 2 nominal) / 16. Code 4p of pyhf.

    >>> shape_weights(np.array([1.0, -2.0]))[0].tolist()
    [8.0, 16.0]
    """
    square = alpha**2
    inside = square < 1
    weight = np.where(inside, square * (15 + square * (3 * square - 10)), 8 * np.abs(alpha))
    slope = np.where(inside, alpha * (30 + square * (18 * square - 40)), 8 * np.sign(alpha))
    return weight, slope, np.where(inside, 30 + square * (90 * square - 120), 0.0)
