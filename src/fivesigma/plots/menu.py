"""The menu of figures: what each is called, what it means, and what one must hold to draw it."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import CountingResult
from fivesigma.inference.likelihood.fit import FitResult
from fivesigma.inference.likelihood.limit import Limit
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.learning.correlation import Correlation
from fivesigma.learning.curve import LearningCurve
from fivesigma.learning.evaluate import Evaluation
from fivesigma.learning.explain import Importance
from fivesigma.learning.history import History
from fivesigma.learning.judging.calibration import Calibration
from fivesigma.learning.judging.confusion import Confusion
from fivesigma.learning.judging.overtraining import Overtraining
from fivesigma.learning.judging.roc import RocCurve
from fivesigma.learning.surface import DecisionSurface
from fivesigma.plots import order
from fivesigma.plots.held import origin_of_records
from fivesigma.plots.sheet import Origin
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)

EVENTS: Final = (EventTable, SplitEvents, TrainedEvents)
JUDGED: Final = (EvaluationResult, Evaluation, TrainedEvents)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotEntry:
    """One figure: `kind` is its name, `meaning` one line on what it shows.

    `takes`: types of the records it is drawn from; `many`: whether several may be given. `draw`
    takes them as a list, and `origin` and its other options by name.
    """

    kind: str
    title: str
    meaning: str
    takes: tuple[type[Any], ...]
    many: bool
    draw: Callable[..., Figure]

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options that `plot` passes on."""
        return tuple(inspect.signature(self.draw).parameters)[1:]


PLOTS: Final = (
    PlotEntry(
        kind="stack",
        title="Stacked histogram",
        meaning="How many events of each process are expected, with the simulation's uncertainty.",
        takes=(*EVENTS, Templates),
        many=False,
        draw=order.stack,
    ),
    PlotEntry(
        kind="correlation",
        title="Correlations",
        meaning="Which features say the same, in background and in signal.",
        takes=(*EVENTS, Correlation),
        many=False,
        draw=order.correlation,
    ),
    PlotEntry(
        kind="loss",
        title="Loss history",
        meaning="How far the scores are from the truth after each epoch or tree.",
        takes=(TrainedEvents, History),
        many=True,
        draw=order.loss,
    ),
    PlotEntry(
        kind="trees",
        title="Error against trees",
        meaning="When another tree helps only on the events that it has learned from.",
        takes=(TrainedEvents, History),
        many=True,
        draw=order.trees,
    ),
    PlotEntry(
        kind="learning-curve",
        title="Learning curve",
        meaning="Whether more simulated events would help: the area against the training's size.",
        takes=(TrainedEvents, LearningCurve),
        many=False,
        draw=order.learning_curve,
    ),
    PlotEntry(
        kind="designs",
        title="Many designs",
        meaning="Whether a design is better than others, or only luckier.",
        takes=(Measured,),
        many=True,
        draw=order.designs,
    ),
    PlotEntry(
        kind="surface",
        title="Decision surface",
        meaning="What the model says in the plane of two features.",
        takes=(TrainedEvents, DecisionSurface),
        many=False,
        draw=order.surface,
    ),
    PlotEntry(
        kind="importance",
        title="Importance of features",
        meaning="How much the model loses without the information of one feature.",
        takes=(TrainedEvents, Importance),
        many=False,
        draw=order.importance,
    ),
    PlotEntry(
        kind="roc",
        title="ROC curves",
        meaning="How much signal one keeps for how much background, at every threshold.",
        takes=(*JUDGED, RocCurve),
        many=True,
        draw=order.roc,
    ),
    PlotEntry(
        kind="scores",
        title="Scores, seen and unseen",
        meaning="Whether the model has learned its events by heart.",
        takes=(*JUDGED, Overtraining),
        many=False,
        draw=order.scores,
    ),
    PlotEntry(
        kind="calibration",
        title="Calibration",
        meaning="Whether a score of 0.8 means signal in 8 of 10 events.",
        takes=(*JUDGED, Calibration),
        many=True,
        draw=order.calibration,
    ),
    PlotEntry(
        kind="confusion",
        title="Right and wrong decisions",
        meaning="How many events of either class are called signal at one threshold.",
        takes=(*JUDGED, Confusion),
        many=False,
        draw=order.confusion,
    ),
    PlotEntry(
        kind="significance",
        title="Significance scan",
        meaning="How surely the signal would be seen above each threshold on the score.",
        takes=(InferenceResult, CountingResult, SignificanceScan, TrainedEvents),
        many=True,
        draw=order.significance,
    ),
    PlotEntry(
        kind="pulls",
        title="Pulls",
        meaning="What the fit learned about each source of uncertainty.",
        takes=(FitResult, InferenceResult),
        many=False,
        draw=order.pulls,
    ),
    PlotEntry(
        kind="impacts",
        title="Impacts",
        meaning="Which sources of uncertainty move the signal strength, and how far.",
        takes=(FitResult, InferenceResult),
        many=False,
        draw=order.impacts,
    ),
    PlotEntry(
        kind="limit",
        title="Upper limits",
        meaning="How strong a signal could be that one would not see.",
        takes=(FitResult, Limit, InferenceResult),
        many=True,
        draw=order.limit,
    ),
)


