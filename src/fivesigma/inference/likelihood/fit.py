"""The fit of the signal strength: what the histogram of a score says about mu."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.likelihood.descent import Constraints, ProfileFit, nominal_constraints
from fivesigma.inference.likelihood.interval import profile_interval
from fivesigma.inference.likelihood.limit import Limit, upper_limit
from fivesigma.inference.likelihood.model import FitModel, fit_model
from fivesigma.inference.likelihood.profile import (
    Uncertainties,
    asimov_data,
    profile_fit,
    uncertainties,
)
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import Systematic
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.likelihood.workspace import STATISTICS_NAMES, build_workspace
from fivesigma.inference.yields import FloatArray

AGREEMENT: Final = 1e-3
"""How closely pyhf must find the same significance."""


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
class FitResult:
    """Signal strength with its uncertainty, discovery significance, and what moved it.

    `mu`: with a symmetric uncertainty, a summary; `interval`: 68.3 %, where the deviance has risen
    by 1, which stays right where a bin expects few events. `pulls`: in the order of the model;
    `impacts`: the largest first. `is_asimov`: the data are the model's own expectation at mu = 1,
    so that every number is a median expectation.
    """

    mu: Measured
    interval: tuple[float, float]
    discovery_z: float
    pulls: tuple[Pull, ...]
    impacts: tuple[Impact, ...]
    limit: Limit
    is_asimov: bool


def fit_signal_strength(
    templates: Templates,
    systematics: Sequence[Systematic],
    *,
    observed: FloatArray | None = None,
    confidence: float = 0.95,
) -> FitResult:
    """Fit the signal strength mu: its value, what it owes to each source, how sure it is, a limit.

    `observed`: counts (n_bins,); without them the expectation at mu = 1 (Asimov data). The
    uncertainty of mu is that of the expected information; the significance is sqrt(q0), 0 where
    mu < 0. The fast fit finds everything; pyhf, started where that one ended, must confirm the
    significance. FiveSigmaError for templates, sources or counts that do not fit together, and
    where a fit fails or pyhf disagrees. arXiv:1007.1727; interpolation and constraints:
    HistFactory, CERN-OPEN-2012-016.

    >>> templates = Templates(
    ...     edges=np.array([0.0, 0.5, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[60.0, 20.0], [10.0, 40.0]]),
    ...     sum_squares=np.array([[3.0, 1.0], [2.0, 6.0]]),
    ... )
    >>> print(fit_signal_strength(templates, []).mu)
    1.00 ± 0.20
    """
    model = fit_model(templates, systematics)
    counts = asimov_data(model, mu=1.0) if observed is None else observed
    best = profile_fit(model, counts)
    without = profile_fit(model, counts, mu=0.0)
    q0 = max(0.0, without.deviance - best.deviance) if best.at.mu > 0 else 0.0
    workspace = build_workspace(templates, systematics, observed=counts)
    confirmed = reference_fit(
        workspace, start=_by_name(model, best), start_without_signal=_by_name(model, without)
    ).discovery_z
    if not abs(confirmed - np.sqrt(q0)) < AGREEMENT:
        msg = (
            f"two fits disagree: Z = {np.sqrt(q0):.4f}, pyhf {confirmed:.4f}. The likelihood may "
            "have several minima: look for variations that go the same way up and down."
        )
        raise FiveSigmaError(msg)
    spread = uncertainties(model, best)
    return FitResult(
        mu=Measured(value=best.at.mu, uncertainty=spread.mu),
        interval=profile_interval(model, counts, best, step=spread.mu),
        discovery_z=float(np.sqrt(q0)),
        pulls=_pulls(model, best, spread),
        impacts=_impacts(model, counts, best, spread),
        limit=upper_limit(model, counts, confidence=confidence),
        is_asimov=observed is None,
    )


def _by_name(model: FitModel, fit: ProfileFit) -> dict[str, npt.ArrayLike]:
    """The best point by the names of the workspace; a gamma without spread stays at 1."""
    gamma = np.where(model.gamma_spread > 0, fit.at.gamma, 1.0)
    return {
        "mu": fit.at.mu,
        **dict(zip(model.nuisances, fit.at.alpha, strict=True)),
        **dict(zip(STATISTICS_NAMES, gamma, strict=True)),
    }


def _gammas(model: FitModel) -> dict[str, tuple[int, int]]:
    """Class and bin of each gamma that may move, by its name."""
    return {
        f"{STATISTICS_NAMES[kind]}, bin {i + 1}": (int(kind), int(i))
        for kind, i in zip(*np.nonzero(model.gamma_spread), strict=True)
    }


def _pulls(model: FitModel, best: ProfileFit, spread: Uncertainties) -> tuple[Pull, ...]:
    values = zip(model.nuisances, best.at.alpha, spread.alpha, strict=True)
    sources = (_pull(name, value, error, 1.0) for name, value, error in values)
    gammas = (
        _pull(name, best.at.gamma[at] - 1, spread.gamma[at], model.gamma_spread[at])
        for name, at in _gammas(model).items()
    )
    return (*sources, *gammas)


def _pull(name: str, off: float, error: float, prior: float) -> Pull:
    value = Measured(value=float(off / prior), uncertainty=float(error / prior))
    return Pull(name=name, value=value)


def _impacts(
    model: FitModel, counts: FloatArray, best: ProfileFit, spread: Uncertainties
) -> tuple[Impact, ...]:
    """What each source and each gamma, held one deviation away, does to mu; the largest first."""
    prior, alpha, gamma = nominal_constraints(model), best.at.alpha, best.at.gamma

    def shift(held: Constraints) -> float:
        return profile_fit(model, counts, constraints=held, start=best.at).at.mu - best.at.mu

    held = {
        name: [_hold_alpha(prior, k, alpha[k] + sign * spread.alpha[k]) for sign in (-1, 1)]
        for k, name in enumerate(model.nuisances)
    }
    for name, at in _gammas(model).items():
        held[name] = [
            _hold_gamma(prior, at, gamma[at] + sign * spread.gamma[at]) for sign in (-1, 1)
        ]
    impacts = [Impact(name=name, down=shift(d), up=shift(u)) for name, (d, u) in held.items()]
    return tuple(sorted(impacts, key=lambda one: -max(abs(one.up), abs(one.down))))


def _hold_alpha(prior: Constraints, k: int, value: float) -> Constraints:
    alpha, width = prior.alpha.copy(), prior.alpha_width.copy()
    alpha[k], width[k] = value, 0.0
    return replace(prior, alpha=alpha, alpha_width=width)


def _hold_gamma(prior: Constraints, at: tuple[int, int], value: float) -> Constraints:
    gamma, width = prior.gamma.copy(), prior.gamma_width.copy()
    gamma[at], width[at] = value, 0.0
    return replace(prior, gamma=gamma, gamma_width=width)
