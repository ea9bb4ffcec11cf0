"""What a step leaves is what the next one finds; anything else is refused with a hint."""

import dataclasses
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import embedded_story
from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.json_record import to_json
from fivesigma.data.table import EventTable, load_event_file, save_event_file
from fivesigma.learning.split import TEST, TRAIN
from fivesigma.workflow.files import Story, read, read_as, save
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
)

RECORDS: dict[str, Callable[[], Story]] = {
    "selected.parquet": embedded_story.selected,
    "split.parquet": embedded_story.divided,
    "lda.parquet": embedded_story.trained,
    "evaluation.json": embedded_story.evaluation,
    "inference.json": embedded_story.inference,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    for name, record in RECORDS.items():
        save(record(), folder / name)
    return folder


@pytest.mark.parametrize("name", RECORDS)
def test_what_a_step_returned_comes_back(name: str, folder: Path) -> None:
    record = RECORDS[name]()
    again = read(folder / name)
    assert type(again) is type(record)
    if isinstance(record, TrainedEvents):
        nameless = dataclasses.replace(record.training, estimators=())
        record = dataclasses.replace(record, training=nameless)
    assert to_json(again) == to_json(record)


def test_a_file_tells_every_step_that_led_to_it(folder: Path) -> None:
    history = read_as(EvaluationResult, folder / "evaluation.json").history
    commands = [step.command for step in history]
    assert commands == ["select", "features", "split", "train", "evaluate"]
    assert [step.seed for step in history] == [None, None, 1, 1, 1]
    assert {step.catalogue_sha256 for step in history} == {
        load_catalogue().dataset(embedded_story.EMBEDDED).sha256()
    }
    assert history[0].cut_flow[-1].n_events == embedded_story.selected().n_events
    in_parquet = json.loads(pq.read_schema(folder / "lda.parquet").metadata[b"history"])
    assert [step["command"] for step in in_parquet] == commands[:-1]


def test_other_programs_find_roles_and_scores_as_columns(folder: Path) -> None:
    table = pq.read_table(folder / "lda.parquet")
    trained = embedded_story.trained()
    assert np.array_equal(table["role_4"].to_numpy(), trained.split.role[4])
    assert np.array_equal(table["score"].to_numpy(), trained.training.score)


@pytest.mark.parametrize(
    ("cls", "name", "command"),
    [
        (EventTable, "split.parquet", "select DATASET"),
        (SplitEvents, "selected.parquet", "split FILE"),
        (SplitEvents, "lda.parquet", "split FILE"),
        (TrainedEvents, "split.parquet", "train FILE"),
        (TrainedEvents, "evaluation.json", "train FILE"),
        (EvaluationResult, "inference.json", "evaluate FILE"),
        (InferenceResult, "lda.parquet", "infer FILE"),
        (TrainedEvents, "missing.parquet", "train FILE"),
    ],
)
def test_a_file_of_the_wrong_step_says_which_command_makes_the_right_one(
    cls: type[object], name: str, command: str, folder: Path
) -> None:
    with pytest.raises(DataError, match=f"'fivesigma {command}'"):
        read_as(cls, folder / name)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_half_a_file_is_refused(name: str, share: float, folder: Path, tmp_path: Path) -> None:
    content = (folder / name).read_bytes()
    (tmp_path / name).write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError) as caught:
        read(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_result_of_a_future_version_is_refused(folder: Path, tmp_path: Path) -> None:
    content = json.loads((folder / "evaluation.json").read_text())
    (tmp_path / "e.json").write_text(json.dumps(content | {"format_version": "2"}))
    with pytest.raises(DataError, match="no result that this version"):
        read(tmp_path / "e.json")


def rewritten(folder: Path, path: Path, **changes: object) -> Path:
    """The file of the trained events with other columns or notes."""
    file = load_event_file(folder / "lda.parquet")
    save_event_file(dataclasses.replace(file, **changes), path)  # type: ignore[arg-type]
    return path


def test_scores_of_seen_events_are_refused_in_a_file(folder: Path, tmp_path: Path) -> None:
    file = load_event_file(folder / "lda.parquet")
    role = file.columns["role_0"].copy()
    role[role == TEST] = TRAIN
    columns = file.columns | {"role_0": role}
    with pytest.raises(DataError, match="needs both"):
        read(rewritten(folder, tmp_path / "one.parquet", columns=columns))
    score = np.where(np.arange(file.table.n_events) % 2, np.nan, file.columns["score"])
    columns = file.columns | {"score": score}
    with pytest.raises(DataError, match="training scored as test"):
        read(rewritten(folder, tmp_path / "two.parquet", columns=columns))


@pytest.mark.parametrize("lost", ["score", "seen_score", "role_0", "role_2"])
def test_a_lost_column_is_refused(lost: str, folder: Path, tmp_path: Path) -> None:
    file = load_event_file(folder / "lda.parquet")
    columns = {name: values for name, values in file.columns.items() if name != lost}
    with pytest.raises(DataError, match="does not hold what it announces, a table of step 'train'"):
        read(rewritten(folder, tmp_path / "t.parquet", columns=columns))


@pytest.mark.parametrize(
    "notes",
    [{}, {"split": {"scheme": "k-fold", "seed": 1}}, {"split": 3}, {"split": {}, "training": {}}],
)
def test_notes_that_do_not_fit_are_refused(
    notes: dict[str, object], folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="does not hold what it announces"):
        read(rewritten(folder, tmp_path / "t.parquet", notes=notes))


def test_the_ending_says_what_a_file_holds(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"must end in \.parquet: call it x\.parquet"):
        save(embedded_story.selected(), tmp_path / "x.json")
    with pytest.raises(DataError, match=r"must end in \.json: call it x\.json"):
        save(embedded_story.evaluation(), tmp_path / "x.parquet")


def test_the_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written"):
        save(embedded_story.evaluation(), tmp_path / "file" / "e.json")


def test_a_killed_step_leaves_the_old_file(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lda.parquet"
    shutil.copy(folder / "lda.parquet", path)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from fivesigma.workflow.files import read, save\n"
        "path = Path(sys.argv[1]); record = read(path); print('ready', flush=True)\n"
        "while True: save(record, path)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    for _ in range(10):
        time.sleep(0.005)
        assert isinstance(read(path), TrainedEvents)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert isinstance(read(path), TrainedEvents)
