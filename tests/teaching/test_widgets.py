"""The widgets' Python side: traits in both directions, and what is refused. No browser."""

import dataclasses
import importlib
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.columnar import decode_columnar
from fivesigma.data.table import embedded_table
from fivesigma.learning.exchange.network_file import SMALLEST_FILE, decode_network, encode_network
from fivesigma.workflow import story

pytest.importorskip("anywidget")

from fivesigma.teaching import CrossFilter, NetworkDrawing, Trainer, base
from fivesigma.teaching.facts import facts_of, feature_facts
from pages import DOCS, blocks

TABLE = embedded_table()


@pytest.fixture(autouse=True)
def _unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program itself is none of these tests' business."""
    monkeypatch.setattr(base, "built_page", lambda: "export default {}")


def from_the_page(widget: Any, **state: Any) -> None:
    """A message of the front end, buffers as memoryviews as they arrive."""
    plain = {key: value for key, value in state.items() if not isinstance(value, bytes)}
    binary = {key: memoryview(value) for key, value in state.items() if isinstance(value, bytes)}
    data = {"method": "update", "state": plain, "buffer_paths": [[key] for key in binary]}
    widget._handle_msg({"content": {"data": data}, "buffers": list(binary.values())})  # noqa: SLF001


def test_the_events_travel_as_the_page_reads_them() -> None:
    widget = CrossFilter(TABLE, signal="DM_300")
    header, columns = decode_columnar(widget._events)  # noqa: SLF001
    assert header["n_events"] == TABLE.n_events
    assert set(columns) == {"process", "fold", "weight", *TABLE.features}
    assert widget.signal == "DM_300"


def test_cuts_come_from_the_page_and_select() -> None:
    widget = CrossFilter(TABLE)
    seen: list[dict[str, Any]] = []
    widget.observe(lambda change: seen.append(change["new"]), "cuts")
    from_the_page(widget, cuts={"met": [120.5, None], "mll": [76, 106]})
    assert seen == [{"met": (120.5, None), "mll": (76.0, 106.0)}]
    assert widget.selection == ["met >= 120.5", "76 <= mll <= 106"]
    expected = story.select(TABLE, signal="DM_200", cuts=widget.selection)
    assert widget.selected.n_events == expected.n_events
    assert widget.region.signal.count == int(expected.label.sum())


@pytest.mark.parametrize(
    ("cuts", "said"),
    [
        ({"charge": (0, 1)}, "no feature of these events"),
        ({"met": 120}, "is a pair"),
        ({"met": (1, 2, 3)}, "is a pair"),
        ({"met": ("a", None)}, "is a pair"),
        ({"met": (200, 100)}, "from the lowest to the highest"),
        ({"met": (np.inf, None)}, "from the lowest to the highest"),
    ],
)
def test_cuts_that_cannot_be_made_are_refused(cuts: dict[str, Any], said: str) -> None:
    widget = CrossFilter(TABLE, cuts={"met": (100, None)})
    with pytest.raises(FiveSigmaError, match=said):
        widget.cuts = cuts
    assert widget.cuts == {"met": (100.0, None)}


def test_an_unknown_signal_and_missing_values_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="'DM_7' is no signal"):
        CrossFilter(TABLE, signal="DM_7")
    full = {f"f{i}": TABLE.features["met"] for i in range(33)}
    with pytest.raises(FiveSigmaError, match="33 features"):
        CrossFilter(dataclasses.replace(TABLE, features=full))


def test_features_that_the_house_does_not_know_are_shown_by_their_values() -> None:
    facts = facts_of(TABLE)
    assert facts["features"][3]["symbol"] == "ETmiss"
    strange = feature_facts("tau_pt", np.linspace(0, 100, 1000).astype(np.float32))
    assert strange["label"] == "tau_pt"
    assert (strange["low"], strange["high"]) == pytest.approx((1.0, 99.0))
    counted = feature_facts("n", np.array([0, 1, 3, 1], np.float32))
    assert (counted["discrete"], counted["low"], counted["high"], counted["n_bins"]) == (
        True,
        -0.5,
        3.5,
        4,
    )


def rested(trainer: Trainer, score: Any) -> None:
    """The page reports a model at rest, scores sorted by process as the page has its events."""
    order = np.argsort(TABLE.process, kind="stable")
    from_the_page(
        trainer,
        epoch=2,
        state="paused",
        _history=[[0, 0.7, 0.71], [1, 0.6, 0.62], [2, 0.5, None]],
        _folds={"train": [0, 1, 2, 3, 4], "validation": [5, 6], "test": [7, 8, 9]},
        _scores=score[order].astype("<f4").tobytes(),
    )


