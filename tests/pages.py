"""The pages of docs/: their blocks of code, and whether what was printed is what they say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
TUTORIAL = DOCS / "learn" / "the-story-in-ten-lines.md"
MEASURED = re.compile(r"(-?[\d.]+) ± ([\d.]+)")


def blocks(path: Path) -> list[tuple[str, str]]:
    """Language and text of every fenced block of a page."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [(str(language), str(text)) for language, text in found]


def with_next(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Every block, and the output that follows it ("" for none)."""
    for (language, text), (after, output) in zip(pairs, [*pairs[1:], ("", "")], strict=True):
        yield language, text, output if after == "text" else ""


def assert_says(printed: str, written: str) -> None:
    """The same words; a number with an uncertainty agrees within it, and so does the latter."""
    assert MEASURED.sub("N", printed) == MEASURED.sub("N", written)
    for found, promised in zip(MEASURED.findall(printed), MEASURED.findall(written), strict=True):
        value, uncertainty = map(float, promised)
        assert float(found[0]) == pytest.approx(value, abs=uncertainty)
        assert float(found[1]) == pytest.approx(uncertainty, rel=0.3, abs=0.0011)


def commands_of(path: Path) -> list[tuple[str, str]]:
    """The command lines of a page, each with the output that it says, if any."""
    return [
        (line, written if "\n" not in text.strip() else "")
        for language, text, written in with_next(blocks(path))
        if language == "sh"
        for line in text.splitlines()
    ]
