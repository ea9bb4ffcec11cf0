"""A lesson has its events with and without a network, and shows its figures with words."""

import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.teaching import lesson


@pytest.fixture
def anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No dataset is forced, the cache is empty, the mirror is a folder without files."""
    monkeypatch.delenv("FIVESIGMA_COURSE_DATASET", raising=False)
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(tmp_path / "no-such-folder"))
    return monkeypatch


@pytest.mark.usefixtures("anywhere")
def test_without_the_real_events_the_embedded_ones_are_taken_and_it_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert lesson.load_events().dataset == "simulated-dm"
    told = capsys.readouterr().out
    assert "17,506 simulated collisions that come with fivesigma" in told
    assert "out of reach" in told
    assert "your numbers differ" in told
    lesson.load_events(quiet=True)
    assert capsys.readouterr().out == ""


def test_the_real_events_are_taken_where_they_are(
    anywhere: pytest.MonkeyPatch, mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anywhere.setenv("FIVESIGMA_MIRROR", str(mirror))
    assert lesson.load_events().dataset == "atlas-dm"
    assert "simulated collisions of ATLAS" in capsys.readouterr().out


def test_a_dataset_can_be_forced(
    anywhere: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    anywhere.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")
    lesson.load_events()
    assert "as FIVESIGMA_COURSE_DATASET says" in capsys.readouterr().out
    anywhere.setenv("FIVESIGMA_COURSE_DATASET", "atlas")
    with pytest.raises(FiveSigmaError, match="atlas-dm"):
        lesson.load_events()


@pytest.mark.usefixtures("anywhere")
def test_the_events_are_the_same_each_time_and_cannot_be_changed() -> None:
    events = lesson.load_events(quiet=True)
    assert lesson.load_events(quiet=True) is events
    columns: list[Any] = [events.weight, events.label, events.process, *events.features.values()]
    for column in columns:
        with pytest.raises(ValueError, match="read-only"):
            column *= 2  # noqa: PLW2901 - in place, as a student may do


def test_a_lesson_begins_with_known_random_numbers_and_our_style() -> None:
    with mpl.rc_context():
        lesson.begin("undergraduate-01")
        first = np.random.normal(size=3)  # noqa: NPY002 - what a student may write
        lesson.begin("undergraduate-01")
        assert np.random.normal(size=3).tolist() == first.tolist()  # noqa: NPY002
        assert mpl.rcParams["xtick.direction"] == "in"


def test_a_figure_without_a_description_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="needs a description"):
        lesson.show(plt.figure(), alt=" ")
    plt.close("all")


def test_a_figure_is_shown_with_its_description_and_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("IPython.get_ipython", object)
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    lesson.show(figure, alt='A line from 1 to 2, "straight"')
    assert plt.get_fignums() == []
    assert shown[0]["text/plain"] == 'A line from 1 to 2, "straight"'
    assert 'alt="A line from 1 to 2, &quot;straight&quot;"' in shown[0]["text/html"]
    assert re.search('src="data:image/png;base64,iVBOR', shown[0]["text/html"])
