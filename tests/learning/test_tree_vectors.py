"""The trees that TypeScript is held to are those that the installed scikit-learn grows."""

import json
from pathlib import Path

import pytest

import make_tree_vectors

FILE = Path(__file__).parent.parent / "vectors" / "trees.json"
MADE = make_tree_vectors.all_vectors()
STORED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["X", "weight", "edges"])
def test_the_sample_is_the_same(name: str) -> None:
    for made, stored in zip(MADE[name], STORED[name], strict=True):
        assert made == pytest.approx(stored, rel=1e-9, abs=1e-13)


def test_the_sample_has_the_same_answers_and_bins() -> None:
    assert (MADE["y"], MADE["bins"]) == (STORED["y"], STORED["bins"])


@pytest.mark.parametrize("kind", ["single", "boosted"])
def test_the_trees_answer_the_same(kind: str) -> None:
    for made, stored in zip(MADE[kind], STORED[kind], strict=True):
        assert made.keys() == stored.keys()
        for key, value in stored.items():
            assert made[key] == pytest.approx(value, rel=1e-6, abs=1e-6)
