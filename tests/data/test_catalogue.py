import csv
import hashlib
import re
import zlib
from pathlib import Path

import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Catalogue, load_catalogue, parse_catalogue
from small_catalogue import MINIMAL

ZZ_SAMPLE = MINIMAL[MINIMAL.index('[[datasets.samples]]\nprocess = "ZZ"') :]


def changed(old: str, new: str) -> str:
    assert old in MINIMAL
    return MINIMAL.replace(old, new, 1)


def test_addresses_keep_their_order_and_a_plus_sign_is_quoted() -> None:
    dataset = parse_catalogue(MINIMAL).dataset("pair")
    assert dataset.files[0].urls == (
        "https://one.example/x_DM%2B.csv",
        "https://two.example/x_DM%2B.csv",
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("datasets = [", "not valid TOML"),
        (changed('origin = "atlas-simulation"\n', ""), "dataset 'pair': missing origin"),
        (changed('id = "pair"', 'id = "pair"\ncolour = 1'), "'pair': unknown key colour"),
        (changed('unit = "GeV"', 'unit = "MeV"'), "met has unit 'MeV'"),
        (changed('unit = "GeV"', 'unit = "GeV"\nhue = 1'), "columns of pair: unknown key hue"),
        (changed("rows = 1", 'rows = "1"'), "rows is '1', which is no int"),
        (changed("rows = 1", "rows = 0"), "no bytes or no rows"),
        (changed('role = "feature"', 'role = "guess"'), "role is 'guess', not one of feature"),
        (changed('role = "feature"', 'role = "weight"'), "exactly one column must have the role"),
        (changed('role = "feature"', 'role = "label"'), "no column has the role feature"),
        (changed("low = 80.0", "low = 9000.0"), "met has an empty range"),
        (changed("5f5f", "zz5f"), "sha256 of DM\\+.csv is not 64 hexadecimal digits"),
        (changed("0000000a", "a"), "adler32 of DM\\+.csv is not 8 hexadecimal digits"),
        (changed('name = "DM+.csv"', 'name = "../DM.csv"'), "'../DM.csv' is not a plain file name"),
        (changed('kind = "signal"', 'kind = "background"'), "'pair': no signal process"),
        (changed('kind = "background"', 'kind = "signal"'), "'pair': no background process"),
        (changed('default_signal = "DM"', 'default_signal = "ZZ"'), "'ZZ' is not a signal"),
        (changed('process = "ZZ"', 'process = "WW"'), "process 'WW' is not described"),
        (changed('process = "DM", value', 'process = "WW", value'), "unknown process 'WW'"),
        (changed('columns = "pair"', 'columns = "trio"'), "no columns 'trio'"),
        (changed('columns = "pair"', "columns = [1]"), r"no columns \[1\]"),
        (changed('process = "DM"\nfile', "process = [1]\nfile"), r"process \[1\] is not described"),
        (
            changed('process = "DM"\nfile = {', 'process = "DM"\nfile = 7 #'),
            r"table \[file\] is nee",
        ),
        (changed("[100.0, inf]", "100.0"), "selection of met is 100.0, which is not"),
        (changed("[100.0, inf]", '["a", 1]'), "selection of met: low is 'a', which is no float"),
        (
            changed('url_bases = ["https://one.example/",', "url_bases = [1,"),
            "no list of addresses",
        ),
        (
            changed('unit = "GeV"', 'unit = "GeV"\nmissing = 99.0'),
            "met: 99.0 means missing, but is",
        ),
        (changed('columns = "pair"', 'columns = "pair"\nunread = "run"'), "no list of str"),
        (
            changed('columns = "pair"', 'columns = "pair"\nunread = ["ETmiss"]'),
            "ETmiss is listed tw",
        ),
        (changed('name = "met"', 'name = "weight"'), "column weight is listed twice"),
        (changed('source = "ETmiss"', 'source = "totalWeight"'), "source column totalWeight is"),
        (changed("luminosity_ifb = 10.0", "luminosity_ifb = 0.0"), "luminosity must be above 0"),
        (changed('url_bases = ["https://one.example/", "https://two.example/"]', ""), "no address"),
        (MINIMAL + ZZ_SAMPLE, "process ZZ is listed twice"),
        (MINIMAL + '[[datasets.samples]]\nprocess = "DM"\n', "process DM is listed twice"),
        (MINIMAL + MINIMAL[MINIMAL.index("[[datasets]]") :], "dataset pair is listed twice"),
        ("colour = 1\n" + MINIMAL, "catalogue: unknown key colour"),
        (MINIMAL[: MINIMAL.index("[[datasets]]")], r"a list of tables \[\[datasets\]\] is needed"),
    ],
)
def test_a_wrong_catalogue_is_refused_in_one_sentence(text: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint) as caught:
        parse_catalogue(text)
    assert "\n" not in str(caught.value)


