"""Stop 3: the network is real, learns here, and shows its true weights."""

import math
import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenPage
from e2e.steps import go_to, state_line, wait_for_epoch, weights
from e2e.text import text

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

SMALL = "#stop=learn&layers=4"
# Plain descent in steps of 1 through four wide layers: the loss is soon no number any more.
DIVERGING = "#stop=learn&layers=32,32,32,32&activation=relu&optimiser=sgd&rate=1&batch=16&seed=3"


def press(page: Page, key: str) -> None:
    """Press the button with that text."""
    page.get_by_role("button", name=text(key), exact=True).click()


def expect_batches(page: Page, batches: int) -> None:
    """The network has learned so many batches of its first epoch."""
    words = text("learn.state.batch", epoch="0", batch=str(batches), training="", validation="")
    expect(state_line(page)).to_contain_text(words.split(",", maxsplit=1)[0])


def losses(page: Page) -> list[list[float]]:
    """Epoch, training and validation loss, from the table under the plot."""
    card = page.get_by_role("region", name=text("learn.loss.title")).first
    card.locator("summary").click()
    rows = [row.split("\t") for row in card.locator("tbody tr").all_inner_texts()]
    card.locator("summary").click()
    return [[float(cell.replace(",", "")) for cell in row] for row in rows]


def shown_number(shown: str) -> float:
    """A number of the arithmetic; it is written with a true minus sign."""
    return float(shown.replace("−", "-").replace(",", ""))


