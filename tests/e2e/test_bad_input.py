"""Hostile links and files, full or refused storage, two tabs, dead workers, no network.

Whatever happens: one clear sentence, nothing lost, and no script of somebody else runs.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import OpenPage
from e2e.own_tables import accept, dialog, drop, plain_table, wait_until_kept
from e2e.running_app import running_app, wait_until_fetched
from e2e.steps import go_to, state_line, wait_for_epoch, wait_until_ready
from e2e.text import pattern, text
from e2e.watch import Watch

pytestmark = pytest.mark.e2e

SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
BROWSER_NOTES_A_FAILED_REQUEST = "Failed to load resource"
LONGEST_PAUSE_MS = 1000
MOST_MEMORY_KB = 1_500_000


def is_sound(page: Page) -> bool:
    """No script ran, and no object has got what it should not have."""
    return bool(page.evaluate("!('hacked' in window) && !('polluted' in {}) && !('low' in {})"))


def answer_the_quiz(page: Page) -> None:
    """Something that must not be lost."""
    page.locator(".quiz .options button").first.click()
    expect(page.locator(".quiz .reason")).to_be_visible()


# --- links and saved files ----------------------------------------------------------------------

LINKS = {
    "a hundred kilobytes of names": "inputs=" + "met," * 25_000,
    "a hundred kilobytes of layers": "layers=" + "9," * 50_000,
    "a hundred kilobytes of one value": "signal=" + "x" * 100_000,
    "twenty thousand fields": "&".join(f"f{i}=1" for i in range(20_000)),
    "numbers beyond every number": "rate=1e400&epochs=-1e400&threshold=NaN&cut.met=1e400~",
    "keys that every object has": "__proto__=x&constructor=y&cut.__proto__=1~2&"
    "cut.constructor=1~2&__proto__[polluted]=1&inputs=__proto__,constructor&signal=__proto__",
    "a script in every name": "&".join(
        f"{field}={SCRIPT}" for field in ("stop", "data", "signal", "inputs", "cut.met", "network")
    ),
    "somebody's table with a script for a name": f"data=own-00000000&own=12.00000000.{SCRIPT}",
    "a table that is none": "data=own&own=1e400.x.y",
    "a network that is none": "network=" + "A" * 50_000,
}


@pytest.mark.parametrize("fragment", LINKS.values(), ids=LINKS.keys())
def test_a_hostile_link_opens_a_working_page(open_page: OpenPage, fragment: str) -> None:
    page = open_page("#" + fragment)
    go_to(page, "cut")
    expect(page.locator(".histogram")).to_have_count(10)
    assert is_sound(page)
    longest = page.locator(".notices li").all_inner_texts()
    assert all(len(sentence) < 500 for sentence in longest)


PROGRESS = {
    "no file of ours": "{}",
    "no text at all": "\x00\x01\x02",
    "deeper than any stack": "[" * 200_000,
    "larger than any journal": json.dumps({"content": "x" * 3_000_000}),
    "keys that every object has": '{"format": "fivesigma-progress", "version": 1, "content": '
    '{"__proto__": {"polluted": 1}, "guesses": {"__proto__": {"polluted": 1}, "cut": 1e999},'
    ' "visited": {"length": 1e9}, "address": "javascript:window.hacked=1",'
    ' "constructor": {"prototype": {"polluted": 1}}}}',
    "scripts everywhere": json.dumps(
        {
            "format": "fivesigma-progress",
            "version": 1,
            "content": dict.fromkeys(
                ("guesses", "answers", "visited", "decision", "discovery", "runs"), SCRIPT
            )
            | {"address": f"#stop={SCRIPT}&signal={SCRIPT}"},
        }
    ),
}


@pytest.mark.parametrize("content", PROGRESS.values(), ids=PROGRESS.keys())
def test_a_hostile_file_of_progress_changes_nothing_it_should_not(
    open_page: OpenPage, content: str
) -> None:
    page = open_page("#stop=cut")
    page.get_by_role("button", name=text("menu.title")).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=text("progress.open")).click()
    chooser.value.set_files(
        {"name": "p.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(
        page.locator(".menu")
        .get_by_role("alert")
        .or_(page.get_by_text(text("progress.opened", name="p.json")))
    ).to_be_visible()
    page.keyboard.press("Escape")
    go_to(page, "cut")
    expect(page.locator(".histogram")).to_have_count(10)
    page.reload()
    go_to(page, "explore")
    expect(page.locator(".histogram")).to_have_count(10)
    assert is_sound(page)


# --- tables -------------------------------------------------------------------------------------

TABLES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "own.problem.empty"),
    "only names": ("x,y,label\n", "own.problem.no-rows"),
    "binary": (bytes(range(256)) * 40, "own.problem.binary"),
    "an Excel file": (b"PK\x03\x04rest", "own.problem.binary"),
    "UTF-16": ("x,label\n1,0\n".encode("utf-16"), "own.problem.utf16"),
    "one column": ("x\n1\n2\n3\n", "own.problem.one-column"),
    "separated by spaces": ("x y label\n1 2 0\n3 4 1\n", "own.problem.one-column"),
    "a quote never closed": ('x,label\n"1,0\n' + "2,1\n" * 300_000, "own.problem.row"),
    "no label": (
        "x,y\n" + "".join(f"{i}.5,{i * i}.5\n" for i in range(99)),
        "own.problem.no-label",
    ),
    "one class only": (
        "x,y,label\n" + "".join(f"{i}.5,{i * i}.5,1\n" for i in range(99)),
        "own.problem.one-value",
    ),
    "mostly missing": (plain_table(90) + "nan,1,2,1,0\n" * 100, "own.problem.missing"),
    "ragged": (plain_table(90) + "1,2,3\n" * 100, "own.problem.ragged"),
    "far too few rows": (plain_table(6), "own.problem.few"),
    "words alone": ("a,b\n" + "red,yes\nblue,no\n" * 40, "own.problem.no-features"),
}


@pytest.mark.parametrize(("content", "key"), TABLES.values(), ids=TABLES.keys())
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(
    open_page: OpenPage, content: str | bytes, key: str
) -> None:
    page = open_page("#stop=explore")
    drop(page, "bad.csv", content)
    alert = dialog(page).get_by_role("alert").locator("p")
    expect(alert).to_have_text(pattern(key), timeout=30_000)
    assert "{" not in alert.inner_text()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator(".histogram")).to_have_count(10)


def test_a_wrong_guess_of_the_separator_is_put_right_by_hand(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table(300, separator=";", decimal=","))
    separator = dialog(page).get_by_role("combobox", name=text("own.separator"))
    expect(separator).to_have_value(";")
    separator.select_option("|")
    expect(dialog(page).get_by_role("alert")).to_have_text(text("own.problem.one-column"))
    page.keyboard.press("Escape")
    drop(page, "mine.csv", plain_table(300, separator=";", decimal=","))
    decimal = dialog(page).get_by_role("combobox", name=text("own.decimal"))
    expect(decimal).to_have_value(",")
    decimal.select_option(".")
    expect(dialog(page).get_by_role("checkbox", name=re.compile("^x "))).to_be_disabled()
    decimal.select_option(",")
    accept(page)


def test_names_with_scripts_and_of_every_object_are_only_names(open_page: OpenPage) -> None:
    page = open_page()
    names = f'__proto__,constructor,"{SCRIPT}",weight,label'
    table = plain_table(300).replace("x,y,n,weight,label", names)
    drop(page, f"{SCRIPT.replace('/', '')}.csv", table)
    accept(page)
    expect(page.locator(".histogram")).to_have_count(3)
    expect(page.locator(".histogram").first).to_contain_text("__proto__")
    for stop in ("cut", "learn", "explore"):
        go_to(page, stop)
    assert is_sound(page)


def test_mixed_types_are_left_out_and_counted(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mixed.csv", plain_table(300) + "oops,1,2,1,0\n" * 30 + "1,2,3,inf,x\n")
    expect(dialog(page)).to_contain_text(text("own.ready.missing", n="30"))
    expect(dialog(page)).to_contain_text(text("own.ready.out", n="1"))
    accept(page)


def test_two_files_at_once_and_a_file_that_is_too_large_are_refused(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          for (const name of ["a.csv", "b.csv"]) transfer.items.add(new File(["x"], name));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }"""
    )
    expect(dialog(page).get_by_role("alert")).to_have_text(text("own.problem.many", n="2"))
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    _drop_large(page, n_chunks=400, n_rows=80_000)
    expect(dialog(page).get_by_role("alert")).to_have_text(pattern("own.problem.size"))


