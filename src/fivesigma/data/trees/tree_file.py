"""ROOT files as sources of tables: which kind a file is, and its branches chunk by chunk.

Both of ROOT's formats are read, TTree and RNTuple. Only the branches that are asked for are
touched, and only a range of collisions at a time is in memory.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.data.trees.root import import_uproot
from fivesigma.data.trees.schemas import FROM_MEV, SCHEMAS, Schema, schema_of

BLOCK_BYTES: Final = 1 << 22
CHUNK_BYTES: Final = 24_000_000
"""Uncompressed bytes of a chunk: enough that calls cost nothing, and far below any memory."""
MAX_CHUNK_EVENTS: Final = 400_000
LARGEST_TYPICAL_GEV: Final = 2000.0
SMALLEST_TYPICAL_GEV: Final = 0.5
"""The middle one of many momenta is between these, in every file that is known here."""
N_SAMPLED: Final = 10_000
MIN_HEADER_BYTES: Final = 100
LARGE_FILE_VERSION: Final = 1_000_000

Raw = npt.NDArray[Any] | tuple[npt.NDArray[np.int64], npt.NDArray[Any]]
"""A column `(n_events,)`, or counts `(n_events,)` with the flat values of a branch of lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFile:
    """A file as it was found: `chunks` are the (first, last + 1) collisions to read at a time.

    `fingerprint`: size and adler32, as CERN's portal gives them; of a file that is not on this
    machine, its own identifier. `branches`: what it has, of what its schema knows.
    `sum_of_weights`: of all collisions generated for this file, where it says so in a tree.
    """

    path: str
    schema: str
    tree: str
    n_events: int
    n_bytes: int
    fingerprint: str
    branches: tuple[str, ...]
    chunks: tuple[tuple[int, int], ...]
    sum_of_weights: float | None = None


def is_remote(path: str) -> bool:
    """Whether a path is an address such as root://eospublic.cern.ch//eos/opendata/file.root.

    >>> is_remote("root://host//file.root"), is_remote("C:/file.root")
    (True, False)
    """
    return "://" in path


def inspect_file(path: str, needs_of: Mapping[str, Sequence[str]]) -> TreeFile:
    """What kind of file this is, and how it will be read.

    `needs_of`: for each schema that will do, the house names it must have. DataError where the file
    is missing, empty or damaged, is of no such kind, or lacks a branch.

    >>> inspect_file("nowhere.root", {})
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere.root; fetch it first.
    """
    n_bytes = size_of(path)
    with _opened(path) as file:
        found = [(schema, tree) for schema in SCHEMAS for tree in _trees(file, schema)]
        if not found:
            _refuse_kind(path, file)
        schema, tree_name = found[0]
        if schema.name not in needs_of:
            msg = (
                f"{path} is a file of the kind {schema.name} ({schema.title}), which this analysis "
                f"cannot read; it reads {', '.join(needs_of)}."
            )
            raise DataError(msg)
        tree = file[tree_name]
        n_events = int(tree.num_entries)
        if not n_events:
            msg = f"{path}: its tree {tree_name!r} holds no collision; fetch it again."
            raise DataError(msg)
        there = set(_names(tree))
        branches = tuple(name for name, b in schema.branches.items() if b.source in there)
        needs = needs_of[schema.name]
        _check_needs(path, schema, needs, branches)
        sources = [schema.branches[name].source for name in needs if name in branches]
        identity = _identity(file, path, n_bytes)
        return TreeFile(
            path=path,
            schema=schema.name,
            tree=tree_name,
            n_events=n_events,
            n_bytes=n_bytes,
            fingerprint=identity,
            branches=branches,
            chunks=_chunks(tree, sources, n_events),
            sum_of_weights=_sum_of_weights(file, schema),
        )


def read_chunks(
    file: TreeFile, names: Sequence[str], chunks: Sequence[tuple[int, int]]
) -> Iterator[dict[str, Raw]]:
    """The branches of these house names, in house units, one chunk after the other.

    DataError, naming file, branch and collisions, where a branch cannot be read or its values are
    not what its unit says.
    """
    schema = schema_of(file.schema)
    sources = {name: schema.branches[name].source for name in names}
    with _opened(file.path) as opened:
        tree = opened[file.tree]
        for first, last in chunks:
            arrays = _arrays(tree, file.path, list(sources.values()), first, last)
            yield {
                name: _in_house_units(file, schema, name, arrays.pop(source))
                for name, source in sources.items()
            }


