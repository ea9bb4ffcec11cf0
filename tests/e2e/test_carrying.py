"""A network leaves the page as a file; one from elsewhere is opened, judged fairly, trained on."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from e2e.axe import ALL_RULES, violations
from e2e.conftest import PHONE, OpenPage
from e2e.steps import (
    go_to,
    number_in,
    state_line,
    uncertainty_of,
    value_of,
    wait_for_epoch,
)
from e2e.test_access import tab_to
from e2e.test_links import copied_link, notices
from e2e.text import pattern, text
from fivesigma.data.table import embedded_table
from fivesigma.learning.exchange.network_file import (
    Folds,
    StoredNetwork,
    decode_network,
    encode_network,
    network_link,
)
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.workflow import story
from fivesigma.workflow.networks import trained_networks
from make_exchange_vectors import example

pytestmark = pytest.mark.e2e

TRAINED = "#stop=learn&data=simulated-dm&layers=4,3&epochs=3"
LEARN = "#stop=learn&data=simulated-dm"


def from_python(**facts: Any) -> StoredNetwork:
    """A network of random weights that says it was trained on the embedded set."""
    stored = example("tanh", (3,), 2)
    return dataclasses.replace(stored, training=dataclasses.replace(stored.training, **facts))


def choose(page: Page, content: str | Path) -> None:
    """Press "Open network" and choose a file, or one with that text."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=text("carry.open")).click()
    if isinstance(content, Path):
        chooser.value.set_files(content)
    else:
        payload = FilePayload(
            name="network.json", mimeType="application/json", buffer=content.encode()
        )
        chooser.value.set_files(payload)


