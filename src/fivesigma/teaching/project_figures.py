"""Figures of the mini-project: they say what is missing as long as a milestone is open."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fivesigma.inference.likelihood.limit import Limit
from fivesigma.inference.yields import FloatArray, Histogram
from fivesigma.plots.limit import mark_limits
from fivesigma.plots.menu import plot
from fivesigma.plots.sheet import Origin, origin_of
from fivesigma.teaching import lesson
from fivesigma.teaching.blind import Lock
from fivesigma.teaching.project import (
    BACKGROUND_UNCERTAINTY,
    Assignment,
    ProjectReport,
    search_of,
)
from fivesigma.workflow import story
from fivesigma.workflow.fit import score_histogram
from fivesigma.workflow.records import TrainedEvents

WIDTH_IN = 5.0


def show_model(trained: object) -> None:
    """What the model can do on unseen events: its scores, and the significance above a threshold.

    >>> show_model(...)
    The figures of your model come as soon as it is trained.
    """
    if not isinstance(trained, TrainedEvents):
        _say("The figures of your model come as soon as it is trained.")
        return
    evaluated = story.evaluate(trained)
    inference = story.infer(trained, background_uncertainty=BACKGROUND_UNCERTAINTY)
    _say(repr(evaluated))
    lesson.show(
        plot("scores", evaluated, width_in=WIDTH_IN),
        alt="Scores of signal and background, of events the model had seen and of unseen ones; "
        f"weighted AUC on unseen events {evaluated.evaluation.auc_weighted.rounded(3)}.",
    )
    lesson.show(
        plot("significance", inference, width_in=WIDTH_IN),
        alt="Expected significance against the threshold on the score; with thresholds chosen by "
        f"other events {inference.counting.z_with_uncertainty} sigma.",
    )


def show_search(mine: Assignment, trained: object, locked: object = None) -> None:
    """The score's histogram with pseudo-data: in the control bins, or after a lock in all.

    >>> show_search(..., ...)
    The histogram of the score comes as soon as your model is trained.
    """
    if not isinstance(trained, TrainedEvents):
        _say("The histogram of the score comes as soon as your model is trained.")
        return
    search = search_of(mine, trained)
    is_open = isinstance(locked, Lock)
    counts = search.unblind(locked) if isinstance(locked, Lock) else search.counts()
    n_seen = int(np.isfinite(counts).sum())
    what = "all bins are open" if is_open else f"{n_seen} of {counts.size} bins are control bins"
    lesson.show(
        search_figure(trained, counts),
        alt=f"Stacked score of the simulation with pseudo-data as points; {what}, "
        f"with {np.nansum(counts):.0f} counts.",
    )


def search_figure(trained: TrainedEvents, counts: FloatArray) -> Any:  # a Figure
    """The stack of the score with counts (n_bins,) as points; NaN is not drawn.

    >>> from fivesigma.teaching.project import _example
    >>> trained = _example()
    >>> n_bins = score_histogram(trained).edges.size - 1
    >>> search_figure(trained, np.full(n_bins, np.nan)).axes[1].get_xlabel()
    'Score'
    """
    templates = score_histogram(trained)
    seen = np.nan_to_num(counts)
    points = Histogram(edges=templates.edges, sum=seen, sum_squares=seen)
    origin = pseudo_data_of(trained.events.dataset)
    return plot("stack", templates, observed=points, origin=origin, width_in=WIDTH_IN)


def pseudo_data_of(dataset: str) -> Origin:
    """What a figure says of pseudo-data that were drawn from a dataset's simulation.

    >>> print(pseudo_data_of("atlas-dm"))
    Pseudo-data
    drawn from simulation, ATLAS open data, √s = 13 TeV, 10 fb⁻¹
    """
    facts = origin_of(dataset)
    return Origin(
        kind="Pseudo-data",
        source=f"drawn from simulation, {facts.source}",
        sqrt_s_tev=facts.sqrt_s_tev,
        luminosity_ifb=facts.luminosity_ifb,
    )


def limits_figure(
    limits: Mapping[float, Limit], reports: Sequence[ProjectReport] = (), *, dataset: str
) -> Any:  # a Figure
    """Expected limits without a model by mass, and on them the limits of reports.

    A report has a circle where its model expects the limit, and a star where it was observed.

    >>> from fivesigma.plots.examples import LIMIT
    >>> limits_figure({200.0: LIMIT, 300.0: LIMIT}, dataset="simulated-dm").axes[0].get_xlabel()
    'Mass of the mediator [GeV]'
    """
    origin = pseudo_data_of(dataset) if reports else origin_of(dataset)
    masses = tuple(limits)
    figure = plot("limit", *limits.values(), masses=masses, origin=origin, width_in=WIDTH_IN)
    if reports:
        marked = [(float(report.mine.mass), report.limit) for report in reports]
        words = {"expected": "expected, with a model", "observed": "observed, reports"}
        mark_limits(figure, marked, **words)
    return figure


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a lesson speaks
