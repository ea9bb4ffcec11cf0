"""What every lesson of the courses begins with: its style, its events, its figures.

lesson.begin("undergraduate-01")
events = lesson.load_events()
lesson.show(figure, alt="what one sees, in a sentence, with its numbers")
"""

import base64
import functools
import html
import os
import random
import sys
from contextlib import suppress
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma import teaching
from fivesigma.core.errors import DataError, DownloadError, FiveSigmaError
from fivesigma.core.settings import Settings
from fivesigma.core.version import __version__
from fivesigma.data.table import EMBEDDED_DATASET, EventTable
from fivesigma.plots.notebook import close, picture_of, use_house_style
from fivesigma.teaching.courses.shelf import installed_edition
from fivesigma.workflow.datasets import open_dataset

REAL_DATASET: Final = "atlas-dm"
SEED: Final = 1
"""What a lesson's own random numbers begin with, where it does not say another."""

_FORCED: Final = "FIVESIGMA_COURSE_DATASET"


def begin(lesson_id: str, edition: str | None = None) -> None:
    """Start a lesson: figures in the house's style, random numbers from a seed that is known.

    `edition`: what the notebook was made from; where the lesson that is installed is another one,
    it is said how to get a new copy, and everything goes on.

    >>> from matplotlib import rc_context
    >>> with rc_context():  # so that the style ends with the example
    ...     begin("undergraduate-01")  # doctest: +ELLIPSIS
    Lesson undergraduate-01, with fivesigma ...
    """
    use_house_style()
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002 - for a student who writes np.random.normal()
    print(f"Lesson {lesson_id}, with fivesigma {__version__}.")  # noqa: T201 - a lesson speaks
    if edition is not None and installed_edition(lesson_id) not in {None, edition}:
        course, _, name = lesson_id.partition("-")
        print(  # noqa: T201
            "This notebook was made from another edition of the lesson than the one installed. "
            "Your work is as you left it, and it goes on from here.\nFor a new copy beside yours, "
            f"which is kept as a backup: fivesigma course open {course} --reset {name}"
        )


def load_events(*, quiet: bool = False) -> EventTable:
    """The events of the lessons, the same table each time: the real set, or else the embedded one.

    The real set is taken from the mirror, the cache or its record; FIVESIGMA_COURSE_DATASET names a
    dataset that is taken whatever there is. A line says which it is, unless `quiet`. The columns
    cannot be written to: a cell that is run twice sees what it saw the first time.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, FIVESIGMA_COURSE_DATASET="simulated-dm"):
    ...     load_events(quiet=True)
    simulated-dm: 17,506 events of 6 processes, 10 features
    """
    table, why = _events(Settings.from_environment(os.environ))
    if not quiet:
        print(_told(table, why))  # noqa: T201 - a lesson speaks
    return table


def show(figure: Any, *, alt: str) -> None:
    """Show a Matplotlib figure as a picture with a description, and close it.

    `alt`: what one sees in it, for those who cannot: a sentence, with its numbers. In a plain
    script the sentence is printed. FiveSigmaError where it is missing.

    >>> from fivesigma.plots.sheet import new_sheet
    >>> show(new_sheet(3.4), alt="An empty sheet.")
    [figure] An empty sheet.
    """
    if not alt.strip():
        msg = 'a figure needs a description: lesson.show(figure, alt="what one sees in it").'
        raise FiveSigmaError(msg)
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        print(f"[figure] {alt}")  # noqa: T201 - a lesson speaks
    else:
        from IPython.display import display  # noqa: PLC0415 - only where a notebook runs

        picture, width = picture_of(figure)
        display(  # type: ignore[no-untyped-call]
            {"text/html": _image(picture, width, alt), "text/plain": alt}, raw=True
        )
    close(figure)


def page_view(name: str, events: EventTable, **options: Any) -> Any:
    """One of the page's views, such as "CrossFilter"; a sentence where it cannot be had here.

    `options`: as the widget of `fivesigma.teaching` with this name takes them. A lesson goes on
    without the view: nothing in it rests on what one does there.

    >>> page_view("Telescope", None)
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: there is no view 'Telescope'; choose CrossFilter, \
NetworkDrawing or Trainer.
    """
    if name not in teaching.__all__:
        msg = f"there is no view {name!r}; choose CrossFilter, NetworkDrawing or Trainer."
        raise FiveSigmaError(msg)
    try:
        return getattr(teaching, name)(events, **options)
    except FiveSigmaError as error:
        print(f"The view {name} is not shown: {error}")  # noqa: T201 - a lesson speaks
        return None


def _image(picture: bytes, width: int, alt: str) -> str:
    source = f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
    text = html.escape(alt, quote=True)
    return f'<img src="{source}" alt="{text}" width="{width}" style="max-width: 100%">'


@functools.lru_cache(maxsize=4)
def _events(settings: Settings) -> tuple[EventTable, str | None]:
    """The events, and why they are not the real ones, if somebody wanted those."""
    if settings.course_dataset is not None:
        return _unchangeable(open_dataset(settings.course_dataset, settings)), None
    try:
        return _unchangeable(open_dataset(REAL_DATASET, settings)), None
    except (DataError, DownloadError) as error:
        return _unchangeable(open_dataset(EMBEDDED_DATASET, settings)), str(error)


def _unchangeable(table: EventTable) -> EventTable:
    columns: list[npt.NDArray[Any]] = [
        table.process,
        table.label,
        table.weight,
        table.fold,
        *table.features.values(),
    ]
    for column in columns:
        with suppress(ValueError):
            column.flags.writeable = False
    return table


def _told(table: EventTable, why: str | None) -> str:
    n_events = f"{table.n_events:,} simulated collisions"
    if table.dataset == REAL_DATASET:
        return f"Events: {n_events} of ATLAS (CERN open data, {table.dataset})."
    if table.dataset != EMBEDDED_DATASET:
        return f"Events: {n_events} ({table.dataset}), as {_FORCED} says."
    chosen = f"as {_FORCED} says" if why is None else f"for those of ATLAS are out of reach ({why})"
    return (
        f"Events: {n_events} that come with fivesigma ({table.dataset}), {chosen}\n"
        "They are a simulation of our own: every step works the same, and your numbers differ from "
        "those of someone who has the events of ATLAS."
    )
