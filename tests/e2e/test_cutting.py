"""Stops 1 and 2: keep a region by mouse, by typing, by keyboard and by link."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenPage
from e2e.steps import (
    FIRST_NUMBER,
    LEAD_LEP_PT,
    MET,
    SUBLEAD_LEP_PT,
    curves,
    cut_result,
    drag,
    histogram,
    lower_field,
    lower_handle,
    position_of,
    uncertainty_of,
    upper_field,
    value_of,
)
from e2e.text import text

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

DM_300 = "#stop=cut&signal=DM_300"


def assert_known_cut(page: Page) -> None:
    """The known answer of this dataset: s/√b = 2.531 for DM_300 with lead_lep_pt >= 100 GeV."""
    expect(lower_field(page, LEAD_LEP_PT)).to_have_value("100")
    expect(page.locator("dl.numbers .quantity").nth(2)).to_have_text(re.compile("^2.53 ±"))


@needs_atlas_files
def test_dm_300_without_cuts_has_the_known_ratio(open_page: OpenPage) -> None:
    page = open_page(DM_300)
    assert cut_result(page).simple.startswith("1.98 ±")


@needs_atlas_files
def test_a_cut_in_the_link_gives_the_known_ratio(open_page: OpenPage) -> None:
    assert_known_cut(open_page(DM_300 + "&cut.lead_lep_pt=100~"))


@needs_atlas_files
def test_a_typed_cut_gives_the_known_ratio(open_page: OpenPage) -> None:
    page = open_page(DM_300)
    field = lower_field(page, LEAD_LEP_PT)
    field.fill("100")
    field.press("Enter")
    assert_known_cut(page)


@needs_atlas_files
def test_a_dragged_handle_gives_the_known_ratio(open_page: OpenPage) -> None:
    page = open_page(DM_300)
    target = position_of(page, LEAD_LEP_PT, 100)
    box = lower_handle(page, LEAD_LEP_PT).bounding_box()
    assert box is not None
    drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), target)
    assert_known_cut(page)


@needs_atlas_files
def test_the_keyboard_alone_gives_the_known_ratio(open_page: OpenPage) -> None:
    page = open_page(DM_300)
    handle = lower_handle(page, LEAD_LEP_PT)
    handle.focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    assert_known_cut(page)
    page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuenow", "102")
    page.keyboard.press("ArrowLeft")
    assert_known_cut(page)
    page.keyboard.press("Home")
    expect(lower_field(page, LEAD_LEP_PT)).to_have_value("")


def test_a_cut_in_one_histogram_filters_all_the_others_but_not_itself(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    before = {label: curves(page, label) for label in (LEAD_LEP_PT, MET, SUBLEAD_LEP_PT)}
    drag(page, position_of(page, LEAD_LEP_PT, 100), position_of(page, LEAD_LEP_PT, 180))
    expect(lower_field(page, LEAD_LEP_PT)).to_have_value("100")
    expect(upper_field(page, LEAD_LEP_PT)).to_have_value("180")
    assert curves(page, MET) != before[MET]
    assert curves(page, SUBLEAD_LEP_PT) != before[SUBLEAD_LEP_PT]
    assert curves(page, LEAD_LEP_PT) == before[LEAD_LEP_PT]
    expect(histogram(page, LEAD_LEP_PT).locator(".removed rect")).to_have_count(2)


def test_the_table_follows_the_cut(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    signal = page.get_by_role("region", name=text("yields.region")).locator("tbody tr").first
    expected, kept, share = (signal.locator("td").nth(column) for column in range(3))
    expect(share).to_have_text("100.0 %")
    upper = upper_field(page, MET)
    upper.fill("120")
    upper.press("Enter")
    expect(share).not_to_have_text("100.0 %")
    fraction = value_of(kept.inner_text()) / value_of(expected.inner_text())
    assert float(share.inner_text().removesuffix("\N{NO-BREAK SPACE}%")) == pytest.approx(
        100 * fraction, abs=0.3
    )


def test_a_cleared_cut_brings_everything_back(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    everything = cut_result(page)
    for label in (MET, LEAD_LEP_PT):
        field = lower_field(page, label)
        field.fill("150")
        field.press("Enter")
    expect(page.locator(FIRST_NUMBER)).not_to_have_text(everything.signal)
    page.get_by_role("button", name=text("brush.clear.of", feature=MET)).click()
    expect(lower_field(page, MET)).to_have_value("")
    expect(page.locator(FIRST_NUMBER)).not_to_have_text(everything.signal)
    page.get_by_role("button", name=text("cut.clear")).click()
    expect(page.locator(FIRST_NUMBER)).to_have_text(everything.signal)
    assert cut_result(page) == everything


def test_a_double_click_takes_a_range_away(open_page: OpenPage) -> None:
    page = open_page("#stop=explore&cut.met=150~")
    page.mouse.dblclick(*position_of(page, MET, 300))
    expect(lower_field(page, MET)).to_have_value("")


def test_a_finger_moves_a_handle_too(open_page: OpenPage) -> None:
    page = open_page(DM_300, size=(390, 844))
    x, y = position_of(page, LEAD_LEP_PT, 100)
    handle = lower_handle(page, LEAD_LEP_PT)
    box = handle.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    middle = {"x": box["x"] + box["width"] / 2, "y": y}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
    for share in (0.25, 0.5, 0.75, 1.0):
        point = {"x": middle["x"] + share * (x - middle["x"]), "y": y}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(lower_field(page, LEAD_LEP_PT)).to_have_value(re.compile(r"^(9[6-9]|10[0-4])"))


def test_shapes_and_a_logarithmic_height_redraw_every_histogram(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    drawn = [curves(page, MET)]
    for choice in ("explore.show.shapes", "explore.scale.log", "explore.show.stack"):
        page.get_by_role("radio", name=text(choice)).check(force=True)
        expect(page.get_by_role("radio", name=text(choice))).to_be_checked()
        page.wait_for_timeout(50)
        drawn.append(curves(page, MET))
    assert len({"".join(paths) for paths in drawn}) == 4
    page.get_by_role("radio", name=text("explore.show.shapes")).check(force=True)
    expect(histogram(page, MET).locator(".outline")).to_have_count(2)


def test_the_cut_flow_lists_every_cut_and_ends_at_the_result(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=150~&cut.mll=76~106&cut.delta_r_ll=~1.8")
    flow = page.get_by_role("region", name=text("cut.flow")).locator("tbody tr")
    expect(flow).to_have_count(4)
    cells = flow.last.locator("td").all_inner_texts()
    result = cut_result(page)
    assert cells[0] == result.signal
    assert cells[1] == result.background
    assert cells[2] == result.z.removesuffix(" σ")
    signals = [value_of(row.locator("td").first.inner_text()) for row in flow.all()]
    assert signals == sorted(signals, reverse=True)


def test_too_small_a_background_gives_the_reason_and_no_number(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.lead_lep_pt=335~&cut.met=450~&cut.n_bjets=1~")
    result = cut_result(page)
    for reason in (result.simple, result.z):
        assert reason.startswith("–")
        assert text("reason.too-few-background") in reason or text("reason.no-background") in reason
        assert not re.search(r"\d ± \d", reason)


def test_every_significance_has_an_uncertainty(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=150~&uncertainty=0.1")
    result = cut_result(page)
    assert 0 < uncertainty_of(result.z) < value_of(result.z)
    assert 0 < uncertainty_of(result.simple) < value_of(result.simple)


def test_the_slider_of_the_background_uncertainty_lowers_the_significance(
    open_page: OpenPage,
) -> None:
    page = open_page("#stop=cut&uncertainty=0")
    slider = page.get_by_role("slider", name=text("uncertainty.label"))
    slider.focus()
    seen = [value_of(cut_result(page).z)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
        seen.append(value_of(cut_result(page).z))
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 4


def test_a_word_in_a_number_field_is_refused_in_words(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    before = cut_result(page)
    field = lower_field(page, MET)
    field.fill("much")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(histogram(page, MET).get_by_role("alert")).to_contain_text("number")
    assert cut_result(page) == before


def test_a_lower_end_above_the_upper_one_stops_there(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=~150")
    field = lower_field(page, MET)
    field.fill("400")
    field.press("Enter")
    expect(field).to_have_value("150")


def test_another_signal_changes_what_is_counted(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    before = cut_result(page).signal
    page.get_by_role("combobox", name=text("data.signal")).select_option("DM_300")
    expect(page.locator(FIRST_NUMBER)).not_to_have_text(before)
