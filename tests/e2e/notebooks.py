"""Runs the notebook that the page has made, cell by cell, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from e2e.text import text

RUNNER = """
import json, pathlib, sys
names = {"__name__": "__main__"}
for cell in json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        print(f"--- {cell['id']}")
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a notebook: its exit status, and the lines it printed, cell by cell."""

    status: int
    printed: dict[str, list[str]]
    errors: str

    @property
    def comparisons(self) -> list[str]:
        """All lines that hold a number of the page against one made in Python."""
        words = f" {text('notebook.page')} "
        return [line for lines in self.printed.values() for line in lines if words in line]


def save_notebook(page: Page, folder: Path) -> Path:
    """Press the button and keep the file."""
    with page.expect_download() as saving:
        page.get_by_role("button", name=text("notebook.button")).click()
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


def document(path: Path) -> dict[str, Any]:
    """The notebook as JSON."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def sources(path: Path, kind: str) -> list[str]:
    """Texts of all cells of a kind, in order."""
    return ["".join(c["source"]) for c in document(path)["cells"] if c["cell_type"] == kind]


def run_notebook(path: Path, *, mirror: str, cache: Path) -> Run:
    """Every code cell in order, as a reader's own machine would run it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUNNER, str(path)],
        env=os.environ | {"FIVESIGMA_MIRROR": mirror, "FIVESIGMA_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    printed: dict[str, list[str]] = {}
    for block in done.stdout.split("--- ")[1:]:
        cell, *lines = block.splitlines()
        printed[cell] = lines
    return Run(status=done.returncode, printed=printed, errors=done.stderr)
