"""Stop 7: one look at hidden pseudo-data, and every number of it equal to the package's."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from scipy.stats import norm

from e2e.axe import ALL_RULES, RULES_OF_COLOUR, violations
from e2e.conftest import PHONE, OpenPage
from e2e.locked import as_python_has_it, journal_of, locked_choice
from e2e.steps import go_to, wait_until_ready
from e2e.test_deciding import lock, wait_for_fit
from e2e.text import pattern, text
from e2e.watch import Watch

pytestmark = pytest.mark.e2e

DATA = "simulated-dm"
# What is hidden in them: nothing, half the signal, the signal and twice of it.
EXPERIMENTS = (1, 9, 3, 11)


def with_choice(open_page: OpenPage, choice: dict[str, Any], **options: Any) -> Page:
    """The stop Discover in a browser that has locked `choice`."""
    page = open_page(f"#stop=discover&data={choice['dataset']}", **options)
    page.evaluate(
        "(journal) => localStorage.setItem('fivesigma.journal', journal)", journal_of(choice)
    )
    page.reload()
    wait_until_ready(page)
    return page


def unblind(page: Page) -> None:
    page.get_by_role("button", name=text("discover.unblind"), exact=True).click()
    expect(page.get_by_role("region", name=text("discover.result"))).to_be_visible()


def opened(open_page: OpenPage, experiment: int, **options: Any) -> Page:
    """After the look."""
    page = with_choice(open_page, locked_choice(DATA, experiment=experiment), **options)
    unblind(page)
    return page


def number(page: Page, name: str) -> str:
    """One of the four numbers of the result, as it is written."""
    return page.locator(f"[data-value={name}]").inner_text().replace("−", "-")


def rows(table: Locator) -> list[list[str]]:
    # At once: a table that is drawn anew between two questions would give half of each.
    told: list[list[str]] = table.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    )
    return told


def observed_counts(page: Page) -> list[float]:
    """The counts in the table of the first plot."""
    section = page.get_by_role("region", name=text("discover.observed"), exact=True)
    section.locator("summary").click()
    expect(section.locator("table")).to_be_visible()
    return [float(row[4].replace(",", "")) for row in rows(section.locator("table"))]


def kept(page: Page) -> dict[str, Any]:
    """The journal of this browser."""
    found = page.evaluate("() => localStorage.getItem('fivesigma.journal')")
    journal: dict[str, Any] = json.loads(found)
    return journal


def test_nothing_is_looked_at_before_a_choice_is_locked(open_page: OpenPage) -> None:
    page = open_page(f"#stop=discover&data={DATA}&experiment=3")
    section = page.get_by_role("region", name=text("discover.lockfirst"))
    expect(section).to_be_visible()
    expect(page.get_by_role("button", name=text("discover.unblind"), exact=True)).to_have_count(0)
    section.get_by_role("button", name=text("discover.todecide")).click()
    expect(page).to_have_url(re.compile("stop=decide"))


def test_before_the_look_nothing_on_the_page_tells_what_is_hidden(open_page: OpenPage) -> None:
    page = with_choice(open_page, locked_choice(DATA, experiment=7))
    expect(page.get_by_role("table", name=text("discover.menu"))).to_be_visible()
    assert page.locator("[data-value], .observed").count() == 0
    assert "discovery" not in kept(page) or kept(page)["discovery"]["opened"] == []
    assert violations(page, ALL_RULES) == []


def test_a_choice_for_another_signal_is_not_unblinded_here(open_page: OpenPage) -> None:
    choice = locked_choice(DATA, experiment=7)
    page = with_choice(open_page, choice)
    page.goto(f"{page.url.split('#')[0]}#stop=discover&data={DATA}&signal=DM_300")
    section = page.get_by_role("region", name=text("discover.elsewhere"))
    expect(section).to_be_visible()
    section.get_by_role("link", name=text("discover.elsewhere.go")).click()
    expect(page.get_by_role("region", name=text("discover.locked"))).to_be_visible()


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_number_is_that_of_the_package(open_page: OpenPage, experiment: int) -> None:
    choice = locked_choice(DATA, experiment=experiment)
    expected = as_python_has_it(choice)
    page = with_choice(open_page, choice)
    unblind(page)
    assert observed_counts(page) == expected.counts
    fit = expected.fit
    mu, up, down = (float(x) for x in number(page, "mu").replace("+", "").split())
    assert mu == pytest.approx(fit.mu.value, abs=0.0051)
    assert mu + up == pytest.approx(fit.interval[1], abs=0.0151)
    assert mu + down == pytest.approx(fit.interval[0], abs=0.0151)
    assert float(number(page, "z").removesuffix("σ")) == pytest.approx(fit.discovery_z, abs=0.0051)
    limit = float(number(page, "limit").removeprefix("μ < "))
    assert limit == pytest.approx(fit.limit.observed, abs=0.0051)
    if fit.discovery_z == 0:
        assert number(page, "p") == text("discover.p.half")
    else:
        assert p_value(number(page, "p")) == pytest.approx(norm.sf(fit.discovery_z), rel=0.05)
    assert_band(page, fit.limit.expected)
    page.get_by_role("button", name=text("discover.reveal"), exact=True).click()
    truth = text("discover.reveal.truth", truth=f"{expected.strength:g}")
    expect(page.get_by_text(truth)).to_be_visible()
    low, high = fit.interval
    says = "covered" if low <= expected.strength <= high else "missed"
    expect(page.get_by_text(pattern(f"discover.reveal.{says}"))).to_be_visible()


def p_value(written: str) -> float:
    """0.0228, or 2.9 × 10⁻⁷."""
    plain = written.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return float(plain.replace(" × 10", "e"))


def assert_band(page: Page, expected: tuple[float, ...]) -> None:
    """The expected limit, and its range of one standard deviation."""
    help_text = page.locator("dd:has([data-value=limit]) .help").inner_text()
    median, low, high = (float(x) for x in re.findall(r"\d+\.\d+", help_text)[:3])
    assert [low, median, high] == pytest.approx(list(expected[1:4]), abs=0.0051)


def test_the_totals_have_both_their_errors_and_a_deficit_one_p_value(
    open_page: OpenPage,
) -> None:
    deficit = next(e for e in range(1, 60) if z_of(e) == 0)
    page = opened(open_page, deficit)
    section = page.get_by_role("region", name=text("discover.observed"), exact=True)
    # Bins: Σw² = 9.0; background ± 10 %, luminosity ± 2 %, missing momentum by the shifted bins.
    simulation, rows_of = 9.0**0.5, locked_choice(DATA, experiment=1)["bins"]["metShift"]
    shift = (sum(rows_of["background"]["up"]) - sum(rows_of["background"]["down"])) / 2
    norms = [94.5 * ((1 + r) - 1 / (1 + r)) / 2 for r in (0.1, 0.02)]
    admitted = (shift**2 + norms[0] ** 2 + norms[1] ** 2) ** 0.5
    written = text(
        "discover.total", value="94.5", simulation=f"{simulation:.1f}", admitted=f"{admitted:.1f}"
    )
    expect(section).to_contain_text(written)
    half = text("discover.p.half")
    assert number(page, "p") == half
    tail = page.get_by_role("region", name=text("discover.tail"))
    tail.locator("summary").click()
    expect(tail.locator(".plot-table table")).to_contain_text(half)
    page.get_by_role("button", name=text("discover.toys.throw", n="1,000")).click()
    expect(page.locator(".toy-verdict")).to_contain_text(half, timeout=60_000)


def test_from_the_lock_at_decide_to_the_result_the_numbers_are_the_packages(
    open_page: OpenPage,
) -> None:
    page = open_page(f"#stop=decide&data={DATA}&layers=4,3&epochs=3&experiment=11")
    wait_for_fit(page)
    lock(page)
    choice = kept(page)["decision"]["locked"]
    go_to(page, "discover")
    unblind(page)
    expected = as_python_has_it({**choice, "pseudoData": 11})
    assert observed_counts(page) == expected.counts
    assert float(number(page, "z").removesuffix("σ")) == pytest.approx(
        expected.fit.discovery_z, abs=0.0051
    )
    limit = float(number(page, "limit").removeprefix("μ < "))
    assert limit == pytest.approx(expected.fit.limit.observed, abs=0.0051)
    # The model that was locked is at hand, so its reach is shown at once.
    reach = page.get_by_role("region", name=text("discover.reach.table"))
    expect(reach.get_by_text(text("discover.reach.yours"))).to_be_visible()


# A worker that never hears what it is asked to fit, or that dies of it.
DEAF = "if (message.type !== 'discovery') super.postMessage(message);"
DYING = DEAF + " else this.onerror(new Event('error'));"


def with_worker(page: Page, post_message: str) -> None:
    page.evaluate(
        f"() => {{ window.Worker = class extends Worker {{ postMessage(message) {{ {post_message} "
        "}}; }"
    )


def test_the_counts_are_there_while_the_fit_is_at_work(open_page: OpenPage) -> None:
    page = with_choice(open_page, locked_choice(DATA, experiment=11))
    with_worker(page, DEAF)
    page.get_by_role("button", name=text("discover.unblind"), exact=True).click()
    expect(page.get_by_text(text("judge.work.running"))).to_be_visible()
    expect(page.get_by_role("region", name=text("discover.observed"), exact=True)).to_be_focused()
    assert observed_counts(page) == as_python_has_it(locked_choice(DATA, experiment=11)).counts
    assert violations(page, ALL_RULES) == []


def test_a_worker_that_dies_of_the_fit_is_said_in_one_sentence(open_page: OpenPage) -> None:
    page = with_choice(open_page, locked_choice(DATA, experiment=11))
    with_worker(page, DYING)
    page.get_by_role("button", name=text("discover.unblind"), exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(text("judge.work.failed.worker"))


def test_what_was_found_survives_a_reload_and_is_not_rolled_again(open_page: OpenPage) -> None:
    page = opened(open_page, 11)
    counts, z = observed_counts(page), number(page, "z")
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_role("button", name=text("discover.unblind"), exact=True)).to_have_count(0)
    assert number(page, "z") == z
    assert observed_counts(page) == counts
    journal = kept(page)
    del journal["discovery"]
    page.evaluate("(j) => localStorage.setItem('fivesigma.journal', j)", json.dumps(journal))
    page.reload()
    wait_until_ready(page)
    unblind(page)
    assert observed_counts(page) == counts


def test_a_class_shares_the_experiment_of_its_link(open_page: OpenPage) -> None:
    choice = locked_choice(DATA, experiment=99)
    page = with_choice(open_page, choice)
    page.goto(f"{page.url.split('#')[0]}#stop=discover&data={DATA}&experiment=11")
    unblind(page)
    assert observed_counts(page) == as_python_has_it({**choice, "pseudoData": 11}).counts


def test_another_experiment_is_another_look_and_is_counted(open_page: OpenPage) -> None:
    page = opened(open_page, 11)
    page.get_by_role("button", name=text("discover.again.new")).click()
    expect(page).to_have_url(re.compile(r"experiment=\d+"))
    expect(page.get_by_role("region", name=text("discover.locked"))).to_be_focused()
    unblind(page)
    expect(page.get_by_text(text("discover.again.text", opened="2"))).to_be_visible()
    go_to(page, "decide")
    expect(page.locator(".attempts")).to_contain_text(text("decide.looks", opened="2", given="0"))
    expect(page.locator(".attempts")).to_contain_text("6.7 %")  # 1 − (1 − 2.28 %)³, with the next


def test_an_experiment_opened_long_ago_is_not_opened_again(open_page: OpenPage) -> None:
    page = opened(open_page, 11)
    journal = kept(page)
    journal["discovery"]["opened"] = []
    page.evaluate("(j) => localStorage.setItem('fivesigma.journal', j)", json.dumps(journal))
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_role("region", name=text("discover.forgotten"))).to_be_visible()
    expect(page.get_by_role("button", name=text("discover.unblind"), exact=True)).to_have_count(0)
    page.get_by_role("button", name=text("discover.again.new")).click()
    unblind(page)
    expect(page.get_by_text(text("discover.again.text", opened="2"))).to_be_visible()


def test_a_thousand_worlds_without_signal_agree_with_the_formula(open_page: OpenPage) -> None:
    page = opened(open_page, next(e for e in range(1, 60) if 1 < z_of(e) < 2))
    throw = page.get_by_role("button", name=text("discover.toys.throw", n="1,000"))
    throw.click()
    expect(throw).to_be_enabled(timeout=60_000)
    said = page.locator(".toy-verdict").inner_text()
    found = re.search(r"fraction of ([\d.]+) ± ([\d.]+)\. The formula says (\d+\.\d+)", said)
    assert found is not None, said
    toy, error, formula = (float(x) for x in found.groups())
    assert abs(toy - formula) < 4 * error
    page.locator(".toys summary").click()
    expect(page.locator(".toys table")).to_be_visible()
    bars = [int(row[1].replace(",", "")) for row in rows(page.locator(".toys table"))]
    assert sum(bars) == 1000
    assert bars[0] > 400


def z_of(experiment: int) -> float:
    return as_python_has_it(locked_choice(DATA, experiment=experiment)).fit.discovery_z


def test_the_reach_of_the_choice_is_told_by_its_numbers(open_page: OpenPage) -> None:
    page = opened(open_page, 11)
    section = page.get_by_role("region", name=text("discover.reach"), exact=True)
    # The page has not trained the model that was locked.
    section.get_by_role("link", name=text("discover.elsewhere.go")).click()
    table = page.get_by_role("region", name=text("discover.reach.table"))
    expect(table).to_be_visible()
    written = [row[2] for row in rows(table)]
    z = [[float(x) for x in one.split("±")] for one in written]
    assert len(z) > 1
    # The lightest against the heaviest: a fall is claimed only beyond twice the error.
    (first, first_error), (last, last_error) = z[0], z[-1]
    error = (first_error**2 + last_error**2) ** 0.5
    change = "falls" if first - last > 2 * error else "within"
    said = text(
        f"discover.reach.{change}", low="200", high="300", first=written[0], last=written[-1]
    )
    expect(section).to_contain_text(said)
    table.get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("stop=learn"))


NOTE_EVERY_TABLE = """() => {
  window.tables = [];
  const look = () => {
    const cells = [...document.querySelectorAll("section.reach tbody td")];
    const shown = cells.map((cell) => cell.innerText).join("|");
    if (shown !== "" && window.tables.at(-1) !== shown) window.tables.push(shown);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_the_reach_says_nothing_of_a_model_that_still_learns(open_page: OpenPage) -> None:
    choice = locked_choice(DATA, experiment=11)
    page = with_choice(open_page, choice | {"fragment": f"#data={DATA}&epochs=100&batch=64"})
    unblind(page)
    page.evaluate(NOTE_EVERY_TABLE)
    section = page.get_by_role("region", name=text("discover.reach"), exact=True)
    section.get_by_role("link", name=text("discover.elsewhere.go")).click()
    table = page.get_by_role("region", name=text("discover.reach.table"))
    expect(table).to_be_visible(timeout=60_000)
    go_to(page, "judge")
    expect(page.get_by_text(re.compile("after 100 epochs"))).to_be_visible(timeout=60_000)
    go_to(page, "discover")
    expect(table).to_be_visible()
    assert len(page.evaluate("window.tables")) == 1


def test_the_report_is_one_file_without_scripts_that_says_pseudo_data(
    open_page: OpenPage, tmp_path: Path, watch: Watch
) -> None:
    choice = locked_choice(DATA, experiment=11)
    expected = as_python_has_it(choice)
    page = with_choice(open_page, choice, accept_downloads=True)
    unblind(page)
    name = "Ada <script>alert(1)</script>"
    page.get_by_label(text("discover.report.name")).fill(name)
    page.get_by_role("button", name=text("discover.report.show")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=text("discover.report.save")).click()
    saved = tmp_path / "report.html"
    download.value.save_as(saved)
    html = saved.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert "default-src 'none'" in html
    assert text("discover.pseudodata") in html
    assert html.count("<svg") >= 3
    watch.expect(r"request to somebody else: file:.*/report\.html")
    report = page.context.new_page()
    report.goto(saved.as_uri())
    expect(report.get_by_text(name)).to_be_visible()
    expect(report.get_by_text(choice["reason"])).to_be_visible()
    numbers = dict(rows(report.locator("table.report-numbers")))
    assert numbers[text("discover.z")] == f"{expected.fit.discovery_z:.2f} σ"
    bins = report.get_by_role("table", name=text("discover.report.bins"))
    counts = [row[4] for row in rows(bins)]
    assert [float(count) for count in counts] == expected.counts
    expect(report.locator(".report-link a")).to_have_attribute(
        "href", re.compile("stop=discover.*experiment=11")
    )
    assert violations(report, ALL_RULES) == []


def test_printing_shows_the_report_and_nothing_else(open_page: OpenPage) -> None:
    page = opened(open_page, 11)
    page.get_by_role("button", name=text("discover.report.show")).click()
    page.emulate_media(media="print")
    expect(page.locator(".report-paper")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("region", name=text("discover.toys"))).to_be_hidden()
    expect(page.get_by_role("button", name=text("discover.report.print"))).to_be_hidden()


def test_all_of_it_can_be_done_from_the_keyboard(open_page: OpenPage) -> None:
    page = with_choice(open_page, locked_choice(DATA, experiment=11))
    page.get_by_role("button", name=text("discover.unblind"), exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=text("discover.observed"), exact=True)).to_be_focused()
    page.get_by_role("button", name=text("discover.reveal"), exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator(".reveal [role=status]")).to_be_focused()
    page.get_by_role("button", name=text("discover.report.show")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=text("discover.report.print"))).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_opened_breaks_no_rule_of_access(open_page: OpenPage, scheme: str) -> None:
    page = opened(open_page, 11, color_scheme=scheme)
    page.get_by_role("button", name=text("discover.toys.throw", n="1,000")).click()
    page.get_by_role("button", name=text("discover.reveal"), exact=True).click()
    page.get_by_role("button", name=text("discover.report.show")).click()
    for summary in page.locator("main .plot-table:visible > summary").all():
        summary.click()
    rules = ALL_RULES if scheme == "light" else RULES_OF_COLOUR
    assert violations(page, rules) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    page = opened(open_page, 11, size=PHONE)
    page.get_by_role("button", name=text("discover.toys.throw", n="1,000")).click()
    page.get_by_role("button", name=text("discover.reveal"), exact=True).click()
    page.get_by_role("button", name=text("discover.report.show")).click()
    expect(page.locator(".report-paper svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
