"""What scores are worth: a figure of merit at a threshold they did not choose for themselves.

Scores have 256 levels, so that the sums of weights above every threshold are a small array, and the
whole evaluation, choice of threshold included, can be repeated on resampled events.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.bench.events import HeldOut, held_out
from fivesigma.bench.submission import N_LEVELS, LevelArray, Submission, levels_of
from fivesigma.bench.tasks import Figure, Task
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND, region_significances
from fivesigma.inference.yields import Yields
from fivesigma.learning.split import TEST_FOLDS

FloatArray = npt.NDArray[np.float64]
CountArray = npt.NDArray[np.int64]

B_REG: Final = 10.0
"""What the AMS of HiggsML adds to the background, so that a tiny region does not win."""

RELATIVE_UNCERTAINTY: Final = 0.1
N_REPLICAS: Final = 200
SEED: Final = 2014


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalResult:
    """How well one signal is found: `figure` with the score, `figure_without` when all is kept."""

    figure: Measured
    figure_without: float
    auc: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """What a submission is worth. `gain`: the figure with the score over that without, the
    geometric mean over the signals; `auc`: with weights, the mean over the signals.

    Uncertainties: standard deviation over resampled held-out events.
    """

    gain: Measured
    auc: Measured
    signals: dict[str, SignalResult]


def evaluate_submission(submission: Submission, task: Task, table: EventTable) -> TaskResult:
    """The result of a submission, recomputed from its scores; `table`: of `task_table`.

    The three held-out folds choose the threshold for each other: none judges its own choice.
    DataError where the submission does not fit the task, FiveSigmaError where no threshold leaves
    signal and a background worth 10 simulated events.

    >>> from fivesigma.bench.baseline import baseline_submission
    >>> from fivesigma.bench.events import task_table
    >>> from fivesigma.bench.tasks import load_tasks
    >>> from fivesigma.data.table import embedded_table
    >>> task = load_tasks().find("practice")
    >>> table = task_table(task, embedded_table())
    >>> submission = baseline_submission(task, table, model="lda", seed=1)
    >>> evaluate_submission(submission, task, table).gain.value > 1
    True
    """
    levels = levels_of(submission, task, table)
    rng = np.random.default_rng(SEED)
    n_background = int(np.count_nonzero(held_out(table, task.signals[0]).label == 0))
    background = _draws(rng, n_background)  # the same events resampled for every signal
    gains, areas, signals = [], [], {}
    for signal in task.signals:
        events = held_out(table, signal)
        n_signal = int(np.count_nonzero(events.label == 1))
        draws = np.concatenate([_draws(rng, n_signal), background], axis=1)
        figure, without, area = _replicas(levels[signal], events, draws, task.figure)
        if not np.isfinite(figure[0]):
            msg = (
                f"{signal}: no threshold leaves signal and a background worth "
                f"{MIN_EFFECTIVE_BACKGROUND:g} events. Do the scores tell the classes apart?"
            )
            raise FiveSigmaError(msg)
        signals[signal] = SignalResult(
            figure=_measured(figure), figure_without=float(without[0]), auc=_measured(area)
        )
        gains.append(np.log(figure / without))
        areas.append(area)
    return TaskResult(
        gain=_measured(np.exp(np.mean(gains, axis=0))),
        auc=_measured(np.mean(areas, axis=0)),
        signals=signals,
    )


def approximate_median_significance(signal: FloatArray, background: FloatArray) -> FloatArray:
    """AMS of the HiggsML challenge for expected events; same shape, NaN where s or b is below 0.

    sqrt(2 ((s + b + b_reg) ln(1 + s / (b + b_reg)) - s)), b_reg = 10: C. Adam-Bourdarios et al.,
    JMLR W&CP 42 (2015) 19, eq. (7).

    >>> approximate_median_significance(np.array([691.99]), np.array([410999.85])).round(3).tolist()
    [1.079]
    """
    possible = (signal >= 0) & (background >= 0)
    s, b = np.where(possible, signal, 0.0), np.where(possible, background, 0.0) + B_REG
    ams = np.sqrt(np.maximum(0.0, 2 * ((s + b) * np.log1p(s / b) - s)))
    return np.where(possible, ams, np.nan)


def _draws(rng: np.random.Generator, n_events: int) -> CountArray:
    """How often each event stands in a replica, (1 + N_REPLICAS, n_events); the first is as it is.

    Poisson(1) for each event: Oza & Russell, AISTATS 2001.
    """
    drawn = rng.poisson(1.0, (N_REPLICAS, n_events))
    return np.concatenate([np.ones((1, n_events), dtype=np.int64), drawn])


def _replicas(
    level: LevelArray, events: HeldOut, draws: CountArray, figure: Figure
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Figure with the score, without it, and weighted AUC of every replica, (n_replicas,) each."""
    signal, background = (_above(level, events, draws, kind) for kind in (1, 0))
    everything = np.zeros((*signal.sum.shape[:2], 1), dtype=np.int64)
    without = _figure(_kept(signal, everything), _kept(background, everything), figure)
    return _cross_chosen(signal, background, figure), without, _area(signal, background)


