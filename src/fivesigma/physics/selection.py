"""Which collisions the search looks at: cuts as one writes them, and the preselection of a set.

A cut is text, `met > 100` or `76 < mll < 106`; it is read word by word and never run as code.
The ATLAS dark-matter set (CERN Open Data record atlas-93942) comes preselected; its limits were
read off the smallest and largest values in its files and agree with the mono-Z search,
arXiv:1708.09624.
"""

import difflib
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.kinematics import BoolArray, FloatArray

PRESELECTION: dict[str, tuple[float, float]] = {
    "mll": (61.1, 121.1),  # GeV, about the Z mass
    "met": (80.0, np.inf),  # GeV
    "delta_r_ll": (0.2, 2.0),
    "delta_phi_ll_met": (2.0, np.inf),  # rad
    "fractional_pt_difference": (-np.inf, 0.3),
    "met_over_ht": (0.5, np.inf),
    "n_bjets": (-np.inf, 1.5),
}
"""Feature -> (low, high): a collision is kept where low < value < high."""

_COMPARISONS: Final[dict[str, Callable[[Any, float], Any]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_MIRRORED: Final = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "==": "==", "!=": "!="}
_GRAMMAR: Final = "write it like 'met > 100', '76 < mll < 106' or 'sum_lep_charge == 0'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Keep events where `feature` holds every condition, in the feature's unit.

    `conditions`: pairs such as (">", 100.0), each read as "feature > 100".
    """

    feature: str
    conditions: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        """The cut as one writes it: parsed again, it is the same cut."""
        (sign, number), *others = self.conditions
        if not others:
            return f"{self.feature} {sign} {number!r}".removesuffix(".0")
        low = f"{number!r}".removesuffix(".0")
        high = f"{others[0][1]!r}".removesuffix(".0")
        return f"{low} {_MIRRORED[sign]} {self.feature} {others[0][0]} {high}"


def parse_cut(text: str) -> Cut:
    """The cut that `text` says: `feature < number`, or a number on the left, or on both sides.

    Comparisons are < <= > >= == !=; on both sides they must point the same way, as in
    `76 < mll <= 106`. FiveSigmaError on anything else.

    >>> parse_cut("76 < mll < 106").conditions
    (('>', 76.0), ('<', 106.0))
    """
    conditions: tuple[tuple[str, float], ...]
    words = [word.strip() for word in re.split(r"(<=|>=|==|!=|<|>)", text)]
    match words:
        case [name, sign, number] if _is_name(name):
            conditions = ((sign, _number(number, text)),)
        case [number, sign, name] if _is_name(name):
            conditions = ((_MIRRORED[sign], _number(number, text)),)
        case [low, left, name, right, high] if _is_name(name) and left[0] == right[0] in "<>":
            conditions = ((_MIRRORED[left], _number(low, text)), (right, _number(high, text)))
        case _:
            msg = f"{text!r} is no cut: {_GRAMMAR}."
            raise FiveSigmaError(msg)
    return Cut(feature=name, conditions=conditions)


def is_kept(cut: Cut, features: Mapping[str, npt.NDArray[np.floating[Any]]]) -> BoolArray:
    """Keep events that pass the cut; `features` are columns `(n_events,)`, NaN is never kept.

    A number is compared in the precision of the column. FiveSigmaError where it is not there.

    >>> is_kept(parse_cut("met > 100"), {"met": np.array([90.0, 110.0])}).tolist()
    [False, True]
    """
    if cut.feature not in features:
        near = difflib.get_close_matches(cut.feature, features, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(features)}."
        msg = f"the cut '{cut}' needs {cut.feature!r}, which is no feature here: {hint}"
        raise FiveSigmaError(msg)
    values = features[cut.feature]
    kept: BoolArray = ~np.isnan(values)
    for sign, number in cut.conditions:
        kept &= _COMPARISONS[sign](values, number)
    return kept


def _is_name(word: str) -> bool:
    return word.isidentifier() and word not in {"nan", "inf", "infinity"}


def _number(word: str, text: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in word:
        msg = f"{text!r} is no cut: {word!r} is no number; {_GRAMMAR}."
        raise FiveSigmaError(msg)
    return number


def is_preselected(features: Mapping[str, FloatArray]) -> BoolArray:
    """Keep collisions inside all limits of `PRESELECTION`; `features` are columns `(n_events,)`.

    FiveSigmaError where a feature of the preselection is missing; NaN is never kept.

    >>> from fivesigma.physics.examples import COLLISION
    >>> from fivesigma.physics.features import compute_features
    >>> features = compute_features(COLLISION)
    >>> is_preselected(features).tolist()
    [True]
    >>> is_preselected(features | {"met": np.array([70.0])}).tolist()
    [False]
    """
    missing = [name for name in PRESELECTION if name not in features]
    if missing:
        msg = (
            f"the preselection needs the features {', '.join(PRESELECTION)}; "
            f"{', '.join(missing)} missing. Compute them first (fivesigma.physics.features)."
        )
        raise FiveSigmaError(msg)
    inside = [
        (features[name] > low) & (features[name] < high)
        for name, (low, high) in PRESELECTION.items()
    ]
    kept: BoolArray = np.logical_and.reduce(inside)
    return kept
