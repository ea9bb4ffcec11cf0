"""The slides: every number and figure on them is computed, and every slide has its script."""

import re
from pathlib import Path

import numpy as np
import pytest

import make_figures
import make_slides
import slide_figures
from fivesigma.workflow import story

TEXT = (Path(__file__).parents[2] / "slides" / "slides.md").read_text(encoding="utf-8")
SLIDES = TEXT.split("\n---\n")[1:]


@pytest.fixture(scope="module")
def numbers() -> dict[str, str]:
    split = make_figures.prepared(story.load("simulated-dm"), "DM_200")
    trained = story.train(split, model="linear")
    return make_slides.numbers(split.events, {"trees": trained, "network": trained})


def test_every_number_of_the_slides_is_computed(numbers: dict[str, str]) -> None:
    assert set(make_slides.PLACE.findall(TEXT)) == set(numbers)
    assert "{{" not in make_slides.filled(TEXT, numbers)


def test_an_unknown_number_is_refused(numbers: dict[str, str]) -> None:
    with pytest.raises(KeyError, match="z_wish"):
        make_slides.filled("{{z_wish}}", numbers)


def test_the_numbers_are_those_of_the_set(numbers: dict[str, str]) -> None:
    # The embedded set is scaled to what ATLAS expects: 50.4 and 247.9 before the charges.
    assert float(numbers["s_none"].split()[0]) == pytest.approx(50.1, abs=0.8)
    assert float(numbers["b_none"].split()[0]) == pytest.approx(246.9, abs=4)
    assert numbers["process_table"].count("\n") == 4
    assert numbers["process_table"].startswith("| **DM_200** |")


def test_every_slide_has_words_to_say() -> None:
    silent = [slide.strip().splitlines()[:3] for slide in SLIDES if "<!--\n" not in slide]
    assert [lines[-1] for lines in silent] == ["# Part one"]


def test_every_figure_is_one_that_is_drawn() -> None:
    named = set(re.findall(r"figures/([\w-]+)\.svg", TEXT))
    drawn = set(
        re.findall(r'^        "([\w-]+)": ', Path(make_slides.__file__).read_text(), re.MULTILINE)
    )
    assert named <= drawn


def test_every_figure_is_described() -> None:
    figures = re.findall(r"!\[h:\d+ ?([^\]]*)\]", TEXT)
    assert figures
    assert all(len(words.split()) > 5 for words in figures)


def test_the_loss_of_one_neuron_is_the_weighted_cross_entropy() -> None:
    training = slide_figures.Training(
        names=("a", "b"),
        X=np.array([[1.0, 0.0], [0.0, 2.0]]),
        y=np.array([1.0, 0.0]),
        weight=np.array([0.5, 1.5]),
    )
    p = 1 / (1 + np.exp(-np.array([0.3, -0.8])))
    by_hand = -(0.5 * np.log(p[0]) + 1.5 * np.log(1 - p[1])) / 2
    loss = slide_figures.loss_of(training, np.array([0.3, -0.4]))
    assert float(loss) == pytest.approx(float(by_hand))
