"""The story in Python, one function a step: each takes what the one before it returned.

    load → select → features → split → train → evaluate → infer

The rooms below get plain arrays: X (n_events, n_features), label, weight and who judges whom.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.workflow.datasets import open_dataset
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)


def load(dataset: str, settings: Settings | None = None) -> EventTable:
    """All events of a dataset of the catalogue, fetched if they are not here yet (steps 1 to 3).

    >>> load("simulated-dm").n_events > 1000
    True
    """
    return open_dataset(dataset, settings or Settings.from_environment(os.environ))
