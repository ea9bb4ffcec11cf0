"""Every analysis by its name."""

from typing import Final

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.analyses.dilepton_met import DILEPTON_MET
from fivesigma.physics.analyses.dimuon import DIMUON
from fivesigma.physics.analyses.diphoton import DIPHOTON
from fivesigma.physics.analyses.four_lepton import FOUR_LEPTON
from fivesigma.physics.analyses.record import Analysis, Reader
from fivesigma.physics.analyses.three_hadrons import THREE_HADRONS

ANALYSES: Final = (DILEPTON_MET, FOUR_LEPTON, DIPHOTON, DIMUON, THREE_HADRONS)


def analysis_of(name: str) -> Analysis:
    """The analysis of this name, or for this set of files; FiveSigmaError names the ones there are.

    >>> analysis_of("dimuon").title, analysis_of("atlas-2020-4lep").name
    ('Two muons', 'four-lepton')
    """
    for analysis in ANALYSES:
        if name in {analysis.name, *analysis.filesets}:
            return analysis
    names = ", ".join(analysis.name for analysis in ANALYSES)
    msg = f"there is no analysis {name!r}; choose one of {names}."
    raise FiveSigmaError(msg)


def reader_of(analysis: Analysis, schema: str) -> Reader:
    """How the analysis reads this kind of file; FiveSigmaError where it cannot.

    >>> reader_of(analysis_of("dimuon"), "cms-nanoaod").needs[0]
    'muon.pt'
    """
    for reader in analysis.readers:
        if reader.schema == schema:
            return reader
    kinds = ", ".join(reader.schema for reader in analysis.readers)
    msg = f"the analysis {analysis.name} reads files of the kinds {kinds}, not {schema}."
    raise FiveSigmaError(msg)
