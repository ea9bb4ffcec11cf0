"""`fivesigma data import` and `fivesigma open`: a table of one's own, from file to page."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from e2e.conftest import OpenPage
from e2e.own_tables import plain_table
from e2e.running_app import running_app
from e2e.steps import go_to, wait_until_ready
from e2e.text import text
from fivesigma.data.own.guess import guess_spec


def test_an_imported_table_is_hunted_in(tmp_path: Path, open_page: OpenPage) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(plain_table(), "utf-8")
    spec = guess_spec(rows).replace('title = "rows"', 'title = "My rows"')
    spec = spec.replace('source = "x"', 'source = "x"\ndefinition = "How far to the right"', 1)
    (tmp_path / "rows.toml").write_text(spec.replace('unit = "1"', 'unit = "mm"', 1), "utf-8")
    command = [sys.executable, "-m", "fivesigma", "data", "import", str(rows)]
    subprocess.run(command, cwd=tmp_path, check=True)

    with running_app(tmp_path, mirror="", opens=("open", "rows.parquet")) as app:
        assert "Opening with: My rows, 600 rows of rows.parquet" in app.said()
        page = open_page("#stop=explore", address=app.address)
        expect(page.locator("p.origin")).to_contain_text("“My rows”, from the file rows.parquet")
        expect(page.locator("p.origin")).to_contain_text("600 rows")
        expect(page.locator("main")).to_contain_text("How far to the right")
        expect(page.locator("main")).to_contain_text("[mm]")
        go_to(page, "learn")
        page.reload()
        wait_until_ready(page)
        expect(page.locator("p.origin")).to_contain_text("“My rows”")
        go_to(page, "decide")
        amounts = page.get_by_role("group", name=text("decide.luminosity.marks"))
        expect(amounts.get_by_role("button")).to_have_text(
            [f"{times} × your file" for times in ("10", "36", "140", "3,000")]
        )
