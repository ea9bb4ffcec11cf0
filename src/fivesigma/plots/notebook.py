"""Figures that a notebook draws by hand: in the house's style, and as pictures for its pages."""

import io
from typing import Any, Final

import matplotlib as mpl
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from fivesigma.plots.palette import INKS
from fivesigma.plots.sheet import STYLE

_PIXELS_PER_INCH: Final = 110
_NARROWEST, _WIDEST = 480, 800  # CSS pixels: read on a phone, and not wider than a notebook's page
_SHARPNESS: Final = 1.5  # pixels of the picture for each CSS pixel

# On a screen, at arm's length, text is larger than in a journal's column.
_ON_SCREEN: Final[Any] = STYLE | {
    "axes.labelsize": 11.0,
    "axes.prop_cycle": cycler(color=[ink.colour for ink in INKS]),
    "axes.titlesize": 11.0,
    "figure.constrained_layout.use": True,
    "figure.dpi": float(_PIXELS_PER_INCH),
    "figure.figsize": (6.8, 4.2),
    "figure.labelsize": 11.0,
    "figure.titlesize": 11.0,
    "font.size": 10.5,
    "legend.fontsize": 10.0,
    "lines.linewidth": 1.6,
    "lines.markersize": 5.0,
    "savefig.dpi": float(_PIXELS_PER_INCH),
}


def use_house_style() -> None:
    """Let Matplotlib draw in our colours and sizes from now on, here and in this process only.

    >>> with mpl.rc_context():
    ...     use_house_style()
    ...     mpl.rcParams["xtick.direction"]
    'in'
    """
    mpl.rcParams.update(_ON_SCREEN)


def picture_of(figure: Figure) -> tuple[bytes, int]:
    """The figure as PNG, and the width in CSS pixels at which it is meant to be seen.

    >>> from fivesigma.plots.sheet import new_sheet
    >>> picture, width = picture_of(new_sheet(3.4))
    >>> picture[1:4], width
    (b'PNG', 480)
    """
    width_in = float(figure.get_figwidth())
    width = round(min(max(width_in * _PIXELS_PER_INCH, _NARROWEST), _WIDEST))
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=_SHARPNESS * width / width_in)
    return picture.getvalue(), width


def close(figure: Figure) -> None:
    """Forget the figure, so that no notebook shows it a second time and its memory is free.

    >>> figure = plt.figure()
    >>> close(figure)
    >>> plt.get_fignums()
    []
    """
    plt.close(figure)
