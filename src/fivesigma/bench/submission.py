"""Scores of a model for the held-out events of a task, as a file that anybody can evaluate."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.bench.events import events_sha256, held_out
from fivesigma.bench.tasks import Task
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.results import load_result, save_result
from fivesigma.data.table import EventTable

N_LEVELS: Final = 256
"""Scores are kept to as many levels: a byte an event, while the order is all that counts."""

KIND: Final = "benchmark-submission"

LevelArray = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a model says about the held-out events of a task, and where it comes from.

    `scores`: for each signal the base64 of one byte an event, 0 (background) to 255 (signal), in
    the order of the table. `who`, `code` (an address) and `seed` say how to get them again;
    `note`: what else a reader must know. `events_sha256`: the events that the scores are for.
    """

    task: str
    version: int
    model: str
    who: str
    seed: int | None
    code: str
    note: str
    events_sha256: str
    scores: dict[str, str]


def make_submission(  # noqa: PLR0913 - what a submission says about itself
    task: Task,
    table: EventTable,
    scores: Mapping[str, npt.NDArray[np.floating]],
    *,
    model: str,
    who: str,
    seed: int | None,
    code: str,
    note: str = "",
) -> Submission:
    """A submission from scores of any range, one array for each signal, `(n_held_out,)`.

    `table`: of `task_table`; the scores are in the order of its held-out events: those of the
    signal, then the backgrounds. Larger is more signal-like. FiveSigmaError on a signal that is
    missing or unknown, a wrong number of scores, or one that is no finite number.

    >>> from fivesigma.bench.events import task_table
    >>> from fivesigma.bench.tasks import load_tasks
    >>> from fivesigma.data.table import embedded_table
    >>> task = load_tasks().find("practice")
    >>> table = task_table(task, embedded_table())
    >>> scores = {name: np.zeros(held_out(table, name).label.size) for name in task.signals}
    >>> make_submission(task, table, scores, model="none", who="me", seed=None, code="").version
    1
    """
    if set(scores) != set(task.signals):
        msg = f"scores are needed for {', '.join(task.signals)}; got {', '.join(scores) or 'none'}."
        raise FiveSigmaError(msg)
    return Submission(
        task=task.name,
        version=task.version,
        model=model,
        who=who,
        seed=seed,
        code=code,
        note=note,
        events_sha256=events_sha256(table),
        scores={signal: _encoded(scores[signal], table, signal) for signal in task.signals},
    )


def score_levels(score: npt.NDArray[np.floating]) -> LevelArray:
    """Scores as levels 0..255 that about as many events share; equal scores share one, `(n,)`.

    >>> score_levels(np.array([0.1, 0.9, 0.9, 0.4])).tolist()
    [0, 128, 128, 64]
    """
    n_below = np.searchsorted(np.sort(score), score, side="left")
    return (n_below * N_LEVELS // score.size).astype(np.uint8)


def levels_of(submission: Submission, task: Task, table: EventTable) -> dict[str, LevelArray]:
    """The score levels of each signal, `(n_held_out,)` each.

    DataError where the submission is for another task, version or table, or does not have one
    level for each held-out event of every signal.

    >>> from fivesigma.bench.baseline import baseline_submission
    >>> from fivesigma.bench.events import task_table
    >>> from fivesigma.bench.tasks import load_tasks
    >>> from fivesigma.data.table import embedded_table
    >>> task = load_tasks().find("practice")
    >>> table = task_table(task, embedded_table())
    >>> submission = baseline_submission(task, table, model="lda", seed=1)
    >>> levels_of(submission, task, table)["DM_200"].dtype
    dtype('uint8')
    """
    if (submission.task, submission.version) != (task.name, task.version):
        msg = f"the submission is for {submission.task}-v{submission.version}, not for {task.key}."
        raise DataError(msg)
    if submission.events_sha256 != events_sha256(table):
        msg = (
            f"the scores are for other events than {task.key} holds out. Make them again from the "
            "table of task_table, in its order."
        )
        raise DataError(msg)
    if set(submission.scores) != set(task.signals):
        msg = f"the submission must have scores for {', '.join(task.signals)}, and for no other."
        raise DataError(msg)
    return {signal: _decoded(submission.scores[signal], table, signal) for signal in task.signals}


def save_submission(submission: Submission, path: Path) -> None:
    """Write a submission as JSON, in one step; DataError where that is not possible.

    >>> submission = Submission(
    ...     task="practice", version=1, model="none", who="me", seed=None, code="", note="",
    ...     events_sha256="", scores={},
    ... )  # fmt: skip
    >>> save_submission(submission, Path("/dev/null/mine.json"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: /dev/null/mine.json cannot be written (...
    """
    save_result(submission, path, kind=KIND)


def load_submission(path: Path) -> Submission:
    """Read a submission; DataError on a file that is damaged, or anything else.

    >>> load_submission(Path("nowhere.json"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere.json.
    """
    return load_result(path, {KIND: Submission})


def _encoded(score: npt.NDArray[np.floating], table: EventTable, signal: str) -> str:
    n_events = held_out(table, signal).label.size
    if score.shape != (n_events,) or not np.isfinite(score).all():
        msg = (
            f"{signal} needs {n_events:,} finite scores, one for each held-out event; got "
            f"{np.isfinite(score).sum():,} in shape {score.shape}."
        )
        raise FiveSigmaError(msg)
    return base64.b64encode(score_levels(score).tobytes()).decode()


def _decoded(text: str, table: EventTable, signal: str) -> LevelArray:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        msg = f"the scores of {signal} are no base64; write them with make_submission."
        raise DataError(msg) from None
    n_events = held_out(table, signal).label.size
    if len(content) != n_events:
        msg = f"{signal} has {len(content):,} scores for {n_events:,} held-out events."
        raise DataError(msg)
    return np.frombuffer(content, dtype=np.uint8)
