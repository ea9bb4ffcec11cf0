"""From what a reader holds after a step of the story to the record that a figure needs.

Inner part of the menu: what a reader calls is `fivesigma.plots.menu.plot`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import CountingResult
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.likelihood.fit import FitResult
from fivesigma.inference.likelihood.templates import Templates, score_templates
from fivesigma.learning.correlation import Correlation, correlation
from fivesigma.learning.curve import LearningCurve, learning_curve
from fivesigma.learning.evaluate import Evaluation
from fivesigma.learning.explain import Importance, importance_of_training
from fivesigma.learning.surface import DecisionSurface, decision_surface
from fivesigma.learning.train import train
from fivesigma.plots.sheet import Origin, origin_of, origin_of_facts
from fivesigma.plots.wording import feature_of, process_title
from fivesigma.workflow import story
from fivesigma.workflow.again import is_imputed, parameters_of
from fivesigma.workflow.events import default_signal, feature_matrix, with_signal
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)

FloatArray = npt.NDArray[np.float64]
Events = EventTable | SplitEvents | TrainedEvents
N_SCORE_BINS: Final = 20
N_BINS_MAX: Final = 1000
_SHARE_INSIDE = (0.005, 0.995)


def origin_of_records(records: Sequence[object]) -> Origin:
    """Origin of the first record that knows its dataset; else one that says that nobody told."""
    for record in records:
        events = getattr(record, "events", record)
        if isinstance(events, EventTable) and events.facts is not None:
            return origin_of_facts(events.facts)
        dataset = getattr(events, "dataset", None)
        if isinstance(dataset, str):
            return origin_of(dataset)
    return Origin()


def table_of(record: Events, signal: str | None = None) -> EventTable:
    """The events with one signal: `signal`, the only one, or else the dataset's own choice."""
    table = record if isinstance(record, EventTable) else record.events
    n_signals = np.unique(table.process[table.label == 1]).size
    if signal is None and (n_signals != 1 or table.label.min() < 0):
        signal = default_signal(table)
    return table if signal is None else with_signal(table, signal)


def first_variable(record: Events) -> str:
    """What to look at where nobody says: the score, or "met", or the first feature."""
    if isinstance(record, TrainedEvents):
        return "score"
    features = table_of(record).features
    return "met" if "met" in features else next(iter(features))


def templates_of(
    record: Events, variable: str, *, signal: str | None = None, n_bins: int | None = None
) -> Templates:
    """Histograms of a feature, or of the "score" of trained events at full luminosity.

    Bins are those of FEATURES, in pairs where there are many, or `n_bins` of them; for a feature of
    another dataset they span 99 % of its values. FiveSigmaError where there is no such feature, or
    no score.
    """
    if n_bins is not None and not 1 <= n_bins <= N_BINS_MAX:
        msg = f"a histogram has 1 to {N_BINS_MAX} bins, got {n_bins}."
        raise FiveSigmaError(msg)
    table, weight = table_of(record, signal), None
    if variable == "score":
        if not isinstance(record, TrainedEvents):
            msg = "these events have no score yet. Train a model, then draw what that returns."
            raise FiveSigmaError(msg)
        table, values = record.events, record.training.score
        judged = np.isfinite(values)
        weight = judged_weights(table.label, table.weight, judged)
        values = np.where(judged, values, 0.0)
        low, high = min(0.0, values.min()), max(1.0, values.max())  # a probability, mostly
        edges = np.linspace(low, high, (n_bins or N_SCORE_BINS) + 1)
    else:
        values = _column(table, variable)
        edges = _edges(variable, values, n_bins)
    labels = [bool(table.label[table.process == i].any()) for i in range(len(table.processes))]
    return score_templates(
        values,
        table.weight if weight is None else weight,
        table.process,
        edges=edges,
        names=table.processes,
        is_signal=labels,
    )


def _column(table: EventTable, name: str) -> FloatArray:
    if name not in table.features:
        msg = f"these events have no feature {name!r}; choose of {', '.join(table.features)}."
        raise FiveSigmaError(msg)
    return table.features[name].astype(np.float64)


def _edges(name: str, values: FloatArray, n_bins: int | None) -> FloatArray:
    feature = feature_of(name)
    if feature is not None:
        n = feature.n_bins if feature.discrete else n_bins or _merged(feature.n_bins)
        return np.linspace(feature.low, feature.high, n + 1)
    low, high = np.quantile(values, _SHARE_INSIDE)
    return np.linspace(float(low), float(max(high, low + 1e-9)), (n_bins or N_SCORE_BINS) + 1)


