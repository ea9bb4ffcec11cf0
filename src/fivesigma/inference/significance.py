"""How surely a signal would be seen: the median discovery significance of a counting experiment."""

import math
from collections.abc import Callable

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.yields import FloatArray, Yield, Yields

MIN_EFFECTIVE_BACKGROUND = 10.0
"""Below this the simulated background is too coarse to trust any number made from it."""

_RELATIVE_STEP = 1e-4
_ROUNDING = 1e-9
_NEGLIGIBLE = 1e-12  # variance beside the Poisson one; below, the formula with it loses all digits


def discovery_significance(
    signal: float, background: float, *, background_uncertainty: float = 0.0
) -> float:
    """Median discovery significance of a counting experiment, in standard deviations.

    `signal`, `background`: expected weighted yields; `background_uncertainty`: its standard
    deviation in events. FiveSigmaError if signal < 0, background <= 0 or the uncertainty < 0.
    Asimov formula, eq. (97) of arXiv:1007.1727; with uncertainty eq. (20) of G. Cowan, "Discovery
    sensitivity for a counting experiment with background uncertainty" (2012), in a form that stays
    exact for a small signal.

    >>> round(discovery_significance(10.0, 100.0), 3)  # a little below s/sqrt(b) = 1
    0.984
    >>> round(discovery_significance(10.0, 100.0, background_uncertainty=10.0), 3)
    0.69
    """
    if not (signal >= 0 and background > 0 and background_uncertainty >= 0):
        msg = (
            f"needs signal >= 0, background > 0 and an uncertainty >= 0, got s={signal:g}, "
            f"b={background:g}, sigma_b={background_uncertainty:g}. "
            "Widen the region or merge bins until some background remains."
        )
        raise FiveSigmaError(msg)
    total, variance = signal + background, background_uncertainty**2
    if variance <= _NEGLIGIBLE * background:
        return math.sqrt(max(0.0, 2 * (total * math.log1p(signal / background) - signal)))
    gain = total * math.log1p(signal * background / (background**2 + total * variance))
    cost = (background**2 / variance) * math.log1p(
        variance * signal / (background * (background + variance))
    )
    return math.sqrt(max(0.0, 2 * (gain - cost)))


def region_significance(
    signal: Yield, background: Yield, *, relative_uncertainty: float
) -> Measured:
    """Asimov significance of a region with the uncertainty from the simulation's statistics.

    `relative_uncertainty`: how well the background is known, 0.1 for 10 %. At 0 the background
    counts as known exactly; else the simulation's own error of the background is added in
    quadrature. FiveSigmaError where the background is not positive or worth fewer than
    MIN_EFFECTIVE_BACKGROUND events, where there is no signal, or for an uncertainty below 0.

    >>> signal = Yield(sum=50.4, sum_squares=7.84, count=381)
    >>> background = Yield(sum=247.9, sum_squares=25.8, count=23039)
    >>> print(region_significance(signal, background, relative_uncertainty=0.0))
    3.10 ± 0.17
    """
    check_relative_uncertainty(relative_uncertainty)
    _check_region(signal, background)

    def z(s: float, b: float) -> float:
        if relative_uncertainty == 0:
            return discovery_significance(s, b)
        spread = math.hypot(relative_uncertainty * b, background.error)
        return discovery_significance(s, b, background_uncertainty=spread)

    by_signal = _slope(lambda s: z(s, background.sum), signal.sum) * signal.error
    by_background = _slope(lambda b: z(signal.sum, b), background.sum) * background.error
    return Measured(
        value=z(signal.sum, background.sum), uncertainty=math.hypot(by_signal, by_background)
    )


