"""Build the page when the package is built or installed from a checkout; see tools/frontend.py."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "tools"))

import frontend


class BuildPage(BuildHookInterface):  # type: ignore[misc]  # hatchling has no types here
    """Asks for a Node from PyPI where the machine has none, then builds what is not up to date."""

    def dependencies(self) -> list[str]:
        if frontend.is_built(Path(self.root)) or frontend.npm_of_this_machine():
            return []
        return [frontend.NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        try:
            frontend.build(Path(self.root))
        except frontend.FrontendError as error:
            self.app.abort(f"The web page could not be built.\n{error}")
