"""The truth record: twelve thousand generated collisions that any detector may observe again.

A table holds what one detector saw. The record holds what there was to see, and which of the
detector's random numbers go with each collision, so that a changed setting is the only change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EMBEDDED_DATASET, EventTable
from fivesigma.data.truth_file import TruthFile, embedded_truth_file
from fivesigma.learning.split import hash_fold
from fivesigma.physics.features import compute_features
from fivesigma.physics.kinematics import FloatArray, IntArray
from fivesigma.physics.selection import is_kept, is_preselected, parse_cut
from fivesigma.simulation.detector import DetectorSettings, Draws, observe
from fivesigma.simulation.tries import draws_of
from fivesigma.simulation.truth import TruthEvents

TRIES_SEED = 20_203
MAX_COLLISIONS, MAX_TRIES = 1_000_000, 100
"""Most collisions of a process, and most tries of a collision, that have a number of their own."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TruthRecord:
    """Generated collisions with the random numbers that a detector sees them by, one row each.

    `process`: codes into `processes`. `truth_id`: as in the embedded tables. `weight`: expected
    events a row stands for if it passes the selection. `fold`: as in the tables.
    """

    processes: tuple[str, ...]
    process: npt.NDArray[np.uint8]
    truth_id: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    fold: npt.NDArray[np.uint8]
    truth: TruthEvents
    draws: Draws
    provenance: dict[str, str]

    def __repr__(self) -> str:
        """What is in it, in one line."""
        return f"{self.truth.n_events:,} generated collisions of {len(self.processes)} processes"


def embedded_truth() -> TruthRecord:
    """The record that ships with the package: simulated by this project, not by ATLAS.

    Its rows are chosen so that every level, every variation and detectors from perfect to poor are
    well covered. Observed by the whole detector, each process expects as many events as in the
    ATLAS set.

    >>> embedded_truth()
    12,114 generated collisions of 6 processes
    """
    return record_of(embedded_truth_file())


def record_of(file: TruthFile) -> TruthRecord:
    """The record in a file of generated collisions.

    >>> record_of(embedded_truth_file()).processes[:2]
    ('DM_200', 'DM_300')
    """
    columns = dict(file.columns)
    processes = tuple(file.provenance["processes"].split(", "))
    process, truth_id = columns.pop("process"), columns.pop("truth_id").astype(np.int64)
    weight = columns.pop("weight").astype(np.float64)
    numbers = try_numbers(process.astype(np.int64), truth_id, columns.pop("replica"))
    keys = [fold_key(processes[c], n) for c, n in zip(process, truth_id.tolist(), strict=True)]
    return TruthRecord(
        processes=processes,
        process=process,
        truth_id=truth_id,
        weight=weight,
        fold=hash_fold(keys),
        truth=_truth_of(columns),
        draws=draws_of(numbers, seed=TRIES_SEED),
        provenance=file.provenance,
    )


def observe_again(record: TruthRecord, settings: DetectorSettings) -> EventTable:
    """What a detector with these settings sees of the record, after the preselection.

    DataError where it sees no signal or no background at all.

    >>> from fivesigma.simulation.detector import DetectorSettings
    >>> table = observe_again(embedded_truth(), DetectorSettings(soft_noise=10.0))
    >>> table.dataset, table.processes[0], table.truth_id is None
    ('simulated-dm', 'DM_200', False)
    """
    seen = observe(record.truth, record.draws, settings)
    features = compute_features(seen.events)
    keep = is_preselected(features)
    row = seen.index[keep]
    kinds = {p.name: p.kind for p in load_catalogue().dataset(EMBEDDED_DATASET).processes}
    is_signal = np.array([kinds[name] == "signal" for name in record.processes], dtype=np.int8)
    return EventTable(
        dataset=EMBEDDED_DATASET,
        processes=record.processes,
        process=record.process[row],
        label=is_signal[record.process[row]],
        weight=record.weight[row],
        fold=record.fold[row],
        features={name: values[keep].astype(np.float32) for name, values in features.items()},
        truth_id=record.truth_id[row],
        provenance={**record.provenance, "detector": repr(settings)},
    )


def expected_rows(
    record: TruthRecord, settings: DetectorSettings, *, cuts: Sequence[str] = ()
) -> FloatArray:
    """Weight of each row of the record if it passes the selection, 0 if not: `(n_events,)`.

    `cuts`: beyond the preselection, text such as "met > 150"; FiveSigmaError on what is no cut.

    >>> record = embedded_truth()
    >>> weight = expected_rows(record, DetectorSettings())
    >>> round(float(weight[record.process == 0].sum()), 2)  # expected events of DM_200
    50.41
    """
    seen = observe(record.truth, record.draws, settings)
    features = compute_features(seen.events)
    keep = is_preselected(features)
    for cut in cuts:
        keep &= is_kept(parse_cut(cut), features)
    row = seen.index[keep]
    weight = np.zeros(record.truth.n_events)
    weight[row] = record.weight[row]
    return weight


def try_numbers(process: IntArray, truth_id: IntArray, replica: IntArray) -> IntArray:
    """The number under which `simulation.tries` has the random numbers of a try.

    `process`: code; `replica`: which try of that collision, below `MAX_TRIES`.

    >>> try_numbers(np.array([0, 1]), np.array([7, 7]), np.array([3, 0])).tolist()
    [703, 100000700]
    """
    return (process * MAX_COLLISIONS + truth_id) * MAX_TRIES + replica


def fold_key(process: str, truth_id: int) -> bytes:
    """What decides the fold of a row: its process and the collision it comes from.

    >>> fold_key("ZZ", 12)
    b'ZZ 12'
    """
    return f"{process} {truth_id}".encode()


def _truth_of(columns: dict[str, npt.NDArray[Any]]) -> TruthEvents:
    """The collisions; what no detector looks at is not in the file and stays 0."""
    n_events = len(columns["invisible_px"])
    momentum = np.stack([columns[f"lepton_{axis}"] for axis in ("px", "py", "pz")])
    nothing = np.zeros(n_events, dtype=np.float32)
    given = {
        # Electrons and muons of these energies are as good as massless.
        "lepton_energy": np.sqrt((momentum**2).sum(axis=0)),
        "soft_px": nothing,
        "soft_py": nothing,
        "cross_section_pb": np.zeros(n_events),
        **columns,
    }
    return TruthEvents(**{f.name: given[f.name] for f in fields(TruthEvents)})
