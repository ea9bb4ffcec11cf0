"""The fit model as pyhf reads it: one channel, a plain dict that can be written as JSON."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.systematics import Systematic
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.yields import FloatArray

STATISTICS_NAMES: Final = ("simulation of background", "simulation of signal")
"""Names of the nuisance parameters of the simulation's statistics: background, signal."""


def build_workspace(
    templates: Templates,
    systematics: Sequence[Systematic],
    *,
    observed: FloatArray | None = None,
) -> dict[str, Any]:
    """A pyhf workspace: `mu` scales the signal, every source is a nuisance parameter.

    `observed`: counts (n_bins,); without them the expectation at mu = 1 (Asimov data).
    Normalisations become `normsys`, shapes `histosys`, the simulation's statistics `staterror`, one
    for all backgrounds and one for all signals. `staterror` has a Gaussian of width
    sqrt(sum w^2) / sum w a bin: with weights of both signs the sum is nearly Gaussian, and not a
    scaled Poisson count as `shapesys` would have it. FiveSigmaError for templates and sources that
    cannot be fitted. HistFactory: CERN-OPEN-2012-016; pyhf: JOSS 6 (2021) 2823.

    >>> from fivesigma.inference.likelihood.systematics import normalisation
    >>> templates = Templates(
    ...     edges=np.array([0.0, 0.5, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[60.0, 20.0], [10.0, 40.0]]),
    ...     sum_squares=np.array([[3.0, 1.0], [2.0, 6.0]]),
    ... )
    >>> workspace = build_workspace(templates, [normalisation("luminosity", ["ZZ"], 0.02)])
    >>> workspace["observations"][0]["data"]
    [70.0, 60.0]
    """
    check_model(templates, systematics)
    if observed is None:
        observed = templates.sum.sum(axis=0)
    check_observed(observed, n_bins=templates.edges.size - 1)
    samples = [_sample(templates, systematics, i) for i in range(len(templates.names))]
    return {
        "channels": [{"name": "score", "samples": samples}],
        "observations": [{"name": "score", "data": observed.tolist()}],
        "measurements": [
            {
                "name": "signal strength",
                "config": {"poi": "mu", "parameters": [_signal_strength(templates)]},
            }
        ],
        "version": "1.0.0",
    }


def _sample(templates: Templates, systematics: Sequence[Systematic], i: int) -> dict[str, Any]:
    name, is_signal = templates.names[i], templates.is_signal[i]
    modifiers: list[dict[str, Any]] = [
        {
            "name": STATISTICS_NAMES[int(is_signal)],
            "type": "staterror",
            "data": np.sqrt(templates.sum_squares[i]).tolist(),
        }
    ]
    if is_signal:
        modifiers.append({"name": "mu", "type": "normfactor", "data": None})
    for source in systematics:
        if name in source.norm:
            low, high = source.norm[name]
            factors = {"lo": float(low), "hi": float(high)}
            modifiers.append({"name": source.name, "type": "normsys", "data": factors})
        if name in source.shape:
            down, up = source.shape[name]
            contents = {"lo_data": down.tolist(), "hi_data": up.tolist()}
            modifiers.append({"name": source.name, "type": "histosys", "data": contents})
    return {"name": name, "data": templates.sum[i].tolist(), "modifiers": modifiers}


def _signal_strength(templates: Templates) -> dict[str, Any]:
    """Bounds of mu: from 0, as CLs with q-tilde has it, to far above what could be excluded."""
    signal, background = templates.signal.sum.sum(), templates.background.sum.sum()
    highest = 100 * max(1.0, float(np.sqrt(background) / signal))
    return {"name": "mu", "inits": [1.0], "bounds": [[0.0, highest]]}


def check_model(templates: Templates, systematics: Sequence[Systematic]) -> None:
    """FiveSigmaError unless every bin has background, there is signal, and the sources fit.

    >>> one_bin = {"edges": np.array([0.0, 1.0]), "names": ("ZZ",), "is_signal": (False,)}
    >>> no_signal = Templates(**one_bin, sum=np.ones((1, 1)), sum_squares=np.ones((1, 1)))
    >>> check_model(no_signal, [])
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: cannot fit: no signal: 0 events are expected.
    """
    shape = (len(templates.names), templates.edges.size - 1)
    if not templates.sum.shape == templates.sum_squares.shape == shape:
        problem = f"templates of shape {templates.sum.shape} for {shape} processes and bins"
    elif not (np.isfinite(templates.sum).all() and (templates.sum_squares >= 0).all()):
        problem = "a template is not finite or has a negative variance"
    elif not templates.signal.sum.sum() > 0:
        problem = f"no signal: {templates.signal.sum.sum():g} events are expected"
    elif not (templates.background.sum > 0).all():
        empty = np.flatnonzero(~(templates.background.sum > 0)).tolist()
        problem = f"no background in bins {empty}; merge them with their neighbours (score_edges)"
    elif len({source.name for source in systematics}) < len(systematics):
        problem = "two sources of uncertainty have one name; give one source several processes"
    else:
        for source in systematics:
            _check_source(source, templates)
        return
    msg = f"cannot fit: {problem}."
    raise FiveSigmaError(msg)


def _check_source(source: Systematic, templates: Templates) -> None:
    unknown = ({*source.norm, *source.shape}) - {*templates.names}
    contents = [np.asarray(x) for pair in source.shape.values() for x in pair]
    factors = [x for pair in source.norm.values() for x in pair]
    if unknown:
        problem = f"acts on {sorted(unknown)}; the processes are {list(templates.names)}"
    elif not (source.norm or source.shape):
        problem = "acts on no process; name one in `norm` or `shape`"
    elif not all(0 < factor < np.inf for factor in factors):
        problem = f"has factors {factors}; they must be positive, 0.9 and 1.1 for 10 %"
    elif not all(x.shape == templates.sum.shape[1:] and np.isfinite(x).all() for x in contents):
        problem = f"needs {templates.sum.shape[1]} finite bin contents, down and up"
    else:
        return
    msg = f"cannot fit: the source {source.name!r} {problem}."
    raise FiveSigmaError(msg)


def check_observed(observed: FloatArray, *, n_bins: int) -> None:
    """FiveSigmaError unless there are `n_bins` counts, finite and not negative.

    >>> check_observed(np.array([3.0, 0.0]), n_bins=2)
    """
    if observed.shape != (n_bins,) or not (np.isfinite(observed) & (observed >= 0)).all():
        msg = (
            f"observed must be {n_bins} counts of 0 or more, got {np.asarray(observed).tolist()}. "
            "Fill them with the edges of the templates."
        )
        raise FiveSigmaError(msg)
