"""Generated collisions as Parquet: some columns hold a list, such as the jets of a collision."""

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import replace_atomically

FORMAT: Final = "fivesigma-truth"
FORMAT_VERSION: Final = "1"
EMBEDDED_FILE: Final = "simulated_dm_generated.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFile:
    """Columns `(n_events,)` or `(n_events, width)`, short lists padded with zeros; and whence."""

    columns: dict[str, npt.NDArray[Any]]
    provenance: dict[str, str]


def save_truth_file(file: TruthFile, path: Path) -> None:
    """Write Parquet (zstd); zeros at the end of a row's list are not written.

    >>> from tempfile import TemporaryDirectory
    >>> jets = np.array([[40.0, 25.0], [30.0, 0.0]], dtype=np.float32)
    >>> with TemporaryDirectory() as folder:
    ...     save_truth_file(TruthFile(columns={"pt": jets}, provenance={}), Path(folder) / "t")
    ...     load_truth_file(Path(folder) / "t").columns["pt"].tolist()
    [[40.0, 25.0], [30.0, 0.0]]
    """
    widths = {name: values.shape[1] for name, values in file.columns.items() if values.ndim == 2}
    metadata = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "widths": json.dumps(widths),
        "provenance": json.dumps(file.provenance, ensure_ascii=False),
    }
    arrays = {
        name: _lists(values) if name in widths else pa.array(values)
        for name, values in file.columns.items()
    }
    leaves = {
        f"{name}.list.element" if name in widths else name: values.dtype.kind == "f"
        for name, values in file.columns.items()
    }
    table = pa.table(arrays).replace_schema_metadata(metadata)

    def write(temporary: Path) -> None:
        pq.write_table(
            table,
            temporary,
            compression="zstd",
            compression_level=19,
            use_dictionary=[leaf for leaf, is_float in leaves.items() if not is_float],
            column_encoding={n: "BYTE_STREAM_SPLIT" for n, is_float in leaves.items() if is_float},
        )

    replace_atomically(path, write)


def load_truth_file(path: Path) -> TruthFile:
    """Read what `save_truth_file` wrote; DataError on a damaged file or one made elsewhere.

    >>> load_truth_file(Path("no-such-file.parquet"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: no-such-file.parquet holds no generated collisions ...
    """
    try:
        return _from_arrow(pq.ParquetFile(path).read(use_threads=False))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        why = str(error).partition("\n")[0]
        msg = f"{path} holds no generated collisions ({why}); make or install it again."
        raise DataError(msg) from None


def embedded_truth_file() -> TruthFile:
    """The generated collisions that ship with the package.

    >>> sorted(embedded_truth_file().columns)[:3]
    ['invisible_px', 'invisible_py', 'jet_charged_px']
    """
    source = resources.files("fivesigma.data") / "embedded" / EMBEDDED_FILE
    with resources.as_file(source) as path:
        return load_truth_file(path)


def _from_arrow(table: pa.Table) -> TruthFile:
    metadata = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    if (metadata.get("format"), metadata.get("format_version")) != (FORMAT, FORMAT_VERSION):
        msg = "it has another format"
        raise DataError(msg)
    widths: dict[str, int] = json.loads(metadata["widths"])
    columns = {
        name: _padded(table[name], widths[name]) if name in widths else table[name].to_numpy()
        for name in table.column_names
    }
    return TruthFile(columns=columns, provenance=json.loads(metadata["provenance"]))


def _lists(values: npt.NDArray[Any]) -> pa.ListArray:
    """Each row without the zeros at its end."""
    position = np.arange(1, values.shape[1] + 1)
    count = np.where(values != 0, position, 0).max(axis=1, initial=0)
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, pa.array(values[position <= count[:, np.newaxis]]))


def _padded(column: pa.ChunkedArray, width: int) -> npt.NDArray[Any]:
    """Each row with zeros at its end; ValueError where it is longer than `width`."""
    lists = column.combine_chunks()
    offsets = lists.offsets.to_numpy()
    entries = lists.values.to_numpy()
    place = np.arange(width) < np.diff(offsets)[:, np.newaxis]
    padded = np.zeros(place.shape, dtype=entries.dtype)
    padded[place] = entries[offsets[0] : offsets[-1]]
    return padded
