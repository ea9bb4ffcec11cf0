"""The channel of a four-lepton event is found in the files that its table was built from."""

from collections import Counter
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot

from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable, load_table
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.channels import channels_of
from fivesigma.workflow.building.record import Source


@pytest.fixture(scope="module")
def files(open_data: Path) -> list[str]:
    return [str(path) for path in sorted((open_data / "ATLAS" / "4lep-data-2020").glob("*.root"))]


@pytest.fixture(scope="module")
def table(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    output = tmp_path_factory.mktemp("four") / "four.parquet"
    sources = tuple(Source(path=path) for path in files)
    build_table(Request(analysis="four-lepton", sources=sources, output=output))
    return load_table(output)


def test_every_event_has_the_channel_that_its_lepton_types_say(
    table: EventTable, files: list[str]
) -> None:
    """Where no lepton is left out, the sum of all types tells: 4 x 11, 2 x 11 + 2 x 13, 4 x 13."""
    channels = channels_of(table, files)
    names = list(zip(table.others["run"], table.others["event_number"], strict=True))
    n_compared = 0
    for path in files:
        events = uproot.open(path)["mini"].arrays(["runNumber", "eventNumber", "lep_type"])
        for run, number, kinds in zip(*(events[name] for name in events.fields), strict=True):
            if len(kinds) == 4 and (run, number) in names:
                n_compared += 1
                said = {44: "4e", 48: "2e2mu", 52: "4mu"}[int(ak.sum(kinds))]
                assert channels[names.index((run, number))] == said
    assert n_compared > 100
    assert Counter(channels.tolist()) == {"2e2mu": 55, "4e": 38, "4mu": 24}


def test_the_masses_of_the_pairs_agree_with_the_channel(
    table: EventTable, files: list[str]
) -> None:
    """Only in 2e2mu are the pairs given; with one flavour Z1 is chosen nearer to the Z boson."""
    channels = channels_of(table, files)
    assert channels.shape == (table.n_events,)
    nearer = np.abs(table.features["mz1"] - 91.19) <= np.abs(table.features["mz2"] - 91.19)
    assert nearer[channels == "2e2mu"].all()


def test_a_row_of_another_file_is_refused(table: EventTable, files: list[str]) -> None:
    with pytest.raises(DataError, match=r"rows are no four leptons of .*data_A.*the files that"):
        channels_of(table, files[:1])


def test_a_file_of_another_kind_is_refused(table: EventTable, open_data: Path) -> None:
    skim = open_data / "CMS" / "higgs-4l-skims" / "SMHiggsToZZTo4LFourMuonsSkim.root"
    with pytest.raises(DataError, match="this analysis cannot read"):
        channels_of(table, [str(skim)])
