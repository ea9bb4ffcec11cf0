from pathlib import Path

import pytest

from fivesigma.app.static import load_page
from fivesigma.core.errors import FiveSigmaError


def test_the_folder_itself_is_the_index(static_folder: Path) -> None:
    page = load_page(static_folder)
    assert page[""] == page["index.html"]


def test_compressed_forms_and_the_builds_own_files_have_no_address(static_folder: Path) -> None:
    assert set(load_page(static_folder)) == {"", "index.html", "icon.svg", "assets/app-1a2b.js"}


def test_the_builds_compressed_forms_are_used(static_folder: Path) -> None:
    script = load_page(static_folder)["assets/app-1a2b.js"]
    assert script.brotli == (static_folder / "assets/app-1a2b.js.br").read_bytes()
    assert script.gzip == (static_folder / "assets/app-1a2b.js.gz").read_bytes()


def test_only_names_with_a_hash_are_kept_for_ever(static_folder: Path) -> None:
    page = load_page(static_folder)
    assert "immutable" in page["assets/app-1a2b.js"].cache_control
    assert page["index.html"].cache_control == "no-cache"
    assert page["icon.svg"].cache_control == "no-cache"


def test_media_types_do_not_depend_on_the_machine(
    static_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mimetypes.guess_type", lambda _name: ("text/plain", None))
    page = load_page(static_folder)
    assert page["assets/app-1a2b.js"].media_type == "text/javascript; charset=utf-8"
    assert page["icon.svg"].media_type == "image/svg+xml"


def test_a_page_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(FiveSigmaError, match="npm run build"):
        load_page(tmp_path / "static")
