"""A table of one's own on the page: what it is given, and what is left out."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fivesigma.app.datasets import DatasetLibrary
from fivesigma.app.facts import build_facts, encode_facts
from fivesigma.app.own_table import shown_table
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.columnar import decode_columnar
from fivesigma.data.table import EventTable, embedded_table, save_table
from fivesigma.workflow import story
from own_table import own_table


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_table(own_table(), tmp_path / "mine.parquet")
    return tmp_path / "mine.parquet"


def mixed() -> EventTable:
    return own_table(n_events=3000, kinds=("signal", "background", "measured"))


def test_what_the_page_cannot_hold_is_left_out_and_told(path: Path) -> None:
    shown = shown_table(mixed(), path)
    assert shown.left_out == ("273 rows with a missing value",)
    assert shown.table.n_events == 3000 - 273
    kinds = [(process.name, process.kind) for process in shown.facts.processes]
    assert kinds == [(kind, kind) for kind in ("signal", "background", "measured")]


def test_measured_rows_come_along_and_decide_nothing(path: Path) -> None:
    table = mixed()
    is_measured = table.label == -1
    far = {**table.features, "mass": np.where(is_measured, np.float32(999), table.features["mass"])}
    shown = shown_table(dataclasses.replace(table, features=far), path)
    assert shown.facts.features == shown_table(table, path).facts.features
    assert shown.facts.measured is not None
    assert (shown.facts.measured.by, shown.facts.measured.luminosity_ifb) == ("", None)
    other = shown_table(table, path).facts.measured
    assert other is not None
    assert shown.facts.measured.fingerprint != other.fingerprint


def test_measured_rows_are_never_thinned(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = story.features(mixed(), ["mass"])
    monkeypatch.setattr("fivesigma.app.own_table.MOST_ROWS", 1500)
    shown = shown_table(table, path)
    is_measured = shown.table.label == -1
    assert is_measured.sum() == 1000
    assert (shown.table.weight[is_measured] == 1).all()
    assert shown.table.weight[~is_measured].sum() == pytest.approx(0.5 * 2000)
    monkeypatch.setattr("fivesigma.app.own_table.MOST_ROWS", 900)
    with pytest.raises(FiveSigmaError, match="more measured"):
        shown_table(table, path)


def test_features_come_with_the_words_of_the_table(path: Path) -> None:
    features = shown_table(mixed(), path).facts.features
    assert features is not None
    mass = features[0]
    assert (mass.unit, mass.meaning, mass.n_bins, mass.discrete) == ("GeV", "Mass", 40, False)
    assert 30 < mass.low < 70
    assert 150 < mass.high < 220
    assert (features[1].low, features[1].high) == (0.0, 1.0)


def test_too_many_rows_are_thinned_and_their_sum_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fivesigma.app.own_table.MOST_ROWS", 500)
    table = story.features(story.select(mixed(), cuts=[]), ["mass"])
    shown = shown_table(table, path)
    assert shown.table.n_events == 500
    assert shown.table.weight.sum() == pytest.approx(table.weight.sum())
    assert shown.left_out == ("1,500 rows beyond 500, so that each counts more",)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda: own_table(kinds=("measured",)), "holds measured events only"),
        (lambda: own_table(n_events=8), "too few different rows"),
        (
            lambda: dataclasses.replace(
                own_table(), features={"mass": np.full(300, 91, np.float32)}
            ),
            "mass is the same in all rows",
        ),
    ],
)
def test_what_cannot_be_hunted_in_is_refused(
    path: Path, change: Callable[[], EventTable], complaint: str
) -> None:
    with pytest.raises(FiveSigmaError, match=complaint):
        shown_table(change(), path)


def test_the_server_opens_with_it_and_keeps_the_others(path: Path) -> None:
    library = DatasetLibrary(load_catalogue())
    library.publish(embedded_table())
    shown = shown_table(mixed(), path)
    library.publish_own(shown.table, shown.facts)
    assert library.default_dataset() == "mine"
    facts = build_facts(
        library.catalogue, default_dataset="mine", n_events=library.n_events(), own=library.own()
    )
    told = json.loads(encode_facts(facts))["datasets"]
    assert told[0]["origin"] == "own-table"
    assert told[0]["file"]["name"] == "mine.parquet"
    assert "features" not in told[1]
    assert "file" not in told[1]
    url = next(one.data_url for one in library.status().datasets if one.id == "mine")
    resource = library.resource(str(url).removeprefix("data/"))
    assert resource is not None
    header, columns = decode_columnar(resource.identity)
    assert header["n_events"] == shown.table.n_events
    assert {"mass", "width"} < set(columns)
    assert {"event", "truth_mass"}.isdisjoint(columns)