def plot(kind: str, *records: Any, origin: Origin | None = None, **options: Any) -> Figure:
    """The figure called `kind`, drawn from what a step of the story returned; not saved.

    `records`: what the kind takes, see PLOTS; several are overlaid where that makes sense.
    `origin`: what the figure says about the events; found from the records where they know it.
    `options`: of the kind, such as `log=True` or `width_in=7.0`. FiveSigmaError names the kinds,
    the records and the options there are.

    >>> from fivesigma.plots.examples import ROC
    >>> plot("roc", ROC).axes[0].get_xlabel()
    'Background efficiency'
    """
    entry = entry_of(kind)
    _check_records(entry, records)
    known = [name for name in entry.options if name != "origin"]
    unknown = [name for name in options if name not in known]
    if unknown:
        msg = f"{kind!r} has no option {unknown[0]!r}; it has {', '.join(known)}."
        raise FiveSigmaError(msg)
    return entry.draw(list(records), origin=origin or origin_of_records(records), **options)


def entry_of(kind: str) -> PlotEntry:
    """The entry of PLOTS of this kind; FiveSigmaError names the ones there are.

    >>> entry_of("stack").title
    'Stacked histogram'
    """
    for entry in PLOTS:
        if entry.kind == kind:
            return entry
    msg = f"there is no figure {kind!r}; choose one of {', '.join(e.kind for e in PLOTS)}."
    raise FiveSigmaError(msg)


def kinds_for(record: object) -> tuple[str, ...]:
    """Kinds that can be drawn from a record, in the order of PLOTS.

    >>> from fivesigma.plots.examples import FIT
    >>> kinds_for(FIT)
    ('pulls', 'impacts', 'limit')
    """
    return tuple(entry.kind for entry in PLOTS if isinstance(record, entry.takes))


def _check_records(entry: PlotEntry, records: Sequence[object]) -> None:
    """Refuse none, too many, and what cannot be drawn, naming what can."""
    wanted = " or ".join(dict.fromkeys(each.__name__ for each in entry.takes))
    if not records:
        msg = f"{entry.kind!r} is drawn from {wanted}; none was given."
        raise FiveSigmaError(msg)
    if len(records) > 1 and not entry.many:
        msg = f"{entry.kind!r} is drawn from one record, got {len(records)}; draw them apart."
        raise FiveSigmaError(msg)
    for record in records:
        if not isinstance(record, entry.takes):
            possible = ", ".join(kinds_for(record))
            hint = f" From what was given one can draw: {possible}." if possible else ""
            msg = f"{entry.kind!r} is drawn from {wanted}, not from {type(record).__name__}.{hint}"
            raise FiveSigmaError(msg)
