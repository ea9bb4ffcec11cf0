"""Every step's result as a file, and back: events as Parquet, what was found out as JSON.

A file knows which step made it, so a wrong one is refused with the command that makes the right
one; a fitted model is never in a file, its scores are.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.json_record import from_json, to_json
from fivesigma.data.results import load_result, save_result
from fivesigma.data.table import (
    EventFile,
    EventTable,
    load_event_file,
    save_event_file,
    save_table,
)
from fivesigma.learning.history import History
from fivesigma.learning.split import Split
from fivesigma.learning.train import Training
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)

Story: TypeAlias = EventTable | SplitEvents | TrainedEvents | EvaluationResult | InferenceResult
_R = TypeVar("_R")

_RESULTS: Final[dict[str, type[Any]]] = {
    "evaluation": EvaluationResult,
    "inference": InferenceResult,
}
_COMMANDS: Final[dict[type[Any], str]] = {
    EventTable: "select DATASET",
    SplitEvents: "split FILE",
    TrainedEvents: "train FILE",
    EvaluationResult: "evaluate FILE",
    InferenceResult: "infer FILE",
}


def save(result: Story, path: str | Path) -> Path:
    """Write what a step returned to `path`, and return it: .parquet for events, .json for results.

    The file is there whole or not at all. DataError on the wrong ending and where it cannot be
    written.

    >>> from fivesigma.data.table import embedded_table
    >>> save(embedded_table(), "events.csv")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: events.csv must end in .parquet: call it events.parquet.
    """
    path = Path(path)
    kinds = {cls: kind for kind, cls in _RESULTS.items()}
    ending = ".json" if type(result) in kinds else ".parquet"
    if path.suffix != ending:
        msg = f"{path} must end in {ending}: call it {path.with_suffix(ending).name}."
        raise DataError(msg)
    if isinstance(result, EvaluationResult | InferenceResult):
        save_result(result, path, kind=kinds[type(result)])
    elif isinstance(result, EventTable):
        save_table(result, path)
    else:
        save_event_file(_event_file(result), path)
    return path


def read(path: str | Path) -> Story:
    """What `save` wrote: the same record, checked. DataError on a damaged or foreign file.

    >>> read("no-such-file.json")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no-such-file.json.
    """
    path = Path(path)
    if path.suffix == ".json":
        found: EvaluationResult | InferenceResult = load_result(path, _RESULTS)
        return found
    file = load_event_file(path)
    try:
        return _from_event_file(file)
    except (FiveSigmaError, KeyError) as error:
        msg = f"{path} does not hold what it announces, a table of step {file.kind!r}: {error}"
        raise DataError(msg) from None


def read_as(cls: type[_R], path: str | Path) -> _R:
    """What `save` wrote, if it is a `cls`; else a DataError says which command makes one.

    >>> read_as(SplitEvents, "no-such-file.parquet")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no table no-such-file.parquet. Make ...
    """
    command = f"fivesigma {_COMMANDS[cls]}"
    try:
        found = read(path)
    except DataError as error:
        msg = f"{error} Make the file with '{command}'."
        raise DataError(msg) from None
    if not isinstance(found, cls):
        step = next(_COMMANDS[kind].split()[0] for kind in _COMMANDS if isinstance(found, kind))
        msg = f"{path} is a file of '{step}'; needed is one that '{command}' makes."
        raise DataError(msg)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _SplitNotes:
    """What is kept of a split beside the roles."""

    scheme: str
    seed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _TrainingNotes:
    """What is kept of a training beside the scores."""

    model: str
    seed: int
    weighting: str
    histories: tuple[History, ...]


def _event_file(result: SplitEvents | TrainedEvents) -> EventFile:
    split = result.split
    columns: dict[str, npt.NDArray[Any]] = {
        f"role_{part}": role for part, role in enumerate(split.role)
    }
    notes = {"split": to_json(_SplitNotes(scheme=split.scheme, seed=split.seed))}
    if isinstance(result, SplitEvents):
        return EventFile(kind="split", table=result.events, columns=columns, notes=notes)
    training = result.training
    columns |= {"score": training.score, "seen_score": training.seen_score}
    kept = _TrainingNotes(
        model=training.model,
        seed=training.seed,
        weighting=training.weighting,
        histories=training.histories,
    )
    notes |= {"training": to_json(kept)}
    return EventFile(kind="train", table=result.events, columns=columns, notes=notes)


def _from_event_file(file: EventFile) -> EventTable | SplitEvents | TrainedEvents:
    if file.kind not in {"split", "train"}:
        return file.table
    columns = file.columns
    n_parts = sum(name.startswith("role_") for name in columns)
    notes = from_json(_SplitNotes, file.notes["split"], "split")
    split = Split(
        scheme=notes.scheme,
        seed=notes.seed,
        role=np.array([columns[f"role_{part}"] for part in range(n_parts)], dtype=np.uint8),
    )
    if file.kind == "split":
        return SplitEvents(events=file.table, split=split)
    kept = from_json(_TrainingNotes, file.notes["training"], "training")
    training = Training(
        model=kept.model,
        seed=kept.seed,
        weighting=kept.weighting,
        score=columns["score"],
        seen_score=columns["seen_score"],
        histories=kept.histories,
        estimators=(),
    )
    return TrainedEvents(events=file.table, split=split, training=training)
