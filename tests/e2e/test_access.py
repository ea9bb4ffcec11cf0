"""For everybody: screen readers, the keyboard alone, small screens, large print, less motion."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import assert_accessible, violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import (
    FIRST_NUMBER,
    LEAD_LEP_PT,
    STOPS,
    cut_result,
    go_to,
    lower_handle,
    state_line,
    stop_button,
    wait_for_epoch,
    wait_for_verdict,
)
from e2e.test_training import DIVERGING
from e2e.text import text
from e2e.watch import Watch

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

TRAINED = "epochs=3&layers=6,4"
MOST_STOPS_OF_THE_TAB_KEY = 200


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("state", ["", f"cut.met=150~&cut.mll=76~106&{TRAINED}"])
def test_no_rule_of_accessibility_is_broken(open_page: OpenPage, stop: str, state: str) -> None:
    page = open_page(f"#stop={stop}&{state}", reduced_motion="reduce")
    if state and stop == "learn":
        wait_for_epoch(page, 3)
    if state and stop in ("judge", "decide"):
        wait_for_verdict(page, 3)
    if stop == "judge":
        page.get_by_role("button", name=text("lesson.judge.guess.good"), exact=True).click()
    assert_accessible(page)


def test_no_rule_is_broken_when_tables_are_open(open_page: OpenPage) -> None:
    page = open_page(f"#stop=decide&{TRAINED}", reduced_motion="reduce")
    wait_for_verdict(page, 3)
    for stop in ("decide", "judge", "explore"):
        go_to(page, stop)
        page.locator("summary").first.click()
        assert violations(page) == []


@needs_atlas_files
def test_no_rule_is_broken_after_a_training_that_diverged(open_page: OpenPage) -> None:
    page = open_page(DIVERGING, reduced_motion="reduce")
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    expect(page.get_by_text(text("learn.diverged", rate="1", smaller="0.1"))).to_be_visible()
    for stop in ("learn", "judge", "decide"):
        go_to(page, stop)
        assert_accessible(page)


def test_no_rule_is_broken_by_notices_refusals_and_missing_numbers(open_page: OpenPage) -> None:
    page = open_page(
        "#stop=cut&seed=x&cut.met=400~&cut.lead_lep_pt=~80&cut.n_bjets=1~", reduced_motion="reduce"
    )
    field = page.get_by_role("textbox", name=text("brush.high", feature=LEAD_LEP_PT))
    field.fill("word")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status", name=text("notice.title"))).to_be_visible()
    assert cut_result(page).z.startswith("–")
    assert_accessible(page)


def test_no_rule_is_broken_by_the_failure_page(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("Failed to load resource")
    page = open_page(reduced_motion="reduce", ready=False)
    page.route("**/facts.json", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


# --- small screens and large print --------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 720, 1440])
def test_nothing_hangs_over_the_side(open_page: OpenPage, width: int) -> None:
    page = open_page(
        f"#cut.met=150~&{TRAINED}",
        size=(width, 800),
        # At 200 % zoom a window of 1440 pixels is 720 wide and each pixel is drawn with two.
        device_scale_factor=2 if width == 720 else 1,
    )
    for stop in STOPS:
        go_to(page, stop)
        if stop in ("judge", "decide"):
            wait_for_verdict(page, 3)
        page.wait_for_timeout(80)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (stop, wide, too_wide(page, width))


def too_wide(page: Page, width: int) -> list[str]:
    """The elements that reach beyond the right side, for the message."""
    found: list[str] = page.evaluate(
        """(width) => [...document.querySelectorAll("body *")]
             .filter((e) => e.getBoundingClientRect().right > width + 1)
             .map((e) => `${e.tagName}.${e.getAttribute("class")}`).slice(0, 8)""",
        width,
    )
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_letters_twice_as_large_lose_nothing(open_page: OpenPage, language: str) -> None:
    page = open_page(f"#stop=cut&lang={language}&cut.met=100~&{TRAINED}", size=PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for stop in STOPS:
        stop_button(page, stop, language).click()
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_timeout(300)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE[0], (stop, wide, too_wide(page, PHONE[0]))


def test_what_is_chosen_for_all_stops_takes_one_row_of_a_wide_screen(open_page: OpenPage) -> None:
    page = open_page()
    parts = page.locator(".setup .row").locator("select, button")
    tops = {round(box["y"]) for part in parts.all() if (box := part.bounding_box())}
    assert len(tops) == 1


def test_on_a_phone_the_stop_comes_first_and_the_data_unfold(open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    fold = page.locator(".setup .fold")
    signal = page.get_by_label(text("data.signal"))
    expect(fold).to_contain_text(text("origin.atlas-simulation"))
    expect(fold).to_contain_text("200 GeV")
    expect(signal).to_be_hidden()
    title = page.locator("main h1").bounding_box()
    assert title is not None
    assert title["y"] < PHONE[1] / 3
    tab_to(page, fold)
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(signal).to_be_visible()


def test_on_a_phone_the_comparison_is_read_without_a_scroll(open_page: OpenPage) -> None:
    page = open_page("#stop=decide&lang=de", size=PHONE)
    table = page.locator(".comparison .scroll-x")
    # Nothing is trained: in place of a number stands the reason, which is long in German.
    expect(table.locator(".missing")).to_be_visible()
    assert table.evaluate("(element) => element.scrollWidth <= element.clientWidth")


# Levels of the headings that can be seen, in the page's order.
LEVELS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
  .filter((e) => e.checkVisibility()).map((e) => Number(e.tagName.slice(1)))"""


