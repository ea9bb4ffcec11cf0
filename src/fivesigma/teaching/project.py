"""The mini-project: a mediator for each student, a blind search in its score, a report as JSON.

A student's number decides everything that is drawn: which mediator, and which hidden world. The
numbers of a report are computed from the trained model and the lock, so that none is typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.special import ndtr

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.core.version import __version__
from fivesigma.data.results import load_result, save_result
from fivesigma.data.table import EventTable
from fivesigma.inference.likelihood.fit import FitResult, fit_signal_strength
from fivesigma.inference.likelihood.limit import Limit, upper_limit
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.profile import asimov_data
from fivesigma.inference.likelihood.templates import Templates, counting_templates
from fivesigma.inference.yields import BoolArray, FloatArray
from fivesigma.teaching.blind import (
    BlindSearch,
    Lock,
    background_sources,
    blind_search,
    cell_templates,
    lock,
)
from fivesigma.workflow import story
from fivesigma.workflow.fit import score_histogram
from fivesigma.workflow.records import TrainedEvents

CONTAMINATION: Final = 0.1
"""A bin with more signal than this part of its background (at mu = 1) is no control bin."""
BACKGROUND_UNCERTAINTY: Final = 0.1
_LARGEST: Final = 9999
_KIND: Final = "mini-project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What a student hunts: the signal of a mediator of `mass` GeV, in a world of their own.

    `student`: their number, which is the number of the hidden experiment, too.
    """

    student: int
    dataset: str
    signal: str
    mass: int


def mediators(table: EventTable) -> dict[int, str]:
    """The signals of a table by the mass of their mediator in GeV, the lightest first.

    >>> mediators(story.load("simulated-dm"))
    {200: 'DM_200', 300: 'DM_300'}
    """
    codes = np.unique(table.process[table.label == 1])
    found = (re.fullmatch(r"DM_(\d+)", table.processes[code]) for code in codes)
    return dict(sorted((int(one[1]), one[0]) for one in found if one))


def assignment(table: EventTable, student: object) -> Assignment:
    """The mediator and the world of a student: number 1 the lightest, 2 the next, and around.

    `student`: 1 to 9999. The number is that of the hidden experiment, too, so that two students
    with one mediator have two worlds. FiveSigmaError for another number, or without mediators.

    >>> assignment(story.load("simulated-dm"), 4).signal
    'DM_300'
    """
    if not isinstance(student, int) or isinstance(student, bool) or not 0 < student <= _LARGEST:
        msg = f"a student's number is a whole number from 1 to {_LARGEST}, got {student!r}."
        raise FiveSigmaError(msg)
    signals = list(mediators(table).items())
    if not signals:
        msg = f"{table.dataset!r} has no signal of a mediator, DM_ and its mass in GeV."
        raise FiveSigmaError(msg)
    mass, signal = signals[(student - 1) % len(signals)]
    return Assignment(student=student, dataset=table.dataset, signal=signal, mass=mass)


def control_bins(templates: Templates) -> BoolArray:
    """Which bins of a score may be seen at once: in the lower half, and nearly free of signal.

    (n_bins,). Of a light mediator, no bin may be.

    >>> templates = score_histogram(_example())
    >>> bool(control_bins(templates)[0]), bool(control_bins(templates)[-1])
    (True, False)
    """
    n_bins = templates.edges.size - 1
    signal, background = templates.signal.sum, templates.background.sum
    lower_half: BoolArray = np.arange(n_bins) < n_bins // 2
    return lower_half & (signal < CONTAMINATION * background)


def search_of(mine: Assignment, trained: TrainedEvents) -> BlindSearch:
    """The student's pseudo-data in the bins of the trained score, blinded but for control bins.

    FiveSigmaError where the events are not those of the assignment.

    >>> mine = assignment(story.load("simulated-dm"), 1)
    >>> search_of(mine, _example()).blinded.any()
    np.True_
    """
    table = trained.events
    if table.dataset != mine.dataset or mine.signal not in table.processes:
        msg = (
            f"these are events of {', '.join(table.processes)} ({table.dataset}); student "
            f"{mine.student} hunts {mine.signal} in {mine.dataset}."
        )
        raise FiveSigmaError(msg)
    templates = score_histogram(trained)
    return blind_search(
        templates,
        blinded=~control_bins(templates),
        dataset=mine.dataset,
        signal=mine.signal,
        experiment=mine.student,
    )


def fit_counts(trained: TrainedEvents, counts: FloatArray) -> FitResult:
    """Fit the signal strength to counts in the bins of the score.

    Each background may be off by what `background_sources` says of it. FiveSigmaError for counts
    that do not fit the bins.

    >>> from fivesigma.teaching.blind import lock
    >>> mine, trained = assignment(story.load("simulated-dm"), 1), _example()
    >>> fit_counts(trained, search_of(mine, trained).unblind(lock({"model": "lda"}))).is_asimov
    False
    """
    templates = score_histogram(trained)
    return fit_signal_strength(templates, background_sources(templates), observed=counts)


def expected_limit(templates: Templates) -> Limit:
    """The 95 % limit to expect where there is no signal, with its band; nothing is looked at.

    `observed` is that of the expectation itself, the median.

    >>> 0.3 < expected_limit(score_histogram(_example())).expected[2] < 1.2
    True
    """
    model = fit_model(templates, background_sources(templates))
    return upper_limit(model, asimov_data(model, mu=0.0))


MET_EDGES: Final = (80.0, 90.0, 100.0, 120.0, 150.0, 200.0)  # GeV; the last cell is open


