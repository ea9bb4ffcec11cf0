"""A profile-likelihood fit that follows a slider: pyhf's likelihood, in a millisecond."""

import math
from dataclasses import dataclass, replace

import numpy as np

from fivesigma.inference.likelihood.descent import (
    Constraints,
    ProfileFit,
    descend,
    fit_problem,
    information_of,
    nominal_constraints,
    solve,
)
from fivesigma.inference.likelihood.model import (
    FitModel,
    Parameters,
    expectation,
    nominal_parameters,
)
from fivesigma.inference.likelihood.workspace import check_observed
from fivesigma.inference.yields import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainties:
    """Standard deviations at the best point: mu, alpha (n_nuisances,), gamma (2, n_bins)."""

    mu: float
    alpha: FloatArray
    gamma: FloatArray


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

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> round(profile_fit(fit_model(templates, []), np.array([110.0])).at.mu, 3)
    0.5
    """
    check_observed(observed, n_bins=model.n_bins)
    prior = constraints or nominal_constraints(model)
    problem = fit_problem(model, observed, prior, mu_is_free=mu is None)
    at = start or Parameters(mu=1.0, alpha=prior.alpha, gamma=prior.gamma)
    at = Parameters(
        mu=at.mu if mu is None else mu,
        alpha=np.where(prior.alpha_width > 0, at.alpha, prior.alpha),
        gamma=np.where(prior.gamma_width > 0, at.gamma, prior.gamma),
    )
    best = descend(problem, at)
    for source in model.one_sided:
        mirrored = best.at.alpha.copy()
        mirrored[source] *= -1
        other = descend(problem, replace(best.at, alpha=mirrored))
        best = min(best, other, key=lambda fit: fit.deviance)
    return best


def profile_significance(model: FitModel, observed: FloatArray | None = None) -> float:
    """Discovery significance sqrt(q0), in standard deviations; 0 where the best mu is below 0.

    `observed`: counts (n_bins,); without them the expectation at mu = 1, so that the result is the
    median expected significance. FiveSigmaError as from `profile_fit`. Eq. (12) and (53) of
    arXiv:1007.1727.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((10.0, 0.0), (100.0, 0.0))
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
    """The expected counts (n_bins,) at signal strength `mu`, as if they were observed.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> asimov_data(fit_model(templates, []), mu=1.0).tolist()
    [120.0]
    """
    return expectation(model, nominal_parameters(model, mu=mu)).total


def uncertainties(
    model: FitModel, fit: ProfileFit, *, constraints: Constraints | None = None
) -> Uncertainties:
    """Standard deviations of a fit's parameters, from the expected information at its best point.

    With mu free; that of a parameter held at its centre is 0. FiveSigmaError where mu cannot be
    told apart from the sources.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 0.0), (80.0, 0.0))
    >>> model = fit_model(templates, [])
    >>> round(uncertainties(model, profile_fit(model, np.array([100.0]))).mu, 3)  # sqrt(100) / 20
    0.5
    """
    prior = constraints or nominal_constraints(model)
    problem = fit_problem(model, np.zeros(model.n_bins), prior, mu_is_free=True)
    expected = expectation(model, fit.at)
    by_gamma = (expected.by_class * prior.gamma_width) ** 2
    variance = expected.total + by_gamma.sum(axis=0)
    slope = expected.slope[problem.free]
    covariance = solve(information_of(problem, slope, variance), np.eye(problem.free.size))
    spread = np.zeros(1 + prior.alpha.size)
    spread[problem.free] = np.sqrt(covariance.diagonal())
    of_theta = np.einsum("ib,ij,jb->b", slope, covariance, slope) / variance
    left = prior.gamma_width**2 * (1 - by_gamma / variance * (1 - of_theta))
    return Uncertainties(mu=float(spread[0]), alpha=spread[1:], gamma=np.sqrt(left))
