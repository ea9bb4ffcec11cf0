"""Choose the generated collisions that ship with the package (after `make_levels.py`; 15 minutes).

    python tools/make_truth_record.py --work <folder of tools/make_truth.py>

A try is a collision with one set of the detector's random numbers. Every try that passes the
selection with any of many detectors, from none to a poor one, has a chance to be chosen; its weight
makes up for the chance. Tries that pass with none of them are left out; how little is missing for
detectors in between is measured and written into the file.
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.level import Level
from fivesigma.data.truth_file import EMBEDDED_FILE, TruthFile, save_truth_file
from fivesigma.physics.features import compute_features
from fivesigma.physics.selection import PRESELECTION, is_preselected
from fivesigma.simulation.detector import DetectorSettings, Draws, observe
from fivesigma.simulation.levels import settings_at
from fivesigma.simulation.sampling import one_try_each, shorten, thin_out
from fivesigma.simulation.tries import draws_of
from fivesigma.simulation.truth import TruthEvents
from fivesigma.simulation.variations import detector_variations
from fivesigma.workflow.truth_record import TRIES_SEED, expected_rows, record_of, try_numbers
from make_embedded import (
    RECIPES,
    TARGET,
    Recipe,
    draw_lots,
    provenance_of,
    reference_yields,
    tries_of,
    truth_of,
)
from make_levels import chances

Integers = npt.NDArray[np.int64]

N_ROWS: Final = {
    "DM_200": 2200,
    "DM_300": 1500,
    "ZZ": 2800,
    "WZ": 1800,
    "Z+jets": 1500,
    "Non-resonant_ll": 2200,
}
MAX_REPLICAS = 30
CHECKED_CHUNK = 10  # of so many, one is checked
CHUNK_TRIES = 100_000
MANTISSA_BITS = {"jet_charged_px": 9, "jet_charged_py": 9}
OTHER_MANTISSA_BITS = 12
NOT_LOOKED_AT = {"lepton_energy", "soft_px", "soft_py", "cross_section_pb"}
FAR_SHARE = 0.3
"""How much rarer than others a try is chosen that passes with a far-off detector only."""

_FULL = DetectorSettings()
NEAR: Final = (
    *map(settings_at, Level),
    *itertools.chain.from_iterable((v.up, v.down) for v in detector_variations()),
)
GOOD: Final = replace(
    _FULL,
    soft_noise=0.0,
    soft_tail_probability=0.0,
    jets=replace(_FULL.jets, pile_up_mean=0.0, tagger_loss=0.0, tail_probability=0.0),
)
POOR: Final = replace(
    _FULL,
    soft_noise=8.0,
    soft_tail_probability=0.08,
    jets=replace(
        _FULL.jets, pile_up_mean=0.8, tagger_loss=0.35, tail_probability=0.03, stochastic=1.0
    ),
)
ALL_LEPTONS: Final = replace(_FULL, leptons=settings_at(Level.RESOLUTION).leptons)
FAR: Final = (
    GOOD,
    POOR,
    ALL_LEPTONS,
    replace(GOOD, leptons=ALL_LEPTONS.leptons),
    replace(POOR, leptons=ALL_LEPTONS.leptons),
    replace(settings_at(Level.RESOLUTION), soft_noise=0.0),
    *(replace(_FULL, jets=replace(_FULL.jets, scale=scale)) for scale in (0.9, 1.1)),
    *(replace(_FULL, soft_scale=scale) for scale in (0.5, 1.5)),
)
FIRST_LOOK: Final = (*map(settings_at, Level), ALL_LEPTONS, FAR[4])
"""Detectors of which at least one must come near the selection, before all are tried."""

IN_BETWEEN: Final = (
    replace(_FULL, soft_noise=5.0, jets=replace(_FULL.jets, scale=1.05, pile_up_mean=0.6)),
    replace(
        _FULL,
        leptons=replace(_FULL.leptons, electron_efficiency=0.92, muon_efficiency=0.95),
        jets=replace(_FULL.jets, tagger_loss=0.05, pile_up_mean=0.1),
    ),
    replace(
        _FULL,
        soft_scale=0.8,
        jets=replace(_FULL.jets, tail_probability=0.02, stochastic=0.85, constant=0.08),
    ),
)
"""Detectors that choose nothing: what they see is compared with what all tries would show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Tries of one process that pass somewhere; `row` in the truth, `importance` of each."""

    row: Integers
    replica: Integers
    importance: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """All collisions of a process of the table, and how many tries each of them gets."""

    truth: TruthEvents
    n_replicas: Integers


def generated(recipe: Recipe, work: Path) -> Generated:
    """The ingredients of a process, one after the other, as in the tables."""
    truths = [truth_of(ingredient.name, work) for ingredient in recipe.ingredients]
    columns = {
        name: _short(name, np.concatenate([getattr(truth, name) for truth in truths]))
        for name in TruthEvents.__dataclass_fields__
    }
    counts = [min(ingredient.n_replicas, MAX_REPLICAS) for ingredient in recipe.ingredients]
    return Generated(
        truth=TruthEvents(**columns),
        n_replicas=np.repeat(counts, [truth.n_events for truth in truths]),
    )


def passing(
    truth: TruthEvents, draws: Draws, settings: DetectorSettings, *, nearly: bool = False
) -> npt.NDArray[np.bool_]:
    """Which tries pass the preselection, `(n_tries,)`, or come near it."""
    seen = observe(truth, draws, settings)
    features = compute_features(seen.events)
    kept = _is_near(features) if nearly else is_preselected(features)
    mask = np.zeros(truth.n_events, dtype=np.bool_)
    mask[seen.index[kept]] = True
    return mask


def _is_near(features: dict[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.bool_]:
    """Keep what is inside limits 30 % wider than those of the preselection."""
    inside = [
        (features[name] > 0.7 * low if low > 0 else True)
        & (features[name] < (1.3 * high if name != "fractional_pt_difference" else 2 * high))
        for name, (low, high) in PRESELECTION.items()
    ]
    kept: npt.NDArray[np.bool_] = np.logical_and.reduce(inside)
    return kept


def chunks(made: Generated) -> Iterator[tuple[Integers, Integers]]:
    """All tries of a process as (row of the truth, replica), in the order of their numbers."""
    ends = np.cumsum(made.n_replicas)
    edges = np.searchsorted(ends, np.arange(0, ends[-1] + CHUNK_TRIES, CHUNK_TRIES), "right")
    for first, last in itertools.pairwise(np.minimum(edges, len(ends))):
        count = made.n_replicas[first:last]
        row = np.repeat(np.arange(first, last), count)
        starts = np.repeat(np.cumsum(count) - count, count)
        yield row, np.arange(len(row)) - starts


def tries_that_pass(made: Generated, code: int) -> Tries:
    """The tries of a process that pass with at least one of the detectors."""
    found = [_examined(made, code, *_near(made, code, *chunk)) for chunk in chunks(made)]
    row, replica, importance = (np.concatenate(part) for part in zip(*found, strict=True))
    return Tries(row=row, replica=replica, importance=importance)


def _near(made: Generated, code: int, row: Integers, replica: Integers) -> tuple[Integers, ...]:
    """The tries that come near the selection with at least one detector of the first look."""
    truth, draws = made.truth.take(row), _draws(code, row, replica)
    near = np.logical_or.reduce([passing(truth, draws, s, nearly=True) for s in FIRST_LOOK])
    return row[near], replica[near]


def _examined(
    made: Generated, code: int, row: Integers, replica: Integers
) -> tuple[npt.NDArray[Any], ...]:
    """The tries that pass with at least one detector of all, and how important they are."""
    truth, draws = made.truth.take(row), _draws(code, row, replica)
    far = np.logical_or.reduce([passing(truth, draws, settings) for settings in FAR])
    close = np.logical_or.reduce([passing(truth, draws, settings) for settings in NEAR])
    importance = np.maximum(FAR_SHARE * far, close)
    keep = importance > 0
    return row[keep], replica[keep], importance[keep]


def _draws(code: int, row: Integers, replica: Integers) -> Draws:
    return draws_of(try_numbers(np.full(len(row), code), row, replica), seed=TRIES_SEED)


def covered(made: Generated, tries: Tries, code: int) -> float:
    """Share of the yield with a detector in between that the chosen tries can show, the lowest."""
    chosen = set(zip(tries.row.tolist(), tries.replica.tolist(), strict=True))
    seen, missed = np.zeros(len(IN_BETWEEN)), np.zeros(len(IN_BETWEEN))
    for row, replica in itertools.islice(chunks(made), 0, None, CHECKED_CHUNK):
        truth, draws = made.truth.take(row), _draws(code, row, replica)
        share = truth.cross_section_pb / made.n_replicas[row]
        for i, settings in enumerate(IN_BETWEEN):
            kept = np.flatnonzero(passing(truth, draws, settings))
            keys = zip(row[kept].tolist(), replica[kept].tolist(), strict=True)
            is_there = np.array([key in chosen for key in keys], dtype=np.bool_)
            seen[i] += share[kept][is_there].sum()
            missed[i] += share[kept][~is_there].sum()
    return float((seen / (seen + missed)).min())


def choose(
    recipe: Recipe, work: Path, made: Generated, tries: Tries
) -> dict[str, npt.NDArray[Any]]:
    """The columns of a process; weights in arbitrary units."""
    code = RECIPES.index(recipe)
    share = made.truth.cross_section_pb[tries.row] / made.n_replicas[tries.row]
    rng = np.random.default_rng([TRIES_SEED, code])
    # The lowest of exponential numbers with these rates is each try in proportion to its rate.
    race = rng.exponential(1.0, len(tries.row)) / tries.importance
    single, total = one_try_each(tries.row, share * tries.importance, race)
    embedded = tries_of(recipe, work, settings_at(Level.DETECTOR))
    chance = chances(recipe, embedded, draw_lots(recipe, embedded))[tries.row[single]]
    chosen, weight = thin_out(total, min(N_ROWS[recipe.process], len(total)), chance)
    kept = single[chosen]
    print(f"{recipe.process}: {len(tries.row)} tries of {len(single)} collisions, {len(kept)} kept")
    truth = made.truth.take(tries.row[kept])
    columns: dict[str, npt.NDArray[Any]] = {
        "process": np.full(len(kept), code, dtype=np.uint8),
        "truth_id": tries.row[kept].astype(np.int32),
        "replica": tries.replica[kept].astype(np.uint8),
        "weight": weight / tries.importance[kept],
    }
    return columns | {
        name: getattr(truth, name)
        for name in TruthEvents.__dataclass_fields__
        if name not in NOT_LOOKED_AT
    }


def _short(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The column with as many bits as a detector can tell apart."""
    if values.dtype != np.float32:
        return values
    return shorten(values, MANTISSA_BITS.get(name, OTHER_MANTISSA_BITS))


