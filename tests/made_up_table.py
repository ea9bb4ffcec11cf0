"""A table of made-up events for tests that need no file."""

import numpy as np

from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable


def made_up_table(n_events: int, seed: int = 7) -> EventTable:
    """Signal and background half and half, in mixed order, with some negative weights."""
    rng = np.random.default_rng(seed)
    dataset = load_catalogue().dataset("atlas-dm")
    process = rng.permutation(np.arange(n_events) % 2).astype(np.uint8)
    return EventTable(
        dataset=dataset.id,
        processes=("DM_200", "ZZ"),
        process=process,
        label=(process == 0).astype(np.int8),
        weight=rng.normal(1.0, 1.0, n_events),
        fold=rng.integers(0, 10, n_events, dtype=np.uint8),
        features={
            name: rng.normal(size=n_events).astype(np.float32) for name in dataset.feature_names
        },
        truth_id=None,
        provenance={"note": "made up for a test, π"},
    )
