"""Run the notebooks of a lesson in a clean kernel, as a student does."""

import ast
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from fivesigma.core.settings import Settings
from fivesigma.teaching.courses.cells import Cell, read_cells, without_marks
from fivesigma.teaching.courses.record import MODULE_OF_EXTRA, Lesson

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST_S = 90
_PATIENCE_S = 240  # a test machine may be busy
_WARNINGS_ARE_ERRORS = "import warnings; warnings.simplefilter('error')"
# Of this process alone: what getrusage calls a child's peak includes what its parent held.
_USED = """
import os, re
with open("/proc/self/status") as status:
    peak_kb = int(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1])
print(os.times().user + os.times().system, peak_kb / 1024)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A notebook that was run: `cells` with outputs, `cpu_s` of all cores, the peak `memory_mb`."""

    cells: list[Any]
    cpu_s: float
    memory_mb: float


def skip_without(lesson: Lesson) -> None:
    """Skip where an extra that the lesson needs is not installed."""
    missing = [extra for extra in lesson.needs if find_spec(MODULE_OF_EXTRA[extra]) is None]
    if missing:
        pytest.skip(f"{lesson.id} needs fivesigma[{','.join(missing)}], which is not installed")


def cells_of(lesson: Lesson) -> list[Cell]:
    path = lesson.folder / "lesson.py"
    return read_cells(path.read_text("utf-8"), str(path))


def solved(lesson: Lesson) -> Any:
    """The notebook with solutions and tests, and wrong answers to every check."""
    made = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    for cell in cells_of(lesson):
        if not cell.is_markdown:
            source = without_marks(cell.source)
            source = with_battery(source) if cell.role == "check" else source
            made.cells.append(_code(source))
    return made


def with_battery(source: str) -> str:
    """A check, called with its answer and then with wrong ones."""
    call = ast.parse(source.strip(), mode="eval").body
    assert isinstance(call, ast.Call), source
    answer = ast.unparse(call.args[0])
    others = [ast.unparse(argument) for argument in call.args[1:]]
    others += [f"{word.arg}={ast.unparse(word.value)}" for word in call.keywords]
    arguments = ", ".join(["given", *others])
    checked = f"lambda given: {ast.unparse(call.func)}({arguments})"
    tried = f"refuse_wrong_answers({checked}, {answer})"
    return f"from lesson_battery import refuse_wrong_answers\n{tried}"


def _code(source: str) -> Any:
    return nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]


def run(notebook: Any, folder: Path, *, dataset: str, settings: Settings | None = None) -> Ran:
    """Run a notebook in `folder` on a dataset; the test fails with the cell that fails.

    `settings`: where the files are; None for a lesson that needs none.
    """
    strict = [_code(_WARNINGS_ARE_ERRORS)] if os.environ.get("LESSON_WARNINGS") == "error" else []
    notebook.cells[:0] = strict
    notebook.cells.append(_code(_USED))
    env = os.environ | {"FIVESIGMA_COURSE_DATASET": dataset}
    env["PYTHONPATH"] = os.pathsep.join([str(REPOSITORY / "tests"), env.get("PYTHONPATH", "")])
    if settings is not None:
        env["FIVESIGMA_CACHE_DIR"] = str(settings.cache_dir)
        env["FIVESIGMA_MIRROR"] = str(settings.mirror)
    client = NotebookClient(
        notebook,
        timeout=_PATIENCE_S,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env=env)
    except CellExecutionError as error:
        pytest.fail(str(error), pytrace=False)
    *cells, last = notebook.cells[len(strict) :]
    # A kernel that is busy may send one line in pieces.
    used = "".join(piece.text for piece in last.outputs if piece.get("name") == "stdout")
    cpu_s, memory_mb = map(float, used.split())
    return Ran(cells=cells, cpu_s=cpu_s, memory_mb=memory_mb)
