"""All variables side by side: a brush in one filters all the others."""

from collections.abc import Mapping
from typing import Any

import traitlets

from fivesigma.data.table import EventTable
from fivesigma.teaching.base import PageWidget, Sides, checked_cuts
from fivesigma.workflow import story
from fivesigma.workflow.region import Region, region_of


class CrossFilter(PageWidget):
    """Histograms of the events in a notebook; brushes and fields set `cuts`, and `cuts` moves them.

    `cuts`: {feature: (lowest, highest)}, both kept, None for an open side. `scale`: "linear" or
    "log"; `display`: "stack" or "shapes". Behind the cuts: `selected` (a table for the next step of
    the story), `region` (expected events) and `selection` (the cuts as `fivesigma.select` takes
    them).

    >>> from fivesigma.data.table import embedded_table
    >>> histograms = CrossFilter(embedded_table(), cuts={"met": (120, None)})
    >>> histograms.selection
    ['met >= 120']
    """

    cuts = traitlets.Dict().tag(sync=True)
    scale = traitlets.Enum(["linear", "log"], "linear").tag(sync=True)
    display = traitlets.Enum(["stack", "shapes"], "stack").tag(sync=True)

    def __init__(self, events: EventTable, *, signal: str | None = None, **given: Any) -> None:
        self._known = tuple(events.features)
        super().__init__(events, signal=signal, _kind="cross-filter", **given)

    @traitlets.validate("cuts")
    def _check_cuts(self, proposal: Any) -> dict[str, Sides]:
        return checked_cuts(proposal["value"], self._known)

    @property
    def selection(self) -> list[str]:
        """The cuts as `fivesigma.select(..., cuts=...)` takes them."""
        return cut_texts(self.cuts)

    @property
    def selected(self) -> EventTable:
        """The events that pass the cuts; FiveSigmaError where no signal or background is left."""
        return story.select(self.events, signal=self.signal, cuts=self.selection)

    @property
    def region(self) -> Region:
        """Expected signal and background behind the cuts; FiveSigmaError as for `selected`."""
        return region_of(self.selected)


def cut_texts(cuts: Mapping[str, Sides]) -> list[str]:
    """Cuts in words, both ends kept.

    >>> cut_texts({"met": (120.0, None), "mll": (76.0, 106.5)})
    ['met >= 120', '76 <= mll <= 106.5']
    """
    return [_text(name, *sides) for name, sides in cuts.items()]


def _text(name: str, low: float | None, high: float | None) -> str:
    def number(side: float | None) -> str:
        return f"{side!r}".removesuffix(".0")

    if high is None:
        return f"{name} >= {number(low)}"
    if low is None:
        return f"{name} <= {number(high)}"
    return f"{number(low)} <= {name} <= {number(high)}"
