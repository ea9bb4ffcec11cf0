"""How each kind of the menu is prepared: records in a list and options in, a figure out.

Inner part of the menu: what a reader calls is `fivesigma.plots.menu.plot`, which hands on the
options under these names.
"""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.inference.yields import Histogram
from fivesigma.learning.correlation import Correlation
from fivesigma.learning.history import History
from fivesigma.learning.judging.calibration import Calibration
from fivesigma.learning.judging.confusion import Confusion
from fivesigma.learning.judging.overtraining import Overtraining
from fivesigma.learning.judging.roc import RocCurve
from fivesigma.learning.surface import DecisionSurface
from fivesigma.plots import held
from fivesigma.plots.fit import draw_impacts, draw_pulls
from fivesigma.plots.judged import draw_calibration, draw_confusion
from fivesigma.plots.limit import draw_limits
from fivesigma.plots.roc import draw_roc
from fivesigma.plots.scores import draw_scores
from fivesigma.plots.sheet import COLUMN_IN, Origin
from fivesigma.plots.significance import draw_significance_scan
from fivesigma.plots.stack import Panel, draw_stack
from fivesigma.plots.surface import draw_decision_surface
from fivesigma.plots.training import draw_designs, draw_history, draw_learning_curve
from fivesigma.plots.variables import draw_correlation, draw_importance

Records = Sequence[Any]


def stack(  # noqa: PLR0913 - the options a reader may write
    records: Records,
    *,
    origin: Origin,
    variable: str | None = None,
    signal: str | None = None,
    n_bins: int | None = None,
    observed: Histogram | None = None,
    panel: Panel = "ratio",
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """A feature, or the "score"; without `variable` the score of trained events, else the first."""
    (record,) = records
    if isinstance(record, Templates):
        variable, templates = variable or "score", record
    else:
        variable = variable or held.first_variable(record)
        templates = held.templates_of(record, variable, signal=signal, n_bins=n_bins)
    return draw_stack(
        templates,
        variable=variable,
        origin=origin,
        observed=observed,
        panel=panel,
        log=log,
        width_in=width_in,
    )


def correlation(
    records: Records,
    *,
    origin: Origin,
    signal: str | None = None,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Of background and signal, or as given."""
    (record,) = records
    given = isinstance(record, Correlation)
    found = {"all events": record} if given else held.correlations_of(record, signal)
    return draw_correlation(found, origin=origin, width_in=width_in)


def loss(
    records: Records, *, origin: Origin, log: bool = False, width_in: float = COLUMN_IN
) -> Figure:
    """Of every part of a training."""
    histories = [one for record in records for one in _histories(record)]
    return draw_history(histories, origin=origin, log=log, width_in=width_in)


def trees(
    records: Records, *, origin: Origin, log: bool = False, width_in: float = COLUMN_IN
) -> Figure:
    """The same, where the steps are trees."""
    histories = [one for record in records for one in _histories(record)]
    if any(history.step_name != "tree" for history in histories):
        msg = 'this model does not grow tree by tree; draw "loss" instead, or train "trees".'
        raise FiveSigmaError(msg)
    return draw_history(histories, origin=origin, log=log, width_in=width_in)


def _histories(record: Any) -> Sequence[History]:
    return (record,) if isinstance(record, History) else record.training.histories


def learning_curve(
    records: Records, *, origin: Origin, log: bool = True, width_in: float = COLUMN_IN
) -> Figure:
    """As given, or made by training again."""
    curve = held.learning_curve_of(records[0])
    return draw_learning_curve(curve, origin=origin, log=log, width_in=width_in)


def designs(
    records: Records,
    *,
    origin: Origin,
    repeats: Sequence[Measured] = (),
    width_in: float = COLUMN_IN,
) -> Figure:
    """An area for each design, and for each seed of one of them."""
    return draw_designs(records, origin=origin, repeats=repeats, width_in=width_in)


def surface(  # noqa: PLR0913 - the options a reader may write
    records: Records,
    *,
    origin: Origin,
    x: str | None = None,
    y: str | None = None,
    threshold: float = 0.5,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Over the features `x` and `y`."""
    (record,) = records
    found = record if isinstance(record, DecisionSurface) else held.surface_of(record, x, y)
    return draw_decision_surface(found, origin=origin, threshold=threshold, width_in=width_in)


def importance(records: Records, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """As given, or found by shuffling features."""
    return draw_importance(held.importance_of(records[0]), origin=origin, width_in=width_in)


def roc(
    records: Records, *, origin: Origin, log: bool = False, width_in: float = COLUMN_IN
) -> Figure:
    """A curve for each record."""
    curves = {
        name: record if isinstance(record, RocCurve) else held.evaluation_of(record).roc
        for name, record in held.by_model(records).items()
    }
    return draw_roc(curves, origin=origin, log=log, width_in=width_in)


def scores(
    records: Records, *, origin: Origin, log: bool = False, width_in: float = COLUMN_IN
) -> Figure:
    """Of one evaluation, if it knows the scores of the events that were learned from."""
    (record,) = records
    found = record if isinstance(record, Overtraining) else held.evaluation_of(record).overtraining
    if found is None:
        msg = (
            "this evaluation holds no scores of seen events. Evaluate again with seen_score=..., "
            "the scores of the events that the model has learned from."
        )
        raise FiveSigmaError(msg)
    return draw_scores(found, origin=origin, log=log, width_in=width_in)


def calibration(
    records: Records,
    *,
    origin: Origin,
    corrected: bool = False,
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """In the mixture of the training; `corrected`: with the share of signal that is expected."""
    found = {}
    for name, record in held.by_model(records).items():
        if isinstance(record, Calibration):
            found[name] = record
        else:
            evaluation = held.evaluation_of(record)
            found[name] = evaluation.calibration_corrected if corrected else evaluation.calibration
    return draw_calibration(found, origin=origin, log=log, width_in=width_in)


def confusion(records: Records, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """Of one evaluation."""
    (record,) = records
    found = record if isinstance(record, Confusion) else held.evaluation_of(record).confusion
    return draw_confusion(found, origin=origin, width_in=width_in)


def significance(records: Records, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """A scan for each record; the thresholds that were chosen, where there is one record."""
    scans: list[SignificanceScan] = []
    thresholds: tuple[float, ...] = ()
    for record in records:
        if isinstance(record, SignificanceScan):
            scans.append(record)
        else:
            counting = held.counting_of(record)
            scans.append(counting.scan)
            thresholds = counting.thresholds if len(records) == 1 else ()
    return draw_significance_scan(scans, origin=origin, thresholds=thresholds, width_in=width_in)


def pulls(records: Records, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """Of one fit."""
    return draw_pulls(held.fit_of(records[0]), origin=origin, width_in=width_in)


def impacts(
    records: Records, *, origin: Origin, n_shown: int = 15, width_in: float = COLUMN_IN
) -> Figure:
    """Of one fit, the largest `n_shown`."""
    return draw_impacts(held.fit_of(records[0]), origin=origin, n_shown=n_shown, width_in=width_in)


def limit(  # noqa: PLR0913 - the options a reader may write
    records: Records,
    *,
    origin: Origin,
    masses: Sequence[float] | None = None,
    observed: bool = False,
    log: bool = True,
    width_in: float = COLUMN_IN,
) -> Figure:
    """A limit for each record, at the `masses` of the mediator in GeV."""
    limits = held.limits_of(records, masses)
    return draw_limits(limits, origin=origin, observed=observed, log=log, width_in=width_in)
