"""Stop 5, the folded questions: calibration, importance, k-fold, and the table of runs."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from e2e import judged_in_python as python
from e2e.axe import violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import go_to, uncertainty_of, value_of, wait_for_verdict
from e2e.text import text

pytestmark = pytest.mark.e2e

EPOCHS = 4
JUDGED = f"#stop=judge&{python.LINK}&epochs={EPOCHS}"
LONG_WORK_MS = 60_000
MEASURED = re.compile(r"[−\d.]+ ± [\d.]*\d")
PARTS = ("calibration", "importance", "kfold", "friend")
HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe\u0000" + "y" * 10_000


def part(page: Page, name: str) -> Locator:
    """A folded question, opened."""
    found = page.locator("details.judge-part").filter(
        has=page.get_by_role("heading", name=text(f"judge.part.{name}"))
    )
    if found.get_attribute("open") is None:
        found.locator(":scope > summary").click()
    return found


def work(page: Page, name: str, key: str, n: int) -> Locator:
    """Begins a long judgement and waits for its end."""
    found = part(page, name)
    found.get_by_role("button", name=text(key, n=str(n))).click()
    done = found.locator(".work [role=status]")
    expect(done).to_have_text(text("judge.work.done"), timeout=LONG_WORK_MS)
    return found


def table_of(found: Locator) -> list[list[str]]:
    """The values as a table, row by row."""
    found.locator(".plot-table summary").click()
    rows = found.locator(".plot-table tbody tr")
    expect(rows.first).to_be_visible()
    return [row.locator("td").all_inner_texts() for row in rows.all()]


def measured_in(cell: str) -> tuple[float, float]:
    """Value and uncertainty of "0.123 ± 0.045"."""
    return value_of(cell), uncertainty_of(cell)


def assert_same(cell: str, value: float, uncertainty: float) -> None:
    """The page's number, which has two digits of its uncertainty, is the package's."""
    found = measured_in(cell)
    assert found[1] == pytest.approx(uncertainty, rel=0.07, abs=0.0006)
    assert found[0] == pytest.approx(value, abs=0.06 * uncertainty + 0.0006)


def keep(page: Page, name: str) -> None:
    """Keeps the model at hand under a name."""
    form = page.locator("form.keep").first
    form.get_by_label(text("judge.runs.name")).fill(name)
    form.get_by_role("button", name=text("judge.runs.keep")).click()


def rows(page: Page) -> Locator:
    """The runs of the table."""
    return page.locator("table.runs-table tbody tr")


def do(row: Locator, verb: str) -> None:
    """Presses one of a run's buttons."""
    row.get_by_role("button").filter(has_text=text(f"judge.runs.do.{verb}")).first.click()


def follow(page: Page, fragment: str, epochs: int) -> None:
    """Another link in the same page."""
    page.evaluate("(hash) => { location.hash = hash; }", fragment)
    wait_for_verdict(page, epochs)


