"""Stop 6: what is not known is set on sliders, fitted at once, written down and locked."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import assert_accessible
from e2e.conftest import PHONE, OpenPage
from e2e.steps import go_to, value_of, wait_for_epoch, wait_for_verdict, wait_until_ready
from e2e.test_access import tab_to
from e2e.test_carrying import saved
from e2e.text import text
from fivesigma.data.table import embedded_table
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.likelihood.binning import score_edges
from fivesigma.inference.likelihood.model import fit_model
from fivesigma.inference.likelihood.profile import asimov_data, profile_fit, uncertainties
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates, score_templates
from fivesigma.inference.likelihood.workspace import build_workspace
from fivesigma.learning.exchange.network_file import StoredNetwork, decode_network

pytestmark = pytest.mark.e2e

EMBEDDED_IFB = 10.0
TRAINED = "data=simulated-dm&layers=4,3&epochs=3"
OPEN = f"#stop=decide&{TRAINED}"


def unknown(page: Page) -> Locator:
    """The card with the sliders and the fit."""
    return page.get_by_role("region", name=text("decide.unknown"), exact=True)


def wait_for_fit(page: Page) -> None:
    """Every bar is there, that of the missing momentum too, and the choice may be locked."""
    expect(unknown(page).locator(".stairs .sigma-row:not(.sigma-scale)")).to_have_count(5)
    expect(page.get_by_role("button", name=text("decide.write.lock"))).to_be_enabled()


def bars(page: Page) -> list[float]:
    """Z of each bar, from chance alone to everything."""
    rows = unknown(page).locator(".stairs .sigma-row:not(.sigma-scale) .sigma-value")
    return [value_of(row) for row in rows.all_inner_texts()]


def slider(page: Page, key: str) -> Locator:
    """A slider of the card by its label."""
    return unknown(page).get_by_role("slider", name=text(key), exact=True)


def lock(page: Page) -> None:
    """Press "Lock my choice"."""
    page.get_by_role("button", name=text("decide.write.lock")).click()
    expect(locked(page)).to_be_visible()


def locked(page: Page) -> Locator:
    """The card of the locked choice."""
    return page.get_by_role("region", name=text("decide.locked"), exact=True)


def decisions(page: Page) -> dict[str, Any]:
    """The journal's part, as the browser keeps it."""
    kept = page.evaluate("localStorage.getItem('fivesigma.journal')")
    part: dict[str, Any] = json.loads(kept)["decision"]
    return part


# --- the same in Python -------------------------------------------------------------------------


def templates(
    stored: StoredNetwork,
    choice: dict[str, Any],
    met_factor: float,
    edges: npt.NDArray[np.float64] | None,
) -> Templates:
    """The unseen events that a locked choice keeps, their missing momentum scaled, in bins."""
    table = embedded_table()
    scaled = {"met", "met_over_ht"}
    features = {
        name: values * np.float32(met_factor) if name in scaled else values
        for name, values in table.features.items()
    }
    X = np.column_stack([features[name] for name in stored.inputs]).astype(np.float64)
    score = stored.predict_proba(X)[:, 1].astype(np.float32).astype(np.float64)
    assert stored.training.folds is not None
    seen = stored.training.folds.train + stored.training.folds.validation
    taking_part = table.process != table.processes.index("DM_300")  # the other signal
    weight = np.zeros(taking_part.size)
    weight[taking_part] = judged_weights(
        table.label[taking_part],
        table.weight[taking_part],
        ~np.isin(table.fold[taking_part], seen),
    )
    kept = (weight != 0) & (score >= choice["threshold"])
    if choice["selection"] == "both":
        kept &= features["met"] >= np.float32(110)
    score, weight, label = score[kept], weight[kept], table.label[kept]
    if edges is None:
        edges = score_edges(score, label, weight, n_bins_max=6)
    return score_templates(
        score,
        weight,
        label,
        edges=edges,
        names=("background", "signal"),
        is_signal=(False, True),
    )


