"""Work that ends the process that does it; a module that a spawned worker finds by its name."""

import os
import signal
from pathlib import Path


def kills_once(path: str) -> str:
    """Kill the worker the first time; `path` remembers that it was done."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def kills_always(_: str) -> str:
    """Kill every worker that tries."""
    os.kill(os.getpid(), signal.SIGKILL)
    return ""
