"""Write tests/vectors/pseudo.json: pseudo-data that the page draws count for count.

    python tools/make_pseudo_vectors.py

Poisson counts and intervals, hidden experiments with what is measured in them, and toys of a world
without signal.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from fivesigma.inference.likelihood.fit import fit_signal_strength
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.poisson import poisson_count, poisson_interval
from fivesigma.inference.likelihood.profile import profile_fit
from fivesigma.inference.likelihood.pseudo_data import (
    background_only_z,
    experiment_seed,
    hidden_experiment,
)
from fivesigma.inference.likelihood.systematics import background_normalisations, normalisation
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.learning.random import Random

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "pseudo.json"
Vectors = dict[str, Any]

MEANS = (0.0, 0.01, 0.7, 3.0, 15.9, 16.1, 100.0, 2500.0)
COUNTS = (0, 1, 4, 30, 250, 5000)
N_TOYS = 12
EXPERIMENTS = (1, 4, 8, 10, 14, 16, 30, 35)


def example_templates() -> Templates:
    """Two backgrounds and a signal in four bins, with the simulation's errors."""
    contents = np.array([[60.0, 25.0, 8.0, 3.0], [30.0, 10.0, 4.0, 1.0], [2.0, 6.0, 9.0, 11.0]])
    return Templates(
        edges=np.linspace(0, 1, 5),
        names=("WZ", "ZZ", "DM_200"),
        is_signal=(False, False, True),
        sum=contents,
        sum_squares=(0.15 * contents) ** 2,
    )


def poisson_vectors() -> Vectors:
    """Counts in the order in which they are drawn, and the intervals of some."""
    random = Random(7)
    return {
        "seed": 7,
        "drawn": [
            {"mean": mean, "counts": [poisson_count(mean, random.uniform) for _ in range(10)]}
            for mean in MEANS
        ],
        "intervals": [{"count": n, "interval": poisson_interval(n)} for n in COUNTS],
    }


def experiment_vector(experiment: int) -> Vectors:
    """One hidden experiment, what is measured in it, and toys without its signal."""
    templates = example_templates()
    sources = (
        normalisation("luminosity", templates.names, 0.02),
        *background_normalisations(templates, 0.1),
    )
    model = fit_model(templates, sources)
    seed = experiment_seed("atlas-dm", "DM_200", experiment)
    hidden = hidden_experiment(model, Random(seed))
    fitted = fit_signal_strength(templates, sources, observed=hidden.counts)
    without = profile_fit(model, hidden.counts, mu=0.0).at
    random = Random(experiment)
    return {
        "experiment": experiment,
        "seed": seed,
        "strength": hidden.truth.mu,
        "alpha": hidden.truth.alpha.tolist(),
        "gamma": hidden.truth.gamma.ravel().tolist(),
        "counts": hidden.counts.tolist(),
        "mu": fitted.mu.value,
        "uncertainty": fitted.mu.uncertainty,
        "interval": fitted.interval,
        "z": fitted.discovery_z,
        "limit": {"observed": fitted.limit.observed, "expected": fitted.limit.expected},
        "toys": [background_only_z(model, without, random) for _ in range(N_TOYS)],
    }


def all_vectors() -> Vectors:
    """Everything, with the model that the experiments share."""
    templates = example_templates()
    return {
        "poisson": poisson_vectors(),
        "is_signal": templates.is_signal,
        "sum": templates.sum.tolist(),
        "sum_squares": templates.sum_squares.tolist(),
        "luminosity": 0.02,
        "background": 0.1,
        "experiments": [experiment_vector(experiment) for experiment in EXPERIMENTS],
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
