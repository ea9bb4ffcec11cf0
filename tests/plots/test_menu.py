"""The menu: from what a reader holds after any step to the figure of it, or a hint."""

import dataclasses
import inspect

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.plots import examples as made
from fivesigma.plots.held import origin_of_records, table_of, templates_of
from fivesigma.plots.menu import PLOTS, entry_of, kinds_for, plot
from fivesigma.plots.sheet import origin_of
from fivesigma.workflow import story
from fivesigma.workflow.records import EvaluationResult, InferenceResult, SplitEvents, TrainedEvents

AREAS = [Measured(value=0.7 + 0.01 * i, uncertainty=0.01) for i in range(5)]
RECORDS: dict[str, list[object]] = {
    "stack": [made.TEMPLATES],
    "correlation": [made.CORRELATION],
    "loss": list(made.HISTORIES),
    "trees": list(made.HISTORIES),
    "learning-curve": [made.LEARNING_CURVE],
    "designs": [*AREAS],
    "surface": [made.SURFACE],
    "importance": [made.IMPORTANCE],
    "roc": [made.ROC, made.ROC],
    "scores": [made.OVERTRAINING],
    "calibration": [made.CALIBRATION],
    "confusion": [made.CONFUSION],
    "significance": [made.SCAN],
    "pulls": [made.FIT],
    "impacts": [made.FIT],
    "limit": [made.FIT, made.LIMIT],
}
HELD = {
    "selected": ("stack", "correlation"),
    "split": ("stack", "correlation"),
    "trained": (
        "stack",
        "correlation",
        "trees",
        "loss",
        "surface",
        "importance",
        "roc",
        "scores",
        "calibration",
        "confusion",
        "significance",
    ),
    "evaluation": ("roc", "scores", "calibration", "confusion"),
    "inference": ("significance", "pulls", "impacts", "limit"),
}


@dataclasses.dataclass(frozen=True)
class Steps:
    """What every step returned, on the events that ship with the package."""

    selected: EventTable
    split: SplitEvents
    trained: TrainedEvents
    evaluation: EvaluationResult
    inference: InferenceResult


@pytest.fixture(scope="module")
def steps() -> Steps:
    selected = story.features(
        story.select(story.load("simulated-dm")), ("lead_lep_pt", "met", "met_over_ht")
    )
    split = story.split(selected, n_folds=2)
    trained = story.train(split, model="trees", parameters={"max_iter": 10})
    return Steps(
        selected=selected,
        split=split,
        trained=trained,
        evaluation=story.evaluate(trained),
        inference=story.infer(trained, fit=True),
    )


def test_every_kind_is_drawn_from_its_record() -> None:
    assert [entry.kind for entry in PLOTS] == list(RECORDS)
    for kind, records in RECORDS.items():
        plot(kind, *records).draw_without_rendering()


@pytest.mark.parametrize(
    ("step", "kind"), [(s, kind) for s, kinds in HELD.items() for kind in kinds]
)
def test_what_a_step_returns_can_be_drawn_and_says_whose_events_it_shows(
    steps: Steps, step: str, kind: str
) -> None:
    record = getattr(steps, step)
    assert kind in kinds_for(record)
    figure = plot(kind, record)
    assert figure.get_suptitle() == str(origin_of("simulated-dm"))
    figure.draw_without_rendering()


def test_models_are_told_apart_by_name_and_the_same_one_by_number(steps: Steps) -> None:
    figure = plot("roc", steps.evaluation, steps.trained)
    legend = figure.axes[0].get_legend()
    assert legend is not None
    names = [text.get_text().split(":")[0] for text in legend.get_texts()]
    assert names[:2] == ["trees", "trees (2)"]


def test_a_limit_is_named_by_its_signal_or_stands_at_its_mass(steps: Steps) -> None:
    named = plot("limit", steps.inference).axes[0]
    assert [label.get_text() for label in named.get_xticklabels()] == ["mediator 200 GeV"]
    at_mass = plot("limit", steps.inference, made.LIMIT, masses=[200.0, 300.0]).axes[0]
    assert at_mass.get_xlim() == (200.0, 300.0)


