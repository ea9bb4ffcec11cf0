"""`fivesigma data …` as a person types it, with a cache of its own."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from fivesigma.cli.data import data
from fivesigma.core.errors import FiveSigmaError


class Terminal:
    """Runs commands of the group; `json` reads what they print, `complaint` what they refuse."""

    def __init__(self, cache_dir: Path) -> None:
        self.cache_dir = cache_dir
        self.environment = {"FIVESIGMA_CACHE_DIR": str(cache_dir), "FIVESIGMA_MIRROR": ""}

    def __call__(self, *words: str) -> Result:
        return CliRunner(env=self.environment).invoke(data, list(words))

    def json(self, *words: str) -> Any:
        result = self(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def complaint(self, *words: str) -> str:
        result = self(*words)
        assert isinstance(result.exception, FiveSigmaError)
        assert "\n" not in str(result.exception)
        return str(result.exception)
