"""Measured events: hidden until the choice is locked, then counted in place of pseudo-data."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from e2e.axe import assert_accessible
from e2e.conftest import STEP_TIMEOUT_MS, OpenPage
from e2e.locked import likelihood_of
from e2e.running_app import running_app
from e2e.steps import go_to, wait_until_ready
from e2e.text import text
from fivesigma.data.table import load_table
from fivesigma.inference.likelihood.fit import fit_signal_strength
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.record import Source
from made_up_root import Event, measured, write_2020

CUT = 140.0


def built_data(folder: Path) -> Path:
    """Data of the 2-lepton release after `data build`, on both sides of the cut."""
    events = [measured(Event(number=i, met=100.0 + i)) for i in range(60)]
    path = write_2020(folder / "data_A.2lep.root", events)
    output = folder / "built.parquet"
    sources = (Source(path=str(path)),)
    build_table(Request(analysis="dilepton-met", sources=sources, output=output, workers=1))
    return output


def lock(page: Page) -> None:
    """Write the choice at hand down."""
    button = page.get_by_role("button", name=text("decide.write.lock"))
    expect(button).to_be_enabled()
    button.click()
    expect(page.locator(".locked")).to_be_visible()


def opened(page: Page) -> list[dict[str, Any]]:
    """What the journal keeps of everything that was unblinded."""
    journal = page.evaluate("localStorage.getItem('fivesigma.journal')")
    found: list[dict[str, Any]] = json.loads(journal)["discovery"]["opened"]
    return found


def test_measured_events_are_blind_until_the_choice_is_locked(
    tmp_path: Path, open_page: OpenPage
) -> None:
    table = built_data(tmp_path)
    opens = ("open", str(table), "--simulation", "simulated-dm")
    with running_app(tmp_path / "app", mirror="", opens=opens) as app:
        n_kept = int((load_table(table).features["met"] >= CUT).sum())
        assert 0 < n_kept < load_table(table).n_events
        assert "scaled by 1.0064 to the data's 10.064 fb⁻¹" in app.said()
        page = open_page(
            f"#stop=explore&cut.met={CUT:g}~", address=app.address, reduced_motion="reduce"
        )
        source = {"by": "ATLAS", "luminosity": "10.06 fb⁻¹"}
        points = page.locator("main .measured-points circle")
        expect(page.locator("p.origin")).to_contain_text(text("measured.origin", **source))
        expect(page.locator("p.origin")).not_to_contain_text(text("origin.nothing-measured"))
        expect(page.locator(".histograms .card").first).to_be_visible()
        expect(points).to_have_count(0)
        assert_accessible(page)

        go_to(page, "decide")
        # What more data would bring can be tried, but not locked.
        page.get_by_role("button", name=text("decide.luminosity.140")).click()
        expect(page.get_by_role("button", name=text("decide.write.lock"))).to_be_disabled()
        page.get_by_role("button", name=text("measured.amount.back")).click()
        lock(page)
        go_to(page, "discover")
        expect(page.locator(".unblind")).to_contain_text(
            "collisions measured by ATLAS (10.06 fb⁻¹)"
        )
        expect(page.locator("main")).not_to_contain_text("hidden signal strength")
        page.get_by_role("button", name=text("discover.unblind"), exact=True).click()
        told = text("measured.discover.observed", **source)
        card = page.get_by_role("region", name=told, exact=True)
        expect(card).to_contain_text(f"Observed: {n_kept} events, measured by ATLAS")
        expect(page.locator(".reveal")).to_have_count(0)
        expect(page.locator("main")).not_to_contain_text(re.compile("pseudo-data", re.IGNORECASE))
        numbers_are_pythons(page, n_kept)
        assert_accessible(page)

        page.reload()
        wait_until_ready(page)
        expect(card).to_contain_text(f"Observed: {n_kept} events")
        look_again(page)
        the_points_are_shown(page, n_kept)


def numbers_are_pythons(page: Page, n_kept: int) -> None:
    """Strength, significance and limit are those of the package, from the same bins and counts."""
    limit = page.locator("[data-value=limit]")
    expect(limit).to_be_visible()
    (seen,) = opened(page)
    assert seen["counts"] == [n_kept]
    templates, sources = likelihood_of(seen["decision"])
    fit = fit_signal_strength(templates, sources, observed=np.array([n_kept], dtype=float))
    expect(page.locator("[data-value=z]")).to_have_text(f"{fit.discovery_z:.2f} σ")
    expect(page.locator("[data-value=mu]")).to_contain_text(f"{fit.mu.value:.2f}".replace("-", "−"))
    expect(limit).to_have_text(text("discover.limit.below", limit=f"{fit.limit.observed:.2f}"))


def look_again(page: Page) -> None:
    """Another choice for the same data is one more look, and is called so."""
    expect(page.get_by_role("button", name=text("measured.again"))).to_have_count(0)
    go_to(page, "decide")
    page.get_by_role("button", name=text("decide.again"), exact=True).click()
    page.get_by_role("button", name=text("decide.again.yes")).click()
    lock(page)
    go_to(page, "discover")
    page.get_by_role("button", name=text("measured.again")).click()
    # The fit of the second look takes its time on a busy machine.
    expect(page.locator(".result")).to_contain_text(
        "This is look 2 at these data.", timeout=STEP_TIMEOUT_MS
    )
    assert [one["experiment"][-2:] for one in opened(page)] == ["-1", "-2"]


def the_points_are_shown(page: Page, n_kept: int) -> None:
    """Every histogram has the measured events that pass the other cuts, with their interval."""
    go_to(page, "explore")
    expect(page.locator("main .measured-points circle").first).to_be_visible()
    card = page.get_by_role("region", name="Mass of the lepton pair", exact=True)
    expect(card.get_by_text(text("measured.plot.events"), exact=True)).to_be_visible()
    told = f"Points: {n_kept} events, measured by ATLAS."
    expect(card.get_by_role("img", name=told)).to_be_visible()
    card.locator("summary").click()
    cells = card.locator("tbody tr td:nth-last-child(2)").all_inner_texts()
    assert sum(int(cell) for cell in cells) == n_kept
    assert_accessible(page)
    go_to(page, "cut")
    expect(page.locator("main .measured-points circle").first).to_be_visible()
    assert_accessible(page)
