"""The events of a lesson in a test: the set that ships with the package, then that of ATLAS."""

from collections.abc import Iterator

import matplotlib as mpl
import pytest

from fivesigma.data.table import EventTable
from fivesigma.teaching import lesson


@pytest.fixture(autouse=True)
def _own_style() -> Iterator[None]:
    """A lesson sets Matplotlib's style for its process, which here is that of all tests."""
    with mpl.rc_context():
        yield


@pytest.fixture(scope="module", params=["simulated-dm", "atlas-dm"])
def either_set(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EventTable]:
    """What `load_events` returns as long as the tests of a file run, once for each dataset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIVESIGMA_COURSE_DATASET", request.param)
        patch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        if request.param == lesson.REAL_DATASET:
            patch.setenv("FIVESIGMA_MIRROR", str(request.getfixturevalue("mirror")))
        yield lesson.load_events(quiet=True)