def test_histograms_of_a_feature_keep_every_event_and_the_features_range(steps: Steps) -> None:
    templates = templates_of(steps.selected, "met")
    assert templates.sum.sum() == pytest.approx(steps.selected.weight.sum())
    assert templates.sum_squares.sum() == pytest.approx(np.sum(steps.selected.weight**2))
    assert (templates.edges[0], templates.edges[-1]) == (80.0, 480.0)
    assert templates_of(steps.selected, "met", n_bins=7).edges.size == 8


def test_the_score_is_that_of_unseen_events_at_full_luminosity(steps: Steps) -> None:
    hashed = story.train(story.split(steps.selected, "hash"), model="lda")
    templates, table, judged = templates_of(hashed, "score"), hashed.events, hashed.split.judged
    for found, kind in ((templates.signal, 1), (templates.background, 0)):
        own = judged & (table.label == kind)
        unseen, _ = np.histogram(
            hashed.training.score[own], templates.edges, weights=table.weight[own]
        )
        factor = table.weight[table.label == kind].sum() / table.weight[own].sum()
        np.testing.assert_allclose(found.sum, factor * unseen, atol=1e-9)


def test_of_many_signals_the_datasets_own_is_drawn_unless_another_is_named() -> None:
    events = story.load("simulated-dm")
    assert [p for p in table_of(events).processes if p.startswith("DM")] == ["DM_200"]
    other = next(p for p in events.processes if p.startswith("DM") and p != "DM_200")
    assert other in table_of(events, other).processes


def test_a_record_of_no_dataset_says_that_its_origin_was_not_told() -> None:
    assert origin_of_records([made.ROC]).source == "origin not stated"


@pytest.mark.parametrize(
    ("kind", "records", "options", "words"),
    [
        ("rock", [made.ROC], {}, "there is no figure 'rock'; choose one of stack, "),
        ("roc", [], {}, "'roc' is drawn from EvaluationResult or Evaluation"),
        ("roc", [made.FIT], {}, "not from FitResult. From what .* draw: pulls, impacts, limit"),
        ("pulls", [made.FIT, made.FIT], {}, "drawn from one record, got 2"),
        ("roc", [made.ROC], {"colour": "red"}, "no option 'colour'; it has log, width_in"),
        ("limit", [made.LIMIT], {"masses": [1.0, 2.0]}, "1 limits need as many masses, got 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_the_hint_says_what_can(
    kind: str, records: list[object], options: dict[str, object], words: str
) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        plot(kind, *records, **options)  # type: ignore[arg-type]


def test_refusals_of_the_steps_name_the_step_that_helps(steps: Steps) -> None:
    with pytest.raises(FiveSigmaError, match="no feature 'mass'; choose of lead_lep_pt"):
        plot("stack", steps.selected, variable="mass")
    with pytest.raises(FiveSigmaError, match="no score yet"):
        plot("stack", steps.selected, variable="score")
    epochs = [dataclasses.replace(history, step_name="epoch") for history in made.HISTORIES]
    with pytest.raises(FiveSigmaError, match="does not grow tree by tree"):
        plot("trees", *epochs)
    without_fit = dataclasses.replace(steps.inference, fit=None)
    with pytest.raises(FiveSigmaError, match="holds no fit"):
        plot("pulls", without_fit)
    unseen = dataclasses.replace(steps.evaluation.evaluation, overtraining=None)
    with pytest.raises(FiveSigmaError, match="no scores of seen events"):
        plot("scores", unseen)
    read_again = dataclasses.replace(
        steps.trained, training=dataclasses.replace(steps.trained.training, estimators=())
    )
    with pytest.raises(FiveSigmaError, match="no model to ask"):
        plot("surface", read_again)


def test_every_option_of_a_kind_is_by_name_and_every_kind_can_be_widened() -> None:
    for entry in PLOTS:
        kinds = {p.kind for p in list(inspect.signature(entry.draw).parameters.values())[1:]}
        assert kinds == {inspect.Parameter.KEYWORD_ONLY}
        assert {"origin", "width_in"} <= set(entry.options)
        assert entry.meaning.endswith(".")
        assert entry_of(entry.kind) is entry
