"""The events of a task: which train, which choose, which are held out, and what they stand for."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.bench.tasks import Task
from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable
from fivesigma.inference.judged import judged_weights
from fivesigma.learning.split import TEST_FOLDS, in_folds
from fivesigma.physics.selection import parse_cut
from fivesigma.workflow.events import with_cuts, with_features, with_signal

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """The events that judge, `(n_events,)` each, in the order of the table: signal, backgrounds.

    `label`: 1 for signal. `weight`: of either sign, scaled so that these events stand for all that
    pass the task's cuts. `fold`: 7, 8 or 9.
    """

    label: npt.NDArray[np.int8]
    weight: FloatArray
    fold: npt.NDArray[np.uint8]


def task_table(task: Task, events: EventTable) -> EventTable:
    """The events of a task, with every signal: those that pass its cuts, its features alone.

    `events`: all events of the task's dataset. DataError where they are of another one.

    >>> from fivesigma.bench.tasks import load_tasks
    >>> from fivesigma.data.table import embedded_table
    >>> list(task_table(load_tasks().find("practice"), embedded_table()).features)[:3]
    ['lead_lep_pt', 'sublead_lep_pt', 'mll']
    """
    if events.dataset != task.dataset:
        msg = f"task {task.key} is about {task.dataset!r}, not {events.dataset!r}."
        raise DataError(msg)
    table, _ = with_cuts(events, [parse_cut(cut) for cut in task.cuts])
    return with_features(table, task.features)


def held_out(table: EventTable, signal: str) -> HeldOut:
    """The held-out events for one signal, from the table of `task_table`.

    FiveSigmaError where there is no such signal, or signal or background has no positive sum.

    >>> from fivesigma.data.table import embedded_table
    >>> sorted(set(held_out(embedded_table(), "DM_200").fold.tolist()))
    [7, 8, 9]
    """
    table = with_signal(table, signal)
    judged = in_folds(table.fold, TEST_FOLDS)
    weight = judged_weights(table.label, table.weight, judged)
    return HeldOut(label=table.label[judged], weight=weight[judged], fold=table.fold[judged])


def events_sha256(table: EventTable) -> str:
    """Fingerprint of the held-out events of a `task_table`: no scores are read for other events.

    Over folds, labels and features: what the source files give, and no sum of it that another
    computer might round in another way.

    >>> from dataclasses import replace
    >>> from fivesigma.data.table import embedded_table
    >>> table = embedded_table()
    >>> mirrored = replace(table, label=1 - table.label)
    >>> events_sha256(table) == events_sha256(mirrored)
    False
    """
    judged = in_folds(table.fold, TEST_FOLDS)
    digest = hashlib.sha256(table.fold[judged].tobytes() + table.label[judged].tobytes())
    for values in table.features.values():
        digest.update(values[judged].astype("<f4").tobytes())
    return digest.hexdigest()
