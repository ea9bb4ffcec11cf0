"""A student's own table: dropped on the page, read in the browser, hunted in at every stop."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from e2e.axe import violations
from e2e.conftest import PHONE, WIDE, OpenPage
from e2e.own_tables import accept, dialog, drop, plain_table, wait_until_kept
from e2e.steps import STOPS, go_to, wait_for_epoch, wait_until_ready
from e2e.text import text
from fivesigma.learning.exchange.network_file import decode_network
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.network import initial_network, predict_probability
from fivesigma.learning.optimisers import Adam, random_batches, train_epoch
from fivesigma.learning.random import Random
from fivesigma.learning.split import TEST_FOLDS, TRAIN_FOLDS, hash_fold, in_folds
from fivesigma.learning.weights import balanced_weights, rescaled_weights
from fivesigma.workflow.datasets import row_keys

pytestmark = pytest.mark.e2e

LEARN = "#stop=learn&layers=4&activation=relu&batch=32&rate=0.01&seed=3"


def sums(page: Page) -> list[str]:
    """What Explore says that signal and background add up to."""
    table = page.get_by_role("region", name=text("table.yields.region"))
    rows = table.locator("tbody tr")
    return [row.locator("td").first.inner_text() for row in rows.all()]


def said(page: Page) -> str:
    """What the dialog says about the rows that would be read."""
    expect(dialog(page).get_by_role("button", name=text("own.open"))).to_be_enabled()
    return dialog(page).get_by_role("region", name=text("own.result")).inner_text()


def test_a_dropped_table_is_hunted_in_at_every_stop(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table())
    assert "600 rows: 200 signal, 400 background." in said(page)
    accept(page)
    # 200 of weight 0.25; of the others those whose number leaves 1 behind 7 count −0.5, else 1.5.
    weights = [1.5 - 2.0 * (row % 7 == 1) for row in range(600) if row % 3 != 0]
    expected = [(50.0, 200 * 0.25**2), (sum(weights), sum(weight**2 for weight in weights))]
    for shown, (total, variance) in zip(sums(page), expected, strict=True):
        value, uncertainty = (float(number) for number in shown.split(" ± "))
        assert value == pytest.approx(total, rel=0.01)
        assert uncertainty == pytest.approx(variance**0.5, rel=0.03)
    go_to(page, "learn")
    page.get_by_role("button", name=text("learn.step.epoch")).click()
    wait_for_epoch(page, 1)
    for stop in STOPS:
        go_to(page, stop)
        expect(page.locator(".failure")).to_have_count(0)
        shown_text = page.locator("main .card:not(.explanation, .quiz, .predict)").all_inner_texts()
        assert not re.search(r"ATLAS|fb⁻¹", " ".join(shown_text)), stop
    go_to(page, "explore")
    expect(page.get_by_text(text("lesson.explore.guess"))).to_have_count(0)
    ranking = page.get_by_role("region", name=text("table.explore.rank.title"), exact=True)
    expect(ranking.last.locator("tbody tr").first).to_be_visible()


@pytest.mark.parametrize(("separator", "decimal"), [(";", ","), ("\t", "."), ("|", ",")])
def test_other_ways_to_write_a_table_are_told_by_themselves(
    open_page: OpenPage, separator: str, decimal: str
) -> None:
    page = open_page()
    drop(page, "plain.csv", plain_table(300))
    accept(page)
    expected = sums(page)
    written = plain_table(300, separator=separator, decimal=decimal).replace("\n", "\r\n")
    drop(page, "other.csv", b"\xef\xbb\xbf" + written.encode())
    accept(page)
    expect(page.locator(".origin")).to_contain_text("other.csv")
    assert sums(page) == expected


def test_roles_can_be_chosen_and_the_count_follows(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table())
    assert text("own.ready.weight") not in said(page)
    dialog(page).get_by_role("combobox", name=text("own.weight")).select_option(
        text("own.weight.none")
    )
    expect(dialog(page)).to_contain_text(text("own.ready.weight"))
    dialog(page).get_by_role("combobox", name=text("own.label")).select_option("n")
    for name in ("0", "1"):
        label = text("own.part.of", value=name, rows="150")
        dialog(page).get_by_label(label).select_option(text("own.part.out"))
    expect(dialog(page)).to_contain_text("300 rows: 150 signal, 150 background.")
    for name in ("x", "y"):
        dialog(page).get_by_role("checkbox", name=name, exact=True).uncheck()
    dialog(page).get_by_role("checkbox", name="label").uncheck()
    expect(dialog(page).get_by_role("alert")).to_have_text(text("own.problem.no-features"))
    dialog(page).get_by_role("checkbox", name="y", exact=True).check()
    accept(page)
    expect(page.locator(".histogram")).to_have_count(1)


def test_it_is_kept_across_a_refresh_and_removed_with_one_click(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table())
    accept(page)
    expected = sums(page)
    wait_until_kept(page, "mine.csv")
    expect(page).to_have_url(re.compile(r"data=own-[0-9a-f]{8}"))
    page.reload()
    wait_until_ready(page)
    expect(page.locator(".origin")).to_contain_text("mine.csv")
    assert sums(page) == expected
    page.get_by_role("button", name=text("own.remove")).click()
    expect(page.get_by_text(text("own.removed"))).to_be_visible()
    expect(page.locator(".origin")).not_to_contain_text("mine.csv")
    page.reload()
    wait_until_ready(page)
    datasets = page.get_by_role("combobox", name=text("data.dataset"))
    expect(datasets).not_to_contain_text("mine.csv")


def test_a_link_names_the_file_that_another_machine_has_not(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "mine.csv", plain_table())
    accept(page)
    page.get_by_role("button", name=text("share.copy")).click()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    friend = open_page("#" + link.partition("#")[2])
    notice = friend.get_by_role("status", name=text("notice.title"))
    expect(notice).to_contain_text(re.compile(r"“mine\.csv” \(15\.2 kB, fingerprint [0-9a-f]{8}\)"))
    expect(friend.locator(".origin")).not_to_contain_text("mine.csv")
    drop(friend, "renamed.csv", plain_table())
    accept(friend)
    assert sums(friend) == sums(page)


def test_nothing_of_the_table_is_sent(open_page: OpenPage) -> None:
    page = open_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    drop(page, "secret.csv", plain_table())
    accept(page)
    expect(dialog(page)).to_have_count(0)
    assert all(one.startswith("GET ") and "secret" not in one for one in sent)


def test_what_is_trained_on_it_is_what_python_trains(open_page: OpenPage, tmp_path: Path) -> None:
    content = plain_table(900)
    page = open_page(LEARN)
    drop(page, "mine.csv", content)
    accept(page)
    go_to(page, "learn")
    for epoch in (1, 2, 3):
        page.get_by_role("button", name=text("learn.step.epoch")).click()
        wait_for_epoch(page, epoch)
    with page.expect_download() as download:
        page.get_by_role("button", name=text("carry.save")).click()
    path = tmp_path / "network.json"
    download.value.save_as(path)
    stored = decode_network(path.read_text())

    rows = np.loadtxt(io.StringIO(content), delimiter=",", skiprows=1)
    label = rows[:, 4].astype(np.int8)
    fold = hash_fold(row_keys({name: rows[:, i] for i, name in enumerate(["x", "y", "n", "w"])}))
    weight = rows[:, 3]
    train = in_folds(fold, TRAIN_FOLDS)
    values = rows[:, :3].astype(np.float32).astype(np.float64)
    balanced = balanced_weights(weight[train], label[train])
    mean = np.average(values[train], axis=0, weights=balanced)
    std = np.sqrt(np.average((values[train] - mean) ** 2, axis=0, weights=balanced))
    X = (values - mean) / std
    random = Random(3)
    network = initial_network([3, 4, 1], "relu", random)
    optimiser, order = Adam(0.01), np.arange(train.sum())
    sample = (X[train], label[train].astype(np.float64), balanced)
    for _ in range(3):
        train_epoch(network, sample, optimiser, random_batches(order, 32, random))
    expected = predict_probability(network, X)

    assert stored.inputs == ("x", "y", "n")
    found = stored.predict_proba(values)[:, 1]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    unseen = rescaled_weights(weight, label, fold, TEST_FOLDS)
    area = roc_curve(expected, label, unseen)
    go_to(page, "judge")
    expect(page.locator("main")).to_contain_text(f"{area.auc:.3f} ± {area.auc_uncertainty:.3f}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_dialog_breaks_no_rule_of_accessibility(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(size=size, color_scheme=scheme)
    drop(page, "mine.csv", plain_table() + "nan,1,2,1,0\n")
    said(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    drop(page, "mine.xlsx", "PK\x03\x04")
    expect(dialog(page).get_by_role("alert")).to_have_text(text("own.problem.binary"))
    assert violations(page) == []


def test_the_keyboard_opens_it_and_escape_puts_it_away(open_page: OpenPage) -> None:
    page = open_page()
    button = page.get_by_role("button", name=text("own.button"))
    with page.expect_file_chooser() as chooser:
        button.press("Enter")
    chooser.value.set_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": plain_table().encode()}
    )
    said(page)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(button).to_be_focused()


def test_a_teacher_who_hides_the_data_hides_this_too(open_page: OpenPage) -> None:
    page = open_page("#hide=data")
    expect(page.get_by_role("button", name=text("own.button"))).to_have_count(0)
    drop(page, "mine.csv", plain_table())
    page.wait_for_timeout(300)
    expect(dialog(page)).to_have_count(0)
