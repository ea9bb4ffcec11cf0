"""Measured collisions beside a simulation that came without them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fivesigma.app.own_table import shown_beside
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.columnar import decode_columnar, encode_columnar
from fivesigma.data.table import EventTable, embedded_table, facts_of, load_table
from fivesigma.workflow.beside import data_beside
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.record import Source
from made_up_root import Event, measured, write_2020

LUMINOSITY = 10.064


@pytest.fixture
def built(tmp_path: Path) -> EventTable:
    """Three measured collisions that pass the preselection, and a simulated one."""
    data = [measured(Event(number=number, met=110.0 + 10 * number)) for number in range(3)]
    paths = [
        write_2020(tmp_path / "data_A.root", data),
        write_2020(tmp_path / "mc_303513.root", [Event()]),
    ]
    sources = (Source(path=str(paths[0])), Source(path=str(paths[1]), process="DM_300"))
    output = tmp_path / "built.parquet"
    build_table(Request(analysis="dilepton-met", sources=sources, output=output, workers=1))
    return load_table(output)


def test_the_simulation_is_scaled_to_the_data(built: EventTable) -> None:
    simulation = embedded_table()
    joined = data_beside(simulation, built)
    is_measured = joined.label == -1
    assert is_measured.sum() == 3
    assert (joined.weight[is_measured] == 1).all()
    before = facts_of(simulation).luminosity_ifb
    assert before is not None
    expected = simulation.weight * LUMINOSITY / before
    np.testing.assert_allclose(joined.weight[~is_measured], expected)
    assert facts_of(joined).luminosity_ifb == LUMINOSITY
    np.testing.assert_allclose(joined.features["met"][is_measured], [110, 120, 130], rtol=1e-6)
    assert {joined.processes[code] for code in joined.process[is_measured]} == {"data"}


def test_the_page_explains_it_as_it_does_the_dataset(built: EventTable) -> None:
    dataset = load_catalogue().dataset("simulated-dm")
    shown = shown_beside(data_beside(embedded_table(), built), dataset)
    assert shown.facts.features is None
    assert shown.facts.measured is not None
    assert (shown.facts.measured.by, shown.facts.measured.luminosity_ifb) == ("ATLAS", LUMINOSITY)
    assert [one.kind for one in shown.facts.processes].count("measured") == 1
    header, columns = decode_columnar(encode_columnar(shown.table))
    code = header["processes"].index("data")
    assert (columns["process"] == code).sum() == 3


def test_what_cannot_stand_beside_it_is_refused(built: EventTable) -> None:
    simulation = embedded_table()
    with pytest.raises(FiveSigmaError, match="holds no measured event"):
        data_beside(simulation, simulation)
    assert built.facts is not None
    unknown = replace(built, facts=replace(built.facts, luminosity_ifb=None))
    with pytest.raises(FiveSigmaError, match="luminosity"):
        data_beside(simulation, unknown)
    colder = replace(built, facts=replace(built.facts, sqrt_s_tev=8.0))
    with pytest.raises(FiveSigmaError, match=r"8\.0 TeV"):
        data_beside(simulation, colder)
    narrow = {name: values for name, values in built.features.items() if name != "met"}
    with pytest.raises(FiveSigmaError, match="no feature 'met'"):
        data_beside(simulation, replace(built, features=narrow))
