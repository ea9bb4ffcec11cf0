"""Where a command writes: by default beside what it read, never over it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fivesigma.core.errors import FiveSigmaError


def output_option(default: str) -> Callable[[Any], Any]:
    """`-o PATH`, with a help text that tells where the file goes otherwise."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help=f"File to write [default: {default}].",
    )


def beside(file: Path, name: str) -> Path:
    """`name` in the folder of `file`."""
    return file.parent / name


def checked_output(output: Path | None, default: Path, source: Path | None = None) -> Path:
    """The file to write; FiveSigmaError, before any work, if it is the source or has no folder."""
    path = output or default
    if source is not None and path.resolve() == source.resolve():
        msg = f"{path} is what this command reads; choose another file to write with -o."
        raise FiveSigmaError(msg)
    if not path.parent.is_dir():
        msg = f"there is no folder {path.parent}; make it first, or choose another with -o."
        raise FiveSigmaError(msg)
    if path.is_dir():
        msg = f"{path} is a folder; name a file in it with -o."
        raise FiveSigmaError(msg)
    return path
