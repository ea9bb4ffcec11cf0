"""Make JupyterLite with the courses: notebooks that run in the reader's own browser.

    python tools/make_lite.py FOLDER NOTEBOOKS

Python itself, fivesigma and what is pure Python come with the site; NumPy and the other compiled
packages are fetched by the browser from Pyodide's own servers, and only when a cell imports them.
Everything is entered in Pyodide's lock, so that `import fivesigma` needs no installing.
Needs the dependency group "lite".
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

import frontend

ROOT = Path(__file__).resolve().parents[1]
CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix"}
OF_THE_PAGE = {"jupyterlab-widgets", "widgetsnbextension"}
"""Parts of the widgets that JupyterLab has, not Python."""
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
KERNEL_NEEDS = ("micropip", "ipython")
"""What a kernel imports before the first cell, beside what the JupyterLite extension brings."""


def pyodide_of_lock(work: Path) -> Path:
    """Pyodide's own files, in the locked version, from npm."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "docs" / name, work / name)
    frontend.install(work)
    return work / "node_modules" / "pyodide"


def locked_requirements() -> list[Requirement]:
    """What fivesigma and its widgets need in a browser, in the locked versions."""
    command = ["uv", "export", "--locked", "--no-emit-project", "--no-hashes", "--no-annotate",
               "--no-header", "-q", "--extra", "notebook"]  # fmt: skip
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = [Requirement(line) for line in listed.splitlines() if line]
    return [r for r in found if r.marker is None or _holds(r.marker, python="3.14")]


def _holds(marker: Marker, *, python: str) -> bool:
    return marker.evaluate(
        {**BROWSER, "python_version": python, "python_full_version": f"{python}.0"}
    )


def download(names: list[str], folder: Path) -> None:
    """Wheels of pure Python from the index."""
    command = ["uvx", "-q", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
               "--python-version", "3.14", "--platform", "any", "-d", str(folder)]  # fmt: skip
    subprocess.run([*command, *names], check=True)


def needed(packages: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """These packages of the lock and all that they depend on, each once."""
    seen, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += map(canonicalize_name, packages[name]["depends"])
            yield name


def entry_of(wheel: Path, known: dict[str, Any]) -> dict[str, Any]:
    """How Pyodide's lock names a wheel that lies beside it."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
        text = next(file for file in files if file.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(text).decode())
    wanted = [Requirement(line) for line in metadata.get_all("Requires-Dist") or []]
    depends = {
        canonicalize_name(r.name)
        for r in wanted
        if r.marker is None or ("extra" not in str(r.marker) and _holds(r.marker, python="3.14"))
    }
    tops = {re.split(r"[/.]", file, maxsplit=1)[0] for file in files if file.endswith(".py")}
    return {
        "name": name,
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top for top in tops if "-" not in top),
        "depends": sorted(depend for depend in depends if depend in known),
        "unvendored_tests": False,
    }


def fill(pyodide: Path, target: Path) -> None:
    """Pyodide, our wheels and a lock that names them all, in `target`."""
    target.mkdir(parents=True)
    for file in pyodide.iterdir():
        if file.suffix in {".mjs", ".wasm", ".zip"}:
            shutil.copy(file, target)
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    pure = [
        packages[name]
        for name in needed(packages, KERNEL_NEEDS)
        if packages[name]["file_name"].endswith("none-any.whl")
    ]
    extra = [
        requirement
        for requirement in locked_requirements()
        if canonicalize_name(requirement.name) not in {*packages, *OF_THE_PAGE}
    ]
    download([f"{p['name']}=={p['version']}" for p in pure], target)
    download([f"{r.name}{r.specifier}" for r in extra], target)
    build = ["uv", "build", "--wheel", "-q", "-o", str(target)]
    subprocess.run(build, cwd=ROOT, check=True)
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    for package in packages.values():
        package["file_name"] = CDN.format(version=version) + package["file_name"]
    wheels = sorted(target.glob("*.whl"))
    known = {**packages, **{parse_wheel_filename(wheel.name)[0]: None for wheel in wheels}}
    entries = [entry_of(wheel, known) for wheel in wheels]
    packages.update({entry["name"]: entry for entry in entries})
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (target / ".gitignore").unlink(missing_ok=True)


def for_the_browser(notebooks: Path, target: Path) -> None:
    """Copies of the notebooks that name the browser's kernel: no reader is asked to choose one."""
    target.mkdir()
    for path in notebooks.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = KERNEL
        (target / path.name).write_text(json.dumps(notebook), encoding="utf-8")


def build_lite(work: Path, notebooks: Path, target: Path) -> None:
    """The JupyterLite site; its notebooks are copies of those in `notebooks`."""
    for_the_browser(notebooks, work / "notebooks")
    settings = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "litePluginSettings": {
                "@jupyterlite/pyodide-kernel-extension:kernel": {
                    "pyodideUrl": "./static/pyodide/pyodide.mjs"
                }
            }
        },
    }
    (work / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work),
               "--contents", str(work / "notebooks"), "--output-dir", str(target), "--apps", "lab",
               "--apps", "notebooks", "--no-sourcemaps"]  # fmt: skip
    subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)


def make(target: Path, notebooks: Path, work: Path) -> None:
    """All of it in `target`; `work`: a folder for what is only needed on the way."""
    lite = work / "lite"
    lite.mkdir()
    pyodide = pyodide_of_lock(lite)
    build_lite(lite, notebooks, target)
    fill(pyodide, target / "static" / "pyodide")


def main(arguments: list[str]) -> int:
    """Exit status: 0, 1 where a step failed, 2 for a wrong call."""
    if len(arguments) != 2:
        print("usage: python tools/make_lite.py FOLDER NOTEBOOKS", file=sys.stderr)
        return 2
    target, notebooks = (Path(argument).resolve() for argument in arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            make(target, notebooks, Path(folder))
        except (subprocess.CalledProcessError, frontend.FrontendError) as error:
            print(f"Error: {error}", file=sys.stderr)
            return 1
    print(f"{target / 'lab' / 'index.html'}: serve the folder and open it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