def sources(choice: dict[str, Any], down: Templates, up: Templates) -> tuple[Systematic, ...]:
    """The uncertainties of a locked choice, at its luminosity."""
    known, factor = choice["uncertain"], choice["luminosity"] / EMBEDDED_IFB
    rows = zip(down.names, factor * down.sum, factor * up.sum, strict=True)
    return (
        normalisation("background", ["background"], known["background"]),
        normalisation("luminosity", ["background", "signal"], known["luminosity"]),
        Systematic(name="met", shape={name: (low, high) for name, low, high in rows}),
    )


@pytest.mark.parametrize("keep", ["keep=model", "keep=both&cut.met=110~"])
def test_the_fit_is_that_of_the_package_and_of_pyhf(
    open_page: OpenPage, tmp_path: Path, keep: str
) -> None:
    known = "uncertainty=0.15&luminosity.error=0.03&met.scale=0.05"
    settings = f"{TRAINED}&luminosity=36&{known}&{keep}&threshold=0.5"
    page = open_page(f"#stop=learn&{settings}")
    wait_for_epoch(page, 3)
    stored = decode_network(saved(page, tmp_path).read_text())
    go_to(page, "decide")
    wait_for_fit(page)
    shown = bars(page)
    lock(page)
    choice = decisions(page)["locked"]
    nominal = templates(stored, choice, 1.0, None)
    down, up = (templates(stored, choice, 1 + sign * 0.05, nominal.edges) for sign in (-1, 1))
    bins = choice["bins"]
    assert bins["edges"] == pytest.approx(nominal.edges.tolist(), abs=1e-6)
    for row, name in enumerate(("background", "signal")):
        assert bins[name]["sum"] == pytest.approx(nominal.sum[row], rel=1e-4)
        assert bins[name]["sumSquares"] == pytest.approx(nominal.sum_squares[row], rel=1e-4)
        assert bins["metShift"][name]["down"] == pytest.approx(down.sum[row], rel=1e-4)
        assert bins["metShift"][name]["up"] == pytest.approx(up.sum[row], rel=1e-4)
    factor = choice["luminosity"] / EMBEDDED_IFB
    scaled = Templates(
        edges=nominal.edges,
        names=nominal.names,
        is_signal=nominal.is_signal,
        sum=factor * nominal.sum,
        sum_squares=factor**2 * nominal.sum_squares,
    )
    systematics = sources(choice, down, up)
    model = fit_model(scaled, systematics)
    best = profile_fit(model, asimov_data(model, mu=1.0))
    pyhf = reference_fit(build_workspace(scaled, systematics, observed=scaled.sum.sum(axis=0)))
    expected = choice["expected"]
    assert expected["z"]["value"] == pytest.approx(pyhf.discovery_z, abs=1e-3)
    assert expected["mu"]["total"] == pytest.approx(uncertainties(model, best).mu, abs=1e-3)
    assert expected["signal"]["value"] == pytest.approx(scaled.signal.sum.sum(), rel=1e-4)
    assert shown[-1] == pytest.approx(pyhf.discovery_z, abs=0.006)
    assert shown == sorted(shown, reverse=True)


# --- the sliders --------------------------------------------------------------------------------


def test_every_slider_is_moved_with_the_keyboard_and_the_fit_follows(open_page: OpenPage) -> None:
    page = open_page(f"{OPEN}&threshold=0.5")  # else the suggestion moves with the first slider
    wait_for_fit(page)
    for place, key in enumerate(("background", "luminosityError", "metScale"), start=2):
        before = bars(page)
        tab_to(page, slider(page, f"decide.slider.{key}"))
        page.keyboard.press("End")
        expect(unknown(page).locator(".sigma-row .sigma-value").nth(place)).not_to_have_text(
            re.compile(f"^{before[place]:.2f} ")
        )
        wait_for_fit(page)
        after = bars(page)
        assert after[:place] == before[:place]
        assert after[place] < before[place]
    expect(page).to_have_url(re.compile(r"luminosity\.error=0\.1&met\.scale=0\.1"))