def main() -> None:
    """Write the record and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the truth files")
    parser.add_argument("--output", type=Path, default=TARGET.parent / EMBEDDED_FILE)
    arguments = parser.parse_args()
    parts, coverage = [], {}
    for code, recipe in enumerate(RECIPES):
        made = generated(recipe, arguments.work)
        tries = tries_that_pass(made, code)
        coverage[recipe.process] = round(covered(made, tries, code), 4)
        parts.append(choose(recipe, arguments.work, made, tries))
        print(f"{recipe.process}: {coverage[recipe.process]:.2%} of what is in between", flush=True)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    wanted = reference_yields()
    provenance = provenance_of({}, arguments.work, wanted) | {
        "made_by": "fivesigma: tools/make_truth.py, tools/make_truth_record.py",
        "processes": ", ".join(recipe.process for recipe in RECIPES),
        "tries_seed": str(TRIES_SEED),
        "detectors": str(len({*NEAR, *FAR})),
        "covered_in_between": json.dumps(coverage),
    }
    record = record_of(TruthFile(columns=columns, provenance=provenance))
    seen = expected_rows(record, DetectorSettings())
    for code, recipe in enumerate(RECIPES):
        of_process = columns["process"] == code
        columns["weight"][of_process] *= wanted[recipe.process] / seen[of_process].sum()
    save_truth_file(TruthFile(columns=columns, provenance=provenance), arguments.output)
    print(f"{len(columns['weight'])} rows, {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
