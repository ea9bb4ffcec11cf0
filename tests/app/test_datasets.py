import threading
import time

import pytest

from fivesigma.app.datasets import DatasetLibrary, DatasetStatus, Progress
from fivesigma.core.errors import DownloadError, FiveSigmaError
from fivesigma.core.level import Level
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.columnar import decode_columnar
from fivesigma.data.table import EventTable

# Ten seconds is for a machine that does other things; each of these waits ends at once.
PATIENCE_S = 10.0


def status_of(library: DatasetLibrary, dataset_id: str) -> DatasetStatus:
    return next(status for status in library.status().datasets if status.id == dataset_id)


def test_before_anything_is_ready_there_is_no_default() -> None:
    with pytest.raises(FiveSigmaError, match="No dataset is ready"):
        DatasetLibrary(load_catalogue()).default_dataset()


def test_what_the_page_cannot_show_is_not_offered_and_refused_when_asked_for() -> None:
    offered = [status.id for status in DatasetLibrary(load_catalogue()).status().datasets]
    assert offered == ["atlas-dm", "simulated-dm"]
    with pytest.raises(FiveSigmaError, match=r"variables of 'higgsml'; choose one of atlas-dm, "):
        DatasetLibrary(load_catalogue(), preferred="higgsml")


def test_a_published_table_can_be_read_at_the_address_in_its_status(
    library: DatasetLibrary, embedded_table: EventTable
) -> None:
    status = status_of(library, "simulated-dm")
    assert status.state == "ready"
    assert status.data_url is not None
    resource = library.resource(status.data_url.removeprefix("data/"))
    assert resource is not None
    header, columns = decode_columnar(resource.identity)
    assert header["dataset"] == "simulated-dm"
    assert len(columns["weight"]) == embedded_table.n_events


def test_what_was_not_asked_for_is_unavailable_and_says_so(library: DatasetLibrary) -> None:
    status = status_of(library, "atlas-dm")
    assert (status.state, status.data_url) == ("unavailable", None)
    assert "not asked for" in status.message


def test_a_slow_fetch_goes_from_fetching_to_ready(
    library: DatasetLibrary, real_table: EventTable
) -> None:
    half_done, go_on = threading.Event(), threading.Event()

    def load(progress: Progress, stop: threading.Event) -> EventTable:
        progress(50, 100)
        half_done.set()
        assert go_on.wait(PATIENCE_S)
        return real_table

    library.fetch_in_background("atlas-dm", load)
    assert half_done.wait(PATIENCE_S)
    status = library.wait("atlas-dm", timeout_s=0.01)
    assert (status.state, status.bytes_done, status.bytes_total) == ("fetching", 50, 100)
    assert library.default_dataset() == "simulated-dm"
    go_on.set()
    assert library.wait("atlas-dm", timeout_s=PATIENCE_S).state == "ready"
    assert library.default_dataset() == "atlas-dm"


def test_a_failed_fetch_leaves_its_reason_and_the_embedded_set(library: DatasetLibrary) -> None:
    def load(progress: Progress, stop: threading.Event) -> EventTable:
        message = "No network. Connect, or give a folder with --mirror."
        raise DownloadError(message)

    library.fetch_in_background("atlas-dm", load)
    status = library.wait("atlas-dm", timeout_s=PATIENCE_S)
    assert (status.state, status.message) == (
        "unavailable",
        "No network. Connect, or give a folder with --mirror.",
    )
    assert library.default_dataset() == "simulated-dm"


def test_a_failed_fetch_is_tried_again_until_it_succeeds(
    embedded_table: EventTable, real_table: EventTable
) -> None:
    library = DatasetLibrary(load_catalogue(), retry_s=0.01)
    library.publish(embedded_table)
    tries, here = [], threading.Event()

    def load(progress: Progress, stop: threading.Event) -> EventTable:
        tries.append(1)
        if len(tries) < 3:
            message = "No network."
            raise DownloadError(message)
        here.set()
        return real_table

    library.fetch_in_background("atlas-dm", load)
    assert here.wait(PATIENCE_S)
    deadline_s = time.monotonic() + PATIENCE_S
    while library.default_dataset() != "atlas-dm":
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    library.close()
    assert len(tries) == 3


def test_a_bug_while_fetching_is_logged_and_does_not_leave_the_page_waiting(
    library: DatasetLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    def load(progress: Progress, stop: threading.Event) -> EventTable:
        raise ZeroDivisionError

    library.fetch_in_background("atlas-dm", load)
    status = library.wait("atlas-dm", timeout_s=PATIENCE_S)
    assert status.state == "unavailable"
    assert "ZeroDivisionError" not in status.message
    assert "ZeroDivisionError" in caplog.text


def test_closing_stops_a_fetch_that_is_under_way(library: DatasetLibrary) -> None:
    started, stopped = threading.Event(), threading.Event()

    def load(progress: Progress, stop: threading.Event) -> EventTable:
        started.set()
        assert stop.wait(PATIENCE_S)
        stopped.set()
        message = "stopped"
        raise DownloadError(message)

    library.fetch_in_background("atlas-dm", load)
    assert started.wait(PATIENCE_S)
    library.close()
    assert stopped.wait(PATIENCE_S)
    assert library.wait("atlas-dm", timeout_s=PATIENCE_S).state == "unavailable"


def test_the_preferred_dataset_wins_once_it_is_ready(
    embedded_table: EventTable, real_table: EventTable
) -> None:
    library = DatasetLibrary(load_catalogue(), preferred="simulated-dm")
    library.publish(real_table)
    assert library.default_dataset() == "atlas-dm"
    library.publish(embedded_table)
    assert library.default_dataset() == "simulated-dm"


def test_every_level_of_realism_can_be_read_at_its_address(
    levels: dict[Level, EventTable],
) -> None:
    library = DatasetLibrary(load_catalogue())
    library.publish(levels[Level.DETECTOR], levels=levels)
    status = status_of(library, "simulated-dm")
    urls = {file.level: file.data_url for file in status.levels} | {2: str(status.data_url)}
    assert list(urls) == [0, 1, 2]
    assert library.levels() == {"simulated-dm": [0, 1, 2]}
    for level, table in levels.items():
        resource = library.resource(urls[level].removeprefix("data/"))
        assert resource is not None
        header, columns = decode_columnar(resource.identity)
        assert (header["dataset"], header["level"]) == ("simulated-dm", level)
        assert len(columns["truth_id"]) == table.n_events


def test_a_dataset_of_one_level_says_nothing_of_levels(
    library: DatasetLibrary, embedded_table: EventTable
) -> None:
    for levels in (None, {}, {Level.DETECTOR: embedded_table}):
        library.publish(embedded_table, levels=levels)
        status = status_of(library, "simulated-dm")
        resource = library.resource(str(status.data_url).removeprefix("data/"))
        assert resource is not None
        header, _ = decode_columnar(resource.identity)
        assert (status.levels, library.levels(), "level" in header) == ([], {}, False)
