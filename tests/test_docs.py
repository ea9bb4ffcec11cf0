"""The tutorial runs and prints what it says; the reference names all there is."""

import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from pages import TUTORIAL, assert_says, blocks, commands_of, with_next


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
