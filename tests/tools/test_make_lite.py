"""What the lock of Python in the browser says of our wheels."""

import hashlib
import json
import zipfile
from pathlib import Path

from packaging.utils import canonicalize_name

import make_lite


def write_wheel(folder: Path, requires: list[str]) -> Path:
    path = folder / "hunting-1.2-py3-none-any.whl"
    metadata = "\n".join(["Name: hunting", *(f"Requires-Dist: {line}" for line in requires)])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hunting/__init__.py", "")
        archive.writestr("prey.py", "")
        archive.writestr("hunting-1.2.dist-info/METADATA", metadata + "\n")
    return path


def test_a_wheel_is_entered_with_what_it_needs_in_a_browser(tmp_path: Path) -> None:
    requires = [
        "NumPy>=2",
        "uvicorn; sys_platform != 'emscripten'",
        "pytest; extra == 'test'",
        "unknown",
    ]
    wheel = write_wheel(tmp_path, requires)
    entry = make_lite.entry_of(wheel, {"numpy": {}, "uvicorn": {}, "pytest": {}})
    assert entry["depends"] == ["numpy"]
    assert entry["imports"] == ["hunting", "prey"]
    assert entry["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert (entry["name"], entry["version"], entry["file_name"]) == ("hunting", "1.2", wheel.name)


def test_all_that_a_package_needs_is_found_once() -> None:
    packages = {
        "a": {"depends": ["b", "C_c"]},
        "b": {"depends": ["c-c"]},
        "c-c": {"depends": ["a"]},
        "d": {"depends": []},
    }
    assert sorted(make_lite.needed(packages, ("a",))) == ["a", "b", "c-c"]


def test_nothing_that_listens_is_brought_into_a_browser() -> None:
    names = {canonicalize_name(r.name) for r in make_lite.locked_requirements()}
    assert {"numpy", "scikit-learn", "pyarrow", "anywidget"} <= names
    assert not {"uvicorn", "fastapi", "uvloop", "httptools"} & names


def test_a_notebook_in_the_browser_names_the_browsers_kernel(tmp_path: Path) -> None:
    own = {"cells": [], "metadata": {"kernelspec": {"name": "python3"}, "kept": 1}}
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "one.ipynb").write_text(json.dumps(own))
    make_lite.for_the_browser(tmp_path / "own", tmp_path / "lite")
    metadata = json.loads((tmp_path / "lite" / "one.ipynb").read_text())["metadata"]
    assert metadata["kernelspec"]["name"] == "python"
    assert metadata["kept"] == 1
