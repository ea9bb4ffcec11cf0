import shutil
from pathlib import Path

import pytest

import fivesigma
from bad_server import serving
from fetching import HURRIED, assert_complete, assert_nothing_accepted, fetch_from
from fivesigma.core.errors import DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import fetch_dataset, is_cached, verify_dataset
from small_set import CLOSED_PORT, SmallSet


def test_files_arrive_once_in_the_catalogues_order(small_set: SmallSet, settings: Settings) -> None:
    with serving(small_set.folder) as server:
        paths = fetch_from(server, small_set, settings)
        again = fetch_from(server, small_set, settings)
    assert [path.name for path in paths] == ["DM_200.csv", "ZZ.csv"]
    assert again == paths
    assert server.paths() == ["/DM_200.csv", "/ZZ.csv"]
    assert_complete(small_set, settings)


def test_a_request_says_who_asks(small_set: SmallSet, settings: Settings) -> None:
    with serving(small_set.folder) as server:
        fetch_from(server, small_set, settings)
    _, headers = server.requests[0]
    assert headers["User-Agent"] == f"fivesigma/{fivesigma.__version__}"
    assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("behaviours", "n_requests"),
    [
        (["half"], 2),
        (["stalls"], 2),
        (["half", "whole"], 2),
        (["half", "new-version"], 2),
        (["half", "wrong-place"], 3),
        (["half", "416"], 3),
        (["502"], 2),
        (["503", "500"], 3),
        (["429 1"], 2),
        (["429"], 2),
        (["429", "502"], 3),
        (["reset"], 2),
        (["reset", "stalls"], 3),
        (["wrong-length"], 1),
        (["half", "half"], 3),
    ],
)
def test_a_passing_misbehaviour_is_survived_within_few_requests(
    behaviours: list[str], n_requests: int, small_set: SmallSet, settings: Settings
) -> None:
    with serving(small_set.folder, behaviours) as server:
        fetch_from(server, small_set, settings)
    assert_complete(small_set, settings)
    assert server.paths().count("/DM_200.csv") == n_requests


def test_a_broken_download_is_continued(small_set: SmallSet, settings: Settings) -> None:
    n_bytes = small_set.dataset.files[0].bytes // 2
    with serving(small_set.folder, ["half"]) as server:
        fetch_from(server, small_set, settings)
    _, headers = server.requests[1]
    assert headers["Range"] == f"bytes={n_bytes}-"
    assert headers["If-Range"] == '"version-1"'


def test_another_server_is_shown_no_validator(small_set: SmallSet, settings: Settings) -> None:
    with (
        serving(small_set.folder, ["half"] * HURRIED.n_attempts) as first,
        serving(small_set.folder) as second,
    ):
        dataset = small_set.served_at(first.address, second.address)
        fetch_dataset(dataset, settings, patience=HURRIED)
    _, headers = second.requests[0]
    assert "Range" in headers
    assert "If-Range" not in headers
    assert_complete(small_set, settings)


@pytest.mark.parametrize(
    ("behaviours", "complaint"),
    [
        (["flipped"], "gives a file whose checksum is not the catalogue's"),
        (["too-long"], "sends more than the [0-9,]+ bytes of the catalogue"),
        (["403"], "answers 403 Forbidden"),
        (["404"], "answers 404 Not Found"),
        (["html"], "gives a web page in place of the file"),
        (["login"], "gives a web page in place of the file"),
        (["html-as-csv"], "gives a web page in place of the file"),
        (["502"] * 3, "answers 502 Bad Gateway"),
        (["half", "half", "half"], "stopped|breaks off the connection"),
        (["stalls"] * 3, "does not answer in time"),
        (["429"] * 3, "answers 429 Too Many Requests"),
        (["reset"] * 3, "breaks off the connection"),
        (["429 3600"], "answers 429 Too Many Requests and wants us to wait 3600 s"),
    ],
)
def test_a_lasting_misbehaviour_is_one_sentence_and_no_file(
    behaviours: list[str], complaint: str, small_set: SmallSet, settings: Settings
) -> None:
    with (
        serving(small_set.folder, behaviours) as server,
        pytest.raises(DownloadError, match=f"DM_200.csv could not be fetched: .*{complaint}") as e,
    ):
        fetch_from(server, small_set, settings)
    assert "--mirror" in str(e.value)
    assert "\n" not in str(e.value)
    assert len(server.requests) == len(behaviours)
    assert_nothing_accepted(settings)


