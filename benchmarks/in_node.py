"""Run the front end's model/ in Node, on a dataset made here: what the benchmarks share."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from fivesigma.data.columnar import encode_columnar
from fivesigma.data.table import EventTable

BENCHMARKS = Path(__file__).parent
FRONTEND = BENCHMARKS.parent / "frontend"


def made_up_table(n_events: int, n_features: int, n_processes: int) -> EventTable:
    """Events of normal features; the last process is the signal and depends on all of them."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n_features, n_events)).astype(np.float32)
    score = X[0] * X[1] + X[2:].sum(axis=0) / n_features + rng.normal(size=n_events)
    process = np.minimum(rng.integers(n_processes, size=n_events), n_processes - 2)
    process[score > 1.0] = n_processes - 1
    return EventTable(
        dataset="made-up",
        processes=tuple(f"process {code}" for code in range(n_processes)),
        process=process.astype(np.uint8),
        label=(process == n_processes - 1).astype(np.int8),
        weight=rng.normal(0.01, 0.01, size=n_events),
        fold=np.zeros(n_events, np.uint8),
        features={f"feature_{i}": values for i, values in enumerate(X)},
        truth_id=None,
        provenance={"source": "random numbers"},
    )


def run_in_node(
    script: str, modules: list[str], table: EventTable, folder: Path, *arguments: str
) -> Any:
    """Bundle `modules` of frontend/src/model, run benchmarks/`script`, and read what it prints.

    The script's arguments: folder of the bundles, file of the dataset, then `arguments`.
    """
    node = bundle_model(modules, folder)
    data = folder / "dataset.bin"
    data.write_bytes(encode_columnar(table))
    command = [node, str(BENCHMARKS / script), str(folder), str(data), *arguments]
    printed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return json.loads(printed.stdout)


def bundle_model(modules: list[str], folder: Path) -> str:
    """Bundle `modules` of frontend/src/model into `folder`, one .js each; the path of Node."""
    node = shutil.which("node")
    if node is None:
        msg = "this benchmark needs Node on the PATH"
        raise SystemExit(msg)
    rolldown = FRONTEND / "node_modules" / "rolldown" / "bin" / "cli.mjs"
    if not rolldown.exists():
        msg = "this benchmark needs the front end's tools: cd frontend && npm ci"
        raise SystemExit(msg)
    # Module by module, as `vite build` does for the page; our own files, our own arguments
    sources = [str(FRONTEND / "src" / "model" / f"{name}.ts") for name in modules]
    bundle = [node, str(rolldown), *sources, "--format", "esm", "--dir", str(folder)]
    subprocess.run(bundle, check=True, capture_output=True, cwd=FRONTEND)  # noqa: S603
    return node