def limits_without_model(table: EventTable) -> dict[float, Limit]:
    """Expected limits of a search without a model, by mass of the mediator in GeV.

    It counts in ranges of ETmiss, in the window of the Z boson and beside it: what a trained model
    has to beat. `table`: with all signals, as `load` gives it.

    >>> [mass for mass in limits_without_model(story.load("simulated-dm"))]
    [200.0, 300.0]
    """
    limits = {}
    for mass, signal in mediators(table).items():
        selected = story.select(table, signal=signal)
        mll, n_bins = selected.features["mll"], len(MET_EDGES)
        beside = np.where((mll > 76) & (mll < 106), n_bins, 0)
        cell = np.digitize(selected.features["met"], MET_EDGES) - 1 + beside
        limits[float(mass)] = expected_limit(cell_templates(selected, cell, 2 * n_bins))
    return limits


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReport:
    """All numbers of a report: what was expected, what was locked, what was found.

    `yields`: expected events by process, the signal first. `z_nothing_done`, `z_expected`: with
    the background known to 10 % and the simulation's statistics, without a score and with it.
    `counts`: pseudo-data in the bins of the score. `p_value`: of `z_observed`, one-sided.
    """

    mine: Assignment
    version: str
    model: str
    seed: int
    features: tuple[str, ...]
    yields: dict[str, Measured]
    z_nothing_done: Measured
    z_expected: Measured
    limit: Limit
    lock: Lock
    counts: tuple[float, ...]
    mu: Measured
    interval: tuple[float, float]
    z_observed: float
    p_value: float


def project_report(mine: Assignment, trained: object, locked: Lock) -> ProjectReport:
    """The report's numbers, from the student's own model and lock.

    FiveSigmaError where the model or the lock is missing or not the student's.

    >>> from fivesigma.teaching.blind import lock
    >>> mine = assignment(story.load("simulated-dm"), 1)
    >>> project_report(mine, _example(), lock({"model": "lda"})).mine.signal
    'DM_200'
    """
    if not isinstance(trained, TrainedEvents):
        msg = "no report yet: train a model first (milestone 3)."
        raise FiveSigmaError(msg)
    counts = search_of(mine, trained).unblind(locked)
    counting = story.infer(trained, background_uncertainty=BACKGROUND_UNCERTAINTY).counting
    expected = expected_limit(score_histogram(trained))
    found = fit_counts(trained, counts)
    return ProjectReport(
        mine=mine,
        version=__version__,
        model=trained.training.model,
        seed=trained.training.seed,
        features=tuple(trained.events.features),
        yields=yields_of(trained.events),
        z_nothing_done=counting.z_cut_and_count_with_uncertainty,
        z_expected=counting.z_with_uncertainty,
        limit=Limit(
            observed=found.limit.observed,
            expected=expected.expected,
            confidence=expected.confidence,
        ),
        lock=locked,
        counts=tuple(counts.tolist()),
        mu=found.mu,
        interval=found.interval,
        z_observed=found.discovery_z,
        p_value=float(ndtr(-found.discovery_z)),
    )


def yields_of(table: EventTable) -> dict[str, Measured]:
    """Expected events of each process with the simulation's uncertainty.

    >>> print(yields_of(story.select(story.load("simulated-dm")))["ZZ"])
    83.56 ± 1.37
    """
    found = {}
    for code, name in enumerate(table.processes):
        weight = table.weight[table.process == code]
        found[name] = Measured(
            value=float(weight.sum()), uncertainty=float(np.sqrt(np.sum(weight**2)))
        )
    return found


def save_report(report: object, path: str | Path) -> Path:
    """Write a report as JSON and return its path; DataError where it cannot be written.

    >>> save_report(..., "/dev/null/report.json")
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: no report to save: make one with project_report.
    """
    if not isinstance(report, ProjectReport):
        msg = "no report to save: make one with project_report."
        raise FiveSigmaError(msg)
    save_result(report, Path(path), kind=_KIND)
    return Path(path)


def load_report(path: str | Path) -> ProjectReport:
    """A report that `save_report` wrote; DataError on anything else.

    >>> load_report("no-such-file.json")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no-such-file.json.
    """
    return load_result(Path(path), {_KIND: ProjectReport})


def read_reports(folder: str | Path) -> list[ProjectReport]:
    """The reports in a folder, by mass, then by student; DataError on a damaged file.

    >>> read_reports("/no-such-folder")
    []
    """
    reports = [load_report(path) for path in sorted(Path(folder).glob("*.json"))]
    return sorted(reports, key=lambda report: (report.mine.mass, report.mine.student))


def hidden_strengths(table: EventTable, students: Iterable[int]) -> dict[int, tuple[str, float]]:
    """For the teacher: each student's mediator and the signal strength hidden in their world.

    The strength is the first number that a world's seed draws, so that no model need be trained.

    >>> hidden_strengths(story.load("simulated-dm"), [1, 2])
    {1: ('DM_200', 0.0), 2: ('DM_300', 0.0)}
    """
    found = {}
    for student in students:
        mine = assignment(table, student)
        nothing = blind_search(
            counting_templates((1.0, 0.0), (1.0, 0.0)),
            blinded=np.array([True]),
            dataset=mine.dataset,
            signal=mine.signal,
            experiment=student,
        )
        found[student] = (mine.signal, nothing.hidden_strength(lock({"student": student})))
    return found


def _example() -> TrainedEvents:
    """A small model for the examples above."""
    table = story.features(story.select(story.load("simulated-dm")))
    return story.train(story.split(table, "hash"), model="lda")
