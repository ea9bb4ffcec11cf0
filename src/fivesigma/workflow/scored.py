"""A network that was trained elsewhere, on the page for example, judged like one of our own."""

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.learning.exchange.network_file import StoredNetwork
from fivesigma.learning.exchange.stored import stored_classifier
from fivesigma.learning.split import TEST, TRAIN, VALIDATION, Split, in_folds
from fivesigma.learning.train import Training
from fivesigma.workflow.events import feature_matrix, noted
from fivesigma.workflow.records import TrainedEvents


def scored_by(table: EventTable, stored: StoredNetwork) -> TrainedEvents:
    """The events with the score of a stored network; those of the folds it has seen do not judge.

    `table`: what `fivesigma.workflow.story.select` returned. FiveSigmaError where the network comes
    from another dataset, does not say which folds it has seen, has seen all of them, or looks at a
    feature that is not there.

    >>> from fivesigma.workflow import story
    >>> from fivesigma.workflow.networks import trained_networks
    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> ours = story.train(story.split(table, "hash"), model="linear")
    >>> score = scored_by(table, trained_networks(ours)[0]).training.score
    >>> bool(np.allclose(score, ours.training.score, equal_nan=True))
    True
    """
    facts = stored.training
    if facts.dataset != table.dataset:
        msg = (
            f"the network has learned from {facts.dataset!r} and the events are of "
            f"{table.dataset!r}: select the events of {facts.dataset!r}."
        )
        raise FiveSigmaError(msg)
    if facts.folds is None:
        msg = "the network does not say which events it has seen, so none can judge it."
        raise FiveSigmaError(msg)
    role = np.full(table.n_events, TEST, np.uint8)
    role[in_folds(table.fold, facts.folds.validation)] = VALIDATION
    role[in_folds(table.fold, facts.folds.train)] = TRAIN
    score = stored.predict_proba(feature_matrix(table), tuple(table.features))[:, 1]
    training = Training(
        model="network",
        seed=facts.seed or 0,
        weighting=facts.weighting or "balanced",
        score=np.where(role == TEST, score, np.nan),
        seen_score=np.where(role == TRAIN, score, np.nan),
        histories=(),
        estimators=(stored_classifier(stored),),
    )
    return TrainedEvents(
        events=noted(table, "import", {"made_by": stored.made_by}, seed=facts.seed),
        split=Split(scheme="hash", seed=None, role=role[np.newaxis]),
        training=training,
    )
