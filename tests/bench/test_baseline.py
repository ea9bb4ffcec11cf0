"""Baselines on the real files: what is trained, on which events, and how a command says it."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from fivesigma.bench import baseline
from fivesigma.bench.baseline import baseline_submission
from fivesigma.bench.evaluation import evaluate_submission
from fivesigma.bench.events import held_out, task_table
from fivesigma.bench.tasks import load_tasks
from fivesigma.cli.main import main
from fivesigma.data.table import EventTable
from fivesigma.learning.train import train
from made_up_task import TASK, Opener


def test_a_baseline_learns_from_no_held_out_event(
    table: EventTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def watched(model: str, *arrays: np.ndarray, **told: object) -> object:
        asked.append((arrays, told))
        return train(model, *arrays, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(baseline, "train", watched)
    first = baseline_submission(TASK, table, model="lda", seed=1)
    arrays, told = asked[0]
    split = told["split"]
    assert set(table.fold[split.train(0)].tolist()) == {0, 1, 2, 3, 4}  # type: ignore[attr-defined]
    assert arrays[0].shape == (table.n_events, 2)
    held = np.isin(table.fold, (7, 8, 9))
    other = dataclasses.replace(table, weight=np.where(held, 3 * table.weight, table.weight))
    assert baseline_submission(TASK, other, model="lda", seed=1).scores == first.scores


def test_the_same_seed_gives_the_same_scores(table: EventTable) -> None:
    one, again = (baseline_submission(TASK, table, model="tree", seed=5) for _ in range(2))
    assert one == again


def test_missing_values_are_filled_for_every_model(opener: Opener) -> None:
    task = load_tasks().find("higgsml")
    table = task_table(task, opener("higgsml"))
    result = evaluate_submission(baseline_submission(task, table, model="lda", seed=1), task, table)
    assert result.gain.value > 1.2
    assert result.auc.value > 0.8


def test_the_higgsml_weights_of_the_held_out_events_are_those_of_the_challenge(
    opener: Opener,
) -> None:
    task = load_tasks().find("higgsml")
    events = held_out(task_table(task, opener("higgsml")), "H_tautau")
    assert events.weight[events.label == 1].sum() == pytest.approx(691.988607712)
    assert events.weight[events.label == 0].sum() == pytest.approx(410999.847322)


class Terminal:
    """Runs `fivesigma bench …` with the real files in a cache of its own."""

    def __init__(self, opener: Opener) -> None:
        self.environment = {
            "FIVESIGMA_CACHE_DIR": str(opener.cache_dir),
            "FIVESIGMA_MIRROR": str(opener.mirrors["cms-h4l"]),
        }

    def __call__(self, *words: str | Path) -> Result:
        words = ("bench", *map(str, words))
        return CliRunner(env=self.environment).invoke(main, [str(word) for word in words])


def test_run_evaluate_record_verify_and_table_lead_from_one_to_the_next(
    opener: Opener, tmp_path: Path
) -> None:
    terminal, path = Terminal(opener), tmp_path / "cms.json"
    ran = terminal("run", "cms-h4l", "--model", "lda", "--out", path)
    assert ran.exit_code == 0, ran.output
    assert "lda on cms-h4l-v1. Asimov Z" in ran.stdout
    assert ran.stdout.splitlines()[-1] == f"Next: fivesigma bench evaluate {path}"
    again = terminal("evaluate", path)
    assert again.stdout.splitlines()[:4] == ran.stdout.splitlines()[:4]
    as_json = json.loads(terminal("evaluate", path, "--json").stdout)
    assert as_json["gain"]["value"] > 1
    assert "Evaluated 1 submissions" in terminal("record", tmp_path).stdout
    assert "Verified 1 of 1 results" in terminal("verify", tmp_path).stdout
    assert "| lda | fivesigma |" in terminal("table", tmp_path).stdout
    path.write_text(path.read_text().replace('"model": "lda"', '"model": "mine"'))
    wrong = terminal("verify", tmp_path)
    assert wrong.exit_code == 1
    assert "1 of 1 results do not hold: cms.json differs (model)" in wrong.output


def test_list_shows_tasks_and_rules(opener: Opener) -> None:
    listed = Terminal(opener)("list").stdout
    for task in load_tasks().tasks:
        assert task.name in listed
    for rule in load_tasks().rules:
        assert rule in listed
    assert json.loads(Terminal(opener)("list", "--json").stdout)["tasks"][0]["version"] == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("run", "higgs"), "there is no task 'higgs'; there are dark-matter-v1"),
        (("run", "cms-h4l", "--model", "trres"), "no model is called 'trres' (did you mean tree"),
        (("evaluate", "nowhere.json"), "there is no file nowhere.json"),
    ],
)
def test_what_the_reader_can_repair_is_one_sentence(
    words: tuple[str, ...], complaint: str, opener: Opener
) -> None:
    result = Terminal(opener)(*words)
    assert result.exit_code == 1
    assert complaint in result.output