def _above(level: LevelArray, events: HeldOut, draws: CountArray, kind: int) -> Yields:
    """Sums of one class in each replica, part and above each level, (n_replicas, 3, N_LEVELS).

    Each replica is scaled to the yield of all events: what is resampled is the shape.
    """
    keep = events.label == kind
    part = np.searchsorted(TEST_FOLDS, events.fold[keep]).astype(np.int64)
    place, weight = part * N_LEVELS + level[keep], events.weight[keep]
    shape = (len(draws), len(TEST_FOLDS), N_LEVELS)
    sums, squares = np.empty(shape), np.empty(shape)
    for replica, n_times in enumerate(draws[:, keep]):
        for found, values in ((sums, weight), (squares, weight**2)):
            binned = np.bincount(place, values * n_times, minlength=shape[1] * N_LEVELS)
            found[replica] = binned.reshape(shape[1:])
    factor = _ratio(np.asarray(weight.sum()), sums.sum(axis=(1, 2), keepdims=True))
    return Yields(
        sum=np.flip(np.cumsum(np.flip(sums * factor, 2), axis=2), 2),
        sum_squares=np.flip(np.cumsum(np.flip(squares * factor**2, 2), axis=2), 2),
    )


def _cross_chosen(signal: Yields, background: Yields, figure: Figure) -> FloatArray:
    """The figure where each part is cut at the level that is best on the other parts."""
    others = _figure(_others(signal), _others(background), figure)
    possible = np.isfinite(others.max(axis=2, initial=-np.inf, where=np.isfinite(others)))
    best = np.argmax(np.nan_to_num(others, nan=-np.inf), axis=2)[..., np.newaxis]
    found = _figure(_kept(signal, best), _kept(background, best), figure)
    return np.where(np.all(possible, axis=1), found, np.nan)


def _kept(above: Yields, level: CountArray) -> Yields:
    """Yields above the given level of each part, (n_replicas, 3, 1), all parts together."""
    return Yields(
        sum=np.take_along_axis(above.sum, level, axis=2).sum(axis=(1, 2)),
        sum_squares=np.take_along_axis(above.sum_squares, level, axis=2).sum(axis=(1, 2)),
    )


def _others(above: Yields) -> Yields:
    """For each part the sums of the other parts, at the yield of all events."""
    sums = above.sum.sum(axis=1, keepdims=True) - above.sum
    squares = above.sum_squares.sum(axis=1, keepdims=True) - above.sum_squares
    factor = _ratio(above.sum[..., :1].sum(axis=1, keepdims=True), sums[..., :1])
    return Yields(sum=sums * factor, sum_squares=squares * factor**2)


def _ratio(whole: FloatArray, part: FloatArray) -> FloatArray:
    """What scales the part to the whole; NaN, which no region survives, where nothing is left."""
    return np.where(part > 0, whole / np.where(part > 0, part, 1.0), np.nan)


def _figure(signal: Yields, background: Yields, figure: Figure) -> FloatArray:
    """The figure of merit of each region; NaN where it has no signal or too little background."""
    z, _ = region_significances(signal, background, relative_uncertainty=RELATIVE_UNCERTAINTY)
    if figure == "z-10-percent":
        return z
    ams = approximate_median_significance(signal.sum, background.sum)
    return np.where(np.isfinite(z), ams, np.nan)


def _area(signal: Yields, background: Yields) -> FloatArray:
    """Area under the ROC curve of each replica; equal levels count half."""
    s, b = (np.diff(y.sum.sum(axis=1), axis=1, append=0.0) * -1 for y in (signal, background))
    below = np.cumsum(b, axis=1) - b / 2
    area: FloatArray = (s * below).sum(axis=1) / (s.sum(axis=1) * b.sum(axis=1))
    return area


def _measured(replicas: FloatArray) -> Measured:
    """The value of the events as they are, and the standard deviation of the resampled ones."""
    return Measured(value=float(replicas[0]), uncertainty=float(np.nanstd(replicas[1:], ddof=1)))