@pytest.mark.parametrize("stop", [*STOPS, "sandbox", "teacher"])
def test_headings_are_an_outline_of_the_page(open_page: OpenPage, stop: str) -> None:
    page = open_page(f"#stop={stop}&cut.met=150~&{TRAINED}")
    if stop in ("judge", "decide"):
        wait_for_verdict(page, 3)
    levels = page.evaluate(LEVELS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize(
    ("stop", "plots"), [("judge", ("judge.roc", "judge.scores")), ("decide", ("decide.plot",))]
)
def test_the_main_plots_are_found_by_their_headings(
    open_page: OpenPage, stop: str, plots: tuple[str, ...]
) -> None:
    page = open_page(f"#stop={stop}&{TRAINED}")
    for key in plots:
        plot = page.get_by_role("figure", name=text(key), exact=True)
        expect(plot.get_by_role("heading", level=2)).to_have_text(text(key))


# --- the keyboard alone -------------------------------------------------------------------------


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_STOPS_OF_THE_TAB_KEY):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    msg = f"the Tab key does not reach {target}"
    raise AssertionError(msg)


# Names the focused element and says whether one can see that it has the focus.
DESCRIBE_FOCUS = """() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  element.dataset.reached = "";
  const shown = element.matches("input[type=radio], input[type=checkbox]")
    ? (element.closest("label") ?? element) : element;
  const style = [element, shown].map((e) => getComputedStyle(e));
  const visible = style.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1)
    || s.boxShadow !== "none");
  const box = shown.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
  return { name: `${element.tagName} ${name.trim().slice(0, 40)}`, visible, inside };
}"""

# Everything one could operate with a mouse, radio buttons counted once a group.
NOT_REACHED = """() => [...document.querySelectorAll(
    "a[href], button, input, select, summary, [tabindex='0']")]
  .filter((e) => !("reached" in e.dataset) && !e.disabled && e.tabIndex >= 0
    && e.checkVisibility({ visibilityProperty: true })
    && !(e.type === "radio" && !e.checked))
  .map((e) => `${e.tagName} ${(e.getAttribute("aria-label") ?? e.textContent).slice(0, 50)}`)"""


