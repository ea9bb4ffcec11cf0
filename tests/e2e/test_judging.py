"""Stops 4 and 5: the network is judged on events it has not seen, with uncertainties."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import OpenPage
from e2e.steps import (
    go_to,
    number_in,
    uncertainty_of,
    value_of,
    wait_for_epoch,
    wait_for_verdict,
)
from e2e.test_links import copied_link
from e2e.text import text

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

TRAINED = "layers=8&epochs=12"


def auc(page: Page, curve: str) -> str:
    """The area under the curve of unseen ("test") or learned ("train") events."""
    return number_in(page.locator(f".legend .roc-{curve}").inner_text(), "area ")


def chosen_region(page: Page) -> list[str]:
    """S, B and Z of the chosen threshold."""
    section = page.get_by_role("region", name=text("decide.region"))
    return section.locator("dl.numbers dd > .quantity").all_inner_texts()


def selections(page: Page) -> dict[str, list[str]]:
    """Nothing, cuts, network: S, B and Z from the table that compares them."""
    rows = page.get_by_role("region", name=text("decide.comparison.table")).locator("tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return dict(zip(("nothing", "cuts", "network"), (row[1:] for row in cells), strict=True))


def test_without_a_trained_network_there_is_nothing_to_judge(open_page: OpenPage) -> None:
    page = open_page("#stop=judge")
    expect(page.get_by_text(text("judge.untrained.title"))).to_be_visible()
    go_to(page, "decide")
    expect(page.get_by_text(text("judge.untrained.title"))).to_be_visible()
    page.get_by_role("button", name=text("judge.tolearn")).click()
    expect(page.locator(".state-line")).to_be_visible()


def test_the_area_under_the_curve_has_an_uncertainty(open_page: OpenPage) -> None:
    page = open_page(f"#stop=judge&{TRAINED}")
    wait_for_verdict(page, 12)
    for curve in ("test", "train"):
        area = auc(page, curve)
        assert 0.6 < value_of(area) < 0.95
        assert 0.002 < uncertainty_of(area) < 0.1


@needs_atlas_files
def test_the_threshold_divides_what_there_is(open_page: OpenPage) -> None:
    page = open_page(f"#stop=judge&{TRAINED}&threshold=0.5")
    wait_for_verdict(page, 12)
    cells = page.locator("table.confusion .quantity").all_inner_texts()
    signal_kept, signal_lost, background_kept, background_rejected = map(value_of, cells)
    assert signal_kept + signal_lost == pytest.approx(50.4, abs=0.11)
    assert background_kept + background_rejected == pytest.approx(247.9, abs=1.1)
    assert signal_kept / 50.4 > background_kept / 247.9


def test_a_higher_threshold_keeps_less(open_page: OpenPage) -> None:
    page = open_page(f"#stop=judge&{TRAINED}&threshold=0.3")
    wait_for_verdict(page, 12)
    kept = page.locator("table.confusion tr.background .quantity").first
    before = value_of(kept.inner_text())
    handle = page.locator(".handle[role=slider]")
    handle.focus()
    page.keyboard.press("PageUp")
    expect(handle).not_to_have_attribute("aria-valuenow", "0.3")
    assert value_of(kept.inner_text()) < before
    expect(page.get_by_role("textbox", name=text("judge.threshold"))).not_to_have_value("0.3")


def test_the_suggested_threshold_comes_from_the_validation_events(open_page: OpenPage) -> None:
    page = open_page(f"#stop=judge&{TRAINED}&threshold=0.05")
    wait_for_verdict(page, 12)
    suggestion = page.locator(".suggestion")
    expect(suggestion).to_contain_text("on the validation events")
    assert number_in(suggestion.inner_text(), "highest on the validation events (")
    suggestion.get_by_role("button").click()
    expect(suggestion.get_by_role("button")).to_have_count(0)


def test_the_significance_has_an_uncertainty_and_stands_beside_that_of_the_cuts(
    open_page: OpenPage,
) -> None:
    page = open_page(f"#stop=decide&{TRAINED}&cut.met=150~&uncertainty=0.1")
    wait_for_verdict(page, 12)
    z = chosen_region(page)[2]
    assert 0 < uncertainty_of(z) < value_of(z) < 8
    compared = selections(page)
    for name in ("nothing", "cuts", "network"):
        assert 0 < uncertainty_of(compared[name][2]) < value_of(compared[name][2])
    assert value_of(compared["network"][2]) == pytest.approx(value_of(z), abs=0.01)


@needs_atlas_files
def test_unseen_events_are_rescaled_to_the_full_luminosity(open_page: OpenPage) -> None:
    page = open_page("#stop=decide&uncertainty=0")
    signal, background, z = selections(page)["nothing"]
    assert value_of(signal) == pytest.approx(50.4, abs=0.11)
    assert value_of(background) == pytest.approx(247.9, abs=1.1)
    assert value_of(z) == pytest.approx(3.10, abs=0.006)


@needs_atlas_files
def test_the_uncertainty_on_unseen_events_is_that_of_fewer_events(open_page: OpenPage) -> None:
    page = open_page("#stop=decide&uncertainty=0")
    signal = selections(page)["nothing"][0]
    assert uncertainty_of(signal) > 1.4 * 2.8


def test_the_curve_of_the_significance_says_its_numbers_in_words(open_page: OpenPage) -> None:
    page = open_page(f"#stop=decide&{TRAINED}")
    wait_for_verdict(page, 12)
    plot = page.get_by_role("figure", name=text("decide.plot"))
    summary = plot.get_by_role("img").get_attribute("aria-label") or ""
    assert len(re.findall(r"\d ± \d", summary)) >= 2
    plot.locator("summary").click()
    expect(plot.locator("tbody tr").nth(10)).to_be_visible()


def test_a_threshold_that_leaves_too_little_gives_the_reason(open_page: OpenPage) -> None:
    page = open_page(f"#stop=decide&{TRAINED}&threshold=1")
    wait_for_verdict(page, 12)
    z = chosen_region(page)[2]
    assert z.startswith("–")
    assert not re.search(r"\d ± \d", z)


def test_a_link_trains_the_same_network_again(open_page: OpenPage) -> None:
    page = open_page(f"#stop=learn&{TRAINED}&seed=5")
    wait_for_epoch(page, 12)
    go_to(page, "judge")
    wait_for_verdict(page, 12)
    handle = page.locator(".handle[role=slider]")
    handle.focus()
    page.keyboard.press("ArrowRight")
    link = copied_link(page)
    areas = [auc(page, curve) for curve in ("test", "train")]
    confusion = page.locator("table.confusion").inner_text()
    go_to(page, "decide")
    z = chosen_region(page)
    friend = open_page("#" + link.partition("#")[2])
    wait_for_verdict(friend, 12)
    assert friend.title() == f"{text('stop.judge')} · {text('app.name')}"
    assert [auc(friend, curve) for curve in ("test", "train")] == areas
    assert friend.locator("table.confusion").inner_text() == confusion
    go_to(friend, "decide")
    assert chosen_region(friend) == z


def test_a_link_copied_after_a_pause_trains_the_very_same_network(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=32,32&batch=16")
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    expect(page.locator(".state-line")).to_have_text(re.compile(r"Epoch [2-9]"))
    page.get_by_role("button", name=text("learn.pause"), exact=True).click()
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()
    link = copied_link(page)
    state = page.locator(".state-line").inner_text()
    friend = open_page("#" + link.partition("#")[2])
    expect(friend.locator(".state-line")).to_have_text(state)


def test_accuracy_is_asked_about_before_it_is_explained(open_page: OpenPage) -> None:
    page = open_page("#stop=judge")
    expect(page.locator(".predict [role=status]")).to_be_empty()
    page.get_by_role("button", name=text("lesson.judge.guess.good"), exact=True).click()
    expect(page.locator(".predict [role=status]")).to_contain_text("%")


def test_only_the_stop_sends_one_to_learn_first(open_page: OpenPage) -> None:
    page = open_page("#stop=judge")
    way = page.get_by_role("button", name=text("judge.tolearn"))
    expect(way).to_be_visible()
    page.goto(page.url.replace("stop=judge", "stop=sandbox"))
    # The model is on the same page there: a way to it would lead out of the sandbox.
    expect(page.get_by_role("region", name=text("judge.untrained.title")).first).to_be_visible()
    expect(way).to_have_count(0)
