from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.bench.events import held_out, task_table
from fivesigma.bench.submission import Submission
from fivesigma.data.table import EventTable
from made_up_table import made_up_table
from made_up_task import TASK, Opener, submit


@pytest.fixture(scope="session")
def opener(mirrors: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Opener:
    return Opener(mirrors, tmp_path_factory.mktemp("bench-cache"))


@pytest.fixture
def table() -> EventTable:
    return task_table(TASK, made_up_table(6000))


@pytest.fixture
def score(table: EventTable) -> npt.NDArray[np.float64]:
    """A score that knows the signal, not too well."""
    label = held_out(table, "DM_200").label
    return np.random.default_rng(4).normal(0.8 * label)


@pytest.fixture
def submission(table: EventTable, score: npt.NDArray[np.float64]) -> Submission:
    return submit(table, score)
