import pytest

from fivesigma.bench.tasks import load_tasks, parse_tasks
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.catalogue import load_catalogue

MINIMAL = """
rules = ["Judge on other events."]
[[tasks]]
name = "pair"
version = 1
title = "A pair"
description = "Two processes."
dataset = "atlas-dm"
signals = ["DM_200"]
cuts = ["met > 100"]
features = ["met", "mll"]
figure = "ams"
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("rules =", "rules", "not valid TOML"),
        ("version = 1", "version = 0", "task 'pair': versions count from 1"),
        ("version = 1", "version = 1\ncolour = 2", "task: unknown key colour"),
        ('figure = "ams"', 'figure = "accuracy"', "not one of z-10-percent, ams"),
        ('"atlas-dm"', '"atlas"', "there is no dataset 'atlas'"),
        ('["DM_200"]', '["DM_250"]', "no process 'DM_250'"),
        ('["DM_200"]', '["ZZ"]', "ZZ is no signal"),
        ('["DM_200"]', "[]", "needs a signal and a feature"),
        ('"mll"]', '"weight"]', "'weight' is no feature of 'atlas-dm'"),
        ('"mll"]', '"met"]', "feature or signal met is listed twice"),
        ('"met > 100"', '"label == 1"', "'label' is no feature of"),
        ('"met > 100"', '"met over 100"', "is no cut"),
    ],
)
def test_a_task_that_cannot_be_is_refused_in_one_sentence(
    old: str, new: str, complaint: str
) -> None:
    assert old in MINIMAL
    with pytest.raises(FiveSigmaError, match=complaint) as caught:
        parse_tasks(MINIMAL.replace(old, new, 1))
    assert "\n" not in str(caught.value)


def test_one_version_of_a_task_stands_only_once() -> None:
    entry = MINIMAL[MINIMAL.index("[[tasks]]") :]
    with pytest.raises(DataError, match="task pair-v1 is listed twice"):
        parse_tasks(MINIMAL + entry)
    book = parse_tasks(MINIMAL + entry.replace("version = 1", "version = 2"))
    assert book.find("pair").version == 2
    assert book.find("pair", 1).version == 1


def test_an_unknown_task_or_version_names_those_there_are() -> None:
    with pytest.raises(FiveSigmaError, match="no task 'higgs'; there are dark-matter-v1, higgsml"):
        load_tasks().find("higgs")
    with pytest.raises(FiveSigmaError, match="no task 'higgsml' of version 9; there are"):
        load_tasks().find("higgsml", 9)


def test_the_dark_matter_task_hunts_every_mediator_of_the_dataset() -> None:
    task = load_tasks().find("dark-matter")
    processes = load_catalogue().dataset(task.dataset).processes
    assert task.signals == tuple(p.name for p in processes if p.kind == "signal")


def test_the_higgsml_task_gives_every_feature_of_the_challenge() -> None:
    task = load_tasks().find("higgsml")
    assert task.features == load_catalogue().dataset("higgsml").feature_names
    assert len(task.features) == 30