def test_more_data_melts_chance_and_leaves_what_is_not_known(open_page: OpenPage) -> None:
    page = open_page(OPEN)
    wait_for_fit(page)
    before = bars(page)
    group = page.get_by_role("group", name=text("decide.luminosity.marks"))
    button = group.get_by_role("button", name=re.compile("^3,000"))
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    field = unknown(page).get_by_role("textbox", name=text("decide.luminosity"), exact=True)
    expect(field).to_have_value("3000")
    after = bars(page)
    assert after[0] == pytest.approx(300**0.5 * before[0], rel=0.01)
    assert after[-1] < 3 * before[-1]
    field.fill("36")
    field.press("Enter")
    expect(page).to_have_url(re.compile("luminosity=36"))
    assert bars(page)[0] == pytest.approx(3.6**0.5 * before[0], rel=0.01)


def test_the_data_table_of_the_melting_curve_holds_what_is_drawn(open_page: OpenPage) -> None:
    page = open_page(OPEN)
    wait_for_fit(page)
    figure = unknown(page).locator("figure.plot")
    figure.locator("summary").click()
    expect(figure.locator("tbody tr").first).to_be_visible()
    rows = [row.locator("td").all_inner_texts() for row in figure.locator("tbody tr").all()]
    path = figure.locator("path.melt-everything").get_attribute("d") or ""
    assert len(re.findall("[ML]", path)) == len(rows) > 20
    at_ten = next(row for row in rows if row[0] == "10")
    assert float(at_ten[2]) == pytest.approx(bars(page)[-1], abs=0.006)


# --- the choice is locked -----------------------------------------------------------------------


def test_a_lock_survives_a_reload_and_the_link_of_somebody_else(open_page: OpenPage) -> None:
    page = open_page(f"{OPEN}&threshold=0.4")
    wait_for_fit(page)
    page.get_by_role("textbox", name=text("decide.write.why")).fill("Because <b>I</b> say so.")
    lock(page)
    before = decisions(page)
    assert before["locked"]["threshold"] == 0.4
    assert before["locked"]["attempt"] == 1
    expect(page.get_by_role("slider")).to_have_count(0)
    page.reload()
    expect(locked(page).locator("blockquote")).to_contain_text("Because <b>I</b> say so.")
    numbers = locked(page).locator("table").inner_text()
    page.goto(page.url.partition("#")[0] + f"{OPEN}&threshold=0.9&luminosity=3000")
    page.reload()
    expect(locked(page)).to_contain_text(text("decide.locked.differs"))
    assert locked(page).locator("table").inner_text() == numbers
    assert decisions(page) == before


def test_what_is_locked_can_be_opened_again_from_the_record_alone(open_page: OpenPage) -> None:
    page = open_page(f"{OPEN}&luminosity=140&threshold=0.4")
    wait_for_fit(page)
    z = bars(page)
    lock(page)
    fragment = decisions(page)["locked"]["fragment"]
    friend = open_page(fragment)
    wait_for_verdict(friend, 3)
    wait_for_fit(friend)
    assert bars(friend) == z


def test_a_new_measurement_is_counted_and_said(open_page: OpenPage) -> None:
    page = open_page(OPEN)
    wait_for_fit(page)
    lock(page)
    page.get_by_role("button", name=text("decide.again")).click()
    page.get_by_role("button", name=text("decide.again.no")).click()
    expect(locked(page)).to_be_visible()
    page.get_by_role("button", name=text("decide.again")).click()
    page.get_by_role("button", name=text("decide.again.yes")).click()
    expect(locked(page)).to_have_count(0)
    wait_for_fit(page)
    # A choice that was given up before anybody looked is no look.
    expect(page.locator(".attempts")).to_contain_text(text("decide.looks", opened="0", given="1"))
    expect(page.locator(".attempts")).to_contain_text(text("decide.looks.none"))
    lock(page)
    again = decisions(page)
    assert again["locked"]["attempt"] == 2
    assert [one["attempt"] for one in again["past"]] == [1]


