"""The menu: every model one can ask for by name, and when to ask for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """A model of the menu. `make(seed=..., **parameters)` gives a scikit-learn classifier.

    `extra`: what to install, as in `pip install "fivesigma[torch]"`; None where nothing is missing.
    """

    name: str
    title: str
    family: str
    reason: str
    defaults: Mapping[str, Any]
    extra: str | None
    make: Callable[..., Any]


MODELS: tuple[ModelEntry, ...] = ()


def make_model(name: str, *, seed: int, **parameters: Any) -> Any:
    """The classifier called `name`, not yet trained."""
    raise NotImplementedError
