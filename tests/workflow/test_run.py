"""All steps at once: the numbers of the real set, and the summary that others read."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import fivesigma
from fivesigma.cli.main import main
from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.results import load_result
from fivesigma.workflow.files import read
from fivesigma.workflow.run import RunOptions, RunSummary, run_story, save_run, summary_of
from fivesigma.workflow.story import load
from pages import TUTORIAL, assert_says, commands_of


@pytest.fixture(scope="module")
def folder(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the tutorial's command on the real files leaves, and the JSON that it prints."""
    ((line, _),) = [pair for pair in commands_of(TUTORIAL) if pair[1]]
    folder, cache = (tmp_path_factory.mktemp(name) for name in ("build", "cache"))
    environment = {"FIVESIGMA_CACHE_DIR": str(cache), "FIVESIGMA_MIRROR": str(mirror)}
    words = [*shlex.split(line)[1:], "--folder", str(folder), "--json"]
    result = CliRunner(env=environment).invoke(main, words)
    assert result.exit_code == 0, result.output
    (folder / "printed.json").write_text(result.stdout)
    return folder


@pytest.fixture(scope="module")
def real(folder: Path) -> dict[str, Any]:
    """The summary of `fivesigma run atlas-dm --signal DM_200 --model trees --json`."""
    found: dict[str, Any] = json.loads((folder / "printed.json").read_text())
    return found


def test_the_tutorial_says_what_the_real_set_gives(folder: Path) -> None:
    ((_, written),) = [pair for pair in commands_of(TUTORIAL) if pair[1]]
    printed = f"{read(folder / 'evaluation.json')}\n{read(folder / 'inference.json')}\n"
    numbers, next_line = written.split("Next: ")
    assert_says(printed, numbers)
    assert "--folder" in next_line


@pytest.mark.parametrize(
    ("name", "value", "tolerance"),
    [
        ("auc_weighted", 0.784, 0.02),
        ("auc", 0.704, 0.03),
        ("z_cut_and_count", 3.10, 0.005),
        ("z_cut_and_count_with_uncertainty", 1.60, 0.005),
        ("z_asimov", 4.2, 0.2),
        ("z_with_uncertainty", 3.05, 0.25),
    ],
)
def test_the_real_set_gives_the_known_numbers(
    name: str, value: float, tolerance: float, real: dict[str, Any]
) -> None:
    assert real[name]["value"] == pytest.approx(value, abs=tolerance)
    assert 0 < real[name]["uncertainty"] < 0.3


def test_the_summary_says_what_is_needed_to_repeat_it(real: dict[str, Any]) -> None:
    dataset = load_catalogue().dataset("atlas-dm")
    expected = {
        "dataset": "atlas-dm",
        "origin": "simulated",
        "signal": "DM_200",
        "model": "trees",
        "fold_scheme": "k-fold",
        "n_folds": 5,
        "seed": 1,
        "n_events": 23_160,
        "luminosity_ifb": 10.0,
        "version": fivesigma.__version__,
        "catalogue_sha256": dataset.sha256(),
        "cuts": ["sum_lep_charge == 0"],
        "features": [name for name in dataset.feature_names if name != "sum_lep_charge"],
    }
    assert {name: real[name] for name in expected} == expected
    assert real["n_eff"] > 10
    assert len(real["thresholds"]) == 5


def test_what_is_chosen_on_the_judging_events_is_called_best(real: dict[str, Any]) -> None:
    for name in ("z_asimov", "z_with_uncertainty"):
        assert real[f"{name}_best"]["value"] >= real[name]["value"] - 0.01


def test_the_summary_is_a_record_on_disk(tmp_path: Path) -> None:
    run = run_story(RunOptions(model="lda", scheme="hash"), load("simulated-dm"))
    summary = save_run(run, tmp_path / "new")[-1]
    assert load_result(summary, {"summary": RunSummary}) == summary_of(run)


def test_every_step_is_told_what_was_asked_for() -> None:
    options = RunOptions(
        signal="DM_300",
        cuts=("met > 90",),
        features=("met", "mll", "delta_r_ll"),
        scheme="shuffle-split",
        n_folds=2,
        test_fraction=0.3,
        seed=5,
        model="tree",
        weighting="absolute",
        parameters={"max_depth": 2},
        background_uncertainty=0.2,
        fit=True,
    )
    said: list[str] = []
    run = run_story(options, load("simulated-dm"), say=said.append)
    summary = summary_of(run)
    assert (summary.signal, summary.cuts, summary.features) == (
        options.signal,
        options.cuts,
        options.features,
    )
    assert (summary.fold_scheme, summary.n_folds, summary.seed) == ("shuffle-split", 2, 5)
    assert (summary.model, summary.weighting) == ("tree", "absolute")
    assert summary.background_uncertainty == 0.2
    assert isinstance(summary.signal_strength, Measured)
    told = {step.command: step.settings for step in run.trained.events.history}
    assert told["train"]["parameter max_depth"] == "2"
    assert said[0] == f"Training tree on {summary.n_events:,} events, 2 times"
