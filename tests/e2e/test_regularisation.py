"""Stop 4: penalties, dropout, an early stop and the linear model, as in the Python package."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from e2e.axe import ALL_RULES, violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import go_to, number_in, state_line, value_of, wait_for_epoch, weights
from e2e.test_links import copied_link
from e2e.text import pattern, text
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.split import TEST_FOLDS, TRAIN_FOLDS, VALIDATION_FOLDS, in_folds
from fivesigma.learning.weights import rescaled_weights, training_weights
from fivesigma.workflow import story

pytestmark = pytest.mark.e2e

LEARN = "#stop=learn&data=simulated-dm&signal=DM_200"
# So large and so fast that it soon learns its events by heart.
BY_HEART = f"{LEARN}&layers=32&rate=0.02&early=4&seed=2"


def python_twin(**settings: Any) -> tuple[NetworkClassifier, Any]:
    """The network that the page trains on the embedded set, trained here; and all its events."""
    table = story.load("simulated-dm")
    used = (table.label == 0) | (table.process == table.processes.index("DM_200"))
    table = story.select(table, signal="DM_200", cuts=())
    assert table.n_events == used.sum()
    X = np.column_stack([table.features[name] for name in INPUTS]).astype(np.float64)
    weight, label = table.weight, table.label

    def sample(folds: tuple[int, ...]) -> tuple[Any, Any, Any]:
        kept = in_folds(table.fold, folds)
        return X[kept], label[kept], training_weights(weight[kept], label[kept], "balanced")

    network = NetworkClassifier(**settings)
    network.fit(*sample(TRAIN_FOLDS), validation=sample(VALIDATION_FOLDS))
    score = network.predict_proba(X)[:, 1]
    unseen = rescaled_weights(weight, label, table.fold, TEST_FOLDS)
    return network, roc_curve(score, label, unseen)


INPUTS = (
    "lead_lep_pt",
    "sublead_lep_pt",
    "mll",
    "met",
    "delta_r_ll",
    "delta_phi_ll_met",
    "fractional_pt_difference",
    "met_over_ht",
    "n_bjets",
)


def said_losses(page: Page) -> list[float]:
    """Training and validation loss of the line that says where the training stands."""
    return [float(loss) for loss in re.findall(r"loss (\d\.\d+)", state_line(page).inner_text())]


def largest_weight(page: Page) -> float:
    """Of the chosen neuron, in the table of its arithmetic."""
    shown = [cell.replace("−", "-") for cell in weights(page)]
    return max(abs(float(cell)) for cell in shown if re.fullmatch(r"-?[\d.]+", cell))


def wait_until_stopped(page: Page) -> tuple[int, int]:
    """The training has stopped early: after which epoch, and which was the best."""
    expect(state_line(page)).to_have_text(pattern("learn.state.stopped"))
    epoch, best = re.findall(r"epoch (\d+)", state_line(page).inner_text())
    return int(epoch), int(best)


def choose_model(page: Page, model: str) -> None:
    """By its button; the radio button below it is not to be seen."""
    page.locator(".choice label", has_text=text(f"learn.model.{model}")).click()


def area_on_unseen_events(page: Page) -> float:
    """From the legend of the ROC curve."""
    go_to(page, "judge")
    legend = page.locator(".legend .roc-test")
    expect(legend).to_be_visible()
    return value_of(number_in(legend.inner_text(), "area "))


@pytest.mark.parametrize("penalty", ["l2=0.2", "l1=0.02"])
def test_a_penalty_shrinks_the_weights(open_page: OpenPage, penalty: str) -> None:
    largest = []
    for held in ("", f"&{penalty}"):
        page = open_page(f"{LEARN}&layers=3&rate=0.01&epochs=20{held}")
        wait_for_epoch(page, 20)
        largest.append(largest_weight(page))
    assert largest[1] < 0.6 * largest[0]


def test_what_holds_the_network_back_travels_in_the_link(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&layers=8&epochs=0")
    group = page.locator("details", has=page.get_by_text(text("learn.hold.title")))
    for key, typed in (("l2", "0.003"), ("l1", "0.0005"), ("early", "30")):
        field = group.get_by_role("textbox", name=text(f"learn.{key}"), exact=True)
        field.fill(typed)
        field.press("Enter")
    group.get_by_role("textbox", name=text("learn.dropout"), exact=True).fill("0.25")
    group.get_by_role("textbox", name=text("learn.dropout"), exact=True).press("Enter")
    expect(group.locator("summary")).to_contain_text("L1 0.0005, L2 0.003, dropout 25 %, early")
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    link = copied_link(page)
    for part in ("l1=0.0005", "l2=0.003", "dropout=0.25", "early=30"):
        assert part in link
    friend = open_page("#" + link.partition("#")[2])
    wait_for_epoch(friend, 1)
    assert state_line(friend).inner_text() == state_line(page).inner_text()
    assert weights(friend) == weights(page)
    plain = open_page(f"{LEARN}&layers=8&epochs=1")
    wait_for_epoch(plain, 1)
    assert weights(plain) != weights(page)


def test_the_page_says_that_it_stopped_early_and_judges_the_best_epoch(
    open_page: OpenPage,
) -> None:
    page = open_page(BY_HEART)
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    epoch, best = wait_until_stopped(page)
    assert epoch == best + 4
    expect(page.get_by_text(text("learn.stopped.help", n="4"))).to_be_visible()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_disabled()
    network, roc = python_twin(
        layers=(32,), learning_rate=0.02, seed=2, epochs=500, early_stopping=True, patience=4
    )
    assert (network.n_iter_, network.best_epoch_) == (epoch, best)
    expected = network.loss_curve_[best - 1], network.validation_loss_curve_[best - 1]
    assert said_losses(page) == pytest.approx(expected, abs=0.0006)
    friend = open_page("#" + copied_link(page).partition("#")[2])
    assert wait_until_stopped(friend) == (epoch, best)
    assert area_on_unseen_events(friend) == pytest.approx(roc.auc, abs=0.0006)
    key = "judge.on.one" if best == 1 else "judge.on"
    words = text(key, epochs=str(best), count="", luminosity="").split(",")[0]
    expect(friend.locator(".judged-on p").first).to_contain_text(words)
    go_to(friend, "learn")
    friend.get_by_role("button", name=text("learn.reset")).click()
    expect(state_line(friend)).to_contain_text("Not trained yet")


def test_dropout_and_penalties_give_the_network_of_the_python_package(
    open_page: OpenPage,
) -> None:
    page = open_page(f"{LEARN}&layers=8,4&epochs=5&rate=0.01&l1=0.0001&l2=0.001&dropout=0.2")
    wait_for_epoch(page, 5)
    network, roc = python_twin(
        layers=(8, 4), epochs=5, learning_rate=0.01, l1=0.0001, l2=0.001, dropout=0.2
    )
    expected = network.loss_curve_[-1], network.validation_loss_curve_[-1]
    assert said_losses(page) == pytest.approx(expected, abs=0.0006)
    assert area_on_unseen_events(page) == pytest.approx(roc.auc, abs=0.0006)


def test_a_linear_model_is_chosen_trained_judged_and_listed(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    choose_model(page, "linear")
    expect(page.get_by_text(text("learn.intro.linear"))).to_be_visible()
    expect(page.locator("button.node")).to_have_count(9 + 1)
    expect(page.get_by_text(text("learn.layers.add"))).to_have_count(0)
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    assert "model=linear" in copied_link(page)
    table = page.get_by_role("region", name=text("learn.attempts.table"))
    expect(table.locator("tbody th")).to_contain_text(text("learn.attempts.linear"))
    choose_model(page, "network")
    expect(page.locator("button.node")).to_have_count(9 + 8 + 1)


def test_a_linear_model_has_the_numbers_of_the_python_package(open_page: OpenPage) -> None:
    page = open_page(f"{LEARN}&model=linear&epochs=15&rate=0.01&l2=0.001&seed=3")
    wait_for_epoch(page, 15)
    network, roc = python_twin(layers=(), epochs=15, learning_rate=0.01, l2=0.001, seed=3)
    expected = network.loss_curve_[-1], network.validation_loss_curve_[-1]
    assert said_losses(page) == pytest.approx(expected, abs=0.0006)
    shown = [float(cell.replace("−", "-")) for cell in weights(page)[:9]]
    assert shown == pytest.approx(network.network_.weights[0][:, 0], abs=0.0006)
    assert area_on_unseen_events(page) == pytest.approx(roc.auc, abs=0.0006)
    expect(page.locator(".judged-on p").first).to_have_text(pattern("judge.on.linear"))
    go_to(page, "decide")
    bar = text("decide.bar.network", model=text("model.linear"))
    expect(page.get_by_role("rowheader", name=bar)).to_be_visible()


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(BY_HEART, size=size, color_scheme=scheme, reduced_motion="reduce")
    page.locator("details summary", has_text=text("learn.hold.title")).evaluate(
        "summary => { summary.parentElement.open = true }"
    )
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    wait_until_stopped(page)
    assert violations(page, ALL_RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    choose_model(page, "linear")
    expect(state_line(page)).to_contain_text("Not trained yet")
    assert violations(page, ALL_RULES) == []
