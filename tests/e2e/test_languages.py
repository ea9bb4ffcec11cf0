"""The page in every language: complete, within its borders, and accessible."""

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import ALL_RULES, RULES_OF_COLOUR, violations
from e2e.conftest import PHONE, WIDE, OpenPage
from e2e.steps import FIRST_NUMBER, STOPS, wait_until_ready
from e2e.test_access import TRAINED
from e2e.text import text, texts
from e2e.watch import Watch

LANGUAGES = ("es", "it", "fr", "de")
PLACES = (*STOPS, "sandbox", "teacher")
# Shorter ones may be a name, or the same word in both languages.
LONG = 24


def go_to_place(page: Page, place: str) -> None:
    """Follow a link to another stop, without loading anew."""
    page.evaluate(
        """(place) => {
          const fields = new URLSearchParams(location.hash.slice(1));
          fields.set("stop", place);
          location.hash = fields.toString();
        }""",
        place,
    )
    expect(page.locator("main")).to_have_accessible_name(_name_of(page, place))
    wait_until_ready(page)
    if "epochs=" in page.url and place not in ("learn", "teacher"):
        page.wait_for_timeout(300)


def _name_of(page: Page, place: str) -> str:
    return texts(str(page.evaluate("document.documentElement.lang")))[f"stop.{place}"]


def english_left(page: Page) -> list[str]:
    """Sentences of the English page that this one shows."""
    shown = page.locator("body").inner_text()
    return [each for each in texts("en").values() if len(each) > LONG and each in shown]


@pytest.mark.parametrize("state", ["", f"&cut.met=150~&{TRAINED}"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stop_is_translated_accessible_and_within_its_borders(
    open_page: OpenPage, language: str, state: str
) -> None:
    page = open_page(f"#stop=learn&lang={language}{state}", reduced_motion="reduce")
    assert page.evaluate("document.documentElement.lang") == language
    if state:
        expect(page.locator(".state-line")).to_contain_text("3,")
    found: dict[str, list[str]] = {}
    for place in PLACES:
        go_to_place(page, place)
        found[f"{place}, english"] = english_left(page)
        found[f"{place}, light"] = violations(page, ALL_RULES)
        page.emulate_media(color_scheme="dark")
        found[f"{place}, dark"] = violations(page, RULES_OF_COLOUR)
        page.emulate_media(color_scheme="light")
        for size in (PHONE, WIDE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.wait_for_timeout(60)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size[0]:
                found[f"{place}, {size[0]} px"] = [f"{wide} px wide"]
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_as_the_language_does(open_page: OpenPage, language: str) -> None:
    page = open_page(f"#stop=cut&lang={language}")
    signal = page.locator(FIRST_NUMBER)
    expect(signal).to_contain_text(",")
    expect(signal).not_to_contain_text(".")


def test_the_browsers_language_is_spoken_unless_another_was_chosen(open_page: OpenPage) -> None:
    page = open_page("#stop=cut", locale="fr-CA")
    expect(page.locator("main h1")).to_have_text(texts("fr")["cut.title"])
    page.get_by_role("button", name=texts("fr")["menu.title"]).click()
    page.get_by_label(texts("fr")["menu.language"], exact=True).select_option("de")
    expect(page.locator("main h1")).to_have_text(texts("de")["cut.title"])
    page.reload()
    expect(page.locator("main h1")).to_have_text(texts("de")["cut.title"])
    assert "lang=" not in page.url


def test_a_language_nobody_speaks_here_is_refused_in_a_sentence(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&lang=tlh")
    expect(page.locator(".notices li")).to_contain_text("tlh")
    expect(page.locator("main h1")).to_have_text(text("cut.title"))


def test_a_language_that_cannot_be_fetched_leaves_the_page_as_it_is(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("Failed to load resource|net::ERR")
    page = open_page("#stop=cut")
    page.route("**/assets/text-de-*", lambda route: route.abort())
    page.get_by_role("button", name=text("menu.title")).click()
    page.get_by_label(text("menu.language"), exact=True).select_option("de")
    expect(page.locator(".notices li")).to_have_text(text("notice.language"))
    page.reload()
    expect(page.locator("main h1")).to_have_text(text("cut.title"))
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_page_that_cannot_have_its_language_begins_in_english_and_says_so(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("Failed to load resource|net::ERR")
    page = open_page(locale="de")
    page.route("**/assets/text-de-*", lambda route: route.abort())
    page.reload()
    expect(page.locator(".notices li")).to_have_text(text("notice.language"))
    expect(page.locator("main h1")).to_have_text(text("collide.title"))
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_page_without_any_texts_can_still_say_what_is_wrong(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("Failed to load resource|net::ERR")
    page = open_page(locale="de")
    page.route("**/assets/text-*", lambda route: route.abort())
    page.reload()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(text("error.offline"))
    page.unroute("**/assets/text-*")
    alert.get_by_role("button", name=text("error.again")).click()
    expect(page.locator("main h1")).to_have_text(texts("de")["collide.title"])


def test_a_page_that_cannot_begin_says_so_in_the_readers_language(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("Failed to load resource|net::ERR")
    page = open_page(locale="de")
    page.route("**/facts.json", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text(texts("de")["error.offline"])
    assert page.evaluate("document.documentElement.lang") == "de"