def test_a_process_without_a_file_is_refused_unless_the_dataset_is_embedded() -> None:
    text = MINIMAL.replace(ZZ_SAMPLE, '[[datasets.samples]]\nprocess = "ZZ"\n')
    with pytest.raises(DataError, match="every process needs a file"):
        parse_catalogue(text)


def test_a_catalogue_without_datasets_is_refused() -> None:
    with pytest.raises(DataError, match="holds no dataset"):
        Catalogue(datasets=())


def test_an_unknown_dataset_or_process_names_those_there_are() -> None:
    catalogue = load_catalogue()
    with pytest.raises(DataError, match="'higgs'; choose one of atlas-dm, simulated-dm, higgsml"):
        catalogue.dataset("higgs")
    with pytest.raises(DataError, match="no process 'DM_250'; it has DM_10, DM_100"):
        catalogue.datasets[0].process("DM_250")


def test_the_fingerprint_changes_with_any_fact() -> None:
    one = parse_catalogue(MINIMAL).datasets[0].sha256()
    other = parse_catalogue(changed("high = 6500.0", "high = 6501.0")).datasets[0].sha256()
    assert one == parse_catalogue(MINIMAL).datasets[0].sha256()
    assert one != other


def test_only_features_may_be_given_to_a_model_and_they_keep_the_house_order() -> None:
    for dataset in load_catalogue().datasets:
        assert dataset.weight_name not in dataset.feature_names
    for dataset_id in ("atlas-dm", "simulated-dm"):
        assert load_catalogue().dataset(dataset_id).feature_names == (
            "lead_lep_pt",
            "sublead_lep_pt",
            "mll",
            "met",
            "delta_r_ll",
            "delta_phi_ll_met",
            "fractional_pt_difference",
            "met_over_ht",
            "n_bjets",
            "sum_lep_charge",
        )


def test_signals_stand_by_mediator_mass_before_the_backgrounds() -> None:
    names = [process.name for process in load_catalogue().dataset("atlas-dm").processes]
    masses = [int(name.removeprefix("DM_")) for name in names[:10]]
    assert masses == sorted(masses)
    assert names[10:] == ["ZZ", "WZ", "Z+jets", "Non-resonant_ll"]


@pytest.mark.parametrize("dataset_id", ["atlas-dm", "higgsml", "cms-h4l"])
def test_the_files_at_hand_are_the_catalogues_byte_for_byte(
    dataset_id: str, mirrors: dict[str, Path]
) -> None:
    for file in load_catalogue().dataset(dataset_id).files:
        content = (mirrors[dataset_id] / file.name).read_bytes()
        assert len(content) == file.bytes
        assert f"{zlib.adler32(content):08x}" == file.adler32
        assert hashlib.sha256(content).hexdigest() == file.sha256


def test_what_the_files_hold_besides_the_columns_is_no_feature() -> None:
    for dataset in load_catalogue().datasets:
        sources = {column.source for column in dataset.columns}
        assert not sources & set(dataset.unread)
    assert "run" in load_catalogue().dataset("cms-h4l").unread


def test_cross_sections_are_those_of_the_2020_release(mirror: Path) -> None:
    with (mirror / "metadata_2020e_13tev.csv").open(encoding="utf-8", newline="") as stream:
        release = {row["dataset_number"]: row for row in csv.DictReader(stream)}
    signals = load_catalogue().dataset("atlas-dm").processes[:10]
    for process in signals:
        row = release[str(process.dsid)]
        assert process.cross_section_pb == float(row["crossSection_pb"])
        mass = re.search(r"_MM(\d+)$", row["physics_short"])
        assert mass is not None
        assert process.name == f"DM_{mass[1]}"
