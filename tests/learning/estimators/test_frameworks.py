"""The classifiers with a framework behind them, where the framework is missing.

Where it is installed, tests/frameworks asks more.
"""

import os
import subprocess
import sys

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.estimators.frameworks import KerasClassifier, TorchClassifier

X, Y = np.arange(6.0)[:, np.newaxis], np.array([0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize(
    ("classifier", "framework"), [(TorchClassifier, "torch"), (KerasClassifier, "keras")]
)
def test_without_its_framework_the_reader_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, classifier: type[NetworkClassifier], framework: str
) -> None:
    monkeypatch.setitem(sys.modules, framework, None)
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    with pytest.raises(FiveSigmaError, match=rf"pip install \"fivesigma\[{framework}\]\""):
        classifier().fit(X, Y)


def test_the_backend_that_the_user_has_named_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", None)
    monkeypatch.setenv("KERAS_BACKEND", "openvino")
    with pytest.raises(FiveSigmaError):
        KerasClassifier().fit(X, Y)
    assert os.environ["KERAS_BACKEND"] == "openvino"


def test_importing_the_classifiers_imports_no_framework() -> None:
    code = "import sys, fivesigma.learning.estimators.frameworks; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"torch", "keras", "jax", "tensorflow"} & set(done.stdout.split()) == set()
