"""`fivesigma site` on a plain host and as one file on a disk; and the page without a network."""

import json
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import violations
from e2e.conftest import STEP_TIMEOUT_MS, OpenPage
from e2e.own_tables import dialog, drop, plain_table
from e2e.running_app import running_app, wait_until_fetched
from e2e.steps import go_to, wait_for_epoch, wait_for_verdict, wait_until_ready
from e2e.text import text, texts
from e2e.watch import Watch
from static_host import StaticHost, static_host

pytestmark = pytest.mark.e2e

SUB_PATH = "~teacher/hunt/"
LINK = "#stop=learn&data=simulated-dm&layers=3"
BROWSER_NOTES_A_FAILED_REQUEST = "Failed to load resource"

# Every stored file by the name of its store, addresses relative to the site.
STORES = """async (site) => {
  const stores = {};
  for (const name of await caches.keys()) {
    const files = await (await caches.open(name)).keys();
    stores[name] = files.map(({ url }) => url.replace(site, ""));
  }
  return stores;
}"""


# Whether the page and its events are in the stores, and a service worker hands them out.
IS_KEPT = """async () => {
  const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const files = (await Promise.all(stores.map((store) => store.keys()))).flat();
  const has = (end) => files.some(({ url }) => url.endsWith(end));
  return has("status.json") && has(".bin") && navigator.serviceWorker.controller !== null;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes, with the embedded dataset; the folder that holds the sub-path."""
    root = tmp_path_factory.mktemp("host")
    command = [sys.executable, "-m", "fivesigma", "site", str(root / SUB_PATH)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Next: python -m http.server" in said
    return root


@pytest.fixture
def host(site: Path) -> Iterator[StaticHost]:
    """A web host that knows nothing of us."""
    with static_host(site) as host:
        yield host


def train_and_judge(page: Page, epoch: int = 1) -> None:
    """One epoch, and what it is worth."""
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, epoch)
    go_to(page, "judge")
    wait_for_verdict(page, epoch)


def wait_for(page: Page, condition: str, argument: str = "") -> None:
    """Ask until an asynchronous function of the page says yes."""
    deadline_s = time.monotonic() + STEP_TIMEOUT_MS / 1e3
    while not page.evaluate(condition, argument):
        assert time.monotonic() < deadline_s, page.evaluate(STORES, "")
        page.wait_for_timeout(50)


def kept(page: Page, address: str) -> dict[str, list[str]]:
    """The stores once the page and its events are in them."""
    wait_for(page, IS_KEPT)
    stores: dict[str, list[str]] = page.evaluate(STORES, address)
    return stores


def test_a_site_works_from_a_sub_path_of_a_plain_host(
    open_page: OpenPage, host: StaticHost, watch: Watch
) -> None:
    paths: list[str] = []
    address = host.address + SUB_PATH
    page = open_page(LINK, address=address)
    page.context.on("request", lambda request: paths.append(request.url))
    train_and_judge(page)
    go_to(page, "cut")
    page.reload()
    wait_until_ready(page)
    assert paths
    assert all(path.startswith(address) for path in paths)
    assert violations(page) == []


