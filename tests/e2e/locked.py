"""A choice that was locked at Decide, as the journal keeps it, and what Python makes of it."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from fivesigma.inference.likelihood.fit import FitResult, fit_signal_strength
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.pseudo_data import experiment_seed, hidden_experiment
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.learning.random import Random

BACKGROUND, SIGNAL = "background", "signal"


def locked_choice(dataset: str, *, experiment: int, signal: str = "DM_200") -> dict[str, Any]:
    """Five bins of a score at 10 fb-1, with every kind of uncertainty."""
    expected = {"value": 37.0, "uncertainty": 2.3}
    shift = {
        "size": 0.02,
        "signal": {"down": [5.0, 6.0, 7.0, 8.5, 9.3], "up": [5.2, 6.4, 7.6, 9.2, 9.7]},
        "background": {"down": [44, 21.4, 13.3, 8.4, 4.1], "up": [46, 22.5, 14.8, 9.7, 4.9]},
    }
    return {
        "attempt": 1,
        "lockedAt": "2026-01-02T03:04:05.678Z",
        "dataset": dataset,
        "signal": signal,
        "model": "network",
        "selection": "model",
        "threshold": 0.4,
        "thresholdFrom": "validation",
        "fragment": f"#stop=decide&data={dataset}&epochs=3",
        "network": None,
        "luminosity": 10,
        "factor": 1,
        "uncertain": {"background": 0.1, "luminosity": 0.02, "metScale": 0.02},
        "bins": {
            "edges": [0.4, 0.55, 0.65, 0.72, 0.8, 0.93],
            "signal": {"sum": [5.1, 6.2, 7.3, 8.9, 9.5], "sumSquares": [0.7, 0.9, 1.0, 1.3, 1.4]},
            "background": {"sum": [45, 22, 14, 9, 4.5], "sumSquares": [4, 2.1, 1.4, 0.9, 0.6]},
            "metShift": shift,
        },
        "expected": {
            "signal": expected,
            "background": {"value": 94.5, "uncertainty": 3.0},
            "z": {"value": 3.6, "uncertainty": 0.2},
            "mu": {"total": 0.33, "statistical": 0.29, "systematic": 0.15},
        },
        "before": {
            "nothing": {"kind": "value", "value": 1.6, "uncertainty": 0.1},
            "cuts": None,
        },
        "reason": "Best on validation <img src=x onerror=alert(1)>",
        "pseudoData": experiment,
    }


def journal_of(choice: dict[str, Any]) -> str:
    """The journal of a browser in which `choice` was locked and nothing else was done."""
    decision = {"locked": choice, "past": [], "nGivenUp": 0, "pseudoData": choice["pseudoData"]}
    return json.dumps({"decision": decision, "guesses": {"discover": "yes"}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the package says about the same choice and experiment."""

    strength: float
    counts: list[float]
    fit: FitResult


def as_python_has_it(choice: dict[str, Any]) -> Expected:
    """The hidden experiment drawn and fitted by the package, pyhf agreeing."""
    templates, sources = likelihood_of(choice)
    seed = experiment_seed(choice["dataset"], choice["signal"], choice["pseudoData"])
    hidden = hidden_experiment(fit_model(templates, sources), Random(seed))
    fit = fit_signal_strength(templates, sources, observed=hidden.counts)
    return Expected(strength=hidden.truth.mu, counts=hidden.counts.tolist(), fit=fit)


def likelihood_of(choice: dict[str, Any]) -> tuple[Templates, list[Systematic]]:
    """The locked bins as the package's templates, at the locked luminosity."""
    bins, factor, uncertain = choice["bins"], choice["factor"], choice["uncertain"]
    classes = [bins["background"], bins["signal"]]
    edges = bins["edges"] or [0.0, 1.0]
    templates = Templates(
        edges=np.array(edges),
        names=(BACKGROUND, SIGNAL),
        is_signal=(False, True),
        sum=factor * np.array([one["sum"] for one in classes], dtype=float),
        sum_squares=factor**2 * np.array([one["sumSquares"] for one in classes], dtype=float),
    )
    sources = []
    if uncertain["background"]:
        sources.append(normalisation(BACKGROUND, [BACKGROUND], uncertain["background"]))
    if uncertain["luminosity"]:
        sources.append(normalisation("luminosity", templates.names, uncertain["luminosity"]))
    if uncertain["metScale"] and bins["metShift"]:
        shape = {
            name: (
                factor * np.array(bins["metShift"][name]["down"], dtype=float),
                factor * np.array(bins["metShift"][name]["up"], dtype=float),
            )
            for name in (BACKGROUND, SIGNAL)
        }
        sources.append(Systematic(name="metScale", shape=shape))
    return templates, sources
