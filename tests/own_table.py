"""A made-up table that carries its own facts, for tests that need no file."""

from collections.abc import Iterable

import numpy as np

from fivesigma.data.table import EventTable
from fivesigma.data.table_facts import LABELS, Kind, TableColumn, TableFacts, TableProcess

COLUMNS = (
    TableColumn(name="weight", unit="1", role="weight", source="w"),
    TableColumn(name="mass", unit="GeV", role="feature", definition="Mass", low=0.0, high=1000.0),
    TableColumn(name="width", unit="1", role="feature", may_miss=True),
    TableColumn(name="event", unit="1", role="identifier", integer=True),
    TableColumn(name="truth_mass", unit="GeV", role="leak", definition="The true mass"),
)


def own_facts(kinds: Iterable[Kind] = ("signal", "background", "measured")) -> TableFacts:
    """Facts with one process of each kind, which has the kind's name."""
    return TableFacts(
        title="A table of one's own",
        origin="own-table",
        licence="CC0-1.0",
        columns=COLUMNS,
        processes=tuple(TableProcess(name=kind, kind=kind) for kind in kinds),
    )


def own_table(
    n_events: int = 300, kinds: tuple[Kind, ...] = ("signal", "background")
) -> EventTable:
    """As many rows of each kind, the mass higher in signal; each eleventh width is missing."""
    rng = np.random.default_rng(5)
    process = (np.arange(n_events) % len(kinds)).astype(np.uint8)
    label = np.array([LABELS[kind] for kind in kinds], np.int8)[process]
    width = rng.uniform(size=n_events).astype(np.float32)
    width[::11] = np.nan
    return EventTable(
        dataset="mine",
        processes=kinds,
        process=process,
        label=label,
        weight=np.where(label < 0, 1.0, 0.5),
        fold=rng.integers(0, 10, n_events, dtype=np.uint8),
        features={
            "mass": rng.normal(100 + 40 * (label == 1), 20).clip(0, 999).astype(np.float32),
            "width": width,
        },
        truth_id=None,
        provenance={"note": "made up"},
        facts=own_facts(kinds),
        others={"event": np.arange(n_events) + 2**40, "truth_mass": rng.uniform(size=n_events)},
    )
