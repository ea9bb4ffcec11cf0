"""Stop 2: which variable differs most, two variables at once, and which say the same."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import fivesigma as fs
from e2e.axe import looks, violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import MET, drag, lower_field, uncertainty_of, upper_field, value_of
from e2e.test_access import tab_to
from e2e.text import text
from fivesigma.learning.correlation import correlation
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.physics.features import FEATURES

pytestmark = pytest.mark.e2e

EXPLORE = "#stop=explore&data=simulated-dm"
LEAD_INDEX = 0


def guess(page: Page) -> Locator:
    """Answer the question; the ranking is shown then."""
    page.get_by_role("button", name=text("lesson.explore.guess.met"), exact=True).click()
    rows = page.locator("table.ranking tbody tr")
    expect(rows).to_have_count(len(FEATURES))
    return rows


def below(page: Page) -> Locator:
    """The two sections below the histograms, seen."""
    for title in ("explore.two.title", "explore.corr.title"):
        page.get_by_role("region", name=text(title)).scroll_into_view_if_needed()
    expect(page.locator(".plane-cells")).to_be_visible()
    expect(page.locator("table.matrix")).to_have_count(2)
    return page.locator(".two-variables")


def events() -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Features, label and weight of DM_200 and of all backgrounds in the embedded set."""
    table = fs.load("simulated-dm")
    names = np.array(table.processes)[table.process]
    used = ~np.char.startswith(names, "DM_") | (names == "DM_200")
    features = {name: column[used].astype(np.float64) for name, column in table.features.items()}
    return features, (names[used] == "DM_200").astype(np.int8), table.weight[used]


