"""Made-up scored events and templates that several tests of inference/ need."""

import numpy as np
import numpy.typing as npt

from fivesigma.inference.likelihood.systematics import (
    Systematic,
    background_normalisations,
    normalisation,
)
from fivesigma.inference.likelihood.templates import Templates

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def scored_events(
    seed: int = 1, n_events: int = 4000
) -> tuple[FloatArray, IntArray, FloatArray, IntArray]:
    """Score, label, signed weight and part (0 to 4); the signal stands higher."""
    rng = np.random.default_rng(seed)
    label = (rng.random(n_events) < 0.2).astype(np.int64)
    score = np.where(label == 1, rng.beta(4, 2, n_events), rng.beta(2, 3, n_events))
    weight = np.where(label == 1, 0.05, 0.08 * np.where(rng.random(n_events) < 0.1, -1.0, 1.0))
    return score, label, weight, rng.integers(5, size=n_events)


def small_templates(rng: np.random.Generator, n_bins: int = 5) -> Templates:
    """Two backgrounds and a signal, with yields and simulation errors drawn anew."""
    x = (np.arange(n_bins) + 0.5) / n_bins
    contents = np.array([120 * np.exp(-2 * x), 60 - 40 * x, 25 * np.exp(-((x - 0.8) ** 2) / 0.05)])
    contents *= rng.uniform(0.6, 1.4, (3, 1))
    return Templates(
        edges=np.linspace(0, 1, n_bins + 1),
        names=("ZZ", "WZ", "DM_200"),
        is_signal=(False, False, True),
        sum=contents,
        sum_squares=(contents * rng.uniform(0.02, 0.15, contents.shape)) ** 2,
    )


def some_systematics(templates: Templates, rng: np.random.Generator) -> tuple[Systematic, ...]:
    """A normalisation a background, one of all, a shape of all and a shape that is also a norm."""
    x = (templates.edges[1:] + templates.edges[:-1]) / 2
    tilt = rng.uniform(0.05, 0.15) * (x - 0.5)
    wave = rng.uniform(0.03, 0.08) * np.sin(5 * x)
    rows = dict(zip(templates.names, templates.sum, strict=True))
    return (
        *background_normalisations(templates, rng.uniform(0.05, 0.2)),
        normalisation("luminosity", templates.names, 0.02),
        Systematic(
            name="scale",
            shape={n: (row * (1 - 0.7 * tilt), row * (1 + tilt)) for n, row in rows.items()},
        ),
        Systematic(
            name="tune",
            norm={"ZZ": (0.97, 1.05)},
            shape={"ZZ": (rows["ZZ"] * (1 - wave), rows["ZZ"] * (1 + wave))},
        ),
    )
