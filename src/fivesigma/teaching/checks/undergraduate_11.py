"""Checks of lesson 11, the mini-project: its milestones, for every mediator and every model."""

import functools
from pathlib import Path

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import CountingResult
from fivesigma.inference.significance import (
    discovery_significance,
    region_significance,
    signal_over_root_background,
)
from fivesigma.inference.yields import yield_of
from fivesigma.teaching import lesson
from fivesigma.teaching.blind import Lock
from fivesigma.teaching.checks.compare import Mistake, array, number
from fivesigma.teaching.checks.reading import is_unanswered
from fivesigma.teaching.checks.verdict import Verdict, not_answered, right, wrong
from fivesigma.teaching.project import (
    BACKGROUND_UNCERTAINTY,
    Assignment,
    ProjectReport,
    expected_limit,
    load_report,
    project_report,
    yields_of,
)
from fivesigma.workflow import story
from fivesigma.workflow.fit import score_histogram
from fivesigma.workflow.records import TrainedEvents


@functools.lru_cache(maxsize=4)
def _table(mine: Assignment) -> EventTable:
    return story.select(lesson.load_events(quiet=True), signal=mine.signal)


def yields(given: object, mine: Assignment) -> Verdict:
    """Milestone 1: expected events of each process and their uncertainty, (n_processes, 2)."""
    table = _table(mine)
    weights = [table.weight[table.process == code] for code in range(len(table.processes))]
    expected = np.array([[m.value, m.uncertainty] for m in yields_of(table).values()])
    rows = np.array([len(weight) for weight in weights])
    sums, errors = expected.T
    positive = np.array([[w[w > 0].sum(), np.sqrt((w[w > 0] ** 2).sum())] for w in weights])
    absolute = np.array([[np.abs(w).sum(), np.sqrt((w**2).sum())] for w in weights])
    return array(
        given,
        expected,
        name="my_yields",
        unit="events",
        mistakes=[
            Mistake(
                np.column_stack([rows, np.sqrt(rows)]),
                "These are rows and their roots. How many real collisions does a row stand for?",
            ),
            Mistake(
                np.column_stack([sums, np.sqrt(np.abs(sums))]),
                "The yields are right. Their root is how a count would scatter; "
                "the simulation's own uncertainty is the root of the sum of w².",
            ),
            Mistake(
                np.column_stack([sums, errors**2]),
                "The yields are right. The second column is the variance: take the root.",
            ),
            Mistake(np.column_stack([errors, sums]), "First the yield, then its uncertainty."),
            Mistake(positive, "Negative weights were dropped. They correct the others: keep them."),
            Mistake(absolute, "Negative weights were made positive. Keep their sign in the sum."),
        ],
    )


def nothing_done(given: object, mine: Assignment) -> Verdict:
    """Milestone 2: the expected significance without any cut, background known to 10 %."""
    table = _table(mine)
    signal, background = (yield_of(table.weight[table.label == kind]) for kind in (1, 0))
    without_simulation = discovery_significance(
        signal.sum,
        background.sum,
        background_uncertainty=BACKGROUND_UNCERTAINTY * background.sum,
    )
    return number(
        given,
        region_significance(signal, background, relative_uncertainty=BACKGROUND_UNCERTAINTY).value,
        name="my_z",
        unit="σ",
        mistakes=[
            Mistake(
                region_significance(signal, background, relative_uncertainty=0.0).value,
                "That is right for a background known exactly. Yours is known to 10 %.",
            ),
            Mistake(
                signal_over_root_background(signal, background).value,
                "This is s/√b: it knows no uncertainty of the background.",
            ),
            Mistake(
                without_simulation,
                "The 10 % are in, the simulation's own uncertainty is not. "
                "region_significance adds it.",
            ),
        ],
    )


