"""Stop 4: weights, neurons and layers changed on the drawing, and the pictures of two inputs."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import ALL_RULES, violations
from e2e.conftest import PHONE, WIDE, OpenPage
from e2e.steps import go_to, state_line, wait_for_epoch, weights
from e2e.test_carrying import saved
from e2e.test_links import copied_link
from e2e.text import pattern, text
from fivesigma.learning.exchange.network_file import StoredNetwork, decode_network
from fivesigma.learning.network import layer_outputs, predict_probability
from fivesigma.learning.split import TEST_FOLDS, VALIDATION_FOLDS, in_folds
from fivesigma.learning.weights import training_weights
from fivesigma.workflow import story

pytestmark = pytest.mark.e2e

LEARN = "#stop=learn&data=simulated-dm&signal=DM_200"
TRAINED = f"{LEARN}&layers=4&rate=0.01&epochs=4"
MET, DELTA_R = 3, 4


def number(written: str) -> float:
    """A number of the page: with a true minus sign, and maybe a unit."""
    found = re.search(r"[−-]?\d[\d,]*(\.\d+)?", written)
    assert found, written
    return float(found.group().replace("−", "-").replace(",", ""))


def field(page: Page, name: str) -> Locator:
    """The number field of a weight of the chosen neuron."""
    table = page.get_by_role("region", name=text("learn.neuron.table"))
    return table.get_by_role("textbox", name=name, exact=True)


def card(page: Page, key: str) -> Locator:
    """A card by its title."""
    return page.get_by_role("region", name=text(key), exact=True)


def followed_score(page: Page) -> float:
    """Score of the followed event as the page writes it."""
    return number(page.locator(".event-chooser p strong").inner_text().rsplit("is", 1)[-1])


def followed_event(inputs: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The event that the page follows first: the first signal event kept for the test."""
    table = story.select(story.load("simulated-dm"), signal="DM_200", cuts=())
    kept = in_folds(table.fold, TEST_FOLDS) & (table.label == 1)
    first = int(np.flatnonzero(kept)[0])
    return np.array([float(table.features[name][first]) for name in inputs])


