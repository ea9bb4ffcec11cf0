"""Lesson 7 with the frameworks, and with one of them missing: its own asserts hold."""

from importlib.util import find_spec

import pytest

from lesson_script import printed_by_lesson

if any(find_spec(name) is None for name in ("torch", "keras", "jax")):
    pytest.skip("PyTorch, Keras or JAX is not installed", allow_module_level=True)

LESSON = "undergraduate/07_the_same_network_four_ways"


def test_four_ways_agree_and_keras_has_another_backend_in_another_python() -> None:
    printed = printed_by_lesson(LESSON)
    assert "4 frameworks: areas within" in printed
    before, after = printed.split("4 frameworks: areas within")
    assert "on jax" in before
    assert "Keras on t" in after
    assert "area 0." in after


def test_without_pytorch_the_other_three_agree() -> None:
    printed = printed_by_lesson(LESSON, "torch")
    assert "PyTorch is not installed" in printed
    assert "3 frameworks: areas within" in printed


def test_without_jax_keras_takes_another_backend() -> None:
    printed = printed_by_lesson(LESSON, "jax", "tensorflow")
    assert "on torch" in printed
    assert "4 frameworks: areas within" in printed
