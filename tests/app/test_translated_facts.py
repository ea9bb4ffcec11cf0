"""What the package says of variables, datasets and processes has its words in every language."""

import json
from pathlib import Path

import pytest

from fivesigma.app.facts import page_catalogue
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.features import FEATURES

TEXT = Path(__file__).resolve().parents[2] / "frontend" / "src" / "text"
LANGUAGES = sorted(folder.name for folder in TEXT.iterdir() if folder.is_dir())


def keys_of_the_facts() -> set[str]:
    """Every fact that the page shows in words."""
    features = {f"feature.{f.name}.{part}" for f in FEATURES for part in ("label", "meaning")}
    datasets = page_catalogue(load_catalogue()).datasets
    titles = {f"dataset.{d.id}.{part}" for d in datasets for part in ("title", "description")}
    processes = {
        f"process.{d.id}.{p.name}.{part}"
        for d in datasets
        for p in d.processes
        for part in ("title", "description")
    }
    return features | titles | processes


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_fact_has_its_words_and_no_other_is_left(language: str) -> None:
    words: dict[str, str] = json.loads((TEXT / language / "facts.json").read_text())
    assert set(words) == keys_of_the_facts()
    assert all(word.strip() for word in words.values())


def test_there_are_languages_besides_english() -> None:
    assert "en" in LANGUAGES
    assert len(LANGUAGES) > 1
