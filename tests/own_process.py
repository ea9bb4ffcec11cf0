"""How a test starts this package's command in a process of its own."""

import os
import sys
from pathlib import Path

import fivesigma


def environment() -> dict[str, str]:
    """This process's environment, in which the same modules are found."""
    source = Path(fivesigma.__file__).parents[1]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(source), *sys.path])}