def test_scores_and_history_come_back_in_the_order_of_the_table() -> None:
    trainer = Trainer(TABLE, settings={"seed": 4})
    assert (trainer.scores, trainer.history, trainer.network) == (None, None, None)
    score = np.linspace(0, 1, TABLE.n_events)
    rested(trainer, score)
    assert trainer.scores == pytest.approx(score, abs=1e-7)
    history = trainer.history
    assert history is not None
    assert history.step.tolist() == [1, 2]
    assert history.training_loss.tolist() == [0.6, 0.5]
    assert np.isnan(history.validation_loss[-1])  # type: ignore[index]
    trained = trainer.trained
    assert trained.training.seed == 4
    assert np.isfinite(trained.training.score).sum() == trained.split.test(0).size
    hunted = np.isin(TABLE.process, [TABLE.processes.index(p) for p in trained.events.processes])
    judged = trained.split.test(0)
    assert trained.training.score[judged] == pytest.approx(score[hunted][judged], abs=1e-7)


def test_behind_cuts_only_events_that_pass_are_judged() -> None:
    trainer = Trainer(TABLE, settings={"only_passing": True}, cuts={"met": (120, None)})
    rested(trainer, np.linspace(0, 1, TABLE.n_events))
    assert trainer.trained.events.features["met"].min() >= 120


def test_without_scores_nothing_is_trained() -> None:
    with pytest.raises(FiveSigmaError, match="no scores yet"):
        Trainer(TABLE).trained  # noqa: B018


def test_settings_keep_what_is_not_named_and_refuse_what_is_unknown() -> None:
    trainer = Trainer(TABLE, settings={"seed": 4})
    trainer.settings = {"layers": [3]}
    assert trainer.settings == {"seed": 4, "layers": [3]}
    with pytest.raises(FiveSigmaError, match="no setting neurons; they are model, inputs"):
        trainer.settings = {"neurons": 3}
    with pytest.raises(FiveSigmaError, match="1 epoch or more"):
        trainer.train(0)


def test_a_network_goes_in_and_comes_out() -> None:
    stored = decode_network(SMALLEST_FILE)
    trainer = Trainer(TABLE, network=stored)
    assert encode_network(trainer.network) == encode_network(stored)  # type: ignore[arg-type]
    from_the_page(trainer, _network="")
    assert trainer.network is None
    trainer.network = stored
    assert trainer.network is not None


def test_a_drawing_follows_its_network_its_event_and_its_neuron() -> None:
    drawing = NetworkDrawing(decode_network(SMALLEST_FILE), values=[150.0, 91.0])
    scaled, score = drawing.activations
    assert scaled.tolist() == [0.0, 0.0]
    assert score[0] == pytest.approx(1 / (1 + math.e))
    from_the_page(drawing, chosen=[0, 1])
    assert drawing.chosen == (0, 1)
    with pytest.raises(FiveSigmaError, match="no neuron 2 in layer 0"):
        drawing.chosen = (0, 2)
    with pytest.raises(FiveSigmaError, match="each of the 2 inputs"):
        drawing.values = [1.0]
    drawing.network = decode_network(SMALLEST_FILE.replace('"mll"', '"met_over_ht"'))
    assert drawing.values is None
    assert drawing._inputs[1]["symbol"] == "ETmiss / HT"  # noqa: SLF001
    with pytest.raises(FiveSigmaError, match="no event is followed"):
        drawing.activations  # noqa: B018


def test_without_anywidget_one_reads_which_extra_to_install() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import fivesigma.teaching as teaching\n"
        "from fivesigma.core.errors import FiveSigmaError\n"
        "try: teaching.Trainer\n"
        "except FiveSigmaError as error: print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert 'pip install "fivesigma[notebook]"' in said


def test_the_room_imports_nothing_heavy_and_names_what_it_has() -> None:
    code = "import sys, fivesigma.teaching as t; print('anywidget' in sys.modules, dir(t))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False ['CrossFilter', 'NetworkDrawing', 'Trainer']"
    teaching = importlib.import_module("fivesigma.teaching")
    with pytest.raises(AttributeError, match="no attribute 'Slider'; it has CrossFilter"):
        teaching.Slider  # noqa: B018


def test_a_program_that_is_not_built_says_how_to_build_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    with pytest.raises(FiveSigmaError, match=r"python tools/frontend\.py build"):
        base.built_page()


def test_the_page_of_the_documentation_runs() -> None:
    names: dict[str, Any] = {}
    for language, code in blocks(DOCS / "do" / "use-the-widgets.md"):
        if language != "python":
            continue
        if re.search(r"trainer\.trained", code):  # as if somebody had pressed Train
            rested(names["trainer"], np.linspace(0, 1, TABLE.n_events))
        exec(code, names)  # noqa: S102 - a page of our own
    assert names["kept"].n_events < TABLE.n_events
    assert names["inference"].counting.z_asimov.value >= 0
    assert names["drawing"].activations[-1].size == 1