def trained(given: object, mine: Assignment) -> Verdict:
    """Milestone 3: a model that judges every event of the right table, unseen."""
    name = "my_trained"
    if is_unanswered(given):
        return not_answered(name)
    if not isinstance(given, TrainedEvents):
        return wrong(f"{name} should be what fs.train(...) returns: events with their scores.")
    problem = _problem_of(given, mine)
    if problem is not None:
        return wrong(problem)
    auc = _auc(_Held(given))
    if auc.value - 2 * auc.uncertainty < 0.5:
        return wrong(
            f"The weighted AUC on unseen events is {auc.rounded(3)}: no better than a coin. "
            "Has the model all features? Does it learn with weights?"
        )
    return right(name, f"every event is judged unseen; weighted AUC {auc.rounded(3)}.")


def _problem_of(model: TrainedEvents, mine: Assignment) -> str | None:
    """Why the numbers of a trained model would not be those of the assignment."""
    events = model.events
    if events.dataset != mine.dataset or mine.signal not in events.processes:
        return f"This model was trained on another signal. Yours is {mine.signal}."
    if events.n_events != _table(mine).n_events:
        return (
            "Some events are missing, or too many are in. Start from the table of milestone 1, "
            "without further cuts: the model decides."
        )
    if not model.split.judged.all():
        share = 100 * model.split.judged.mean()
        return (
            f"Only {share:.0f} % of the events are judged. Split k-fold: then every event is "
            "judged by a model that has not seen it."
        )
    return None


class _Held:
    """Trained events, told apart by identity: a check that is run again has its answer at once."""

    def __init__(self, model: TrainedEvents) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.model is self.model

    def __hash__(self) -> int:
        return id(self.model)


@functools.lru_cache(maxsize=2)
def _auc(held: _Held) -> Measured:
    return story.evaluate(held.model).evaluation.auc_weighted


@functools.lru_cache(maxsize=2)
def _counting(held: _Held) -> CountingResult:
    return story.infer(held.model, background_uncertainty=BACKGROUND_UNCERTAINTY).counting


@functools.lru_cache(maxsize=2)
def _expected(held: _Held) -> tuple[float, ...]:
    return expected_limit(score_histogram(held.model)).expected


@functools.lru_cache(maxsize=2)
def _made(held: _Held, mine: Assignment, locked: Lock) -> ProjectReport:
    return project_report(mine, held.model, locked)


def significance(given: object, model: object, mine: Assignment) -> Verdict:
    """Milestone 4: the expected significance with the model, and its uncertainty."""
    if is_unanswered(given):
        return not_answered("my_significance")
    if not isinstance(model, TrainedEvents) or _problem_of(model, mine) is not None:
        return wrong("Milestone 3 comes first: the significance is that of your trained model.")
    found = _counting(_Held(model))

    def pair(z: Measured) -> list[float]:
        return [z.value, z.uncertainty]

    return array(
        given,
        pair(found.z_with_uncertainty),
        name="my_significance",
        unit="σ",
        mistakes=[
            Mistake(
                pair(found.z_with_uncertainty_best),
                "This threshold was chosen on the events that judge it: a little too good. "
                "Take the one that other events chose.",
            ),
            Mistake(
                pair(found.z_asimov),
                "This holds for a background known exactly. Yours is known to 10 %.",
            ),
            Mistake(
                pair(found.z_asimov_best), "Background known exactly, and threshold flattered."
            ),
            Mistake(
                pair(found.z_cut_and_count_with_uncertainty),
                "This is the significance without the score: milestone 2.",
            ),
            Mistake(
                pair(found.z_with_uncertainty)[::-1],
                "First the significance, then its uncertainty.",
            ),
        ],
    )


def limit(given: object, model: object, mine: Assignment) -> Verdict:
    """Milestone 5: the median of the limits that are to be expected without signal."""
    if is_unanswered(given):
        return not_answered("my_limit")
    if not isinstance(model, TrainedEvents) or _problem_of(model, mine) is not None:
        return wrong("Milestone 3 comes first: the limit is that of your trained model.")
    expected = _expected(_Held(model))
    names = ("-2σ", "-1σ", "", "+1σ", "+2σ")
    return number(
        given,
        expected[2],
        name="my_limit",
        tolerance=5e-3,
        mistakes=[
            Mistake(value, f"This is the {name} end of the band. The middle of the five is asked.")
            for value, name in zip(expected, names, strict=True)
            if name
        ],
    )


