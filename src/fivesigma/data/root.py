"""Step 3, ROOT files: the flat branches of one tree as columns; uproot is needed only here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError


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
