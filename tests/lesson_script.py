"""Run a lesson as the plain script that it is, some modules as if they were not installed."""

import os
import subprocess
import sys
from pathlib import Path

_COURSES = Path(__file__).resolve().parents[1] / "courses"
_AS_IF_MISSING = """
import runpy, sys
from importlib.machinery import PathFinder

lesson, *missing = sys.argv[1:]
look = PathFinder.find_spec
PathFinder.find_spec = lambda name, *where: None if name in missing else look(name, *where)
runpy.run_path(lesson, run_name="__main__")
"""


def printed_by_lesson(folder: str, *missing: str) -> str:
    """What the lesson in `folder` of the courses prints on the embedded events.

    Its own asserts hold, or the test fails with what it said.
    """
    settings = {
        "FIVESIGMA_COURSE_DATASET": "simulated-dm",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", _AS_IF_MISSING, str(_COURSES / folder / "lesson.py"), *missing],
        env=inherited | settings,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
