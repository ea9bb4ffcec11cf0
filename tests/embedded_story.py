"""The story on the embedded set, told once for all tests that need one of its records."""

from functools import cache

from fivesigma.data.table import EventTable
from fivesigma.workflow import story
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)

EMBEDDED = "simulated-dm"


@cache
def selected() -> EventTable:
    """One signal, opposite-sign pairs, nine features."""
    return story.features(story.select(story.load(EMBEDDED), signal="DM_200"))


@cache
def divided() -> SplitEvents:
    """In five parts."""
    return story.split(selected(), seed=1)


@cache
def trained() -> TrainedEvents:
    """With the quickest model of the menu."""
    return story.train(divided(), model="lda", seed=1)


@cache
def evaluation() -> EvaluationResult:
    """Judged."""
    return story.evaluate(trained(), seed=1)


@cache
def inference() -> InferenceResult:
    """With a fit, too."""
    return story.infer(trained(), background_uncertainty=0.1, fit=True)
