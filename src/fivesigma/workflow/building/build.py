"""All tasks, wherever they run, into one table of events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.version import __version__
from fivesigma.data.json_record import from_json, to_json
from fivesigma.data.table import EventTable, save_table_parts
from fivesigma.data.table_facts import LABELS
from fivesigma.data.trees.executors import run_tasks
from fivesigma.data.trees.parts import (
    Columns,
    drop_parts,
    has_part,
    load_part,
    parts_folder,
    save_part,
)
from fivesigma.physics.analyses.menu import analysis_of
from fivesigma.physics.analyses.record import Analysis
from fivesigma.workflow.building.duplicates import Duplicates, check_duplicates
from fivesigma.workflow.building.facts import Described, described
from fivesigma.workflow.building.part import build_part
from fivesigma.workflow.building.plan import look_at, tasks_of, workers_for
from fivesigma.workflow.building.record import (
    CutFlow,
    Normalisation,
    Part,
    PartRecord,
    Source,
    Task,
)
from fivesigma.workflow.building.sums import cut_flows

ROWS_AT_A_TIME: Final = 200_000
"""Rows of a row group: enough to be packed well, few enough to be in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came out: the table's file, its rows, and how they came to be.

    `has_both_classes`: it holds simulated signal and background, so that one can learn from it.
    """

    path: str
    analysis: str
    schema: str
    n_read: int
    n_events: int
    n_duplicates: int
    has_both_classes: bool
    flows: tuple[CutFlow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A table that is wanted. `signals`: processes that count as signal, beside the known ones.

    `drop_duplicates`: keep only the first of collisions that are in two files. `scheduler`: address
    of a Dask scheduler or a client of one; None for `workers` processes of this machine.
    """

    analysis: str
    sources: tuple[Source, ...]
    output: Path
    signals: tuple[str, ...] = ()
    normalisation: Normalisation = field(default_factory=Normalisation)
    drop_duplicates: bool = False
    workers: int = 1
    scheduler: Any = None


def build_table(request: Request, progress: Callable[[int, int], None] | None = None) -> Built:
    """ROOT files → selection → variables → one Parquet table, in the order of the files.

    The result is the same to the last bit wherever it was made. Finished parts are kept beside the
    output until the table is there, so that the same command goes on where another one stopped.
    `progress(done, all)` counts collisions. DataError, naming the file, on anything that does not
    fit; no table is left then.

    >>> nothing = Request(analysis="dimuon", sources=(Source(path="no.root"),), output=Path("t"))
    >>> build_table(nothing)
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no.root; fetch it first.
    """
    analysis = analysis_of(request.analysis)
    workers = workers_for(request.sources, request.workers)
    files = look_at(request.sources, analysis, workers=workers, scheduler=request.scheduler)
    tasks = tasks_of(files, request.sources, analysis, request.normalisation)
    folder = parts_folder(request.output)
    _do_all(tasks, folder, replace(request, workers=workers), progress)
    records = {key: _record_of(folder, key) for key in tasks}
    flows = cut_flows(list(records.values()))
    n_kept = sum(record.n_kept for record in records.values())
    if not n_kept:
        last = "; ".join(f"{cut.cut}: {cut.n_events:,}" for flow in flows for cut in flow.cuts)
        drop_parts(folder)
        msg = (
            f"no collision of {', '.join(source.path for source in request.sources)} passes the "
            f"selection of {analysis.name} ({last}); no table was written."
        )
        raise DataError(msg)
    paths = [task.file.path for task in tasks.values()]
    duplicates = check_duplicates(folder, list(tasks), paths, drop=request.drop_duplicates)
    facts = described(analysis, files, flows, request.signals, request.normalisation)
    n_written = save_table_parts(
        _tables(folder, records, analysis, facts, duplicates), request.output
    )
    drop_parts(folder)
    return Built(
        path=str(request.output),
        analysis=analysis.name,
        schema=files[0].schema,
        n_read=sum(file.n_events for file in files),
        n_events=n_written,
        n_duplicates=n_kept - n_written,
        has_both_classes={"signal", "background"} <= {p.kind for p in facts.facts.processes},
        flows=flows,
        notes=tuple(dict.fromkeys(n for record in records.values() for n in record.notes)),
    )


def _do_all(
    tasks: dict[str, Task],
    folder: Path,
    request: Request,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Do what is not done yet; a failure says what is kept."""
    left = {key: task for key, task in tasks.items() if not has_part(folder, key)}
    n_all = sum(_size(task) for task in tasks.values())
    n_done = n_all - sum(_size(task) for task in left.values())
    results = run_tasks(build_part, left, workers=request.workers, scheduler=request.scheduler)
    try:
        for key, part in results:
            _keep(folder, key, part, tasks[key])
            n_done += _size(tasks[key])
            if progress is not None:
                progress(n_done, n_all)
    except DataError as error:
        n_kept = sum(has_part(folder, key) for key in tasks)
        if not n_kept:
            raise
        msg = (
            f"{error} Kept: {n_kept} of {len(tasks)} parts, in {folder}; the same command goes on "
            "from there."
        )
        raise DataError(msg) from None


def _size(task: Task) -> int:
    return sum(last - first for first, last in task.chunks)


def _keep(folder: Path, key: str, part: Part, task: Task) -> None:
    if part.version != __version__:
        msg = (
            f"a worker has fivesigma {part.version}, this is {__version__}; install the same "
            "version everywhere."
        )
        raise DataError(msg)
    record = PartRecord(
        path=task.file.path,
        origin=part.origin,
        processes=part.processes,
        cuts=part.cuts,
        sums=part.sums,
        notes=part.notes,
        n_kept=len(part.columns["weight"]),
    )
    save_part(folder, key, part.columns, to_json(record))


def _record_of(folder: Path, key: str) -> PartRecord:
    return from_json(PartRecord, load_part(folder, key)[1], f"part {key}")


def _tables(
    folder: Path,
    records: dict[str, PartRecord],
    analysis: Analysis,
    facts: Described,
    duplicates: Duplicates,
) -> Iterator[EventTable]:
    """The rows in order, some at a time."""
    waiting: list[Columns] = []
    for index, (key, record) in enumerate(records.items()):
        columns, _ = load_part(folder, key)
        codes = np.array([facts.processes.index(name) for name in record.processes])
        columns["process"] = codes[columns["process"]].astype(np.uint8)
        is_first = duplicates.is_first(index, columns.pop("key"))
        waiting.append({name: values[is_first] for name, values in columns.items()})
        if sum(len(piece["weight"]) for piece in waiting) >= ROWS_AT_A_TIME:
            yield _table(waiting, analysis, facts)
            waiting = []
    if waiting:
        yield _table(waiting, analysis, facts)


def _table(pieces: Sequence[Columns], analysis: Analysis, facts: Described) -> EventTable:
    columns: dict[str, npt.NDArray[Any]] = {
        name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]
    }
    kinds = {process.name: process.kind for process in facts.facts.processes}
    labels = np.array([LABELS[kinds[name]] for name in facts.processes], dtype=np.int8)
    return EventTable(
        dataset=analysis.name,
        processes=facts.processes,
        process=columns["process"],
        label=labels[columns["process"]],
        weight=columns["weight"],
        fold=columns["fold"],
        features={variable.name: columns[variable.name] for variable in analysis.variables},
        truth_id=None,
        provenance=facts.provenance,
        history=facts.history,
        facts=facts.facts,
        others={name: columns[name] for name in ("run", "event_number")},
    )
