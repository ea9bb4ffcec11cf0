"""The steps of the story on tables that no catalogue knows."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import load_table, save_table
from fivesigma.plots.held import origin_of_records, table_of
from fivesigma.teaching.facts import facts_of
from fivesigma.workflow import files, story
from own_table import own_table


def test_the_story_is_told_with_a_table_of_ones_own(tmp_path: Path) -> None:
    table = own_table(n_events=3000, kinds=("signal", "background", "measured"))
    selected = story.select(table, cuts=["mass > 80"])
    assert selected.processes == ("signal", "background")
    assert set(selected.others) == {"event", "truth_mass"}
    assert selected.history[0].catalogue_sha256 == table.facts.sha256()  # type: ignore[union-attr]  # it has facts
    trained = story.train(story.split(story.features(selected), "hash"), model="lda", impute=True)
    files.save(trained, tmp_path / "lda.parquet")
    again = files.read(tmp_path / "lda.parquet")
    assert story.evaluate(again).evaluation.auc.value > 0.8  # type: ignore[arg-type]  # trained events
    assert story.infer(trained).counting.z_asimov.value > 1


def test_a_leak_is_not_a_feature() -> None:
    selected = story.select(own_table(), cuts=[])
    with pytest.raises(FiveSigmaError, match="'truth_mass' has the role 'leak', so no model may"):
        story.features(selected, ["mass", "truth_mass"])


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (("measured",), "holds measured events only, and nobody knows which of them are signal"),
        (("background",), "holds no signal event"),
        (("signal",), "holds no background event"),
        (("signal", "measured"), "holds no background event"),
    ],
)
def test_a_table_that_cannot_teach_is_refused_in_a_sentence(kinds: tuple, why: str) -> None:  # type: ignore[type-arg]  # of kinds
    table = own_table(kinds=kinds)
    for step in (story.select, story.split):
        with pytest.raises(FiveSigmaError, match=f"the table 'mine' {why}. To learn, give"):
            step(table)


def test_the_command_line_takes_the_file_of_a_table(tmp_path: Path) -> None:
    save_table(own_table(n_events=2000), tmp_path / "mine.parquet")
    told = ["run", str(tmp_path / "mine.parquet"), "--model", "lda", "--impute", "--json"]
    done = CliRunner().invoke(main, told)
    assert done.exit_code == 0, done.output
    summary = json.loads(done.stdout)
    assert summary["dataset"] == "mine"
    assert (summary["signal"], summary["luminosity_ifb"]) == ("signal", None)
    assert summary["origin"] == "own-table"


def test_the_command_line_refuses_measured_events_in_one_sentence(tmp_path: Path) -> None:
    save_table(own_table(kinds=("measured",)), tmp_path / "mine.parquet")
    done = CliRunner().invoke(main, ["select", str(tmp_path / "mine.parquet")])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: the table 'mine' holds measured events only")
    assert load_table(tmp_path / "mine.parquet").n_events == 300


def test_figures_say_what_the_table_says_of_itself() -> None:
    measured = own_table(kinds=("measured",))
    assert str(origin_of_records([measured])) == "Data\nA table of one's own"
    mixed = own_table(kinds=("signal", "background", "measured"))
    assert str(origin_of_records([mixed])) == "Events\nA table of one's own"
    assert (table_of(mixed).label >= 0).all()


def test_widgets_use_the_words_of_the_table() -> None:
    table = own_table()
    whole = {name: np.nan_to_num(values) for name, values in table.features.items()}
    shown = facts_of(story.features(dataclasses.replace(table, features=whole)))
    assert shown["features"][0]["meaning"] == "Mass"
    assert shown["features"][0]["unit"] == "GeV"
    assert shown["datasets"][0]["title"] == "A table of one's own"
