from pathlib import Path

import pytest

pytest.importorskip("uproot")


@pytest.fixture(scope="session")
def open_data(mirror: Path) -> Path:
    """Folder with the real files of all experiments."""
    return mirror.parents[1]
