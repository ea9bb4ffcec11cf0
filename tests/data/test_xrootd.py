"""root:// against a server of this machine, where `xrootd` is installed."""

import socket
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fivesigma.core.errors import DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import cached_path, fetch_dataset
from fivesigma.data.releases.files import PublishedFile
from fivesigma.data.releases.filesets import FileSet, load_filesets
from fivesigma.data.transport import xrootd
from fivesigma.data.transport.transfer import Patience
from fivesigma.data.transport.xrootd import both_addresses, can_read_root, is_root_address
from xrootd_server import free_port, root_server

HURRIED = Patience(connect_s=2.0, read_s=2.0, first_wait_s=0.01, n_attempts=2)
CONTENT = b"0123456789abcdef" * 500_000  # 8 MB: several blocks of the client
needs_client = pytest.mark.skipif(not can_read_root(), reason="the extra xrootd is not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`root://127.0.0.1:port` of a server that holds /eos/opendata/a.root."""
    with root_server(tmp_path_factory.mktemp("xrootd"), {"a.root": CONTENT}) as address:
        yield address


def one_file(url: str, content: bytes = CONTENT) -> FileSet:
    """A file set whose only file is at this address."""
    file = PublishedFile(
        name="a.root",
        portal_name="a.root",
        bytes=len(content),
        adler32=f"{zlib.adler32(content):08x}",
        sha256=None,
        urls=(url,),
        record="4900",
        kind="data",
        process="a",
        dsid=None,
        rows=None,
    )
    lhcb = load_filesets().fileset("lhcb-bhhh")
    return FileSet(
        **{name: getattr(lhcb, name) for name in lhcb.__slots__ if name != "files"}, files=(file,)
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache")


@needs_client
def test_a_file_arrives_whole(server: str, settings: Settings) -> None:
    seen: list[int] = []
    (path,) = fetch_dataset(
        one_file(f"{server}//eos/opendata/a.root"),
        settings,
        patience=HURRIED,
        progress=lambda n_bytes, _: seen.append(n_bytes),
    )
    assert path.read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert len(set(seen)) > 10
    assert sorted(path.name for path in path.parent.iterdir()) == [".lock", "a.root"]


@needs_client
def test_a_root_address_is_a_mirror(server: str, settings: Settings) -> None:
    mirrored = Settings(cache_dir=settings.cache_dir, mirror=f"{server}//eos/opendata")
    (path,) = fetch_dataset(one_file("http://127.0.0.1:1/a.root"), mirrored, patience=HURRIED)
    assert path.read_bytes() == CONTENT


@needs_client
def test_a_broken_transfer_goes_on_where_it_stopped(server: str, settings: Settings) -> None:
    fileset = one_file(f"{server}//eos/opendata/a.root")
    seen: list[int] = []
    with pytest.raises(DownloadError, match="stopped after"):
        fetch_dataset(
            fileset,
            settings,
            patience=HURRIED,
            progress=lambda n_bytes, _: seen.append(n_bytes),
            cancel=lambda: bool(seen and seen[-1] > len(CONTENT) // 2),
        )
    path = cached_path(fileset, fileset.files[0], settings)
    n_kept = path.with_name("a.root.part").stat().st_size
    assert n_kept > len(CONTENT) // 2
    again: list[int] = []
    fetch_dataset(
        fileset, settings, patience=HURRIED, progress=lambda n_bytes, _: again.append(n_bytes)
    )
    assert min(again) > n_kept
    assert path.read_bytes() == CONTENT


@needs_client
@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.root", CONTENT, r"127\.0\.0\.1 has no such file"),
        ("a.root", CONTENT[:-1] + b"!", "a file whose checksum is not the catalogue's"),
        ("a.root", CONTENT[:-1], "sends more than the 7,999,999 bytes"),
        ("a.root", CONTENT + b"!", "stopped after 8,000,000 of 8,000,001 bytes"),
    ],
)
def test_what_is_not_the_file_is_refused(
    name: str, content: bytes, complaint: str, server: str, settings: Settings
) -> None:
    fileset = one_file(f"{server}//eos/opendata/{name}", content)
    with pytest.raises(DownloadError, match=f"a.root could not be fetched: .*{complaint}"):
        fetch_dataset(fileset, settings, patience=HURRIED)
    assert not cached_path(fileset, fileset.files[0], settings).exists()


@pytest.mark.slow
@needs_client
def test_a_host_that_refuses_or_is_silent_is_left_soon(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        for port in (free_port(), silent.getsockname()[1]):
            start_s = time.monotonic()
            with pytest.raises(DownloadError, match="does not give it over root://"):
                fetch_dataset(
                    one_file(f"root://127.0.0.1:{port}//a.root"), settings, patience=HURRIED
                )
            assert time.monotonic() - start_s < 12


def test_without_the_extra_it_is_said_how_to_have_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xrootd, "can_read_root", lambda: False)
    mirrored = Settings(cache_dir=settings.cache_dir, mirror="root://127.0.0.1//eos")
    with pytest.raises(DownloadError, match=r'pip install "fivesigma\[xrootd\]"'):
        fetch_dataset(one_file("http://127.0.0.1:1/a.root"), mirrored, patience=HURRIED)


def test_both_protocols_name_the_same_file() -> None:
    https = "https://opendata.cern.ch/eos/opendata/cms/a.root"
    root = "root://eospublic.cern.ch//eos/opendata/cms/a.root"
    assert both_addresses(https) == both_addresses(root) == (https, root)
    assert not is_root_address(https)
    assert not is_root_address("root://")
    assert not is_root_address("http://[")