def test_a_site_keeps_to_the_policy_that_the_page_itself_says(
    open_page: OpenPage, host: StaticHost, watch: Watch
) -> None:
    watch.expect("forbidden by the policy|Content Security Policy")
    page = open_page(address=host.address + SUB_PATH)
    ran = page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          return window.ran === true;
        }"""
    )
    assert not ran
    page.wait_for_load_state("networkidle")


def test_after_the_first_visit_a_site_opens_and_trains_offline(
    open_page: OpenPage, host: StaticHost
) -> None:
    address = host.address + SUB_PATH
    page = open_page(LINK, address=address, service_workers="allow")
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    stores = kept(page, address)
    assert {name.rsplit(" ", 1)[0].removesuffix(" page") for name in stores} == {
        f"fivesigma /{SUB_PATH}"
    }
    expect(page).to_have_url(re.compile("epochs=1"))
    page.context.set_offline(True)
    host.stop()
    page.reload()  # in the middle of a lesson
    wait_until_ready(page)
    wait_for_epoch(page, 1)
    train_and_judge(page, 2)


def test_an_annex_is_there_offline_once_it_was_entered_and_else_says_what_to_do(
    open_page: OpenPage, host: StaticHost, watch: Watch
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    address = host.address + SUB_PATH
    page = open_page("#stop=explore", address=address, service_workers="allow")
    kept(page, address)
    page.context.set_offline(True)
    enter_the_teachers_room(page)
    absent = page.get_by_role("alert").filter(has_text=text("annex.absent"))
    expect(absent).to_be_visible()
    page.context.set_offline(False)
    absent.get_by_role("button", name=text("error.again")).click()
    title = page.get_by_role("heading", name=text("teacher.title"))
    expect(title).to_be_visible()
    expect(page).to_have_url(re.compile("stop=teacher"))
    page.context.set_offline(True)
    page.reload()
    wait_until_ready(page)
    expect(title).to_be_visible()


def enter_the_teachers_room(page: Page) -> None:
    """Through the menu."""
    page.get_by_role("button", name=text("menu.title")).click()
    page.get_by_role("button", name=text("stop.teacher"), exact=True).click()


def test_a_new_version_replaces_the_old_one_as_a_whole(
    open_page: OpenPage, site: Path, tmp_path: Path
) -> None:
    root = tmp_path / "host"
    shutil.copytree(site, root)
    with static_host(root) as host:
        address = host.address + SUB_PATH
        old = open_page(LINK, address=address, service_workers="allow")
        [old_store] = [name for name in kept(old, address) if " page " in name]
        old_build = old_store.rsplit(" ", 1)[1]
        publish_another_version(root / SUB_PATH, old_build, "0123456789ab")
        new = old.context.new_page()
        new.goto(address + LINK)
        wait_until_ready(new)
        footer = new.locator("footer")
        expect(footer).to_contain_text("99.0")
        # The old version is open beside it: its files stay until it is closed.
        wait_for(
            new, "async () => (await navigator.serviceWorker.getRegistration()).waiting !== null"
        )
        assert old_store in new.evaluate(STORES, address)
        old.close()
        visit_until_gone(new, address, old_store)
        host.stop()
        new.reload()
        wait_until_ready(new)
        expect(footer).to_contain_text("99.0")


def visit_until_gone(page: Page, address: str, store: str) -> None:
    """Leave the page and come back until the new version has put the old one's files away."""
    deadline_s = time.monotonic() + STEP_TIMEOUT_MS / 1e3
    while store in page.evaluate(STORES, address):
        assert time.monotonic() < deadline_s
        page.goto("about:blank")
        page.wait_for_timeout(200)  # with no page open, the version that waits takes over
        page.goto(address + LINK)
        wait_until_ready(page)


def publish_another_version(folder: Path, old: str, new: str) -> None:
    """The same site as a later version would write it: another build, told in the footer."""
    for name in ("index.html", "sw.js", "facts.json", "status.json"):
        path = folder / name
        said = path.read_text("utf-8")
        assert old in said, name
        path.write_text(said.replace(old, new), "utf-8")
    facts = json.loads((folder / "facts.json").read_text("utf-8"))
    (folder / "facts.json").write_text(json.dumps({**facts, "version": "99.0"}))


def test_facts_of_another_version_are_refused_with_a_sentence(
    open_page: OpenPage, host: StaticHost
) -> None:
    page = open_page(address=host.address + SUB_PATH, ready=False)
    wait_until_ready(page)
    facts = page.evaluate("fetch('./facts.json').then((answer) => answer.json())")
    page.route("**/facts.json", lambda route: route.fulfill(json={**facts, "build": "another"}))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text(text("error.version"))


