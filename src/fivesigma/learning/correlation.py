"""Which features say the same: their weighted linear correlations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Pearson's r of every two features, and its standard deviation; (n_features, n_features)."""

    names: tuple[str, ...]
    r: FloatArray
    uncertainty: FloatArray


def correlation(X: FloatArray, weight: FloatArray, *, names: Sequence[str]) -> Correlation:
    """Weighted correlation of the columns of `X`, (n_events, n_features), for weights of any sign.

    `weight`: (n_events,). A feature that does not vary has no correlation: NaN. Uncertainty:
    (1 - r²) / sqrt(n_eff), the large-sample law for normal features. FiveSigmaError for other
    lengths, no positive total weight, or a negative weighted variance.

    >>> X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, -1.0]])
    >>> correlation(X, np.ones(3), names=["a", "b"]).r.round(3).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    total = weight.sum()
    if X.shape != (weight.size, len(names)) or not total > 0:
        msg = (
            f"needs X of shape ({weight.size}, {len(names)}) and a positive total weight, "
            f"got {X.shape} and {total:g}. Give one weight an event and one name a column."
        )
        raise FiveSigmaError(msg)
    distance = X - weight @ X / total
    covariance = (distance * weight[:, np.newaxis]).T @ distance / total
    variance = np.diag(covariance)
    if (variance < 0).any():
        name = names[int(np.argmin(variance))]
        msg = f"negative weights win: {name} has a negative variance. Loosen the cuts."
        raise FiveSigmaError(msg)
    spread = np.where(variance > 0, np.sqrt(variance), np.nan)
    r = np.clip(covariance / np.outer(spread, spread), -1.0, 1.0)
    n_effective = total**2 / np.sum(weight**2)
    return Correlation(names=tuple(names), r=r, uncertainty=(1 - r**2) / np.sqrt(n_effective))
