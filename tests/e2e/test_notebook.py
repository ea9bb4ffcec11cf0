"""The page's path as a notebook: Python repeats it, and every number holds."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import ALL_RULES, violations
from e2e.conftest import PHONE, OpenPage
from e2e.locked import journal_of, locked_choice
from e2e.notebooks import Run, document, run_notebook, save_notebook, sources
from e2e.running_app import real_files
from e2e.steps import cut_result, go_to, wait_for_epoch, wait_until_ready
from e2e.text import text

pytestmark = pytest.mark.e2e

EMBEDDED = "data=simulated-dm"
CUTS = "cut.met=120.5~&cut.mll=81~101&cut.sum_lep_charge=0~0"
MODELS = {
    "network": "layers=6,3&activation=relu&rate=0.01&seed=7&epochs=20",
    "unweighted network": "layers=&optimiser=sgd&rate=0.1&batch=64&weights=off&epochs=3",
    "network behind cuts": f"passing=on&{CUTS}&epochs=5",
    "linear": "model=linear&rate=0.05&epochs=8",
    "held back": "layers=6&l1=0.001&l2=0.01&dropout=0.2&rate=0.01&epochs=6",
    "boosted trees": "model=boosted-trees&seed=3&tree.depth=4&epochs=40",
    "unweighted trees": "model=boosted-trees&weights=off&tree.part=1&tree.rate=0.3&epochs=15",
    "tree": "model=tree&tree.depth=5&epochs=20",
    "tree behind cuts": f"model=tree&passing=on&{CUTS}&epochs=6",
}


RunNotebook: TypeAlias = Callable[[Path], Run]


@pytest.fixture
def run(tmp_path: Path) -> RunNotebook:
    """Runs a saved notebook with an empty cache, so that it fetches its events."""
    return lambda path: run_notebook(path, mirror=real_files(), cache=tmp_path / "cache")


def at_the_end(open_page: OpenPage, fragment: str) -> Page:
    """The page at stop Discover, with the model trained and judged."""
    page = open_page(f"#stop=judge&{fragment}")
    epochs = re.search(r"epochs=(\d+)", fragment)
    if epochs:
        expect(page.locator(".judged-on")).to_have_text(re.compile(rf"\b{epochs[1]}\b"))
    go_to(page, "discover")
    expect(page.get_by_role("button", name=text("notebook.button"))).to_be_enabled()
    return page


def with_cuts(fragment: str) -> str:
    """A model that learns from all events stands beside cuts, too."""
    return fragment if "passing" in fragment else f"{CUTS}&{fragment}"


def assert_all_hold(done: Run, n_comparisons: int) -> None:
    """Nothing failed, and as much was compared as the page has shown."""
    assert done.status == 0, done.errors[-2000:]
    assert len(done.comparisons) == n_comparisons, done.printed
    page, here = f" {text('notebook.page')} ", f", {text('notebook.here')} "
    for line in done.comparisons:
        shown, found = line.partition(page)[2].split(here)
        assert re.fullmatch(r"-?[\d.]+( ± [\d.]+)?", found)
        assert shown == found, line


@pytest.mark.parametrize("model", MODELS)
def test_python_finds_every_number_of_the_page(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook, model: str
) -> None:
    fragment = with_cuts(MODELS[model])
    path = save_notebook(at_the_end(open_page, f"{EMBEDDED}&{fragment}"), tmp_path)
    losses = 0 if "model=tree" in fragment else 2
    assert_all_hold(run(path), 3 + 3 + losses + 1 + 1 + 3)


@pytest.mark.parametrize("experiment", [1, 11])
def test_what_was_locked_and_what_was_seen_are_fitted_again(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook, experiment: int
) -> None:
    choice = locked_choice("simulated-dm", experiment=experiment)
    page = open_page(f"#stop=discover&{EMBEDDED}")
    page.evaluate(
        "(journal) => localStorage.setItem('fivesigma.journal', journal)", journal_of(choice)
    )
    page.reload()
    wait_until_ready(page)
    blind = save_notebook(page, tmp_path)
    assert not any("counts" in source for source in sources(blind, "code"))
    page.get_by_role("button", name=text("discover.unblind"), exact=True).click()
    expect(page.get_by_role("region", name=text("discover.result"))).to_be_visible()
    path = save_notebook(page, tmp_path)
    assert any("pseudo-data" in told for told in sources(path, "markdown"))
    done = run(path)
    assert_all_hold(done, 3 + 2 + 3)
    # The same number as in the page's own result.
    mu = done.printed["seen"][0].partition(f", {text('notebook.here')} ")[2].split(" ± ")[0]
    shown = page.locator("[data-value=mu]").inner_text().replace("−", "-").split()[0]
    assert float(mu) == pytest.approx(float(shown), abs=0.0051)


@pytest.mark.usefixtures("mirror")  # skips, or fails in CI, where the real files are not at hand
@pytest.mark.parametrize("model", ["network", "boosted trees", "tree behind cuts"])
def test_python_finds_every_number_of_the_page_in_the_real_set(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook, model: str
) -> None:
    fragment = with_cuts(MODELS[model])
    path = save_notebook(at_the_end(open_page, f"data=atlas-dm&{fragment}"), tmp_path)
    losses = 0 if "model=tree" in fragment else 2
    assert_all_hold(run(path), 3 + 3 + losses + 1 + 1 + 3)


def test_without_a_model_it_tells_of_events_and_cuts(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    page = at_the_end(open_page, f"{EMBEDDED}&signal=DM_300&cut.met=120~&uncertainty=0")
    go_to(page, "cut")
    shown = cut_result(page)
    go_to(page, "discover")
    done = run(save_notebook(page, tmp_path))
    assert_all_hold(done, 6)
    said = [line.partition(f", {text('notebook.here')} ")[2] for line in done.printed["cuts"]]
    assert said == [shown.signal, shown.background, shown.z.removesuffix(" σ")]


def test_where_the_page_has_no_number_the_notebook_gives_its_reason(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    page = at_the_end(open_page, f"{EMBEDDED}&cut.met=720~")
    path = save_notebook(page, tmp_path)
    assert any(text("reason.too-few-background") in told for told in sources(path, "markdown"))
    assert_all_hold(run(path), 3 + 2)


def test_cuts_that_leave_nothing_are_told_and_not_run(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    page = at_the_end(open_page, f"{EMBEDDED}&cut.met=3000~")
    path = save_notebook(page, tmp_path)
    assert any("met >= 3000" in told for told in sources(path, "markdown"))
    assert_all_hold(run(path), 3)


def test_a_threshold_chosen_by_hand_comes_along(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    page = at_the_end(open_page, f"{EMBEDDED}&threshold=0.61&epochs=4")
    path = save_notebook(page, tmp_path)
    assert any("threshold = 0.61\n" in source for source in sources(path, "code"))
    assert_all_hold(run(path), 3 + 2 + 1 + 3)


def test_a_network_that_its_settings_did_not_make_travels_as_a_file(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    page = open_page(f"#stop=learn&{EMBEDDED}&seed=2&epochs=2")
    wait_for_epoch(page, 2)
    page.get_by_role("button", name=text("learn.step.batch"), exact=True).click()
    expect(page.locator(".state-line")).to_contain_text("batch 1")
    go_to(page, "judge")
    expect(page.locator(".judged-on")).to_be_visible()
    go_to(page, "discover")
    path = save_notebook(page, tmp_path)
    assert any("decode_network" in source for source in sources(path, "code"))
    assert_all_hold(run(path), 3 + 1 + 1 + 3)


def test_a_number_that_does_not_hold_stops_the_notebook(
    open_page: OpenPage, tmp_path: Path, run: RunNotebook
) -> None:
    path = save_notebook(at_the_end(open_page, f"{EMBEDDED}&epochs=2"), tmp_path)
    altered = document(path)
    for cell in altered["cells"]:
        if cell["id"] == "model":
            cell["source"] = [line.replace("seed=1", "seed=2") for line in cell["source"]]
    path.write_text(json.dumps(altered))
    done = run(path)
    assert done.status == 1
    assert "AssertionError: training loss" in done.errors


def test_it_is_a_notebook_by_the_letter_of_the_format(open_page: OpenPage, tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    path = save_notebook(at_the_end(open_page, f"{EMBEDDED}&{CUTS}&epochs=1"), tmp_path)
    made = document(path)
    nbformat.validate(made)
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert made["metadata"]["fivesigma"]["page"].startswith("#")


def test_while_the_model_learns_the_button_says_why_it_waits(open_page: OpenPage) -> None:
    page = open_page(f"#stop=learn&{EMBEDDED}&layers=32,32,32,32&batch=16")
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    go_to(page, "discover")
    expect(page.get_by_role("button", name=text("notebook.button"))).to_be_disabled()
    expect(page.get_by_text(text("notebook.running"))).to_be_visible()


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_breaks_no_rule_of_accessibility(
    open_page: OpenPage, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(f"#stop=discover&{EMBEDDED}", size=size, color_scheme=scheme)
    save_notebook(page, tmp_path)
    expect(page.get_by_text(text("notebook.saved", name="fivesigma-DM_200.ipynb"))).to_be_visible()
    assert violations(page, ALL_RULES) == []
