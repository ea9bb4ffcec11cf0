"""The tutorial runs and prints what it says; the reference names all there is."""

import dataclasses
import inspect
import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import parquet

import embedded_story
import make_reference
from fivesigma.cli.main import main
from fivesigma.core.settings import Settings
from fivesigma.data.history import Step
from fivesigma.learning.models import MODELS
from fivesigma.learning.weights import WEIGHTINGS
from fivesigma.plots.menu import PLOTS
from fivesigma.workflow.files import save
from fivesigma.workflow.schemes import SCHEMES
from pages import DOCS, TUTORIAL, assert_says, blocks, commands_of, with_next

REFERENCE = DOCS / "reference"


def test_the_tutorial_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    n_compared = 0
    for language, code, written in with_next(blocks(TUTORIAL)):
        if language == "python":
            printed = StringIO()
            with redirect_stdout(printed):
                exec(code, names)  # noqa: S102 - a page of our own
            assert_says(printed.getvalue(), written)
            n_compared += bool(written)
    assert n_compared == 8
    assert (tmp_path / "roc.pdf").read_bytes().startswith(b"%PDF")


def test_the_tutorials_commands_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for line, written in commands_of(TUTORIAL) if not written]
    assert len(lines) == 6
    said = ""
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="fivesigma")
        assert result.exit_code == 0, (line, result.output)
        assert shlex.split(line)[1] in said or not said
        said = result.stdout.splitlines()[-1]


def reference() -> str:
    return "\n".join(page.read_text("utf-8") for page in sorted(REFERENCE.glob("*.md")))


@pytest.mark.parametrize("name", ["commands", "python", "datasets", "glossary"])
def test_the_reference_is_what_the_code_says(name: str) -> None:
    made = getattr(make_reference, f"{name}_page")()
    folder = REFERENCE.parent if name == "glossary" else REFERENCE
    assert (folder / f"{name}.md").read_text("utf-8") == made, "run tools/make_reference.py"


def test_every_name_a_reader_can_write_has_its_place() -> None:
    text = reference()
    names = [
        *(entry.name for entry in MODELS),
        *(entry.kind for entry in PLOTS),
        *(scheme.name for scheme in SCHEMES),
        *(weighting.name for weighting in WEIGHTINGS),
        *re.findall(r"FIVESIGMA_[A-Z_]+", inspect.getsource(Settings)),
    ]
    assert len(names) > 35
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_column_and_key_of_the_files_has_its_place(tmp_path: Path) -> None:
    page = (REFERENCE / "files.md").read_text("utf-8")
    path = save(embedded_story.trained(), tmp_path / "t.parquet")
    schema = parquet.read_schema(path)
    own = {f"role_{part}" for part in range(5)} | set(embedded_story.selected().features)
    keys = [key.decode() for key in schema.metadata if not key.startswith(b"ARROW")]
    keys += [name for name in schema.names if name not in own]
    keys += [field.name for field in dataclasses.fields(Step)]
    assert [key for key in keys if f"`{key}`" not in page] == []


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
