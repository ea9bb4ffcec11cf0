import csv
from pathlib import Path

import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.releases.samples import atlas_2020_sample, atlas_2020_samples


def test_the_generators_numbers_are_those_of_the_release(mirror: Path) -> None:
    with (mirror / "metadata_2020e_13tev.csv").open(encoding="utf-8", newline="") as stream:
        release = {int(row["dataset_number"]): row for row in csv.DictReader(stream)}
    for dsid, sample in atlas_2020_samples().items():
        row = release[dsid]
        assert sample.physics_short == row["physics_short"]
        assert sample.generated_cross_section_pb == float(row["crossSection_pb"])
        assert sample.filter_efficiency == float(row["genFiltEff"])
        assert sample.k_factor == float(row["kFactor"])


def test_a_dark_matter_sample_gives_the_mean_weight_of_its_table(mirror: Path) -> None:
    """10 fb⁻¹ × σ / Σw is the mean weight of the published table, up to its scale factors."""
    dataset = load_catalogue().dataset("atlas-dm")
    for process in dataset.processes[:10]:
        assert process.file is not None
        assert process.dsid is not None
        sample = atlas_2020_sample(process.dsid)
        assert sample.cross_section_pb == process.cross_section_pb
        assert sample.cross_section_pb is not None
        assert sample.sum_of_weights is not None
        weight = dataset.luminosity_ifb * 1000.0 * sample.cross_section_pb / sample.sum_of_weights
        with (mirror / process.file.name).open(encoding="utf-8", newline="") as stream:
            weights = [float(row["totalWeight"]) for row in csv.DictReader(stream)]
        assert sum(weights) / len(weights) == pytest.approx(weight, rel=0.08)


def test_the_sum_of_weights_of_top_pairs_is_not_the_mistyped_one() -> None:
    assert atlas_2020_sample(410000).sum_of_weights == 49_386_600.0


def test_a_sample_is_normalised_with_both_numbers_or_with_none() -> None:
    samples = atlas_2020_samples().values()
    unknown = {s.dsid for s in samples if s.cross_section_pb is None or s.sum_of_weights is None}
    gravitons = {305550, 305553, 305556, 305559, 305562, 305568, 305571, 305574, 305577, 305580}
    assert unknown == {*gravitons, 364250}
    for sample in samples:
        assert (sample.cross_section_pb is None) == (sample.sum_of_weights is None)


def test_a_sample_that_is_not_there_is_said_so() -> None:
    with pytest.raises(DataError, match="no simulated sample 999999"):
        atlas_2020_sample(999_999)
