"""Upper limits on the signal strength by CLs, from asymptotic formulae."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtr, ndtri

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.descent import ProfileFit, nominal_constraints
from fivesigma.inference.likelihood.model import FitModel, expectation
from fivesigma.inference.likelihood.profile import profile_fit
from fivesigma.inference.yields import FloatArray

BAND: Final = (-2.0, -1.0, 0.0, 1.0, 2.0)
_LARGEST_MU: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Upper limits on the signal strength by CLs, at this confidence level.

    `expected`: without signal, at -2, -1, 0, +1, +2 standard deviations.
    """

    observed: float
    expected: tuple[float, float, float, float, float]
    confidence: float


def upper_limit(model: FitModel, observed: FloatArray, *, confidence: float = 0.95) -> Limit:
    """Signal strengths above the limit are excluded: CLs < 1 - confidence.

    `observed`: counts (n_bins,). Test statistic q-tilde with its asymptotic distributions, eq. (16)
    and (62)-(67) of arXiv:1007.1727; the median without signal from the fit of `observed` at
    mu = 0, as in pyhf; CLs: J. Phys. G 28 (2002) 2693. FiveSigmaError unless confidence is from 0.5
    to below 1, where the fit fails, and where no mu below a million can be excluded.

    >>> import numpy as np
    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((10.0, 0.0), (100.0, 0.0))
    >>> limit = upper_limit(fit_model(templates, []), np.array([100.0]))
    >>> round(limit.observed, 2), round(limit.expected[2], 2)  # about 1.96 sqrt(b) / s
    (2.09, 2.09)
    """
    if not 0.5 <= confidence < 1:
        msg = f"the confidence level must be from 0.5 to below 1, got {confidence}. Give 0.95."
        raise FiveSigmaError(msg)
    without = profile_fit(model, observed, mu=0.0)
    best = profile_fit(model, observed)
    root = cache(lambda mu: math.sqrt(_median_statistic(model, without, mu)))

    def too_likely(mu: float) -> float:
        floor = best.deviance if best.at.mu >= 0 else without.deviance
        rise = profile_fit(model, observed, mu=mu, start=best.at).deviance - floor
        q = max(0.0, rise) if mu > best.at.mu else 0.0
        return _cls(q, root(mu)) - (1 - confidence)

    def expected(n_sigma: float) -> float:
        needed = n_sigma + float(ndtri(1 - (1 - confidence) * ndtr(n_sigma)))
        return _crossing(lambda mu: needed - root(mu), 0.0)

    low, below, median, above, high = (expected(n_sigma) for n_sigma in BAND)
    return Limit(
        observed=_crossing(too_likely, max(0.0, best.at.mu)),
        expected=(low, below, median, above, high),
        confidence=confidence,
    )


def _median_statistic(model: FitModel, without: ProfileFit, mu: float) -> float:
    """q-tilde of `mu` in the expectation without signal, sources measured where fitted."""
    start = nominal_constraints(model)
    measured = replace(start, alpha=without.at.alpha, gamma=without.at.gamma)
    asimov = expectation(model, without.at).total
    return max(0.0, profile_fit(model, asimov, mu=mu, constraints=measured).deviance)


def _cls(q: float, root_of_median: float) -> float:
    """CLs from q-tilde and from the square root of its median without signal."""
    if root_of_median == 0:  # mu = 0 is what there is without signal
        return 1.0
    root = math.sqrt(q)
    if root <= root_of_median:
        with_signal, without = root, root - root_of_median
    else:
        with_signal = (q + root_of_median**2) / (2 * root_of_median)
        without = (q - root_of_median**2) / (2 * root_of_median)
    return math.exp(log_ndtr(-with_signal) - log_ndtr(-without))


def _crossing(falling: Callable[[float], float], low: float) -> float:
    """Where a falling function of mu crosses 0, above `low`."""
    high = 2 * low + 1
    while falling(high) > 0:
        low, high = high, 2 * high
        if high > _LARGEST_MU:
            msg = (
                f"no signal strength below {_LARGEST_MU:g} can be excluded: there is next to no "
                "signal. Take a stronger one, or more luminosity."
            )
            raise FiveSigmaError(msg)
    return float(brentq(falling, low, high, rtol=1e-6))
