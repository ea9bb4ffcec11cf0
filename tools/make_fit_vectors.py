"""Write tests/vectors/fit.json: profile-likelihood fits that the page repeats to 1e-6.

    python tools/make_fit_vectors.py

Each case is a model, counts, and what `fivesigma.inference.likelihood.profile` makes of them;
beside it the significance that pyhf finds from its own starting point.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.inference.likelihood.limit import upper_limit
from fivesigma.inference.likelihood.model import FitModel, fit_model
from fivesigma.inference.likelihood.profile import (
    asimov_data,
    profile_fit,
    profile_significance,
    uncertainties,
)
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import (
    Systematic,
    background_normalisations,
    normalisation,
)
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.likelihood.workspace import build_workspace
from fivesigma.learning.random import Random

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "fit.json"
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A model, and counts to fit it to; None for its own expectation at mu = 1."""

    name: str
    templates: Templates
    systematics: tuple[Systematic, ...]
    observed: FloatArray | None


def _normal(random: Random, *shape: int) -> FloatArray:
    return np.array([random.normal() for _ in range(int(np.prod(shape)))]).reshape(shape)


def _templates(contents: FloatArray, relative_error: float) -> Templates:
    """The first process is the signal."""
    n_processes, n_bins = contents.shape
    return Templates(
        edges=np.linspace(0, 1, n_bins + 1),
        names=tuple(f"p{k}" for k in range(n_processes)),
        is_signal=tuple(k == 0 for k in range(n_processes)),
        sum=contents,
        sum_squares=(relative_error * contents) ** 2,
    )


def full_case(seed: int, *, n_bins: int, is_asimov: bool) -> Case:
    """Five processes and ten sources: two common ones, four normalisations, four shapes."""
    random = Random(seed)
    x = (np.arange(n_bins) + 0.5) / n_bins
    shapes = (
        12 * np.exp(-0.5 * ((x - 0.8) / 0.1) ** 2),
        400 * np.exp(-3 * x),
        200 * np.exp(-2 * x),
        60 * (1 - x) + 5,
        40 * np.exp(-x),
    )
    contents = np.array(shapes) * np.exp(0.2 * _normal(random, 5, 1))
    templates = _templates(contents, 0.07)
    sources = (
        normalisation("luminosity", templates.names, 0.02),
        normalisation("common", templates.names[1:], 0.03),
        *background_normalisations(templates, 0.15),
        *(_shape(f"shape {k}", templates, _normal(random, 3)) for k in range(4)),
    )
    expected = contents.sum(axis=0)
    observed = np.round(expected + np.sqrt(expected) * _normal(random, n_bins)).clip(0)
    return Case(
        name=f"{n_bins} bins, 10 sources, {'expectation' if is_asimov else 'counts'}",
        templates=templates,
        systematics=sources,
        observed=None if is_asimov else observed,
    )


def _shape(name: str, templates: Templates, size: FloatArray) -> Systematic:
    """A slope and a wave of a few per cent, smaller downwards."""
    x = np.arange(templates.sum.shape[1]) / templates.sum.shape[1]
    change = 0.05 * (size[0] * (x - 0.5) + size[1] * np.sin(6 * x + size[2]))
    rows = zip(templates.names, templates.sum, strict=True)
    return Systematic(
        name=name,
        shape={process: (row * (1 - 0.8 * change), row * (1 + change)) for process, row in rows},
    )


