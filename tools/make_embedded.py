"""Make the dataset that ships with the package from truth events (step 2 of 2; about a minute).

    python tools/make_embedded.py --work <folder of tools/make_truth.py>

Runs the parametric detector, applies the preselection, keeps one try of each collision, thins out
to rows of more even weight and scales each process to the yield of the ATLAS set. The table goes to
src/fivesigma/data/embedded/.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fivesigma import __version__
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable, save_table
from fivesigma.learning.split import hash_fold
from fivesigma.physics.features import FEATURES, compute_features
from fivesigma.physics.selection import is_preselected
from fivesigma.simulation.detector import DetectorSettings, draw, observe
from fivesigma.simulation.sampling import one_try_each, shorten, thin_out
from fivesigma.simulation.truth import TruthEvents, join_truth
from fivesigma.workflow.truth_record import fold_key
from make_truth import load_truth, planned_chunks

DATASET, REFERENCE = "simulated-dm", "atlas-dm"
DETECTOR_SEED = 20_201
MANTISSA_BITS = 13
PB_PER_FB = 1000.0
REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = REPOSITORY / "src/fivesigma/data/embedded/simulated_dm.parquet"

Rows = dict[str, npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """A generated process and how many times each of its events goes through the detector."""

    name: str
    n_replicas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A process of the table: what it is made of, and about how many rows it gets."""

    process: str
    ingredients: tuple[Ingredient, ...]
    n_rows: int


# Rare passes (fake missing momentum, b-jets that escape) need many tries of the same collision; one
# of those that pass is kept, so that every row of the table is a collision of its own.
RECIPES = (
    Recipe(process="DM_200", ingredients=(Ingredient(name="DM_200", n_replicas=1),), n_rows=4000),
    Recipe(process="DM_300", ingredients=(Ingredient(name="DM_300", n_replicas=1),), n_rows=4000),
    Recipe(
        process="ZZ",
        ingredients=(Ingredient(name="ZZ", n_replicas=1), Ingredient(name="WW", n_replicas=4)),
        n_rows=4400,
    ),
    Recipe(process="WZ", ingredients=(Ingredient(name="WZ", n_replicas=3),), n_rows=3000),
    Recipe(process="Z+jets", ingredients=(Ingredient(name="Zjets", n_replicas=100),), n_rows=800),
    Recipe(
        process="Non-resonant_ll",
        ingredients=(Ingredient(name="ttbar", n_replicas=10),),
        n_rows=1200,
    ),
)


def truth_of(name: str, work: Path) -> TruthEvents:
    """All chunks of a generated process; each of them estimates the whole cross-section."""
    paths = [work / c.file_name for c in planned_chunks() if c.process.name == name]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        msg = f"{work} lacks {', '.join(missing)}: run tools/make_truth.py first"
        raise SystemExit(msg)
    truth = join_truth([load_truth(path) for path in paths])
    truth.cross_section_pb[:] /= len(paths)
    return truth


def rows_of(
    truth: TruthEvents, settings: DetectorSettings, *, n_replicas: int, seed: tuple[int, ...]
) -> Rows:
    """Rows that pass the preselection: features, `weight` (pb), `truth_id` and `replica`."""
    parts: list[Rows] = []
    for replica in range(n_replicas):
        draws = draw(np.random.default_rng([*seed, replica]), truth.n_events)
        seen = observe(truth, draws, settings)
        rows: Rows = {
            name: shorten(values, MANTISSA_BITS).astype(np.float64)
            for name, values in compute_features(seen.events).items()
        }
        keep = is_preselected(rows)
        rows["weight"] = truth.cross_section_pb[seen.index] / n_replicas
        rows["truth_id"] = seen.index.astype(np.float64)
        rows["replica"] = np.full(len(seen.index), float(replica))
        parts.append({name: values[keep] for name, values in rows.items()})
    return _joined(parts)


def _joined(parts: list[Rows]) -> Rows:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def tries_of(
    recipe: Recipe, work: Path, settings: DetectorSettings, *, max_replicas: int | None = None
) -> Rows:
    """Every try of a process that passes; `weight` in expected events, as generated.

    `max_replicas`: fewer tries than the recipe asks for; one is enough where nothing is random.
    """
    parts: list[Rows] = []
    first_truth_id = 0
    for position, ingredient in enumerate(recipe.ingredients):
        truth = truth_of(ingredient.name, work)
        rows = rows_of(
            truth,
            settings,
            n_replicas=min(ingredient.n_replicas, max_replicas or ingredient.n_replicas),
            seed=(DETECTOR_SEED, RECIPES.index(recipe), position),
        )
        rows["truth_id"] += first_truth_id
        first_truth_id += truth.n_events
        parts.append(rows)
    rows = _joined(parts)
    luminosity_ifb = load_catalogue().dataset(DATASET).luminosity_ifb
    rows["weight"] = rows["weight"] * luminosity_ifb * PB_PER_FB
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """The random numbers that choose among tries, `(n_tries,)`, and collisions, `(n_collisions,)`.

    `priority`: of the tries of a collision the one with the lowest is kept. `chance`: of the
    collisions that have one, in rising order of their `truth_id`.
    """

    priority: npt.NDArray[np.float64]
    chance: npt.NDArray[np.float64]