def test_offline_in_mid_load_gives_the_sentence_for_a_site(
    open_page: OpenPage, host: StaticHost, watch: Watch
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    page = open_page(address=host.address + SUB_PATH)
    page.route("**/data/*.bin", lambda route: route.abort())
    page.reload()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(text("error.offline.site"))
    page.unroute("**/data/*.bin")
    alert.get_by_role("button", name=text("error.again")).click()
    wait_until_ready(page)


def test_a_damaged_file_is_not_kept(
    open_page: OpenPage, site: Path, tmp_path: Path, watch: Watch
) -> None:
    root = tmp_path / "host"
    shutil.copytree(site, root)
    status = json.loads((root / SUB_PATH / "status.json").read_text("utf-8"))
    [address] = [s["data_url"] for s in status["datasets"] if s["data_url"] is not None]
    data = root / SUB_PATH / address
    whole = data.read_bytes()
    data.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    with static_host(root) as host:
        address = host.address + SUB_PATH
        page = open_page(LINK, address=address, ready=False, service_workers="allow")
        expect(page.get_by_role("alert")).to_contain_text(text("error.damaged.site"))
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text(text("error.damaged.site"))
        data.write_bytes(whole)
        page.get_by_role("button", name=text("error.again")).click()
        wait_until_ready(page)


def test_the_ordinary_server_may_stop_after_the_first_visit(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with running_app(tmp_path, mirror="", options=("--dataset", "simulated-dm")) as app:
        page = open_page(LINK, address=app.address, service_workers="allow")
        kept(page, app.address)
        assert app.stop() == 0
        page.reload()
        wait_until_ready(page)
        train_and_judge(page)


def test_offline_only_the_datasets_that_were_opened_are_offered(
    open_page: OpenPage, tmp_path: Path, mirror: Path
) -> None:
    with running_app(tmp_path, mirror=str(mirror)) as app:
        wait_until_fetched(app)
        page = open_page(
            "#stop=cut&data=simulated-dm", address=app.address, service_workers="allow"
        )
        kept(page, app.address)
        app.stop()
        page.goto("about:blank")
        page.goto(app.address + "#stop=cut&data=atlas-dm")
        wait_until_ready(page)
        expect(page.locator(".origin")).to_contain_text(text("origin.own-simulation"))
        notice = page.get_by_role("status", name=text("notice.title"))
        expect(notice).to_contain_text("ATLAS open data")


# --- one file on a disk -------------------------------------------------------------------------


@pytest.fixture
def stick(site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the page on a stick that cannot be written to, in a folder with a space."""
    folder = tmp_path / "USB stick"
    folder.mkdir()
    shutil.copy(site / SUB_PATH / "fivesigma.html", folder)
    (folder / "fivesigma.html").chmod(stat.S_IREAD)
    folder.chmod(stat.S_IREAD | stat.S_IEXEC)
    yield (folder / "fivesigma.html").as_uri()
    folder.chmod(stat.S_IRWXU)


def test_one_file_on_a_stick_trains_and_judges_without_a_network(
    open_page: OpenPage, stick: str
) -> None:
    urls: list[str] = []
    page = open_page(LINK, address=stick, offline=True, reduced_motion="reduce")
    page.context.on("request", lambda request: urls.append(request.url))
    train_and_judge(page)
    for stop in ("explore", "cut", "decide"):
        go_to(page, stop)
    assert violations(page) == []
    assert [url for url in urls if not url.startswith(("blob:", "data:"))] == []


def test_one_file_on_a_stick_has_every_annex(open_page: OpenPage, stick: str) -> None:
    german = open_page("#stop=teacher&lang=de", address=stick, offline=True)
    expect(german.get_by_role("heading", name=texts("de")["teacher.title"])).to_be_visible()
    page = open_page(address=stick, offline=True)
    drop(page, "mine.csv", plain_table(300))
    expect(dialog(page)).to_contain_text("300 rows")


def test_one_file_gives_the_numbers_of_the_site(
    open_page: OpenPage, stick: str, host: StaticHost
) -> None:
    lines = []
    for address in (stick, host.address + SUB_PATH):
        page = open_page(LINK, address=address)
        page.get_by_role("button", name=text("learn.step.epoch")).click()
        wait_for_epoch(page, 1)
        lines.append(page.locator(".state-line").inner_text())
    assert re.search(r"loss 0\.\d{3}", lines[0])
    assert lines[0] == lines[1]


def test_one_file_works_where_the_browser_keeps_nothing(open_page: OpenPage, stick: str) -> None:
    page = open_page(address=stick, ready=False)
    page.add_init_script(
        """const refuse = () => { throw new DOMException("no", "SecurityError"); };
        for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
          Object.defineProperty(window, name, { get: refuse });
        }"""
    )
    page.goto(stick + LINK)
    page.reload()
    wait_until_ready(page)
    train_and_judge(page)


def test_one_file_that_is_cut_short_says_so(
    open_page: OpenPage, site: Path, tmp_path: Path, watch: Watch
) -> None:
    page_text = (site / SUB_PATH / "fivesigma.html").read_text("utf-8")
    damaged = tmp_path / "damaged.html"
    damaged.write_text(re.sub(r'(data-file="data/[^>]+>)[^<]{100}', r"\1", page_text), "utf-8")
    page = open_page(address=damaged.as_uri(), ready=False)
    expect(page.get_by_role("alert")).to_contain_text(text("error.file"))
