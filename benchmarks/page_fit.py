"""Claim: the page finds the significance of a whole model in <= 2 ms, so that it follows a slider.

    python benchmarks/page_fit.py [--json]

The 24 random models of `slider_fit.py` (20 bins, 5 processes, 10 sources and the statistics of the
simulation), two fits each, with and without signal; the best of several rounds. The peer is the
same algorithm in NumPy, one thread, which `slider_fit.py` holds to pyhf. Node runs the engine of
Chromium. For information the first call of all, before the engine has compiled anything.
"""

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from claims import Claim, percentile, report
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.profile import profile_significance
from in_node import BENCHMARKS, bundle_model
from slider_fit import N_BINS, N_MODELS, N_ROUNDS, SEED, Case, random_case

BUDGET_MS, WORST_DIFFERENCE = 2.0, 1e-6


def plain(case: Case) -> dict[str, Any]:
    """The case as the page's script reads it."""
    names = case.templates.names
    return {
        "is_signal": case.templates.is_signal,
        "sum": case.templates.sum.tolist(),
        "sum_squares": case.templates.sum_squares.tolist(),
        "observed": case.observed.tolist(),
        "systematics": [
            {
                "name": source.name,
                "norm": [[names.index(name), pair] for name, pair in source.norm.items()],
                "shape": [
                    [names.index(name), [down.tolist(), up.tolist()]]
                    for name, (down, up) in source.shape.items()
                ],
            }
            for source in case.systematics
        ],
    }


def in_page(cases: list[Case]) -> list[dict[str, float]]:
    """Significance and milliseconds of each case."""
    with tempfile.TemporaryDirectory() as folder:
        node = bundle_model(["fit"], Path(folder))
        file = Path(folder) / "cases.json"
        file.write_text(json.dumps([plain(case) for case in cases]), encoding="utf-8")
        command = [node, str(BENCHMARKS / "page_fit.mjs"), folder, str(file), str(N_ROUNDS)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: list[dict[str, float]] = json.loads(printed.stdout)
    return found


def in_python(case: Case) -> tuple[float, float]:
    """Significance and milliseconds of one case, in NumPy."""
    model = fit_model(case.templates, case.systematics)
    z, times = 0.0, []
    for _ in range(N_ROUNDS):
        start = time.perf_counter()
        z = profile_significance(model, case.observed)
        times.append(1e3 * (time.perf_counter() - start))
    return z, min(times)


def measure() -> list[Claim]:
    """All models in both."""
    rng = np.random.default_rng(SEED)
    cases = [random_case(rng, is_asimov=i % 2 == 0) for i in range(N_MODELS)]
    page = in_page(cases)
    with threadpool_limits(1):
        peer = [in_python(case) for case in cases]
    what = f"{N_BINS} bins x 5 x 10 and statistics"
    return [
        Claim(
            name=f"{what}: significance, median of {N_MODELS} models",
            value=percentile([one["ms"] for one in page], 50),
            unit="ms",
            budget=BUDGET_MS,
            peer=percentile([ms for _, ms in peer], 50),
            peer_name="NumPy",
        ),
        Claim(
            name=f"{what}: the slowest of them",
            value=max(one["ms"] for one in page),
            unit="ms",
            budget=BUDGET_MS,
        ),
        Claim(name=f"{what}: the very first call", value=page[0]["first_ms"], unit="ms"),
        Claim(
            name=f"{what}: largest |Z - Z of Python|",
            value=max(abs(one["z"] - z) for one, (z, _) in zip(page, peer, strict=True)),
            unit="",
            budget=WORST_DIFFERENCE,
        ),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
