import dataclasses
from pathlib import Path

import numpy as np
import pytest

import fivesigma
from fivesigma.core.errors import DataError, DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.table import load_table
from fivesigma.workflow import datasets
from fivesigma.workflow.datasets import build_table, open_dataset, row_keys, table_path
from small_set import SmallSet


@pytest.fixture
def settings(small_set: SmallSet, tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", mirror=str(small_set.folder))


def test_files_become_one_table_in_the_catalogues_order(
    small_set: SmallSet, settings: Settings
) -> None:
    table = build_table(small_set.dataset, settings)
    assert table.processes == ("DM_200", "ZZ")
    assert table.process.tolist() == [0] * 50 + [1] * 50
    assert table.label.tolist() == [1] * 50 + [0] * 50
    assert tuple(table.features) == small_set.dataset.feature_names
    assert table.fold.max() < 10
    assert table.provenance["catalogue_sha256"] == small_set.dataset.sha256()
    assert table.provenance["licence"] == "CC0-1.0"
    assert table.provenance["fivesigma_version"] == fivesigma.__version__


def test_the_table_is_kept_and_opened_without_the_files(
    small_set: SmallSet, settings: Settings
) -> None:
    first = build_table(small_set.dataset, settings)
    path = table_path(small_set.dataset, settings)
    assert np.array_equal(load_table(path).weight, first.weight)
    for file in (settings.cache_dir / "atlas-dm").glob("*.csv"):
        file.unlink()
    away = Settings(cache_dir=settings.cache_dir, mirror="/no/such/folder")
    assert np.array_equal(build_table(small_set.dataset, away).weight, first.weight)


def test_a_damaged_table_is_made_again(small_set: SmallSet, settings: Settings) -> None:
    first = build_table(small_set.dataset, settings)
    path = table_path(small_set.dataset, settings)
    path.write_bytes(b"PAR1")
    assert np.array_equal(build_table(small_set.dataset, settings).weight, first.weight)
    assert load_table(path).n_events == 100


def test_another_fact_or_version_asks_for_another_table(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = small_set.dataset
    path = table_path(dataset, settings)
    assert table_path(dataclasses.replace(dataset, luminosity_ifb=36.1), settings) != path
    monkeypatch.setattr(datasets, "__version__", "99")
    assert table_path(dataset, settings) != path


def test_an_event_keeps_its_fold_when_others_join_or_leave(
    small_set: SmallSet, settings: Settings
) -> None:
    columns = {"weight": np.array([1.0, -2.0, 1.0]), "met": np.array([90.0, 91.0, 90.0])}
    keys = row_keys(columns)
    assert keys[0] == keys[2] != keys[1]
    assert keys[1] == np.array([-2.0, 91.0], dtype="<f8").tobytes()
    assert row_keys({name: values[1:] for name, values in columns.items()}) == keys[1:]


def test_a_cache_that_cannot_keep_the_table_still_gives_it(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        why = "cannot be written"
        raise DataError(why)

    monkeypatch.setattr(datasets, "save_table", refused)
    assert build_table(small_set.dataset, settings).n_events == 100
    assert not table_path(small_set.dataset, settings).exists()


def test_a_stop_reaches_the_download(small_set: SmallSet, settings: Settings) -> None:
    with pytest.raises(DownloadError, match="stopped"):
        build_table(small_set.dataset, settings, cancel=lambda: True)


def test_a_wrong_value_in_a_verified_file_is_still_refused(
    tmp_path: Path, small_set: SmallSet
) -> None:
    text = (small_set.folder / "ZZ.csv").read_text().replace("ETmiss", "MET")
    (small_set.folder / "ZZ.csv").write_text(text)
    paths = [small_set.folder / file.name for file in small_set.dataset.files]
    with pytest.raises(DataError, match=r"ZZ\.csv has no column 'ETmiss'"):
        datasets.table_from_files(small_set.dataset, paths)


def test_an_unknown_dataset_is_said_so(settings: Settings) -> None:
    with pytest.raises(DataError, match="there is no dataset 'higgs'; choose one of"):
        open_dataset("higgs", settings)


def test_the_embedded_set_opens_without_cache_or_network(tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache", mirror="/no/such/folder")
    assert open_dataset("simulated-dm", settings).dataset == "simulated-dm"
    assert not settings.cache_dir.exists()


def test_the_real_set_opens_with_all_its_events(mirror: Path, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path, mirror=str(mirror))
    table = open_dataset("atlas-dm", settings)
    again = open_dataset("atlas-dm", settings)
    assert table.n_events == 28_105
    assert len(table.processes) == 14
    assert all(np.array_equal(again.features[n], table.features[n]) for n in table.features)
    assert np.array_equal(again.fold, table.fold)
