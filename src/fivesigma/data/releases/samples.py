"""What a simulated ATLAS sample is worth: cross-section and sum of weights, by its number (DSID).

A weight is luminosity × cross-section × the event's own weights / sum of weights. The files of the
2020 release carry both numbers themselves (branches `XSection`, `SumWeights`): these are what a
reader uses, and this table is what it compares them with.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from fivesigma.core.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One simulated sample of the ATLAS 2020 release for education.

    `cross_section_pb` and `sum_of_weights` are what ATLAS normalises the sample with, filter
    efficiency and k-factor included; None for the few samples that it gives none for. Of 226
    samples every reduction efficiency (`red_eff`) is 1, so that it is no field here.
    `generated_cross_section_pb`, `filter_efficiency`, `k_factor`: the generator's own, from the
    metadata file of the release. Their product is not always `cross_section_pb`: for the
    dark-matter samples ATLAS leaves the filter efficiency out, for tt̄ it adds a k-factor.
    """

    dsid: int
    name: str
    physics_short: str
    generated_cross_section_pb: float
    filter_efficiency: float
    k_factor: float
    cross_section_pb: float | None
    sum_of_weights: float | None


@functools.cache  # frozen facts of the installed package
def atlas_2020_samples() -> Mapping[int, Sample]:
    """Samples of records 15003 and 15005 to 15007 by their number.

    Numbers of the generator: metadata_2020e_13tev.csv of opendata.atlas.cern. Cross-sections and
    sums of weights: `infofile.py` of ATLAS' 13 TeV notebooks, for files with two and more leptons
    or two photons. The sums in the metadata file are of another selection for some samples, and a
    tenth of the true one for tt̄, so that they are not taken.

    >>> sample = atlas_2020_samples()[303513]
    >>> sample.name, sample.cross_section_pb, sample.sum_of_weights
    ('dmV_Zll_MET40_DM1_MM300', 0.063965, 10000.0)
    """
    path = resources.files("fivesigma.data.releases").joinpath("facts", "atlas-2020-samples.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return MappingProxyType({int(row["dsid"]): _sample(row) for row in rows})


def atlas_2020_sample(dsid: int) -> Sample:
    """The sample of this number; DataError where the release has none.

    >>> atlas_2020_sample(1)
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: the ATLAS 2020 release has no simulated sample 1 with two\
 leptons, four leptons or two photons.
    """
    try:
        return atlas_2020_samples()[dsid]
    except KeyError:
        msg = (
            f"the ATLAS 2020 release has no simulated sample {dsid} with two leptons, four "
            "leptons or two photons."
        )
        raise DataError(msg) from None


def _sample(row: Mapping[str, str]) -> Sample:
    return Sample(
        dsid=int(row["dsid"]),
        name=row["name"],
        physics_short=row["physics_short"],
        generated_cross_section_pb=float(row["generated_cross_section_pb"]),
        filter_efficiency=float(row["filter_efficiency"]),
        k_factor=float(row["k_factor"]),
        cross_section_pb=_number(row["cross_section_pb"]),
        sum_of_weights=_number(row["sum_of_weights"]),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
