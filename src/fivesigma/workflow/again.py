"""The same training again: a file keeps a model's scores and how to train it, not the model."""

import json
from dataclasses import replace
from typing import Any

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
    again = story.train(
        SplitEvents(events=trained.events, split=trained.split),
        model=training.model,
        seed=training.seed,
        weighting=training.weighting,
        parameters=parameters_of(trained),
        impute=is_imputed(trained),
    )
    if not np.allclose(again.training.score, training.score, rtol=0, atol=1e-6, equal_nan=True):
        version = trained.events.history[-1].version
        msg = (
            f"{training.model} trained again gives other scores than in the file, which fivesigma "
            f"{version} wrote, maybe with other versions of its libraries; train anew."
        )
        raise DataError(msg)
    return replace(trained, training=again.training)


def parameters_of(trained: TrainedEvents) -> dict[str, Any]:
    """The settings of the model that `train` was given.

    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> divided = story.split(table, "hash")
    >>> parameters_of(story.train(divided, model="tree", parameters={"max_depth": 2}))
    {'max_depth': 2}
    """
    told = trained.events.history[-1].settings
    return {
        name.removeprefix(PARAMETER): json.loads(str(value))
        for name, value in told.items()
        if name.startswith(PARAMETER)
    }


def is_imputed(trained: TrainedEvents) -> bool:
    """Whether missing values were filled in for the training.

    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> is_imputed(story.train(story.split(table, "hash"), model="lda"))
    False
    """
    return trained.events.history[-1].settings.get("impute") is True