def test_a_file_that_is_dropped_while_the_dialog_closes_stays_open(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        """() => {
          const drop = () => {
            const transfer = new DataTransfer();
            for (const name of ["a.csv", "b.csv"]) transfer.items.add(new File(["x"], name));
            document.body.dispatchEvent(
              new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
          };
          window.dropAgain = () => { document.querySelector("dialog.own").close(); drop(); };
          drop();
        }"""
    )
    expect(dialog(page).get_by_role("alert")).to_be_visible()
    page.evaluate("dropAgain()")
    page.wait_for_timeout(300)  # the news that the dialog was closed comes late
    expect(dialog(page).get_by_role("alert")).to_have_text(text("own.problem.many", n="2"))


def _drop_large(page: Page, *, n_chunks: int, n_rows: int) -> None:
    """Drop a file of `n_chunks` times `n_rows` rows, made in the browser."""
    page.evaluate(
        """([chunks, rows]) => {
          let state = 1;
          const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
          const lines = Array.from({ length: rows }, (_, row) =>
            `${random().toFixed(3)},${row % 2}\\n`);
          const chunk = new Blob([lines.join("")]);
          const parts = ["x,label\\n", ...Array(chunks).fill(chunk)];
          window.pauses = [];
          new PerformanceObserver((list) =>
            window.pauses.push(...list.getEntries().map((entry) => entry.duration)))
            .observe({ type: "longtask" });
          const transfer = new DataTransfer();
          transfer.items.add(new File(parts, "large.csv"));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }""",
        [n_chunks, n_rows],
    )


