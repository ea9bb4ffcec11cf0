"""Step 3, ROOT files: the flat branches of one tree as columns; uproot is needed only here."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError

_FLAT_TYPES = frozenset(
    {
        *("bool", "char", "unsigned char", "short", "unsigned short", "int", "unsigned int"),
        *("long", "unsigned long", "long long", "unsigned long long", "float", "double"),
        *(f"{kind}{bits}_t" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
        *("std::int8_t", "std::uint8_t", "std::int32_t", "std::uint32_t", "std::int64_t"),
    }
)


def read_tree(
    path: Path, tree: str, *, unread: Sequence[str] = ()
) -> dict[str, npt.NDArray[np.float64]]:
    """Every branch of `tree` in the file but those of `unread`, `(n_events,)` each, as float64.

    DataError where uproot is not installed, the file is missing or damaged, there is no such tree,
    it has no events, or a branch holds something other than one number for each event.

    >>> read_tree(Path("nowhere.root"), "Events")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file nowhere.root; fetch it first.
    """
    if not path.exists():
        msg = f"there is no file {path}; fetch it first."
        raise DataError(msg)
    uproot = import_uproot()
    try:
        with uproot.open(path) as file:
            names = sorted({name.rpartition(";")[0] for name in file.keys()})  # noqa: SIM118 - a file of uproot iterates over its keys only so
            columns = _columns(file[tree], unread) if tree in names else None
    except Exception as error:  # noqa: BLE001 - a damaged byte makes uproot raise anything at all
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        msg = f"{path} cannot be read as a ROOT file ({why[:120]}); fetch it again."
        raise DataError(msg) from None
    if columns is None:
        msg = (
            f"{path} has no tree {tree!r}, it has {', '.join(names) or 'nothing'}; fetch it again."
        )
        raise DataError(msg)
    return _as_numbers(path, columns)


def tree_columns(path: Path, tree: str | None) -> list[str]:
    """Branches of the tree that hold one number for each event; None: of the file's only tree.

    DataError as from `read_tree`, and where the file has several trees and none is named.

    >>> tree_columns(Path("nowhere.root"), None)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: nowhere.root cannot be read as a ROOT file (...).
    """
    uproot = import_uproot()
    try:
        with uproot.open(path) as file:
            found = file[_tree_name(path, file, tree)]
            return [name for name, branch in found.items() if _is_flat(branch)]
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged byte makes uproot raise anything at all
        raise _unreadable(path, error) from None


def tree_pieces(
    path: Path, tree: str | None, names: Sequence[str], *, step_size: str = "30 MB"
) -> Iterator[dict[str, npt.NDArray[Any]]]:
    """The named branches of `tree`, `(n_rows,)` each, piece by piece; DataError as `tree_columns`.

    >>> next(tree_pieces(Path("nowhere.root"), None, ["mass"]))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: nowhere.root cannot be read as a ROOT file (...).
    """
    uproot = import_uproot()
    try:
        with uproot.open(path) as file:
            found = file[_tree_name(path, file, tree)]
            for part in found.iterate(list(names), step_size=step_size, library="np"):
                _refuse_lists(path, part)
                yield part
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged byte makes uproot raise anything at all
        raise _unreadable(path, error) from None


def _refuse_lists(path: Path, part: dict[str, npt.NDArray[Any]]) -> None:
    for name, values in part.items():
        if values.ndim != 1 or values.dtype.kind not in "fiub":
            msg = f"{path}: branch {name!r} holds no single number for each event; leave it out."
            raise DataError(msg)


def _tree_name(path: Path, file: Any, tree: str | None) -> str:
    names = sorted(
        {
            name.rpartition(";")[0]
            for name, kind in file.classnames().items()
            if kind == "TTree" or "RNTuple" in kind
        }
    )
    if tree in names:
        return str(tree)
    if tree is None and len(names) == 1:
        return str(names[0])
    what = f"no tree {tree!r}" if tree else f"{len(names)} trees"
    msg = f'{path} has {what}: name one of {", ".join(names) or "none"} (tree = "...").'
    raise DataError(msg)


def _is_flat(branch: Any) -> bool:
    """Whether a branch holds one number for each event; fields of a collection have a dot."""
    return branch.typename in _FLAT_TYPES and "." not in branch.name


def _unreadable(path: Path, error: Exception) -> DataError:
    why = str(error).strip().partition("\n")[0] or type(error).__name__
    return DataError(f"{path} cannot be read as a ROOT file ({why[:120]}).")


def import_uproot() -> Any:
    """The module uproot; DataError that says how to install it where it is missing.

    >>> import_uproot().__name__
    'uproot'
    """
    try:
        import uproot  # noqa: PLC0415 - an extra: everything but ROOT files works without it
    except ImportError:
        msg = 'ROOT files are read by uproot, which is missing: pip install "fivesigma[root]".'
        raise DataError(msg) from None
    return uproot


def _columns(tree: Any, unread: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    wanted = [name for name in tree.keys() if name not in unread]  # noqa: SIM118 - the same
    columns: dict[str, npt.NDArray[Any]] = tree.arrays(wanted, library="np")
    return columns


def _as_numbers(
    path: Path, columns: dict[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[np.float64]]:
    for name, values in columns.items():
        if values.ndim != 1 or values.dtype.kind not in "fiub":
            msg = f"{path}: branch {name!r} holds no single number for each event; fetch it again."
            raise DataError(msg)
        if not len(values):
            msg = f"{path} holds no events; fetch it again."
            raise DataError(msg)
    return {name: values.astype(np.float64) for name, values in columns.items()}
