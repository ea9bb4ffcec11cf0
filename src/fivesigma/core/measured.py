"""A number and how well it is known: what every result of this package is."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`value` and its standard deviation `uncertainty`, in the same unit.

    >>> print(Measured(value=4.2, uncertainty=0.25))
    4.20 ± 0.25
    """

    value: float
    uncertainty: float

    def __str__(self) -> str:
        """Value and uncertainty to two decimals, or to three digits where both are large."""
        return self.rounded(2 if abs(self.value) < 100 else 1)

    def rounded(self, digits: int) -> str:
        """Both to `digits` decimals, and to more where the uncertainty would read 0.

        >>> Measured(value=0.7841, uncertainty=0.0113).rounded(3)
        '0.784 ± 0.011'
        >>> Measured(value=0.99831, uncertainty=0.00021).rounded(3)
        '0.9983 ± 0.0002'
        """
        if 0 < self.uncertainty < 0.5 * 10.0**-digits:
            digits = math.ceil(-math.log10(self.uncertainty))
        return f"{self.value:.{digits}f} ± {self.uncertainty:.{digits}f}"