def _memory_kb(browser: Browser) -> int:
    """The most that any process of a page has held, where the system tells."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    peaks = []
    for process in processes:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.exists():
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
            peaks.append(int(found.group(1)) if found else 0)
    return max(peaks, default=0)


def test_ten_million_rows_are_thinned_and_the_page_stays_awake(
    open_page: OpenPage, browser: Browser
) -> None:
    page = open_page("#stop=explore")
    _drop_large(page, n_chunks=100, n_rows=100_000)
    expect(dialog(page)).to_contain_text(pattern_part("own.reading"), timeout=120_000)
    button = dialog(page).get_by_role("button", name=text("own.open"))
    expect(button).to_be_enabled(timeout=300_000)
    assert "10,000,000 rows and 2 columns" in dialog(page).inner_text()
    result = dialog(page).get_by_role("region", name=text("own.result")).inner_text()
    kept = int(re.search(r"([\d,]+) rows:", result).group(1).replace(",", ""))  # type: ignore[union-attr]
    assert 500_000 <= kept <= 1_000_000
    assert "10,000,000 usable rows" in result
    pauses = page.evaluate("window.pauses")
    assert max(pauses, default=0) < LONGEST_PAUSE_MS
    accept(page)
    total = page.get_by_role("region", name=text("table.yields.region")).locator("tbody td").first
    value = float(total.inner_text().split(" ± ")[0].replace(",", ""))
    assert value == pytest.approx(5_000_000, rel=0.005)
    assert _memory_kb(browser) < MOST_MEMORY_KB


def pattern_part(key: str) -> re.Pattern[str]:
    """The beginning of a sentence, up to its first value."""
    return re.compile(re.escape(pattern(key).pattern[1:].split(".*")[0]).replace("\\\\", ""))


# --- storage and tabs ---------------------------------------------------------------------------

FULL_STORAGE = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("refused", "SecurityError"); },
});
"""
FULL_DATABASE = """
IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
NO_DATABASE = """
IDBFactory.prototype.open = () => { throw new DOMException("refused", "SecurityError"); };
"""
SILENT_DATABASE = """
IDBFactory.prototype.open = () => ({});
"""


@pytest.mark.parametrize("storage", [FULL_STORAGE, NO_STORAGE], ids=["full", "refused"])
def test_progress_that_cannot_be_kept_is_said_and_lives_as_long_as_the_page(
    open_page: OpenPage, storage: str
) -> None:
    page = open_page("#stop=cut")
    page.add_init_script(storage)
    page.reload()
    wait_until_ready(page)
    answer_the_quiz(page)
    expect(page.get_by_text(text("progress.notkept"))).to_be_visible()
    go_to(page, "explore")
    go_to(page, "cut")
    expect(page.locator(".quiz .reason")).to_be_visible()


@pytest.mark.parametrize(
    "database", [FULL_DATABASE, NO_DATABASE, SILENT_DATABASE], ids=["full", "refused", "silent"]
)
def test_a_table_that_cannot_be_kept_is_said_and_lives_as_long_as_the_page(
    open_page: OpenPage, database: str
) -> None:
    page = open_page()
    page.add_init_script(database)
    page.reload()
    wait_until_ready(page)
    drop(page, "mine.csv", plain_table())
    accept(page)
    expect(page.get_by_text(text("own.notkept", name="mine.csv"))).to_be_visible()
    expect(page).to_have_url(re.compile("own="))
    go_to(page, "cut")
    expect(page.locator(".histogram")).to_have_count(3)
    page.reload()
    wait_until_ready(page)
    notice = page.get_by_role("status", name=text("notice.title"))
    expect(notice).to_contain_text("mine.csv")


def test_rows_that_the_browser_has_lost_are_said_and_another_set_opens(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table())
    accept(page)
    wait_until_kept(page, "mine.csv")
    page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("fivesigma").onsuccess = ({ target }) => {
            const change = target.result.transaction("table", "readwrite");
            change.objectStore("table").put({ nEvents: 600, process: "x" }, "rows");
            change.oncomplete = () => { target.result.close(); resolve(); };
          };
        })"""
    )
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_text(text("own.lost", name="mine.csv"))).to_be_visible()
    go_to(page, "explore")
    expect(page.locator(".histogram")).to_have_count(10)


