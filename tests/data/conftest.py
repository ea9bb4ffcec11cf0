from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of this machine are reached directly, whatever the machine is set to."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def mirrors(mirror: Path) -> dict[str, Path]:
    """Folder with the real files of every dataset that is fetched."""
    return {
        "atlas-dm": mirror,
        "higgsml": mirror.parent / "higgsml-2014-subset",
        "cms-h4l": mirror.parents[1] / "CMS" / "higgs-4l-skims",
    }
