"""Kinds of ROOT files that a table can be built from: which branch holds what, in which unit.

A name on the left is ours, such as "lepton.pt": the kind of particle, or "event" for one number a
collision. `to_house` turns the branch's unit into GeV, rad, mm and e. Branches of the ATLAS 2020
release: records 15003 to 15007; of the 2025 release: opendata.atlas.cern, "13 TeV 2025 data, beta";
NanoAOD: the CMS workbook; LHCb: record 4900.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from fivesigma.core.errors import DataError
from fivesigma.core.units import MEV_PER_GEV

Normalisation = Literal["sample", "generator", "stored", "none"]
"""Where the weight of a simulated collision comes from: factors of its sample in the file
("sample"), a generator weight and facts that are given ("generator"), a branch that has it already
("stored"), or nowhere, so that rows are counted ("none")."""

FROM_MEV: Final = 1.0 / MEV_PER_GEV


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch: `source` its name in the file; `energy`: it holds a momentum, energy or mass."""

    source: str
    to_house: float = 1.0
    energy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One kind of file. `trees`: names its tree may have. `branches`: house name → branch.

    `energy`, `luminosity_ifb`, `licence_note`: of the release. `identity`: house names that tell
    one collision from every other. `simulation_only`: house names that data files may lack.
    `measured_trees`, `simulated_trees`: trees that hold only the one or the other.
    `sum_of_weights_in`: tree and branch that add up to the weights of all that was generated.
    """

    name: str
    title: str
    trees: tuple[str, ...]
    branches: Mapping[str, Branch]
    normalisation: Normalisation
    identity: tuple[str, ...]
    signature: tuple[str, ...]
    luminosity_ifb: float | None = None
    sqrt_s_tev: float | None = None
    licence: str = "CC0-1.0"
    note: str = ""
    simulation_only: tuple[str, ...] = ()
    simulated_trees: tuple[str, ...] = field(default=())
    sum_of_weights_in: tuple[str, str] | None = None


def _plain(**sources: str) -> dict[str, Branch]:
    return {name.replace("__", "."): Branch(source=source) for name, source in sources.items()}


def _energies(to_house: float, **sources: str) -> dict[str, Branch]:
    return {
        name.replace("__", "."): Branch(source=source, to_house=to_house, energy=True)
        for name, source in sources.items()
    }


ATLAS_2020: Final = Schema(
    name="atlas-2020",
    title="ATLAS 13 TeV open data for education, 2020",
    trees=("mini",),
    signature=("mcWeight", "XSection", "SumWeights", "lep_E"),
    normalisation="sample",
    identity=("event.run", "event.number", "event.sample"),
    luminosity_ifb=10.064,
    sqrt_s_tev=13.0,
    note="For education only, not suited for scientific publications.",
    branches={
        **_plain(
            event__run="runNumber",
            event__number="eventNumber",
            event__sample="channelNumber",
            event__generator_weight="mcWeight",
            event__cross_section_pb="XSection",
            event__sum_of_weights="SumWeights",
            event__sf_pileup="scaleFactor_PILEUP",
            event__sf_electron="scaleFactor_ELE",
            event__sf_muon="scaleFactor_MUON",
            event__sf_photon="scaleFactor_PHOTON",
            event__sf_lepton_trigger="scaleFactor_LepTRIGGER",
            event__sf_photon_trigger="scaleFactor_PhotonTRIGGER",
            event__sf_b_tagging="scaleFactor_BTAG",
            event__electron_trigger="trigE",
            event__muon_trigger="trigM",
            event__photon_trigger="trigP",
            event__met_phi="met_phi",
            lepton__eta="lep_eta",
            lepton__phi="lep_phi",
            lepton__charge="lep_charge",
            lepton__flavour="lep_type",
            lepton__is_tight="lep_isTightID",
            lepton__z0="lep_z0",
            lepton__d0_significance="lep_tracksigd0pvunbiased",
            jet__eta="jet_eta",
            jet__phi="jet_phi",
            jet__jvt="jet_jvt",
            jet__b_tag="jet_MV2c10",
            photon__eta="photon_eta",
            photon__phi="photon_phi",
            photon__is_tight="photon_isTightID",
        ),
        **_energies(
            FROM_MEV,
            event__met="met_et",
            lepton__pt="lep_pt",
            lepton__track_isolation="lep_ptcone30",
            lepton__cluster_isolation="lep_etcone20",
            jet__pt="jet_pt",
            photon__pt="photon_pt",
            photon__track_isolation="photon_ptcone30",
            photon__cluster_isolation="photon_etcone20",
        ),
    },
)

ATLAS_2025: Final = Schema(
    name="atlas-2025",
    title="ATLAS 13 TeV open data for education, 2025 (beta)",
    trees=("analysis",),
    signature=("lep_e", "met", "runNumber"),
    normalisation="sample",
    identity=("event.run", "event.number", "event.sample"),
    luminosity_ifb=36.6,
    sqrt_s_tev=13.0,
    note="Beta release for education and outreach.",
    simulation_only=(
        "event.generator_weight",
        "event.cross_section_pb",
        "event.filter_efficiency",
        "event.k_factor",
        "event.sum_of_weights",
        "event.sf_pileup",
        "event.sf_electron",
        "event.sf_muon",
        "event.sf_photon",
        "event.sf_lepton_trigger",
        "event.sf_b_tagging",
        "event.sf_jet_vertex",
    ),
    branches={
        **_plain(
            event__run="runNumber",
            event__number="eventNumber",
            event__sample="channelNumber",
            event__generator_weight="mcWeight",
            event__cross_section_pb="xsec",
            event__filter_efficiency="filteff",
            event__k_factor="kfac",
            event__sum_of_weights="sum_of_weights",
            event__sf_pileup="ScaleFactor_PILEUP",
            event__sf_electron="ScaleFactor_ELE",
            event__sf_muon="ScaleFactor_MUON",
            event__sf_photon="ScaleFactor_PHOTON",
            event__sf_lepton_trigger="ScaleFactor_LepTRIGGER",
            event__sf_b_tagging="ScaleFactor_FTAG",
            event__sf_jet_vertex="ScaleFactor_JVT",
            event__electron_trigger="trigE",
            event__muon_trigger="trigM",
            event__photon_trigger="trigP",
            event__met_phi="met_phi",
            lepton__eta="lep_eta",
            lepton__phi="lep_phi",
            lepton__charge="lep_charge",
            lepton__flavour="lep_type",
            lepton__is_loose="lep_isLooseID",
            lepton__is_medium="lep_isMediumID",
            lepton__is_tight="lep_isTightID",
            lepton__is_loosely_isolated="lep_isLooseIso",
            lepton__is_isolated="lep_isTightIso",
            lepton__z0="lep_z0",
            lepton__d0_significance="lep_d0sig",
            jet__eta="jet_eta",
            jet__phi="jet_phi",
            jet__jvt="jet_jvt",
            jet__b_tag="jet_btag_quantile",
            photon__eta="photon_eta",
            photon__phi="photon_phi",
            photon__is_tight="photon_isTightID",
            photon__is_isolated="photon_isTightIso",
        ),
        **_energies(
            1.0,
            event__met="met",
            lepton__pt="lep_pt",
            jet__pt="jet_pt",
            photon__pt="photon_pt",
            photon__track_isolation="photon_ptcone20",
        ),
    },
)

CMS_NANOAOD: Final = Schema(
    name="cms-nanoaod",
    title="CMS NanoAOD, complete or reduced",
    trees=("Events",),
    signature=("Muon_pt", "Muon_charge"),
    normalisation="generator",
    identity=("event.run", "event.number"),
    simulation_only=("event.generator_weight",),
    sum_of_weights_in=("Runs", "genEventSumw"),
    branches={
        **_plain(
            event__run="run",
            event__number="event",
            event__generator_weight="genWeight",
            event__met_phi="MET_phi",
            muon__eta="Muon_eta",
            muon__phi="Muon_phi",
            muon__charge="Muon_charge",
            muon__is_loose="Muon_looseId",
            muon__is_tight="Muon_tightId",
            muon__relative_isolation="Muon_pfRelIso04_all",
            electron__eta="Electron_eta",
            electron__phi="Electron_phi",
            electron__charge="Electron_charge",
            electron__identification="Electron_cutBased",
            photon__eta="Photon_eta",
            photon__phi="Photon_phi",
            photon__identification="Photon_cutBased",
            photon__electron_veto="Photon_electronVeto",
            jet__eta="Jet_eta",
            jet__phi="Jet_phi",
            jet__identification="Jet_jetId",
            jet__b_tag="Jet_btagDeepB",
        ),
        **_energies(
            1.0,
            event__met="MET_pt",
            muon__pt="Muon_pt",
            electron__pt="Electron_pt",
            photon__pt="Photon_pt",
            jet__pt="Jet_pt",
        ),
    },
)

CMS_FOUR_LEPTON_SKIM: Final = Schema(
    name="cms-four-lepton-skim",
    title="CMS H → 4ℓ skims of 2012",
    trees=("Events",),
    signature=("Higgs_mass", "Z1_mass", "Weight"),
    normalisation="stored",
    identity=("event.run", "event.m4l", "event.theta_star", "event.phi"),
    luminosity_ifb=11.58,
    sqrt_s_tev=8.0,
    branches={
        **_plain(
            event__run="run",
            event__stored_weight="Weight",
            event__theta_star="theta_star",
            event__phi="Phi",
            event__phi1="Phi1",
            event__theta1="theta1",
            event__theta2="theta2",
        ),
        **_energies(
            1.0,
            event__m4l="Higgs_mass",
            event__mz1="Z1_mass",
            event__mz2="Z2_mass",
            event__pt4l="Higgs_pt",
            event__ptz1="Z1_pt",
            event__ptz2="Z2_pt",
        ),
    },
)

LHCB_THREE_HADRONS: Final = Schema(
    name="lhcb-three-hadrons",
    title="LHCb B → hhh, 2011",
    trees=("PhaseSpaceTree", "DecayTree"),
    simulated_trees=("PhaseSpaceTree",),
    signature=("H1_PX", "H2_PX", "H3_PX", "H1_ProbK"),
    normalisation="none",
    identity=(),
    sqrt_s_tev=7.0,
    branches={
        **_plain(
            **{
                f"event__h{i}_{name}": f"H{i}_{source}"
                for i in (1, 2, 3)
                for name, source in (
                    ("prob_k", "ProbK"),
                    ("prob_pi", "ProbPi"),
                    ("charge", "Charge"),
                    ("is_muon", "isMuon"),
                )
            }
        ),
        **_energies(
            FROM_MEV,
            **{
                f"event__h{i}_p{axis}": f"H{i}_P{axis.upper()}" for i in (1, 2, 3) for axis in "xyz"
            },
        ),
    },
)

SCHEMAS: Final = (
    ATLAS_2020,
    ATLAS_2025,
    CMS_FOUR_LEPTON_SKIM,
    CMS_NANOAOD,
    LHCB_THREE_HADRONS,
)


def schema_of(name: str) -> Schema:
    """The schema of this name; DataError names the ones there are.

    >>> schema_of("atlas-2020").trees
    ('mini',)
    """
    for schema in SCHEMAS:
        if schema.name == name:
            return schema
    msg = f"there is no kind of file {name!r}: {', '.join(schema.name for schema in SCHEMAS)}."
    raise DataError(msg)
