"""Steps 1 to 3 in one call: a dataset's name comes in, its table of events goes out."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.core.version import __version__
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.read import Columns, read_process
from fivesigma.data.table import (
    FORMAT_VERSION,
    EventTable,
    embedded_table,
    load_table,
    save_table,
)
from fivesigma.learning.split import hash_fold


def open_dataset(dataset_id: str, settings: Settings) -> EventTable:
    """The table of a dataset of the catalogue: from the package, the cache or its record.

    DataError on a name that is not in the catalogue, and on files that do not hold what it says;
    DownloadError where they cannot be had.

    >>> open_dataset("simulated-dm", Settings(cache_dir=Path("cache")))  # ships with the package
    simulated-dm: 17,506 events of 6 processes, 10 features
    """
    return build_table(load_catalogue().dataset(dataset_id), settings)


def build_table(
    dataset: Dataset,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    *,
    cancel: Callable[[], bool] | None = None,
) -> EventTable:
    """All events of a dataset: fetch → read → split → table, kept as Parquet in the cache.

    Made anew where the catalogue entry or the version has changed or the Parquet is damaged.
    `progress(bytes_done, bytes_total)` follows the download, `cancel()` stops it. DataError and
    DownloadError as from `open_dataset`.

    >>> dataset = load_catalogue().dataset("simulated-dm")
    >>> build_table(dataset, Settings(cache_dir=Path("cache"))).processes[0]
    'DM_200'
    """
    if dataset.embedded is not None:
        return embedded_table()
    path = table_path(dataset, settings)
    if path.exists():
        with suppress(DataError):  # a damaged table is made again, so nobody is bothered
            return load_table(path)
    paths = fetch_dataset(dataset, settings, progress=progress, cancel=cancel)
    table = table_from_files(dataset, paths)
    with suppress(DataError):  # a read-only cache: the next start is slower, that is all
        save_table(table, path)
    return table


def table_path(dataset: Dataset, settings: Settings) -> Path:
    """Where the table is kept; the name changes with the catalogue entry and the version.

    >>> path = table_path(load_catalogue().dataset("atlas-dm"), Settings(cache_dir=Path("cache")))
    >>> path.parent.as_posix(), path.suffix
    ('cache/atlas-dm', '.parquet')
    """
    key = f"{dataset.sha256()} {__version__} {FORMAT_VERSION}"
    name = f"table-{hashlib.sha256(key.encode()).hexdigest()[:12]}.parquet"
    return settings.cache_dir / dataset.id / name


def table_from_files(dataset: Dataset, paths: list[Path]) -> EventTable:
    """Read the files of all processes, given in the catalogue's order, into one table.

    The fold of an event is a hash of its values. DataError on what
    `fivesigma.data.read.read_process` refuses.

    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> table_from_files(dataset, [Path("cache", file.name) for file in dataset.files])
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file cache/DM_10.csv; fetch it first.
    """
    parts = [
        read_process(path, dataset, process)
        for process, path in zip(dataset.processes, paths, strict=True)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    n_events = [len(part[dataset.weight_name]) for part in parts]
    is_signal = [process.kind == "signal" for process in dataset.processes]
    return EventTable(
        dataset=dataset.id,
        processes=tuple(process.name for process in dataset.processes),
        process=np.repeat(np.arange(len(parts), dtype=np.uint8), n_events),
        label=np.repeat(np.array(is_signal, dtype=np.int8), n_events),
        weight=columns[dataset.weight_name],
        fold=hash_fold(row_keys(columns)),
        features={name: columns[name].astype(np.float32) for name in dataset.feature_names},
        truth_id=None,
        provenance=provenance_of(dataset),
    )


def row_keys(columns: Columns) -> list[bytes]:
    """The bytes that identify each event: all its source values, little-endian float64.

    `columns`: `(n_events,)` each; one key an event. The files carry no event number; the values of
    an event are as good as one.

    >>> keys = row_keys({"weight": np.array([0.5, 0.5]), "met": np.array([90.0, 91.0])})
    >>> [len(key) for key in keys], keys[0] == keys[1]
    ([16, 16], False)
    """
    values: npt.NDArray[np.float64] = np.column_stack(list(columns.values())).astype("<f8")
    return [row.tobytes() for row in values]


def provenance_of(dataset: Dataset) -> dict[str, str]:
    """What a table says about its own making; luminosity in fb⁻¹, energy in TeV.

    >>> provenance = provenance_of(load_catalogue().dataset("simulated-dm"))
    >>> provenance["origin"], provenance["luminosity_ifb"], provenance["sqrt_s_tev"]
    ('own-simulation', '10', '13')
    """
    return {
        "fivesigma_version": __version__,
        "dataset": dataset.id,
        "title": dataset.title,
        "origin": dataset.origin,
        "record_url": dataset.record_url or "",
        "licence": dataset.licence,
        "luminosity_ifb": f"{dataset.luminosity_ifb:g}",
        "sqrt_s_tev": f"{dataset.sqrt_s_tev:g}",
        "catalogue_sha256": dataset.sha256(),
    }
