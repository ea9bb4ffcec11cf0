"""Claim: at the stop Decide everything follows a slider within one frame, a fit in <= 2 ms.

    python benchmarks/page_decide.py [--json]

The measurements of tests/vectors/measurement.json, up to six bins with all uncertainties, in Node,
the engine of Chromium; the best of several rounds. One move of a slider computes every bar, each
with its uncertainty, and the curve against the luminosity, 32 points with two significances each.
The significances must be those of the Python package, which is held to pyhf.
"""

import json
import subprocess
import tempfile
from pathlib import Path

from claims import Claim, report
from in_node import BENCHMARKS, bundle_model

VECTORS = BENCHMARKS.parent / "tests" / "vectors" / "measurement.json"
N_ROUNDS = 20
ONE_FIT_MS, ONE_FRAME_MS, WORST_DIFFERENCE = 2.0, 16.0, 1e-6


def in_page() -> list[dict[str, float]]:
    """Significance and milliseconds of each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        node = bundle_model(["measurement", "stairs"], Path(folder))
        script = str(BENCHMARKS / "page_decide.mjs")
        command = [node, script, folder, str(VECTORS), str(N_ROUNDS)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: list[dict[str, float]] = json.loads(printed.stdout)
    return found


def measure() -> list[Claim]:
    """The slowest measurement counts."""
    page = in_page()
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
    expected = [case["stairs"][-1]["z"] for case in cases]
    return [
        Claim(
            name="one significance (two fits), the slowest measurement",
            value=max(one["one_ms"] for one in page),
            unit="ms",
            budget=ONE_FIT_MS,
        ),
        Claim(
            name="one move of a slider: all bars, their uncertainties and the curve",
            value=max(one["stairs_ms"] + one["curve_ms"] for one in page),
            unit="ms",
            budget=ONE_FRAME_MS,
        ),
        Claim(
            name="largest |Z - Z of Python|",
            value=max(abs(one["z"] - z) for one, z in zip(page, expected, strict=True)),
            unit="",
            budget=WORST_DIFFERENCE,
        ),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
