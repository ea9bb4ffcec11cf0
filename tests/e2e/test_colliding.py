"""Stop 1: look at collisions, find what is missing by adding arrows, play ten pairs."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import assert_accessible, violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import go_to, wait_for_epoch
from e2e.test_access import tab_to
from e2e.text import pattern, text

pytestmark = pytest.mark.e2e

N_PAIRS = 10
COLLIDE = "#stop=collide"


def button(page: Page, key: str, **values: str) -> Locator:
    """The button with the words of a key."""
    return page.get_by_role("button", name=text(key, **values), exact=True)


def choice(page: Page, key: str) -> Locator:
    """The button that calls one of two collisions the signal."""
    return button(page, "collide.game.choose", name=text(key))


def play(page: Page, *, keys: tuple[str, ...] = ("collide.first",) * N_PAIRS) -> None:
    """Start a game and answer its pairs."""
    button(page, "collide.game.start").click()
    for place, key in enumerate(keys):
        choice(page, key).click()
        if place < N_PAIRS - 1:
            button(page, "collide.game.next").click()


def marks(page: Page) -> list[str]:
    """A mark for each pair: right, wrong or open."""
    return [mark.get_attribute("class") or "" for mark in page.locator(".marks span span").all()]


def test_before_the_guess_nothing_is_told_and_after_it_everything(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    drawings = page.locator("figure.collision")
    expect(drawings).to_have_count(2)
    expect(page.locator("figure.collision.untold")).to_have_count(2)
    button(page, "lesson.collide.guess.left").click()
    expect(page.locator("figure.collision.signal")).to_have_count(1)
    expect(page.locator("figure.collision.background")).to_have_count(1)
    before = drawings.first.get_by_role("img").get_attribute("aria-label") or ""
    button(page, "collide.another").click()
    expect(drawings.first.get_by_role("img")).not_to_have_attribute("aria-label", before)


def test_the_sentence_of_a_drawing_and_its_table_say_the_same(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    spoken = page.locator("figure.collision").first.get_by_role("img").get_attribute("aria-label")
    page.locator(".collide-first summary").click()
    rows = page.locator(".collide-first table tbody tr")
    expect(rows).to_have_count(7)
    missing = float(rows.nth(3).locator("td").nth(1).inner_text().replace(",", ""))
    found = re.search(r"([\d,.]+) GeV missing", spoken or "")
    assert found is not None
    assert float(found.group(1).replace(",", "")) == pytest.approx(missing, abs=0.51)


# --- adding arrows ------------------------------------------------------------------------------


def closing_gev(page: Page) -> float:
    """Size of the arrow that leads back to the start."""
    return float(page.locator(".add-result .quantity").inner_text().split()[0].replace(",", ""))


def stored_gev(page: Page) -> float:
    """What the file says was missing; shown once all arrows are in."""
    done = page.get_by_text(pattern("collide.add.done")).inner_text()
    found = re.search(r"([\d,.]+) GeV", done)
    assert found is not None
    return float(found.group(1).replace(",", ""))


def test_with_all_arrows_added_the_closing_one_is_the_stored_missing_momentum(
    open_page: OpenPage,
) -> None:
    page = open_page(COLLIDE)
    group = page.get_by_role("group", name=text("collide.add.buttons"))
    for part in ("sublead", "rest"):
        group.get_by_role("button", name=text(f"collide.part.{part}")).click()
    assert closing_gev(page) == pytest.approx(stored_gev(page), rel=1e-3)


def centre(target: Locator) -> tuple[float, float]:
    """The middle of what is drawn, in pixels of the window."""
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_arrow_dragged_to_the_ring_joins_the_others(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    arrow = page.get_by_role(
        "button", name=text("collide.add.arrow", part=text("collide.part.sublead"))
    )
    expect(arrow).to_have_attribute("aria-pressed", "false")
    page.locator(".add-table").scroll_into_view_if_needed()
    before = closing_gev(page)
    # Taken at its tip, so as not to take another that starts at the same place.
    grip = centre(arrow.locator(".head"))
    ring, start = centre(page.locator(".socket")), centre(page.locator(".add-table .beam"))
    move = ring[0] - start[0], ring[1] - start[1]
    page.mouse.move(*grip)
    page.mouse.down()
    page.mouse.move(grip[0] + move[0] + 3, grip[1] + move[1] - 3, steps=6)
    page.mouse.up()
    expect(arrow).to_have_attribute("aria-pressed", "true")
    assert closing_gev(page) != before


def test_arrow_keys_move_an_arrow_and_enter_joins_it(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    arrow = page.get_by_role(
        "button", name=text("collide.add.arrow", part=text("collide.part.rest"))
    )
    line = arrow.locator("line.grip")
    arrow.focus()
    expect(line).to_have_attribute("x1", "0")
    page.keyboard.press("ArrowRight")
    expect(line).to_have_attribute("x1", re.compile(r"^[\d.]*[1-9]"))
    page.keyboard.press("Enter")
    expect(arrow).to_have_attribute("aria-pressed", "true")


# --- the game -----------------------------------------------------------------------------------


def test_ten_pairs_give_a_score_beside_a_coins(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    play(page)
    button(page, "collide.game.score").click()
    right = marks(page).count("right")
    assert right + marks(page).count("wrong") == N_PAIRS
    scores = page.locator(".score-row .quantity")
    expect(scores).to_have_count(2)
    expect(scores.first).to_have_text(re.compile(rf"^{right}\.0 ± [01]\.\d of 10$"))
    expect(scores.nth(1)).to_have_text(re.compile(r"^5\.0 ± 1\.6 of 10$"))


def test_the_opposite_answers_to_the_same_pairs_turn_the_score_round(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    play(page)
    first = marks(page)
    # The same game again, as a file that somebody else answered the other way.
    page.evaluate(
        """() => {
          const key = "fivesigma.journal";
          const journal = JSON.parse(localStorage.getItem(key));
          const answers = journal.game.answers.map((answer) => !answer);
          journal.game.answers = answers;
          localStorage.setItem(key, JSON.stringify(journal));
        }"""
    )
    page.reload()
    expect(page.locator(".marks span span")).to_have_count(N_PAIRS)
    assert marks(page) == [{"right": "wrong", "wrong": "right"}[mark] for mark in first]


def test_a_game_goes_on_after_a_reload(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    play(page, keys=("collide.first", "collide.second"))
    before = marks(page)
    page.reload()
    expect(
        page.get_by_role("heading", name=text("collide.game.pair", n="3", of="10"))
    ).to_be_visible()
    assert marks(page) == before


@pytest.mark.parametrize(
    "game",
    [
        '{"dataset": "atlas-dm", "signal": "<script>1</script>", "pairs": [], "answers": []}',
        '{"dataset": "simulated-dm", "signal": "DM_200", "answers": [1, 2], "pairs": null}',
        "[[[]]]",
        '"x"',
    ],
)
def test_a_game_that_is_none_is_left_aside(open_page: OpenPage, game: str) -> None:
    page = open_page(COLLIDE)
    page.evaluate(
        "(game) => localStorage.setItem('fivesigma.journal', game)", f'{{"game": {game}}}'
    )
    page.reload()
    expect(button(page, "collide.game.start")).to_be_visible()


def test_another_signal_has_a_game_of_its_own(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    play(page, keys=("collide.first",))
    page.get_by_role("combobox", name=text("data.signal")).select_option("DM_300")
    expect(button(page, "collide.game.start")).to_be_visible()


def test_the_game_can_be_played_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(COLLIDE)
    tab_to(page, button(page, "collide.game.start"))
    page.keyboard.press("Enter")
    for place in range(N_PAIRS):
        tab_to(page, choice(page, "collide.second"))
        page.keyboard.press("Space")
        on = "collide.game.next" if place < N_PAIRS - 1 else "collide.game.score"
        expect(button(page, on)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".game-count")).to_be_focused()
    expect(page.locator(".score-row")).to_have_count(2)


def test_the_trained_model_plays_the_same_pairs(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&epochs=2")
    wait_for_epoch(page, 2)
    go_to(page, "collide")
    play(page)
    button(page, "collide.game.score").click()
    match = page.get_by_role("region", name=text("collide.model.title"))
    expect(match.locator(".score-row")).to_have_count(3)
    right = marks(page).count("right")
    expect(match.locator(".score-row .quantity").first).to_have_text(re.compile(rf"^{right}\.0 ±"))
    chance = match.locator("p .quantity").inner_text()
    # Trained for two epochs it is better than a coin, and no oracle.
    assert 0.5 < float(chance.split("±")[0]) < 0.95


@pytest.mark.parametrize("answered", [0, 1, N_PAIRS])
def test_no_rule_of_accessibility_is_broken(open_page: OpenPage, answered: int) -> None:
    page = open_page(COLLIDE, reduced_motion="reduce")
    if answered:
        button(page, "lesson.collide.guess.unsure").click()
        play(page, keys=("collide.first",) * answered)
    if answered == N_PAIRS:
        button(page, "collide.game.score").click()
        page.locator(".collide-first summary").click()
        page.locator(".honest summary").click()
        assert violations(page) == []
    assert_accessible(page)


def test_on_a_phone_left_is_left_of_right(open_page: OpenPage) -> None:
    page = open_page(COLLIDE, size=PHONE)
    boxes = [figure.bounding_box() for figure in page.locator("figure.collision").all()]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
