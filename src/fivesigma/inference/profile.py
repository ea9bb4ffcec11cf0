"""A profile-likelihood fit that follows a slider: Fisher scoring, pyhf's likelihood, a millisecond.

Each step solves a weighted least-squares problem. The simulation's gammas, one or two a bin, are
eliminated by hand: seen by mu and the sources, they only add their own variance to the Poisson
variance of a bin.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.model import (
    Expectation,
    FitModel,
    Parameters,
    expectation,
    nominal_parameters,
)
from fivesigma.inference.workspace import check_observed
from fivesigma.inference.yields import FloatArray

MAX_STEPS: Final = 500
MAX_HALVINGS: Final = 30
TOLERANCE: Final = 1e-7
"""A fit ends when the next step promises to lower the deviance by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Gaussian terms of the likelihood: where they pull each parameter, and how wide they are.

    `alpha`, `alpha_width`: (n_nuisances,); `gamma`, `gamma_width`: (2, n_bins). A width of 0 holds
    the parameter at its centre.
    """

    alpha: FloatArray
    alpha_width: FloatArray
    gamma: FloatArray
    gamma_width: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFit:
    """The best point, its deviance (-2 log likelihood ratio to a perfect fit), the steps taken."""

    at: Parameters
    deviance: float
    n_steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainties:
    """Standard deviations at the best point: mu, alpha (n_nuisances,), gamma (2, n_bins)."""

    mu: float
    alpha: FloatArray
    gamma: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """What a fit is given: `free` tells which of mu, alpha_1, alpha_2, ... it may move."""

    model: FitModel
    observed: FloatArray
    prior: Constraints
    free: npt.NDArray[np.int64]
    alpha_precision: FloatArray
    gamma_precision: FloatArray


def nominal_constraints(model: FitModel) -> Constraints:
    """The model's own: each alpha 0 ± 1, each gamma 1 ± the simulation's relative error."""
    nominal = nominal_parameters(model, mu=1.0)
    return Constraints(
        alpha=nominal.alpha,
        alpha_width=np.ones(nominal.alpha.size),
        gamma=nominal.gamma,
        gamma_width=model.gamma_spread,
    )


def profile_fit(
    model: FitModel,
    observed: FloatArray,
    *,
    mu: float | None = None,
    constraints: Constraints | None = None,
    start: Parameters | None = None,
) -> ProfileFit:
    """Maximum of the likelihood over all parameters, or over the nuisances where `mu` is given.

    `observed`: counts (n_bins,), Asimov data with fractions included. `constraints`: the model's
    own if None. `start`: where to begin; a source that is nearly one-sided is also tried on its
    other side. FiveSigmaError for counts that do not fit the bins, and where the fit does not
    converge. Iterated weighted least squares ("Fisher scoring"), section 2.5 of McCullagh and
    Nelder, Generalized Linear Models (1989).

    >>> from fivesigma.inference.model import fit_model
    >>> from fivesigma.inference.templates import Templates
    >>> templates = Templates(
    ...     edges=np.array([0.0, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[100.0], [20.0]]),
    ...     sum_squares=np.array([[4.0], [1.0]]),
    ... )
    >>> round(profile_fit(fit_model(templates, []), np.array([110.0])).at.mu, 3)
    0.5
    """
    check_observed(observed, n_bins=model.n_bins)
    prior = constraints or nominal_constraints(model)
    problem = _problem(model, observed, prior, mu_is_free=mu is None)
    at = start or Parameters(mu=1.0, alpha=prior.alpha, gamma=prior.gamma)
    at = Parameters(
        mu=at.mu if mu is None else mu,
        alpha=np.where(prior.alpha_width > 0, at.alpha, prior.alpha),
        gamma=np.where(prior.gamma_width > 0, at.gamma, prior.gamma),
    )
    best = _descend(problem, at)
    for source in model.one_sided:
        mirrored = best.at.alpha.copy()
        mirrored[source] *= -1
        other = _descend(problem, replace(best.at, alpha=mirrored))
        best = min(best, other, key=lambda fit: fit.deviance)
    return best


def profile_significance(model: FitModel, observed: FloatArray | None = None) -> float:
    """Discovery significance sqrt(q0), in standard deviations; 0 where the best mu is below 0.

    `observed`: counts (n_bins,); without them the expectation at mu = 1, so that the result is the
    median expected significance. FiveSigmaError as from `profile_fit`. Eq. (12) and (53) of
    arXiv:1007.1727.

    >>> from fivesigma.inference.model import fit_model
    >>> from fivesigma.inference.templates import Templates
    >>> templates = Templates(
    ...     edges=np.array([0.0, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[100.0], [10.0]]),
    ...     sum_squares=np.array([[0.0], [0.0]]),
    ... )
    >>> round(profile_significance(fit_model(templates, [])), 3)  # as discovery_significance
    0.984
    """
    if observed is None:
        observed = asimov_data(model, mu=1.0)
    best = profile_fit(model, observed)
    without = profile_fit(model, observed, mu=0.0)
    if best.at.mu <= 0:
        return 0.0
    return math.sqrt(max(0.0, without.deviance - best.deviance))


def asimov_data(model: FitModel, *, mu: float) -> FloatArray:
    """The expected counts (n_bins,) at signal strength `mu`, as if they were observed."""
    return expectation(model, nominal_parameters(model, mu=mu)).total


def uncertainties(
    model: FitModel, fit: ProfileFit, *, constraints: Constraints | None = None
) -> Uncertainties:
    """Standard deviations of a fit's parameters, from the expected information at its best point.

    With mu free; that of a parameter held at its centre is 0. FiveSigmaError where mu cannot be
    told apart from the sources.

    >>> from fivesigma.inference.model import fit_model
    >>> from fivesigma.inference.templates import Templates
    >>> templates = Templates(
    ...     edges=np.array([0.0, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[80.0], [20.0]]),
    ...     sum_squares=np.array([[0.0], [0.0]]),
    ... )
    >>> model = fit_model(templates, [])
    >>> round(uncertainties(model, profile_fit(model, np.array([100.0]))).mu, 3)  # sqrt(100) / 20
    0.5
    """
    prior = constraints or nominal_constraints(model)
    problem = _problem(model, np.zeros(model.n_bins), prior, mu_is_free=True)
    expected = expectation(model, fit.at)
    by_gamma = (expected.by_class * prior.gamma_width) ** 2
    variance = expected.total + by_gamma.sum(axis=0)
    slope = expected.slope[problem.free]
    covariance = np.linalg.inv(_information(problem, slope, variance))
    spread = np.zeros(1 + prior.alpha.size)
    spread[problem.free] = np.sqrt(covariance.diagonal())
    of_theta = np.einsum("ib,ij,jb->b", slope, covariance, slope) / variance
    left = prior.gamma_width**2 * (1 - by_gamma / variance * (1 - of_theta))
    return Uncertainties(mu=float(spread[0]), alpha=spread[1:], gamma=np.sqrt(left))


def _descend(problem: _Problem, at: Parameters) -> ProfileFit:
    """The minimum that is reached from `at`."""
    expected = expectation(problem.model, at)
    deviance = _deviance(problem, expected, at)
    if math.isinf(deviance):
        msg = f"mu = {at.mu:g} expects no event or fewer in a bin. Take a larger mu."
        raise FiveSigmaError(msg)
    for n_steps in range(1, MAX_STEPS + 1):
        target, promised = _least_squares(problem, expected, at)
        if promised < TOLERANCE:
            return ProfileFit(at=at, deviance=deviance, n_steps=n_steps)
        at, expected, deviance = _downhill(problem, at, target, deviance)
    msg = (
        f"the fit did not converge in {MAX_STEPS} steps (mu = {at.mu:g}). Use fewer bins, or look "
        "for a shape variation that makes a bin negative."
    )
    raise FiveSigmaError(msg)


def _problem(
    model: FitModel, observed: FloatArray, prior: Constraints, *, mu_is_free: bool
) -> _Problem:
    return _Problem(
        model=model,
        observed=observed,
        prior=prior,
        free=np.flatnonzero(np.append(mu_is_free, prior.alpha_width > 0)),
        alpha_precision=_precision(prior.alpha_width),
        gamma_precision=_precision(prior.gamma_width),
    )


def _precision(width: FloatArray) -> FloatArray:
    """1 / width^2, and 0 where the width is 0: a parameter that is held has no term."""
    held = width == 0
    return np.where(held, 0.0, 1 / np.where(held, 1.0, width) ** 2)


def _deviance(problem: _Problem, expected: Expectation, at: Parameters) -> float:
    """-2 log of the likelihood over that of a perfect fit; infinite where a count is impossible."""
    total, observed = expected.total, problem.observed
    if not (total > 0).all():
        return math.inf
    log_ratio = np.log(np.where(observed > 0, observed, total) / total)
    poisson = np.sum(total - observed + observed * log_ratio)
    return float(2 * poisson) + _alpha_term(problem, at) + _gamma_term(problem, at)


def _alpha_term(problem: _Problem, at: Parameters) -> float:
    return float(np.sum(problem.alpha_precision * (at.alpha - problem.prior.alpha) ** 2))


def _gamma_term(problem: _Problem, at: Parameters) -> float:
    return float(np.sum(problem.gamma_precision * (at.gamma - problem.prior.gamma) ** 2))


def _information(problem: _Problem, slope: FloatArray, variance: FloatArray) -> FloatArray:
    """Expected information on the free parameters, the gammas eliminated."""
    information: FloatArray = (slope / variance) @ slope.T
    information.flat[:: len(information) + 1] += np.append(0.0, problem.alpha_precision)[
        problem.free
    ]
    return information


def _least_squares(
    problem: _Problem, expected: Expectation, at: Parameters
) -> tuple[Parameters, float]:
    """The best point of the linearised problem, and by how much it promises to lower the deviance.

    A bin's curvature is observed / total^2, or the expected 1 / total where that is more: it then
    counts as a measurement, with this precision, of total + slope d(theta) + by_class d(gamma).
    Each gamma is known to its width: eliminated, it adds (by_class width)^2 to the variance.
    """
    prior, free = problem.prior, problem.free
    poisson = expected.total / np.maximum(problem.observed / expected.total, 1.0)
    residual = (problem.observed / expected.total - 1) * poisson
    seen = residual + (expected.by_class * (at.gamma - prior.gamma)).sum(axis=0)
    leverage = expected.by_class * prior.gamma_width**2
    variance = poisson + (expected.by_class * leverage).sum(axis=0)
    slope = expected.slope[free]
    pull = np.append(0.0, problem.alpha_precision * (at.alpha - prior.alpha))[free]
    bent = expected.curvature[free] @ (1 - problem.observed / expected.total)
    information = _information(problem, slope, variance)
    # Bending the other way, at most so much that a step still promises to go down.
    floor = -0.5 * np.append(0.0, problem.alpha_precision)[free]
    information.flat[:: len(information) + 1] += np.maximum(bent, floor)
    step = np.zeros(1 + at.alpha.size)
    step[free] = _solve(information, slope @ (seen / variance) - pull)
    left = seen - step[free] @ slope
    target = Parameters(
        mu=at.mu + float(step[0]),
        alpha=at.alpha + step[1:],
        gamma=prior.gamma + leverage * (left / variance),
    )
    now = np.sum(residual**2 / poisson) + _alpha_term(problem, at) + _gamma_term(problem, at)
    return target, float(now - np.sum(left**2 / variance)) - _alpha_term(problem, target)


def _solve(information: FloatArray, gradient: FloatArray) -> FloatArray:
    try:
        step = np.linalg.solve(information, gradient)
    except np.linalg.LinAlgError:
        msg = (
            "the fit has no unique answer: the signal strength cannot be told apart from the "
            "sources of uncertainty. Use more bins, or give each source an effect."
        )
        raise FiveSigmaError(msg) from None
    return np.asarray(step, dtype=np.float64)


def _downhill(
    problem: _Problem, at: Parameters, target: Parameters, deviance: float
) -> tuple[Parameters, Expectation, float]:
    """The target, or as many halves of the way to it as it takes for the deviance not to rise."""
    rounding = 1e-12 + 1e-14 * float(problem.observed.sum())
    for _ in range(MAX_HALVINGS):
        expected = expectation(problem.model, target)
        lower = _deviance(problem, expected, target)
        if lower <= deviance + rounding:
            return target, expected, lower
        target = Parameters(
            mu=(at.mu + target.mu) / 2,
            alpha=(at.alpha + target.alpha) / 2,
            gamma=(at.gamma + target.gamma) / 2,
        )
    msg = (
        "the fit found no way down: a variation makes a bin negative near the best point. "
        "Merge bins, or use smaller variations."
    )
    raise FiveSigmaError(msg)
