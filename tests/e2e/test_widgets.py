"""The widgets of notebooks in a real browser, tied to the Python objects they belong to."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

import embedded_story
from e2e.axe import ALL_RULES, violations
from e2e.steps import LEAD_LEP_PT, MET, drag, lower_field, lower_handle, position_of
from e2e.text import text
from fivesigma.data.table import embedded_table
from fivesigma.workflow import story
from fivesigma.workflow.networks import trained_networks

pytest.importorskip("anywidget")

import comm

from e2e.widget_host import ADDRESS, FakeComm, Hosted, host
from fivesigma.teaching import CrossFilter, NetworkDrawing, Trainer

pytestmark = pytest.mark.e2e
Show: TypeAlias = Callable[..., Hosted]
INPUTS = ["met", "mll", "lead_lep_pt", "delta_r_ll"]
SETTINGS = {"inputs": INPUTS, "layers": [5], "learning_rate": 0.01, "seed": 3}


@pytest.fixture
def show(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    """Shows a widget, made by a function; at the end no page has complained or asked anybody."""
    monkeypatch.setattr(comm, "create_comm", FakeComm)
    opened: list[tuple[Any, Hosted, list[str]]] = []

    def show_one(make: Callable[[], Any], *, width: int = 1100, **options: Any) -> Hosted:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(15_000)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        opened.append((context, host(page, make()), asked))
        return opened[-1][1]

    yield show_one
    for context, hosted, asked in opened:
        assert hosted.problems == []
        assert [url for url in asked if not url.startswith(("blob:", "data:", ADDRESS))] == []
        context.close()


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Until the page has told Python."""
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(100)
    msg = "Python was not told"
    raise AssertionError(msg)


def test_a_brush_in_the_browser_is_a_cut_in_python(show: Show) -> None:
    widget = CrossFilter(embedded_table())
    hosted = show(lambda: widget)
    page = hosted.page
    start, y = position_of(page, MET, 130)
    end, _ = position_of(page, MET, 220)
    drag(page, (start, y), (end, y))
    wait_until(page, lambda: "met" in widget.cuts)
    low, high = widget.cuts["met"]
    assert 120 < low < 140 < high < 230
    assert lower_handle(page, MET).get_attribute("aria-valuenow") == f"{low:g}"

    def is_shown() -> bool:
        shown = page.locator("p[role=status]").inner_text()
        region = widget.region
        numbers = (f"{region.signal.sum:.2f}"[:4], f"{region.significance(0.1).value:.2f}")
        return all(number in shown for number in numbers)

    wait_until(page, is_shown)


def test_a_cut_in_python_moves_the_handle_and_the_scale_changes(show: Show) -> None:
    widget = CrossFilter(embedded_table(), cuts={"met": (150, None)})
    hosted = show(lambda: widget)
    page = hosted.page
    expect(lower_field(page, MET)).to_have_value("150")
    widget.cuts = {LEAD: (90, 200)}
    widget.scale = "log"
    hosted.deliver()
    expect(lower_field(page, LEAD_LEP_PT)).to_have_value("90")
    expect(lower_field(page, MET)).to_have_value("")
    assert lower_handle(page, LEAD_LEP_PT).get_attribute("aria-valuenow") == "90"
    expect(page.get_by_role("radio", name=text("explore.scale.log"))).to_be_checked()
    page.get_by_role("button", name=text("notebook.widget.clear")).click()
    wait_until(page, lambda: widget.cuts == {})


LEAD = "lead_lep_pt"


def trained_in_python(epochs: int) -> Any:
    """The very training that the widget is asked for."""
    table = story.features(story.select(embedded_table(), signal="DM_200", cuts=()), INPUTS)
    parameters = {"layers": (5,), "learning_rate": 0.01, "epochs": epochs}
    return story.train(story.split(table, "hash"), model="network", seed=3, parameters=parameters)


def test_a_training_in_the_browser_is_that_of_the_package(show: Show) -> None:
    trainer = Trainer(embedded_table(), settings=SETTINGS)
    hosted = show(lambda: trainer)
    page = hosted.page
    trainer.train(4)
    hosted.deliver()
    wait_until(page, lambda: trainer.epoch == 4 and trainer.scores is not None)
    expected = trained_in_python(4)
    network, history, scores = trainer.network, trainer.history, trainer.scores
    assert network is not None
    assert history is not None
    assert scores is not None
    ours = trained_networks(expected)[0]
    for weights, own in zip(network.network.weights, ours.network.weights, strict=True):
        assert weights == pytest.approx(own, abs=1e-6)
    assert network.training.epochs == 4
    course = expected.training.histories[0]
    assert history.training_loss == pytest.approx(course.training_loss, abs=1e-7)
    assert history.validation_loss == pytest.approx(course.validation_loss, abs=1e-7)
    trained = trainer.trained
    assert np.array_equal(trained.split.role, expected.split.role)
    assert trained.training.score == pytest.approx(expected.training.score, abs=1e-6, nan_ok=True)
    area = story.evaluate(trained).evaluation.auc_weighted
    assert area.value == pytest.approx(
        story.evaluate(expected).evaluation.auc_weighted.value, abs=1e-5
    )


