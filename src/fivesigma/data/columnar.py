"""The file a browser reads: a JSON header, then raw columns; version 1 of "fivesigma-columnar".

Bytes 0 to 7: `MAGIC`. Bytes 8 to 11: length of the header, little-endian uint32. Then the header,
UTF-8 JSON padded with blanks so that the payload starts at a multiple of 8 bytes, then the payload.
Each column has its `offset` from the payload's start. Columns of four bytes (float32, uint32) are
stored plane by plane, all least significant bytes first and all most significant ones last: like
stands beside like, and the file compresses better. Events are sorted by process.
"""

import json
import struct
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.level import Level
from fivesigma.data.table import EventTable

MAGIC: Final = b"5SIGMA\x01\n"
VERSION: Final = 1
MEDIA_TYPE: Final = "application/octet-stream"
PREFIX: Final = struct.Struct("<8sI")
ALIGNMENT: Final = 8
WIDE: Final = {"float32": "<f4", "uint32": "<u4"}
WIDE_BYTES: Final = 4


def encode_columnar(table: EventTable, *, level: Level | None = None) -> bytes:
    """The table as one file for the browser; the same table always gives the same bytes.

    The weight becomes float32: 7 digits, far below its statistical uncertainty. `label` stays
    behind, a page has no use for it. Where the same collisions are there at several levels of
    realism, `level` says which one this is, and `truth_id` (uint32) comes along, by which a page
    finds a collision again.

    >>> from fivesigma.data.table import embedded_table
    >>> encode_columnar(embedded_table())[:6]
    b'5SIGMA'
    """
    order = np.argsort(table.process, kind="stable")
    columns: dict[str, npt.NDArray[Any]] = {
        "process": table.process[order],
        "fold": table.fold[order],
        "weight": table.weight[order].astype(np.float32),
    }
    if level is not None and table.truth_id is not None:
        columns["truth_id"] = table.truth_id[order].astype(np.uint32)
    columns |= {name: values[order] for name, values in table.features.items()}
    entries: list[dict[str, Any]] = []
    chunks: list[bytes] = []
    offset = 0
    for name, values in columns.items():
        dtype = str(values.dtype)
        chunk = _shuffled(values, WIDE[dtype]) if dtype in WIDE else values.tobytes()
        entries.append({"name": name, "dtype": dtype, "offset": offset, "nbytes": len(chunk)})
        chunks.append(chunk)
        offset += len(chunk)
    header = {
        "format": "fivesigma-columnar",
        "version": VERSION,
        "dataset": table.dataset,
        **({} if level is None else {"level": int(level)}),
        "n_events": table.n_events,
        "processes": list(table.processes),
        "columns": entries,
        "provenance": table.provenance,
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(PREFIX.size + len(text)) % ALIGNMENT)
    return b"".join([PREFIX.pack(MAGIC, len(text)), text, *chunks])


def decode_columnar(content: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Header and columns `(n_events,)` of such a file, for tests and tools.

    DataError where it is malformed.

    >>> from fivesigma.data.table import embedded_table
    >>> header, columns = decode_columnar(encode_columnar(embedded_table()))
    >>> header["n_events"], columns["met"].shape, str(columns["met"].dtype)
    (17506, (17506,), 'float32')
    """
    if len(content) < PREFIX.size or not content.startswith(MAGIC):
        msg = "this is no fivesigma-columnar file; make it again with encode_columnar."
        raise DataError(msg)
    _, header_length = PREFIX.unpack_from(content)
    start = PREFIX.size + header_length
    try:
        header: dict[str, Any] = json.loads(content[PREFIX.size : start])
        columns = {
            entry["name"]: _column(content[start:], entry, header["n_events"])
            for entry in header["columns"]
        }
    except (ValueError, KeyError, TypeError) as error:
        msg = f"the fivesigma-columnar file is cut off or damaged ({error}); make it again."
        raise DataError(msg) from None
    return header, columns


def _column(payload: bytes, entry: dict[str, Any], n_events: int) -> npt.NDArray[Any]:
    chunk = payload[entry["offset"] : entry["offset"] + entry["nbytes"]]
    raw = np.frombuffer(chunk, dtype=np.uint8)
    if entry["dtype"] in WIDE:
        planes = raw.reshape(WIDE_BYTES, n_events)
        return np.ascontiguousarray(planes.T).view(WIDE[entry["dtype"]]).ravel()
    return raw.reshape(n_events)


def _shuffled(values: npt.NDArray[Any], little_endian: str) -> bytes:
    """Byte planes of values of four bytes, the least significant first."""
    as_bytes = values.astype(little_endian).view(np.uint8).reshape(-1, WIDE_BYTES)
    return as_bytes.T.tobytes()