def draw_lots(recipe: Recipe, tries: Rows) -> Lots:
    """The lots of the embedded table."""
    rng = np.random.default_rng([DETECTOR_SEED, RECIPES.index(recipe), len(recipe.ingredients)])
    priority = np.argsort(rng.permutation(len(tries["weight"]))).astype(np.float64)
    return Lots(priority=priority, chance=rng.random(len(np.unique(tries["truth_id"]))))


def cook(recipe: Recipe, tries: Rows, lots: Lots) -> Rows:
    """Rows of a process with even weights (expected events), in the order of `truth_id`."""
    collision = tries["truth_id"].astype(np.int64)
    single, weight = one_try_each(collision, tries["weight"], lots.priority)
    chosen, weight = thin_out(weight, min(recipe.n_rows, len(weight)), lots.chance)
    return {name: values[single[chosen]] for name, values in tries.items()} | {"weight": weight}


def reference_yields() -> dict[str, float]:
    """Expected events of each process in the ATLAS set, from the catalogue."""
    answers = load_catalogue().dataset(REFERENCE).known_answers
    return {a.process: a.value for a in answers if a.quantity == "sum_of_weights"}


def make_table(
    dishes: dict[str, Rows], provenance: dict[str, str], wanted: dict[str, float]
) -> EventTable:
    """The rows of all processes, in the order of the catalogue, scaled to the `wanted` yields."""
    processes = load_catalogue().dataset(DATASET).processes
    scaled = [
        dishes[p.name]["weight"] * wanted[p.name] / dishes[p.name]["weight"].sum()
        for p in processes
    ]
    sizes = [len(weight) for weight in scaled]
    together = _joined([dishes[p.name] for p in processes])
    truth_id = together["truth_id"].astype(np.int64)
    names = np.repeat([p.name for p in processes], sizes)
    keys = [fold_key(name, number) for name, number in zip(names, truth_id, strict=True)]
    return EventTable(
        dataset=DATASET,
        processes=tuple(p.name for p in processes),
        process=np.repeat(np.arange(len(sizes), dtype=np.uint8), sizes),
        label=np.repeat(np.array([p.kind == "signal" for p in processes], dtype=np.int8), sizes),
        weight=np.concatenate(scaled),
        fold=hash_fold(keys),
        features={f.name: together[f.name].astype(np.float32) for f in FEATURES},
        truth_id=truth_id,
        provenance=provenance,
    )


def provenance_of(dishes: dict[str, Rows], work: Path, wanted: dict[str, float]) -> dict[str, str]:
    """How the table was made, in words and numbers; `wanted`: the yields it was scaled to."""
    factors = {name: wanted[name] / float(rows["weight"].sum()) for name, rows in dishes.items()}
    books = [
        json.loads((work / chunk.file_name).with_suffix(".json").read_text())
        for chunk in planned_chunks()
    ]
    return {
        "made_by": f"fivesigma {__version__}: tools/make_truth.py, tools/make_embedded.py",
        "origin": "simulated by this project, NOT ATLAS simulation",
        "generator": "Pythia 8.317 (leading order, Monash tune, NNPDF2.3 QCD+QED LO), FastJet",
        "generator_seeds": ", ".join(str(book["seed"]) for book in books),
        "generated_events": str(sum(book["n_events"] for book in books)),
        "detector": "fivesigma.simulation.detector, default settings",
        "detector_seed": str(DETECTOR_SEED),
        "preselection": "fivesigma.physics.selection.PRESELECTION",
        "normalisation": "each process scaled to the sum of weights of the ATLAS set (atlas-93942)",
        "normalisation_factors": json.dumps({n: round(f, 4) for n, f in factors.items()}),
        "licence": "CC0-1.0",
    }


def main() -> None:
    """Write the embedded table and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the truth files")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    dishes = {}
    for recipe in RECIPES:
        tries = tries_of(recipe, arguments.work, DetectorSettings())
        dishes[recipe.process] = cook(recipe, tries, draw_lots(recipe, tries))
    wanted = reference_yields()
    provenance = provenance_of(dishes, arguments.work, wanted)
    table = make_table(dishes, provenance, wanted)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    save_table(table, arguments.output)
    for code, name in enumerate(table.processes):
        weight = table.weight[table.process == code]
        n_effective = weight.sum() ** 2 / (weight**2).sum()
        print(f"{name}: {len(weight)} rows, Σw {weight.sum():.2f}, n_eff {n_effective:.0f}")
    print(f"factors {provenance['normalisation_factors']}")
    print(f"{table.n_events} rows -> {arguments.output} ({arguments.output.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
