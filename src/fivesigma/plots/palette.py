"""Colours that colour-blind readers tell apart, and for greyscale a hatch, line and marker each.

Petroff's colours (arXiv:2107.02270), the same as in the app: a process has one ink everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

LineStyle = str | tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """One way to draw: `colour` (#rrggbb), `hatch` of an area, `line` style and `marker`."""

    name: str
    colour: str
    hatch: str
    line: LineStyle
    marker: str


RED: Final = Ink(name="red", colour="#e42536", hatch="", line="-", marker="o")
BLUE: Final = Ink(name="blue", colour="#5790fc", hatch="////", line="--", marker="s")
ORANGE: Final = Ink(name="orange", colour="#f89c20", hatch="----", line="-.", marker="^")
PURPLE: Final = Ink(name="purple", colour="#964a8b", hatch="||||", line=":", marker="D")
GREY: Final = Ink(name="grey", colour="#9c9ca1", hatch="\\\\\\\\", line=(0, (5, 1)), marker="v")
TEAL: Final = Ink(name="teal", colour="#1b9e8a", hatch="++++", line=(0, (3, 1, 1, 1)), marker="P")
BROWN: Final = Ink(name="brown", colour="#a96b59", hatch="....", line=(0, (1, 1)), marker="X")

INKS: Final = (RED, BLUE, ORANGE, PURPLE, GREY, TEAL, BROWN)
SIGNAL, BACKGROUND = RED, BLUE
BLACK: Final = "#1b2138"
SOFT: Final = "#545b75"
ONE_SIGMA, TWO_SIGMA = "#607641", "#f5bb54"
"""Bands of one and two standard deviations: green and yellow that differ in greyscale, too."""
REFUSED: Final[dict[str, Any]] = {
    "facecolor": "0.93",
    "edgecolor": "0.65",
    "hatch": "////",
    "linewidth": 0,
}
"""Areas where no number is given."""
SEQUENTIAL: Final = "cividis"
DIVERGING: Final = "PuOr_r"


def process_inks(is_signal: Sequence[bool]) -> list[Ink]:
    """An ink for each process: signals are red and solid, backgrounds take the others in turn.

    `is_signal`: (n_processes,) in the order of the dataset, so that inks agree with the app.

    >>> [ink.name for ink in process_inks([True, False, False])]
    ['red', 'blue', 'orange']
    """
    backgrounds = INKS[1:]
    inks, n_backgrounds = [], 0
    for signal in is_signal:
        inks.append(SIGNAL if signal else backgrounds[n_backgrounds % len(backgrounds)])
        n_backgrounds += not signal
    return inks
