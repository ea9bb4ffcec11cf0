"""A folder of submissions with the results of all: made here, and checked by making them again."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from fivesigma.bench.evaluation import TaskResult, evaluate_submission
from fivesigma.bench.events import task_table
from fivesigma.bench.submission import load_submission
from fivesigma.bench.tasks import FIGURES, Task, load_tasks
from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.results import load_result, save_result
from fivesigma.data.table import EventTable

KIND: Final = "benchmark-results"
FILE_NAME: Final = "results.json"

VALUE_TOLERANCE: Final = 1e-6
UNCERTAINTY_TOLERANCE: Final = 0.3
"""Of an uncertainty, as a share: another version of NumPy may resample with other numbers."""

OpenDataset = Callable[[str], EventTable]
"""Gives all events of a dataset by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntry:
    """One submission, `file` in the folder, and what it is worth."""

    file: str
    task: str
    version: int
    model: str
    who: str
    seed: int | None
    code: str
    note: str
    result: TaskResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All entries of a folder, in the order of their file names."""

    entries: tuple[ResultEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCheck:
    """What evaluating a submission again said about its entry; `why` is empty if all agrees."""

    file: str
    state: Literal["agrees", "differs", "missing", "not recorded"]
    why: str = ""


def evaluate_folder(folder: Path, open_dataset: OpenDataset) -> Results:
    """Evaluate every submission of a folder; FiveSigmaError names the first that cannot be.

    >>> from fivesigma.workflow.story import load
    >>> evaluate_folder(Path("nowhere"), load)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: nowhere holds no submission; make one with ...
    """
    judge = _Judge(open_dataset)
    return Results(entries=tuple(judge.entry(path) for path in _submissions(folder)))


def save_results(results: Results, folder: Path) -> Path:
    """Write the results beside their submissions; DataError where that is not possible.

    >>> save_results(Results(entries=()), Path("/dev/null"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: /dev/null/results.json cannot be written (...
    """
    path = folder / FILE_NAME
    save_result(results, path, kind=KIND)
    return path


def load_results(folder: Path) -> Results:
    """Read the results of a folder; DataError where there are none, or a damaged file.

    >>> load_results(Path("nowhere"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere/results.json.
    """
    return load_result(folder / FILE_NAME, {KIND: Results})


def verify_folder(folder: Path, open_dataset: OpenDataset) -> tuple[ResultCheck, ...]:
    """Evaluate every submission again and compare with the stored results; changes nothing.

    A value may differ by VALUE_TOLERANCE, an uncertainty by UNCERTAINTY_TOLERANCE of itself.

    >>> from fivesigma.workflow.story import load
    >>> verify_folder(Path("nowhere"), load)
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere/results.json.
    """
    stored = {entry.file: entry for entry in load_results(folder).entries}
    paths = {path.name: path for path in _submissions(folder)}
    judge = _Judge(open_dataset)
    return tuple(
        _check(name, stored.get(name), paths.get(name), judge)
        for name in sorted(stored.keys() | paths.keys())
    )


def results_table(task: Task, results: Results) -> str:
    """The entries of a task as a table in Markdown: the largest gain first, no score at all last.

    The figure of merit is shown for the dataset's default signal, the gain for all signals.

    >>> print(results_table(load_tasks().find("higgsml"), Results(entries=())))
    | model | by | AMS (H_tautau) | gain | weighted AUC |
    | --- | --- | --- | --- | --- |
    <BLANKLINE>
    """
    shown = load_catalogue().dataset(task.dataset).default_signal
    entries = [e for e in results.entries if (e.task, e.version) == (task.name, task.version)]
    figure = FIGURES[task.figure].partition(",")[0]
    rows: list[tuple[str, ...]] = [("model", "by", f"{figure} ({shown})", "gain", "weighted AUC")]
    rows.append(("---",) * len(rows[0]))
    for entry in sorted(entries, key=lambda entry: -entry.result.gain.value):
        found = entry.result
        numbers = (_digits(found.signals[shown].figure, 2), _digits(found.gain, 2))
        rows.append((entry.model, entry.who, *numbers, _digits(found.auc, 3)))
    if entries:
        without = entries[0].result.signals[shown].figure_without
        rows.append(("no score", "", f"{without:.2f}", "1", "0.5"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


class _Judge:
    """Evaluates submissions, and keeps the table of the last task, which the next may share."""

    def __init__(self, open_dataset: OpenDataset) -> None:
        self._open = open_dataset
        self._tables: dict[str, EventTable] = {}

    def entry(self, path: Path) -> ResultEntry:
        submission = load_submission(path)
        task = load_tasks().find(submission.task, submission.version)
        if task.key not in self._tables:
            self._tables[task.key] = task_table(task, self._open(task.dataset))
        try:
            result = evaluate_submission(submission, task, self._tables[task.key])
        except DataError as error:
            msg = f"{path}: {error}"
            raise DataError(msg) from None
        return ResultEntry(
            file=path.name,
            task=submission.task,
            version=submission.version,
            model=submission.model,
            who=submission.who,
            seed=submission.seed,
            code=submission.code,
            note=submission.note,
            result=result,
        )


def _submissions(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*.json") if path.name != FILE_NAME)
    if not paths:
        msg = f"{folder} holds no submission; make one with 'fivesigma bench run TASK'."
        raise DataError(msg)
    return paths


def _check(name: str, stored: ResultEntry | None, path: Path | None, judge: _Judge) -> ResultCheck:
    if path is None or stored is None:
        return ResultCheck(file=name, state="missing" if path is None else "not recorded")
    found = judge.entry(path)
    differences = [
        field
        for field in ("task", "version", "model", "who", "seed", "code", "note")
        if getattr(found, field) != getattr(stored, field)
    ]
    theirs, ours = _numbers(stored.result), _numbers(found.result)
    differences += [
        f"{key} is {value}, stored is {theirs.get(key)}"
        for key, value in ours.items()
        if key not in theirs or not _agree(value, theirs[key])
    ]
    state: Literal["agrees", "differs"] = "differs" if differences else "agrees"
    return ResultCheck(file=name, state=state, why="; ".join(differences))


def _numbers(result: TaskResult) -> dict[str, Measured]:
    numbers = {"gain": result.gain, "AUC": result.auc}
    for signal, found in result.signals.items():
        numbers |= {f"figure of {signal}": found.figure, f"AUC of {signal}": found.auc}
    return numbers


def _agree(ours: Measured, theirs: Measured) -> bool:
    return math.isclose(ours.value, theirs.value, abs_tol=VALUE_TOLERANCE) and math.isclose(
        ours.uncertainty, theirs.uncertainty, rel_tol=UNCERTAINTY_TOLERANCE
    )


def _digits(number: Measured, n_digits: int) -> str:
    return f"{number.value:.{n_digits}f} ± {number.uncertainty:.{n_digits}f}"
