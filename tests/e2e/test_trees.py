"""Stop 3 with trees: they grow here one by one, are drawn, judged, and travel in a link."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import assert_accessible
from e2e.conftest import PHONE, OpenPage
from e2e.steps import go_to, state_line, uncertainty_of, value_of
from e2e.test_access import tab_to, too_wide
from e2e.test_judging import auc, selections
from e2e.test_links import copied_link
from e2e.test_training import losses, press
from e2e.text import text

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

BOOSTED = "#stop=learn&model=boosted-trees"
SINGLE = "#stop=learn&model=tree"


def choose(page: Page, model: str) -> None:
    """Choose the model that is trained."""
    page.get_by_role("radio", name=text(f"learn.model.{model}")).check(force=True)


def wait_for_trees(page: Page, n: int) -> None:
    """So many trees have grown, and the training rests."""
    expect(state_line(page)).to_have_text(re.compile(rf"Trees: {n},"))
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()


def wait_for_judged(page: Page, trees: int) -> None:
    """Judge or Decide speak about so many trees."""
    expect(page.locator(".judged-on")).to_contain_text(f"boosted trees ({trees} of them)")


def leaves(page: Page) -> Locator:
    """The leaves of the tree that is drawn."""
    return page.locator(".tree-leaf")


@needs_atlas_files
def test_trees_are_chosen_trained_and_judged_and_a_link_brings_them_back(
    open_page: OpenPage,
) -> None:
    page = open_page("#stop=learn&data=atlas-dm")
    choose(page, "boosted-trees")
    expect(state_line(page)).to_contain_text("No tree yet")
    press(page, "learn.train")
    expect(state_line(page)).to_have_text(re.compile(r"Trees: [1-9]\d"))
    press(page, "learn.pause")
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()
    history = losses(page)
    n_trees = len(history) - 1
    assert n_trees >= 10
    assert history[-1][1] < history[0][1] - 0.05
    assert min(row[2] for row in history) < history[0][2] - 0.05
    go_to(page, "judge")
    wait_for_judged(page, n_trees)
    areas = [auc(page, curve) for curve in ("test", "train")]
    assert 0.7 < value_of(areas[0]) < 0.85
    assert uncertainty_of(areas[0]) > 0
    friend = open_page("#" + copied_link(page).partition("#")[2])
    wait_for_judged(friend, n_trees)
    assert [auc(friend, curve) for curve in ("test", "train")] == areas
    go_to(friend, "learn")
    assert losses(friend) == history


def test_the_trees_stand_beside_cuts_and_nothing(open_page: OpenPage) -> None:
    page = open_page("#stop=decide&model=boosted-trees&epochs=30&cut.met=150~")
    wait_for_judged(page, 30)
    compared = selections(page)
    assert 0 < uncertainty_of(compared["network"][2]) < value_of(compared["network"][2])
    table = page.get_by_role("region", name=text("decide.comparison.table"))
    expect(table).to_contain_text(text("decide.bar.network", model=text("model.boosted-trees")))


def test_one_step_is_one_tree_and_reset_takes_all_away(open_page: OpenPage) -> None:
    page = open_page(BOOSTED)
    expect(leaves(page)).to_have_count(0)
    for n in (1, 2):
        press(page, "learn.step.boosted-trees")
        wait_for_trees(page, n)
    assert [row[0] for row in losses(page)] == [0, 1, 2]
    expect(leaves(page)).to_have_count(8)
    press(page, "learn.reset")
    expect(state_line(page)).to_contain_text("No tree yet")
    expect(leaves(page)).to_have_count(0)


def test_a_single_tree_asks_one_question_after_another_until_it_is_complete(
    open_page: OpenPage,
) -> None:
    page = open_page(SINGLE + "&tree.depth=2")
    for n in (1, 2, 3):
        press(page, "learn.step.tree")
        expect(state_line(page)).to_have_text(re.compile(rf"Questions: {n},"))
        expect(leaves(page)).to_have_count(n + 1)
    expect(page.get_by_text(text("learn.complete.tree"))).to_be_visible()
    expect(page.get_by_role("button", name=text("learn.step.tree"))).to_be_disabled()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_disabled()
    assert all("% signal" in leaf for leaf in leaves(page).all_inner_texts())


def test_any_tree_can_be_drawn_and_the_way_of_the_event_adds_up(open_page: OpenPage) -> None:
    page = open_page(BOOSTED + "&epochs=5&tree.depth=2")
    wait_for_trees(page, 5)
    field = page.get_by_role("textbox", name=text("learn.tree.number"), exact=True)
    total = 0.0
    for number in ("1", "2", "3", "4", "5"):
        field.fill(number)
        field.press("Enter")
        expect(page.locator(".tree-about")).to_contain_text(f"Tree {number} of 5")
        answer = page.locator(".tree-leaf.passed strong")
        expect(answer).to_have_count(1)
        total += float(answer.inner_text().replace("−", "-"))
    said = page.get_by_role("region", name=text("learn.sum.title")).inner_text()
    found = re.search(r"\(5\): ([−\d.]+)", said)
    assert found
    assert float(found.group(1).replace("−", "-")) == pytest.approx(total, abs=0.003)


def test_over_training_is_said_where_it_shows(open_page: OpenPage) -> None:
    page = open_page(BOOSTED + "&epochs=200&tree.depth=6&tree.rate=0.3")
    wait_for_trees(page, 200)
    expect(page.locator(".loss-reading .warning")).to_contain_text("by heart")


def test_a_setting_makes_new_trees_and_stands_in_the_address(open_page: OpenPage) -> None:
    page = open_page(BOOSTED + "&epochs=3")
    wait_for_trees(page, 3)
    depth = page.get_by_role("textbox", name=text("learn.depth"))
    depth.fill("99")
    depth.press("Enter")
    expect(depth).to_have_value("6")
    expect(state_line(page)).to_contain_text("No tree yet")
    expect(page).to_have_url(re.compile(r"tree\.depth=6"))
    expect(page).to_have_url(re.compile(r"model=boosted-trees"))


def test_trees_and_networks_share_one_table_and_only_a_network_is_saved(
    open_page: OpenPage,
) -> None:
    page = open_page("#stop=learn&layers=2&epochs=2")
    save = page.get_by_role("button", name=text("carry.save"))
    expect(save).to_be_enabled()
    choose(page, "boosted-trees")
    expect(save).to_have_count(0)
    press(page, "learn.step.boosted-trees")
    rows = page.locator(".attempts tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text(text("learn.attempts.boosted-trees", depth="3"))
    choose(page, "network")
    expect(save).to_be_visible()
    expect(state_line(page)).to_contain_text("Not trained yet")


def test_before_the_first_tree_there_is_nothing_to_judge(open_page: OpenPage) -> None:
    page = open_page("#stop=judge&model=boosted-trees")
    expect(page.get_by_text(text("judge.untrained.text.trees"))).to_be_visible()


# --- for everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [BOOSTED, BOOSTED + "&epochs=60", SINGLE + "&epochs=9"])
def test_no_rule_of_accessibility_is_broken(open_page: OpenPage, state: str) -> None:
    page = open_page(state, reduced_motion="reduce")
    if "epochs" in state:
        expect(leaves(page).first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("stop", ["judge", "decide"])
def test_no_rule_is_broken_where_trees_are_judged(open_page: OpenPage, stop: str) -> None:
    page = open_page(f"#stop={stop}&model=boosted-trees&epochs=20", reduced_motion="reduce")
    wait_for_judged(page, 20)
    assert_accessible(page)


@pytest.mark.parametrize("depth", ["3", "6"])
def test_a_tree_hangs_over_no_side_of_a_phone(open_page: OpenPage, depth: str) -> None:
    page = open_page(f"{BOOSTED}&epochs=4&tree.depth={depth}", size=PHONE)
    wait_for_trees(page, 4)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0], too_wide(page, PHONE[0])


def test_trees_can_be_chosen_grown_and_read_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("#stop=learn")
    tab_to(page, page.get_by_role("radio", name=text("learn.model.network")))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=text("learn.model.linear"))).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=text("learn.model.boosted-trees"))).to_be_checked()
    page.locator("body").focus()
    tab_to(page, page.get_by_role("button", name=text("learn.step.boosted-trees")))
    page.keyboard.press("Space")
    wait_for_trees(page, 1)
    drawing = page.get_by_role("region", name=text("learn.tree.label"))
    tab_to(page, drawing)
    said = drawing.aria_snapshot()
    assert "?" in said
    assert text("learn.tree.yes") in said
    assert text("learn.tree.passed") in said