def test_the_ranking_comes_after_the_guess_and_is_pythons(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    expect(page.locator("table.ranking")).to_have_count(0)
    rows = guess(page)
    features, label, weight = events()
    chances = []
    for row in rows.all():
        name = row.locator("th button").inner_text()
        (feature,) = (feature for feature in FEATURES if feature.label == name)
        curve = roc_curve(features[feature.name], label, weight)
        shown = row.locator("td .quantity").inner_text()
        assert value_of(shown) == pytest.approx(max(curve.auc, 1 - curve.auc), abs=6e-4), name
        assert uncertainty_of(shown) == pytest.approx(curve.auc_uncertainty, rel=0.1, abs=6e-4)
        way = text("explore.rank.larger" if curve.auc >= 0.5 else "explore.rank.smaller")
        expect(row.locator("td").first).to_have_text(way)
        chances.append(value_of(shown))
    assert chances == sorted(chances, reverse=True)


def test_the_ranking_follows_the_cuts(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    first = guess(page).filter(has_text=MET).first.locator("td .quantity")
    before = first.inner_text()
    field = lower_field(page, MET)
    field.fill("200")
    field.press("Enter")
    expect(first).not_to_have_text(before)


def test_a_name_says_what_it_means_when_it_has_the_focus(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    name = guess(page).filter(has_text=MET).first.locator("th button")
    name.focus()
    meaning = next(feature.meaning for feature in FEATURES if feature.label == MET)
    definition = page.locator(".definition:popover-open")
    expect(definition).to_contain_text(meaning)
    page.keyboard.press("Escape")
    expect(definition).to_have_count(0)
    page.mouse.move(0, 0)
    name.hover()
    expect(definition).to_contain_text(meaning)


def test_the_correlations_are_pythons(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    below(page)
    features, label, weight = events()
    X = np.column_stack(list(features.values()))
    for table, kind in zip(page.locator("table.matrix").all(), (1, 0), strict=True):
        found = correlation(X[label == kind], weight[label == kind], names=list(features))
        cells = table.locator("td button").all_inner_texts()
        expected = np.round(100 * found.r).ravel()
        assert len(cells) == expected.size
        for cell, value in zip(cells, expected, strict=True):
            shown = np.nan if cell == "–" else float(cell.replace("−", "-"))
            assert shown == pytest.approx(value, abs=1, nan_ok=True)


def test_a_cell_chooses_the_variables_of_the_picture(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    below(page)
    cells = page.locator("table.matrix").first.locator("td button")
    cells.nth(2 * len(FEATURES) + 4).click()
    expect(page.get_by_role("combobox", name=text("explore.two.x"))).to_have_value("2")
    expect(page.get_by_role("combobox", name=text("explore.two.y"))).to_have_value("4")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("combobox", name=text("explore.two.y"))).to_have_value("5")
    expect(cells.nth(2 * len(FEATURES) + 5)).to_be_focused()


def test_a_rectangle_sets_both_cuts_and_everything_follows(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    section = below(page)
    section.locator(".plane-brush").scroll_into_view_if_needed()
    box = section.locator(".plane-brush").bounding_box()
    assert box is not None
    x, y = box["x"], box["y"]
    drag(
        page,
        (x + 0.25 * box["width"], y + 0.25 * box["height"]),
        (x + 0.5 * box["width"], y + 0.75 * box["height"]),
    )
    expect(lower_field(page, MET)).to_have_value("180")
    expect(upper_field(page, MET)).to_have_value("280")
    expect(lower_field(page, FEATURES[LEAD_INDEX].label)).to_have_value("100")
    expect(upper_field(page, FEATURES[LEAD_INDEX].label)).to_have_value("260")
    page.mouse.dblclick(x + 0.4 * box["width"], y + 0.5 * box["height"])
    expect(lower_field(page, MET)).to_have_value("")


def test_the_same_rectangle_is_typed_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    below(page)
    field = page.get_by_role("textbox", name=text("explore.two.low", feature=MET))
    field.fill("150")
    field.press("Enter")
    expect(lower_field(page, MET)).to_have_value("150")
    expect(page).to_have_url(re.compile(r"cut\.met=150~"))


def test_the_table_of_the_picture_adds_up_to_what_is_expected(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    section = below(page)
    section.locator("summary").first.click()
    expect(section.locator(".plot-table tbody tr").first).to_contain_text("±")
    rows = section.locator(".plot-table tbody tr").all_inner_texts()
    sums = [
        sum(value_of(cell) for row in rows if "±" in (cell := row.split("\t")[column]))
        for column in (2, 3)
    ]
    _, label, weight = events()
    for found, kind in zip(sums, (1, 0), strict=True):
        # Each of some hundred bins is rounded.
        assert found == pytest.approx(float(weight[label == kind].sum()), rel=0.02)


def test_the_correlations_follow_once_a_cut_rests(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    below(page)
    cell = page.locator("table.matrix td button").nth(3)
    before = cell.get_attribute("aria-label") or ""
    page.get_by_role("slider", name=text("brush.low", feature=MET)).focus()
    for _ in range(10):
        page.keyboard.press("PageUp")
    expect(cell).not_to_have_attribute("aria-label", before)


@pytest.mark.parametrize("cut", ["", "&cut.met=400~"])
def test_no_rule_of_accessibility_is_broken(open_page: OpenPage, cut: str) -> None:
    page = open_page(EXPLORE + cut, reduced_motion="reduce")
    guess(page)
    below(page)
    found = {look: violations(page, rules) for look, rules in looks(page)}
    assert {look: lines for look, lines in found.items() if lines} == {}


def test_the_matrix_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page(EXPLORE, size=PHONE)
    below(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for table in page.locator("table.matrix").all():
        box = table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE[0]
    small = page.locator("table.matrix td button").first.bounding_box()
    assert small is not None
    assert min(small["width"], small["height"]) >= 24


def test_the_tab_key_reaches_the_matrix_once(open_page: OpenPage) -> None:
    page = open_page(EXPLORE)
    below(page)
    page.get_by_role("combobox", name=text("explore.two.x")).focus()
    tab_to(page, page.locator("table.matrix button.cell[tabindex='0']").first)
