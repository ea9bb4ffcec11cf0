"""The story in Python, one function a step: each takes what the one before it returned.

    load → select → features → split → train → evaluate → infer

What a step was told is written into the history of what it returns, and from there into files.
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from fivesigma.core.seed import check_seed
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import count
from fivesigma.learning import evaluate as judge
from fivesigma.learning import train as learn
from fivesigma.physics.selection import parse_cut
from fivesigma.workflow import events
from fivesigma.workflow.datasets import open_dataset
from fivesigma.workflow.events import noted
from fivesigma.workflow.fit import fit_scores
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)
from fivesigma.workflow.schemes import split_of


def load(dataset: str, settings: Settings | None = None) -> EventTable:
    """All events of a dataset of the catalogue, fetched if they are not here yet (steps 1 to 3).

    >>> load("simulated-dm").n_events
    17506
    """
    return open_dataset(dataset, settings or Settings.from_environment(os.environ))


def select(
    table: EventTable, *, signal: str | None = None, cuts: Sequence[str] | None = None
) -> EventTable:
    """The events of one signal and all backgrounds that pass every cut (step 4).

    `signal`: by default the dataset's own choice. `cuts`: text such as "met > 100" or
    "76 < mll < 106", in house units; by default opposite-sign pairs, () for none. FiveSigmaError
    on an unknown signal or feature, on text that is no cut, and where nothing is left to find, or
    was there from the start: a table of measured events only.

    >>> table = select(load("simulated-dm"), cuts=["met > 120"])
    >>> [row.cut for row in table.history[-1].cut_flow]
    ['all events', 'met > 120']
    """
    events.refuse_unlearnable(table)
    signal = signal or events.default_signal(table)
    cuts = events.default_cuts(table) if cuts is None else tuple(cuts)
    hunted = events.with_signal(table, signal)
    selected, flow = events.with_cuts(hunted, [parse_cut(cut) for cut in cuts])
    return noted(selected, "select", {"signal": signal, "cuts": cuts}, cut_flow=flow)


def features(table: EventTable, names: Sequence[str] | None = None) -> EventTable:
    """The table with the features a model may see: `names`, or all that vary (step 5).

    FiveSigmaError on an unknown name and on anything but a feature, such as a weight or a label.

    >>> "sum_lep_charge" in features(select(load("simulated-dm"))).features
    False
    """
    names = events.varying_features(table) if names is None else tuple(names)
    return noted(events.with_features(table, names), "features", {"features": names})


def split(
    table: EventTable,
    scheme: str = "k-fold",
    *,
    n_folds: int | None = None,
    test_fraction: float | None = None,
    seed: int = 1,
) -> SplitEvents:
    """Which events train and which judge, in every part of a split (step 6).

    `scheme`: one of SCHEMES; `n_folds`: 5 if not given. Rows of one simulated collision never
    stand on two sides. FiveSigmaError on what `fivesigma.workflow.schemes.split_of` refuses.

    >>> split(features(select(load("simulated-dm"))), n_folds=4).split.n_parts
    4
    """
    check_seed(seed)
    events.refuse_unlearnable(table)
    made = split_of(table, scheme, n_folds=n_folds, test_fraction=test_fraction, seed=seed)
    told = {"scheme": scheme, "n_folds": made.n_parts, "test_fraction": test_fraction}
    return SplitEvents(events=noted(table, "split", told, seed=made.seed), split=made)


def train(  # noqa: PLR0913 - keywords, each with a default
    divided: SplitEvents,
    *,
    model: str | Any = "trees",
    seed: int = 1,
    weighting: str = "balanced",
    parameters: Mapping[str, Any] | None = None,
    impute: bool = False,
) -> TrainedEvents:
    """The events with the score of a model that had not seen them (step 7).

    `model`: a name of the menu, or a scikit-learn classifier of one's own with its own seed.
    `weighting`: how event weights enter the training, one of WEIGHTINGS; `impute`: missing values
    become the training events' median. FiveSigmaError on unknown names, and on what
    `fivesigma.learning.train.train` refuses.

    >>> table = features(select(load("simulated-dm")), ["met", "mll"])
    >>> train(split(table, "hash"), model="lda").training.model
    'lda'
    """
    check_seed(seed)
    table, given = divided.events, dict(parameters or {})
    if not impute:
        events.refuse_missing(table)
    training = learn.train(
        model,
        events.feature_matrix(table),
        table.label,
        table.weight,
        split=divided.split,
        seed=seed,
        weighting=weighting,
        parameters=given,
        impute=impute,
    )
    if not isinstance(model, str):
        given = model.get_params()
    told = {"model": training.model, "weighting": weighting, "impute": impute}
    changed = {f"parameter {name}": json.dumps(value, default=str) for name, value in given.items()}
    table = noted(table, "train", told | changed, seed=seed)
    return TrainedEvents(events=table, split=divided.split, training=training)


def evaluate(trained: TrainedEvents, *, seed: int = 1) -> EvaluationResult:
    """How well the model tells signal from background, on events it had not seen (step 8).

    `seed`: of the resampling behind one of the uncertainties. FiveSigmaError on what
    `fivesigma.learning.evaluate.evaluate` refuses.

    >>> table = features(select(load("simulated-dm")))
    >>> evaluate(train(split(table, "hash"), model="lda")).evaluation.auc_weighted.value > 0.6
    True
    """
    check_seed(seed)
    table, training = trained.events, trained.training
    evaluation = judge.evaluate(
        training.score,
        table.label,
        table.weight,
        seen_score=training.seen_score,
        part=trained.split.part_of_test,
        weighting=training.weighting,
        seed=seed,
    )
    steps = noted(table, "evaluate", {}, seed=seed).history
    return EvaluationResult(
        dataset=table.dataset, history=steps, model=training.model, evaluation=evaluation
    )


def infer(
    trained: TrainedEvents, *, background_uncertainty: float = 0.1, fit: bool = False
) -> InferenceResult:
    """How surely the signal would be seen if it is there (step 9).

    `background_uncertainty`: how well the background is known, 0.1 for 10 %. Thresholds on the
    score are chosen on other parts than the events they are used on; with a single part, two
    halves of it choose for each other. `fit`: fit the histogram of the score, too. FiveSigmaError
    where no region has signal and enough background.

    >>> table = features(select(load("simulated-dm")))
    >>> infer(train(split(table, "hash"), model="lda")).counting.z_asimov.value > 0
    True
    """
    table, training = trained.events, trained.training
    counting = count(
        training.score,
        table.label,
        table.weight,
        trained.split.part_of_test,
        relative_uncertainty=background_uncertainty,
    )
    told = {"background_uncertainty": background_uncertainty, "fit": fit}
    fitted = fit_scores(trained, background_uncertainty=background_uncertainty) if fit else None
    return InferenceResult(
        dataset=table.dataset,
        history=noted(table, "infer", told).history,
        model=training.model,
        counting=counting,
        fit=fitted,
    )