def _merged(n_bins: int) -> int:
    """Half as many where bins are narrow for paper: a signal of some hundred events fills them."""
    return n_bins // 2 if n_bins > 32 and n_bins % 2 == 0 else n_bins


def correlations_of(record: Events, signal: str | None = None) -> dict[str, Correlation]:
    """Correlations of the features in the background and in the signal."""
    table = table_of(record, signal)
    X, names = feature_matrix(table), tuple(table.features)
    return {
        word: correlation(X[table.label == kind], table.weight[table.label == kind], names=names)
        for word, kind in (("background", 0), ("signal", 1))
    }


def evaluation_of(record: EvaluationResult | Evaluation | TrainedEvents) -> Evaluation:
    """The evaluation itself; trained events are evaluated first."""
    if isinstance(record, TrainedEvents):
        record = story.evaluate(record)
    return record.evaluation if isinstance(record, EvaluationResult) else record


def counting_of(record: InferenceResult | CountingResult | TrainedEvents) -> CountingResult:
    """The counting result itself; trained events are counted first, background known to 10 %."""
    if isinstance(record, TrainedEvents):
        record = story.infer(record)
    return record.counting if isinstance(record, InferenceResult) else record


def fit_of(record: FitResult | InferenceResult) -> FitResult:
    """The fit itself; FiveSigmaError where an inference was made without one."""
    found = record.fit if isinstance(record, InferenceResult) else record
    if found is None:
        msg = "this inference holds no fit. Infer again with fit=True (or --fit)."
        raise FiveSigmaError(msg)
    return found


def by_model(records: Sequence[Any]) -> dict[str, Any]:
    """Records by the name of their model, numbered where one name comes again."""
    named: dict[str, Any] = {}
    for record in records:
        name = getattr(getattr(record, "training", record), "model", "model")
        named[name if name not in named else f"{name} ({len(named) + 1})"] = record
    return named


def surface_of(record: TrainedEvents, x: str | None, y: str | None) -> DecisionSurface:
    """Scores of every part's model over two features: `x` and `y`, or the first two there are."""
    table = record.events
    names = list(table.features)
    first = x or next(name for name in names if name != y)
    second = y or next((name for name in names if name != first), first)
    return decision_surface(
        [_predict(estimator) for estimator in record.training.estimators],
        feature_matrix(table),
        table.label,
        table.weight,
        names=names,
        features=(first, second),
        seed=record.training.seed,
    )


def _predict(estimator: Any) -> Callable[[FloatArray], FloatArray]:
    def score(X: FloatArray) -> FloatArray:
        found: FloatArray = np.asarray(estimator.predict_proba(X), np.float64)[:, 1]
        return found

    return score


def importance_of(record: Importance | TrainedEvents) -> Importance:
    """The importance itself; of trained events it is found by shuffling their features."""
    if isinstance(record, Importance):
        return record
    table = record.events
    return importance_of_training(
        record.training,
        feature_matrix(table),
        table.label,
        table.weight,
        record.split,
        feature_names=tuple(table.features),
        seed=record.training.seed,
    )


def learning_curve_of(record: LearningCurve | TrainedEvents) -> LearningCurve:
    """The curve itself; for trained events their model learns again, on smaller shares."""
    if isinstance(record, LearningCurve):
        return record
    table, training = record.events, record.training
    X = feature_matrix(table)
    return learning_curve(
        lambda split: train(
            training.model,
            X,
            table.label,
            table.weight,
            split=split,
            seed=training.seed,
            weighting=training.weighting,
            parameters=parameters_of(record),
            impute=is_imputed(record),
        ),
        table.label,
        table.weight,
        split=record.split,
        seed=training.seed,
    )


def limits_of(records: Sequence[Any], masses: Sequence[float] | None) -> Mapping[Any, Any]:
    """Limits by mass of the mediator in GeV, else by the signal's name, or by number."""
    limits = [
        fit_of(record).limit if isinstance(record, FitResult | InferenceResult) else record
        for record in records
    ]
    if masses is None:
        names = [_signal_of(record) or f"{i}" for i, record in enumerate(records, start=1)]
        if len(set(names)) < len(names):
            names = [f"{name} ({i})" for i, name in enumerate(names, start=1)]
        return dict(zip(names, limits, strict=True))
    if len(masses) != len(limits):
        msg = f"{len(limits)} limits need as many masses, got {len(masses)}."
        raise FiveSigmaError(msg)
    return dict(zip(masses, limits, strict=True))


def _signal_of(record: object) -> str | None:
    """The signal that the events were selected for, where the record's history tells."""
    for step in getattr(record, "history", ()):
        if step.settings.get("signal"):
            return process_title(str(step.settings["signal"])).split(", ")[-1]
    return None