def test_a_redirect_to_a_login_page_is_no_file(small_set: SmallSet, settings: Settings) -> None:
    with (
        serving(small_set.folder, ["redirect"]) as server,
        pytest.raises(DownloadError, match="gives a web page in place of the file"),
    ):
        fetch_from(server, small_set, settings)
    assert server.paths() == ["/DM_200.csv", "/login"]
    assert_nothing_accepted(settings)


def test_a_redirect_to_the_file_is_followed(small_set: SmallSet, settings: Settings) -> None:
    with serving(small_set.folder, ["moved"]) as server:
        fetch_from(server, small_set, settings)
    assert server.paths() == ["/DM_200.csv", "/elsewhere/DM_200.csv", "/ZZ.csv"]
    assert_complete(small_set, settings)


def test_a_failure_says_what_is_kept(small_set: SmallSet, settings: Settings) -> None:
    first, second = small_set.dataset.files
    with (
        serving(small_set.folder, ["good", "half", "half", "half"]) as server,
        pytest.raises(
            DownloadError,
            match=r"ZZ\.csv could not be fetched: .*; [0-9,]+ of its "
            rf"{second.bytes:,} bytes are kept\."
            r" Try again later, .* 1 of 2 files are here and stay\.",
        ),
    ):
        fetch_from(server, small_set, settings)
    assert verify_states(small_set.dataset, settings) == ["intact", "missing"]
    with serving(small_set.folder) as server:
        fetch_from(server, small_set, settings)
    assert server.paths() == [f"/{second.name}"]
    assert "Range" in server.requests[0][1]
    assert first.name not in server.paths()


@pytest.mark.parametrize("behaviours", [["403"], ["flipped"], ["html"], ["502"] * 3])
def test_the_next_address_is_asked_when_the_first_fails(
    behaviours: list[str], small_set: SmallSet, settings: Settings
) -> None:
    with serving(small_set.folder, behaviours) as bad, serving(small_set.folder) as good:
        dataset = small_set.served_at(bad.address, good.address)
        fetch_dataset(dataset, settings, patience=HURRIED)
    assert good.paths() == ["/DM_200.csv"]
    assert_complete(small_set, settings)


def test_without_a_network_each_address_is_named(small_set: SmallSet, settings: Settings) -> None:
    dataset = small_set.served_at(CLOSED_PORT, "http://no-such-host.invalid")
    with pytest.raises(
        DownloadError,
        match=r"127\.0\.0\.1 refuses the connection; no-such-host\.invalid is not found",
    ):
        fetch_dataset(dataset, settings, patience=HURRIED)
    assert_nothing_accepted(settings)


def test_a_damaged_cached_file_is_fetched_again(small_set: SmallSet, settings: Settings) -> None:
    with serving(small_set.folder) as server:
        first, _ = fetch_from(server, small_set, settings)
        first.write_bytes(first.read_bytes()[:-5] + b"9999\n")
        assert not is_cached(small_set.dataset, settings)
        fetch_from(server, small_set, settings)
    assert server.paths() == ["/DM_200.csv", "/ZZ.csv", "/DM_200.csv"]
    assert_complete(small_set, settings)


@pytest.mark.parametrize("content", [b"totalWeight", b"x" * 100_000])
def test_a_part_of_something_else_does_no_harm(
    content: bytes, small_set: SmallSet, settings: Settings
) -> None:
    folder = settings.cache_dir / "atlas-dm"
    folder.mkdir(parents=True)
    (folder / "DM_200.csv.part").write_bytes(content.replace(b"l", b"?"))
    (folder / "DM_200.csv.part.json").write_bytes(b"{")
    with serving(small_set.folder) as server:
        fetch_from(server, small_set, settings)
    assert_complete(small_set, settings)


def test_a_complete_part_needs_no_network(small_set: SmallSet, settings: Settings) -> None:
    folder = settings.cache_dir / "atlas-dm"
    folder.mkdir(parents=True)
    for file in small_set.dataset.files:
        (folder / f"{file.name}.part").write_bytes((small_set.folder / file.name).read_bytes())
    fetch_dataset(small_set.dataset, settings, patience=HURRIED)
    assert_complete(small_set, settings)


