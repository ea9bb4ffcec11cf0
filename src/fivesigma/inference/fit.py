"""The fit of the signal strength: what the histogram of a score says about mu."""

from dataclasses import dataclass

from fivesigma.core.measured import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """Where a nuisance parameter went: (fitted - expected) / prior spread, 0 ± 1 if nothing new."""

    name: str
    value: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Change of mu when a nuisance parameter is held one post-fit deviation up or down."""

    name: str
    up: float
    down: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """95 % upper limits on the signal strength by CLs.

    `expected`: without signal, at -2, -1, 0, +1, +2 standard deviations.
    """

    observed: float
    expected: tuple[float, float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FitResult:
    """Signal strength with its uncertainty, discovery significance, and what moved it.

    `pulls`: in the order of the model; `impacts`: the largest first. `is_asimov`: the data are the
    model's own expectation at mu = 1, so that every number is a median expectation.
    """

    mu: Measured
    discovery_z: float
    pulls: tuple[Pull, ...]
    impacts: tuple[Impact, ...]
    limit: Limit
    is_asimov: bool
