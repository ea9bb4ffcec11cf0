import os
import sys
from pathlib import Path

import pytest

import frontend


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose front end has one source and one test."""
    source = tmp_path / "frontend" / "src"
    source.mkdir(parents=True)
    (source / "main.ts").write_text("export const answer = 42;\n")
    (source / "main.test.ts").write_text("test\n")
    (tmp_path / "frontend" / "package-lock.json").write_text("{}")
    for room in ("app", "teaching"):
        (tmp_path / "src" / "fivesigma" / room / "static").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def npm(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for npm that writes down what it was asked to do, and builds a page."""
    script = checkout / "npm.py"
    script.write_text(
        "import pathlib, sys\n"
        "with open('../calls', 'a') as calls: print(*sys.argv[1:], file=calls)\n"
        "print('npm says: ' + ' '.join(sys.argv[1:]))\n"
        "if pathlib.Path('../broken').exists(): sys.exit(7)\n"
        "pathlib.Path('../src/fivesigma/app/static/index.html').write_text('page')\n"
        "pathlib.Path('../src/fivesigma/teaching/static/widgets.js').write_text('widgets')\n"
        "pathlib.Path('node_modules').mkdir(exist_ok=True)\n"
        "pathlib.Path('node_modules/.package-lock.json').touch()\n"
    )
    stand_in = frontend.Npm(command=(sys.executable, str(script)), node_folder=checkout)
    monkeypatch.setattr(frontend, "find_npm", lambda: stand_in)
    return script


def calls(checkout: Path) -> list[str]:
    return (checkout / "calls").read_text().splitlines()


def test_a_page_is_installed_for_and_built_once(checkout: Path, npm: Path) -> None:
    assert not frontend.is_built(checkout)
    frontend.build(checkout)
    assert calls(checkout) == ["ci --no-audit --no-fund", "run build"]
    assert frontend.is_built(checkout)
    frontend.build(checkout)
    assert len(calls(checkout)) == 2


def test_a_changed_source_is_built_again_without_a_new_install(checkout: Path, npm: Path) -> None:
    frontend.build(checkout)
    (checkout / "frontend" / "src" / "main.ts").write_text("export const answer = 43;\n")
    assert not frontend.is_built(checkout)
    frontend.build(checkout)
    assert calls(checkout)[2:] == ["run build"]


def test_a_changed_test_or_line_end_is_no_change_of_the_page(checkout: Path, npm: Path) -> None:
    frontend.build(checkout)
    source = checkout / "frontend" / "src"
    (source / "main.test.ts").write_text("another test\n")
    (source / "main.ts").write_bytes((source / "main.ts").read_bytes().replace(b"\n", b"\r\n"))
    (checkout / "frontend" / "node_modules" / "left-over.js").touch()
    assert frontend.is_built(checkout)


def test_a_renamed_source_is_a_change(checkout: Path) -> None:
    before = frontend.sources_hash(checkout / "frontend")
    (checkout / "frontend" / "src" / "main.ts").rename(checkout / "frontend" / "src" / "page.ts")
    assert frontend.sources_hash(checkout / "frontend") != before


def test_a_failing_npm_gives_its_last_lines_and_one_sentence(checkout: Path, npm: Path) -> None:
    (checkout / "broken").touch()
    with pytest.raises(frontend.FrontendError, match="is there a network") as failure:
        frontend.build(checkout)
    first, last = str(failure.value).splitlines()
    assert first == "npm says: ci --no-audit --no-fund"
    assert last.startswith("'npm ci --no-audit --no-fund' failed with status 7.")
    assert not frontend.is_built(checkout)


def test_without_any_node_the_error_says_where_to_get_one(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend, "find_npm", lambda: None)
    with pytest.raises(frontend.FrontendError, match=r"Node 20\.19 or newer"):
        frontend.build(checkout)


def test_a_package_that_brings_its_page_needs_no_sources(tmp_path: Path) -> None:
    package = tmp_path / "src" / "fivesigma"
    for file in (package / "app/static/index.html", package / "teaching/static/widgets.js"):
        with pytest.raises(frontend.FrontendError, match="clone the repository"):
            frontend.build(tmp_path)
        file.parent.mkdir(parents=True)
        file.touch()
    frontend.build(tmp_path)


def test_widgets_that_are_gone_are_built_again(checkout: Path, npm: Path) -> None:
    frontend.build(checkout)
    (checkout / "src" / "fivesigma" / "teaching" / "static" / "widgets.js").unlink()
    assert not frontend.is_built(checkout)
    frontend.build(checkout)
    assert frontend.is_built(checkout)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Node is a shell script")
@pytest.mark.parametrize(
    ("says", "is_used"),
    [("v20.19.0", True), ("v24.1.0", True), ("v20.18.9", False), ("v8.0.0", False), ("", False)],
)
def test_a_node_that_is_too_old_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, *, is_used: bool
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {says}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (frontend.npm_of_this_machine() is not None) == is_used


def test_a_wrong_call_shows_how_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert frontend.main(["bild"]) == 2
    assert "build | check | test" in capsys.readouterr().err
