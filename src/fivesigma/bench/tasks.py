"""What is to be learned, from which events, and how it is judged: tasks.toml, checked on load."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Final, Literal

from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.checked import refuse, refuse_repeated, tables_of, to_record
from fivesigma.physics.selection import parse_cut

Figure = Literal["z-10-percent", "ams"]

FIGURES: Final[dict[Figure, str]] = {
    "z-10-percent": "Asimov Z, background known to 10 % and from finite simulation",
    "ams": "AMS, the figure of the HiggsML challenge, b_reg = 10",
}
"""Figures of merit: a short name, a comma, and what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One benchmark task; `name` and `version` together never mean anything else.

    A score is asked for each of `signals`, to tell it from all backgrounds among the events that
    pass `cuts`, from `features` alone. `figure`: what is maximised by a threshold on the score.
    DataError where the dataset does not have what is asked for.
    """

    name: str
    version: int
    title: str
    description: str
    dataset: str
    signals: tuple[str, ...]
    cuts: tuple[str, ...]
    features: tuple[str, ...]
    figure: Figure

    def __post_init__(self) -> None:
        """Refuse what the catalogue does not have, and what no model may see."""
        dataset = load_catalogue().dataset(self.dataset)
        where = f"task {self.name!r}:"
        refuse(self.version < 1, f"{where} versions count from 1")
        refuse(not self.signals or not self.features, f"{where} it needs a signal and a feature")
        refuse_repeated(f"{where} feature or signal", (*self.features, *self.signals))
        for signal in self.signals:
            refuse(dataset.process(signal).kind != "signal", f"{where} {signal} is no signal")
        for feature in (*self.features, *(parse_cut(cut).feature for cut in self.cuts)):
            known = feature in dataset.feature_names
            refuse(not known, f"{where} {feature!r} is no feature of {self.dataset!r}")

    @property
    def key(self) -> str:
        """Name and version: what a submission is for."""
        return f"{self.name}-v{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBook:
    """All tasks, and the rules that hold for each of them."""

    rules: tuple[str, ...]
    tasks: tuple[Task, ...]

    def find(self, name: str, version: int | None = None) -> Task:
        """The task of this name: of that version, or the newest; FiveSigmaError if there is none.

        >>> load_tasks().find("higgsml").figure
        'ams'
        """
        found = [
            task for task in self.tasks if task.name == name and version in {None, task.version}
        ]
        if not found:
            keys = ", ".join(task.key for task in self.tasks)
            what = repr(name) if version is None else f"{name!r} of version {version}"
            msg = f"there is no task {what}; there are {keys}."
            raise FiveSigmaError(msg)
        return max(found, key=lambda task: task.version)


def load_tasks() -> TaskBook:
    """The tasks that ship with the package.

    >>> [task.key for task in load_tasks().tasks]
    ['dark-matter-v1', 'higgsml-v1', 'cms-h4l-v1', 'practice-v1']
    """
    text = resources.files("fivesigma.bench").joinpath("tasks.toml").read_text("utf-8")
    return parse_tasks(text)


def parse_tasks(text: str) -> TaskBook:
    r"""Tasks from TOML; DataError on anything unknown, missing, repeated or impossible.

    >>> parse_tasks("rules = ['Judge on other events.']\ntasks = []").tasks
    ()
    """
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"the tasks are not valid TOML: {error}."
        raise DataError(msg) from None
    tasks = tuple(to_record(Task, entry, "task") for entry in tables_of(top, "tasks", "tasks"))
    refuse_repeated("task", (task.key for task in tasks))
    return to_record(TaskBook, top, "tasks", tasks=tasks)