def small_cases() -> list[Case]:
    """What a few bins can do: no source, a deficit, an empty bin, one side only, no signal."""
    contents = np.array([[3.0, 8.0, 12.0], [90.0, 30.0, 6.0], [40.0, 10.0, 3.0]])
    templates = _templates(contents, 0.1)
    exact = _templates(contents, 0.0)
    three = background_normalisations(templates, 0.1)
    one_sided = Systematic(
        name="one-sided", shape={"p1": (contents[1] * [1, 1.05, 1.3], contents[1] * [1, 1.06, 1.4])}
    )
    both = Systematic(
        name="both",
        norm={"p1": (0.9, 1.2)},
        shape={"p1": (contents[1] * 0.95, contents[1] * [1.1, 1.0, 0.9])},
    )
    holed = np.array([[-0.5, 0.0, 20.0], [90.0, 30.0, 6.0]])
    far = normalisation("far", ["p1", "p2"], 0.02)
    rows: list[tuple[str, Templates, tuple[Systematic, ...], list[float] | None]] = [
        ("no source, no error", exact, (), [140.0, 50.0, 25.0]),
        ("simulation's errors alone", templates, (), None),
        ("normalisations, expectation", templates, three, None),
        ("normalisations, excess", templates, three, [130.0, 60.0, 40.0]),
        ("normalisations, deficit", templates, three, [130.0, 35.0, 5.0]),
        ("an empty bin", templates, three, [120.0, 40.0, 0.0]),
        ("a one-sided shape", templates, (*three, one_sided), [128.0, 45.0, 24.0]),
        ("norm and shape of one source", templates, (both,), [150.0, 44.0, 19.0]),
        ("bins without signal", _templates(holed, 0.1), (), [85.0, 31.0, 20.0]),
        ("far beyond one deviation", exact, (far,), [170.0, 60.0, 28.0]),
    ]
    return [
        Case(
            name=name,
            templates=of,
            systematics=sources,
            observed=None if counts is None else np.array(counts),
        )
        for name, of, sources, counts in rows
    ]


def vector(case: Case) -> Vectors:
    """The case as plain numbers, with its fit."""
    model = fit_model(case.templates, case.systematics)
    observed = asimov_data(model, mu=1.0) if case.observed is None else case.observed
    limit = upper_limit(model, observed)
    workspace = build_workspace(case.templates, case.systematics, observed=observed)
    return {
        "name": case.name,
        "is_signal": case.templates.is_signal,
        "sum": case.templates.sum.tolist(),
        "sum_squares": case.templates.sum_squares.tolist(),
        "systematics": [_plain_source(s, case.templates.names) for s in case.systematics],
        "observed": None if case.observed is None else observed.tolist(),
        "best": _plain_fit(model, observed, None),
        "without_signal": _plain_fit(model, observed, 0.0),
        "z": profile_significance(model, observed),
        "limit": {"observed": limit.observed, "expected": limit.expected},
        "z_of_pyhf": reference_fit(workspace).discovery_z,
    }


def _plain_source(source: Systematic, names: tuple[str, ...]) -> Vectors:
    return {
        "name": source.name,
        "norm": [[names.index(process), pair] for process, pair in source.norm.items()],
        "shape": [
            [names.index(process), [down.tolist(), up.tolist()]]
            for process, (down, up) in source.shape.items()
        ],
    }


def _plain_fit(model: FitModel, observed: FloatArray, mu: float | None) -> Vectors:
    fit = profile_fit(model, observed, mu=mu)
    plain = {
        "mu": fit.at.mu,
        "alpha": fit.at.alpha.tolist(),
        "gamma": fit.at.gamma.ravel().tolist(),
        "deviance": fit.deviance,
    }
    if mu is not None:
        return plain
    spread = uncertainties(model, fit)
    return plain | {
        "mu_uncertainty": spread.mu,
        "alpha_uncertainty": spread.alpha.tolist(),
        "gamma_uncertainty": spread.gamma.ravel().tolist(),
    }


def all_vectors() -> Vectors:
    """Small cases, and the model of the benchmark in two sizes."""
    full = [
        full_case(seed, n_bins=n_bins, is_asimov=is_asimov)
        for seed, n_bins in ((1, 20), (2, 8))
        for is_asimov in (True, False)
    ]
    return {"cases": [vector(case) for case in [*small_cases(), *full]]}


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
