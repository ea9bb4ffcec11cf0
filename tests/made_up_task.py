"""A benchmark task on made-up events, and the real datasets for the real tasks."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from fivesigma.bench.submission import Submission, make_submission
from fivesigma.bench.tasks import Task
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.workflow.datasets import open_dataset

TASK = Task(
    name="made-up",
    version=3,
    title="Made up",
    description="For tests.",
    dataset="atlas-dm",
    signals=("DM_200",),
    cuts=("met > -2",),
    features=("met", "mll"),
    figure="z-10-percent",
)


class Opener:
    """Opens real datasets from the folders at hand, each once."""

    def __init__(self, mirrors: dict[str, Path], cache_dir: Path) -> None:
        self.mirrors, self.cache_dir = mirrors, cache_dir
        self._tables: dict[str, EventTable] = {}

    def __call__(self, dataset_id: str) -> EventTable:
        if dataset_id not in self._tables:
            mirror = str(self.mirrors[dataset_id])
            settings = Settings(cache_dir=self.cache_dir, mirror=mirror)
            self._tables[dataset_id] = open_dataset(dataset_id, settings)
        return self._tables[dataset_id]


def submit(table: EventTable, score: npt.NDArray[np.float64]) -> Submission:
    """A submission of one score for the made-up task."""
    return make_submission(
        TASK, table, {"DM_200": score}, model="guess", who="a test", seed=4, code="none"
    )
