"""Fetching the small set from a server that may misbehave, and what must hold afterwards."""

from pathlib import Path
from typing import Any

from bad_server import BadServer
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.transport.transfer import Patience
from small_set import SmallSet

HURRIED = Patience(connect_s=2.0, read_s=1.0, first_wait_s=0.01, longest_wait_s=3.0)


def fetch_from(
    server: BadServer, small_set: SmallSet, settings: Settings, **options: Any
) -> list[Path]:
    dataset = small_set.served_at(server.address)
    return fetch_dataset(dataset, settings, patience=HURRIED, **options)


def assert_complete(small_set: SmallSet, settings: Settings) -> None:
    """The right bytes, under the final names, and nothing left over."""
    folder = settings.cache_dir / "atlas-dm"
    for file in small_set.dataset.files:
        assert (folder / file.name).read_bytes() == (small_set.folder / file.name).read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "DM_200.csv", "ZZ.csv"]


def assert_nothing_accepted(settings: Settings) -> None:
    assert not list(settings.cache_dir.rglob("*.csv"))
