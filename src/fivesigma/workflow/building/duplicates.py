"""The same collision in two files: it would count twice, and stand on both sides of a split."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.data.trees.parts import load_part
from fivesigma.physics.kinematics import BoolArray

KEYS_AT_A_TIME: Final = 4_000_000
"""Keys in memory at once; of more collisions each remainder of the key has its own pass."""

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Keys that occur again, in rising order, with the index of the part that has the first."""

    keys: Keys
    first_part: npt.NDArray[np.int64]

    def is_first(self, part: int, keys: Keys) -> BoolArray:
        """Keep rows of this part that no part before it has."""
        if not len(self.keys):
            return np.ones(len(keys), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        is_again: BoolArray = (self.keys[place] == keys) & (self.first_part[place] != part)
        return ~is_again


def check_duplicates(
    folder: Path, parts: Sequence[str], paths: Sequence[str], *, drop: bool
) -> Duplicates:
    """Collisions that are in parts of two files; DataError, naming both, unless `drop`.

    `parts`: keys of the parts in order; `paths`: the file of each.
    """
    files = {path: index for index, path in enumerate(dict.fromkeys(paths))}
    of_file = np.array([files[path] for path in paths])
    n_rows = sum(len(load_part(folder, key)[0]["key"]) for key in parts)
    n_passes = max(1, -(-n_rows // KEYS_AT_A_TIME))
    found = [_repeated(folder, parts, of_file, n_passes, i) for i in range(n_passes)]
    keys = np.concatenate([keys for keys, _ in found])
    first_part = np.concatenate([first for _, first in found])
    order = np.argsort(keys)
    again = Duplicates(keys=keys[order], first_part=first_part[order])
    if len(keys) and not drop:
        raise DataError(_complaint(folder, parts, paths, again))
    return again


def _repeated(
    folder: Path,
    parts: Sequence[str],
    of_file: npt.NDArray[np.int64],
    n_passes: int,
    remainder: int,
) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Keys of this remainder that parts of two files have, and the first part of each."""
    pieces = (
        [load_part(folder, key)[0]["key"] for key in parts]
        if n_passes == 1
        else [_of_remainder(load_part(folder, key)[0]["key"], n_passes, remainder) for key in parts]
    )
    keys = np.concatenate(pieces)
    part = np.repeat(np.arange(len(parts)), [len(piece) for piece in pieces])
    order = np.argsort(keys, kind="stable")  # of equal keys, the one of the earlier part first
    keys, part = keys[order], part[order]
    unique, start = np.unique(keys, return_index=True)
    end = np.append(start[1:], len(keys)) - 1
    is_in_two = of_file[part[start]] != of_file[part[end]] if len(keys) else np.array([], bool)
    return unique[is_in_two], part[start[is_in_two]]


def _of_remainder(keys: Keys, n_passes: int, remainder: int) -> Keys:
    of_remainder: Keys = keys[keys % np.uint64(n_passes) == remainder]
    return of_remainder


def _complaint(folder: Path, parts: Sequence[str], paths: Sequence[str], again: Duplicates) -> str:
    """Which collision is in which two files, for the first that comes."""
    key, first = again.keys[0], int(again.first_part[0])
    for index, part in enumerate(parts):
        columns, _ = load_part(folder, part)
        places = np.flatnonzero(columns["key"] == key)
        if len(places) and paths[index] != paths[first]:
            run, number = (int(columns[name][places[0]]) for name in ("run", "event_number"))
            which = f"run {run}, event {number}" if number else f"run {run}" if run else "one"
            more = f" and {len(again.keys) - 1:,} more" if len(again.keys) > 1 else ""
            return (
                f"{paths[first]} and {paths[index]} hold the same collision ({which}){more}: it "
                "would count twice. Give only one of the files, or --drop-duplicates to keep the "
                "collision of the file that is named first. The parts that were read are kept for "
                f"that in {folder}; remove it if you do not go on."
            )
    return f"{len(again.keys):,} collisions are in two files."
