"""Before any work: every file is looked at, and the whole is divided into tasks."""

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.core.version import __version__
from fivesigma.data.json_record import to_json
from fivesigma.data.trees.executors import run_tasks
from fivesigma.data.trees.tree_file import TreeFile, inspect_file, is_remote, size_of
from fivesigma.physics.analyses.record import Analysis
from fivesigma.workflow.building.record import Normalisation, SampleSize, Source, Task

CHUNKS_PER_TASK: Final = 8
"""A file is opened once a task; a task is what is lost when its worker dies."""
PROCESS_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
"""As in the catalogue: Z+jets, Non-resonant_ll; no part of an address or of a path."""
SMALL_BYTES: Final = 100_000_000
"""So much is read by one process while others are started."""


def source_of(text: str) -> Source:
    """A file as one writes it: FILE, or PROCESS=FILE where its simulation has a name of its own.

    >>> source_of("Z+jets=mc_361106.Zee.2lep.root")
    Source(path='mc_361106.Zee.2lep.root', process='Z+jets')
    """
    process, sign, path = text.partition("=")
    if sign and PROCESS_NAME.fullmatch(process) and not Path(text).exists():
        return Source(path=path, process=process)
    return Source(path=text)


def sizes_of(
    luminosity_ifb: float | None, cross_sections: Sequence[str], sums_of_weights: Sequence[str]
) -> Normalisation:
    """The sizes of samples as one writes them: NUMBER for all, PROCESS=NUMBER for one of them.

    FiveSigmaError on what is no number above 0, and on two numbers for the same.

    >>> sizes_of(10.0, ["ZZ=0.18", "WZ=2.5"], ["1e6"]).of("WZ")
    Normalisation(luminosity_ifb=10.0, cross_section_pb=2.5, sum_of_weights=1000000.0, samples=())
    """
    if luminosity_ifb is not None:
        _positive(f"{luminosity_ifb:g}", "--luminosity")
    sections = _by_process(cross_sections, "--cross-section")
    sums = _by_process(sums_of_weights, "--sum-of-weights")
    return Normalisation(
        luminosity_ifb=luminosity_ifb,
        cross_section_pb=sections.pop("", None),
        sum_of_weights=sums.pop("", None),
        samples=tuple(
            SampleSize(
                process=process,
                cross_section_pb=sections.get(process),
                sum_of_weights=sums.get(process),
            )
            for process in dict.fromkeys((*sections, *sums))
        ),
    )


def _by_process(texts: Sequence[str], option: str) -> dict[str, float]:
    """What an option says, by process; "" for all."""
    said: dict[str, float] = {}
    for text in texts:
        process, _, number = text.rpartition("=")
        if process in said:
            msg = f"{option} is given twice for {process or 'all samples'}; give it once."
            raise FiveSigmaError(msg)
        said[process] = _positive(number, option)
    return said


def _positive(text: str, option: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        msg = f"{option} must be above 0, got {text}."
        raise FiveSigmaError(msg)
    return value


def _refuse_sizes_of_nothing(told: Normalisation, processes: Sequence[str | None]) -> None:
    for sample in told.samples:
        if sample.process not in processes:
            msg = (
                f"a size is given for {sample.process!r}, but no file is called so; "
                f"write {sample.process}=FILE."
            )
            raise FiveSigmaError(msg)


def workers_for(sources: Sequence[Source], wanted: int) -> int:
    """How many processes are worth starting: one where all files together are small."""
    n_bytes = 0
    for source in sources:
        if is_remote(source.path):
            return wanted
        n_bytes += size_of(source.path)
    return wanted if n_bytes > SMALL_BYTES else 1


def look_at(
    sources: Sequence[Source], analysis: Analysis, *, workers: int, scheduler: Any = None
) -> list[TreeFile]:
    """What each file is; DataError where one cannot be read by the analysis or is given twice.

    Each is read once for its checksum, so that this work is shared, too.
    """
    needs = {reader.schema: reader.needs for reader in analysis.readers}
    paths = {f"look-{i}-{source.path}": source.path for i, source in enumerate(sources)}
    looked = dict(
        run_tasks(
            partial(inspect_file, needs_of=needs), paths, workers=workers, scheduler=scheduler
        )
    )
    files: list[TreeFile] = []
    for file in (looked[key] for key in paths):
        twins = [other.path for other in files if other.fingerprint == file.fingerprint]
        if twins:
            msg = (
                f"{file.path} has the same content as {twins[0]}: each of its collisions would "
                "count twice. Give the file once."
            )
            raise DataError(msg)
        files.append(file)
    kinds = {file.schema: file.path for file in files}
    if len(kinds) > 1:
        (one, path), (other, other_path) = list(kinds.items())[:2]
        msg = (
            f"{path} is of the kind {one}, {other_path} of the kind {other}; other collisions, "
            "other luminosity: build a table of each."
        )
        raise DataError(msg)
    return files


def tasks_of(
    files: Sequence[TreeFile],
    sources: Sequence[Source],
    analysis: Analysis,
    normalisation: Normalisation,
) -> dict[str, Task]:
    """All work in the order of the table, by a key of everything that its result depends on.

    How it is divided depends on the files only, so that one process and a cluster do the same.
    """
    _refuse_sizes_of_nothing(normalisation, [source.process for source in sources])
    tasks = {}
    generated = _generated(files, sources)
    for file, source in zip(files, sources, strict=True):
        told = normalisation.of(source.process)
        if told.sum_of_weights is None:
            told = replace(told, sum_of_weights=generated[source.process or source.path])
        for first in range(0, len(file.chunks), CHUNKS_PER_TASK):
            task = Task(
                analysis=analysis.name,
                analysis_version=analysis.version,
                file=file,
                process=source.process,
                chunks=file.chunks[first : first + CHUNKS_PER_TASK],
                normalisation=told,
            )
            tasks[_key(task)] = task
    return tasks


def _generated(files: Sequence[TreeFile], sources: Sequence[Source]) -> dict[str, float | None]:
    """By process, or file without one: the weights of all generated, None if a file is silent."""
    said: dict[str, list[float | None]] = {}
    for file, source in zip(files, sources, strict=True):
        said.setdefault(source.process or source.path, []).append(file.sum_of_weights)
    return {
        name: None if None in sums else math.fsum(filter(None, sums)) for name, sums in said.items()
    }


def _key(task: Task) -> str:
    content = to_json(task)
    content["version"] = __version__
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:24]