def test_two_tabs_keep_each_others_answers_and_their_own_tables(open_page: OpenPage) -> None:
    first = open_page("#stop=cut")
    second = first.context.new_page()
    second.goto(first.url.replace("stop=cut", "stop=explore"))
    wait_until_ready(second)
    answer_the_quiz(first)
    answer_the_quiz(second)
    go_to(second, "cut")
    expect(second.locator(".quiz .reason")).to_be_visible()
    drop(first, "first.csv", plain_table(300))
    accept(first)
    drop(second, "second.csv", plain_table(600))
    accept(second)
    # There is one place to keep a table: the later one takes it, and the earlier tab says so.
    expect(first.locator(".origin")).to_contain_text("first.csv")
    wait_until_kept(first, "first.csv")
    wait_until_kept(second, "second.csv")
    first.reload()
    wait_until_ready(first)
    notice = first.get_by_role("status", name=text("notice.title"))
    expect(notice).to_contain_text("first.csv")
    second.reload()
    wait_until_ready(second)
    expect(second.locator(".origin")).to_contain_text("second.csv")


# --- workers and network ------------------------------------------------------------------------

WATCH_WORKERS = """
window.workers = [];
window.Worker = class extends Worker {
  constructor(...given) { super(...given); window.workers.push(this); }
};
"""


def test_a_training_whose_worker_died_goes_on_where_it_was(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=4")
    page.add_init_script(WATCH_WORKERS)
    page.reload()
    wait_until_ready(page)
    for epoch in (1, 2):
        page.get_by_role("button", name=text("learn.step.epoch")).click()
        wait_for_epoch(page, epoch)
    before = state_line(page).inner_text()
    answer_the_quiz(page)
    page.evaluate(
        "() => { const w = workers.at(-1); w.terminate(); w.dispatchEvent(new Event('error')); }"
    )
    gone = page.get_by_text(text("progress.worker.gone"))
    expect(gone).to_be_visible()
    go_to(page, "judge")
    expect(gone).to_be_visible()
    go_to(page, "learn")
    page.get_by_role("button", name=text("progress.worker.again")).click()
    expect(state_line(page)).to_have_text(before)
    expect(gone).to_have_count(0)
    expect(page.locator(".quiz .reason")).to_be_visible()
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 3)


def test_a_worker_that_was_ended_silently_is_noticed(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=4")
    page.add_init_script(WATCH_WORKERS)
    page.reload()
    wait_until_ready(page)
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    page.clock.install()
    page.evaluate("workers.at(-1).terminate()")
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    page.clock.run_for(21_000)
    expect(page.get_by_text(text("progress.worker.silent"))).to_be_visible()
    page.get_by_role("button", name=text("progress.worker.again")).click()
    page.clock.run_for(1000)
    wait_for_epoch(page, 1)


def test_a_table_whose_reader_died_is_read_again(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(
        WATCH_WORKERS.replace(
            "window.workers.push(this);",
            "window.workers.push(this); if (window.workers.length === 2)"
            " setTimeout(() => this.dispatchEvent(new Event('error')));",
        )
    )
    page.reload()
    wait_until_ready(page)
    drop(page, "mine.csv", plain_table())
    expect(dialog(page).get_by_role("alert")).to_contain_text(text("own.problem.worker"))
    dialog(page).get_by_role("button", name=text("own.again")).click()
    accept(page)


def test_without_a_network_amid_the_load_there_is_one_sentence_and_nothing_is_lost(
    open_page: OpenPage, watch: Watch, tmp_path: Path
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    with running_app(tmp_path, mirror="http://127.0.0.1:9/") as app:
        wait_until_fetched(app)
        page = open_page("#stop=cut", address=app.address)
        answer_the_quiz(page)
        page.route("**/data/*.bin", lambda route: route.abort("connectionreset"))
        page.reload()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(text("error.offline"))
        page.unroute("**/data/*.bin")
        alert.get_by_role("button", name=text("error.again")).click()
        wait_until_ready(page)
        expect(page.locator(".quiz .reason")).to_be_visible()
        page.context.set_offline(True)
        drop(page, "mine.csv", plain_table())
        expect(page.locator(".own-entry").get_by_role("status")).to_have_text(text("annex.absent"))
        page.context.set_offline(False)
        drop(page, "mine.csv", plain_table())
        accept(page)
        expect(page.locator(".histogram")).to_have_count(3)
