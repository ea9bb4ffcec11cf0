"""What several rooms' tests need: the real files where they are at hand, a small made-up set."""

import os
from pathlib import Path

import pytest

from fivesigma.core.settings import Settings
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.releases.filesets import load_filesets
from small_set import SmallSet, make_small_set

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the real ATLAS files, which are never part of the repository."""
    beside = REPOSITORY.parent / "shared" / "data" / "ATLAS" / "dm-ml-csv"
    folder = Path(os.environ.get("FIVESIGMA_TEST_MIRROR") or beside)
    if not folder.is_dir():
        why = f"the real files are not at {folder}; name their folder in FIVESIGMA_TEST_MIRROR"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return folder


@pytest.fixture(scope="session")
def mirrors(mirror: Path) -> dict[str, Path]:
    """Folder with the real files of every dataset that is fetched, which stand side by side."""
    return {
        "atlas-dm": mirror,
        "higgsml": mirror.parent / "higgsml-2014-subset",
        "cms-h4l": mirror.parents[1] / "CMS" / "higgs-4l-skims",
    }


@pytest.fixture(scope="session")
def workbook(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A cache that holds the files of the workbook; nothing is fetched from anywhere else."""
    cache = tmp_path_factory.mktemp("workbook")
    settings = Settings(cache_dir=cache, mirror=str(mirror.parents[1]))
    for name in ("atlas-2020-4lep-copy", "cms-h4l-skims"):
        fetch_dataset(load_filesets().fileset(name), settings)
    return settings


@pytest.fixture
def workbook_at_hand(workbook: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for code that asks the environment, as lessons and their checks do."""
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(workbook.cache_dir))
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(workbook.mirror))


@pytest.fixture
def small_set(tmp_path: Path) -> SmallSet:
    """One signal and one background of 50 made-up events each, as files in a folder."""
    return make_small_set(tmp_path / "mirror")
