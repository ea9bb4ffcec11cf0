"""Trained networks on their way out of the story: to the page, to ONNX, to another program."""

from typing import TypeAlias

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.learning.exchange.network_file import StoredNetwork, TrainingFacts, seen_folds
from fivesigma.learning.exchange.stored import stored_network
from fivesigma.physics.selection import parse_cut
from fivesigma.workflow.records import TrainedEvents

Sides: TypeAlias = tuple[float | None, float | None]


def trained_networks(trained: TrainedEvents) -> tuple[StoredNetwork, ...]:
    """The network of every part of the split, with what one must know to trust it.

    The model is `network`, `mlp` or `linear`. With a hash split each network names the stored folds
    it has seen, and the page judges it by the others; a random split leaves none, and the page
    refuses to judge. FiveSigmaError for another model, and where the estimators are gone because
    the events were read from a file.

    >>> from fivesigma.workflow import story
    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> trained = story.train(story.split(table, "hash"), model="linear")
    >>> trained_networks(trained)[0].training.folds.train
    (0, 1, 2, 3, 4)
    """
    table, split, training = trained.events, trained.split, trained.training
    if not training.estimators:
        msg = "the estimators are not kept in a file. Train again, and take the networks at once."
        raise FiveSigmaError(msg)
    signal, backgrounds = (
        tuple(table.processes[code] for code in np.unique(table.process[table.label == kind]))
        for kind in (1, 0)
    )
    cuts = _cuts(table)
    return tuple(
        stored_network(
            estimator,
            tuple(table.features),
            TrainingFacts(
                dataset=table.dataset,
                signal="+".join(signal),
                backgrounds=backgrounds,
                folds=seen_folds(table.fold, split.train(part), split.validation(part)),
                cuts=cuts,
                weighting=training.weighting,
            ),
        )
        for part, estimator in enumerate(training.estimators)
    )


def _cuts(table: EventTable) -> dict[str, Sides]:
    """The cuts that the events have passed: each variable's lowest and highest value."""
    found: dict[str, Sides] = {}
    for step in table.history:
        texts = step.settings.get("cuts") if step.command == "select" else None
        for text in texts if isinstance(texts, tuple) else ():
            cut = parse_cut(text)
            for sign, number in cut.conditions:
                found[cut.feature] = _narrowed(found.get(cut.feature, (None, None)), sign, number)
    return found


def _narrowed(sides: Sides, sign: str, number: float) -> Sides:
    if sign == "!=":
        msg = f"a network file cannot say '!= {number:g}'. Select with ranges: < <= > >= or ==."
        raise FiveSigmaError(msg)
    low, high = sides
    if sign in (">", ">=", "=="):
        lowest = _next(number, np.inf) if sign == ">" else number
        low = lowest if low is None else max(low, lowest)
    if sign in ("<", "<=", "=="):
        highest = _next(number, -np.inf) if sign == "<" else number
        high = highest if high is None else min(high, highest)
    return low, high


def _next(number: float, towards: float) -> float:
    """The first value a column can hold beyond `number`: a cut in the file includes its ends."""
    return float(np.nextafter(np.float32(number), np.float32(towards)))
