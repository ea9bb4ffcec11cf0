"""The README's Python runs on the real events, and prints what the README says."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from pages import DOCS, assert_says, blocks, with_next


def test_the_ten_lines_print_what_the_readme_says(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(mirror))
    ((_, code, written),) = (
        block for block in with_next(blocks(DOCS.parent / "README.md")) if block[0] == "python"
    )
    printed = StringIO()
    with redirect_stdout(printed):
        exec(code, {})  # noqa: S102 - a page of our own
    assert_says(printed.getvalue(), written)
    assert (tmp_path / "significance.pdf").stat().st_size > 1000
