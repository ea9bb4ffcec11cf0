"""Make the embedded tables of the simpler levels of realism (after `make_embedded.py`; 5 minutes).

    python tools/make_levels.py --work <folder of tools/make_truth.py>

The same generated collisions, tries and lots as in the embedded table go through simpler detectors,
so that the tables share as many collisions as they can. A process is scaled by the factor that
takes the whole detector's yield to that of the ATLAS set: what differs is the selection efficiency.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fivesigma.core.level import Level
from fivesigma.data.levels import FILES
from fivesigma.data.table import save_table
from fivesigma.simulation.levels import settings_at
from fivesigma.workflow.truth_record import MAX_COLLISIONS, MAX_TRIES
from make_embedded import (
    DETECTOR_SEED,
    RECIPES,
    TARGET,
    Lots,
    Recipe,
    Rows,
    cook,
    draw_lots,
    make_table,
    provenance_of,
    reference_yields,
    tries_of,
)

OTHER_LEVELS = (Level.TRUTH, Level.RESOLUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dish:
    """The rows of a process at a level, and how many events they expect."""

    rows: Rows
    expected_events: float


def chances(recipe: Recipe, embedded: Rows, lots: Lots) -> npt.NDArray[np.float64]:
    """The number that decides about a collision, by its `truth_id`, the same in every table."""
    rng = np.random.default_rng([DETECTOR_SEED, RECIPES.index(recipe), MAX_COLLISIONS])
    chance = rng.random(MAX_COLLISIONS)
    chance[np.unique(embedded["truth_id"]).astype(np.int64)] = lots.chance
    return chance


def lots_like(tries: Rows, embedded: Rows, recipe: Recipe, rng: np.random.Generator) -> Lots:
    """Lots that are those of the embedded table for each try and collision that is in both."""
    lots = draw_lots(recipe, embedded)
    ours, theirs = _numbers(tries), _numbers(embedded)
    in_both, here, there = np.intersect1d(ours, theirs, return_indices=True)
    priority = rng.random(len(ours))
    priority[here] = (lots.priority[there] + rng.random(len(in_both))) / len(theirs)
    collisions = np.unique(tries["truth_id"]).astype(np.int64)
    return Lots(priority=priority, chance=chances(recipe, embedded, lots)[collisions])


def _numbers(tries: Rows) -> npt.NDArray[np.int64]:
    """One number for each try of each collision."""
    numbers: npt.NDArray[np.int64] = tries["truth_id"].astype(np.int64) * MAX_TRIES + tries[
        "replica"
    ].astype(np.int64)
    return numbers


def cook_levels(recipe: Recipe, work: Path) -> dict[Level, Dish]:
    """One process at the levels that are not the embedded table's."""
    embedded = tries_of(recipe, work, settings_at(Level.DETECTOR))
    expected = float(embedded["weight"].sum())
    factor = reference_yields()[recipe.process] / expected
    dishes = {}
    for level in OTHER_LEVELS:
        # Without a detector, every try of a collision is the same.
        max_replicas = 1 if level is Level.TRUTH else None
        tries = tries_of(recipe, work, settings_at(level), max_replicas=max_replicas)
        rng = np.random.default_rng([DETECTOR_SEED, RECIPES.index(recipe), 100 + level])
        passing = float(tries["weight"].sum())
        # A row stands for no more events than in the embedded table: what is there and passes at
        # this level, too, is here.
        n_rows = max(recipe.n_rows, round(recipe.n_rows * passing / expected))
        lots = lots_like(tries, embedded, recipe, rng)
        rows = cook(replace(recipe, n_rows=n_rows), tries, lots)
        dishes[level] = Dish(rows=rows, expected_events=factor * passing)
    return dishes


def main() -> None:
    """Write the tables and say what is in them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the truth files")
    parser.add_argument("--output", type=Path, default=TARGET.parent, help="folder of the tables")
    arguments = parser.parse_args()
    dishes = {recipe.process: cook_levels(recipe, arguments.work) for recipe in RECIPES}
    for level in OTHER_LEVELS:
        rows = {process: levels[level].rows for process, levels in dishes.items()}
        wanted = {process: levels[level].expected_events for process, levels in dishes.items()}
        provenance = provenance_of(rows, arguments.work, wanted) | {
            "made_by": "fivesigma: tools/make_truth.py, tools/make_levels.py",
            "level": f"{level.value} ({level.name.lower()})",
            "detector": f"fivesigma.simulation.levels.settings_at(Level.{level.name})",
            "normalisation": (
                "each process by the factor that takes Level.DETECTOR to the sum of weights of the "
                "ATLAS set (atlas-93942)"
            ),
        }
        path = arguments.output / FILES[level]
        save_table(make_table(rows, provenance, wanted), path)
        print(f"{level.name}: {path.name}, {path.stat().st_size} bytes")
        for process, count in wanted.items():
            print(f"  {process}: {len(rows[process]['weight'])} rows, {count:.2f} expected")


if __name__ == "__main__":
    main()
