import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest

from fivesigma.app.offline import build_of
from fivesigma.app.security import CONTENT_SECURITY_POLICY, PAGE_POLICY
from fivesigma.app.single_page import load_template, single_page
from fivesigma.app.site import MARKER, Site, write_site
from fivesigma.app.static import load_page
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.level import Level
from fivesigma.data.columnar import decode_columnar
from fivesigma.data.table import EventTable

INDEX = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="fivesigma-build" content="__FIVESIGMA_BUILD__" />
<meta name="fivesigma-home" content="app" />
</head>
</html>
"""
TEMPLATE = INDEX.replace("</head>", "<style>p { color: red }</style></head>").replace(
    "</html>", "<!-- files --><script>const answer = 42;</script></html>"
)


@pytest.fixture
def write(static_folder: Path, embedded_table: EventTable, tmp_path: Path) -> Callable[..., Site]:
    """Writes a site of a tiny page with made-up events into `site`."""
    (static_folder / "index.html").write_text(INDEX)
    (static_folder / "sw.js").write_text('const files = "__FIVESIGMA_FILES__";')
    page = load_page(static_folder)

    def call(
        *others: EventTable, levels: dict[Level, EventTable] | None = None, force: bool = False
    ) -> Site:
        tables = {t.dataset: {Level.DETECTOR: t} for t in (embedded_table, *others)}
        tables["simulated-dm"].update(levels or {})
        return write_site(tables, tmp_path / "site", page=page, template=TEMPLATE, force=force)

    return call


def news(site: Site, name: str) -> Any:
    return json.loads((site.folder / name).read_text("utf-8"))


def test_every_dataset_that_comes_along_is_ready_and_no_other_is_spoken_of(
    write: Callable[..., Site], real_table: EventTable
) -> None:
    for tables, default in (((), "simulated-dm"), ((real_table,), "atlas-dm")):
        site = write(*tables, force=True)
        statuses = news(site, "status.json")["datasets"]
        facts = news(site, "facts.json")
        ids = {"simulated-dm", *(table.dataset for table in tables)}
        assert {status["id"] for status in statuses} == ids
        assert {dataset["id"] for dataset in facts["datasets"]} == ids
        assert facts["default_dataset"] == default
        for status in statuses:
            assert status["state"] == "ready"
            header, _ = decode_columnar((site.folder / status["data_url"]).read_bytes())
            assert header["dataset"] == status["id"]


def test_what_is_told_is_what_was_written(
    write: Callable[..., Site], real_table: EventTable
) -> None:
    site = write(real_table)
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    assert site.n_files == len(files)
    assert site.n_bytes == sum(path.stat().st_size for path in files if path.name != MARKER)
    assert site.single_page_bytes == (site.folder / "fivesigma.html").stat().st_size
    assert [(d.id, d.n_events) for d in site.datasets] == [("atlas-dm", 600), ("simulated-dm", 40)]
    assert site.datasets[0].n_bytes < site.first_visit_bytes < site.n_bytes


def test_the_compressed_forms_are_the_same_files(write: Callable[..., Site]) -> None:
    folder = write().folder
    compressed = [path for path in folder.rglob("*") if path.suffix in {".br", ".gz"}]
    assert {"index.html.br", "facts.json.gz", "app-1a2b.js.br"} <= {p.name for p in compressed}
    for path in compressed:
        undo = brotli.decompress if path.suffix == ".br" else gzip.decompress
        assert undo(path.read_bytes()) == path.with_suffix("").read_bytes(), path


def test_no_address_of_the_page_leads_out_of_its_folder(write: Callable[..., Site]) -> None:
    site = write()
    said = (site.folder / "index.html").read_text() + (site.folder / "facts.json").read_text()
    assert not re.search(r'(?:src|href)="(?:/|http)', said)
    assert all(not d["data_url"].startswith("/") for d in news(site, "status.json")["datasets"])


def test_the_page_says_itself_what_a_server_would_say_in_headers(
    write: Callable[..., Site],
) -> None:
    index = (write().folder / "index.html").read_text()
    assert f'http-equiv="Content-Security-Policy" content="{PAGE_POLICY}"' in index
    # Browsers ignore that directive in a page, and complain about it.
    assert "frame-ancestors" not in index
    assert CONTENT_SECURITY_POLICY.startswith(PAGE_POLICY)
    assert index.index("Content-Security-Policy") < index.index("fivesigma-build")
    assert 'name="fivesigma-home" content="site"' in index


def test_page_facts_and_status_are_of_one_build_that_is_not_the_servers(
    write: Callable[..., Site], static_folder: Path
) -> None:
    site = write()
    assert news(site, "facts.json")["build"] == news(site, "status.json")["build"] == site.build
    assert site.build in (site.folder / "index.html").read_text()
    assert site.build != build_of(load_page(static_folder))


def test_the_single_page_holds_all_data_and_allows_its_own_script_alone(
    write: Callable[..., Site],
) -> None:
    site = write()
    page = (site.folder / "fivesigma.html").read_text("utf-8")
    held = dict(re.findall(r'data-file="([^"]+)">([^<]*)<', page))
    url = news(site, "status.json")["datasets"][0]["data_url"]
    assert set(held) == {"facts.json", "status.json", url}
    for name, text in held.items():
        assert base64.b64decode(text) == (site.folder / name).read_bytes()
    digest = base64.b64encode(hashlib.sha256(b"const answer = 42;").digest()).decode()
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert len(policy) == 1
    assert f"script-src 'sha256-{digest}' 'wasm-unsafe-eval';" in policy[0]
    assert "unsafe" not in policy[0].replace("'wasm-unsafe-eval'", "")
    assert "http" not in policy[0]
    assert 'name="fivesigma-home" content="file"' in page


def test_levels_of_realism_come_along_but_not_into_the_single_page(
    write: Callable[..., Site], levels: dict[Level, EventTable]
) -> None:
    site = write(levels=levels)
    (status,) = news(site, "status.json")["datasets"]
    for file in status["levels"]:
        header, _ = decode_columnar((site.folder / file["data_url"]).read_bytes())
        assert header["level"] == file["level"]
    assert [file["level"] for file in status["levels"]] == [0, 1]
    assert news(site, "facts.json")["datasets"][0]["levels"] == [0, 1, 2]
    page = (site.folder / "fivesigma.html").read_text("utf-8")
    held = dict(re.findall(r'data-file="([^"]+)">([^<]*)<', page))
    assert set(held) == {"facts.json", "status.json", status["data_url"]}
    for name in ("facts.json", "status.json"):
        (dataset,) = json.loads(base64.b64decode(held[name]))["datasets"]
        assert dataset["levels"] == []


def test_the_levels_of_realism_are_no_part_of_a_first_visit(
    write: Callable[..., Site], levels: dict[Level, EventTable]
) -> None:
    alone = write()
    many = write(levels=levels, force=True)
    n_more = many.first_visit_bytes - alone.first_visit_bytes
    sizes = [file.stat().st_size for file in (many.folder / "data").glob("simulated-dm-[01]-*.bin")]
    assert len(sizes) == 2
    assert n_more < min(sizes)


def test_nothing_of_a_file_can_end_the_element_that_holds_it() -> None:
    page = single_page(TEMPLATE, {"facts.json": b"</script><script>alert(1)</script>"}, build="x")
    assert page.count(b"<script>") == 1


def test_the_readme_says_how_to_publish_and_whose_data_these_are(
    write: Callable[..., Site], real_table: EventTable
) -> None:
    readme = (write(real_table).folder / "README.md").read_text("utf-8")
    for word in ("GitHub Pages", "python -m http.server", "USB", "CC0-1.0", "opendata.cern"):
        assert word in readme


def test_a_second_writing_needs_force(write: Callable[..., Site]) -> None:
    write()
    with pytest.raises(FiveSigmaError, match="--force"):
        write()
    assert write(force=True).n_files > 0


def test_a_page_without_its_single_file_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(FiveSigmaError, match="npm run build"):
        load_template(tmp_path)
