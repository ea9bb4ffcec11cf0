"""What is shipped: the wheel holds the built page and the data, and no more."""

import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

import fivesigma
import frontend

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel built from this checkout, whose page must be built already."""
    uv = shutil.which("uv")
    why = None
    if not frontend.is_built():
        why = "the page is not built from its sources; run: python tools/frontend.py build"
    elif uv is None:
        why = "uv is not here to build a wheel; run: pip install uv"
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [str(uv), "build", "--wheel", "--quiet", "--out-dir", str(folder)], cwd=ROOT, check=True
    )
    [path] = folder.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


@pytest.mark.slow
def test_the_wheel_holds_the_page_in_every_encoding(wheel: list[str]) -> None:
    static = "fivesigma/app/static/"
    assert {static + name for name in ("index.html", "index.html.br", "index.html.gz")} <= set(
        wheel
    )
    for suffix in (".js", ".js.br", ".js.gz", ".css", ".css.br"):
        assert any(name.startswith(static + "assets/") and name.endswith(suffix) for name in wheel)
    # For `fivesigma site`, and for browsers that keep the page.
    assert {static + name for name in ("single-page.html.br", "sw.js", "icon-512.png")} <= set(
        wheel
    )
    assert "fivesigma/teaching/static/widgets.js" in wheel


@pytest.mark.slow
def test_the_wheel_holds_the_data_and_the_licences(wheel: list[str]) -> None:
    licences = f"fivesigma-{fivesigma.__version__}.dist-info/licenses/"
    assert {
        "fivesigma/data/catalogue.toml",
        "fivesigma/data/releases/facts/atlas-2020-samples.csv",
        "fivesigma/data/releases/facts/filesets.toml",
        "fivesigma/data/releases/facts/filesets/atlas-2025-noskim.csv",
        "fivesigma/data/embedded/simulated_dm.parquet",
        "fivesigma/data/embedded/simulated_dm_generated.parquet",
        "fivesigma/data/embedded/simulated_dm_resolution.parquet",
        "fivesigma/data/embedded/simulated_dm_truth.parquet",
        "fivesigma/courses/undergraduate/01_meet_the_collisions/lesson.py",
        "fivesigma/courses/undergraduate/01_meet_the_collisions/quiz.toml",
        "fivesigma/py.typed",
        licences + "LICENSE",
        licences + "LICENSE-courses",
        licences + "LICENSE-data",
    } <= set(wheel)


@pytest.mark.slow
def test_the_wheel_holds_nothing_but_the_package(wheel: list[str]) -> None:
    tops = {name.split("/", maxsplit=1)[0] for name in wheel}
    assert tops == {"fivesigma", f"fivesigma-{fivesigma.__version__}.dist-info"}
    assert not any("__pycache__" in name or "node_modules" in name for name in wheel)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = re.search(r"(?m)^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"))
    page = re.search(r'"version": "(.+)"', (ROOT / "frontend" / "package.json").read_text("utf-8"))
    assert citation is not None
    assert page is not None
    assert {project, citation[1], page[1]} == {fivesigma.__version__}
