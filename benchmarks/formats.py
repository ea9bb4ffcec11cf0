"""Claim: Parquet is a third of a CSV or less, and read in a third of its time or less.

    python benchmarks/formats.py [--json]

The events of the embedded set, drawn anew with a little noise to 23,000 and to 1,000,000 rows of 14
columns, are written in each format of `fivesigma data export`, as the page's columnar file and as
ROOT (TTree, zstd), and read back into NumPy arrays: the smallest CPU time of five reads, on one
thread, after a first one that imports. Reading takes the whole file, without checks of ours.
"""

import csv
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import h5py  # type: ignore[import-untyped]  # it has none
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import uproot
from pyarrow import csv as arrow_csv
from pyarrow import feather

from claims import Claim, report
from fivesigma.data.columnar import decode_columnar, encode_columnar
from fivesigma.data.export import GROUP, export_table
from fivesigma.data.table import EventTable, embedded_table, facts_of

ROWS, N_READS = (23_000, 1_000_000), 5
MOST_OF_CSV = 1 / 3


def drawn(n_events: int) -> EventTable:
    """As many events as asked for, in the kinds and ranges of the embedded set."""
    table = embedded_table()
    rng = np.random.default_rng(1)
    row = rng.integers(0, table.n_events, n_events)
    row = row[np.argsort(table.process[row], kind="stable")]  # as tables are: by process
    facts = facts_of(table)
    whole = {column.name for column in facts.columns if column.integer}
    features = {}
    for name, values in table.features.items():
        noise = 0 if name in whole else rng.normal(0, 1e-3, n_events) * values[row]
        features[name] = (values[row] + noise).astype(np.float32)
    return replace(
        table,
        process=table.process[row],
        label=table.label[row],
        weight=table.weight[row] * rng.normal(1, 1e-3, n_events),
        fold=table.fold[row],
        features=features,
        truth_id=None,
    )


def read_csv(path: Path) -> Any:
    """As pandas and others do with Arrow's reader."""
    options = arrow_csv.ReadOptions(use_threads=False)
    return _columns(arrow_csv.read_csv(path, read_options=options))


def read_csv_plainly(path: Path) -> Any:
    """With what comes with Python."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        return names, [[float(cell) for cell in row[1:]] for row in rows]


def read_hdf5(path: Path) -> Any:
    with h5py.File(path) as file:
        return {name: values[:] for name, values in file[GROUP].items()}


def read_root(path: Path) -> Any:
    with uproot.open(path) as file:
        return file[GROUP].arrays(library="np")


def write_root(table: EventTable, path: Path) -> None:
    with uproot.recreate(path, compression=uproot.ZSTD(4)) as file:
        columns = {"process": table.process, "label": table.label, "weight": table.weight}
        file[GROUP] = columns | {"fold": table.fold} | table.features


READERS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "CSV": ("csv", read_csv),
    "CSV, Python's own reader": ("csv", read_csv_plainly),
    "Parquet": ("parquet", lambda path: _columns(pq.read_table(path, use_threads=False))),
    "Arrow": ("arrow", lambda path: _columns(feather.read_table(path, use_threads=False))),
    "HDF5": ("hdf5", read_hdf5),
    "ROOT": ("root", read_root),
    "columnar": ("bin", lambda path: decode_columnar(path.read_bytes())),
}


def _columns(table: pa.Table) -> dict[str, Any]:
    return {name: table[name].to_numpy() for name in table.column_names if name != "process"}


def write(table: EventTable, folder: Path) -> None:
    """The table in every format."""
    for name in ("csv", "parquet", "arrow", "hdf5"):
        export_table(table, folder / f"t.{name}", name)
    write_root(table, folder / "t.root")
    (folder / "t.bin").write_bytes(encode_columnar(table))


def seconds(read: Callable[[Path], Any], path: Path) -> float:
    """CPU time of the quickest of some reads."""
    n_reads = 1 if read is read_csv_plainly and path.stat().st_size > 1e7 else N_READS
    read(path) if n_reads > 1 else None
    times = []
    for _ in range(n_reads):
        start = time.process_time()
        read(path)
        times.append(time.process_time() - start)
    return min(times)


def measured(n_rows: int) -> dict[str, tuple[float, float]]:
    """Megabytes and milliseconds of each format."""
    found = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(drawn(n_rows), folder)
        for kind, (ending, read) in READERS.items():
            path = folder / f"t.{ending}"
            found[kind] = path.stat().st_size / 1e6, seconds(read, path) * 1e3
    return found


def claims_of(n_rows: int) -> list[Claim]:
    """Size and time of each format, the CSV as the peer; Parquet has a budget at the most rows."""
    claims = []
    found = measured(n_rows)
    for kind, values in found.items():
        for what, unit, value, csv_value in zip(
            ("size", "read"), ("MB", "ms"), values, found["CSV"], strict=True
        ):
            has_budget = kind == "Parquet" and n_rows == ROWS[-1]
            claims.append(
                Claim(
                    name=f"{n_rows:,} rows, {kind}, {what}",
                    value=value,
                    unit=unit,
                    budget=MOST_OF_CSV * csv_value if has_budget else None,
                    peer=None if kind == "CSV" else csv_value,
                    peer_name="" if kind == "CSV" else "CSV",
                )
            )
    return claims


def main() -> None:
    """Measure and report."""
    pa.set_cpu_count(1)
    report(__doc__ or "", [claim for n_rows in ROWS for claim in claims_of(n_rows)])


if __name__ == "__main__":
    main()
