"""Results as JSON: what kind, by which version of the format, and the record itself."""

import json
from pathlib import Path
from typing import Any, Final, TypeVar

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import read_text, write_bytes
from fivesigma.data.json_record import from_json, to_json

RESULT_FORMAT: Final = "fivesigma-result"
RESULT_FORMAT_VERSION: Final = "1"

_R = TypeVar("_R")


def save_result(record: object, path: Path, *, kind: str) -> None:
    """Write a record of dataclasses, arrays and plain values, in one step, as JSON.

    NaN and infinities become null. DataError where the folder cannot be written to.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.core.measured import Measured
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "z.json"
    ...     save_result(Measured(value=4.1, uncertainty=0.2), path, kind="significance")
    ...     json.loads(path.read_text("utf-8"))["record"]
    {'value': 4.1, 'uncertainty': 0.2}
    """
    content = {
        "format": RESULT_FORMAT,
        "format_version": RESULT_FORMAT_VERSION,
        "kind": kind,
        "record": to_json(record),
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    write_bytes(text.encode(), path)


def load_result(path: Path, kinds: dict[str, type[_R]]) -> _R:
    """Read a result whose kind is one of `kinds`, into that kind's record.

    DataError on a damaged file, another format or version, another kind, and where a field is
    missing, unknown or of the wrong type.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.core.measured import Measured
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "z.json"
    ...     save_result(Measured(value=4.1, uncertainty=0.2), path, kind="significance")
    ...     load_result(path, {"significance": Measured})
    Measured(value=4.1, uncertainty=0.2)
    """
    content = _content(path)
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        msg = f"{path} holds a result of kind {kind!r}, not {' or '.join(kinds)}."
        raise DataError(msg)
    try:
        return from_json(kinds[kind], content.get("record"), kind)
    except DataError as error:
        msg = f"{path} does not hold the result it announces: {error}."
        raise DataError(msg) from None


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError):
        msg = f"{path} cannot be read as a result: damaged or no JSON."
        raise DataError(msg) from None
    known = {"format": RESULT_FORMAT, "format_version": RESULT_FORMAT_VERSION}
    if not isinstance(content, dict) or {key: content.get(key) for key in known} != known:
        msg = f"{path} is no result that this version of fivesigma wrote."
        raise DataError(msg)
    return content
