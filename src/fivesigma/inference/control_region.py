"""A background measured beside the search: the transfer factor, and the method of four regions."""

import math

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.yields import Yield


def transfer_factor(target: Yield, control: Yield) -> Measured:
    """Events of one process in the target region for each in the control region.

    Both from simulation, of different events, so that their errors are independent.
    FiveSigmaError unless both expect some.

    >>> target, control = (Yield(sum=x, sum_squares=x, count=9) for x in (5.0, 20.0))
    >>> print(transfer_factor(target, control))
    0.25 ± 0.12
    """
    _check_positive(target=target.sum, control=control.sum)
    factor = target.sum / control.sum
    relative = math.hypot(target.error / target.sum, control.error / control.sum)
    return Measured(value=factor, uncertainty=factor * relative)


def transferred_background(observed: float, others: Measured, factor: Measured) -> Measured:
    """A background in the target region: factor x (count in the control region - all others).

    `observed`: the count, with its Poisson error sqrt(n); `others`: what other processes are
    expected to add to it; `factor`: as `transfer_factor` gives it. FiveSigmaError for a count that
    is not positive, or not above the others.

    >>> others = Measured(value=20.0, uncertainty=2.0)
    >>> factor = Measured(value=0.25, uncertainty=0.05)
    >>> print(transferred_background(64.0, others, factor))
    11.00 ± 3.01
    """
    _check_positive(count=observed, **{"count beyond the others": observed - others.value})
    found = observed - others.value
    spread = math.hypot(math.sqrt(observed), others.uncertainty)
    value = factor.value * found
    return Measured(
        value=value, uncertainty=math.hypot(factor.value * spread, factor.uncertainty * found)
    )


def four_regions(beside_target: Yield, beside_control: Yield, control: Yield) -> Measured:
    """The target region by ABCD: A = B x C / D, for two variables that know nothing of each other.

    `beside_target` (B): as the target in the second variable, outside in the first; `control` (C):
    as the target in the first, outside in the second; `beside_control` (D): outside in both. All
    of different events. FiveSigmaError unless all expect some.

    >>> b, d, c = (Yield(sum=x, sum_squares=x, count=9) for x in (10.0, 40.0, 20.0))
    >>> print(four_regions(b, d, c))
    5.00 ± 2.09
    """
    _check_positive(B=beside_target.sum, D=beside_control.sum, C=control.sum)
    value = beside_target.sum * control.sum / beside_control.sum
    relative = math.hypot(
        *(region.error / region.sum for region in (beside_target, beside_control, control))
    )
    return Measured(value=value, uncertainty=value * relative)


def _check_positive(**yields: float) -> None:
    for name, value in yields.items():
        if not value > 0:
            msg = f"the {name} must be positive, got {value:g}. Take a wider control region."
            raise FiveSigmaError(msg)
