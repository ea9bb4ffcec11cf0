"""What a visitor does and reads, in words; the tests are written with these."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from e2e.text import text, texts

STOPS = ("collide", "explore", "cut", "learn", "judge", "decide", "discover")

LEAD_LEP_PT = "Momentum of the first lepton"
SUBLEAD_LEP_PT = "Momentum of the second lepton"
MET = "Missing transverse momentum"

# Where the stop Cut writes S.
FIRST_NUMBER = "dl.numbers .quantity >> nth=0"


def wait_until_ready(page: Page) -> None:
    """The collisions are loaded and the stop is drawn."""
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)


def go_to(page: Page, stop: str) -> None:
    """Walk to a stop by its button."""
    button = stop_button(page, stop)
    button.click()
    expect(button).to_have_attribute("aria-current", "step")
    wait_until_ready(page)


def stop_button(page: Page, stop: str, language: str = "en") -> Locator:
    """The button of a stop in the navigation."""
    name = texts(language)[f"stop.{stop}"]
    return page.get_by_role("navigation").get_by_role("button", name=name)


# --- numbers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CutResult:
    """What the cuts leave, as it is written on the page: "50.4 ± 2.8"."""

    signal: str
    background: str
    simple: str
    z: str


def cut_result(page: Page) -> CutResult:
    """Reads the four numbers of the stop Cut."""
    section = page.get_by_role("region", name=text("cut.result"))
    numbers = section.locator("dl.numbers dd > .quantity").all_inner_texts()
    signal, background, simple, z = (re.sub(r"\s+", " ", number) for number in numbers)
    return CutResult(signal=signal, background=background, simple=simple, z=z)


def value_of(measured: str) -> float:
    """The number in "3.10 ± 0.19 σ"."""
    return float(measured.split("±", maxsplit=1)[0].replace("−", "-").replace(",", ""))


def uncertainty_of(measured: str) -> float:
    """The uncertainty in "3.10 ± 0.19 σ"."""
    return float(measured.rsplit("±", maxsplit=1)[-1].removesuffix("σ").replace(",", ""))


# --- histograms and cuts ------------------------------------------------------------------------


def histogram(page: Page, label: str) -> Locator:
    """The card of one variable."""
    return page.get_by_role("region", name=label, exact=True)


def lower_field(page: Page, label: str) -> Locator:
    """The number field of a cut's lower end."""
    return page.get_by_role("textbox", name=text("brush.low", feature=label))


def upper_field(page: Page, label: str) -> Locator:
    """The number field of a cut's upper end."""
    return page.get_by_role("textbox", name=text("brush.high", feature=label))


def lower_handle(page: Page, label: str) -> Locator:
    """The handle at a cut's lower end."""
    return page.get_by_role("slider", name=text("brush.low", feature=label))


def position_of(page: Page, label: str, value: float) -> tuple[float, float]:
    """Where a value lies in a histogram, in pixels of the window."""
    handle = lower_handle(page, label)
    low, high = (float(handle.get_attribute(f"aria-value{end}") or "") for end in ("min", "max"))
    area = histogram(page, label).locator(".brush")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    return box["x"] + (value - low) / (high - low) * box["width"], box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move in steps as a hand does, let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def curves(page: Page, label: str) -> list[str]:
    """The drawn paths of one histogram, to tell whether it changed."""
    paths = histogram(page, label).locator("svg[role=img] path").all()
    return [path.get_attribute("d") or "" for path in paths]


# --- the network --------------------------------------------------------------------------------


def state_line(page: Page) -> Locator:
    """Where the training stands: "Epoch 12, training loss 0.523, validation loss 0.541"."""
    return page.locator(".state-line")


def wait_for_epoch(page: Page, epoch: int) -> None:
    """The training stands at that epoch, at rest."""
    expect(state_line(page)).to_have_text(re.compile(rf"Epoch {epoch},"))
    expect(page.get_by_role("button", name=text("learn.train"), exact=True)).to_be_visible()


def weights(page: Page) -> list[str]:
    """The weights and the bias of the chosen neuron, as they stand in its table."""
    fields = page.locator("table.terms tbody tr td:nth-child(3) input")
    expect(fields.first).to_be_visible()  # only at rest they can be written in
    return [field.input_value() for field in fields.all()]


def wait_for_verdict(page: Page, epochs: int) -> None:
    """Judge or Decide speak about the network after so many epochs."""
    key = "judge.on.one" if epochs == 1 else "judge.on"
    words = text(key, epochs=f"{epochs:,}", count="", luminosity="").split(",")[0]
    expect(page.locator(".judged-on")).to_contain_text(words)


def number_in(sentence: str, before: str) -> str:
    """The measured number "0.78 ± 0.02" that follows some words."""
    found = re.search(re.escape(before) + r"\D*?([−\d.,]+ ± [\d.,]*\d)", sentence)
    assert found, f"no number after {before!r} in {sentence!r}"
    return found.group(1)
