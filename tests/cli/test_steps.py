"""The story as commands: each leaves a file, says what it did, and what one can do next."""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import fivesigma
from fivesigma.cli.main import main

Terminal = Callable[..., Result]
EMBEDDED = "simulated-dm"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Every step once, one after the other, in an empty folder."""
    folder = tmp_path_factory.mktemp("told")
    words = {
        "select": f"select {EMBEDDED} --cut 'sum_lep_charge == 0' --cut 'met > 90'",
        "split": "split selected.parquet --folds 4 --seed 3",
        "train": "train split.parquet --model lda",
        "evaluate": "evaluate lda.parquet",
        "infer": "infer lda.parquet --fit",
        "plot": "plot lda-evaluation.json --kind roc",
    }
    here = Path.cwd()
    os.chdir(folder)
    try:
        return {step: invoked(command) for step, command in words.items()}
    finally:
        os.chdir(here)


def invoked(command: str) -> Result:
    return CliRunner(env={"FIVESIGMA_MIRROR": "/no/such/folder"}).invoke(
        main, shlex.split(command), prog_name="fivesigma"
    )


@pytest.fixture(scope="module")
def folder(told: dict[str, Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where those steps left their files."""
    assert all(result.exit_code == 0 for result in told.values())
    return next(path for path in tmp_path_factory.getbasetemp().glob("told*"))


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Run a command in that folder."""
    monkeypatch.chdir(folder)
    return invoked


def test_every_step_succeeds_and_speaks_to_stdout_only_of_results(told: dict[str, Result]) -> None:
    for step, result in told.items():
        assert result.exit_code == 0, (step, result.output)
        assert result.stderr == "" or step == "train"
    assert told["train"].stderr.startswith("Training lda on ")


def test_every_step_names_the_next_one(told: dict[str, Result]) -> None:
    commands = [result.stdout.splitlines()[-1] for result in told.values()]
    assert commands == [
        "Next: fivesigma split selected.parquet",
        "Next: fivesigma train split.parquet --model trees",
        "Next: fivesigma evaluate lda.parquet",
        "Next: fivesigma infer lda.parquet",
        "Next: fivesigma plot lda-inference.json --kind significance",
        "Next: fivesigma plot --list",
    ]


def test_select_shows_the_cut_flow_and_what_was_kept(told: dict[str, Result]) -> None:
    lines = told["select"].stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[1:4]] == [
        "all events",
        "sum_lep_charge == 0",
        "met > 90",
    ]
    assert lines[4].startswith("Kept ")
    assert lines[4].endswith("kB)") or lines[4].endswith("MB)")
    assert lines[5].startswith("9 features: lead_lep_pt, ")


def test_the_files_lie_where_the_commands_say(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "lda-evaluation-roc.pdf",
        "lda-evaluation.json",
        "lda-inference.json",
        "lda.parquet",
        "selected.parquet",
        "split.parquet",
    ]
    assert (folder / "lda-evaluation-roc.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_is_reproduced_by_its_own_history(folder: Path) -> None:
    content = json.loads((folder / "lda-inference.json").read_text())
    steps = {step["command"]: step for step in content["record"]["history"]}
    assert list(steps) == ["select", "features", "split", "train", "infer"]
    assert steps["select"]["settings"]["cuts"] == ["sum_lep_charge == 0", "met > 90"]
    assert steps["split"]["settings"]["n_folds"] == 4
    assert steps["split"]["seed"] == 3
    assert all(step["version"] == fivesigma.__version__ for step in steps.values())


def as_json(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_step_prints_json_and_nothing_else(run: Terminal, tmp_path: Path) -> None:
    commands = {
        f"select {EMBEDDED} -o {tmp_path}/s.parquet": {"path", "cut_flow", "features"},
        f"split selected.parquet -o {tmp_path}/p.parquet": {"path", "n_folds", "n_judging"},
        f"train split.parquet --model lda -o {tmp_path}/t.parquet": {"path", "model", "seed"},
        f"evaluate lda.parquet -o {tmp_path}/e.json": {"path", "auc", "auc_weighted"},
        f"infer lda.parquet -o {tmp_path}/i.json": {"path", "z_asimov", "thresholds"},
        f"plot lda-inference.json --kind limit -o {tmp_path}/f.png": {"path", "kind"},
    }
    for command, keys in commands.items():
        printed = as_json(run(f"{command} --json"))
        assert keys <= set(printed)
        assert printed["bytes"] == Path(printed["path"]).stat().st_size


def test_the_numbers_of_the_commands_are_those_of_run(run: Terminal, tmp_path: Path) -> None:
    at_once = as_json(
        run(
            f"run {EMBEDDED} --cut 'sum_lep_charge == 0' --cut 'met > 90' --scheme hash-k-fold "
            f"--model lda --folder {tmp_path}/build --fit --json"
        )
    )
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == [
        "evaluation.json",
        "inference.json",
        "lda.parquet",
        "selected.parquet",
        "split.parquet",
        "summary.json",
    ]
    build = f"{tmp_path}/build"
    run(f"split {build}/selected.parquet --scheme hash-k-fold -o {tmp_path}/p.parquet")
    run(f"train {tmp_path}/p.parquet --model lda -o {tmp_path}/t.parquet")
    evaluated = as_json(run(f"evaluate {tmp_path}/t.parquet -o {tmp_path}/e.json --json"))
    inferred = as_json(run(f"infer {tmp_path}/t.parquet -o {tmp_path}/i.json --fit --json"))
    assert evaluated["auc_weighted"] == at_once["auc_weighted"]
    assert inferred["z_with_uncertainty"] == at_once["z_with_uncertainty"]
    assert inferred["fit"]["mu"] == at_once["signal_strength"]


def test_run_says_its_numbers_and_keeps_nothing_unasked(run: Terminal, folder: Path) -> None:
    before = set(folder.iterdir())
    result = run(f"run {EMBEDDED} --scheme hash --model lda")
    assert result.exit_code == 0
    assert "AUC with weights" in result.stdout
    assert "counting" in result.stdout
    assert set(folder.iterdir()) == before


def test_settings_reach_the_model(run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "tree.parquet"
    run(f"train split.parquet --model tree --parameter max_depth=1 -o {path}")
    scores = as_json(run(f"evaluate {path} -o {tmp_path}/e.json --json"))["auc"]["value"]
    deeper = tmp_path / "deeper.parquet"
    run(f"train split.parquet --model tree --parameter max_depth=5 -o {deeper}")
    assert as_json(run(f"evaluate {deeper} -o {tmp_path}/d.json --json"))["auc"]["value"] > scores


def test_the_next_command_can_be_pasted_where_a_folder_has_a_blank(
    run: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "my data").mkdir()
    path = shlex.quote(str(tmp_path / "my data" / "split.parquet"))
    line = run(f"split selected.parquet -o {path}").stdout.splitlines()[-1]
    assert line == f"Next: fivesigma train {path} --model trees"


def test_a_signal_features_and_no_cut_are_chosen(run: Terminal, tmp_path: Path) -> None:
    chosen = as_json(
        run(
            f"select {EMBEDDED} --signal DM_300 --no-cut --feature met --feature sum_lep_charge "
            f"-o {tmp_path}/s.parquet --json"
        )
    )
    assert chosen["signal"] == "DM_300"
    assert chosen["features"] == ["met", "sum_lep_charge"]
    assert [row["cut"] for row in chosen["cut_flow"]] == ["all events"]


MISTAKES = {
    "select higgs": "there is no dataset 'higgs'; choose one of",
    f"select {EMBEDDED} --signal DM_7": "choose one of its signals: DM_200, DM_300",
    f"select {EMBEDDED} --cut met": "'met' is no cut: write it like",
    f"select {EMBEDDED} --cut 'mett > 9'": "did you mean 'met'?",
    f"select {EMBEDDED} --cut 'met > 1e6'": "'met > 1000000' leaves no event of the signal",
    f"select {EMBEDDED} --cut 'met > 1' --no-cut": "leave one of them out",
    f"select {EMBEDDED} --feature weight": "'weight' has the role 'weight'",
    f"select {EMBEDDED} --feature mett": "did you mean 'met'?",
    f"select {EMBEDDED} -o no/such/s.parquet": "there is no folder no/such; make it first",
    f"select {EMBEDDED} -o .": ". is a folder; name a file in it",
    f"select {EMBEDDED} -o s.csv": "s.csv must end in .parquet: call it s.parquet",
    f"select {EMBEDDED} -o /proc/s.parquet": "cannot be written",
    "split missing.parquet": "Make the file with 'fivesigma select DATASET'",
    "split lda.parquet": "lda.parquet is a file of 'train'; needed is one that 'fivesigma select",
    "split lda-evaluation.json": "is a file of 'evaluate'; needed is one that 'fivesigma select",
    "split .": "'fivesigma select DATASET'",
    "plot . --kind roc": "cannot be read",
    "plot lda.parquet --kind ../x": "there is no figure '../x'",
    "split split.parquet": "split.parquet is what this command reads; choose another file",
    "split selected.parquet -o selected.parquet": "is what this command reads",
    "split selected.parquet --scheme kfold": "there is no scheme 'kfold'; choose one of",
    "split selected.parquet --folds 1": "1 folds need at least 2 folds",
    "split selected.parquet --scheme hash --folds 3": "takes no number of folds",
    "split selected.parquet --seed -1": "a seed is a whole number from 0 to 4294967295, got -1",
    "train split.parquet --seed 4294967296": "a seed is a whole number",
    "evaluate lda.parquet --seed -1": "a seed is a whole number",
    "plot selected.parquet --kind stack --set n_bins=0": "a histogram has 1 to 1000 bins, got 0",
    "plot selected.parquet --kind stack --set n_bins=1000000000": "a histogram has 1 to 1000 bins",
    "train selected.parquet": "needed is one that 'fivesigma split FILE' makes",
    "train split.parquet --model treees": "did you mean trees?",
    "train split.parquet --model ../x": "no model is called '../x'",
    "train split.parquet --weighting heavy": "'heavy' is no weighting",
    "train split.parquet --model tree --parameter depth=3": "has no parameter 'depth'",
    "train split.parquet --model tree --parameter depth": "'depth' is no setting: write it NAME=V",
    "train split.parquet --model tree --parameter max_depth=deep": "max_depth",
    "evaluate split.parquet": "needed is one that 'fivesigma train FILE' makes",
    "evaluate lda-inference.json": "is a file of 'infer'; needed is one that 'fivesigma train",
    "infer lda.parquet --background-uncertainty 10": "write 0.1 for 10 %",
    "infer lda.parquet --background-uncertainty nan": "is a share from 0 to 1",
    "plot": "name the files to draw from",
    "plot lda.parquet": "say which figure with --kind: from lda.parquet one can draw stack",
    "plot lda.parquet --kind pie": "there is no figure 'pie'; choose one of stack",
    "plot split.parquet --kind roc": "'roc' is drawn from EvaluationResult",
    "plot lda.parquet --kind roc -o roc.doc": "a figure ends in one of .pdf, .png, .svg",
    "plot lda.parquet --kind roc --set colour=red": "'roc' has no option 'colour'",
    "plot lda.parquet --kind roc --set log=maybe": "log is 'maybe', expected bool",
    "plot lda.parquet --kind roc -o no/such/f.pdf": "there is no folder no/such",
    "plot lda.parquet --kind surface --set x=mett": "mett",
    f"run {EMBEDDED} --model treees": "did you mean trees?",
    f"run {EMBEDDED} --feature label": "'label' has the role 'label'",
    f"run {EMBEDDED} --folder selected.parquet": "selected.parquet cannot be a folder",
    f"run {EMBEDDED} --folds 1": "at least 2 folds",
}


@pytest.mark.parametrize("command", MISTAKES)
def test_a_mistake_is_one_line_that_helps(command: str, run: Terminal, folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    result = run(command)
    assert result.exit_code == 1
    assert result.stdout == ""
    *progress, line = result.stderr.splitlines()
    assert all(words.endswith(" ...") for words in progress)
    assert line.startswith("Error: ")
    assert MISTAKES[command] in line
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_missing_extra_says_how_to_install_it(
    run: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    result = run("train split.parquet --model torch")
    assert result.exit_code == 1
    assert 'pip install "fivesigma[torch]"' in result.stderr


def test_the_menu_lists_every_model_with_its_reason(run: Terminal) -> None:
    menu = as_json(run("models --json"))
    assert {"linear", "lda", "trees", "lightgbm", "mlp", "torch"} <= {m["name"] for m in menu}
    assert all(model["reason"] for model in menu)
    assert next(model for model in menu if model["name"] == "lda")["installed"] is True
    text = run("models").stdout
    assert all(model["name"] in text and model["reason"] in text for model in menu)


def test_the_figures_are_listed_with_their_settings(run: Terminal) -> None:
    listed = as_json(run("plot --list --json"))
    roc = next(figure for figure in listed if figure["kind"] == "roc")
    assert "log" in roc["settings"]
    assert "origin" not in roc["settings"]
    assert run("plot --list").stdout.splitlines()[-1].startswith("Next: fivesigma plot")


def test_the_commands_stand_in_story_order(run: Terminal) -> None:
    helped = run("--help").stdout.split("Commands:")[1]
    named = [line.split()[0] for line in helped.splitlines() if line.startswith("  ")]
    story = ["data", "select", "split", "train", "evaluate", "infer", "plot", "run"]
    assert [name for name in named if name in story] == story
    assert "..." not in helped
