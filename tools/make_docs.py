"""Make the site of the docs, the courses and the app, which a browser can read without a network.

    python tools/make_docs.py FOLDER

The lessons are the students' copies, run here cell by cell: one that fails makes the site fail, and
so does a link that leads nowhere. Needs the dependency group "docs" and the extra "course".
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import frontend

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REPOSITORY = "https://github.com/fivesigma/fivesigma/blob/main"
OUTSIDE = re.compile(r"\]\(\.\./\.\./([^)]+)\)")
"""A link out of docs/: to a file that is in the repository but not on the site."""
MATHJAX = "node_modules/mathjax/es5/tex-svg.js"


def copy_pages(source: Path) -> None:
    """The pages of docs/ and the pictures in them."""
    left_out = shutil.ignore_patterns("node_modules", "_build", "package*.json")
    shutil.copytree(DOCS, source, ignore=left_out)
    for page in source.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(OUTSIDE.sub(rf"]({REPOSITORY}/\1)", text), encoding="utf-8")


def vendor_mathjax(source: Path, work: Path) -> None:
    """What draws formulae, in the locked version, beside the pages."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(DOCS / name, work / name)
    frontend.install(work)
    (source / "_static" / "mathjax").mkdir(parents=True)
    shutil.copy(work / MATHJAX, source / "_static" / "mathjax")


def run_sphinx(source: Path, target: Path) -> None:
    """The pages as HTML; a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
    cache = ROOT / "build" / "docs-doctrees"
    subprocess.run([*command, "-d", str(cache), str(source), str(target)], check=True)


def add_app(target: Path) -> None:
    """The app as static files, with the embedded collisions."""
    command = [sys.executable, "-m", "fivesigma", "site", str(target / "app"), "--force"]
    subprocess.run(command, check=True)


def main(arguments: list[str]) -> int:
    """Exit status: 0, 1 where a step failed, 2 for a wrong call."""
    if len(arguments) != 1:
        print("usage: python tools/make_docs.py FOLDER", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = work / "source"
        try:
            copy_pages(source)
            vendor_mathjax(source, work)
            run_sphinx(source, target)
            add_app(target)
        except (subprocess.CalledProcessError, frontend.FrontendError) as error:
            print(f"Error: {error}", file=sys.stderr)
            return 1
    print(f"{target / 'index.html'}: open it in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