def test_a_new_network_says_that_it_has_not_learned(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    expect(state_line(page)).to_contain_text("Not trained yet")
    assert losses(page)[0][0] == 0


def test_training_runs_until_it_is_paused(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    press(page, "learn.train")
    expect(state_line(page)).to_have_text(re.compile(r"Epoch ([3-9]|\d\d+),"))
    press(page, "learn.pause")
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()
    stopped = state_line(page).inner_text()
    page.wait_for_timeout(200)
    assert state_line(page).inner_text() == stopped


def test_the_loss_falls_below_that_of_looking_at_nothing(open_page: OpenPage) -> None:
    page = open_page(SMALL + "&epochs=30")
    wait_for_epoch(page, 30)
    history = losses(page)
    assert [row[0] for row in history] == list(range(31))
    looks_at_nothing = math.log(2)  # both classes weigh the same
    assert history[0][1] > looks_at_nothing - 0.1
    assert history[-1][1] < looks_at_nothing - 0.05


def test_the_curve_of_the_loss_grows_while_it_learns(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    curve = page.locator("path.loss-line.training")
    points = []
    for epoch in (1, 2, 3):
        press(page, "learn.step.epoch")
        wait_for_epoch(page, epoch)
        points.append((curve.get_attribute("d") or "").count(","))
    assert points == [2, 3, 4]


def test_a_step_is_one_batch_or_one_epoch(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    press(page, "learn.step.batch")
    expect_batches(page, 1)
    press(page, "learn.step.batch")
    expect_batches(page, 2)
    press(page, "learn.step.epoch")
    wait_for_epoch(page, 1)


def test_reset_brings_the_very_same_start_back(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    start, first_weights = state_line(page).inner_text(), weights(page)
    press(page, "learn.step.epoch")
    wait_for_epoch(page, 1)
    assert weights(page) != first_weights
    press(page, "learn.reset")
    expect(state_line(page)).to_have_text(start)
    assert weights(page) == first_weights


def test_the_same_seed_gives_the_same_losses_and_another_seed_others(open_page: OpenPage) -> None:
    histories = []
    for seed in (7, 7, 8):
        page = open_page(f"{SMALL}&epochs=3&seed={seed}")
        wait_for_epoch(page, 3)
        histories.append(losses(page))
    assert histories[0] == histories[1]
    assert histories[0] != histories[2]


def test_every_batch_changes_the_weights_on_the_screen(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    seen = [weights(page)]
    terms = page.locator("table.terms tbody")
    terms_before = terms.text_content() or ""
    for batch in (1, 2, 3):
        press(page, "learn.step.batch")
        expect_batches(page, batch)
        expect(terms).not_to_have_text(terms_before)
        terms_before = terms.text_content() or ""
        seen.append(weights(page))
    assert all(before != after for before, after in pairwise(seen))
    assert all(len(column) == 10 for column in seen)  # nine inputs and the bias


def test_the_sum_of_a_neuron_can_be_checked_by_hand(open_page: OpenPage) -> None:
    page = open_page(SMALL + "&epochs=2")
    wait_for_epoch(page, 2)
    rows = page.locator("table.terms tbody tr")
    terms = [row.locator("td").all_inner_texts() for row in rows.all()]
    for (value, _, product, *_), weight in zip(terms[:-1], weights(page)[:-1], strict=True):
        expected = shown_number(value) * float(weight)
        assert shown_number(product) == pytest.approx(expected, abs=0.02, rel=0.02)
    total = sum(shown_number(product) for _, _, product, *_ in terms)
    said = page.get_by_role("region", name=text("learn.neuron.title")).inner_text()
    after = said.partition(text("learn.neuron.sum"))[2]
    found = re.search(r"[−\d][\d.]*", after.replace("z", ""))
    assert found
    assert shown_number(found.group()) == pytest.approx(total, abs=0.02)


def test_the_drawing_has_every_neuron_and_says_what_it_passes_on(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=5,3")
    nodes = page.locator("button.node")
    expect(nodes).to_have_count(9 + 5 + 3 + 1)
    for name in (nodes.first, nodes.last):
        expect(name).to_have_attribute("aria-label", re.compile(r": −?\d"))


def test_pointing_at_a_line_shows_its_weight(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=1&inputs=met,mll")
    page.locator(".network-card").scroll_into_view_if_needed()
    boxes = [page.locator(f"[data-node='{place}']").bounding_box() for place in ("0-0", "1-0")]
    start, end = ((b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes if b)
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    tip = page.locator(".weight-tip strong")
    expect(tip).to_be_visible()
    pointed = shown_number(tip.inner_text().removeprefix("w = "))
    assert pointed == pytest.approx(float(weights(page)[0]), abs=0.001)


def test_one_event_is_followed_through_the_network(open_page: OpenPage) -> None:
    page = open_page(SMALL + "&epochs=2")
    wait_for_epoch(page, 2)
    story = page.locator(".event-chooser")
    said = set()
    for key in ("random.signal", "next", "previous", "random.background"):
        press(page, f"learn.event.{key}")
        page.wait_for_timeout(80)
        said.add(story.locator("p").first.inner_text())
    assert len(said) >= 3
    expect(story).to_contain_text("A background event")
    score = re.search(r"score is ([\d.]+)", story.inner_text())
    assert score
    assert 0 <= float(score.group(1).rstrip(".")) <= 1


def test_changing_the_network_makes_a_new_untrained_one(open_page: OpenPage) -> None:
    page = open_page(SMALL + "&epochs=2")
    wait_for_epoch(page, 2)
    settings = page.get_by_role("region", name=text("learn.settings"), exact=True)
    settings.get_by_role("button", name=text("learn.layer.more", layer="1")).click()
    expect(state_line(page)).to_contain_text("Not trained yet")
    expect(page.locator("button.node")).to_have_count(9 + 5 + 1)
    settings.get_by_role("button", name=text("learn.layers.add")).click()
    expect(page.locator("button.node")).to_have_count(9 + 5 + 5 + 1)
    page.get_by_role("button", name=text("learn.layer.remove", layer="1")).click()
    expect(page.locator("button.node")).to_have_count(9 + 5 + 1)


def test_an_input_can_be_left_out_but_never_all(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=2&inputs=met,mll")
    boxes = page.locator(".inputs input[type=checkbox]:checked")
    boxes.first.uncheck()
    expect(boxes).to_have_count(1)
    expect(boxes).to_be_disabled()
    expect(page.locator("button.node")).to_have_count(1 + 2 + 1)


@needs_atlas_files
def test_another_dataset_starts_with_an_untrained_network(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    press(page, "learn.train")
    expect(state_line(page)).to_have_text(re.compile(r"Epoch [1-9]"))
    page.get_by_role("combobox", name=text("data.dataset")).select_option("simulated-dm")
    expect(page.locator(".origin")).to_contain_text(text("origin.own-simulation"))
    expect(state_line(page)).to_contain_text("Not trained yet")


def test_training_goes_on_while_one_looks_at_another_stop(open_page: OpenPage) -> None:
    page = open_page(SMALL)
    press(page, "learn.train")
    go_to(page, "cut")
    page.wait_for_timeout(400)
    go_to(page, "learn")
    press(page, "learn.pause")
    expect(state_line(page)).to_have_text(re.compile(r"Epoch ([3-9]|\d\d+)\b"))


@needs_atlas_files
def test_a_diverging_training_says_why_and_what_to_try(open_page: OpenPage) -> None:
    page = open_page(DIVERGING)
    press(page, "learn.train")
    expect(page.get_by_text(text("learn.diverged", rate="1", smaller="0.1"))).to_be_visible()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_disabled()
    for stop in ("judge", "decide"):
        go_to(page, stop)
        expect(page.get_by_text(text("judge.diverged.title"))).to_be_visible()
    go_to(page, "learn")
    press(page, "learn.reset")
    expect(state_line(page)).to_contain_text("Not trained yet")
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_enabled()


def test_cuts_that_leave_nothing_to_learn_from_are_explained(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&passing=on&cut.met=100000~")
    expect(page.get_by_text(text("learn.empty.both"))).to_be_visible()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_disabled()


def test_a_network_of_the_passing_events_learns_from_fewer(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=2&cut.met=150~&passing=on&epochs=1")
    wait_for_epoch(page, 1)
    counts = re.findall(r"[\d,]+", page.locator(".counts").inner_text())
    everything = open_page("#stop=learn&layers=2")
    all_counts = re.findall(r"[\d,]+", everything.locator(".counts").inner_text())
    assert int(counts[1].replace(",", "")) < int(all_counts[1].replace(",", ""))