def size_of(path: str) -> int:
    """Bytes of a file, 0 of an address; DataError where there is none, or no ROOT file.

    >>> size_of("nowhere.root")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere.root; fetch it first.
    """
    if path.startswith(("http://", "https://")):
        msg = f"{path} is not read in place: fetch it first, with fivesigma data fetch {path}."
        raise DataError(msg)
    if is_remote(path):
        return 0
    try:
        n_bytes = Path(path).stat().st_size
        with Path(path).open("rb") as file:
            start = file.read(256)
    except IsADirectoryError:
        msg = f"{path} is a folder; name the files in it, such as {path}/*.root."
        raise DataError(msg) from None
    except FileNotFoundError:
        msg = f"there is no file {path}; fetch it first."
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}); check its permissions."
        raise DataError(msg) from None
    if not n_bytes:
        msg = f"{path} is empty; fetch it again."
        raise DataError(msg)
    _check_start(path, start, n_bytes)
    return n_bytes


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    uproot = import_uproot()
    try:
        # Its cache of arrays would keep the chunks before: 100 MB that nobody reads again.
        file = uproot.open(path, array_cache=None)
    except Exception as error:  # noqa: BLE001 - a damaged byte makes uproot raise anything at all
        _refuse_damaged(path, error)
    with file:
        try:
            yield file
        except DataError:
            raise
        except Exception as error:  # noqa: BLE001 - the same
            _refuse_damaged(path, error)


def _refuse_damaged(path: str, error: Exception) -> NoReturn:
    msg = f"{path} cannot be read as a ROOT file ({_line(error)}); fetch it again."
    raise DataError(msg) from None


def _check_start(path: str, start: bytes, n_bytes: int) -> None:
    """DataError unless the first bytes are those of a ROOT file, which say how long it is.

    The header of a ROOT file: "root", its version, where its content begins and where it ends; the
    last has 8 bytes in files that can be larger than 2 GB, 4 in others.
    """
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        msg = f"{path} is a web page, not a ROOT file: a server's error message; fetch it again."
        raise DataError(msg)
    if not start.startswith(b"root") or len(start) < MIN_HEADER_BYTES:
        msg = f"{path} is no ROOT file; is it the right one? Else fetch it again."
        raise DataError(msg)
    is_large = int.from_bytes(start[4:8], "big") >= LARGE_FILE_VERSION
    end = int.from_bytes(start[12 : 20 if is_large else 16], "big")
    if end > n_bytes:
        msg = f"{path} is cut off: it has {n_bytes:,} of {end:,} bytes; fetch it again."
        raise DataError(msg)


def _line(error: Exception) -> str:
    return (str(error).strip().partition("\n")[0] or type(error).__name__)[:120]


def _names(tree: Any) -> list[str]:
    return [str(name) for name in tree.keys()]  # noqa: SIM118 - a tree of uproot is no mapping


def _trees(file: Any, schema: Schema) -> list[str]:
    names = {str(name).rpartition(";")[0] for name in file.keys()}  # noqa: SIM118 - the same
    return [
        tree
        for tree in schema.trees
        if tree in names and set(schema.signature) <= set(_names(file[tree]))
    ]


def _sum_of_weights(file: Any, schema: Schema) -> float | None:
    """What the tree of runs adds up to; None where there is no such tree."""
    if schema.sum_of_weights_in is None:
        return None
    tree, branch = schema.sum_of_weights_in
    names = {str(name).rpartition(";")[0] for name in file.keys()}  # noqa: SIM118 - the same
    if tree not in names or branch not in _names(file[tree]):
        return None
    return float(np.sum(file[tree][branch].array(library="np"), dtype=np.float64))


def _refuse_kind(path: str, file: Any) -> NoReturn:
    names = sorted({str(name).rpartition(";")[0] for name in file.keys()})  # noqa: SIM118 - the same
    kinds = "; ".join(
        f"{s.name} has a tree {' or '.join(s.trees)} with {', '.join(s.signature)}" for s in SCHEMAS
    )
    msg = (
        f"{path} is of no kind that is known here: it has {', '.join(names) or 'no tree'}. {kinds}."
    )
    raise DataError(msg)


def _check_needs(path: str, schema: Schema, needs: Sequence[str], branches: Sequence[str]) -> None:
    missing = [
        schema.branches[name].source
        for name in needs
        if name not in branches and name not in schema.simulation_only
    ]
    if missing:
        msg = (
            f"{path} has no branch {missing[0]!r}, which this analysis reads of files of the kind "
            f"{schema.name}" + (f" (nor {', '.join(missing[1:])})" if missing[1:] else "") + "."
        )
        raise DataError(msg)


def _identity(file: Any, path: str, n_bytes: int) -> str:
    if is_remote(path):
        return f"uuid-{file.file.uuid}"
    adler = 1
    with Path(path).open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            adler = zlib.adler32(block, adler)
    return f"{n_bytes}-{adler:08x}"


