"""A model of the menu, trained by the rules of a task: what other submissions are compared with."""

from collections.abc import Callable

import numpy as np

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
    """
    scores = {}
    for signal in task.signals:
        say(f"{task.key}: training {model} to find {signal}")
        events = with_signal(table, signal)
        X = feature_matrix(events)
        split = hash_split(events.fold)
        training = train(
            model,
            X,
            events.label,
            events.weight,
            split=split,
            seed=seed,
            impute=bool(np.isnan(X).any()),
        )
        scores[signal] = training.score[split.judged]
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
