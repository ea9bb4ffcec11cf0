"""`fivesigma data import`, as a person types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fivesigma.cli.main import main
from fivesigma.data.table import load_table

ROWS = "pt_GeV,label\n" + "".join(f"{10 + i % 7},{i % 2}\n" for i in range(200))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two kinds.csv").write_text(ROWS, "utf-8")
    return tmp_path


def told(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["data", *arguments])


def test_guess_correct_import() -> None:
    done = told("import", "two kinds.csv", "--guess")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("Next: fivesigma data import 'two kinds.csv'\n")
    done = told("import", "two kinds.csv", "-o", "kinds.parquet")
    assert "Imported 200 rows (100 1, 100 0) -> kinds.parquet" in done.stdout
    assert done.stdout.endswith("Next: fivesigma open kinds.parquet\n")
    assert load_table(Path("kinds.parquet")).facts is not None


def test_a_guess_writes_over_nothing() -> None:
    Path("two kinds.toml").write_text("mine", "utf-8")
    done = told("import", "two kinds.csv", "--guess")
    assert done.exit_code == 1
    assert (
        done.stderr == "Error: two kinds.toml is there already; choose another name, or move it.\n"
    )
    assert Path("two kinds.toml").read_text("utf-8") == "mine"


def test_without_a_spec_the_command_that_makes_one_is_named() -> None:
    done = told("import", "two kinds.csv")
    assert done.exit_code == 1
    command = "fivesigma data import 'two kinds.csv' --spec 'two kinds.toml' --guess"
    assert done.stderr == (
        f"Error: there is no spec two kinds.toml. Write a first one with: {command}\n"
    )


def test_json_says_what_was_read() -> None:
    told("import", "two kinds.csv", "--guess")
    done = told("import", "two kinds.csv", "-o", "t.parquet", "--json")
    found = json.loads(done.stdout)
    assert found["imported"] == {
        "dataset": "t",
        "n_events": 200,
        "rows": {"1": 100, "0": 100},
        "left_out": 0,
        "has_both_classes": True,
    }
    assert found["bytes"] == Path("t.parquet").stat().st_size


def test_a_table_of_measured_rows_goes_on_to_its_card_as_the_page_cannot_show_it() -> None:
    Path("data.csv").write_text(
        "pt_GeV,eta\n" + "".join(f"{i},0.{i}\n" for i in range(30)), "utf-8"
    )
    guessed = told("import", "data.csv", "--guess", "--json")
    assert json.loads(guessed.stdout) == {
        "path": "data.toml",
        "bytes": Path("data.toml").stat().st_size,
    }
    done = told("import", "data.csv")
    assert done.stdout.endswith("Next: fivesigma data card data.parquet\n")
    assert told("card", "data.parquet").exit_code == 0


@pytest.mark.parametrize("words", [(), ("--guess",)])
def test_a_folder_is_no_file(words: tuple[str, ...], here: Path) -> None:
    (here / "folder.csv").mkdir()
    done = told("import", "folder.csv", *words)
    assert done.stderr == "Error: folder.csv is a folder; name a file in it.\n"


@pytest.mark.parametrize("command", [("data", "export"), ("data", "card"), ("select",), ("run",)])
def test_what_is_no_table_is_told_how_to_become_one(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, [*command, "cms-h4l-skims"])
    assert "is a set of files, not a table; make one of it with fivesigma data build" in done.stderr
    done = CliRunner().invoke(main, [*command, "two kinds.csv"])
    assert "Make one of it: fivesigma data import 'two kinds.csv' --guess" in done.stderr


def test_a_table_is_not_written_as_something_else() -> None:
    told("import", "two kinds.csv", "--guess")
    done = told("import", "two kinds.csv", "-o", "t.csv")
    assert done.stderr == "Error: t.csv must end in .parquet: call it t.parquet.\n"


def test_export_and_card_of_a_table_and_of_a_dataset() -> None:
    done = told("export", "simulated-dm", "--format", "parquet")
    assert "Exported 17,506 rows -> simulated-dm.parquet" in done.stdout, done.output
    done = told("card", "simulated-dm.parquet")
    assert "Described 1 file and 2 sets of records -> simulated-dm.croissant.json" in done.stdout
    card = json.loads(Path("simulated-dm.croissant.json").read_text("utf-8"))
    assert card["distribution"][0]["contentUrl"] == "simulated-dm.parquet"
    done = told("export", "simulated-dm.parquet", "-o", "s.csv")
    assert "What its columns mean -> s.columns.csv" in done.stdout
    done = told("card", "atlas-dm", "-o", "atlas.json", "--json")
    assert len(json.loads(done.stdout)["card"]["distribution"]) == 14


def test_an_export_never_writes_over_its_source() -> None:
    told("export", "simulated-dm", "--format", "parquet")
    done = told("export", "simulated-dm.parquet", "--format", "parquet")
    assert done.exit_code == 1
    assert "is what this command reads" in done.stderr


def test_an_export_does_not_replace_the_file_that_the_table_came_from() -> None:
    told("import", "two kinds.csv", "--guess")
    told("import", "two kinds.csv")
    done = told("export", "two kinds.parquet")
    assert done.stderr == (
        "Error: two kinds.csv is there already; name the file to write with -o.\n"
    )
    assert Path("two kinds.csv").read_text("utf-8") == ROWS
