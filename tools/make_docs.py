"""Make the site of the docs, the courses and the app, which a browser can read without a network.

    python tools/make_docs.py FOLDER

The lessons are the students' copies, run here cell by cell: one that fails makes the site fail, and
so does a link that leads nowhere. Needs the dependency group "docs" and the extra "course".
"""

import functools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import frontend
import make_lite
from fivesigma.core.errors import DownloadError
from fivesigma.teaching import four_leptons
from fivesigma.teaching.courses.notebooks import notebook_of
from fivesigma.teaching.courses.record import SKILLS, Lesson
from fivesigma.teaching.courses.shelf import COURSES, all_lessons

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REPOSITORY = "https://github.com/fivesigma/fivesigma/blob/main"
OUTSIDE = re.compile(r"\]\(\.\./\.\./([^)]+)\)")
"""A link out of docs/: to a file that is in the repository but not on the site."""
INTRODUCTION = """Notebooks on real open data, each a lesson of 45 to 90 minutes that stands alone:
a question of physics, predict, run, explain, exercises with an instant check, a quiz. The pages
here are the notebooks as a student finds them, run. To work in your own copies:

```sh
pip install "fivesigma[course]"
fivesigma course open undergraduate
```

<a href="../lite/lab/index.html">In the browser, with nothing to install</a>: there NumPy and the
other packages come from the network. [Which lesson trains what](skills.md);
[teach with the course](../do/teach-the-course.md)."""
MATHJAX = "node_modules/mathjax/es5/tex-svg.js"


def copy_pages(source: Path) -> None:
    """The pages of docs/ and the pictures in them."""
    left_out = shutil.ignore_patterns("node_modules", "_build", "package*.json")
    shutil.copytree(DOCS, source, ignore=left_out)
    for page in source.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(OUTSIDE.sub(rf"]({REPOSITORY}/\1)", text), encoding="utf-8")


def write_courses(source: Path) -> None:
    """The students' notebooks, and a page that leads to them."""
    folder = source / "courses"
    for lesson in all_lessons():
        place = folder / lesson.course
        place.mkdir(parents=True, exist_ok=True)
        notebook = json.loads(notebook_of(lesson, "student"))
        if "root" in lesson.needs and not four_leptons_are_at_hand():
            print(f"{lesson.id} is shown without outputs: its files are out of reach")
            notebook["metadata"]["mystnb"] = {"execution_mode": "off"}
        (place / f"{lesson.name}.ipynb").write_text(json.dumps(notebook), "utf-8")
    (folder / "index.md").write_text(courses_page(all_lessons()), encoding="utf-8")
    (folder / "skills.md").write_text(skills_page(all_lessons()), encoding="utf-8")


@functools.cache
def four_leptons_are_at_hand() -> bool:
    """Whether the files of the workbook are here, or can be fetched."""
    try:
        four_leptons.atlas_collisions()
        four_leptons.cms_collisions()
    except DownloadError:
        return False
    return True


def courses_page(lessons: Sequence[Lesson]) -> str:
    """Every lesson with its question and its minutes, and how to run it."""
    lines = ["# Courses", "", INTRODUCTION, ""]
    for course in COURSES:
        own = [lesson for lesson in lessons if lesson.course == course]
        lines += [
            f"## {course.capitalize()}",
            "",
            "| lesson | question | minutes |",
            "|---|---|---:|",
        ]
        lines += [f"| [{x.title}]({course}/{x.name}) | {x.question} | {x.minutes} |" for x in own]
        lines += ["", "```{toctree}", ":hidden:", ""]
        lines += [f"{course}/{lesson.name}" for lesson in own] + ["```", ""]
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", "skills", "```", ""])


def skills_page(lessons: Sequence[Lesson]) -> str:
    """Which lesson trains what, also as job advertisements say it; where each word is taught."""
    lines = ["# Skills and concepts", "", "## Skills", "", "| skill | in a job called | lessons |"]
    lines += ["|---|---|---|"]
    for skill, words in SKILLS.items():
        where = ", ".join(_link(lesson) for lesson in lessons if skill in lesson.skills)
        lines.append(f"| {skill} | {words} | {where} |")
    lines += ["", "## Concepts", "", "| concept | lesson |", "|---|---|"]
    taught = {concept: lesson for lesson in reversed(lessons) for concept in lesson.concepts}
    lines += [f"| {word} | {_link(taught[word])} |" for word in sorted(taught, key=str.casefold)]
    return "\n".join(lines) + "\n"


def _link(lesson: Lesson) -> str:
    return f"[{lesson.id.rpartition('-')[2]}]({lesson.course}/{lesson.name})"


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
    target = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = work / "source"
        try:
            copy_pages(source)
            write_courses(source)
            vendor_mathjax(source, work)
            run_sphinx(source, target)
            add_app(target)
            make_lite.make(target / "lite", source / "courses" / "undergraduate", work)
        except (subprocess.CalledProcessError, frontend.FrontendError) as error:
            print(f"Error: {error}", file=sys.stderr)
            return 1
    print(f"{target / 'index.html'}: open it in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
