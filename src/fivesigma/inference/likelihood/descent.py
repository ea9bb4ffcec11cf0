"""The way down to a minimum of the likelihood: iterated weighted least squares.

The simulation's gammas, one or two a bin, are eliminated by hand: seen by mu and the sources, they
only add their own variance to the Poisson variance of a bin.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.model import (
    Expectation,
    FitModel,
    Parameters,
    expectation,
    nominal_parameters,
)
from fivesigma.inference.yields import FloatArray

MAX_STEPS: Final = 500
MAX_HALVINGS: Final = 30
TOLERANCE: Final = 1e-7
"""A fit ends when the next step promises to lower the deviance + 1 by a smaller fraction."""


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
class Problem:
    """What a fit is given: `free` tells which of mu, alpha_1, alpha_2, ... it may move."""

    model: FitModel
    observed: FloatArray
    prior: Constraints
    free: npt.NDArray[np.int64]
    alpha_precision: FloatArray
    gamma_precision: FloatArray


def nominal_constraints(model: FitModel) -> Constraints:
    """The model's own: each alpha 0 ± 1, each gamma 1 ± the simulation's relative error.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> nominal_constraints(fit_model(templates, [])).gamma_width.tolist()
    [[0.02], [0.05]]
    """
    nominal = nominal_parameters(model, mu=1.0)
    return Constraints(
        alpha=nominal.alpha,
        alpha_width=np.ones(nominal.alpha.size),
        gamma=nominal.gamma,
        gamma_width=model.gamma_spread,
    )


def descend(problem: Problem, at: Parameters) -> ProfileFit:
    """The minimum that is reached from `at`, or from the nominal point if `at` is impossible.

    FiveSigmaError where that is impossible, too, and where no minimum is found.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> model = fit_model(templates, [])
    >>> problem = fit_problem(model, np.array([110.0]), nominal_constraints(model), mu_is_free=True)
    >>> round(descend(problem, nominal_parameters(model, mu=1.0)).at.mu, 3)
    0.5
    """
    prior = problem.prior
    for start in (at, Parameters(mu=at.mu, alpha=prior.alpha, gamma=prior.gamma)):
        at, expected = start, expectation(problem.model, start)
        deviance = _deviance(problem, expected, at)
        if math.isfinite(deviance):
            break
    else:
        msg = f"mu = {at.mu:g} expects no event or fewer in a bin. Take a larger mu."
        raise FiveSigmaError(msg)
    for n_steps in range(1, MAX_STEPS + 1):
        target, promised = _least_squares(problem, expected, at)
        if promised < TOLERANCE * (1 + deviance):
            return ProfileFit(at=at, deviance=deviance, n_steps=n_steps)
        at, expected, deviance = _downhill(problem, at, target, deviance)
    msg = (
        f"the fit did not converge in {MAX_STEPS} steps (mu = {at.mu:g}). Use fewer bins, or look "
        "for a shape variation that makes a bin negative."
    )
    raise FiveSigmaError(msg)


def fit_problem(
    model: FitModel, observed: FloatArray, prior: Constraints, *, mu_is_free: bool
) -> Problem:
    """What a fit has to solve; `prior`: the constraints, `mu_is_free`: not held where it starts.

    A parameter of width 0 has no term, and does not move.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> model = fit_model(templates, [])
    >>> prior = nominal_constraints(model)
    >>> fit_problem(model, np.array([110.0]), prior, mu_is_free=True).free.tolist()
    [0]
    """
    return Problem(
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


def _deviance(problem: Problem, expected: Expectation, at: Parameters) -> float:
    """-2 log of the likelihood over that of a perfect fit; infinite where a count is impossible."""
    total, observed = expected.total, problem.observed
    if not (total > 0).all():
        return math.inf
    log_ratio = np.log(np.where(observed > 0, observed, total) / total)
    poisson = np.sum(total - observed + observed * log_ratio)
    return float(2 * poisson) + _alpha_term(problem, at) + _gamma_term(problem, at)


def _alpha_term(problem: Problem, at: Parameters) -> float:
    return float(np.sum(problem.alpha_precision * (at.alpha - problem.prior.alpha) ** 2))


def _gamma_term(problem: Problem, at: Parameters) -> float:
    return float(np.sum(problem.gamma_precision * (at.gamma - problem.prior.gamma) ** 2))


def information_of(problem: Problem, slope: FloatArray, variance: FloatArray) -> FloatArray:
    """Information on the free parameters, the gammas eliminated; (n_free, n_free).

    `slope`: (n_free, n_bins); `variance`: of the bins, (n_bins,).

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> model = fit_model(templates, [])
    >>> problem = fit_problem(model, np.array([120.0]), nominal_constraints(model), mu_is_free=True)
    >>> information_of(problem, np.array([[20.0]]), np.array([100.0])).tolist()
    [[4.0]]
    """
    information: FloatArray = (slope / variance) @ slope.T
    information.flat[:: len(information) + 1] += np.append(0.0, problem.alpha_precision)[
        problem.free
    ]
    return information


def _least_squares(
    problem: Problem, expected: Expectation, at: Parameters
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
    information = information_of(problem, slope, variance)
    # Bending the other way, at most so much that a step still promises to go down.
    floor = -0.5 * np.append(0.0, problem.alpha_precision)[free]
    information.flat[:: len(information) + 1] += np.maximum(bent, floor)
    step = np.zeros(1 + at.alpha.size)
    step[free] = solve(information, slope @ (seen / variance) - pull)
    left = seen - step[free] @ slope
    target = Parameters(
        mu=at.mu + float(step[0]),
        alpha=at.alpha + step[1:],
        gamma=prior.gamma + leverage * (left / variance),
    )
    now = np.sum(residual**2 / poisson) + _alpha_term(problem, at) + _gamma_term(problem, at)
    return target, float(now - np.sum(left**2 / variance)) - _alpha_term(problem, target)


def solve(information: FloatArray, gradient: FloatArray) -> FloatArray:
    """The step that a gradient asks for; FiveSigmaError where it is not unique.

    >>> solve(np.array([[4.0]]), np.array([2.0])).tolist()
    [0.5]
    """
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
    problem: Problem, at: Parameters, target: Parameters, deviance: float
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
