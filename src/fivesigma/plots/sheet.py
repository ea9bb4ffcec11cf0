"""The sheet every figure is drawn on: one style, its origin written on it, a legend off the data.

The style is laid over Matplotlib's own defaults while a figure is made, drawn or saved, and taken
away again: nobody's `rcParams` change, and nobody's change the figure. PyPlot is not used.
"""

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, ParamSpec

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table_facts import TableFacts
from fivesigma.plots.palette import BLACK

_P = ParamSpec("_P")
Corner = Literal["upper left", "upper right"]

COLUMN_IN: Final = 3.4
"""Width of one column of a journal in inches (86 mm); two columns are `2 * COLUMN_IN`."""

_FLATTER: Final = 0.4

STYLE: Final[dict[str, Any]] = {
    "font.size": 7.5,
    "axes.labelsize": 8.0,
    "figure.titlesize": 7.0,
    "figure.labelsize": 8.0,
    "legend.fontsize": 7.0,
    "legend.frameon": False,
    "legend.handlelength": 2.2,
    "text.color": BLACK,
    "axes.labelcolor": BLACK,
    "axes.edgecolor": BLACK,
    "axes.linewidth": 0.7,
    "lines.linewidth": 1.2,
    "lines.markersize": 3.0,
    "patch.linewidth": 0.7,
    "hatch.linewidth": 0.5,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.minor.visible": True,
    "ytick.minor.visible": True,
    "axes.formatter.use_mathtext": True,
    "axes.formatter.limits": (-4, 5),
    "figure.dpi": 150.0,
    "savefig.dpi": 300.0,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",
}

_MAKERS: Final = {
    "atlas-simulation": "ATLAS open data",
    "cms-simulation": "CMS open data",
    "own-simulation": "fivesigma simulation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a figure says about its events, at its top.

    `kind`: "Simulated events", "Pseudo-data" or "Data", whichever is true, or "Events" where nobody
    told; `source`: who made them; `sqrt_s_tev` in TeV, `luminosity_ifb` in fb⁻¹, None if unknown.

    >>> print(Origin(source="ATLAS open data", sqrt_s_tev=13.0, luminosity_ifb=10.0))
    Simulated events
    ATLAS open data, √s = 13 TeV, 10 fb⁻¹
    """

    kind: str = "Simulated events"
    source: str = "origin not stated"
    sqrt_s_tev: float | None = None
    luminosity_ifb: float | None = None

    def __str__(self) -> str:
        """Two lines: what the events are, then whose, at which energy and luminosity."""
        facts = [self.source]
        if self.sqrt_s_tev is not None:
            facts.append(f"√s = {self.sqrt_s_tev:g} TeV")
        if self.luminosity_ifb is not None:
            facts.append(f"{self.luminosity_ifb:g} fb⁻¹")
        return f"{self.kind}\n{', '.join(facts)}"


def origin_of(dataset: str) -> Origin:
    """Origin of a dataset's events, from the catalogue; of one that is not in it, only its name.

    >>> print(origin_of("simulated-dm"))
    Simulated events
    fivesigma simulation, √s = 13 TeV, 10 fb⁻¹
    """
    for entry in load_catalogue().datasets:
        if entry.id == dataset:
            return Origin(
                source=_MAKERS[entry.origin],
                sqrt_s_tev=entry.sqrt_s_tev,
                luminosity_ifb=entry.luminosity_ifb,
            )
    return Origin(kind="Events", source=dataset)


def origin_of_facts(facts: TableFacts) -> Origin:
    """Origin of the events of a table that carries its own facts.

    >>> from fivesigma.data.table import embedded_table, facts_of
    >>> print(origin_of_facts(facts_of(embedded_table())))
    Simulated events
    Our own simulation: Z + dark matter, √s = 13 TeV, 10 fb⁻¹
    """
    measured = {process.kind for process in facts.processes} == {"measured"}
    simulated = "Simulated events" if facts.origin.endswith("simulation") else "Events"
    return Origin(
        kind="Data" if measured else simulated,
        source=facts.title,
        sqrt_s_tev=facts.sqrt_s_tev,
        luminosity_ifb=facts.luminosity_ifb,
    )


class Sheet(Figure):
    """A Matplotlib figure that keeps our style when it is drawn or saved, and shows in notebooks.

    Fonts are embedded as outlines that editors can change (PDF font type 42).
    """

    def draw(self, renderer: Any) -> None:
        """Draw in our style."""
        with style.context(STYLE, after_reset=True):
            super().draw(renderer)

    def savefig(self, *arguments: Any, **options: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does, in our style."""
        with style.context(STYLE, after_reset=True):
            super().savefig(*arguments, **options)

    def _repr_png_(self) -> bytes:
        """What a notebook shows; PyPlot would be needed otherwise."""
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=200)
        return picture.getvalue()


