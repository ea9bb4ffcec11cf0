"""One task: read some chunks of a file, select, weigh. What every process and every node runs."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.version import __version__
from fivesigma.data.trees.schemas import schema_of
from fivesigma.data.trees.tree_file import Raw, TreeFile, read_chunks
from fivesigma.learning.split import N_FOLDS
from fivesigma.physics.analyses.menu import analysis_of, reader_of
from fivesigma.physics.analyses.record import Analysis, Collisions, Reader, Selection
from fivesigma.physics.kinematics import FloatArray
from fivesigma.physics.particles import Particles
from fivesigma.workflow.building import normalise
from fivesigma.workflow.building.record import DATA, Origin, Part, Task


def build_part(task: Task) -> Part:
    """What is kept of some chunks of a file, in the order of the file.

    DataError, naming the file, where it cannot be read, mixes data and simulation, or holds a value
    that its analysis calls impossible.
    """
    analysis = analysis_of(task.analysis)
    reader = reader_of(analysis, task.file.schema)
    names = read_names(task.file, reader)
    chunks = [
        _build_chunk(task, analysis, reader, collisions_of(task.file, raw))
        for raw in read_chunks(task.file, names, task.chunks)
    ]
    origins = {chunk.origin for chunk in chunks}
    if len(origins) > 1:
        msg = f"{task.file.path} mixes data and simulation. Give the files of both apart."
        raise DataError(msg)
    processes = tuple(dict.fromkeys(name for chunk in chunks for name in chunk.processes))
    return Part(
        version=__version__,
        origin=chunks[0].origin,
        processes=processes,
        cuts=chunks[0].cuts,
        sums=tuple(_sum_of(chunks, process) for process in processes),
        notes=chunks[0].notes,
        columns=_columns_of(chunks, processes),
    )


def _build_chunk(task: Task, analysis: Analysis, reader: Reader, collisions: Collisions) -> Part:
    """The same of one chunk, whose collisions are in memory."""
    file = task.file
    event = {f"event.{name}": values for name, values in collisions.event.items()}
    origin = normalise.origin_of(file, event)
    selection = reader.select(collisions)
    n_events = collisions.n_events
    code, processes = normalise.process_names(
        file, event, origin, given=task.process, n_events=n_events
    )
    weight = normalise.weights_of(task, event, reader, origin=origin, n_events=n_events)
    return Part(
        version=__version__,
        origin=origin,
        processes=processes,
        cuts=tuple(name for name, _ in selection.cuts),
        sums=tuple(
            tuple(_counted(weight[kept[code[kept] == index]]) for _, kept in selection.cuts)
            for index in range(len(processes))
        ),
        notes=normalise.notes_on(file, event, origin),
        columns={
            "process": code[selection.kept],
            "weight": weight[selection.kept],
            **_identity(file, collisions, selection, sample=_sample(file, origin, processes)),
            **_checked_variables(file, analysis, selection),
        },
    )


def _counted(weight: FloatArray) -> tuple[float, float, float]:
    """Rows, Σw, Σw²."""
    return float(len(weight)), float(weight.sum()), float((weight**2).sum())


def _sum_of(chunks: Sequence[Part], process: str) -> tuple[tuple[float, float, float], ...]:
    """Rows, Σw, Σw² after each cut, over the chunks that have this process."""
    added = sum(
        np.array(chunk.sums[chunk.processes.index(process)])
        for chunk in chunks
        if process in chunk.processes
    )
    return tuple((n, total, squares) for n, total, squares in np.asarray(added).tolist())


def _columns_of(chunks: Sequence[Part], processes: tuple[str, ...]) -> dict[str, npt.NDArray[Any]]:
    """All rows in order, with the codes of `processes`."""
    columns = {
        name: np.concatenate([chunk.columns[name] for chunk in chunks])
        for name in chunks[0].columns
    }
    codes = [
        np.array([processes.index(name) for name in chunk.processes])[chunk.columns["process"]]
        for chunk in chunks
    ]
    return {**columns, "process": np.concatenate(codes).astype(np.uint8)}


def read_names(file: TreeFile, reader: Reader) -> tuple[str, ...]:
    """House names of all that is read of a file, each once."""
    schema = schema_of(file.schema)
    weight = normalise.weight_needs(schema, reader, file.branches)
    return tuple(dict.fromkeys((*reader.needs, *weight)))


def collisions_of(file: TreeFile, raw: Mapping[str, Raw]) -> Collisions:
    """The columns that were read, by kind of particle; DataError where their lengths differ."""
    event: dict[str, npt.NDArray[Any]] = {}
    counts: dict[str, npt.NDArray[np.int64]] = {}
    columns: dict[str, dict[str, npt.NDArray[Any]]] = {}
    n_events = 0
    for full_name, values in raw.items():
        kind, _, name = full_name.partition(".")
        if isinstance(values, tuple):
            n_particles, flat = values
            n_events = len(n_particles)
            if not np.array_equal(counts.setdefault(kind, n_particles), n_particles):
                source = schema_of(file.schema).branches[full_name].source
                msg = (
                    f"{file.path}: branch {source!r} has not as many values a collision as others "
                    f"of the {kind}s; the file is damaged, fetch it again."
                )
                raise DataError(msg)
            columns.setdefault(kind, {})[name] = flat
        else:
            n_events = len(values)
            event[name] = values
    particles = {kind: Particles(counts=counts[kind], columns=columns[kind]) for kind in columns}
    return Collisions(n_events=n_events, event=event, particles=particles)


def _sample(file: TreeFile, origin: Origin, processes: tuple[str, ...]) -> int:
    """A number for the sample of simulated NanoAOD, 0 for all else.

    Every sample of CMS has collisions 1, 2, 3 … of run 1: they are not the same collisions.
    """
    if origin == DATA or schema_of(file.schema).normalisation != "generator":
        return 0
    return zlib.crc32(processes[0].encode())


def _identity(
    file: TreeFile, collisions: Collisions, selection: Selection, *, sample: int
) -> dict[str, npt.NDArray[Any]]:
    """Run and event number (0 where the file has none), a key that tells rows apart, a fold.

    The key is a hash of what identifies a collision in its release, or of all its variables.
    """
    names = [name.removeprefix("event.") for name in schema_of(file.schema).identity]
    of_event = [
        collisions.event[name][selection.kept] for name in names if name in collisions.event
    ]
    complete = bool(names) and len(of_event) == len(names)
    n_kept = len(selection.kept)
    if sample:
        of_event.append(np.full(n_kept, sample))
    key = hashed(of_event if complete else list(selection.variables.values()))
    numbers = {
        column: collisions.event[name][selection.kept].astype(np.int64)
        if name in collisions.event
        else np.zeros(n_kept, dtype=np.int64)
        for column, name in (("run", "run"), ("event_number", "number"))
    }
    return {"fold": (key % N_FOLDS).astype(np.uint8), **numbers, "key": key}


def hashed(columns: list[npt.NDArray[Any]]) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each row of the columns: equal rows, equal numbers.

    SplitMix64 (Steele, Lea, Flood 2014), column after column.

    >>> hashed([np.array([1, 1, 2])]).tolist()
    [10451216379200822465, 10451216379200822465, 10905525725756348110]
    """
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for values in columns:
        bits = values.astype(np.float64 if values.dtype.kind == "f" else np.int64).view(np.uint64)
        mixed = (key ^ bits) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        key = mixed ^ (mixed >> np.uint64(31))
    return key


def _checked_variables(
    file: TreeFile, analysis: Analysis, selection: Selection
) -> dict[str, npt.NDArray[np.float32]]:
    columns = {}
    for variable in analysis.variables:
        values = selection.variables[variable.name]
        possible = (values >= variable.low) & (values <= variable.high)
        if not possible.all():
            worst = float(values[np.argmin(possible)])
            msg = (
                f"{file.path}: {variable.name} is {worst:g} {variable.unit}, outside the possible "
                f"range {variable.low:g} to {variable.high:g}; the file is damaged or in another "
                "unit. Nothing was built from it."
            )
            raise DataError(msg)
        columns[variable.name] = values.astype(np.float32)
    return columns
