"""What is expected in a region: behind cuts, or above a threshold on a score, on unseen events.

The web page says these numbers at its stops Cut and Decide, and chooses its threshold as here: on
the validation events, never on those that judge.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import region_significance, region_significances
from fivesigma.inference.yields import BoolArray, FloatArray, Yield, Yields, yield_of
from fivesigma.learning.judging.roc import threshold_scan
from fivesigma.workflow.events import feature_matrix
from fivesigma.workflow.records import TrainedEvents

N_THRESHOLDS: Final = 200
_ROUND_NUMBERS: Final = tuple(float(f"{m}e-{power}") for power in range(6) for m in (1.0, 0.5, 0.2))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Region:
    """Expected signal and background events of a region, at the dataset's luminosity."""

    signal: Yield
    background: Yield

    def significance(self, background_uncertainty: float) -> Measured:
        """Median discovery significance; see `inference.significance.region_significance`."""
        return region_significance(
            self.signal, self.background, relative_uncertainty=background_uncertainty
        )

    def __repr__(self) -> str:
        """Both yields, with the uncertainty of the simulation."""
        signal, background = (
            Measured(value=found.sum, uncertainty=found.error)
            for found in (self.signal, self.background)
        )
        return f"{signal} signal, {background} background"


def region_of(table: EventTable) -> Region:
    """The yields of all events of a table, as `fivesigma.workflow.story.select` returns it.

    >>> from fivesigma.workflow import story
    >>> region = region_of(story.select(story.load("simulated-dm"), cuts=["met > 120"]))
    >>> region.significance(0.1).value > 1
    True
    """
    return _region(table, table.weight, np.ones(table.n_events, np.bool_))


def region_above(
    trained: TrainedEvents, threshold: float, *, before_cuts: EventTable | None = None
) -> Region:
    """The yields of the judging events with a score of at least `threshold`.

    Events of the test role judge, and stand for all of their class. `before_cuts`: the events
    before the cuts behind which the model was trained, and whose stored folds make up the whole;
    None where there were none. FiveSigmaError where a class has no positive sum among them.

    >>> from fivesigma.workflow import story
    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> trained = story.train(story.split(table, "hash"), model="lda")
    >>> region = region_above(trained, 0.0)
    >>> bool(np.isclose(region.signal.sum, region_of(table).signal.sum))
    True
    """
    judged = trained.split.judged
    weight = _standing_for_all(trained.events, judged, before_cuts or trained.events)
    score = _as_on_the_page(np.where(judged, trained.training.score, -1.0))
    return _region(trained.events, weight, judged & (score >= threshold))


def suggested_threshold(
    trained: TrainedEvents,
    *,
    background_uncertainty: float,
    before_cuts: EventTable | None = None,
) -> float:
    """The threshold of largest significance on the validation events, on a grid of N_THRESHOLDS.

    The grid ends at the next round number above the highest score, as on the web page; of several
    best the lowest. FiveSigmaError where the split has several parts or no validation events, the
    estimator is gone, or no threshold leaves signal and enough background.

    >>> from fivesigma.workflow import story
    >>> table = story.features(story.select(story.load("simulated-dm")), ["met", "mll"])
    >>> trained = story.train(story.split(table, "hash"), model="lda")
    >>> 0.3 < suggested_threshold(trained, background_uncertainty=0.1) < 0.9
    True
    """
    table, split = trained.events, trained.split
    if split.n_parts != 1 or not trained.training.estimators or not split.validation(0).size:
        msg = (
            "a threshold is suggested by the validation events of one fresh training. Split with "
            "'hash' and train again, or choose one by fivesigma.inference.threshold."
        )
        raise FiveSigmaError(msg)
    scores = trained.training.estimators[0].predict_proba(feature_matrix(table))[:, 1]
    score = _as_on_the_page(scores)
    watched = np.zeros(table.n_events, np.bool_)
    watched[split.validation(0)] = True
    weight = _standing_for_all(table, watched, before_cuts or table)
    # A model that learned without weights may give every event a tiny probability.
    end = min((end for end in _ROUND_NUMBERS if end >= score.max()), default=1.0)
    grid = np.array([float(f"{step * end / N_THRESHOLDS:.9g}") for step in range(N_THRESHOLDS)])
    scan = threshold_scan(score, table.label, weight, grid)
    z, _ = region_significances(
        Yields(sum=scan.signal, sum_squares=scan.signal_variance),
        Yields(sum=scan.background, sum_squares=scan.background_variance),
        relative_uncertainty=background_uncertainty,
    )
    if np.isnan(z).all():
        msg = "no threshold leaves signal and enough background. Loosen the cuts."
        raise FiveSigmaError(msg)
    return float(grid[np.nanargmax(z)])


def _region(table: EventTable, weight: FloatArray, kept: BoolArray) -> Region:
    return Region(
        signal=yield_of(weight[kept & (table.label == 1)]),
        background=yield_of(weight[kept & (table.label == 0)]),
    )


def _standing_for_all(table: EventTable, chosen: BoolArray, whole: EventTable) -> FloatArray:
    """Weights that let the `chosen` events stand for the `whole`, class by class; 0 elsewhere."""
    weight = np.where(chosen, table.weight, 0.0)
    of_whole = chosen if whole is table else np.isin(whole.fold, np.unique(table.fold[chosen]))
    for kind, name in ((0, "background"), (1, "signal")):
        total = whole.weight[whole.label == kind].sum()
        found = whole.weight[of_whole & (whole.label == kind)].sum()
        if not (total > 0 and found > 0):
            msg = f"no {name} among the judging events. Take more folds or loosen the cuts."
            raise FiveSigmaError(msg)
        weight[table.label == kind] *= total / found
    return weight


def _as_on_the_page(score: FloatArray) -> FloatArray:
    """Scores in the precision in which the page keeps them, so that both cut the same events."""
    return score.astype(np.float32).astype(np.float64)