def test_settings_go_both_ways_and_a_wrong_one_is_said(show: Show) -> None:
    trainer = Trainer(embedded_table(), settings=SETTINGS)
    hosted = show(lambda: trainer)
    page = hosted.page
    wait_until(page, lambda: trainer.settings.get("batch_size") == 256)
    assert trainer.settings["layers"] == [5]
    assert trainer.settings["inputs"] == INPUTS
    trainer.settings = {"model": "boosted-trees", "tree_depth": 2, "learning_rate": 99}
    hosted.deliver()
    expect(page.locator(".notices")).to_contain_text("99")
    wait_until(page, lambda: trainer.settings["learning_rate"] == 1)
    assert trainer.settings["model"] == "boosted-trees"
    trainer.train(3)
    hosted.deliver()
    wait_until(page, lambda: trainer.epoch == 3 and trainer.scores is not None)
    assert trainer.network is None
    assert trainer.history is not None
    assert trainer.history.step_name == "tree"
    assert story.evaluate(trainer.trained).evaluation.auc_weighted.value > 0.6


def test_training_starts_with_its_button_and_pauses_from_python(show: Show) -> None:
    trainer = Trainer(embedded_table(), settings={**SETTINGS, "layers": [32, 32, 32]})
    hosted = show(lambda: trainer)
    page = hosted.page
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    wait_until(page, lambda: trainer.state == "running" and trainer.epoch > 0)
    trainer.pause()
    hosted.deliver()
    wait_until(page, lambda: trainer.state == "paused")
    trainer.reset()
    hosted.deliver()
    wait_until(page, lambda: trainer.epoch == 0 and trainer.history is None)


def test_a_network_from_python_is_opened_and_judged_by_its_unseen_folds(show: Show) -> None:
    stored = trained_networks(trained_in_python(2))[0]
    trainer = Trainer(embedded_table(), network=stored)
    hosted = show(lambda: trainer)
    page = hosted.page
    expect(page.locator(".opened")).to_be_visible()
    wait_until(page, lambda: trainer.scores is not None)
    expected = trained_in_python(2).training.score
    assert trainer.trained.training.score == pytest.approx(expected, abs=1e-6, nan_ok=True)


def test_a_neuron_chosen_in_either_place_is_chosen_in_the_other(show: Show) -> None:
    stored = trained_networks(trained_in_python(1))[0]
    event = [float(embedded_story.selected().features[name][0]) for name in stored.inputs]
    drawing = NetworkDrawing(stored, values=event)
    hosted = show(lambda: drawing)
    page = hosted.page
    node = page.locator("[data-node='1-3']")
    node.click()
    wait_until(page, lambda: drawing.chosen == (1, 3))
    expect(node).to_have_attribute("aria-pressed", "true")
    drawing.chosen = (1, 0)
    hosted.deliver()
    expect(page.locator("[data-node='1-0']")).to_have_attribute("aria-pressed", "true")
    shown = page.locator("[data-node='2-0']").inner_text().replace("−", "-")
    assert float(shown) == pytest.approx(drawing.activations[-1][0], abs=0.006)
    drawing.values = None
    hosted.deliver()
    expect(page.locator("[data-node='2-0']")).to_have_text("")


def test_a_widget_shown_twice_is_one(show: Show) -> None:
    widget = CrossFilter(embedded_table())
    page = show(lambda: widget).page
    page.evaluate("window.show()")
    fields = lower_field(page, MET)
    expect(fields).to_have_count(2)
    fields.first.fill("140")
    fields.first.press("Enter")
    expect(fields.last).to_have_value("140")


def test_the_notebooks_styles_stay_out_and_ours_stay_in(show: Show) -> None:
    page = show(lambda: CrossFilter(embedded_table())).page
    outside = page.locator("main > h1").evaluate("node => getComputedStyle(node).fontFamily")
    inside = page.locator(".widget").evaluate("node => getComputedStyle(node).fontFamily")
    assert outside == "serif"
    assert "system-ui" in inside


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_no_rule_of_accessibility_is_broken(show: Show, width: int, scheme: str) -> None:
    stored = trained_networks(trained_in_python(1))[0]
    widgets: list[tuple[Callable[[], Any], str]] = [
        (lambda: CrossFilter(embedded_table(), cuts={"met": (120, 300)}), ".histogram"),
        (lambda: Trainer(embedded_table(), network=stored), ".opened"),
        (lambda: NetworkDrawing(stored), ".network"),
    ]
    for make, landmark in widgets:
        page = show(make, width=width, color_scheme=scheme, reduced_motion="reduce").page
        expect(page.locator(landmark).first).to_be_visible()
        assert violations(page, ALL_RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_are_those_of_the_language(show: Show) -> None:
    page = show(lambda: CrossFilter(embedded_table(), language="x-pseudo")).page
    button = page.get_by_role("button", name=re.compile("^" + text("notebook.widget.clear") + "$"))
    expect(page.locator(".histogram").first).to_be_visible()
    expect(button).to_have_count(0)
