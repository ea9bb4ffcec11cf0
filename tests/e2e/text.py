"""The page's own sentences, so that a better wording breaks no test."""

import json
import re
from pathlib import Path

_TEXT_FOLDER = Path(__file__).resolve().parents[2] / "frontend" / "src" / "text"


def texts(language: str) -> dict[str, str]:
    """Every sentence of a language by its key."""
    rooms = (_TEXT_FOLDER / language).rglob("*.json")
    return {key: value for room in rooms for key, value in json.loads(room.read_text()).items()}


_TEXTS = texts("en")


def text(key: str, **values: str) -> str:
    """The sentence of a key, filled in."""
    return _TEXTS[key].format(**values)


def pattern(key: str) -> re.Pattern[str]:
    """A whole sentence of that key, whatever is filled in."""
    parts = re.split(r"\{\w+\}", _TEXTS[key])
    return re.compile("^" + ".*".join(re.escape(part) for part in parts) + "$")