def test_a_threshold_moved_in_view_of_the_unseen_events_is_called_flattered(
    open_page: OpenPage,
) -> None:
    page = open_page(OPEN)
    wait_for_fit(page)
    flattered = page.get_by_text(text("decide.fair.byhand"))
    expect(page.get_by_text(text("judge.on.unused"))).to_be_visible()
    expect(flattered).to_have_count(0)
    page.get_by_role("slider", name=text("judge.threshold")).first.press("ArrowRight")
    expect(flattered).to_be_visible()
    expect(page.get_by_text(text("judge.on.byhand"))).to_be_visible()
    expect(page.get_by_text(text("judge.on.unused"))).to_have_count(0)
    lock(page)
    assert decisions(page)["locked"]["thresholdFrom"] == "hand"
    expect(locked(page)).to_contain_text(text("decide.written.threshold.hand"))


def test_a_lock_keeps_what_was_known_and_all_that_it_depends_on(open_page: OpenPage) -> None:
    page = open_page(f"{OPEN}&cut.met=120~&passing=on")
    wait_for_fit(page)
    lock(page)
    choice = decisions(page)["locked"]
    assert choice["thresholdFrom"] == "validation"
    kinds = {name: found["kind"] for name, found in choice["before"].items()}
    assert kinds == {"nothing": "value", "cuts": "value"}
    sheet = locked(page).locator("table").inner_text()
    for row in ("decide.slider.luminosityError", "decide.slider.metScale", "decide.written.model"):
        assert text(row) in sheet
    assert "≥ 120 GeV" in sheet
    assert "200 GeV" in sheet
    assert "DM_200" not in sheet  # the page's name for it, not the code


def test_two_tabs_have_one_choice(open_page: OpenPage) -> None:
    page = open_page(OPEN)
    wait_for_fit(page)
    other = page.context.new_page()
    other.goto(page.url.partition("#")[0] + f"{OPEN}&threshold=0.5")
    wait_until_ready(other)
    wait_for_fit(other)
    lock(page)
    expect(locked(other)).to_be_visible()
    expect(other.get_by_role("button", name=text("decide.write.lock"))).to_have_count(0)
    assert decisions(other) == decisions(page)


def test_without_a_model_the_cuts_are_counted_in_one_bin(open_page: OpenPage) -> None:
    page = open_page("#stop=decide&data=simulated-dm&cut.met=120~")
    wait_for_fit(page)
    lock(page)
    choice = decisions(page)["locked"]
    assert (choice["selection"], choice["threshold"], choice["network"]) == ("cuts", None, None)
    assert choice["bins"]["edges"] is None
    assert len(choice["bins"]["signal"]["sum"]) == 1


def test_where_the_fit_has_no_answer_there_is_nothing_to_lock(open_page: OpenPage) -> None:
    page = open_page(f"{OPEN}&threshold=0.999")
    wait_for_verdict(page, 3)
    write = page.get_by_role("region", name=text("decide.write"), exact=True)
    expect(write).to_contain_text(text("decide.write.nothing"))
    expect(write.get_by_role("button")).to_have_count(0)


# --- for everybody ------------------------------------------------------------------------------


def test_no_rule_of_accessibility_is_broken(open_page: OpenPage) -> None:
    page = open_page(OPEN, reduced_motion="reduce")
    wait_for_fit(page)
    for summary in unknown(page).locator("summary").all():
        summary.click()
    assert_accessible(page)
    lock(page)
    page.get_by_role("button", name=text("decide.again")).click()
    assert_accessible(page)
    page.get_by_role("button", name=text("decide.again.yes")).click()
    wait_for_fit(page)
    assert_accessible(page)


def test_nothing_hangs_over_the_side_of_a_phone(open_page: OpenPage) -> None:
    page = open_page(OPEN, size=PHONE)
    wait_for_fit(page)
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= PHONE[0]
    page.get_by_role("textbox", name=text("decide.write.why")).fill("x" * 280)
    lock(page)
    assert page.evaluate(width) <= PHONE[0]
