"""A file holds no model: it is trained again, and must give the same scores."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import embedded_story
from fivesigma.core.errors import DataError
from fivesigma.workflow import story
from fivesigma.workflow.again import with_models
from fivesigma.workflow.files import read_as, save
from fivesigma.workflow.records import TrainedEvents


def test_the_same_model_with_the_same_settings_is_trained_again(tmp_path: Path) -> None:
    settings = {"max_depth": 3, "min_samples_leaf": 0.01}
    trained = story.train(embedded_story.divided(), model="tree", seed=4, parameters=settings)
    save(trained, tmp_path / "tree.parquet")
    again = with_models(read_as(TrainedEvents, tmp_path / "tree.parquet"))
    assert len(again.training.estimators) == 5
    assert np.array_equal(again.training.score, trained.training.score)
    assert again.events.history == trained.events.history


def test_other_scores_than_in_the_file_are_refused() -> None:
    trained = embedded_story.trained()
    other = dataclasses.replace(trained.training, score=trained.training.score * 0.5, estimators=())
    with pytest.raises(DataError, match="lda trained again gives other scores than in the file"):
        with_models(dataclasses.replace(trained, training=other))
