"""pyhf's own answer to the same question: what the fast fit is held to."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFit:
    """Signal strength (0 where negative) and discovery significance, as pyhf sees them."""

    mu: float
    discovery_z: float


def reference_fit(
    workspace: Mapping[str, Any],
    *,
    start: Mapping[str, npt.ArrayLike] | None = None,
    start_without_signal: Mapping[str, npt.ArrayLike] | None = None,
) -> ReferenceFit:
    """Fit a workspace with pyhf: NumPy backend, SciPy's minimiser, interpolation codes 4 and 4p.

    `start`, `start_without_signal`: values by parameter name to begin at, with mu free and with
    mu = 0; the model's own if None, which takes pyhf seconds where there are many bins.
    FiveSigmaError for a workspace that pyhf refuses or cannot fit.

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> from fivesigma.inference.likelihood.workspace import build_workspace
    >>> templates = counting_templates((10.0, 0.0), (100.0, 0.0))
    >>> round(reference_fit(build_workspace(templates, [])).discovery_z, 3)
    0.984
    """
    import pyhf  # noqa: PLC0415 - a second that only this function needs

    try:
        with warnings.catch_warnings():
            # Of jsonschema, which pyhf validates with; nothing a reader could do about it.
            warnings.simplefilter("ignore", DeprecationWarning)
            checked = pyhf.Workspace(dict(workspace))
            model = checked.model()
        data = checked.data(model)
    except (pyhf.exceptions.InvalidSpecification, pyhf.exceptions.InvalidModel) as error:
        msg = f"pyhf refuses the workspace: {error}. Build it with build_workspace."
        raise FiveSigmaError(msg) from error
    # Sources as far away as they like: pyhf stops at 5 standard deviations.
    bounds = [
        (-50.0, 50.0) if low == -5 else (low, high) for low, high in model.config.suggested_bounds()
    ]
    try:
        best, free = pyhf.infer.mle.fit(
            data, model, _values(model, start), bounds, return_fitted_val=True
        )
        _, fixed = pyhf.infer.mle.fixed_poi_fit(
            0.0, data, model, _values(model, start_without_signal), bounds, return_fitted_val=True
        )
    except pyhf.exceptions.FailedMinimization as error:
        msg = "pyhf could not fit the workspace. Use fewer bins, or smaller variations."
        raise FiveSigmaError(msg) from error
    q0 = max(0.0, float(fixed - free))
    return ReferenceFit(mu=float(best[model.config.poi_index]), discovery_z=float(np.sqrt(q0)))


def _values(model: Any, values: Mapping[str, npt.ArrayLike] | None) -> list[float]:
    """The model's initial values, replaced where `values` has others."""
    initial = np.array(model.config.suggested_init())
    for name, value in (values or {}).items():
        initial[model.config.par_slice(name)] = value
    mu = model.config.poi_index
    initial[mu] = max(0.0, initial[mu])
    return [float(x) for x in initial]
