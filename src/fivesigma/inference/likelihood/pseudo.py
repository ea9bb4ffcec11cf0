"""Pseudo-experiments: how often a stated uncertainty or significance is right."""

import math
from dataclasses import dataclass, replace

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.likelihood.descent import Constraints, nominal_constraints
from fivesigma.inference.likelihood.model import FitModel, expectation, nominal_parameters
from fivesigma.inference.likelihood.profile import profile_fit, uncertainties
from fivesigma.inference.yields import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudoExperiments:
    """Fits of made-up observations with signal strength `true_mu`; arrays (n_experiments,).

    `mu`, `uncertainty`: the fitted signal strength; `rise`: of the deviance from there to the true
    one; `z`: discovery significance, 0 where mu < 0.
    """

    true_mu: float
    mu: FloatArray
    uncertainty: FloatArray
    rise: FloatArray
    z: FloatArray


def pseudo_experiments(
    model: FitModel, *, mu: float, n_experiments: int, seed: int
) -> PseudoExperiments:
    """Draw counts and fit them, as if the experiment were made again and again.

    Counts are Poisson around the nominal expectation at `mu`. What constrains the nuisance
    parameters was measured, too, and is drawn anew in each experiment: the centre of every source
    from 0 ± 1, that of every gamma from 1 ± its width. FiveSigmaError where a fit fails, for
    n_experiments < 1 and for a `mu` that makes an expectation negative.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> toys = pseudo_experiments(fit_model(templates, []), mu=1.0, n_experiments=20, seed=1)
    >>> bool(0.7 < toys.mu.mean() < 1.3)
    True
    """
    if n_experiments < 1:
        msg = f"needs one pseudo-experiment or more, got {n_experiments}."
        raise FiveSigmaError(msg)
    expected = expectation(model, nominal_parameters(model, mu=mu)).total
    if not (expected >= 0).all():
        msg = f"mu = {mu:g} expects fewer than 0 events in a bin. Take a larger mu."
        raise FiveSigmaError(msg)
    rng = np.random.default_rng(seed)
    fits = [
        _one_fit(model, rng.poisson(expected).astype(np.float64), _measured_anew(model, rng), mu)
        for _ in range(n_experiments)
    ]
    fitted, uncertainty, rise, z = np.array(fits).T
    return PseudoExperiments(true_mu=mu, mu=fitted, uncertainty=uncertainty, rise=rise, z=z)


def _measured_anew(model: FitModel, rng: np.random.Generator) -> Constraints:
    prior = nominal_constraints(model)
    return replace(
        prior,
        alpha=rng.normal(prior.alpha, prior.alpha_width),
        gamma=rng.normal(prior.gamma, prior.gamma_width),
    )


def _one_fit(
    model: FitModel, observed: FloatArray, measured: Constraints, true_mu: float
) -> tuple[float, float, float, float]:
    """Fitted mu, its uncertainty, the rise of the deviance, and the discovery significance."""
    best = profile_fit(model, observed, constraints=measured)
    without = profile_fit(model, observed, mu=0.0, constraints=measured)
    truth = profile_fit(model, observed, mu=true_mu, constraints=measured)
    q0 = max(0.0, without.deviance - best.deviance) if best.at.mu > 0 else 0.0
    spread = uncertainties(model, best, constraints=measured)
    return best.at.mu, spread.mu, max(0.0, truth.deviance - best.deviance), math.sqrt(q0)


def coverage(toys: PseudoExperiments, *, n_sigma: float = 1.0, symmetric: bool = False) -> Measured:
    """Fraction of experiments whose interval holds the true mu, with its binomial uncertainty.

    The interval of `profile_interval`, or mu ± n_sigma uncertainty where `symmetric`; 0.683 is
    right for one standard deviation, 0.954 for two.

    >>> mu, one = np.array([0.5, 0.9, 1.0, 2.5]), np.ones(4)
    >>> toys = PseudoExperiments(true_mu=1.0, mu=mu, uncertainty=one, rise=2 * one, z=one)
    >>> print(coverage(toys), coverage(toys, symmetric=True))
    0.00 ± 0.00 0.75 ± 0.22
    """
    if symmetric:
        return fraction(np.abs(toys.mu - toys.true_mu) <= n_sigma * toys.uncertainty)
    return fraction(toys.rise <= n_sigma**2)


def false_alarms(toys: PseudoExperiments, *, z: float) -> Measured:
    """Fraction of experiments with a significance of `z` or more, with its binomial uncertainty.

    Without signal (true_mu = 0) the asymptotic formulae promise the Gaussian tail: 0.159 above 1,
    0.0228 above 2.

    >>> z, one = np.array([0.0, 0.0, 0.5, 1.2]), np.ones(4)
    >>> toys = PseudoExperiments(true_mu=0.0, mu=one, uncertainty=one, rise=one, z=z)
    >>> print(false_alarms(toys, z=1.0))
    0.25 ± 0.22
    """
    return fraction(toys.z >= z)


def fraction(passed: BoolArray) -> Measured:
    """Fraction that is True, with its binomial uncertainty; (n,).

    FiveSigmaError for none.

    >>> print(fraction(np.array([True, False])))
    0.50 ± 0.35
    """
    if passed.size == 0:
        msg = "a fraction needs one experiment or more."
        raise FiveSigmaError(msg)
    p = float(passed.mean())
    return Measured(value=p, uncertainty=math.sqrt(p * (1 - p) / passed.size))
