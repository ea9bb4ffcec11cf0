"""What models say in the plane of two features, the others held at their medians."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
_SHARE_INSIDE = (0.005, 0.995)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSurface:
    """Scores on a grid of two features, one layer a model, and some events to look at.

    `names`: of the feature along x and along y. `x`: (n_x,), `y`: (n_y,), in the features' units.
    `score`: (n_models, n_y, n_x). `held`: name and value of every other feature. `events`:
    (n_shown, 2), drawn with a chance proportional to |weight|; `event_label`: (n_shown,).
    """

    names: tuple[str, str]
    x: FloatArray
    y: FloatArray
    score: FloatArray
    held: dict[str, float]
    events: FloatArray
    event_label: npt.NDArray[np.int8]


def decision_surface(  # noqa: PLR0913 - the sample (X, label, weight) and what to look at
    predict: Sequence[Callable[[FloatArray], FloatArray]],
    X: FloatArray,
    label: npt.NDArray[np.int8],
    weight: FloatArray,
    *,
    names: Sequence[str],
    features: tuple[str, str],
    seed: int,
    n_grid: int = 60,
    n_shown: int = 100,
) -> DecisionSurface:
    """Scores over the range of two of the features, and up to `n_shown` events of each class.

    `predict`: a function X -> scores (n_events,) for each model. `X`: (n_events, n_features) with
    columns `names`; the features that are not looked at are held at their median, each event
    counting |weight|. The range holds 99 % of the events. FiveSigmaError for a name that is not
    there, twice the same, or no model.

    >>> X, label = np.random.default_rng(1).random((50, 3)), (np.arange(50) % 2).astype(np.int8)
    >>> surface = decision_surface(
    ...     [lambda X: X[:, 0]],
    ...     X,
    ...     label,
    ...     np.ones(50),
    ...     names=["a", "b", "c"],
    ...     features=("a", "b"),
    ...     seed=1,
    ...     n_grid=20,
    ... )
    >>> surface.score.shape, list(surface.held)
    ((1, 20, 20), ['c'])
    """
    _check_names(predict, names, features)
    size = np.abs(weight)
    median = np.quantile(X, 0.5, axis=0, weights=size, method="inverted_cdf")
    columns = [list(names).index(name) for name in features]
    x, y = (_axis(X[:, column], n_grid) for column in columns)
    grid = np.tile(median, (n_grid * n_grid, 1))
    grid[:, columns[0]], grid[:, columns[1]] = np.tile(x, n_grid), np.repeat(y, n_grid)
    rng = np.random.default_rng(seed)
    shown = np.concatenate([_some(rng, size, label == kind, n_shown) for kind in (0, 1)])
    return DecisionSurface(
        names=features,
        x=x,
        y=y,
        score=np.stack([one(grid).reshape(n_grid, n_grid) for one in predict]),
        held={name: float(median[i]) for i, name in enumerate(names) if name not in features},
        events=X[shown][:, columns],
        event_label=label[shown],
    )


def _check_names(
    predict: Sequence[object], names: Sequence[str], features: tuple[str, str]
) -> None:
    unknown = [name for name in features if name not in names]
    if unknown or features[0] == features[1]:
        msg = f"needs two different features of {', '.join(names)}; got {' and '.join(features)}."
        raise FiveSigmaError(msg)
    if not predict:
        msg = "there is no model to ask; train one first, a model read from a file is not kept."
        raise FiveSigmaError(msg)


def _axis(values: FloatArray, n_grid: int) -> FloatArray:
    low, high = np.quantile(values, _SHARE_INSIDE)
    return np.linspace(float(low), float(high), n_grid)


def _some(
    rng: np.random.Generator, size: FloatArray, kept: npt.NDArray[np.bool_], n_shown: int
) -> npt.NDArray[np.int64]:
    """Indices of up to `n_shown` of the events kept, in proportion to their size."""
    there = np.flatnonzero(kept & (size > 0))
    n = min(n_shown, there.size)
    return rng.choice(there, n, replace=False, p=size[there] / size[there].sum())
