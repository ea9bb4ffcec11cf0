"""What the widgets share: the built page, the events as bytes, and the way to ask for the extra."""

from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.columnar import encode_columnar
from fivesigma.data.table import EventTable
from fivesigma.teaching.facts import facts_of

try:
    import anywidget
    import traitlets
except ImportError as _error:
    _msg = 'the widgets need the extra "notebook": pip install "fivesigma[notebook]".'
    raise FiveSigmaError(_msg) from _error

Sides = tuple[float | None, float | None]


def built_page() -> str:
    """The widgets' program, one JavaScript module; FiveSigmaError where it is not built.

    >>> "export" in built_page()
    True
    """
    program = resources.files("fivesigma.teaching").joinpath("static", "widgets.js")
    try:
        return program.read_text("utf-8")
    except OSError as error:
        msg = "the widgets are not built. In a clone: python tools/frontend.py build"
        raise FiveSigmaError(msg) from error


class BuiltWidget(anywidget.AnyWidget):
    """A view of the page; `language`: what it speaks, English where it does not speak that."""

    _esm = traitlets.Unicode().tag(sync=True)
    _kind = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode("en").tag(sync=True)

    @traitlets.default("_esm")
    def _default_esm(self) -> str:
        return built_page()


class PageWidget(BuiltWidget):
    """Views of the page over the events of one table; those who extend it say which."""

    _facts = traitlets.Dict().tag(sync=True)
    _events = traitlets.Bytes().tag(sync=True)

    def __init__(self, events: EventTable, *, signal: str | None = None, **given: Any) -> None:
        facts = facts_of(events, signal=signal)
        super().__init__(_facts=facts, _events=encode_columnar(events), **given)
        self.events = events

    @property
    def signal(self) -> str:
        """The signal that is hunted."""
        return str(self._facts["datasets"][0]["default_signal"])


def order_on_the_page(table: EventTable) -> npt.NDArray[np.int64]:
    """Rows of the table in the order of the page, which sorts by process; shape (n_events,).

    >>> from fivesigma.data.table import embedded_table
    >>> rows = order_on_the_page(embedded_table())
    >>> bool((np.diff(embedded_table().process[rows].astype(int)) >= 0).all())
    True
    """
    return np.argsort(table.process, kind="stable")


def checked_cuts(cuts: object, known: tuple[str, ...]) -> dict[str, Sides]:
    """Cuts as {feature: (lowest, highest)}, None for an open side; FiveSigmaError on anything else.

    >>> checked_cuts({"met": [120, None]}, ("met", "mll"))
    {'met': (120.0, None)}
    """
    found: dict[str, Sides] = {}
    for name, sides in dict(cuts).items():  # type: ignore[call-overload]
        if name not in known:
            msg = f"{name!r} is no feature of these events; they have {', '.join(known)}."
            raise FiveSigmaError(msg)
        try:
            low, high = (None if side is None else float(side) for side in sides)
        except (TypeError, ValueError) as error:
            msg = f"a cut is a pair (lowest, highest), None for an open side; got {sides!r}."
            raise FiveSigmaError(msg) from error
        is_finite = all(np.isfinite(side) for side in (low, high) if side is not None)
        if not is_finite or (low is not None and high is not None and low > high):
            msg = f"a cut keeps from the lowest to the highest value, got {low} to {high}."
            raise FiveSigmaError(msg)
        if low is not None or high is not None:
            found[name] = (low, high)
    return found
