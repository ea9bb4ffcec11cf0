"""Generate the truth events that the embedded dataset is made of (step 1 of 2; half an hour).

    python tools/make_truth.py --work <folder>

Needs the extra `simulate`. Each process is cut into chunks of 5,000 events with a seed of their
own; a chunk that exists is not made again. Step 2 is `tools/make_embedded.py`.
"""

import argparse
import hashlib
import json
import time
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from fivesigma.simulation.generator import GeneratorRun, generate
from fivesigma.simulation.processes import GENERATED_PROCESSES, GeneratedProcess
from fivesigma.simulation.truth import TruthEvents

CHUNK_EVENTS = 5_000
FIRST_SEED = 20_200_000
SEEDS_PER_PROCESS = 1_000
N_CHUNKS = {"DM_200": 3, "DM_300": 3, "ZZ": 3, "WW": 5, "WZ": 6, "ttbar": 12, "Zjets": 31}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of one process: which one, how many there are of it, and its seed."""

    process: GeneratedProcess
    index: int
    n_chunks: int
    seed: int

    @property
    def file_name(self) -> str:
        """Name of the chunk's file in the working folder."""
        return f"{self.process.name}-{self.index:03d}.npz"


def planned_chunks() -> list[Chunk]:
    """All chunks, every process growing at the same pace, so that one may stop early."""
    chunks = [
        Chunk(
            process=process,
            index=index,
            n_chunks=N_CHUNKS[process.name],
            seed=FIRST_SEED + SEEDS_PER_PROCESS * position + index,
        )
        for position, process in enumerate(GENERATED_PROCESSES)
        for index in range(N_CHUNKS[process.name])
    ]
    return sorted(chunks, key=lambda chunk: (chunk.index + 0.5) / chunk.n_chunks)


def save_run(run: GeneratorRun, path: Path, *, seed: int) -> None:
    """Write a run: columns in `path`, its books in a JSON file beside it."""
    columns = {field.name: getattr(run.truth, field.name) for field in fields(TruthEvents)}
    unfinished = path.with_suffix(".part.npz")
    np.savez_compressed(unfinished, **columns)
    books = {
        "seed": seed,
        "n_events": run.truth.n_events,
        "n_tried": run.n_tried,
        "cross_section_pb": run.cross_section_pb,
        "cross_section_error_pb": run.cross_section_error_pb,
        "sha256": hashlib.sha256(b"".join(c.tobytes() for c in columns.values())).hexdigest(),
    }
    path.with_suffix(".json").write_text(json.dumps(books, indent=1) + "\n")
    unfinished.rename(path)


def load_truth(path: Path) -> TruthEvents:
    """Read the columns of a chunk."""
    with np.load(path) as columns:
        return TruthEvents(**{field.name: columns[field.name] for field in fields(TruthEvents)})


def main() -> None:
    """Make the chunks that are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the truth files")
    work: Path = parser.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    for chunk in planned_chunks():
        path = work / chunk.file_name
        if path.exists():
            continue
        started_s = time.process_time()
        run = generate(chunk.process, n_events=CHUNK_EVENTS, seed=chunk.seed)
        save_run(run, path, seed=chunk.seed)
        rate = run.truth.n_events / (time.process_time() - started_s)
        print(f"{path.name}: {run.truth.n_events} of {run.n_tried} tried, {rate:.0f}/s", flush=True)


if __name__ == "__main__":
    main()