def score_of(stored: StoredNetwork, event: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """What the package makes of one event."""
    scaled = (event[np.newaxis] - stored.mean) / stored.scale
    return float(predict_probability(stored.network, scaled)[0])


def table_of(part: Locator) -> tuple[list[float], list[float], list[list[float]]]:
    """Values along x and y, and the numbers of the plane, of the table below a picture."""
    part.locator("details.plot-table summary").click()
    expect(part.locator(".plot-table tbody tr").first.locator("td")).to_have_count(10)
    heads = part.locator(".plot-table thead th").all_inner_texts()
    rows = [
        [number(cell) for cell in row.locator("td").all_inner_texts()]
        for row in part.locator(".plot-table tbody tr").all()
    ]
    return (
        [number(head.split("=")[1]) for head in heads[1:]],
        [r[0] for r in rows],
        [row[1:] for row in rows],
    )


def plane(
    event: np.ndarray[tuple[int], np.dtype[np.float64]], x: list[float], y: list[float]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The event with ETmiss and ΔR at each place of a table."""
    grid = np.tile(event, (len(x) * len(y), 1))
    grid[:, MET], grid[:, DELTA_R] = np.tile(x, len(y)), np.repeat(y, len(x))
    return grid


def test_a_weight_is_changed_by_keyboard_and_everything_follows(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 4)
    before, losses = followed_score(page), state_line(page).inner_text()
    output = page.locator("[data-node='2-0']")
    output.focus()
    page.keyboard.press("Enter")
    name = text("learn.hand.weight", name=text("learn.node.hidden", layer="1", index="2"))
    weight = field(page, name)
    weight.focus()
    expect(page.locator(".weight-tip strong")).to_have_text(re.compile(r"^w = −?\d"))
    page.keyboard.press("Control+a")
    page.keyboard.type("-3.25")
    page.keyboard.press("Enter")
    expect(state_line(page)).to_have_text(pattern("learn.state.edited"))
    expect(page.locator(".weight-tip strong")).to_have_text("w = −3.250")
    bias = field(page, text("learn.term.bias"))
    bias.focus()
    old = float(bias.input_value())
    page.keyboard.press("ArrowUp")
    expect(bias).to_have_value(re.compile(rf"^{re.escape(f'{old + 0.1:.4g}')}"))
    stored = decode_network(saved(page, tmp_path).read_text(encoding="utf-8"))
    assert stored.network.weights[1][1, 0] == -3.25
    assert stored.network.biases[1][0] == pytest.approx(old + 0.1, abs=1e-4)
    assert stored.training.edited == 2
    event = followed_event(stored.inputs)
    expect(page.locator(".event-chooser p strong")).not_to_contain_text(f"{before:.3f}")
    assert followed_score(page) == pytest.approx(score_of(stored, event), abs=6e-4)
    assert state_line(page).inner_text() != losses
    page.get_by_role("button", name=text("opened.undo")).last.click()
    wait_for_epoch(page, 4)
    assert followed_score(page) == before


def test_the_loss_of_a_changed_network_is_that_of_the_package(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 4)
    first = field(page, text("learn.hand.weight", name="ETmiss"))
    first.fill("2")
    first.press("Enter")
    expect(state_line(page)).to_have_text(pattern("learn.state.edited"))
    stored = decode_network(saved(page, tmp_path).read_text(encoding="utf-8"))
    table = story.select(story.load("simulated-dm"), signal="DM_200", cuts=())
    kept = in_folds(table.fold, VALIDATION_FOLDS)
    X = np.column_stack([table.features[name] for name in stored.inputs]).astype(np.float64)[kept]
    score = predict_probability(stored.network, (X - stored.mean) / stored.scale)
    label = table.label[kept]
    weight = training_weights(table.weight[kept], label, "balanced")
    loss = -np.average(np.log(np.where(label == 1, score, 1 - score)), weights=weight)
    said = re.search(r"validation loss (\d\.\d+)", state_line(page).inner_text())
    assert said
    assert float(said.group(1)) == pytest.approx(loss, abs=6e-4)


def test_leaving_a_weight_alone_changes_nothing(open_page: OpenPage) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 4)
    said = state_line(page).inner_text()
    first = field(page, text("learn.hand.weight", name="ETmiss"))
    first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 5)
    assert "network=" not in copied_link(page)
    assert said != state_line(page).inner_text()


def test_a_line_leads_to_the_field_of_its_weight(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&layers=2&inputs=met,mll")
    page.locator("[data-node='2-0']").click()
    boxes = [page.locator(f"[data-node='{place}']").bounding_box() for place in ("0-1", "1-1")]
    start, end = ((b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes if b)
    page.mouse.click((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    expect(page.locator("[data-node='1-1']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-weight='0-1-1'] input")).to_be_focused()


def test_the_surface_and_the_neurons_have_the_numbers_of_the_package(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 4)
    stored = decode_network(saved(page, tmp_path).read_text(encoding="utf-8"))
    event = followed_event(stored.inputs)
    surface = card(page, "learn.surface.title")
    surface.scroll_into_view_if_needed()
    expect(surface.locator("canvas.heat").first).to_be_visible()
    x, y, shown = table_of(surface)
    grid = plane(event, x, y)
    scaled = (grid - stored.mean) / stored.scale
    expected = predict_probability(stored.network, scaled).reshape(len(y), len(x))
    np.testing.assert_allclose(shown, expected, atol=6e-4)
    assert len(x) == len(y) == 9
    summary = surface.locator("svg[role=img]").get_attribute("aria-label") or ""
    assert text("learn.plane.trend.rises", name="ETmiss") in summary

    responses = card(page, "learn.responses.title")
    responses.scroll_into_view_if_needed()
    responses.locator("[data-response='1-2']").click()
    expect(page.locator("[data-node='1-2']")).to_have_attribute("aria-pressed", "true")
    expect(responses.locator("canvas.heat").first).to_be_visible()
    x, y, shown = table_of(responses)
    scaled = (plane(event, x, y) - stored.mean) / stored.scale
    outputs = layer_outputs(stored.network, scaled)[1][:, 2].reshape(len(y), len(x))
    np.testing.assert_allclose(shown, outputs, atol=6e-4)


def test_other_variables_and_the_mean_over_events_are_drawn(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&model=boosted-trees&epochs=20")
    expect(state_line(page)).to_contain_text("20")
    surface = card(page, "learn.surface.title")
    surface.scroll_into_view_if_needed()
    across = surface.get_by_label(text("learn.plane.x"))
    across.select_option(label="Mass of the lepton pair")
    picture = surface.locator("svg[role=img]")
    expect(picture).to_have_attribute("aria-label", re.compile("mℓℓ"))
    one = picture.get_attribute("aria-label")
    surface.get_by_label(text("learn.surface.mean", n="100")).check()
    expect(picture).not_to_have_attribute("aria-label", one or "")
    expect(surface).to_contain_text(text("learn.surface.held.mean", n="100"))


def test_neurons_and_layers_are_added_and_removed_on_the_drawing(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&layers=3")
    steps = page.get_by_role("group", name=text("learn.shape.title"))
    nodes = page.locator("button.node")
    expect(nodes).to_have_count(9 + 3 + 1)
    more = steps.get_by_role("button", name=text("learn.layer.more", layer="1"))
    more.focus()
    page.keyboard.press("Enter")
    expect(nodes).to_have_count(9 + 4 + 1)
    expect(more).to_be_focused()
    expect(steps.get_by_role("status")).to_have_text(text("learn.shape.now", layers="4"))
    settings = card(page, "learn.settings")
    neurons = settings.get_by_role("textbox", name=text("learn.layer.neurons", layer="1"))
    expect(neurons).to_have_value("4")
    steps.get_by_role("button", name=text("learn.layers.add")).click()
    expect(nodes).to_have_count(9 + 4 + 4 + 1)
    assert "layers=4,4" in copied_link(page)
    for _ in range(2):
        steps.get_by_role("button", name=text("learn.shape.remove")).click()
    expect(nodes).to_have_count(9 + 1)
    expect(steps.get_by_role("button", name=text("learn.shape.remove"))).to_be_disabled()


def test_a_teacher_can_hide_the_menu_of_models_and_the_settings(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&hide=model")
    expect(card(page, "learn.settings")).to_be_visible()
    expect(page.locator(".choice", has_text=text("learn.model.tree"))).to_have_count(0)
    page = open_page(f"{LEARN}&hide=settings&layers=3")
    expect(page.locator("button.node")).to_have_count(9 + 3 + 1)
    expect(card(page, "learn.settings")).to_have_count(0)
    expect(page.get_by_role("group", name=text("learn.shape.title"))).to_have_count(0)
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    assert len(weights(page)) == 10
    go_to(page, "judge")


def test_training_keeps_the_page_awake_while_the_pictures_follow(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&layers=16,16&rate=0.003")
    card(page, "learn.surface.title").scroll_into_view_if_needed()
    picture = page.locator(".surface svg[role=img]")
    expect(picture).to_be_visible()
    before = picture.get_attribute("aria-label")
    page.evaluate(
        """() => {
          window.pictures = 0;
          const label = new MutationObserver(() => { window.pictures += 1; });
          label.observe(document.querySelector(".surface svg[role=img]"), {
            attributes: true, attributeFilter: ["aria-label"],
          });
        }"""
    )
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    page.wait_for_timeout(3000)
    page.get_by_role("button", name=text("learn.pause")).click()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()
    assert picture.get_attribute("aria-label") != before
    # At most 15 pictures a second, and some even on a busy machine.
    assert 3 <= page.evaluate("window.pictures") <= 3.5 * 15


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(f"{TRAINED}&threshold=0.6", size=size, color_scheme=scheme)
    wait_for_epoch(page, 4)
    for key in ("learn.surface.title", "learn.responses.title"):
        part = card(page, key)
        part.scroll_into_view_if_needed()
        expect(part.locator("canvas.heat").first).to_be_visible()
        part.locator("details.plot-table summary").click()
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    page.evaluate("scrollTo(0, 0)")
    assert violations(page, ALL_RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
