"""The likelihood of a pyhf workspace as arrays, ready for a fit that follows a slider."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.inference.likelihood.interpolation import (
    NormInterpolation,
    factor_and_slope,
    norm_interpolation,
    shape_weights,
)
from fivesigma.inference.likelihood.systematics import Systematic
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.likelihood.workspace import check_model
from fivesigma.inference.yields import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class FitModel:
    """Expected counts as a function of mu, of the sources alpha and of the simulation's gamma.

    `nominal`: (n_processes, n_bins). `is_signal`: (n_processes,). `nuisances`: names of the
    sources, alpha has their order. `norm_source`, `shape_source`: which alpha each row of `norm`
    and of `shape_mean`, `shape_asymmetry` (n_shapes, n_processes, n_bins) belongs to.
    `gamma_spread`: (2, n_bins), relative error of the simulated background and of the signal.
    """

    nominal: FloatArray
    is_signal: BoolArray
    nuisances: tuple[str, ...]
    norm_source: npt.NDArray[np.int64]
    norm: NormInterpolation
    shape_source: npt.NDArray[np.int64]
    shape_mean: FloatArray
    shape_asymmetry: FloatArray
    gamma_spread: FloatArray

    @property
    def n_bins(self) -> int:
        """Number of bins."""
        return int(self.nominal.shape[1])

    @property
    def one_sided(self) -> npt.NDArray[np.int64]:
        """The sources whose shape changes much the same way up and down.

        The likelihood may then have a minimum on either side of alpha = 0.
        """
        asymmetry = np.abs(8 * self.shape_asymmetry).sum(axis=(1, 2))
        mean = np.abs(self.shape_mean).sum(axis=(1, 2))
        nearly: npt.NDArray[np.int64] = self.shape_source[asymmetry > 0.5 * mean]
        return nearly


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """A point of the model: mu, alpha (n_nuisances,) and gamma (2, n_bins)."""

    mu: float
    alpha: FloatArray
    gamma: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Expected counts at a point, and how they change.

    `total`: (n_bins,). `by_class`: (2, n_bins), background and signal for gamma = 1. `slope`:
    (1 + n_nuisances, n_bins), derivatives by mu and alpha; `curvature`: second ones of each by
    itself, that of a normalisation as if it were exponential.
    """

    total: FloatArray
    by_class: FloatArray
    slope: FloatArray
    curvature: FloatArray


def fit_model(templates: Templates, systematics: Sequence[Systematic]) -> FitModel:
    """The model that `build_workspace` describes, as arrays.

    FiveSigmaError for templates and sources that cannot be fitted.

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> fit_model(templates, []).gamma_spread.tolist()
    [[0.02], [0.05]]
    """
    check_model(templates, systematics)
    norm_source = [k for k, source in enumerate(systematics) if source.norm]
    shape_source = [k for k, source in enumerate(systematics) if source.shape]
    down, up = _factors(templates, [systematics[k] for k in norm_source])
    low, high = _shapes(templates, [systematics[k] for k in shape_source])
    classes = templates.background, templates.signal
    return FitModel(
        nominal=templates.sum,
        is_signal=np.array(templates.is_signal),
        nuisances=tuple(source.name for source in systematics),
        norm_source=np.array(norm_source, dtype=np.int64),
        norm=norm_interpolation(down, up),
        shape_source=np.array(shape_source, dtype=np.int64),
        shape_mean=(high - low) / 2,
        shape_asymmetry=(high + low - 2 * templates.sum) / 16,
        gamma_spread=np.stack([_relative_error(y.sum, y.sum_squares) for y in classes]),
    )


def _factors(templates: Templates, sources: Sequence[Systematic]) -> tuple[FloatArray, FloatArray]:
    pairs = [[source.norm.get(name, (1.0, 1.0)) for name in templates.names] for source in sources]
    table = np.array(pairs, dtype=np.float64).reshape(len(sources), len(templates.names), 2)
    return table[:, :, 0], table[:, :, 1]


def _shapes(templates: Templates, sources: Sequence[Systematic]) -> tuple[FloatArray, FloatArray]:
    low = np.tile(templates.sum, (len(sources), 1, 1))
    high = low.copy()
    for k, source in enumerate(sources):
        for name, (down, up) in source.shape.items():
            low[k, templates.names.index(name)] = down
            high[k, templates.names.index(name)] = up
    return low, high


def _relative_error(total: FloatArray, squares: FloatArray) -> FloatArray:
    """Error / content; 0, a fixed gamma, where there is no positive content."""
    known = total > 0
    return np.where(known, np.sqrt(squares) / np.where(known, total, 1.0), 0.0)


def nominal_parameters(model: FitModel, *, mu: float) -> Parameters:
    """The point where every source and every gamma has its nominal value.

    `mu`: the signal strength there.

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> nominal_parameters(fit_model(templates, []), mu=2.0).gamma.tolist()
    [[1.0], [1.0]]
    """
    return Parameters(mu=mu, alpha=np.zeros(len(model.nuisances)), gamma=np.ones((2, model.n_bins)))


def expectation(model: FitModel, at: Parameters) -> Expectation:
    """Expected counts in each bin and their derivatives.

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> model = fit_model(templates, [])
    >>> expectation(model, nominal_parameters(model, mu=2.0)).total.tolist()
    [140.0]
    """
    shape_alpha = at.alpha[model.shape_source]
    weight, weight_slope, weight_curvature = shape_weights(shape_alpha)
    contents = model.nominal + np.tensordot(shape_alpha, model.shape_mean, 1)
    contents += np.tensordot(weight, model.shape_asymmetry, 1)
    factor, log_slope = factor_and_slope(model.norm, at.alpha[model.norm_source])
    scale = factor.prod(axis=0)[:, None]
    gamma = at.gamma[model.is_signal.astype(np.int64)]
    multiplier = np.where(model.is_signal, at.mu, 1.0)[:, None] * scale
    weighted = contents * multiplier
    total = weighted * gamma
    multiplier = multiplier * gamma
    slope = np.zeros((1 + at.alpha.size, model.n_bins))
    curvature = np.zeros_like(slope)
    slope[0] = (contents * scale * gamma)[model.is_signal].sum(axis=0)
    slope[1 + model.norm_source] = log_slope @ total
    curvature[1 + model.norm_source] = log_slope**2 @ total
    asymmetry = (model.shape_asymmetry * multiplier).sum(axis=1)
    slope[1 + model.shape_source] += (model.shape_mean * multiplier).sum(axis=1)
    slope[1 + model.shape_source] += weight_slope[:, None] * asymmetry
    curvature[1 + model.shape_source] += weight_curvature[:, None] * asymmetry
    by_class = [weighted[~model.is_signal].sum(axis=0), weighted[model.is_signal].sum(axis=0)]
    return Expectation(
        total=total.sum(axis=0), by_class=np.stack(by_class), slope=slope, curvature=curvature
    )
