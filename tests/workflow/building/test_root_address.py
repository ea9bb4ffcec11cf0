"""A table of a file at a root:// address, read from a server of this machine."""

from pathlib import Path

import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.table import load_table
from fivesigma.data.transport.xrootd import can_read_root
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.record import Source
from made_up_root import many_events, write_2020
from xrootd_server import root_server


def built(path: str, output: Path) -> Path:
    build_table(Request(analysis="dilepton-met", sources=(Source(path=path),), output=output))
    return output


@pytest.mark.skipif(not can_read_root(), reason="the extra xrootd is not installed")
def test_the_rows_are_those_of_the_local_file(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    local = write_2020(tmp_path / "a.root", many_events(200, seed=1))
    expected = load_table(built(str(local), tmp_path / "local.parquet"))
    folder = tmp_path_factory.mktemp("xrootd")
    with root_server(folder, {"a.root": local.read_bytes()}) as server:
        output = built(f"{server}//eos/opendata/a.root", tmp_path / "remote.parquet")
        with pytest.raises(DataError, match=r"none\.root cannot be read as a ROOT file"):
            built(f"{server}//eos/opendata/none.root", tmp_path / "none.parquet")
    table = load_table(output)
    assert len(table.weight) == len(expected.weight) > 30
    assert (table.weight == expected.weight).all()
    for name, values in expected.features.items():
        assert (table.features[name] == values).all()
