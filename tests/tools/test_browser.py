import pytest

import browser


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Which ways to a Chromium work on a made-up machine; none, until a test says otherwise."""
    works = {"own": False, "download": False, "installed": False, "debian": False}

    def downloads() -> bool:
        works["own"] = works["download"]
        return works["download"]

    def installs() -> bool:
        works["installed"] = works["debian"]
        return works["debian"]

    monkeypatch.delenv("FIVESIGMA_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "downloads", downloads)
    monkeypatch.setattr(browser, "installs_from_debian", installs)
    monkeypatch.setattr(
        browser, "starts", lambda path: works["own" if path is None else "installed"]
    )
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    return works


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ("own", ""),
        ("download", ""),
        ("installed", "/usr/bin/chromium"),
        ("debian", "/usr/bin/chromium"),
    ],
)
def test_each_way_to_a_browser_is_tried(
    machine: dict[str, bool], way: str, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    machine[way] = True
    assert browser.main() == 0
    assert capsys.readouterr().out == f"{found}\n"


def test_without_a_browser_it_says_loudly_what_was_not_run(
    machine: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    assert browser.main() == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "NOT RUN" in printed.err


def test_a_command_that_is_not_there_is_a_failure_with_a_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert not browser.succeeds(["/no/such/command"], 1.0)
    assert "did not work" in capsys.readouterr().err
