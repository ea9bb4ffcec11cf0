"""Write tests/vectors/measurement.json: scored events, their bins and what is expected of them.

    python tools/make_measurement_vectors.py

What the Decide stop of the page does with events that no model has seen: keep those above a
threshold, bin them, scale them to a luminosity, and take one uncertainty after the other into the
fit. Everything is computed by the package; beside the last significance stands that of pyhf.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.inference.likelihood.binning import score_edges
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.profile import (
    asimov_data,
    profile_fit,
    profile_significance,
    uncertainties,
)
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates, score_templates
from fivesigma.inference.likelihood.workspace import build_workspace
from fivesigma.learning.random import Random

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "measurement.json"
NAMES, IS_SIGNAL = ("background", "signal"), (False, True)
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Vectors = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Scored events; `down`, `up`: their scores when the missing momentum is scaled."""

    label: IntArray
    weight: FloatArray
    score: FloatArray
    down: FloatArray
    up: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Some of the samples' events, what is kept of them, and how well what matters is known."""

    name: str
    sample: str
    threshold: float
    n_bins_max: int
    factor: float
    background: float
    luminosity: float
    met_scale: float


def scored_events(seed: int, *, n_events: int, decimals: int) -> Events:
    """A fifth signal, at higher scores; a tenth of the background counts against."""
    random = Random(seed)
    uniform = np.array([random.uniform() for _ in range(4 * n_events)]).reshape(4, n_events)
    label = (uniform[0] < 0.2).astype(np.int64)
    score = np.where(label == 1, uniform[1] ** 0.5, uniform[1] ** 1.5).round(decimals)
    size = np.where(label == 1, 0.15, 0.5 + uniform[2])
    weight = np.where((label == 0) & (uniform[3] < 0.1), -size, size).round(4)
    moved = [(score + sign * 0.03 * score * (1 - score)).round(5) for sign in (-1, 1)]
    return Events(label=label, weight=weight, score=score, down=moved[0], up=moved[1])


SAMPLES = {
    "fine": scored_events(1, n_events=600, decimals=5),
    "tied": scored_events(2, n_events=400, decimals=1),
}


def all_cases() -> Iterator[Case]:
    """Many bins and one, ties, little background, more luminosity, everything or nothing known."""
    usual = Case(
        name="all events in six bins",
        sample="fine",
        threshold=0.0,
        n_bins_max=6,
        factor=1.0,
        background=0.1,
        luminosity=0.02,
        met_scale=0.02,
    )
    yield usual
    yield replace(usual, name="above a threshold", threshold=0.35, background=0.2)
    yield replace(usual, name="one bin", threshold=0.5, n_bins_max=1)
    yield replace(usual, name="300 times the luminosity", threshold=0.35, factor=300.0)
    yield replace(usual, name="scores with ties", sample="tied", threshold=0.2, factor=3.6)
    yield replace(usual, name="little background", threshold=0.9, n_bins_max=4)
    yield replace(usual, name="nothing uncertain", background=0.0, luminosity=0.0, met_scale=0.0)


def templates_of(case: Case, score: FloatArray, edges: FloatArray) -> Templates:
    """The kept events in bins, at the luminosity of the sample."""
    events, kept = SAMPLES[case.sample], score >= case.threshold
    return score_templates(
        score[kept],
        events.weight[kept],
        events.label[kept],
        edges=edges,
        names=NAMES,
        is_signal=IS_SIGNAL,
    )


def stairs_of(case: Case, nominal: Templates, down: Templates, up: Templates) -> list[Vectors]:
    """The expected significance and uncertainty of mu, with one uncertainty more each time."""
    shape = {
        name: (case.factor * low, case.factor * high)
        for name, low, high in zip(NAMES, down.sum, up.sum, strict=True)
    }
    sources = {
        "background": (case.background, normalisation("b", ["background"], case.background)),
        "luminosity": (case.luminosity, normalisation("luminosity", NAMES, case.luminosity)),
        "metScale": (case.met_scale, Systematic(name="metScale", shape=shape)),
    }
    scaled = replace(
        nominal, sum=case.factor * nominal.sum, sum_squares=case.factor**2 * nominal.sum_squares
    )
    exact = replace(scaled, sum_squares=np.zeros_like(scaled.sum_squares))
    known: list[Systematic] = []
    stairs = [_stair("statistics", exact, known), _stair("simulation", scaled, known)]
    for name, (size, source) in sources.items():
        if size > 0:
            known.append(source)
            stairs.append(_stair(name, scaled, known))
    workspace = build_workspace(scaled, known, observed=scaled.sum.sum(axis=0))
    stairs[-1]["z_of_pyhf"] = reference_fit(workspace).discovery_z
    return stairs


def _stair(step: str, templates: Templates, sources: list[Systematic]) -> Vectors:
    model = fit_model(templates, sources)
    best = profile_fit(model, asimov_data(model, mu=1.0))
    return {
        "step": step,
        "z": profile_significance(model),
        "mu_uncertainty": uncertainties(model, best).mu,
    }


def vector(case: Case) -> Vectors:
    """The case as plain numbers, with its bins and its stairs."""
    events = SAMPLES[case.sample]
    kept = events.score >= case.threshold
    edges = score_edges(
        events.score[kept], events.label[kept], events.weight[kept], n_bins_max=case.n_bins_max
    )
    nominal, down, up = (
        templates_of(case, score, edges) for score in (events.score, events.down, events.up)
    )
    return {
        **asdict(case),
        "edges": edges.tolist(),
        "sum": nominal.sum.tolist(),
        "sum_squares": nominal.sum_squares.tolist(),
        "stairs": stairs_of(case, nominal, down, up),
    }


def all_vectors() -> Vectors:
    """The samples and every case."""
    samples = {
        name: {column: values.tolist() for column, values in asdict(events).items()}
        for name, events in SAMPLES.items()
    }
    return {"samples": samples, "cases": [vector(case) for case in all_cases()]}


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors()) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