def region_significances(
    signal: Yields, background: Yields, *, relative_uncertainty: float
) -> tuple[FloatArray, FloatArray]:
    """`region_significance` of many regions at once: the values and their uncertainties.

    Both have the shape of the yields, and are NaN where `region_significance` refuses the region.

    >>> signal = Yields(sum=np.array([50.4, 9.0]), sum_squares=np.array([7.6, 1.0]))
    >>> background = Yields(sum=np.array([247.9, 2.0]), sum_squares=np.array([25.8, 1.0]))
    >>> region_significances(signal, background, relative_uncertainty=0.0)[0].round(2).tolist()
    [3.1, nan]
    """
    check_relative_uncertainty(relative_uncertainty)
    kept = (signal.sum > 0) & (background.sum > 0)
    # Ten events of one weight are worth ten, in whatever order they were added.
    kept &= background.effective_count >= MIN_EFFECTIVE_BACKGROUND * (1 - _ROUNDING)
    s, b = np.where(kept, signal.sum, 1.0), np.where(kept, background.sum, 1.0)
    squares = np.where(kept, background.sum_squares, 1.0)

    def z(s: FloatArray, b: FloatArray) -> FloatArray:
        if relative_uncertainty == 0:
            return _asimov(s, b)
        return _asimov_unsure(s, b, (relative_uncertainty * b) ** 2 + squares)

    down, up = 1 - _RELATIVE_STEP, 1 + _RELATIVE_STEP
    by_signal = (z(up * s, b) - z(down * s, b)) / (up - down) / s
    by_background = (z(s, up * b) - z(s, down * b)) / (up - down) / b
    variance = by_signal**2 * signal.sum_squares + by_background**2 * background.sum_squares
    return np.where(kept, z(s, b), np.nan), np.where(kept, np.sqrt(variance), np.nan)


def _asimov(s: FloatArray, b: FloatArray) -> FloatArray:
    """The formula of `discovery_significance`, background known exactly."""
    root: FloatArray = np.sqrt(np.maximum(0.0, 2 * ((s + b) * np.log1p(s / b) - s)))
    return root


def _asimov_unsure(s: FloatArray, b: FloatArray, variance: FloatArray) -> FloatArray:
    """The formula of `discovery_significance` for a background of this variance."""
    total, variance = s + b, np.maximum(variance, _NEGLIGIBLE * b)
    gain = total * np.log1p(s * b / (b**2 + total * variance))
    cost = (b**2 / variance) * np.log1p(variance * s / (b * (b + variance)))
    root: FloatArray = np.sqrt(np.maximum(0.0, 2 * (gain - cost)))
    return root


def check_relative_uncertainty(relative_uncertainty: float) -> None:
    """FiveSigmaError unless 0 <= relative_uncertainty < infinity.

    >>> check_relative_uncertainty(0.1)
    """
    if not 0 <= relative_uncertainty < math.inf:
        msg = (
            f"the background's relative uncertainty must be 0 or more, got {relative_uncertainty}. "
            "Give 0.1 for 10 %, 0 for a background known exactly."
        )
        raise FiveSigmaError(msg)


def signal_over_root_background(signal: Yield, background: Yield) -> Measured:
    """Signal over root background, s / sqrt(b), with its simulation uncertainty.

    FiveSigmaError where `region_significance` refuses.

    >>> signal = Yield(sum=50.4, sum_squares=7.84, count=381)
    >>> background = Yield(sum=247.9, sum_squares=25.8, count=23039)
    >>> print(signal_over_root_background(signal, background))
    3.20 ± 0.18
    """
    _check_region(signal, background)
    value = signal.sum / math.sqrt(background.sum)
    by_signal = signal.error / math.sqrt(background.sum)
    by_background = value * background.error / (2 * background.sum)
    return Measured(value=value, uncertainty=math.hypot(by_signal, by_background))


def _check_region(signal: Yield, background: Yield) -> None:
    if not background.sum > 0:
        problem = f"no background: {background.sum:g} events are expected"
    elif background.effective_count < MIN_EFFECTIVE_BACKGROUND * (1 - _ROUNDING):
        problem = (
            f"too few background: the simulation is worth {background.effective_count:.1f} events, "
            f"fewer than {MIN_EFFECTIVE_BACKGROUND:g}"
        )
    elif not signal.sum > 0:
        problem = f"no signal: {signal.sum:g} events are expected"
    else:
        return
    msg = f"{problem}. Loosen the cuts."
    raise FiveSigmaError(msg)


def _slope(f: Callable[[float], float], x: float) -> float:
    """Derivative of `f` at `x` by a central difference."""
    step = _RELATIVE_STEP * x
    return (f(x + step) - f(x - step)) / (2 * step)
