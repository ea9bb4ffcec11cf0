"""The collisions of the workbook: four leptons of ATLAS and CMS, from the files they published.

Files are fetched once (170 kB of ATLAS, 6.6 MB of CMS), checked, and read by the four-lepton
analysis; the tables are made anew each time, which takes a second or two.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.releases.filesets import load_filesets
from fivesigma.data.table import EventTable, load_table
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.record import Source

ATLAS_FILES: Final = "atlas-2020-4lep-copy"
CMS_FILES: Final = "cms-h4l-skims"
SIMULATED: Final = {
    "H_ZZ_2e2mu": "SMHiggsToZZTo4LTwoMuonsTwoElectronsSkim.root",
    "ZZ_2e2mu": "ZZTo2e2muTwoMuonsTwoElectronsSkim.root",
    "H_ZZ_4mu": "SMHiggsToZZTo4LFourMuonsSkim.root",
    "H_ZZ_4e": "SMHiggsToZZTo4LFourElectronsSkim.root",
}
"""Simulated processes of CMS and their files."""
# The stream with muons first: of a collision that both recorded, its copy is kept.
_MEASURED_2E2MU: Final = ("*DoubleMuParkedTwoMuonsTwoElectrons*", "*DoubleElectron*")


def atlas_files(settings: Settings | None = None) -> list[Path]:
    """The ROOT files with what ATLAS measured in the periods A, B and C of 2016, fetched if needed.

    `settings`: by default those of the environment. DownloadError where they cannot be had.

    >>> with TemporaryDirectory() as folder:
    ...     atlas_files(Settings(cache_dir=Path(folder), mirror="/media/usb/no-such-folder"))
    Traceback (most recent call last):
    fivesigma.core.errors.DownloadError: the mirror '/media/usb/no-such-folder' is neither a folder\
 nor an http(s) or root:// address; check its spelling.
    """
    return _fetched(ATLAS_FILES, ("*",), settings)


def atlas_collisions(settings: Settings | None = None) -> EventTable:
    """What ATLAS measured, after the four-lepton selection; every channel, each event of weight 1.

    DownloadError as from `atlas_files`.

    >>> with TemporaryDirectory() as folder:
    ...     atlas_collisions(Settings(cache_dir=Path(folder), mirror="/media/usb/no-such-folder"))
    Traceback (most recent call last):
    fivesigma.core.errors.DownloadError: the mirror '/media/usb/no-such-folder' is neither a folder\
 nor an http(s) or root:// address; check its spelling.
    """
    return _built([Source(path=str(path)) for path in atlas_files(settings)])


def cms_collisions(settings: Settings | None = None) -> EventTable:
    """CMS, two electrons and two muons: simulated Higgs bosons and ZZ, and what was measured.

    A collision that both streams of the detector recorded is in it once. DownloadError where the
    files cannot be had.

    >>> with TemporaryDirectory() as folder:
    ...     cms_collisions(Settings(cache_dir=Path(folder), mirror="/media/usb/no-such-folder"))
    Traceback (most recent call last):
    fivesigma.core.errors.DownloadError: the mirror '/media/usb/no-such-folder' is neither a folder\
 nor an http(s) or root:// address; check its spelling.
    """
    simulated = [_simulated(name, settings) for name in ("H_ZZ_2e2mu", "ZZ_2e2mu")]
    measured = [
        Source(path=str(path))
        for pattern in _MEASURED_2E2MU
        for path in _fetched(CMS_FILES, (pattern,), settings)
    ]
    return _built([*simulated, *measured])


def cms_signal(process: str, settings: Settings | None = None) -> EventTable:
    """Simulated Higgs bosons of CMS in one channel: "H_ZZ_2e2mu", "H_ZZ_4mu" or "H_ZZ_4e".

    FiveSigmaError on another name, DownloadError where the file cannot be had.

    >>> cms_signal("H_ZZ_4tau")
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: there is no simulated signal 'H_ZZ_4tau' of CMS; choose\
 one of H_ZZ_2e2mu, H_ZZ_4mu, H_ZZ_4e.
    """
    signals = [name for name in SIMULATED if name.startswith("H_")]
    if process not in signals:
        msg = (
            f"there is no simulated signal {process!r} of CMS; choose one of {', '.join(signals)}."
        )
        raise FiveSigmaError(msg)
    return _built([_simulated(process, settings)], signals=(process,))


def _simulated(process: str, settings: Settings | None) -> Source:
    (path,) = _fetched(CMS_FILES, (SIMULATED[process],), settings)
    return Source(path=str(path), process=process)


def _fetched(fileset: str, names: tuple[str, ...], settings: Settings | None) -> list[Path]:
    wanted = load_filesets().fileset(fileset).select(names=names)
    return fetch_dataset(wanted, settings or Settings.from_environment(os.environ))


def _built(sources: list[Source], signals: tuple[str, ...] = ()) -> EventTable:
    with TemporaryDirectory() as folder:
        request = Request(
            analysis="four-lepton",
            sources=tuple(sources),
            output=Path(folder) / "table.parquet",
            signals=signals,
            drop_duplicates=True,
        )
        return load_table(Path(build_table(request).path))
