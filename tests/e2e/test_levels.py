"""How real? The same collisions as truth, with resolution, and as the full detector sees them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.axe import assert_accessible
from e2e.conftest import PHONE, OpenPage
from e2e.levels_in_python import EPOCHS, PLAN, at_level
from e2e.notebooks import run_notebook, save_notebook
from e2e.running_app import real_files
from e2e.steps import MET, curves, go_to, uncertainty_of, value_of, wait_until_ready
from e2e.test_access import tab_to
from e2e.text import text
from fivesigma.core.level import Level
from fivesigma.core.measured import Measured

pytestmark = pytest.mark.e2e

NAMES = {level: text(f"level.name.{level:d}") for level in Level}
SIMPLER = re.compile(r"/data/simulated-dm-[01]-[0-9a-f]+\.bin$")
ROWS = 8  # counted; those of the model follow


def card(page: Page) -> Locator:
    """The part of the page with the slider."""
    return page.locator("details.how-real")


def unfold(page: Page) -> Locator:
    """The same, open."""
    card(page).locator("summary").first.click()
    expect(slider(page)).to_be_visible()
    return card(page)


def slider(page: Page) -> Locator:
    """From truth to the full detector."""
    return page.get_by_role("slider", name=text("level.slider"))


def table(page: Page) -> Locator:
    """What each level gives."""
    return page.locator(".level-table").first


def column(page: Page, level: Level) -> list[str]:
    """All numbers of a level, from top to bottom."""
    cells = table(page).locator(f"tbody tr td:nth-child({level + 2})")
    return [re.sub(r"\s+", " ", cell) for cell in cells.all_inner_texts()]


def wait_for_level(page: Page, level: Level, *, learned: bool = True) -> None:
    """The level is here, and the model has learned from it and was judged."""
    if learned:
        status = page.locator(".level-status")
        expect(status).to_have_text(text("level.learned", level=NAMES[level]))
        auc = table(page).get_by_role("row", name=text("level.auc")).locator("td")
        expect(auc.nth(level)).to_contain_text("±")
    else:
        signal = table(page).get_by_role("row", name=text("level.signal"), exact=False).first
        expect(signal.locator("td").nth(level)).to_contain_text("±")


def visit(page: Page, level: Level, *, learned: bool = True) -> None:
    """Press the name of a level."""
    card(page).get_by_role("button", name=NAMES[level]).click()
    wait_for_level(page, level, learned=learned)


def assert_shown(shown: str, found: Measured) -> None:
    """The page's digits are those of Python's number."""
    decimals = len(shown.rsplit("±", maxsplit=1)[-1].strip().partition(".")[2])
    assert value_of(shown) == pytest.approx(found.value, abs=0.51 * 10**-decimals)
    assert uncertainty_of(shown) == pytest.approx(found.uncertainty, abs=0.51 * 10**-decimals)


def test_the_guess_is_kept_and_shown_again_beside_the_numbers(open_page: OpenPage) -> None:
    page = open_page("#stop=explore&data=simulated-dm")
    unfold(page)
    words = text("level.guess.auc-falls")
    card(page).get_by_role("button", name=words).click()
    kept = text("lesson.predict.kept", guess=words)
    expect(card(page)).to_contain_text(kept)
    page.reload()
    wait_until_ready(page)
    unfold(page)
    expect(card(page)).to_contain_text(kept)
    wait_for_level(page, Level.DETECTOR, learned=False)
    visit(page, Level.TRUTH, learned=False)
    expect(page.locator(".level-change")).to_contain_text(kept)


def test_the_keyboard_moves_the_slider_and_everything_follows(open_page: OpenPage) -> None:
    page = open_page(f"#stop=explore&{PLAN}")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    unfold(page)
    wait_for_level(page, Level.DETECTOR)
    before = curves(page, MET)
    assert not any(map(SIMPLER.search, fetched)), "fetched before anybody asked"
    tab_to(page, slider(page))
    for level in (Level.RESOLUTION, Level.TRUTH):
        page.keyboard.press("ArrowLeft")
        wait_for_level(page, level)
        expect(slider(page)).to_be_focused()
        expect(slider(page)).to_have_attribute("aria-valuetext", NAMES[level])
        expect(page.locator(".level-note")).to_contain_text(NAMES[level])
        expect(page).to_have_url(re.compile(rf"[#&]level={level:d}\b"))
    assert curves(page, MET) != before
    page.get_by_role("button", name=text("level.back")).click()
    wait_for_level(page, Level.DETECTOR)
    expect(page.locator(".level-note")).to_have_count(0)
    assert curves(page, MET) == before
    assert len(list(filter(SIMPLER.search, fetched))) == len(Level) - 1


def test_every_number_is_that_of_python_on_the_same_level(open_page: OpenPage) -> None:
    page = open_page(f"#stop=learn&{PLAN}")
    unfold(page)
    wait_for_level(page, Level.DETECTOR)
    visit(page, Level.RESOLUTION)
    visit(page, Level.TRUTH)
    for level in Level:
        found = at_level(level)
        shown = column(page, level)
        auc, threshold, *above = shown[ROWS:]
        assert float(threshold) == pytest.approx(found.threshold, abs=1e-3)
        for text_shown, number in zip(shown[:ROWS], found.counted, strict=True):
            assert_shown(text_shown, number)
        for text_shown, number in zip([auc, *above], found.judged, strict=True):
            assert_shown(text_shown, number)


def test_the_words_say_what_the_numbers_at_hand_say(open_page: OpenPage) -> None:
    page = open_page(f"#stop=decide&{PLAN}")
    unfold(page)
    wait_for_level(page, Level.DETECTOR)
    visit(page, Level.TRUTH)
    lines = page.locator(".level-change li").all_inner_texts()
    first, last = (column(page, level) for level in (Level.TRUTH, Level.DETECTOR))
    named = {ROWS: text("level.auc"), ROWS + 4: "Z above the threshold", 6: "S/√B of all"}
    for row, name in named.items():
        (line,) = (line for line in lines if line.startswith(name))
        assert f"{first[row]} → {last[row]}" in line
        change = value_of(last[row]) - value_of(first[row])
        said = re.search(r"a change of ([+−])([\d.]+) ± (\d+\.\d+)", line)
        assert said is not None
        size = float(said[2]) * (1 if said[1] == "+" else -1)
        assert size == pytest.approx(change, abs=0.011)
        # Collisions in both levels move both numbers: less than two independent ones would be.
        apart = (uncertainty_of(first[row]) ** 2 + uncertainty_of(last[row]) ** 2) ** 0.5
        assert 0.3 * apart < float(said[3]) < apart
    assert f"Z+jets changes most: {first[4]} → {last[4]}" in lines[-1]


def test_a_link_opens_the_same_level_with_the_same_model(open_page: OpenPage) -> None:
    page = open_page(f"#stop=learn&{PLAN}&level=1")
    expect(page.locator(".level-note")).to_contain_text(NAMES[Level.RESOLUTION])
    unfold(page)
    wait_for_level(page, Level.RESOLUTION)
    auc = column(page, Level.RESOLUTION)[ROWS]
    other = open_page(f"#stop=learn&{PLAN}")
    unfold(other)
    wait_for_level(other, Level.DETECTOR)
    visit(other, Level.RESOLUTION)
    assert column(other, Level.RESOLUTION)[ROWS] == auc


def test_a_collision_is_followed_from_level_to_level(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&data=simulated-dm")
    unfold(page)
    wait_for_level(page, Level.DETECTOR, learned=False)
    visit(page, Level.TRUTH, learned=False)
    followed = page.locator(".level-follow")
    followed.get_by_role("button", name=text("level.follow.signal")).click()
    expect(followed).to_contain_text("mediator 200 GeV")
    met = followed.get_by_role("row", name=re.compile(MET)).locator("td").all_inner_texts()
    # The collision was drawn at this level, so it is there; at the other it may have been lost.
    assert float(met[0]) >= 80
    assert met[1] == "–" or float(met[1]) >= 80


def test_nothing_is_locked_and_no_file_is_saved_below_the_full_detector(
    open_page: OpenPage,
) -> None:
    page = open_page(f"#stop=decide&{PLAN}&level=0")
    expect(page.locator(".write-down")).to_contain_text(
        text("level.nolock", level=NAMES[Level.TRUTH])
    )
    expect(page.get_by_role("button", name=text("decide.write.lock"))).to_have_count(0)
    page.get_by_role("button", name=text("level.back")).click()
    expect(page.get_by_role("button", name=text("decide.write.lock"))).to_be_enabled()


def test_the_notebook_takes_the_level_along(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"#stop=judge&{PLAN}&level=0")
    expect(page.locator(".judged-on")).to_have_text(re.compile(rf"\b{EPOCHS}\b"))
    go_to(page, "discover")
    expect(page.get_by_role("button", name=text("notebook.button"))).to_be_enabled()
    done = run_notebook(
        save_notebook(page, tmp_path), mirror=real_files(), cache=tmp_path / "cache"
    )
    assert done.status == 0, done.errors[-2000:]
    # Yields and Z uncut, two losses, AUC, threshold, yields and Z above it.
    assert len(done.comparisons) == 3 + 2 + 1 + 1 + 3
    separator = f", {text('notebook.here')} "
    for line in done.comparisons:
        shown, found = line.partition(f" {text('notebook.page')} ")[2].split(separator)
        assert shown == found, line


def test_a_level_that_is_not_here_is_said(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&data=simulated-dm", ready=False)

    def without_levels(route: Route) -> None:
        answer = route.fetch()
        status = answer.json()
        for dataset in status["datasets"]:
            dataset["levels"] = []
        route.fulfill(response=answer, json=status)

    page.route("**/status.json", without_levels)
    page.goto(page.url.partition("#")[0] + "?again#stop=cut&data=simulated-dm&level=0")
    wait_until_ready(page)
    expect(page.locator(".notices")).to_contain_text(text("level.notready", level="0"))
    expect(page.locator(".level-note")).to_have_count(0)


@pytest.mark.skipif(not real_files(), reason="needs the ATLAS files")
def test_the_atlas_set_says_why_it_has_one_level_and_leads_to_those(open_page: OpenPage) -> None:
    page = open_page("#stop=explore&data=atlas-dm")
    card(page).locator("summary").first.click()
    expect(card(page)).to_contain_text(text("level.atlas"))
    expect(slider(page)).to_have_count(0)
    card(page).get_by_role("button", name=text("level.atlas.open")).click()
    expect(slider(page)).to_be_visible()


@pytest.mark.parametrize("stop", ["explore", "decide"])
def test_all_can_use_it(open_page: OpenPage, stop: str) -> None:
    page = open_page(f"#stop={stop}&{PLAN}", size=PHONE, reduced_motion="reduce")
    unfold(page)
    wait_for_level(page, Level.DETECTOR)
    visit(page, Level.TRUTH)
    page.locator(".level-follow").get_by_role("button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for button in card(page).get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["width"] >= 24
    assert_accessible(page)
