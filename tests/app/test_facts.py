import json

from fivesigma.app.facts import Facts, build_facts, encode_facts, page_catalogue
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.features import FEATURES

EMBEDDED_COUNTS = {
    "simulated-dm": {
        process.name: 7 for process in load_catalogue().dataset("simulated-dm").processes
    }
}


def facts() -> Facts:
    shown = page_catalogue(load_catalogue())
    return build_facts(shown, default_dataset="simulated-dm", n_events=EMBEDDED_COUNTS)


def test_the_features_are_in_house_order_and_within_the_catalogues_columns() -> None:
    names = [feature.name for feature in facts().features]
    assert names == [feature.name for feature in FEATURES]
    for dataset in page_catalogue(load_catalogue()).datasets:
        assert names == list(dataset.feature_names)


def test_a_dataset_with_other_variables_is_not_among_the_facts() -> None:
    assert [dataset.id for dataset in facts().datasets] == ["atlas-dm", "simulated-dm"]
    assert len(load_catalogue().datasets) > 2


def test_the_folds_are_each_used_once() -> None:
    split = facts().split
    assert sorted([*split.train, *split.validation, *split.test]) == list(range(split.n_folds))


def test_the_real_set_has_the_rows_and_the_record_of_the_catalogue() -> None:
    atlas = next(dataset for dataset in facts().datasets if dataset.id == "atlas-dm")
    assert atlas.origin == "atlas-simulation"
    assert atlas.record_url is not None
    entry = load_catalogue().dataset("atlas-dm")
    assert sum(process.n_events for process in atlas.processes) == sum(
        file.rows for file in entry.files
    )


def test_the_embedded_set_has_the_rows_that_were_counted() -> None:
    own = next(dataset for dataset in facts().datasets if dataset.id == "simulated-dm")
    assert own.origin == "own-simulation"
    assert {process.n_events for process in own.processes} == {7}


def test_only_the_dataset_that_has_levels_of_realism_names_them() -> None:
    shown = page_catalogue(load_catalogue())
    found = build_facts(
        shown,
        default_dataset="simulated-dm",
        n_events=EMBEDDED_COUNTS,
        levels={"simulated-dm": [0, 1, 2]},
    )
    levels = {d["id"]: d["levels"] for d in json.loads(encode_facts(found))["datasets"]}
    assert levels == {"atlas-dm": [], "simulated-dm": [0, 1, 2]}


def test_the_json_has_the_keys_that_the_page_reads() -> None:
    content = json.loads(encode_facts(facts()))
    keys = {"version", "build", "features", "split", "datasets", "default_dataset"}
    assert set(content) == keys
    assert set(content["features"][0]) == {
        "name", "unit", "symbol", "label", "meaning", "discrete", "low", "high", "n_bins",
    }  # fmt: skip
    assert content["default_dataset"] == "simulated-dm"
