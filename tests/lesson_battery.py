"""Wrong answers to any exercise of a lesson; tried in its kernel, after the lesson's own."""

from collections.abc import Callable
from typing import Any

import numpy as np

STRANGE: list[Any] = [
    None, ..., "text", "", [], (), {}, set(), object(), True, 1j, [..., 1.0], [[1, 2], [3]],
    np.nan, np.inf, np.array([]), np.array(["a"]), np.zeros((3, 0)), range(3), 10**400, float, np,
    -12345.678,
]  # fmt: skip


def refuse_wrong_answers(check: Callable[[Any], Any], answer: Any) -> None:
    """AssertionError where a wrong answer passes, stops the check, or is told the right one.

    `check`: one check of the lesson, of the answer alone; `answer`: the right one.
    """
    verdict = check(answer)
    assert verdict, f"the lesson's own answer is refused: {verdict}"
    for given in [*STRANGE, *_spoilt(answer)]:
        if given is answer or _is_same(given, answer):
            continue
        try:
            verdict = check(given)
            shown = f"{verdict!r} {verdict._repr_html_()}"
        except Exception as error:
            msg = f"the check stops with {error!r} on {given!r}"
            raise AssertionError(msg) from error
        assert not verdict, f"{given!r} is taken for right"
        assert len(verdict.message) > 15, f"{given!r} is told only {verdict.message!r}"
        told = [text for text in _written(answer) if text in shown]
        assert not told, f"{given!r} is told the right answer: {verdict}"


def _spoilt(answer: Any) -> list[Any]:
    """The right answer, made wrong in the ways that students find."""
    if callable(answer) and not hasattr(answer, "__array__"):
        return _spoilt_function(answer)
    if isinstance(answer, str):
        return [f"{answer}?", answer * 2, "z"]
    try:
        return _spoilt_values(np.asarray(answer))
    except Exception:  # noqa: BLE001 - an answer of another kind, such as a trained model
        return []


def _spoilt_values(values: Any) -> list[Any]:
    if values.dtype.kind == "b":
        return [~values, values[:-1], values.astype(int)] if values.ndim else [str(values)]
    changed = [-values, values * 1000, values / 1000, values * 100, values / 100, values * np.nan]
    if values.ndim:
        return [*changed, values[:-1], float(values.flat[0]), values > 0]
    return [*(value.item() for value in changed), [values], str(values), np.full(3, values)]


def _spoilt_function(answer: Callable[..., Any]) -> list[Any]:
    def stops(*_: Any, **__: Any) -> Any:
        msg = "stopped"
        raise RuntimeError(msg)

    return [
        stops,
        lambda *_, **__: None,
        lambda *_, **__: ...,
        lambda *_, **__: -98765.4321,
        lambda *_, **__: "text",
        lambda *_, **__: [object()],
        lambda: answer,
    ]


def _is_same(given: Any, answer: Any) -> bool:
    """Whether what was spoilt is still right: minus zero, or a share of nothing."""
    try:
        first, second = np.asarray(given), np.asarray(answer)
        return first.shape == second.shape and bool(np.allclose(first, second, equal_nan=True))
    except Exception:  # noqa: BLE001 - not to be compared, so not the same
        return False


def _written(answer: Any) -> list[str]:
    """A number as a message could give it away; of one with few digits nobody can tell."""
    try:
        value = float(np.asarray(answer)[()])
    except Exception:  # noqa: BLE001 - no number
        return []
    texts = {repr(value), f"{value:.4g}", f"{value:,.0f}", f"{value:.0f}", f"{value:.2f}"}
    return [text for text in texts if sum(map(str.isdigit, text)) >= 3]
