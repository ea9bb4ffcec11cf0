"""Measure how often the stated uncertainties of inference/ are right; docs/explain/inference.md.

    python tools/coverage_of_fit.py [--experiments 10000]

Everything is made up and seeded: a score histogram of four backgrounds and a signal with the yields
and the simulation statistics of the ATLAS dark-matter set, so that the truth is known.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import beta

from fivesigma.core.measured import Measured
from fivesigma.inference.likelihood.model import FitModel, fit_model
from fivesigma.inference.likelihood.profile import profile_significance
from fivesigma.inference.likelihood.pseudo import (
    coverage,
    false_alarms,
    fraction,
    pseudo_experiments,
)
from fivesigma.inference.likelihood.systematics import (
    Systematic,
    background_normalisations,
    normalisation,
)
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.significance import region_significance
from fivesigma.inference.threshold import ThresholdChoice, choose_threshold, cross_chosen_region
from fivesigma.inference.yields import Yield, yield_of

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Sample = tuple[FloatArray, IntArray, FloatArray]
"""Score, label and weight of simulated events."""

RELATIVE_UNCERTAINTY: Final = 0.1
N_PARTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A process: how many rows a simulation of it has, their weights, and where the score lies.

    A weight is `weight` times 1 or -1; `negative` is the fraction of the latter. The score follows
    a beta distribution with these two `shape` parameters.
    """

    name: str
    n_rows: float
    weight: float
    negative: float
    shape: tuple[float, float]

    @property
    def expected(self) -> float:
        """Sum of weights, on average."""
        return self.n_rows * self.weight * (1 - 2 * self.negative)

    def above(self, threshold: float | FloatArray) -> FloatArray:
        """Fraction of the events with a score of `threshold` or more."""
        return np.asarray(beta.sf(threshold, *self.shape), dtype=np.float64)


# Rows that are worth as much as the real ones (n_eff), for yields and fractions as in the real set.
SIGNAL: Final = Population(
    name="signal", n_rows=333, weight=50.3 / 333, negative=0.0, shape=(5.0, 2.0)
)
BACKGROUNDS: Final = tuple(
    Population(
        name=name,
        n_rows=n_effective / (1 - 2 * negative) ** 2,
        weight=expected * (1 - 2 * negative) / n_effective,
        negative=negative,
        shape=shape,
    )
    for name, expected, n_effective, negative, shape in (
        ("Non-resonant_ll", 80.7, 815, 0.0, (1.0, 3.0)),
        ("Z+jets", 49.4, 168, 0.046, (1.0, 4.0)),
        ("WZ", 33.9, 2051, 0.116, (2.0, 2.5)),
        ("ZZ", 83.9, 2075, 0.116, (2.5, 2.5)),
    )
)


def made_up_model(n_bins: int = 10) -> FitModel:
    """The histogram of the populations with 10 % on each background, 2 % on all, and a shape."""
    edges = np.linspace(0, 1, n_bins + 1)
    processes = (*BACKGROUNDS, SIGNAL)
    shares = np.array([-np.diff(process.above(edges)) for process in processes])
    contents = shares * np.array([[process.expected] for process in processes])
    squares = shares * np.array([[p.n_rows * p.weight**2] for p in processes])
    names = tuple(process.name for process in processes)
    templates = Templates(
        edges=edges,
        names=names,
        is_signal=tuple(process is SIGNAL for process in processes),
        sum=contents,
        sum_squares=squares,
    )
    tilt = 0.1 * (edges[:-1] + edges[1:] - 1)
    shape = {
        n: (row * (1 - tilt), row * (1 + tilt)) for n, row in zip(names, contents, strict=True)
    }
    sources = (
        *background_normalisations(templates, RELATIVE_UNCERTAINTY),
        normalisation("luminosity", names, 0.02),
        Systematic(name="energy scale", shape=shape),
    )
    return fit_model(templates, sources)


def simulate(rng: np.random.Generator) -> Sample:
    """One simulation of all processes: score, label and signed weight of its events."""
    scores, labels, weights = [], [], []
    for process in (*BACKGROUNDS, SIGNAL):
        n_rows = rng.poisson(process.n_rows)
        scores.append(rng.beta(*process.shape, size=n_rows))
        labels.append(np.full(n_rows, int(process is SIGNAL)))
        weights.append(process.weight * np.where(rng.random(n_rows) < process.negative, -1.0, 1.0))
    return np.concatenate(scores), np.concatenate(labels), np.concatenate(weights)


