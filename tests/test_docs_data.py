"""The page on getting the data: every command runs as it is written, from files at hand."""

import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from pages import DOCS, blocks, commands_of, with_next

PAGE = DOCS / "do" / "get-the-data.md"


@pytest.fixture
def _files_at_hand(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder with all real files stands for the portal."""
    portal = tmp_path / "portal"
    portal.mkdir()
    for path in mirror.parents[1].rglob("*.*"):
        if path.is_file():
            (portal / path.name).symlink_to(path)
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(portal))
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.usefixtures("_files_at_hand")
def test_every_command_of_the_page_runs() -> None:
    lines = [line for line, _ in commands_of(PAGE)]
    assert len(lines) == 11
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="fivesigma")
        assert result.exit_code == 0, (line, result.exception)
        assert result.stdout


@pytest.mark.usefixtures("_files_at_hand")
def test_its_python_prints_what_it_says() -> None:
    ((_, code, written),) = (each for each in with_next(blocks(PAGE)) if each[0] == "python")
    printed = StringIO()
    with redirect_stdout(printed):
        exec(code, {})  # noqa: S102 - a page of our own
    assert printed.getvalue() == written


def test_the_answers_that_it_explains_are_those_that_are_given() -> None:
    package = DOCS.parent / "src" / "fivesigma" / "data"
    said = "".join(
        (package / f"{name}.py").read_text()
        for name in ("transport/transfer", "transport/download", "fetch")
    )
    page = PAGE.read_text("utf-8")
    for words in (
        "gives a web page in place of the file",
        "does not answer in time",
        "a file whose checksum is not the catalogue's",
        "stopped after",
        "the disk is too small",
        "the disk is full",
    ):
        assert words in said
        assert words in page
