"""Networks leave as files that the page opens, and come back to be judged by unseen events."""

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import embedded_story
from fivesigma.cli.main import main
from fivesigma.learning.exchange.network_file import decode_network
from fivesigma.workflow import story
from fivesigma.workflow.files import read_as, save
from fivesigma.workflow.records import EvaluationResult


def run(command: str) -> Result:
    return CliRunner().invoke(main, shlex.split(command), prog_name="fivesigma")


@pytest.fixture(scope="module")
def trained_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events, and two linear models: one by the stored folds, one by drawn ones."""
    folder = tmp_path_factory.mktemp("networks")
    save(embedded_story.selected(), folder / "selected.parquet")
    for scheme in ("hash", "k-fold"):
        divided = story.split(embedded_story.selected(), scheme, n_folds=None)
        save(story.train(divided, model="linear"), folder / f"{scheme}.parquet")
    save(embedded_story.trained(), folder / "lda.parquet")
    return folder


@pytest.fixture
def folder(trained_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(trained_folder)
    return trained_folder


def test_a_network_that_left_comes_back_with_the_same_area(folder: Path) -> None:
    exported = run("export hash.parquet")
    assert exported.exit_code == 0, exported.output
    assert exported.stdout.startswith("Exported the network of part 0 -> hash-network.json  (")
    imported = run("import hash-network.json selected.parquet")
    assert imported.exit_code == 0, imported.output
    assert imported.stdout.splitlines()[-1] == "Next: fivesigma evaluate hash-network.parquet"
    areas = []
    for name in ("hash", "hash-network"):
        assert run(f"evaluate {name}.parquet").exit_code == 0
        result = read_as(EvaluationResult, folder / f"{name}-evaluation.json")
        areas.append(result.evaluation.auc_weighted)
    assert areas[0].value == pytest.approx(areas[1].value, abs=1e-12)


def test_what_is_exported_is_a_network_file_with_a_link(folder: Path) -> None:
    printed = json.loads(run("export k-fold.parquet --part 3 -o three.json --json").stdout)
    assert printed["part"] == 3
    assert printed["link"].startswith("http://127.0.0.1:8765/#stop=learn&network=")
    stored = decode_network((folder / "three.json").read_text())
    assert stored.inputs == tuple(embedded_story.selected().features)
    assert stored.training.cuts == {"sum_lep_charge": (0.0, 0.0)}
    assert printed["link"] in run("export k-fold.parquet --part 3 -o three.json --link").stdout


MISTAKES = {
    "export lda.parquet": "is no network that a file can hold. Train network, mlp or linear",
    "export selected.parquet": "needed is one that 'fivesigma train FILE' makes",
    "export hash.parquet --part 1": "there is no part 1; the split has parts 0 to 0",
    "export hash.parquet -o n.pickle": "a network file ends in .json or .onnx",
    "import missing.json selected.parquet": "there is no file missing.json",
    "import selected.parquet selected.parquet -o x.parquet": "damaged or no text",
    "import own.json hash.parquet -o x.parquet": "needed is one that 'fivesigma select DATASET'",
    "import own.json selected.parquet": "the network has learned from 'atlas-dm' and the events",
    "import few.json selected.parquet": "the network looks at colour, not among lead_lep_pt",
    "import all.json selected.parquet": "so none can judge it",
    "import seen.json selected.parquet": "0 signal and 0 background test events, and needs both",
}
NETWORK = {
    "format": "fivesigma-network",
    "version": 1,
    "made_by": "hand",
    "inputs": ["met", "mll"],
    "mean": [150, 91],
    "scale": [60, 5],
    "activation": "tanh",
    "layers": [{"weights": [[2], [0.5]], "biases": [-1]}],
}
FACTS = {"dataset": "simulated-dm", "signal": "DM_200", "backgrounds": ["ZZ"]}


@pytest.mark.parametrize("command", MISTAKES)
def test_a_mistake_is_one_line_that_helps(command: str, folder: Path) -> None:
    folds = {"train": [0, 1], "validation": []}
    facts: dict[str, dict[str, object]] = {
        "own": FACTS | {"dataset": "atlas-dm", "folds": folds},
        "few": FACTS | {"folds": folds},
        "all": FACTS | {"folds": None},
        "seen": FACTS | {"folds": {"train": list(range(10)), "validation": []}},
    }
    for name, training in facts.items():
        inputs = ["met", "colour"] if name == "few" else ["met", "mll"]
        content = NETWORK | {"inputs": inputs, "training": training}
        (folder / f"{name}.json").write_text(json.dumps(content))
    result = run(command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert MISTAKES[command] in result.stderr.splitlines()[-1]
    assert not (folder / "x.parquet").exists()
