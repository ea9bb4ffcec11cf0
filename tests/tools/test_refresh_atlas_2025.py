"""The comparison with ATLAS' metadata service, against a stand-in on this machine."""

import csv
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fivesigma.data.releases.filesets import load_filesets

pytest.importorskip("atlasopenmagic")

from atlasopenmagic import metadata  # type: ignore[import-untyped]  # it ships no types

import refresh_atlas_2025

SHOWN = {
    "cross_section_pb": 1.5,
    "genFiltEff": 0.5,
    "kFactor": 1.1,
    "nEvents": 10,
    "sumOfWeights": 9.5,
    "sumOfWeightsSquared": 9.25,
}


def told_by_the_catalogue() -> list[dict[str, Any]]:
    """Every file of the catalogue in the form in which the service tells of it."""
    samples: dict[str, dict[str, Any]] = {}
    for fileset in load_filesets().filesets:
        if not fileset.id.startswith("atlas-2025-"):
            continue
        skim = fileset.id.removeprefix("atlas-2025-")
        for file in fileset.files:
            number = str(file.dsid or "data")
            sample = samples.setdefault(
                number,
                {"dataset_number": number, "physics_short": file.process, "skims": [], **SHOWN},
            )
            url = file.urls[1].replace(".ch//", ".ch:1094//")
            if skim == "noskim":
                sample.setdefault("file_list", []).append(url)
            else:
                sample["skims"].append({"skim_type": skim, "file_list": [url]})
    return list(samples.values())


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What the stand-in answers with; a test may change it."""
    samples = told_by_the_catalogue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            counted = self.path.startswith("/datasets/count")
            body = json.dumps({"count": len(samples)} if counted else samples).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr(metadata, "API_BASE_URL", address)
        monkeypatch.setattr(metadata, "_metadata", {})
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)
        yield samples
        server.shutdown()
        thread.join()
    metadata.empty_metadata()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["refresh", *words])
    with pytest.raises(SystemExit) as ended:
        refresh_atlas_2025.main()
    return int(ended.value.code or 0)


@pytest.mark.usefixtures("service")
def test_the_same_files_are_no_difference_and_facts_are_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "samples.csv"
    assert run(monkeypatch, str(path)) == 0
    assert "has every file" in capsys.readouterr().out
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 373
    assert rows[0]["k_factor"] == "1.1"
    assert [int(row["dsid"]) for row in rows] == sorted(int(row["dsid"]) for row in rows)


def test_a_file_that_is_new_or_gone_is_named(
    service: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone = service[0]["skims"].pop(0)
    service[1]["skims"].append({"skim_type": "5lep", "file_list": ["root://x//a.root"]})
    service[2]["skims"].append({"skim_type": "4lep", "file_list": ["root://x//b.root"]})
    assert run(monkeypatch) == 1
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3
    assert any(line.startswith(f"atlas-2025-{gone['skim_type']}: gone https") for line in printed)
    assert "atlas-2025-4lep: new root://x//b.root" in printed
    assert "skim 5lep: not in the catalogue" in printed
