"""Claim: the discovery significance of a whole model takes <= 2 ms, and is pyhf's to 1e-3.

    python benchmarks/slider_fit.py [--json]

24 random models of 20 bins, 5 processes and 10 nuisance parameters (two normalisations of several
processes, four of one each, four shapes, all asymmetric) with the statistics of the simulation in
every bin: 40 parameters more. Half of them look at their own expectation, half at Poisson counts.
Each significance is two fits, with and without signal. pyhf makes the same two from its own
starting point, NumPy and SciPy as installed. One thread each, CPU seconds, ours the best of several
rounds, so that a busy machine does not decide. For information the same without the simulation's
statistics, as some peers fit.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from claims import Claim, percentile, report
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.profile import profile_significance
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.likelihood.workspace import build_workspace

N_MODELS, N_BINS, N_ROUNDS, SEED = 24, 20, 20, 1
BUDGET_MS, WORST_DIFFERENCE = 2.0, 1e-3
NAMES = ("signal", "steep", "falling", "flat", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A model, and counts to fit it to."""

    templates: Templates
    systematics: tuple[Systematic, ...]
    observed: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Milliseconds of both for one case, and how far apart the significances are."""

    ours_ms: float
    peer_ms: float
    difference: float


def random_case(rng: np.random.Generator, *, is_asimov: bool) -> Case:
    """Yields, simulation statistics and sources drawn anew."""
    x = (np.arange(N_BINS) + 0.5) / N_BINS
    shapes = [
        12 * rng.uniform(0.3, 3) * np.exp(-0.5 * ((x - 0.8) / 0.1) ** 2),
        400 * np.exp(-3 * x),
        200 * np.exp(-2 * x),
        60 * (1 - x) + 5,
        40 * np.exp(-x),
    ]
    contents = np.array(shapes) * rng.uniform(0.7, 1.3, (len(NAMES), 1))
    templates = Templates(
        edges=np.linspace(0, 1, N_BINS + 1),
        names=NAMES,
        is_signal=tuple(name == "signal" for name in NAMES),
        sum=contents,
        sum_squares=(contents * rng.uniform(0.02, 0.2, contents.shape)) ** 2,
    )
    expected = contents.sum(axis=0)
    observed = expected if is_asimov else rng.poisson(expected).astype(np.float64)
    sources = (
        normalisation("luminosity", NAMES, 0.02),
        normalisation("common", NAMES[1:], 0.03),
        *(normalisation(f"norm of {n}", [n], rng.uniform(0.05, 0.3)) for n in NAMES[1:]),
        *(random_shape(f"shape {k}", templates, rng) for k in range(4)),
    )
    return Case(templates=templates, systematics=sources, observed=observed)


def random_shape(name: str, templates: Templates, rng: np.random.Generator) -> Systematic:
    """A wave or a slope of a few per cent on every process, up to a third smaller on one side."""
    x = (templates.edges[1:] + templates.edges[:-1]) / 2
    wave = rng.normal(0, 0.05) * np.sin(6 * x * rng.uniform(0.3, 1) + rng.uniform(0, 6))
    change = wave + rng.normal(0, 0.05) * (x - 0.5)
    smaller = rng.uniform(0.67, 1)
    rows = zip(templates.names, templates.sum, strict=True)
    shape = {process: (row * (1 - smaller * change), row * (1 + change)) for process, row in rows}
    return Systematic(name=name, shape=shape)


def without_statistics(case: Case) -> Case:
    """The same, as if the simulation had infinitely many events."""
    nothing = np.zeros_like(case.templates.sum_squares)
    return replace(case, templates=replace(case.templates, sum_squares=nothing))


def compare(case: Case) -> Timed:
    """Ours and pyhf's on one case; building the model is part of neither."""
    model = fit_model(case.templates, case.systematics)
    workspace = build_workspace(case.templates, case.systematics, observed=case.observed)
    z = profile_significance(model, case.observed)
    times = []
    for _ in range(N_ROUNDS):
        start = time.process_time()
        profile_significance(model, case.observed)
        times.append(time.process_time() - start)
    start = time.process_time()
    reference = reference_fit(workspace)
    peer_s = time.process_time() - start
    difference = abs(z - reference.discovery_z)
    return Timed(ours_ms=1e3 * min(times), peer_ms=1e3 * peer_s, difference=difference)


def claims_of(what: str, timed: Sequence[Timed], *, is_claimed: bool) -> list[Claim]:
    """Median time beside pyhf's, the slowest, and the largest difference."""
    peer_ms = percentile([one.peer_ms for one in timed], 50)
    return [
        Claim(
            name=f"{what}: significance, median of {len(timed)} models",
            value=percentile([one.ours_ms for one in timed], 50),
            unit="ms",
            budget=BUDGET_MS if is_claimed else None,
            peer=peer_ms,
            peer_name="pyhf",
        ),
        Claim(
            name=f"{what}: the slowest of them",
            value=max(one.ours_ms for one in timed),
            unit="ms",
            budget=BUDGET_MS if is_claimed else None,
        ),
        Claim(
            name=f"{what}: largest |Z - Z of pyhf|",
            value=max(one.difference for one in timed),
            unit="",
            budget=WORST_DIFFERENCE,
        ),
    ]


def measure() -> list[Claim]:
    """With the simulation's statistics, then without."""
    rng = np.random.default_rng(SEED)
    cases = [random_case(rng, is_asimov=i % 2 == 0) for i in range(N_MODELS)]
    with threadpool_limits(1):
        compare(cases[0])  # imports pyhf
        full = [compare(case) for case in cases]
        bare = [compare(without_statistics(case)) for case in cases]
    return [
        *claims_of(f"{N_BINS} bins x 5 x 10 and statistics", full, is_claimed=True),
        *claims_of("without statistics", bare, is_claimed=False),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
