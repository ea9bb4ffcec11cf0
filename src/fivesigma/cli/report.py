"""How a command speaks: results to stdout as lines or as JSON, progress to stderr."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from fivesigma.data.json_record import to_json

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")


def megabytes(n_bytes: int) -> str:
    """A file's size as people say it.

    >>> megabytes(4_180_000), megabytes(49_841), megabytes(2_033_915_889_729)
    ('4.2 MB', '50 kB', '2.0 TB')
    """
    for unit, n_bytes_of_unit in (("TB", 1e12), ("GB", 1e9)):
        if n_bytes >= n_bytes_of_unit:
            return f"{n_bytes / n_bytes_of_unit:.1f} {unit}"
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e5 else f"{n_bytes / 1e3:.0f} kB"


def written(path: Path) -> str:
    """Where something was written, and how large it is."""
    return f"-> {path}  ({megabytes(path.stat().st_size)})"


def quoted(path: Path) -> str:
    """A path as one writes it in a shell.

    >>> quoted(Path("my data/split.parquet"))
    "'my data/split.parquet'"
    """
    return shlex.quote(str(path))


def print_json(value: object) -> None:
    """One JSON document; a number that is not finite is null."""
    click.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2, allow_nan=False))


def print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    """Columns padded to their longest cell, the last one left as it is."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def say(progress: str) -> None:
    """What is being done, for a person who waits."""
    click.echo(f"{progress} ...", err=True)
