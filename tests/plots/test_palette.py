"""One palette for paper and screen: the app's colours, told apart without colour, too."""

import re
from pathlib import Path

import pytest

from fivesigma.plots.palette import BACKGROUND, INKS, ONE_SIGMA, SIGNAL, TWO_SIGMA, process_inks

FRONTEND = Path(__file__).resolve().parents[2] / "frontend" / "src"


def grey(colour: str) -> float:
    """Luma of a colour, 0 black to 255 white (ITU-R BT.601)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_inks_have_the_colours_of_the_app() -> None:
    style = (FRONTEND / "styles" / "base.css").read_text("utf-8")
    light, _ = style.split("prefers-color-scheme: dark", 1)
    assert dict(re.findall(r"--ink-([a-z]+): (#[0-9a-f]{6})", light)) == {
        ink.name: ink.colour for ink in INKS
    }


def test_backgrounds_take_their_inks_in_the_order_of_the_app() -> None:
    source = (FRONTEND / "views" / "plots" / "palette.tsx").read_text("utf-8")
    found = re.search(r"BACKGROUND_INKS = \[([^\]]+)\]", source)
    assert found is not None
    assert re.findall(r'"([a-z]+)"', found[1]) == [ink.name for ink in INKS[1:]]


@pytest.mark.parametrize("what", ["colour", "hatch", "line", "marker"])
def test_inks_differ_in_more_than_their_colour(what: str) -> None:
    assert len({getattr(ink, what) for ink in INKS}) == len(INKS)


def test_the_bands_of_a_limit_differ_in_greyscale() -> None:
    assert grey(TWO_SIGMA) - grey(ONE_SIGMA) > 60


def test_signals_are_red_and_backgrounds_start_again_when_inks_are_used_up() -> None:
    inks = process_inks([True, *[False] * 7, True])
    assert [inks[0], inks[-1]] == [SIGNAL, SIGNAL]
    assert inks[1] == inks[7] == BACKGROUND
