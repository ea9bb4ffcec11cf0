"""Write a file in one step: another process, or a power cut, sees the old file or the new one."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from fivesigma.core.errors import DataError


def replace_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, then put it in its place.

    The folder is made if it is missing. DataError where it cannot be written to; the old file
    stays, and nothing is left beside it.

    >>> replace_atomically(Path("/dev/null/folder/file"), Path.touch)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: ... cannot be written (...); choose another folder.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror or error}); choose another folder."
        raise DataError(msg) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