def _chunks(tree: Any, sources: list[str], n_events: int) -> tuple[tuple[int, int], ...]:
    """Ranges of about CHUNK_BYTES; where the file's own clusters allow, a chunk ends with one."""
    is_tree = hasattr(tree, "common_entry_offsets")
    n_bytes = sum(int(tree[source].uncompressed_bytes) for source in sources) if is_tree else 0
    step = int(CHUNK_BYTES / (n_bytes / n_events)) if n_bytes else MAX_CHUNK_EVENTS
    step = max(1, min(step, MAX_CHUNK_EVENTS))
    edges = [0]
    ends = sorted(tree.common_entry_offsets(filter_name=sources)) if is_tree else []
    while edges[-1] < n_events:
        wanted = min(edges[-1] + step, n_events)
        fitting = [end for end in ends if edges[-1] + step / 2 <= end <= wanted]
        edges.append(fitting[-1] if fitting else wanted)
    return tuple(pairwise(edges))


def _arrays(tree: Any, path: str, sources: list[str], first: int, last: int) -> dict[str, Any]:
    bounds = {"entry_start": first, "entry_stop": last, "library": "ak"}
    try:
        arrays: dict[str, Any] = tree.arrays(sources, how=dict, **bounds)
    except Exception:  # noqa: BLE001 - a damaged byte makes uproot raise anything at all
        arrays = {source: _one_array(tree, path, source, bounds) for source in sources}
    return arrays


def _one_array(tree: Any, path: str, source: str, bounds: dict[str, Any]) -> Any:
    try:
        return tree[source].array(**bounds)
    except Exception as error:  # noqa: BLE001 - the same
        where = f"collisions {bounds['entry_start']} to {bounds['entry_stop']}"
        msg = (
            f"{path}: branch {source!r} cannot be read in {where} ({_line(error)}); the file is "
            "damaged, fetch it again."
        )
        raise DataError(msg) from None


def _in_house_units(file: TreeFile, schema: Schema, name: str, array: Any) -> Raw:
    branch = schema.branches[name]
    counts, flat = _as_numpy(file.path, branch.source, array)
    if flat.dtype.kind == "f":
        _check_finite(file.path, branch.source, flat)
    if branch.to_house != 1.0:
        flat = flat.astype(np.float64) * branch.to_house
    if branch.energy:
        _check_energy(file, name, branch.source, flat)
    return flat if counts is None else (counts, flat)


def _as_numpy(
    path: str, source: str, array: Any
) -> tuple[npt.NDArray[np.int64] | None, npt.NDArray[Any]]:
    import awkward as ak  # noqa: PLC0415 - an extra that comes with uproot

    if array.ndim == 1:
        flat = ak.to_numpy(array)
        counts = None
    elif array.ndim == 2:
        # The flat values and offsets as they are: ak.flatten and ak.num would copy both.
        layout = ak.to_layout(array, primitive_policy="error").to_ListOffsetArray64()
        offsets = np.asarray(layout.offsets)
        flat = ak.to_numpy(layout.content[int(offsets[0]) : int(offsets[-1])])
        counts = np.diff(offsets)
    else:
        flat = np.array(None, dtype=object)
        counts = None
    if flat.dtype.kind not in "fiub":
        msg = f"{path}: branch {source!r} holds no numbers; fetch the file again."
        raise DataError(msg)
    return counts, flat


def _check_finite(path: str, source: str, flat: npt.NDArray[Any]) -> None:
    n_bad = int(np.count_nonzero(~np.isfinite(flat)))
    if n_bad:
        msg = f"{path}: branch {source!r} holds {n_bad} values that are no numbers; fetch it again."
        raise DataError(msg)


def _check_energy(file: TreeFile, name: str, source: str, flat: npt.NDArray[Any]) -> None:
    """Refuse MeV taken for GeV, and the other way round, by the value in the middle.

    The largest value would not do: real files hold muons whose momentum was measured absurdly.
    """
    if not flat.size or name.endswith("_isolation"):
        return
    sample = flat[:: max(1, flat.size // N_SAMPLED)]
    typical = float(np.median(np.abs(sample)))
    if typical > LARGEST_TYPICAL_GEV:
        what, unit = f"{typical:,.0f} GeV in the middle, more than collisions have", "MeV"
    elif typical < SMALLEST_TYPICAL_GEV and name.endswith((".pt", "_pz")):
        what, unit = f"{typical:.2g} GeV in the middle, too little to be measured", "GeV"
    else:
        return
    expected = "MeV" if schema_of(file.schema).branches[name].to_house == FROM_MEV else "GeV"
    msg = (
        f"{file.path}: branch {source!r}, read as {expected} as files of the kind {file.schema} "
        f"have it, is {what}; is it in {unit}? Nothing was built from this file."
    )
    raise DataError(msg)
