"""The same training again: a file keeps a model's scores and how to train it, not the model."""

import json
from dataclasses import replace

import numpy as np

from fivesigma.core.errors import DataError
from fivesigma.workflow import story
from fivesigma.workflow.records import SplitEvents, TrainedEvents

PARAMETER = "parameter "
"""What a setting of the model begins with in the history; its value is JSON."""


def with_models(trained: TrainedEvents) -> TrainedEvents:
    """The same scores with the models that gave them, trained again from the history.

    Returned as it is where the models are there. DataError where the scores differ: another
    version of a library trains another model.

    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> trained = story.train(story.split(table, "hash"), model="lda")
    >>> with_models(trained) is trained
    True
    """
    training = trained.training
    if training.estimators:
        return trained
    told = trained.events.history[-1].settings
    again = story.train(
        SplitEvents(events=trained.events, split=trained.split),
        model=training.model,
        seed=training.seed,
        weighting=training.weighting,
        parameters={
            name.removeprefix(PARAMETER): json.loads(str(value))
            for name, value in told.items()
            if name.startswith(PARAMETER)
        },
        impute=told.get("impute") is True,
    )
    if not np.allclose(again.training.score, training.score, rtol=0, atol=1e-6, equal_nan=True):
        version = trained.events.history[-1].version
        msg = (
            f"{training.model} trained again gives other scores than in the file, which fivesigma "
            f"{version} wrote, maybe with other versions of its libraries; train anew."
        )
        raise DataError(msg)
    return replace(trained, training=again.training)
