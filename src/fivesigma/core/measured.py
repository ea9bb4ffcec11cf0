"""A number and how well it is known: what every result of this package is."""

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
        digits = 2 if abs(self.value) < 100 else 1
        return f"{self.value:.{digits}f} ± {self.uncertainty:.{digits}f}"
