"""Finished parts of a long work, kept in a folder until all are there: what is done stays done.

A part is a file of columns with a record beside them, in one step there or not there. Its name is a
key of all that its content depends on, so that a part of other work is never taken for it.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import replace_atomically

Columns = dict[str, npt.NDArray[Any]]


def parts_folder(output: Path) -> Path:
    """Where the parts of `output` are kept while it is made.

    >>> parts_folder(Path("build/events.parquet")).as_posix()
    'build/.events.parquet.parts'
    """
    return output.with_name(f".{output.name}.parts")


def has_part(folder: Path, key: str) -> bool:
    """Whether this part is there, whole.

    >>> has_part(Path("no-such-folder"), "1")
    False
    """
    return _path(folder, key).exists()


def save_part(folder: Path, key: str, columns: Columns, record: Any) -> None:
    """Keep a part: `columns` `(n_rows,)` each, and a `record` that JSON can hold.

    DataError where it cannot be written, such as on a full disk; nothing is left of it then.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> save_part(folder, "1", {"met": np.array([90.0])}, {"file": "a.root"})
    >>> load_part(folder, "1")
    ({'met': array([90.])}, {'file': 'a.root'})
    """
    metadata = {"record": json.dumps(record, ensure_ascii=False, allow_nan=False)}
    table = pa.table(columns).replace_schema_metadata(metadata)

    def write(temporary: Path) -> None:
        with pa.OSFile(str(temporary), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)

    replace_atomically(_path(folder, key), write)


def load_part(folder: Path, key: str) -> tuple[Columns, Any]:
    """A part as it was kept; DataError where it is damaged, and then it is gone.

    >>> load_part(Path("no-such-folder"), "1")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: part 1 in no-such-folder cannot be read; build it again.
    """
    path = _path(folder, key)
    try:
        with pa.OSFile(str(path), "rb") as source:
            table = pa.ipc.open_file(source).read_all()
        record = json.loads((table.schema.metadata or {})[b"record"])
    except (OSError, pa.ArrowException, KeyError, ValueError):
        path.unlink(missing_ok=True)
        msg = f"part {key} in {folder} cannot be read; build it again."
        raise DataError(msg) from None
    columns = {name: np.array(table[name].to_numpy()) for name in table.column_names}
    return columns, record


def drop_parts(folder: Path) -> None:
    """Remove the folder: the work is done.

    >>> drop_parts(Path("no-such-folder"))
    """
    shutil.rmtree(folder, ignore_errors=True)


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.arrow"
