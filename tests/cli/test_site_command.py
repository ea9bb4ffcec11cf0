import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from fivesigma.app.static import load_page
from fivesigma.cli.main import main

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command on a page of one line; the mirror is not there."""
    static = tmp_path / "static"
    static.mkdir()
    (static / "index.html").write_text("<!doctype html><head></head>")
    page = load_page(static)
    monkeypatch.setattr("fivesigma.app.static.load_page", lambda: page)
    monkeypatch.setattr(
        "fivesigma.app.single_page.load_template",
        lambda: "<head><style></style></head><!-- files --><script></script>",
    )
    environment = {
        "FIVESIGMA_CACHE_DIR": str(tmp_path / "cache"),
        "FIVESIGMA_MIRROR": str(tmp_path / "nothing-here"),
    }

    def invoke(*arguments: object) -> Result:
        return CliRunner(env=environment).invoke(main, ["site", *map(str, arguments)])

    return invoke


def test_the_command_says_what_it_wrote_and_what_one_can_do_next(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my hunt"
    result = run(folder)
    assert result.exit_code == 0, result.output
    n_files = sum(path.is_file() for path in folder.rglob("*"))
    assert f"as {n_files} files -> {folder}" in result.stdout
    assert "simulated-dm  17,506 events" in result.stdout
    assert f"Next: python -m http.server --directory '{folder}'" in result.stdout


def test_json_is_the_same_for_a_program(run: Run, tmp_path: Path) -> None:
    said = json.loads(run(tmp_path / "site", "--json").stdout)
    assert said["n_files"] == sum(path.is_file() for path in (tmp_path / "site").rglob("*"))
    assert [dataset["id"] for dataset in said["datasets"]] == ["simulated-dm"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--dataset", "no-such-set"], "no-such-set"),
        (["--dataset", "cms-h4l"], "does not know the variables"),
        (["--dataset", "atlas-dm"], "nothing-here"),
    ],
)
def test_a_dataset_that_cannot_come_along_is_one_sentence_and_leaves_nothing(
    run: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    result = run(tmp_path / "site", *arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_in_use_is_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.tex").touch()
    result = run(folder, "--dataset", "atlas-dm")
    assert result.exit_code == 1
    assert "did not write; name a new folder" in result.output
