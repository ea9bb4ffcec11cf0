"""A model of the menu, trained by the rules of a task: what other submissions are compared with."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from fivesigma.bench.submission import Submission, make_submission
from fivesigma.bench.tasks import Task
from fivesigma.core.version import __version__
from fivesigma.data.table import EventTable
from fivesigma.learning.split import hash_split
from fivesigma.learning.train import train
from fivesigma.workflow.events import feature_matrix, with_signal

WHO = "fivesigma"
CODE = "https://github.com/fivesigma/fivesigma"


def baseline_submission(
    task: Task,
    table: EventTable,
    *,
    model: str,
    seed: int,
    say: Callable[[str], None] = lambda _: None,
) -> Submission:
    """Train `model` of the menu as it comes, once for each signal, and score the held-out events.

    `table`: of `task_table`. Learns from folds 0-4 with balanced weights; folds 5-6 choose nothing,
    because no setting is tuned. Missing values: the training events' median and a column that says
    so. `say` hears of each training. FiveSigmaError on an unknown model or one not installed.

    >>> from fivesigma.bench.events import task_table
    >>> from fivesigma.bench.tasks import load_tasks
    >>> from fivesigma.data.table import embedded_table
    >>> task = load_tasks().find("practice")
    >>> table = task_table(task, embedded_table())
    >>> baseline_submission(task, table, model="lda", seed=1).who
    'fivesigma'
    """
    scores = {}
    for signal in task.signals:
        say(f"{task.key}: training {model} to find {signal}")
        scores[signal] = _held_out_score(with_signal(table, signal), model, seed)
    return make_submission(
        task,
        table,
        scores,
        model=model,
        who=WHO,
        seed=seed,
        code=CODE,
        note=f"fivesigma {__version__}: bench run {task.name} --model {model} --seed {seed}",
    )


def _held_out_score(events: EventTable, model: str, seed: int) -> npt.NDArray[np.float64]:
    X, split = feature_matrix(events), hash_split(events.fold)
    impute = bool(np.isnan(X).any())
    training = train(model, X, events.label, events.weight, split=split, seed=seed, impute=impute)
    return training.score[split.judged]
