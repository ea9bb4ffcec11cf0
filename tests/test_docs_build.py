"""The page on building tables: every command runs as it is written, on the real files."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.data.releases.filesets import load_filesets
from fivesigma.physics.analyses.menu import ANALYSES
from pages import DOCS, blocks, commands_of

pytest.importorskip("uproot")

PAGE = DOCS / "do" / "build-a-table.md"


def test_every_command_of_the_page_runs_and_prints_what_it_says(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in mirror.parents[1].rglob("*.root"):
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)
    said = [text for language, text in blocks(PAGE) if language == "text"]
    lines = [line for line, _ in commands_of(PAGE)]
    assert len(lines) == 4
    printed = ""
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="fivesigma")
        assert result.exit_code == 0, (line, result.output)
        printed += result.stdout
    assert len(said) == 1
    assert said[0] in printed


def test_an_analysis_goes_by_the_names_of_its_file_sets() -> None:
    there = {fileset.id for fileset in load_filesets().filesets}
    named = [name for analysis in ANALYSES for name in analysis.filesets]
    assert len(named) == len(set(named)) == 13
    assert set(named) <= there


def test_every_analysis_has_its_line() -> None:
    page = PAGE.read_text("utf-8")
    helped = CliRunner().invoke(main, ["data", "build", "--help"]).stdout
    for analysis in ANALYSES:
        assert analysis.name in helped
        (line,) = (text for text in page.splitlines() if text.startswith(f"| `{analysis.name}` |"))
        experiments = {reader.schema.partition("-")[0].upper() for reader in analysis.readers}
        assert {name for name in ("ATLAS", "CMS", "LHCB") if name in line.upper()} == experiments