def true_z(thresholds: tuple[float, ...], relative_uncertainty: float) -> float:
    """Significance of the region in the populations themselves, an equal part at each threshold."""
    at = np.array(thresholds)

    def population_yield(*processes: Population) -> Yield:
        share = [float(process.above(at).mean()) for process in processes]
        return Yield(
            sum=sum(s * p.expected for s, p in zip(share, processes, strict=True)),
            sum_squares=sum(
                s * p.n_rows * p.weight**2 for s, p in zip(share, processes, strict=True)
            ),
            count=0,
        )

    return region_significance(
        population_yield(SIGNAL),
        population_yield(*BACKGROUNDS),
        relative_uncertainty=relative_uncertainty,
    ).value


def fixed(sample: Sample, part: IntArray, relative: float) -> ThresholdChoice:
    """A threshold of 0.6 that nothing chose; `part` does not matter."""
    score, label, weight = sample
    kept = score >= 0.6
    signal, background = (yield_of(weight[kept & (label == kind)]) for kind in (1, 0))
    return ThresholdChoice(
        thresholds=(0.6,) * len(np.unique(part)),
        signal=signal,
        background=background,
        significance=region_significance(signal, background, relative_uncertainty=relative),
    )


def cross_chosen(sample: Sample, part: IntArray, relative: float) -> ThresholdChoice:
    """The threshold of each part chosen by the other parts."""
    return cross_chosen_region(*sample, part, relative_uncertainty=relative)


def chosen_on_the_same(sample: Sample, part: IntArray, relative: float) -> ThresholdChoice:
    """The best threshold on the events that judge it; `part` does not matter."""
    choice = choose_threshold(*sample, relative_uncertainty=relative)
    return replace(choice, thresholds=choice.thresholds * len(np.unique(part)))


JUDGES: Final = {
    "threshold fixed": fixed,
    "threshold cross-chosen": cross_chosen,
    "threshold chosen on the same events": chosen_on_the_same,
}


def fit_rows(n_experiments: int) -> Iterator[tuple[str, Measured, float]]:
    """Coverage of mu ± its uncertainty, false alarms, and the median significance."""
    model = made_up_model()
    for mu in (0.0, 1.0, 2.0):
        toys = pseudo_experiments(model, mu=mu, n_experiments=n_experiments, seed=round(mu) + 1)
        for n_sigma in (1.0, 2.0):
            right = float(1 - 2 * ndtr(-n_sigma))
            for symmetric, name in ((False, "likelihood interval"), (True, "mu ± uncertainty")):
                found = coverage(toys, n_sigma=n_sigma, symmetric=symmetric)
                yield f"mu = {mu:g}: {name}, {n_sigma:g} sigma", found, right
        if mu == 0.0:
            for z in (1.0, 2.0, 3.0):
                yield f"no signal: Z of {z:g} or more", false_alarms(toys, z=z), float(ndtr(-z))
        if mu == 1.0:
            # Spread of a sample median: sqrt(pi / 2) that of the mean.
            error = float(toys.z.std() * np.sqrt(np.pi / 2 / toys.z.size))
            median = Measured(value=float(np.median(toys.z)), uncertainty=error)
            yield "mu = 1: median Z, beside the expected one", median, profile_significance(model)


def region_rows(n_simulations: int) -> Iterator[tuple[str, Measured, float]]:
    """Coverage of the ± of a region's significance, for fixed and for chosen thresholds."""
    rng = np.random.default_rng(10)
    samples = [simulate(rng) for _ in range(n_simulations)]
    parts = [rng.integers(N_PARTS, size=score.size) for score, _, _ in samples]
    for relative in (0.0, RELATIVE_UNCERTAINTY):
        for name, judge in JUDGES.items():
            found = [
                judge(sample, part, relative) for sample, part in zip(samples, parts, strict=True)
            ]
            z = np.array([region.significance.value for region in found])
            error = np.array([region.significance.uncertainty for region in found])
            off = z - np.array([true_z(region.thresholds, relative) for region in found])
            label = f"{100 * relative:g} %, {name}"
            mean = Measured(
                value=float(off.mean()), uncertainty=float(off.std() / np.sqrt(off.size))
            )
            yield f"{label}: true Z within the ±", fraction(np.abs(off) <= error), 0.6827
            yield f"{label}: Z too large by", mean, 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--experiments", type=int, default=10_000)
    chosen = parser.parse_args()
    for rows in (fit_rows(chosen.experiments), region_rows(chosen.experiments // 5)):
        for name, found, right in rows:
            print(f"{name}: {found.value:.4f} ± {found.uncertainty:.4f} (right: {right:.4f})")
