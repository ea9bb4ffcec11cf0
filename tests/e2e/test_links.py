"""The whole state is in the address: a copied link opens the same page, an edited is checked."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.conftest import OpenPage
from e2e.steps import (
    FIRST_NUMBER,
    LEAD_LEP_PT,
    cut_result,
    go_to,
    lower_field,
    stop_button,
    wait_until_ready,
)
from e2e.text import pattern, text

pytestmark = pytest.mark.e2e


def copied_link(page: Page) -> str:
    """Press "Copy link" and look into the clipboard."""
    page.get_by_role("button", name=text("share.copy")).click()
    expect(page.get_by_text(text("share.copied"))).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def notices(page: Page) -> list[str]:
    """What the page says about its link."""
    return page.get_by_role("status", name=text("notice.title")).locator("li").all_inner_texts()


def test_where_a_page_may_not_copy_the_address_bar_holds_the_link(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&signal=DM_300")
    # As on http://192.168.…, where browsers offer no clipboard.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name=text("share.copy")).click()
    expect(page.get_by_text(text("share.manual"))).to_be_visible()
    assert "signal=DM_300" in page.url


def test_a_copied_link_opens_the_same_cuts_elsewhere(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&signal=DM_300")
    field = lower_field(page, LEAD_LEP_PT)
    field.fill("123.5")
    field.press("Enter")
    slider = page.get_by_role("slider", name=text("uncertainty.label"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    link = copied_link(page)
    friend = open_page("#" + link.partition("#")[2])
    assert friend.title() == page.title()
    assert cut_result(friend) == cut_result(page)
    assert notices(friend) == []


def test_a_link_copied_while_it_trains_is_not_an_old_one(open_page: OpenPage) -> None:
    page = open_page("#stop=learn&layers=32,32&batch=16")
    page.get_by_role("button", name=text("learn.train"), exact=True).click()
    go_to(page, "cut")
    field = lower_field(page, LEAD_LEP_PT)
    field.fill("150")
    field.press("Enter")
    link = copied_link(page)
    assert "stop=cut" in link
    assert "cut.lead_lep_pt=150" in link


def test_a_stop_chosen_while_the_collisions_load_is_kept(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/data/*.bin", hold)
    page.reload()
    stop_button(page, "cut").click()
    expect(page.locator(".loading")).to_be_visible()
    page.wait_for_timeout(500)
    held[0].continue_()
    wait_until_ready(page)
    expect(stop_button(page, "cut")).to_have_attribute("aria-current", "step")


def test_a_reload_keeps_everything(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=150~400&scale=log")
    before = cut_result(page)
    page.reload()
    wait_until_ready(page)
    assert cut_result(page) == before


def test_nothing_of_the_state_is_sent_to_the_server(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=150~400")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.reload()
    wait_until_ready(page)
    assert sent
    assert not any("met=" in url or "cut" in url for url in sent)


def test_an_edited_address_is_followed_without_a_reload(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    before = cut_result(page).signal
    page.evaluate("location.hash = '#stop=cut&cut.met=150~'")
    expect(page.locator(FIRST_NUMBER)).not_to_have_text(before)


ABSURD = (
    ("layers", "9999,9999"),
    ("layers", "8,8,8,8,8,8,8,8"),
    ("layers", "-3"),
    ("layers", "eight"),
    ("rate", "NaN"),
    ("rate", "1e300"),
    ("batch", "0"),
    ("batch", "64.5"),
    ("seed", "-1"),
    ("epochs", "-5"),
    ("epochs", "many"),
    ("activation", "softmax"),
    ("optimiser", "<script>alert(1)</script>"),
    ("inputs", "truth,label"),
    ("weights", "maybe"),
    ("data", "another-experiment"),
    ("signal", "Higgs"),
    ("stop", "nowhere"),
    ("scale", "cubic"),
    ("threshold", "Infinity"),
    ("uncertainty", "-0.1"),
    ("uncertainty", ""),
    ("cut.met", "300~100"),
    ("cut.met", "NaN~"),
    ("cut.met", "1~2~3"),
    ("cut.mll", "wide"),
)


def test_an_absurd_value_gives_a_notice_and_a_working_page(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    for field, given in ABSURD:
        rest = "" if field == "stop" else "stop=cut&"
        page.goto(f"{page.url.partition('#')[0]}#{rest}{field}={given}")
        notice = page.get_by_text(f"{field} = “{given}”")
        expect(notice).to_have_count(1)
        assert pattern("notice.link").match(notice.inner_text())
        go_to(page, "cut")
        assert re.match(r"\d", cut_result(page).z), (field, given)


def test_absurdly_many_epochs_are_cut_down_to_what_the_page_offers(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&layers=1&batch=4096&inputs=met&epochs=1e9")
    assert "“1e9”" in notices(page)[0]
    assert "500" in notices(page)[0]


def test_all_of_it_at_once_still_gives_a_working_page(open_page: OpenPage) -> None:
    page = open_page(
        "#stop=x&data=y&signal=z&layers=1e9&rate=NaN&batch=&seed=x&epochs=x&cut.met=9~1"
        "&cut.mll=~~&inputs=&activation=&weights=&threshold=x&uncertainty=x&%%%&&==&💥=💥"
    )
    assert len(notices(page)) >= 12
    go_to(page, "cut")
    assert cut_result(page) == cut_result(open_page("#stop=cut"))


def test_garbage_is_ignored(open_page: OpenPage) -> None:
    for fragment in ("#/etc/passwd", "#%E0%A4%A", "#a=b&a=c", "#\u202e"):
        page = open_page(fragment)
        expect(page.locator("main h1")).to_have_text(text("collide.title"))
        go_to(page, "cut")
        expect(page.locator(".histogram")).to_have_count(10)


def test_a_notice_goes_away_when_understood(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&seed=x")
    page.get_by_role("button", name=text("notice.dismiss")).click()
    expect(page.get_by_role("button", name=text("notice.dismiss"))).to_have_count(0)
    expect(page.get_by_role("status", name=text("notice.title"))).to_have_text("")


def test_a_link_with_markup_shows_it_as_text(open_page: OpenPage) -> None:
    page = open_page("#signal=<img src=x onerror=alert(1)>")
    assert "<img src=x" in notices(page)[0]
    expect(page.locator("main img")).to_have_count(0)
