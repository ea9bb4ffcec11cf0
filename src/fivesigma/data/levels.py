"""The embedded collisions at other levels of realism: the same ones, seen by simpler detectors."""

from importlib import resources
from typing import Final

from fivesigma.core.level import Level
from fivesigma.data.table import EventTable, embedded_table, load_table

FILES: Final = {
    Level.TRUTH: "simulated_dm_truth.parquet",
    Level.RESOLUTION: "simulated_dm_resolution.parquet",
}
"""The tables beside the embedded one, in the same folder."""


def embedded_levels() -> dict[Level, EventTable]:
    """The embedded set at every level; a `truth_id` is the same collision in each of them.

    Expected events are comparable between levels: the factor that scales a process to the ATLAS set
    at `Level.DETECTOR` scales it everywhere. A collision has the same fold at every level.

    >>> [level.name for level in embedded_levels()]
    ['TRUTH', 'RESOLUTION', 'DETECTOR']
    """
    others = {level: _table(name) for level, name in FILES.items()}
    return {**others, Level.DETECTOR: embedded_table()}


def _table(name: str) -> EventTable:
    source = resources.files("fivesigma.data") / "embedded" / name
    with resources.as_file(source) as path:
        return load_table(path)