def my_lock(given: object, model: object, mine: Assignment) -> Verdict:
    """Milestone 6: the choice, locked before anything is opened."""
    name = "my_lock"
    if is_unanswered(given):
        return not_answered(name)
    if not isinstance(given, Lock):
        return wrong(f"{name} is not locked: write lock({{...}}) around the dictionary.")
    if not isinstance(model, TrainedEvents):
        return wrong("Milestone 3 comes first: what is locked is your trained model.")
    problem = _problem_of_lock(given, model, mine)
    if problem is not None:
        return wrong(f"{name} {problem}")
    return right(name, f"locked as {given.sha256[:12]}. Tell it to somebody before you go on.")


def _problem_of_lock(locked: Lock, model: TrainedEvents, mine: Assignment) -> str | None:
    """What a lock does not say, or says wrong."""
    try:
        choice = locked.choice
    except FiveSigmaError as error:
        return f"cannot be read: {error}"
    true = {
        "student": mine.student,
        "signal": mine.signal,
        "model": model.training.model,
        "seed": model.training.seed,
        "background_uncertainty": BACKGROUND_UNCERTAINTY,
    }
    missing = [key for key in true if key not in choice]
    if missing:
        return f"does not say: {', '.join(missing)}."
    for key, value in true.items():
        if choice[key] != value:
            return f"says {key} = {choice[key]!r}, and that is not what you used."
    return None


def result(given: object, locked: object, model: object, mine: Assignment) -> Verdict:
    """Milestone 7: signal strength, ends of its interval, Z and limit, after the unblinding."""
    name = "my_result"
    if is_unanswered(given):
        return not_answered(name)
    held = _locked_model(locked, model, mine)
    if held is None or not isinstance(locked, Lock):
        return wrong("Milestone 6 comes first: nothing is opened without a lock of your choice.")
    found = _made(held, mine, locked)
    low, high = found.interval
    values = [found.mu.value, low, high, found.z_observed, found.limit.observed]
    return array(
        given,
        values,
        name=name,
        tolerance=5e-3,
        absolute=5e-3,
        mistakes=[
            Mistake(
                [
                    found.mu.value,
                    found.mu.value - found.mu.uncertainty,
                    found.mu.value + found.mu.uncertainty,
                    found.z_observed,
                    found.limit.observed,
                ],
                "The interval is not μ ± its uncertainty: near 0, and with few events, the one "
                "where the likelihood has fallen enough is right. The fit has it as interval.",
            ),
            Mistake(
                [*values[:4], found.limit.expected[2]],
                "The last number is the expected limit. The observed one is asked.",
            ),
        ],
    )


def _locked_model(locked: object, model: object, mine: Assignment) -> _Held | None:
    """The model, where it is that of the assignment and of the lock."""
    if not isinstance(model, TrainedEvents) or _problem_of(model, mine) is not None:
        return None
    return _Held(model) if my_lock(locked, model, mine) else None


def report(given: object, locked: object, model: object, mine: Assignment) -> Verdict:
    """Milestone 8: the file of the report, read back and compared with model and lock."""
    name = "my_file"
    if is_unanswered(given):
        return not_answered(name)
    if not isinstance(given, str | Path):
        return wrong(f"{name} should be the path that save_report returned.")
    held = _locked_model(locked, model, mine)
    if held is None or not isinstance(locked, Lock):
        return wrong("Milestones 3 and 6 come first: the report holds your model and your lock.")
    try:
        found = load_report(given)
    except FiveSigmaError as error:
        return wrong(f"{name} cannot be read: {error}")
    if found != _made(held, mine, locked):
        return wrong("This file is of another student, another lock or another model. Save again.")
    return right(name, f"the report of student {mine.student} is whole, and it is yours.")
