"""The collisions of the workbook come from the published files, each once, with their weights."""

from pathlib import Path

import numpy as np
import pytest

from fivesigma.core.errors import DownloadError
from fivesigma.core.settings import Settings
from fivesigma.teaching.four_leptons import atlas_collisions, cms_collisions, cms_signal

pytest.importorskip("uproot")


def test_atlas_has_measured_events_only(workbook: Settings) -> None:
    table = atlas_collisions(workbook)
    assert (table.processes, table.n_events) == (("data",), 117)
    assert set(table.label) == {-1}


def test_cms_has_each_measured_collision_once(workbook: Settings) -> None:
    """31 + 53 rows of muons, 23 + 35 of electrons; 52 collisions are in both."""
    table = cms_collisions(workbook)
    assert table.processes == ("H_ZZ_2e2mu", "ZZ_2e2mu", "data")
    n_rows = [int((table.process == code).sum()) for code in range(3)]
    assert n_rows == [11_620, 49_356, 31 + 53 + 23 + 35 - 52]
    measured = table.process == 2
    # The skims tell no event number: the five angles and the masses are what names a collision.
    assert len(set(zip(*(v[measured] for v in table.features.values()), strict=True))) == n_rows[2]
    near = (table.features["m4l"] > 115) & (table.features["m4l"] < 130)
    expected = [table.weight[near & (table.process == code)].sum() for code in range(3)]
    assert expected == pytest.approx([2.72, 2.49, 6], abs=0.005)


@pytest.mark.parametrize(("process", "n_events"), [("H_ZZ_4mu", 9006), ("H_ZZ_4e", 5199)])
def test_the_other_channels_are_signal(workbook: Settings, process: str, n_events: int) -> None:
    table = cms_signal(process, workbook)
    assert table.processes == (process,)
    assert table.n_events == n_events
    assert set(table.label) == {1}
    assert np.all(table.weight > 0)


def test_without_the_files_the_message_says_what_to_do(tmp_path: Path) -> None:
    empty = tmp_path / "mirror"
    empty.mkdir()
    with pytest.raises(DownloadError, match=r"the mirror .* holds no data_A\.4lep\.root"):
        atlas_collisions(Settings(cache_dir=tmp_path / "cache", mirror=str(empty)))
