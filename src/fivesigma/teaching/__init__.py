"""The page's own views in a notebook: what one does in them comes back to Python, and the reverse.

`CrossFilter` (histograms with brushes), `Trainer` (a model that learns before one's eyes) and
`NetworkDrawing` (a network with its true weights) take events as `fivesigma.load` or
`fivesigma.select` return them, and run in the browser: nothing is sent to anybody. They need the
extra "notebook": pip install "fivesigma[notebook]".

In reading order: facts.py (what the views must know of the events), base.py (what the widgets
share), cross_filter.py, trainer.py, drawing.py. `static/` is built from frontend/, not in git.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fivesigma.teaching.cross_filter import CrossFilter
    from fivesigma.teaching.drawing import NetworkDrawing
    from fivesigma.teaching.trainer import Trainer

_HOMES: Final = {
    "CrossFilter": "fivesigma.teaching.cross_filter",
    "NetworkDrawing": "fivesigma.teaching.drawing",
    "Trainer": "fivesigma.teaching.trainer",
}

__all__ = ["CrossFilter", "NetworkDrawing", "Trainer"]


if not TYPE_CHECKING:  # else a wrong name would pass for any object

    def __getattr__(name: str) -> object:
        """The widget of this name; anywidget is imported when one is first asked for."""
        if name not in _HOMES:
            msg = f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}"
            raise AttributeError(msg)
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
