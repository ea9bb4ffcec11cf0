"""The page's own sentences, so that a better wording breaks no test."""

import json
import re
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "frontend" / "src" / "text" / "en.json"
_TEXTS: dict[str, str] = json.loads(_FILE.read_text())


def text(key: str, **values: str) -> str:
    """The sentence of a key, filled in."""
    return _TEXTS[key].format(**values)


def pattern(key: str) -> re.Pattern[str]:
    """A whole sentence of that key, whatever is filled in."""
    parts = re.split(r"\{\w+\}", _TEXTS[key])
    return re.compile("^" + ".*".join(re.escape(part) for part in parts) + "$")
