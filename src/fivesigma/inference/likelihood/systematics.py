"""What one does not know about the expectation: normalisations and shapes, up and down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.yields import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Systematic:
    """One source of uncertainty: what its -1 and +1 standard deviation make of each process.

    `norm`: factors (down, up) on the whole process, by its name. `shape`: contents of all bins
    (down, up), (n_bins,) each, in place of the nominal ones. A process may be in both or in none.
    """

    name: str
    norm: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shape: Mapping[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)


def normalisation(name: str, processes: Sequence[str], relative: float) -> Systematic:
    """One source that scales `processes` together by 1 + relative, or by 1 / (1 + relative).

    FiveSigmaError where `relative` is negative. Several processes under one name rise and fall
    together, as for the luminosity.

    >>> normalisation("luminosity", ["ZZ", "DM_200"], 0.25).norm["ZZ"]
    (0.8, 1.25)
    """
    if not 0 <= relative < np.inf:
        msg = f"the uncertainty {name!r} must be 0 or more, got {relative}. Give 0.1 for 10 %."
        raise FiveSigmaError(msg)
    return Systematic(name=name, norm=dict.fromkeys(processes, (1 / (1 + relative), 1 + relative)))


def background_normalisations(templates: Templates, relative: float) -> tuple[Systematic, ...]:
    """A source for each background process, which scales it by `relative` on its own.

    >>> templates = Templates(
    ...     edges=np.array([0.0, 1.0]),
    ...     names=("ZZ", "DM_200"),
    ...     is_signal=(False, True),
    ...     sum=np.array([[80.0], [50.0]]),
    ...     sum_squares=np.array([[4.0], [8.0]]),
    ... )
    >>> [source.name for source in background_normalisations(templates, 0.1)]
    ['normalisation of ZZ']
    """
    return tuple(
        normalisation(f"normalisation of {name}", [name], relative)
        for name, is_signal in zip(templates.names, templates.is_signal, strict=True)
        if not is_signal
    )
