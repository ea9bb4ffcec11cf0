"""A folder of files as a whole: complete or not there, and never over what others have put there.

A marker in the folder names every file that was written, with a hash, so that a later writing
replaces exactly these and no other.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fivesigma.core.errors import DataError


def check_folder(folder: Path, *, marker: str, force: bool) -> None:
    """DataError, before any work, where `write_folder` would refuse.

    Refused are a file, the working folder, a folder with files of others, and one that we wrote
    ourselves unless `force` is set.

    >>> check_folder(Path("no-such-folder"), marker=".ours.json", force=False)
    >>> check_folder(Path("."), marker=".ours.json", force=True)
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: . is the folder you are in; name a new one inside it.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        msg = f"{folder} is a file; name a folder."
        raise DataError(msg)
    if Path.cwd().is_relative_to(folder.resolve()):
        msg = f"{folder} is the folder you are in; name a new one inside it."
        raise DataError(msg)
    if not any(folder.iterdir()):
        return
    foreign = _foreign_files(folder, marker)
    if foreign is None:
        msg = f"{folder} holds files that fivesigma did not write; name a new folder."
        raise DataError(msg)
    if foreign:
        others = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        msg = (
            f"{folder} holds what fivesigma did not write: {foreign[0]}{others}. Move it away "
            "first, or name a new folder."
        )
        raise DataError(msg)
    if not force:
        msg = f"{folder} was written by fivesigma before; --force replaces it."
        raise DataError(msg)


def write_folder(
    files: Mapping[str, bytes], folder: Path, *, marker: str, force: bool = False
) -> None:
    """Write `files` (path below the folder to content) and the marker, in one step.

    What was there before is gone after, or there as it was. DataError as from `check_folder`, and
    where nothing can be written.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "site"
    >>> write_folder({"index.html": b"page", "data/a.bin": b"1"}, folder, marker=".ours.json")
    >>> sorted(path.name for path in folder.rglob("*") if path.is_file())
    ['.ours.json', 'a.bin', 'index.html']
    >>> write_folder({}, folder, marker=".ours.json")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: ... was written by fivesigma before; --force replaces it.
    """
    check_folder(folder, marker=marker, force=force)
    target = folder.resolve()
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        _fill(temporary / "new", files, marker)
        if target.exists():
            _swap(temporary, target)
        else:
            (temporary / "new").replace(target)
    except OSError as error:
        msg = f"{folder} cannot be written ({error.strerror or error}); choose another folder."
        raise DataError(msg) from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes], marker: str) -> None:
    hashes = {name: _hash(content) for name, content in files.items()}
    listing = json.dumps({"written_by": "fivesigma", "files": hashes}, indent=1).encode()
    for name, content in {**files, marker: listing}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _swap(temporary: Path, target: Path) -> None:
    """Put the new folder where the old one is; the old one returns if that fails."""
    old = temporary / "old"
    target.rename(old)
    try:
        (temporary / "new").rename(target)
    except OSError:
        old.rename(target)
        raise


def _foreign_files(folder: Path, marker: str) -> list[str] | None:
    """Files that we did not write or that changed since; None where we wrote none at all."""
    try:
        written = json.loads((folder / marker).read_bytes())["files"]
        known = {str(name): str(digest) for name, digest in written.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    found = [
        (Path(where) / name).relative_to(folder)
        for where, _, names in os.walk(folder)
        for name in names
    ]
    return sorted(
        path.as_posix()
        for path in found
        if path.as_posix() != marker
        and known.get(path.as_posix()) != _hash((folder / path).read_bytes())
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
