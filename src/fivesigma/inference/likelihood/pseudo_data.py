"""Pseudo-data: what an experiment would count in a world that the student does not know.

The page and Python draw the same: frontend/src/model/pseudo.ts is the twin. The random numbers come
in as an object (fivesigma.learning.random.Random is one), since rooms do not know each other.
"""

import math
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.descent import Constraints, nominal_constraints
from fivesigma.inference.likelihood.model import FitModel, Parameters, expectation
from fivesigma.inference.likelihood.poisson import poisson_count
from fivesigma.inference.likelihood.profile import profile_fit
from fivesigma.inference.yields import FloatArray

STRENGTHS: Final = ((0.0, 0.4), (0.5, 0.1), (1.0, 0.3), (1.5, 0.1), (2.0, 0.1))
"""The menu of hidden signal strengths, each with its chance: 0 is a world without the signal."""

_FNV_OFFSET: Final = 0x811C9DC5
_FNV_PRIME: Final = 0x01000193
_UINT32: Final = 0xFFFFFFFF


class Draws(Protocol):
    """Where random numbers come from."""

    def uniform(self) -> float:
        """A number in [0, 1)."""
        ...

    def normal(self) -> float:
        """A number from the normal distribution with mean 0 and deviation 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenExperiment:
    """A world and what was counted in it: `truth` stays hidden, `counts` (n_bins,) are observed."""

    truth: Parameters
    counts: FloatArray


def experiment_seed(dataset: str, signal: str, experiment: int) -> int:
    """The seed of a pseudo-experiment, from 0 to 2**32 - 1: FNV-1a of its three names.

    http://www.isthe.com/chongo/tech/comp/fnv/

    >>> experiment_seed("atlas-dm", "DM_200", 1) == experiment_seed("atlas-dm", "DM_200", 2)
    False
    """
    code = _FNV_OFFSET
    for byte in f"{dataset}|{signal}|{experiment}".encode():
        code = ((code ^ byte) * _FNV_PRIME) & _UINT32
    return code


def hidden_experiment(model: FitModel, random: Draws) -> HiddenExperiment:
    """Draw a world, then count in it.

    In this order: the signal strength from STRENGTHS; each source from its constraint, 0 ± 1; the
    simulation's factors from theirs, 1 ± width, again where one is not above 0; last the counts,
    Poisson around what that world expects. A fit that takes the nominal constraints then meets
    sources that are off by as much as they may be.

    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> from fivesigma.learning.random import Random
    >>> model = fit_model(counting_templates((20.0, 1.0), (100.0, 4.0)), [])
    >>> hidden_experiment(model, Random(1)).counts.shape
    (1,)
    """
    mu = _strength(random.uniform())
    prior = nominal_constraints(model)
    alpha = np.array([random.normal() for _ in model.nuisances], dtype=np.float64)
    gamma = np.array([_positive(random, width) for width in prior.gamma_width.flat])
    truth = Parameters(mu=mu, alpha=alpha, gamma=gamma.reshape(prior.gamma_width.shape))
    return HiddenExperiment(truth=truth, counts=_counts(model, truth, random))


def _strength(drawn: float) -> float:
    cumulative = 0.0
    for strength, chance in STRENGTHS:
        cumulative += chance
        if drawn < cumulative:
            return strength
    return STRENGTHS[-1][0]


def _positive(random: Draws, width: float) -> float:
    """A factor from 1 ± width that is above 0."""
    factor = 1 + width * random.normal()
    while factor <= 0:
        factor = 1 + width * random.normal()
    return factor


def _counts(model: FitModel, at: Parameters, random: Draws) -> FloatArray:
    # A bin can hold a little negative signal, from negative weights: it then counts as none.
    expected = np.maximum(0.0, expectation(model, at).total)
    return np.array([float(poisson_count(mean, random.uniform)) for mean in expected])


def background_only_z(model: FitModel, without_signal: Parameters, random: Draws) -> float | None:
    """Discovery significance of one made-up experiment in a world without signal.

    `without_signal`: what the fit at mu = 0 found in the data, as is usual at the LHC
    (ATL-PHYS-PUB-2011-011); counts are drawn there, and what constrains each parameter is measured
    anew around it. None where the fit fails. FiveSigmaError unless its mu is 0.

    >>> from fivesigma.inference.likelihood.model import fit_model, nominal_parameters
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> from fivesigma.learning.random import Random
    >>> model = fit_model(counting_templates((20.0, 1.0), (100.0, 4.0)), [])
    >>> z = background_only_z(model, nominal_parameters(model, mu=0.0), Random(1))
    >>> z is not None and 0 <= z < 5
    True
    """
    if without_signal.mu != 0:
        msg = f"a world without signal has mu = 0, got {without_signal.mu:g}."
        raise FiveSigmaError(msg)
    measured = _measured_anew(nominal_constraints(model), without_signal, random)
    counts = _counts(model, without_signal, random)
    try:
        best = profile_fit(model, counts, constraints=measured)
        without = profile_fit(model, counts, mu=0.0, constraints=measured)
    except FiveSigmaError:
        return None
    return 0.0 if best.at.mu <= 0 else math.sqrt(max(0.0, without.deviance - best.deviance))


def _measured_anew(prior: Constraints, at: Parameters, random: Draws) -> Constraints:
    alpha = [a + w * random.normal() for a, w in zip(at.alpha, prior.alpha_width, strict=True)]
    spread = zip(at.gamma.flat, prior.gamma_width.flat, strict=True)
    gamma = np.array([g + w * random.normal() for g, w in spread])
    return replace(
        prior,
        alpha=np.array(alpha, dtype=np.float64),
        gamma=gamma.reshape(prior.gamma_width.shape),
    )