def styled(draw: Callable[_P, Figure]) -> Callable[_P, Figure]:
    """Let a function draw in our style, whatever `rcParams` are, and leave them as they were.

    >>> from matplotlib import rcParams
    >>> @styled
    ... def empty() -> Figure:
    ...     print(rcParams["xtick.direction"])
    ...     return new_sheet(3.4)
    >>> sheet = empty()
    in
    """

    @functools.wraps(draw)
    def inside(*arguments: _P.args, **options: _P.kwargs) -> Figure:
        with style.context(STYLE, after_reset=True):
            return draw(*arguments, **options)

    return inside


def new_sheet(width_in: float, *, aspect: float = 0.8, height_in: float | None = None) -> Sheet:
    """An empty sheet `width_in` inches wide; at one column's width `aspect` times as high.

    Wider ones are flatter, so that they fit a page; `height_in` says the height itself, where rows
    of text settle it. FiveSigmaError where a sheet is too narrow for
    text to be read, or absurdly wide.

    >>> new_sheet(3.4).get_size_inches().round(2).tolist()
    [3.4, 2.72]
    """
    if not 2.0 <= width_in <= 40.0:
        msg = f"a figure is 2 to 40 inches wide, got {width_in:g}; a journal's column is 3.4."
        raise FiveSigmaError(msg)
    if height_in is None:
        height_in = aspect * width_in * (COLUMN_IN / width_in) ** _FLATTER
    return Sheet(figsize=(width_in, height_in), layout="constrained")


def sign(figure: Figure, origin: Origin) -> None:
    """Write the origin at the top of the sheet.

    >>> sheet = new_sheet(3.4)
    >>> sign(sheet, Origin(kind="Pseudo-data", source="fivesigma simulation"))
    >>> print(sheet.get_suptitle())
    Pseudo-data
    fivesigma simulation
    """
    figure.suptitle(str(origin), x=0.015, ha="left")


def place_legend(
    axes: Axes, *, n_columns: int = 1, loc: Corner = "upper right", reverse: bool = False
) -> None:
    """Legend inside the axes at their upper end, and room made for it above the drawing.

    Call it last: it measures the legend, then moves the upper end of y.

    >>> axes = new_sheet(3.4).subplots()
    >>> _ = axes.plot([0.0, 1.0], label="trees")
    >>> _, before = axes.get_ylim()
    >>> place_legend(axes)
    >>> bool(axes.get_ylim()[1] > before)
    True
    """
    legend = axes.legend(
        loc=loc, ncols=n_columns, columnspacing=1.2, borderaxespad=0.3, reverse=reverse
    )
    figure = axes.figure
    figure.draw_without_rendering()  # type: ignore[union-attr]  # the whole figure, here
    share = legend.get_window_extent().height / axes.get_window_extent().height
    free = max(0.2, 1.0 - share - 0.05)
    scale = axes.yaxis.get_transform()
    low, high = (float(scale.transform([y])[0]) for y in axes.get_ylim())
    top = scale.inverted().transform([low + (high - low) / free])[0]
    axes.set_ylim(top=float(top))


def place_legend_below(axes: Axes, *, n_columns: int = 1, title: str | None = None) -> None:
    """Legend of the axes below them, where above is no room to make.

    >>> axes = new_sheet(3.4).subplots()
    >>> _ = axes.plot([0.0, 1.0], label="trees")
    >>> place_legend_below(axes)
    >>> [text.get_text() for text in axes.figure.legends[0].get_texts()]
    ['trees']
    """
    handles, labels = axes.get_legend_handles_labels()
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.legend(
            handles, labels, loc="outside lower left", ncols=n_columns, title=title,
            title_fontsize="small", alignment="left",
        )  # fmt: skip
