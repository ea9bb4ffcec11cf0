"""What is generated: one table of processes with their Pythia 8 settings and truth filters.

Pythia's words are kept as they stand in its manual (pythia.org, version 8.3; arXiv:2203.11601).
Everything is leading order with parton shower, hadronisation and underlying event.
"""

from dataclasses import dataclass

COMMON_SETTINGS: tuple[str, ...] = (
    "Print:quiet=on",
    "Beams:eCM=13000.",
    "Random:setSeed=on",
    "Tune:pp=14",  # Monash 2013, arXiv:1404.5630
    "PDF:pSet=13",  # NNPDF2.3 QCD+QED LO, the set that Monash was tuned with
    "Next:numberCount=0",
)
Z_TO_ELECTRONS_OR_MUONS = ("23:onMode=off", "23:onIfAny=11 13")
Z_TO_LEPTONS_OR_NEUTRINOS = ("23:onMode=off", "23:onIfAny=11 12 13 14 16")
W_TO_LEPTONS = ("24:onMode=off", "24:onIfAny=11 13 15")


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFilter:
    """Loose wishes on the hard process; what fails cannot pass the selection, or hardly ever.

    `min_pair_pt`: momentum of the lepton pair, GeV. `min_invisible_pt`: momentum of neutrinos and
    dark matter, GeV, well below the 80 GeV of the selection: 45 GeV already cost WZ 12 %.
    `min_invisible_share`: invisible momentum over the momenta of leptons and bottom quarks.
    """

    min_pair_pt: float
    min_invisible_pt: float
    min_invisible_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedProcess:
    """A process as Pythia knows it.

    `bias_reference_pt` (GeV) is set where hard collisions are oversampled by (pTHat / reference)²;
    the event weight undoes it.
    """

    name: str
    title: str
    settings: tuple[str, ...]
    truth_filter: TruthFilter
    bias_reference_pt: float | None = None


def _mediator_with_z(mass: float) -> tuple[str, ...]:
    """A Z beside an invisible vector particle of this mass (GeV).

    Pythia's unparticle with spin 1 and a mass window of 10 GeV on each side stands in for a narrow
    vector mediator.
    """
    return (
        "ExtraDimensionsUnpart:ffbar2UZ=on",
        "ExtraDimensionsUnpart:spinU=1",
        "ExtraDimensionsUnpart:dU=1.001",
        "ExtraDimensionsUnpart:LambdaU=1000",
        f"5000039:m0={mass:g}",
        "5000039:mWidth=5",
        f"5000039:mMin={mass - 10:g}",
        f"5000039:mMax={mass + 10:g}",
        "PhaseSpace:pTHatMin=30",
        *Z_TO_ELECTRONS_OR_MUONS,
    )


_MISSING_MOMENTUM = TruthFilter(min_pair_pt=45.0, min_invisible_pt=30.0)
_TWO_W = TruthFilter(min_pair_pt=40.0, min_invisible_pt=30.0, min_invisible_share=0.3)

GENERATED_PROCESSES: tuple[GeneratedProcess, ...] = (
    GeneratedProcess(
        name="DM_200",
        title="Z and a 200 GeV mediator that decays to dark matter",
        settings=_mediator_with_z(200.0),
        truth_filter=_MISSING_MOMENTUM,
    ),
    GeneratedProcess(
        name="DM_300",
        title="Z and a 300 GeV mediator that decays to dark matter",
        settings=_mediator_with_z(300.0),
        truth_filter=_MISSING_MOMENTUM,
    ),
    GeneratedProcess(
        name="ZZ",
        title="Two Z bosons",
        settings=(
            "WeakDoubleBoson:ffbar2gmZgmZ=on",
            "WeakZ0:gmZmode=2",
            "PhaseSpace:pTHatMin=30",
            *Z_TO_LEPTONS_OR_NEUTRINOS,
        ),
        truth_filter=_MISSING_MOMENTUM,
    ),
    GeneratedProcess(
        name="WW",
        title="Two W bosons",
        settings=("WeakDoubleBoson:ffbar2WW=on", *W_TO_LEPTONS),
        truth_filter=_TWO_W,
    ),
    GeneratedProcess(
        name="WZ",
        title="A W and a Z boson",
        settings=(
            "WeakDoubleBoson:ffbar2ZW=on",
            "PhaseSpace:pTHatMin=25",
            *Z_TO_ELECTRONS_OR_MUONS,
            *W_TO_LEPTONS,
        ),
        truth_filter=_MISSING_MOMENTUM,
    ),
    GeneratedProcess(
        name="ttbar",
        title="A top quark and an antitop quark",
        settings=("Top:gg2ttbar=on", "Top:qqbar2ttbar=on", *W_TO_LEPTONS),
        truth_filter=_TWO_W,
    ),
    GeneratedProcess(
        name="Zjets",
        title="A Z boson and jets",
        settings=(
            "WeakBosonAndParton:qqbar2gmZg=on",
            "WeakBosonAndParton:qg2gmZq=on",
            "WeakZ0:gmZmode=0",
            "23:mMin=50",
            "PhaseSpace:mHatMin=50",
            "PhaseSpace:pTHatMin=40",
            "PhaseSpace:bias2Selection=on",
            "PhaseSpace:bias2SelectionPow=2",
            "PhaseSpace:bias2SelectionRef=40",
            *Z_TO_ELECTRONS_OR_MUONS,
        ),
        truth_filter=TruthFilter(min_pair_pt=50.0, min_invisible_pt=0.0),
        bias_reference_pt=40.0,
    ),
)
