#!/usr/bin/env -S uv run --script

# /// script
# dependencies = ["nox>=2025.2.9"]
# ///

"""All tests in one command: `uvx nox`.

One part of them: `uvx nox -s lint`, `-s tests`, `-s frontend`, `-s browser`.
"""

import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent / "tools"))

import frontend

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"


def sync(session: nox.Session, *groups: str, extras: tuple[str, ...] = ()) -> None:
    """Install the package and the groups, at the versions of uv.lock."""
    session.run_install(
        "uv",
        "sync",
        "--locked",
        "--quiet",
        *(f"--group={group}" for group in groups),
        *(f"--extra={extra}" for extra in extras),
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
        external=True,
    )


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, types, who imports whom, and the habits of a well-kept repository."""
    sync(session, "dev")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports", "--no-cache")
    session.run("sp-repo-review", ".")


@nox.session
def tests(session: nox.Session) -> None:
    """The Python package and its command line."""
    sync(session, "test", "plots", extras=("simulate",))
    session.run("pytest", "--ignore=tests/e2e", *session.posargs)


@nox.session(name="frontend")
def front_end(session: nox.Session) -> None:
    """The page's own code: types, lint, format, and the vectors shared with Python."""
    if frontend.npm_of_this_machine() is None:
        session.install(frontend.NODE_FROM_PYPI)
    session.run("python", "tools/frontend.py", "check")
    session.run("python", "tools/frontend.py", "test")


@nox.session
def browser(session: nox.Session) -> None:
    """The page in a real browser, which this session brings itself where it may."""
    sync(session, "test")
    found = session.run("python", "tools/browser.py", silent=True, log=False)
    chromium = str(found).strip().splitlines()[-1] if found else ""
    session.run("pytest", "tests/e2e", *session.posargs, env={"FIVESIGMA_CHROMIUM": chromium})


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Known weaknesses of what we depend on; asks the services of PyPI and npm."""
    requirements = Path(session.create_tmp()) / "requirements.txt"
    session.run_install(
        "uv",
        "export",
        "--locked",
        "--no-emit-project",
        "--quiet",
        f"-o{requirements}",
        external=True,
    )
    session.install("pip-audit")
    session.run("pip-audit", "--requirement", str(requirements), "--disable-pip")
    session.run("npm", "audit", "--omit=dev", "--prefix=frontend", external=True)


if __name__ == "__main__":
    nox.main()
