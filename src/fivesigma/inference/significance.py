"""How surely a signal would be seen: the median discovery significance of a counting experiment."""

import math
from collections.abc import Callable

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.yields import Yield

MIN_EFFECTIVE_BACKGROUND = 10.0
"""Below this the simulated background is too coarse to trust any number made from it."""

_RELATIVE_STEP = 1e-4


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
    if variance == 0:
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
    MIN_EFFECTIVE_BACKGROUND events, or where there is no signal.
    """
    _check_region(signal, background)

    def z(s: float, b: float) -> float:
        if relative_uncertainty <= 0:
            return discovery_significance(s, b)
        spread = math.hypot(relative_uncertainty * b, background.error)
        return discovery_significance(s, b, background_uncertainty=spread)

    by_signal = _slope(lambda s: z(s, background.sum), signal.sum) * signal.error
    by_background = _slope(lambda b: z(signal.sum, b), background.sum) * background.error
    return Measured(
        value=z(signal.sum, background.sum), uncertainty=math.hypot(by_signal, by_background)
    )


def signal_over_root_background(signal: Yield, background: Yield) -> Measured:
    """Signal over root background, s / sqrt(b), with its simulation uncertainty.

    FiveSigmaError where `region_significance` refuses.
    """
    _check_region(signal, background)
    value = signal.sum / math.sqrt(background.sum)
    by_signal = signal.error / math.sqrt(background.sum)
    by_background = value * background.error / (2 * background.sum)
    return Measured(value=value, uncertainty=math.hypot(by_signal, by_background))


def _check_region(signal: Yield, background: Yield) -> None:
    if not background.sum > 0:
        problem = f"no background: {background.sum:g} events are expected"
    elif background.effective_count < MIN_EFFECTIVE_BACKGROUND:
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
