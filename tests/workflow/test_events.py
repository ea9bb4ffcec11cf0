"""Which events are kept and which columns a model may see; what is refused on the way."""

import dataclasses

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.workflow.events import collisions, varying_features, with_features, with_signal
from fivesigma.workflow.story import features, load, select, split, train
from made_up_table import made_up_table


@pytest.fixture
def table() -> EventTable:
    return made_up_table(n_events=200)


def with_column(table: EventTable, name: str, values: object) -> EventTable:
    column = np.broadcast_to(np.asarray(values, np.float32), table.n_events).copy()
    return dataclasses.replace(table, features=table.features | {name: column})


def test_one_signal_stays_with_all_backgrounds() -> None:
    table = load("simulated-dm")
    chosen = with_signal(table, "DM_300")
    assert chosen.processes == ("DM_300", *table.processes[2:])
    for name in chosen.processes:
        kept = chosen.process == chosen.processes.index(name)
        was = table.process == table.processes.index(name)
        assert np.array_equal(chosen.weight[kept], table.weight[was])


@pytest.mark.parametrize(
    ("signal", "complaint"),
    [
        ("DM_7", "'DM_7' is no process of this table; choose one of its signals: DM_200"),
        ("ZZ", "'ZZ' is a background; choose one of its signals: DM_200"),
    ],
)
def test_what_is_no_signal_names_the_signals(
    signal: str, complaint: str, table: EventTable
) -> None:
    with pytest.raises(FiveSigmaError, match=complaint):
        select(table, signal=signal)


def test_cuts_keep_what_they_say_and_the_flow_adds_up(table: EventTable) -> None:
    chosen = select(table, signal="DM_200", cuts=["met > -0.5", "-1 < mll < 1"])
    met, mll = chosen.features["met"], chosen.features["mll"]
    assert met.min() > -0.5
    assert np.abs(mll).max() < 1
    flow = chosen.history[-1].cut_flow
    assert [row.cut for row in flow] == ["all events", "met > -0.5", "-1 < mll < 1"]
    assert flow[-1].n_events == chosen.n_events < flow[1].n_events < flow[0].n_events == 200
    total = flow[-1].signal.value + flow[-1].background.value
    assert total == pytest.approx(chosen.weight.sum())


def test_opposite_sign_pairs_are_the_default_where_charges_are_known() -> None:
    table = load("simulated-dm")
    assert (table.features["sum_lep_charge"] != 0).any()
    chosen = select(table)
    assert not chosen.features["sum_lep_charge"].any()
    assert chosen.history[-1].settings == {"signal": "DM_200", "cuts": ("sum_lep_charge == 0",)}
    assert select(table, cuts=()).n_events > chosen.n_events


@pytest.mark.parametrize(("kind", "label"), [("signal", 1), ("background", 0)])
def test_a_cut_that_leaves_nothing_of_a_class_is_named(
    kind: str, label: int, table: EventTable
) -> None:
    told = with_column(table, "met", table.label != label)
    with pytest.raises(FiveSigmaError, match=f"'met < 0.5' leaves no event of the {kind}; loosen"):
        select(with_column(told, "met", table.label == label), cuts=["mll > -99", "met < 0.5"])


def test_a_background_of_no_weight_is_refused(table: EventTable) -> None:
    weight = np.where(table.label == 0, -1.0, 1.0)
    with pytest.raises(FiveSigmaError, match="'all events' leaves a weight of -100 of the backgr"):
        select(dataclasses.replace(table, weight=weight), cuts=())


def test_features_are_those_that_vary(table: EventTable) -> None:
    told = with_column(table, "n_bjets", 1.0)
    names = varying_features(told)
    assert "n_bjets" not in names
    assert len(names) == len(table.features) - 1
    assert tuple(features(told).features) == names


def test_a_feature_that_is_missing_somewhere_varies() -> None:
    name = next(
        c.name for c in load_catalogue().dataset("higgsml").columns if c.missing is not None
    )
    table = dataclasses.replace(
        made_up_table(50), dataset="higgsml", processes=("htautau", "background")
    )
    sometimes = np.where(np.arange(50) % 2, np.nan, 1.0)
    assert name in varying_features(with_column(table, name, sometimes))
    assert name not in varying_features(with_column(table, name, np.full(50, np.nan)))


def test_missing_values_are_named_and_filled_in_only_when_asked() -> None:
    columns = load_catalogue().dataset("higgsml").columns
    name = next(column.name for column in columns if column.missing is not None)
    table = dataclasses.replace(
        made_up_table(200), dataset="higgsml", processes=("htautau", "background")
    )
    divided = split(with_column(table, name, np.where(np.arange(200) % 4, 1.0, np.nan)))
    with pytest.raises(FiveSigmaError, match=rf"missing: {name} in 50 events\. .*--impute"):
        train(divided, model="lda")
    assert np.isfinite(train(divided, model="lda", impute=True).training.score).all()


def test_features_come_in_the_order_one_names_them(table: EventTable) -> None:
    chosen = features(table, ["mll", "met"])
    assert list(chosen.features) == ["mll", "met"]
    assert np.array_equal(chosen.features["met"], table.features["met"])
    assert chosen.history[-1].settings == {"features": ("mll", "met")}


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (["weight"], "'weight' has the role 'weight', so no model may see it"),
        (["label"], "'label' has the role 'label'"),
        (["process"], "'process' has the role 'label'"),
        (["fold"], "'fold' has the role 'identifier'"),
        (["truth_id"], "'truth_id' has the role 'identifier'"),
        (["mett"], r"there is no feature 'mett': did you mean 'met'\?"),
        (["colour"], "there is no feature 'colour': choose of lead_lep_pt"),
        ([], "none is named"),
        (["met", "met"], "one is named twice"),
    ],
)
def test_what_is_no_feature_is_refused_by_its_role(
    names: list[str], complaint: str, table: EventTable
) -> None:
    with pytest.raises(FiveSigmaError, match=complaint):
        features(table, names)


def test_a_feature_that_was_left_out_is_said_to_be_gone(table: EventTable) -> None:
    fewer = with_features(table, ["met", "mll"])
    with pytest.raises(FiveSigmaError, match="'n_bjets' is no longer in this table; start again"):
        with_features(fewer, ["n_bjets"])


def test_rows_of_one_collision_are_found_within_a_process(table: EventTable) -> None:
    assert collisions(table) is None
    alone = np.arange(200, dtype=np.int64)
    assert collisions(dataclasses.replace(table, truth_id=alone)) is None
    of_process = np.zeros(200, np.int64)
    of_process[table.process == 0] = np.arange(100)
    of_process[table.process == 1] = np.arange(100)
    assert collisions(dataclasses.replace(table, truth_id=of_process)) is None
    group = collisions(dataclasses.replace(table, truth_id=alone // 2))
    assert group is not None
    same = group[:, None] == group[None, :]
    expected = (alone[:, None] // 2 == alone[None, :] // 2) & (
        table.process[:, None] == table.process[None, :]
    )
    assert np.array_equal(same, expected)
