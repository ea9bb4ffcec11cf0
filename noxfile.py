#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]>=2025.2.9"]
# ///
"""Every check of this project: `uvx nox` runs them all, `uvx nox -s tests` one, `uvx nox -l` lists.

What follows `--` goes to pytest: `uvx nox -s tests -- tests/app -k head`.
"""

import os
import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent / "tools"))

import frontend

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")
IN_CI = bool(os.environ.get("CI"))


def sync(session: nox.Session, *arguments: str) -> None:
    """Install the locked versions, and the project with its page, into the session's own folder."""
    session.run_install(
        "uv",
        "sync",
        "--locked",
        *arguments,
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
    )


@nox.session
def lint(session: nox.Session) -> None:
    """Formatting, lint, spelling, types, who may import whom, habits of a good repository."""
    sync(session, "--group", "dev", "--extra", "all", "--no-install-project")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("codespell", "courses", "slides", "docs", "src", "tools", "README.md")
    session.run("mypy")
    session.run("lint-imports", env={"PYTHONPATH": "src"})
    session.run("sp-repo-review", ".")


@nox.session
def tests(session: nox.Session) -> None:
    """The Python tests, with the examples in the docstrings."""
    sync(session, "--group", "test", "--group", "grading", "--extra", "all")
    session.run("pytest", *(session.posargs or ["--ignore=tests/e2e", "--ignore=tests/site"]))


@nox.session
def frameworks(session: nox.Session) -> None:
    """PyTorch and Keras beside our network; large downloads, so in an environment of their own."""
    sync(session, "--group", "test", "--extra", "course")
    wheels = os.environ.get("PIP_FIND_LINKS")  # a folder with PyTorch for the CPU, or its own index
    source = ["--find-links", wheels] if wheels else ["--torch-backend", "cpu"]
    try:
        session.install("jax>=0.4.35", "keras>=3.7", "torch>=2.5", *source)
    except nox.command.CommandFailed:
        session.skip("NOT RUN: tests/frameworks; PyTorch and Keras cannot be installed here.")
    tests = ["tests/frameworks", "tests/learning/test_against_pytorch.py"]
    session.run("pytest", *(session.posargs or tests))
    if not session.posargs:
        session.run("pytest", "tests/courses/test_lessons_run.py", "-k", "undergraduate-07")


@nox.session(name="frontend")
def front_end(session: nox.Session) -> None:
    """Types, lint and tests of the front end, with a Node from PyPI where there is none."""
    if frontend.npm_of_this_machine() is None:
        session.install(frontend.NODE_FROM_PYPI)
    for script in ("check", "test"):
        session.run("python", "tools/frontend.py", script)


def chromium_for(session: nox.Session, tests: str) -> str:
    """How to call a Chromium; without one the session ends, in CI as a failure."""
    found = session.run(
        "python", "tools/browser.py", silent=True, stderr=None, success_codes=[0, 1]
    )
    if not found:
        message = f"NOT RUN: the tests in a real browser ({tests}); see above."
        session.error(message) if IN_CI else session.skip(message)
    return str(found).strip()


def run_in_browser(session: nox.Session, chosen: list[str], env: dict[str, str]) -> None:
    """Tests that drive a browser, and once more those that fail.

    A busy machine can be late in one of hundreds of steps of a browser: what fails is run again,
    alone, and both outcomes stand in the log. 5: nothing failed, so nothing is left to run.
    """
    session.run("pytest", *chosen, env=env, success_codes=[0, 1])
    again = ["--last-failed", "--last-failed-no-failures", "none"]
    session.run("pytest", *again, *chosen, env=env, success_codes=[0, 5])


@nox.session
def browser(session: nox.Session) -> None:
    """The page in a real browser, which is brought along if it can be."""
    sync(session, "--group", "test", "--extra", "notebook", "--extra", "root")
    env = {"FIVESIGMA_CHROMIUM": chromium_for(session, "tests/e2e")}
    run_in_browser(session, session.posargs or ["tests/e2e"], env)


@nox.session
def docs(session: nox.Session) -> None:
    """The site in build/site: docs, lessons as they run, JupyterLite, the app; then its tests."""
    sync(session, *["--group", "docs", "--group", "lite", "--group", "test", "--extra", "all"])
    env = {"FIVESIGMA_CHROMIUM": chromium_for(session, "tests/site")}
    files = Path("../shared/data").resolve()  # the real files of the tests, where they are at hand
    mirror = {"FIVESIGMA_MIRROR": str(files)} if files.is_dir() else {}
    session.run("python", "tools/make_docs.py", "build/site", env=mirror)
    run_in_browser(session, session.posargs or ["tests/site"], env)


@nox.session(default=False)
def newest(session: nox.Session) -> None:
    """Every lesson with the newest versions of everything; a warning is an error."""
    session.install("--upgrade", "-e", ".[all]", *nox.project.dependency_groups(PROJECT, "test"))
    lessons = ["tests/courses/test_lessons_run.py"]
    session.run("pytest", *(session.posargs or lessons), env={"LESSON_WARNINGS": "error"})


@nox.session(default=False)
def lowest(session: nox.Session) -> None:
    """Every lesson with the lowest versions of what we depend on."""
    groups = nox.project.dependency_groups(PROJECT, "test")
    extras = "-e.[course,notebook,root]"
    session.install("--resolution", "lowest-direct", extras, *groups)
    # An old library beside a new one warns of what has meanwhile got another name.
    lessons = ["-W", "ignore::DeprecationWarning", "tests/courses/test_lessons_run.py"]
    session.run("pytest", *(session.posargs or lessons))


@nox.session(default=False)
def slides(session: nox.Session) -> None:
    """The slides in build/site/slides, as HTML and PDF; some minutes, with the ATLAS events."""
    sync(session, *["--group", "test", "--extra", "all"])
    env = {"FIVESIGMA_CHROMIUM": chromium_for(session, "the PDF of the slides")}
    session.run("python", "tools/make_slides.py", "build/site/slides", env=env)


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Known vulnerabilities in what we depend on; not run by default, for it needs the network."""
    session.install("pip-audit", frontend.NODE_FROM_PYPI)
    requirements = str(Path(session.create_tmp()) / "requirements.txt")
    session.run_install(
        "uv", "export", "--locked", "--all-groups", "--all-extras", "--no-emit-project", "-q",
        "-o", requirements, silent=True,
    )  # fmt: skip
    session.run("pip-audit", "--disable-pip", "-r", requirements)
    session.run("python", "tools/frontend.py", "audit")


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """The sdist and the wheel, with the built page inside."""
    session.run_install("uv", "build")


if __name__ == "__main__":
    nox.main()