def test_calibration_is_that_of_the_python_package(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    found = part(page, "calibration")
    expect(found).to_contain_text(text("judge.calibration.claim.balanced"))
    expected = python.one_training(EPOCHS)[2].calibration
    table = table_of(found)
    assert len(table) == expected.score.size
    for row, score, share, uncertainty in zip(
        table, expected.score, expected.fraction, expected.uncertainty, strict=True
    ):
        assert value_of(row[2].removesuffix("\N{NO-BREAK SPACE}%")) == pytest.approx(
            100 * score, abs=0.06
        )
        if uncertainty > 0.0005:
            assert_same(row[3].removesuffix("\N{NO-BREAK SPACE}%"), 100 * share, 100 * uncertainty)


def test_without_weights_another_mixture_is_claimed(open_page: OpenPage) -> None:
    page = open_page(f"{JUDGED}&weights=off")
    wait_for_verdict(page, EPOCHS)
    found = part(page, "calibration")
    expect(found).not_to_contain_text(text("judge.calibration.claim.balanced"))
    expect(found).to_contain_text(text("judge.calibration.claim.none", prior="").split("{")[0][:40])


def test_importance_is_that_of_the_python_package(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    found = work(page, "importance", "judge.importance.start", 10)
    events, training, _ = python.one_training(EPOCHS)
    expected = python.importance(events, training)
    largest_first = sorted(
        zip(expected.drop, expected.spread, strict=True), key=lambda pair: -pair[0].value
    )
    table = table_of(found)
    for row, (drop, spread) in zip(table, largest_first, strict=True):
        assert_same(row[1], *python.as_written(drop))
        assert value_of(row[2]) == pytest.approx(spread, rel=0.06, abs=1e-6)
    expect(found.locator("svg circle.shuffle")).to_have_count(30)
    summary = found.get_by_role("img").get_attribute("aria-label") or ""
    assert [row[1] for row in table] == MEASURED.findall(summary)


def test_five_trainings_are_those_of_the_python_package(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    found = work(page, "kfold", "judge.kfold.start", 5)
    expected = python.five_trainings(EPOCHS)
    assert expected.auc_spread is not None
    for row, area in zip(table_of(found), expected.auc_parts, strict=True):
        assert value_of(row[1]) == pytest.approx(area, abs=0.0011)
        assert uncertainty_of(row[1]) > 0
    sentence = found.locator("p.found").inner_text()
    assert_same(MEASURED.findall(sentence)[0], *python.as_written(expected.auc_spread))
    expect(found.locator("svg g.kfold-point")).to_have_count(5)


def test_long_work_can_be_stopped_and_leaves_the_run_at_hand_alone(open_page: OpenPage) -> None:
    page = open_page(f"#stop=judge&{python.LINK}&epochs=200")
    wait_for_verdict(page, 200)
    before = page.locator(".legend .roc-test").first.inner_text()
    found = part(page, "kfold")
    found.get_by_role("button", name=text("judge.kfold.start", n="5")).click()
    expect(found.get_by_role("progressbar")).to_be_visible()
    found.get_by_role("button", name=text("judge.work.stop")).click()
    status = found.locator(".work [role=status]")
    expect(status).to_have_text(text("judge.work.stopped"))
    assert page.locator(".legend .roc-test").first.inner_text() == before
    go_to(page, "learn")
    go_to(page, "judge")
    expect(status).to_have_text(text("judge.work.stopped"))


def test_what_was_found_is_not_shown_for_another_model(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    found = work(page, "importance", "judge.importance.start", 10)
    follow(page, f"#stop=judge&{python.LINK}&epochs=2", 2)
    expect(found.locator(".work [role=status]")).to_have_text(text("judge.work.earlier"))
    expect(found.locator("svg")).to_have_count(0)


def test_two_kept_runs_are_compared_event_by_event(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    keep(page, "four")
    follow(page, f"#stop=judge&{python.LINK}&epochs=2", 2)
    keep(page, "two")
    expect(rows(page)).to_have_count(2)
    sentence = page.locator(".difference p.found")
    expected = python.difference(2, EPOCHS)
    assert_same(MEASURED.findall(sentence.inner_text())[0], *python.as_written(expected))
    page.reload()
    wait_for_verdict(page, 2)
    expect(page.locator(".difference")).to_contain_text(text("judge.difference.why.no-scores"))
    do(rows(page).first, "open")
    wait_for_verdict(page, EPOCHS)
    expect(sentence).to_contain_text("±")


def test_a_run_is_renamed_removed_and_put_back(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    keep(page, "")
    name = rows(page).first.locator("th bdi")
    expect(name).to_have_text(text("judge.runs.unnamed", n="1"))
    do(rows(page).first, "rename")
    field = rows(page).first.get_by_label(text("judge.runs.name"))
    expect(field).to_be_focused()
    field.fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(name).to_contain_text("<img src=x")
    shown = name.inner_text()
    assert len(shown) <= 60
    assert not re.search("[\u0000-\u001f\u202a-\u202e]", shown)
    page.reload()
    wait_for_verdict(page, EPOCHS)
    expect(name).to_have_text(shown)
    do(rows(page).first, "remove")
    expect(rows(page)).to_have_count(0)
    undo = page.get_by_role("button", name=text("judge.runs.undo"))
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(name).to_have_text(shown)


def test_a_friends_run_is_as_reported_until_it_is_opened_here(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    keep(page, "mine")
    area = rows(page).first.locator("td.quantity").nth(1).inner_text()
    do(rows(page).first, "link")
    expect(rows(page).first).to_contain_text(text("judge.runs.copied"))
    link = page.evaluate("navigator.clipboard.readText()")
    friend = open_page(f"#stop=judge&{python.LINK}&epochs=1")
    wait_for_verdict(friend, 1)
    boast = link.replace(re.findall(r"run\.auc=([\d.]+)", link)[0], "0.99")
    read = part(friend, "friend")
    read.get_by_label(text("judge.friend.link")).fill(boast)
    read.get_by_role("button", name=text("judge.friend.add")).click()
    row = rows(friend).first
    expect(row).to_contain_text(text("judge.friend.reported"))
    expect(row).to_contain_text("0.99")
    do(row, "open")
    wait_for_verdict(friend, EPOCHS)
    expect(row).to_contain_text(text("judge.friend.computed"))
    expect(row.locator("td.quantity").nth(1)).to_have_text(area)


@pytest.mark.parametrize(
    "content", ["nothing", '{"format": "fivesigma-run"}', "x" * 300_000, '{"format": [', ""]
)
def test_a_file_that_is_no_run_is_refused_in_one_sentence(
    open_page: OpenPage, content: str
) -> None:
    page = open_page(f"#stop=judge&{python.LINK}")
    found = part(page, "friend")
    payload = FilePayload(name="run.json", mimeType="application/json", buffer=content.encode())
    found.locator("input[type=file]").set_input_files(payload)
    expect(found.get_by_role("alert")).to_have_text(text("judge.friend.refused"))
    expect(rows(page)).to_have_count(0)


def test_a_saved_file_is_read_back(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    keep(page, "mine")
    with page.expect_download() as saved:
        do(rows(page).first, "file")
    path = tmp_path / "run.json"
    saved.value.save_as(path)
    assert json.loads(path.read_text())["name"] == "mine"
    found = part(page, "friend")
    found.locator("input[type=file]").set_input_files(path)
    expect(rows(page)).to_have_count(2)
    expect(rows(page).nth(1).locator("th bdi")).to_have_text("mine")


def test_every_part_open_breaks_no_rule_and_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page(JUDGED, size=PHONE, reduced_motion="reduce")
    wait_for_verdict(page, EPOCHS)
    keep(page, "one")
    keep(page, "two")
    work(page, "importance", "judge.importance.start", 10)
    work(page, "kfold", "judge.kfold.start", 5)
    for name in PARTS:
        part(page, name)
    for width, scheme in ((390, "light"), (390, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(60)  # charts follow the new width in the next frame
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_is_done_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(JUDGED)
    wait_for_verdict(page, EPOCHS)
    summary = page.locator("details.judge-part > summary").nth(1)
    summary.focus()
    page.keyboard.press("Enter")
    start = page.get_by_role("button", name=text("judge.importance.start", n="10"))
    expect(start).to_be_visible()
    page.keyboard.press("Tab")
    expect(start).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".importance")).to_be_visible(timeout=LONG_WORK_MS)
    field = page.locator("form.keep").first.get_by_label(text("judge.runs.name"))
    field.focus()
    page.keyboard.type("by hand")
    page.keyboard.press("Enter")
    expect(rows(page).first).to_contain_text("by hand")