def test_progress_counts_over_all_files_and_ends_at_the_total(
    small_set: SmallSet, settings: Settings
) -> None:
    seen: list[tuple[int, int]] = []
    with serving(small_set.folder) as server:
        fetch_from(server, small_set, settings, progress=lambda *counts: seen.append(counts))
    total = sum(file.bytes for file in small_set.dataset.files)
    assert {bytes_total for _, bytes_total in seen} == {total}
    assert [bytes_done for bytes_done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (total, total)


def test_a_folder_is_a_mirror_under_either_name(small_set: SmallSet, settings: Settings) -> None:
    file = small_set.dataset.files[1]
    (small_set.folder / file.name).rename(small_set.folder / file.portal_name)
    mirrored = Settings(cache_dir=settings.cache_dir, mirror=str(small_set.folder))
    fetch_dataset(small_set.dataset, mirrored)
    assert verify_states(small_set.dataset, settings) == ["intact", "intact"]


def test_a_mirror_may_have_a_folder_for_each_dataset(
    small_set: SmallSet, settings: Settings, tmp_path: Path
) -> None:
    """The same name may be in two of them; the checksum tells which is meant."""
    stick = tmp_path / "stick"
    for place in ("ATLAS/other", "ATLAS/small"):
        shutil.copytree(small_set.folder, stick / place)
    (stick / "ATLAS" / "other" / "ZZ.csv").write_text("another ZZ", "utf-8")
    mirrored = Settings(cache_dir=settings.cache_dir, mirror=str(stick))
    fetch_dataset(small_set.dataset, mirrored)
    assert_complete(small_set, settings)


def test_an_address_is_a_mirror_under_either_name(small_set: SmallSet, settings: Settings) -> None:
    file = small_set.dataset.files[1]
    (small_set.folder / file.name).rename(small_set.folder / file.portal_name)
    with serving(small_set.folder) as server:
        mirrored = Settings(cache_dir=settings.cache_dir, mirror=f"{server.address}/dm/")
        fetch_dataset(small_set.dataset, mirrored, patience=HURRIED)
    asked = ["/dm/DM_200.csv", "/dm/ZZ.csv", "/dm/ATLAS_DM_ML_notebook_ZZ.csv"]
    assert server.paths() == asked
    assert verify_states(small_set.dataset, settings) == ["intact", "intact"]


def test_a_mirror_is_not_trusted(small_set: SmallSet, settings: Settings) -> None:
    path = small_set.folder / "DM_200.csv"
    path.write_bytes(path.read_bytes()[::-1])
    mirrored = Settings(cache_dir=settings.cache_dir, mirror=str(small_set.folder))
    with pytest.raises(DownloadError, match=r"DM_200\.csv gives a file whose checksum is not"):
        fetch_dataset(small_set.dataset, mirrored)
    assert_nothing_accepted(settings)


@pytest.mark.parametrize(
    ("mirror", "complaint"),
    [
        ("/no/such/folder", "the mirror '/no/such/folder' is neither a folder nor an http"),
        ("ftp://example.org", "the mirror 'ftp://example.org' is neither a folder nor an http"),
        (".", "the mirror . holds no DM_200.csv and no ATLAS_DM_ML_notebook_DM_200.csv"),
        ("http://[", r"the mirror 'http://\[' is neither a folder nor an http"),
    ],
)
def test_a_mirror_that_is_none_is_said_so(
    mirror: str, complaint: str, small_set: SmallSet, settings: Settings
) -> None:
    with pytest.raises(DownloadError, match=complaint):
        fetch_dataset(small_set.dataset, Settings(cache_dir=settings.cache_dir, mirror=mirror))


def test_the_proxy_of_the_system_is_used(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(small_set.folder) as server:
        monkeypatch.setenv("http_proxy", server.address.replace("//", "//pupil:secret@"))
        fetch_dataset(small_set.served_at("http://far.example"), settings, patience=HURRIED)
    path, headers = server.requests[0]
    assert path == "http://far.example/DM_200.csv"
    assert headers["Proxy-Authorization"] == "Basic cHVwaWw6c2VjcmV0"


def verify_states(dataset: Dataset, settings: Settings) -> list[str]:
    return [check.state for check in verify_dataset(dataset, settings)]


def test_verify_tells_missing_from_damaged(small_set: SmallSet, settings: Settings) -> None:
    assert verify_states(small_set.dataset, settings) == ["missing", "missing"]
    with serving(small_set.folder) as server:
        _, second = fetch_from(server, small_set, settings)
    content = bytearray(second.read_bytes())
    content[-3] ^= 1
    second.write_bytes(content)
    assert verify_states(small_set.dataset, settings) == ["intact", "damaged"]


def test_the_embedded_set_is_always_there(settings: Settings) -> None:
    dataset = load_catalogue().dataset("simulated-dm")
    assert is_cached(dataset, settings)
    assert fetch_dataset(dataset, settings) == []
    assert not settings.cache_dir.exists()