def saved(page: Page, folder: Path) -> Path:
    """Press "Save network"; the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=text("carry.save")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def wait_until_opened(page: Page) -> None:
    """The card that says where the network comes from is there, and the network too."""
    expect(page.get_by_role("region", name=text("opened.title"))).to_be_visible()
    expect(state_line(page)).to_have_text(pattern("learn.state.opened"))


def judged(page: Page) -> list[str]:
    """S, B and Z of the chosen region at Decide, and the three selections."""
    go_to(page, "decide")
    expect(page.locator(".judged-on")).to_be_visible()
    region = page.get_by_role("region", name=text("decide.region"))
    comparison = page.get_by_role("region", name=text("decide.comparison"), exact=True)
    return [
        *region.locator(".quantity").all_inner_texts(),
        *comparison.locator("tbody tr").all_inner_texts(),
    ]


def test_an_untrained_network_is_not_saved(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    expect(state_line(page)).to_contain_text("Not trained yet")
    expect(page.get_by_role("button", name=text("carry.save"))).to_be_disabled()


def test_a_saved_network_opened_elsewhere_is_worth_the_same(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 3)
    path = saved(page, tmp_path)
    assert path.name == "network-DM_200-9-4-3-1.json"
    expected = judged(page)
    friend = open_page(LEARN)
    choose(friend, path)
    wait_until_opened(friend)
    expect(friend.locator(".opened")).to_contain_text("epochs: 3, adam, learning rate 0.001")
    assert judged(friend) == expected
    expect(friend).to_have_url(re.compile("network="))
    friend.reload()  # the address holds it, rounded to seven digits
    assert judged(friend) == expected


def test_a_saved_network_gives_python_the_scores_of_the_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 3)
    stored = decode_network(saved(page, tmp_path).read_text())
    assert stored.training.folds == Folds(train=(0, 1, 2, 3, 4), validation=(5, 6))
    assert stored.training.epochs == 3
    said = page.locator(".event-chooser").inner_text()
    shown = re.search(r"score is ([\d.]+\d)", said)
    assert shown
    table = embedded_table()
    X = np.column_stack([table.features[name] for name in stored.inputs])
    scores = stored.predict_proba(X.astype(np.float64))[:, 1]
    assert np.abs(scores - float(shown.group(1))).min() <= 0.0005


def test_a_network_from_python_is_shown_and_judged_without_training(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    page.context.set_offline(offline=True)  # a page needs its server no more once it is there
    choose(page, encode_network(from_python()))
    wait_until_opened(page)
    card = page.locator(".opened")
    expect(card).to_contain_text("Made by a test")
    expect(card).to_contain_text(text("opened.unseen", folds="7, 8, 9"))
    expect(page.locator("button.node")).to_have_count(4 + 3 + 1)
    go_to(page, "judge")
    expect(page.locator(".judged-on p").first).to_have_text(pattern("judge.on.opened"))
    assert any("±" in row for row in judged(page))


def test_a_network_trained_in_python_has_its_area_there_too(open_page: OpenPage) -> None:
    table = story.features(story.select(story.load("simulated-dm"), cuts=()))
    trained = story.train(story.split(table, "hash"), model="linear")
    page = open_page(LEARN)
    choose(page, encode_network(trained_networks(trained)[0]))
    wait_until_opened(page)
    go_to(page, "judge")
    legend = page.get_by_text(pattern("judge.roc.test")).first
    expect(legend).to_be_visible()
    judged_by = trained.split.judged
    score = trained.training.score[judged_by]
    roc = roc_curve(score, table.label[judged_by], table.weight[judged_by])
    found = number_in(legend.inner_text(), "area")
    assert value_of(found) == pytest.approx(roc.auc, abs=0.0006)
    assert uncertainty_of(found) == pytest.approx(roc.auc_uncertainty, rel=0.05)


def test_a_network_of_another_part_is_judged_by_the_folds_it_left_out(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    folds = Folds(train=(4, 5, 6, 7, 8, 9), validation=(2, 3))
    choose(page, encode_network(from_python(folds=folds)))
    wait_until_opened(page)
    expect(page.locator(".opened")).to_contain_text(text("opened.unseen", folds="0, 1"))
    go_to(page, "judge")
    expect(page.locator(".judged-on")).to_contain_text("folds 0, 1;")


@pytest.mark.parametrize("folds", [None, Folds(train=tuple(range(10)))])
def test_a_network_that_may_have_seen_all_is_not_judged(
    open_page: OpenPage, folds: Folds | None
) -> None:
    page = open_page(LEARN)
    choose(page, encode_network(from_python(folds=folds)))
    wait_until_opened(page)
    expect(page.get_by_text(text("opened.seen.all"))).to_be_visible()
    for stop in ("judge", "decide"):
        go_to(page, stop)
        expect(page.get_by_text(text("judge.seen.title"))).to_be_visible()
        expect(page.locator(".judged-on")).to_have_count(0)


def test_training_goes_on_from_an_opened_network_and_reset_brings_it_back(
    open_page: OpenPage,
) -> None:
    page = open_page(LEARN)
    choose(page, encode_network(from_python()))
    wait_until_opened(page)
    before = state_line(page).inner_text()
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    after = state_line(page).inner_text()
    friend = open_page("#" + copied_link(page).partition("#")[2])
    wait_for_epoch(friend, 1)
    expect(friend.locator(".opened")).to_be_visible()
    assert state_line(friend).inner_text() == after
    go_to(friend, "judge")
    expect(friend.locator(".judged-on p").first).to_have_text(pattern("judge.on.opened.more"))
    page.get_by_role("button", name=text("learn.reset")).click()
    expect(state_line(page)).to_have_text(before)


def test_one_can_leave_it_for_a_network_of_ones_own(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    choose(page, encode_network(from_python()))
    wait_until_opened(page)
    page.get_by_role("button", name=text("opened.leave")).click()
    expect(page.locator(".opened")).to_have_count(0)
    expect(state_line(page)).to_contain_text("Not trained yet")
    expect(page).not_to_have_url(re.compile("network="))


def test_its_cuts_come_along(open_page: OpenPage) -> None:
    page = open_page(LEARN)
    choose(page, encode_network(from_python(cuts={"met": (150.0, None)})))
    wait_until_opened(page)
    expect(page).to_have_url(re.compile(r"cut\.met=150~"))
    go_to(page, "judge")
    expect(page.get_by_text(text("judge.on.passing"))).to_be_visible()


GOOD = json.loads(encode_network(example("tanh", (3,), 2)))
REFUSED = {
    "exchange.json": encode_network(example("tanh", (3,), 2))[:-20],
    "exchange.format": json.dumps({**GOOD, "format": "pickle"}),
    "exchange.version": json.dumps({**GOOD, "version": 2}),
    "exchange.value": json.dumps({**GOOD, "scale": [1, 1, 1, 0]}),
    "exchange.size": json.dumps({**GOOD, "made_by": "x" * 300_000}),
    "exchange.input": json.dumps({**GOOD, "inputs": ["met", "mll", "n_bjets", "truth"]}),
    "exchange.dataset": json.dumps(GOOD).replace("simulated-dm", "higgsml"),
    "exchange.signal": json.dumps(GOOD).replace("DM_200", "Higgs"),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_cannot_be_used_is_refused_in_a_sentence_and_the_page_stays_as_it_is(
    open_page: OpenPage, key: str
) -> None:
    page = open_page(TRAINED)
    wait_for_epoch(page, 3)
    before = state_line(page).inner_text()
    choose(page, REFUSED[key])
    expect(page.get_by_role("alert")).to_have_text(pattern(key))
    assert state_line(page).inner_text() == before
    expect(page.locator(".opened")).to_have_count(0)
    choose(page, encode_network(from_python()))
    wait_until_opened(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_link_from_python_opens_the_network(open_page: OpenPage) -> None:
    link = network_link(from_python(), "http://127.0.0.1/")
    page = open_page("#" + link.partition("#")[2])
    wait_until_opened(page)
    assert notices(page) == []
    by_link = judged(page)
    friend = open_page(LEARN)
    choose(friend, encode_network(from_python()))
    wait_until_opened(friend)
    assert judged(friend) == by_link


def test_nothing_of_a_network_is_sent_to_the_server(open_page: OpenPage) -> None:
    page = open_page("#" + network_link(from_python(), "http://x/").partition("#")[2])
    wait_until_opened(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.reload()
    wait_until_opened(page)
    assert sent
    assert not any("network=" in one for one in sent)


def test_a_damaged_link_says_so_and_opens_the_page(open_page: OpenPage) -> None:
    fragment = network_link(from_python(), "http://x/").partition("#")[2]
    page = open_page("#" + fragment[:-7])
    assert notices(page) == [text("exchange.link")]
    expect(state_line(page)).to_contain_text("Not trained yet")


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(LEARN, size=size, color_scheme=scheme, reduced_motion="reduce")
    choose(page, "no network")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, ALL_RULES) == []
    choose(page, encode_network(from_python()))
    wait_until_opened(page)
    assert violations(page, ALL_RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    choose(page, encode_network(from_python(folds=None)))
    expect(page.get_by_text(text("opened.seen.all"))).to_be_visible()
    assert violations(page, ALL_RULES) == []


def test_a_file_is_saved_and_chosen_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(TRAINED)
    # The browser is told to report file choosers when somebody first listens, and is not waited
    # for: listening only just before the key was pressed lost the event now and then.
    page.on("filechooser", lambda _: None)
    wait_for_epoch(page, 3)
    tab_to(page, page.get_by_role("button", name=text("carry.save")))
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(page.get_by_text(pattern("carry.saved"))).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=text("carry.open"))).to_be_focused()
    with page.expect_file_chooser():
        page.keyboard.press("Enter")
