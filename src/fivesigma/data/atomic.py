"""A file as a whole: written in one step, so that others see the old or the new; or refused."""

import hashlib
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


def make_folder(path: Path) -> None:
    """A folder to write into, made if it is missing; DataError where that cannot be.

    >>> make_folder(Path("/dev/null/folder"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: /dev/null/folder cannot be a folder (...); choose another.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{path} cannot be a folder ({error.strerror or error}); choose another."
        raise DataError(msg) from None


def write_bytes(content: bytes, path: Path) -> None:
    """Write `content` in one step, as `replace_atomically` does.

    >>> write_bytes(b"", Path("/dev/null/file"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: ... cannot be written (...); choose another folder.
    """

    def write(temporary: Path) -> None:
        temporary.write_bytes(content)

    replace_atomically(path, write)


def write_new(text: str, path: Path) -> None:
    """Write a text to a file that is not there yet; DataError where one is, which stays as it is.

    >>> write_new("", Path("/dev/null"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: /dev/null is there already; choose another name, or move it.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        msg = f"{path} is there already; choose another name, or move it."
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror or error}); choose another folder."
        raise DataError(msg) from None


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits; DataError where it cannot be read.

    >>> sha256_of(Path("/dev/null"))[:8]
    'e3b0c442'
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise DataError(msg) from None


def read_text(path: Path) -> str:
    """The text (UTF-8) of a file; DataError where there is none.

    >>> read_text(Path("no-such-file"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no-such-file.
    """
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        msg = f"there is no file {path}."
        raise DataError(msg) from None
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is damaged or no text"
        msg = f"{path} cannot be read: {what}."
        raise DataError(msg) from None
