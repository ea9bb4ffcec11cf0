from pathlib import Path

import pytest

import published_comparison
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable


@pytest.fixture(scope="module")
def table(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    settings = Settings(cache_dir=tmp_path_factory.mktemp("cache"), mirror=str(mirror))
    return published_comparison.selected_events(settings)


@pytest.mark.parametrize(
    "row", published_comparison.ROWS, ids=lambda row: f"{row.name}-{row.weighting}"
)
def test_the_published_numbers_come_out(table: EventTable, row: published_comparison.Row) -> None:
    claims = published_comparison.row_claims(table, row)
    assert [claim.name for claim in claims if not claim.holds] == []
    assert len(claims) == 4