@pytest.mark.parametrize("stop", STOPS)
def test_the_tab_key_reaches_everything_and_one_sees_where_it_is(
    open_page: OpenPage, stop: str
) -> None:
    page = open_page(f"#stop={stop}&cut.met=150~&{TRAINED}")
    if stop in ("judge", "decide"):
        wait_for_verdict(page, 3)
    if stop == "learn":
        wait_for_epoch(page, 3)
    invisible = []
    for _ in range(MOST_STOPS_OF_THE_TAB_KEY):
        page.keyboard.press("Tab")
        focus = page.evaluate(DESCRIBE_FOCUS)
        if focus is None:
            break
        if not (focus["visible"] and focus["inside"]):
            invisible.append(focus)
    else:
        pytest.fail("the Tab key never leaves the page")
    assert invisible == []
    assert page.evaluate(NOT_REACHED) == []


def test_the_first_tab_offers_to_skip_to_the_content(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=text("app.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_whole_hunt_can_be_done_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("body").focus()
    tab_to(page, stop_button(page, "cut"))
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    uncut = cut_result(page).signal
    tab_to(page, lower_handle(page, LEAD_LEP_PT))
    for value in ("40", "60", "80", "100"):
        page.keyboard.press("PageUp")
        expect(lower_handle(page, LEAD_LEP_PT)).to_have_attribute("aria-valuenow", value)
    expect(page.locator(FIRST_NUMBER)).not_to_have_text(uncut)
    tab_to(page, stop_button(page, "learn"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name=text("learn.step.epoch")))
    page.keyboard.press("Space")
    wait_for_epoch(page, 1)
    node = page.locator("button.node[tabindex='0']")
    tab_to(page, node)
    heading = page.get_by_role("region", name=text("learn.neuron.title")).locator("h2")
    before = heading.inner_text()
    page.keyboard.press("ArrowDown")
    expect(heading).not_to_have_text(before)
    tab_to(page, stop_button(page, "judge"))
    page.keyboard.press("Enter")
    wait_for_verdict(page, 1)
    working_point = page.get_by_role("slider", name=text("judge.roc.point"))
    tab_to(page, working_point)
    spoken = working_point.get_attribute("aria-valuetext")
    page.keyboard.press("PageUp")
    expect(working_point).not_to_have_attribute("aria-valuetext", spoken or "")
    tab_to(page, stop_button(page, "decide"))
    page.keyboard.press("Enter")
    line = page.get_by_role("figure", name=text("decide.plot")).get_by_role("slider")
    tab_to(page, line)
    page.keyboard.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"\d ± \d"))


def test_a_select_and_a_choice_are_changed_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    signal = page.get_by_role("combobox", name=text("data.signal"))
    before = signal.input_value()
    tab_to(page, signal)
    page.keyboard.press("ArrowDown")
    expect(signal).not_to_have_value(before)
    tab_to(page, page.get_by_role("radio", name=text("explore.show.stack")))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name=text("explore.show.shapes"))).to_be_checked()


# --- less motion, and what is spoken ------------------------------------------------------------


def test_with_reduced_motion_nothing_is_animated(open_page: OpenPage) -> None:
    page = open_page(f"#stop=explore&{TRAINED}", reduced_motion="reduce")
    for stop in STOPS:
        go_to(page, stop)
        assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].map((e) => getComputedStyle(e))
             .filter((s) => s.animationName !== "none"
               || s.transitionDuration.split(", ").some((d) => parseFloat(d) > 0.01)).length"""
    )
    assert moving == 0


def test_the_training_is_spoken_now_and_then_and_not_at_every_epoch(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=1&inputs=met&batch=4096")
    page.evaluate(
        """() => { window.spoken = 0;
             new MutationObserver(() => { window.spoken += 1; }).observe(
               document.querySelector(".run-bar [aria-live]"),
               { childList: true, characterData: true, subtree: true }); }"""
    )
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    expect(state_line(page)).to_have_text(re.compile(r"Epoch [1-9]\d\d"))
    assert 1 <= page.evaluate("window.spoken") <= 20
