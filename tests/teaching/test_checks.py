"""Checks say what is wrong with any answer, stop at nothing, and never give the right one away."""

import re
import warnings
from decimal import Decimal
from typing import Any

import hist
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.teaching.checks.compare import Mistake, array, choice, function, mask, number
from fivesigma.teaching.checks.verdict import Verdict

MASS = 91.1876


def mass(answer: object, **options: Any) -> Verdict:
    return number(answer, MASS, name="mass", unit="GeV", **options)


def says(verdict: Verdict, words: str) -> bool:
    """Whether an answer is not right, and the student is told so in these words."""
    return not verdict and re.search(words, verdict.message) is not None


class Hostile:
    """An answer that fails whatever is done with it."""

    def _refuse(self, *_: object, **__: object) -> Any:
        msg = "no"
        raise RuntimeError(msg)

    __array__ = __float__ = __bool__ = __len__ = __iter__ = __eq__ = _refuse
    __hash__ = object.__hash__


class Column:
    """What a column of pandas looks like to a check."""

    def __init__(self, values: list[float]) -> None:
        self.values = np.array(values)

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.values


STRANGE: list[object] = [
    None, ..., "91.1876", b"91", "", [], (), {}, {"a": 1}, set(), object(), Hostile(), Exception,
    True, np.True_, 1j, [..., 1.0], [[1, 2], [3]], [None, 1], np.array([]), np.array(["a"]),
    np.array([object()]), float, len, np.nan, np.inf, -np.inf, np.zeros((3, 0)), range(3),
    iter([1]), (value for value in [1]), Verdict(state="right", message=""), 10**400,
    np.datetime64("2026-01-01"), np.zeros((2, 2)), slice(3), np, 0, -1, 1e308,
]  # fmt: skip


@pytest.mark.parametrize("answer", STRANGE, ids=lambda answer: type(answer).__name__)
def test_whatever_stands_in_a_notebook_gets_a_sentence_and_is_never_right(answer: object) -> None:
    def scaled(_: object) -> object:
        return answer

    for verdict in [
        number(answer, MASS, name="mass"),
        array(answer, [1.5, 2.5, MASS], name="masses"),
        mask(answer, [True, False, True], name="keep"),
        choice(answer, "b", {"a": "That is the background.", "b": "yes"}, name="letter"),
        function(answer, lambda x: x * MASS, [(2.0,), (3.0,)], name="scaled"),
        function(scaled, lambda x: x * MASS, [(2.0,), (3.0,)], name="scaled"),
    ]:
        assert not verdict
        assert len(verdict.message) > 15
        assert str(MASS) not in verdict.message
        assert 'role="status"' in verdict._repr_html_()


@pytest.mark.parametrize("answer", [None, ..., [...], (..., 1.0)])
def test_dots_are_no_answer_yet(answer: object) -> None:
    for verdict in [mass(answer), array(answer, [1.0], name="a"), mask(answer, [True], name="m")]:
        assert verdict.state == "open"
        assert "Not answered yet" in verdict.message


@pytest.mark.parametrize(
    "answer", [MASS, np.float32(MASS), np.float64(MASS), np.array(MASS), Decimal("91.1876"), 91.2]
)
def test_any_kind_of_number_near_the_right_one_is_right(answer: object) -> None:
    assert mass(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (-MASS, "sign is wrong"),
        (MASS * 1000, "a thousand times too large.*units"),
        (MASS / 1000, "a thousand times too small.*units"),
        (MASS * 100, "a hundred times too large.*per cent"),
        (MASS / 100, "a hundred times too small.*per cent"),
        (MASS + 5, r"too large \(in GeV\)"),
        (MASS - 5, r"too small \(in GeV\)"),
        (True, "True or False"),
        ("91.2", "is text.*without quotes"),
        ([MASS, MASS], r"shape \(2,\).*sum, a mean"),
        ([MASS], r"shape \(1,\)"),
        (np.nan, "NaN.*divided by zero"),
        (np.inf, "infinite"),
        (np.mean, "is a function.*Call it"),
        (2j, "complex number"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong(answer: object, words: str) -> None:
    assert says(mass(answer), words)


def test_a_foreseen_mistake_comes_before_sign_and_factors() -> None:
    mistakes = [Mistake(-MASS, "E² minus p², not the reverse.")]
    assert says(mass(-MASS, mistakes=mistakes), "not the reverse")
    assert mass(MASS, mistakes=[Mistake(MASS, "never said of the right answer")])


def test_a_whole_number_must_be_exact_and_a_tolerance_loosens_it() -> None:
    assert number(27650, 27650, name="n")
    assert number(27650.0, 27650, name="n")
    assert not number(27651, 27650, name="n")
    assert number(27651, 27650, name="n", tolerance=1e-3)
    assert number(2.4, 2, name="n", absolute=0.5)
    assert number(0, 0, name="n")
    assert not number(1e-3, 0, name="n")


SENSIBLE = st.floats(min_value=0.0124, max_value=9.9e5)


@given(expected=SENSIBLE, answer=SENSIBLE, sign=st.sampled_from([1, -1, 100, 0.01, 1000, 0.001]))
def test_no_message_about_a_number_holds_the_right_one(
    expected: float, answer: float, sign: float
) -> None:
    for answered in (answer, expected * sign, [expected], np.nan, "2"):
        verdict = number(answered, expected, name="answer", unit="GeV")
        for written in (repr(expected), f"{expected:.3g}", f"{expected:.2f}", f"{expected:,.0f}"):
            assert len(written) < 2 or written not in verdict.message.replace("(1,)", "")


@given(st.lists(st.floats(1.0, 9.0).map(lambda x: round(x, 4)), min_size=2, max_size=9))
def test_no_message_about_an_array_holds_one_of_its_values(expected: list[float]) -> None:
    assume(len(set(expected)) > 1)
    for answered in (expected[:-1], expected[::-1], [x + 1 for x in expected], expected[0], "2"):
        message = array(answered, expected, name="answer").message
        assert not any(repr(value) in message for value in expected)


COUNTS = [4.0, 2.0, 1.0, 0.0]


def test_a_column_of_other_length_is_asked_for_its_events() -> None:
    verdict = array(np.ones(20), np.ones(30), name="met")
    assert "Were events chosen" in verdict.message


def test_a_pair_of_other_length_is_asked_for_neither_events_nor_edges() -> None:
    assert array((1.0, 2.0, 3.0), (1.0, 2.0), name="interval").message.endswith("is wanted.")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([1.0, 2.0, 4.0, 0.0], "order is wrong"),
        ([-4.0, -2.0, -1.0, 0.0], "sign is wrong"),
        ([4000.0, 2000.0, 1000.0, 0.0], "a thousand times too large"),
        ([4.0, 2.0, 1.0, 0.0, 0.0], "one edge more than it has bins"),
        ([4.0, 2.0], r"has shape \(2,\), and shape \(4,\) is wanted\.$"),
        (4.0, r"one number.*\(4,\)"),
        ([4.0, 2.0, np.nan, np.nan], "^2 of the 4 values of counts are not a number"),
        ([4.0, 2.0, np.inf, 1.0], "^1 of the 4 values of counts is infinite"),
        ([4.0, 2.0, 1.0, 7.0], "from index 3 on"),
        ([4.0, 7.0, 8.0, 9.0], "index 1 is the first that is not"),
        ([9.0, 7.0, 8.0, 9.0], "No value"),
        ([True, False, True, False], "that is a mask"),
        (["4", "2", "1", "0"], "is text"),
    ],
)
def test_a_wrong_array_is_told_what_is_wrong(answer: object, words: str) -> None:
    assert says(array(answer, COUNTS, name="counts"), words)


def test_swapped_rows_and_columns_are_named() -> None:
    assert says(array(np.ones((2, 3)), np.ones((3, 2)), name="X"), "Rows and columns are swapped")


def test_an_array_may_be_a_list_a_histogram_or_a_column() -> None:
    filled = hist.Hist.new.Reg(4, 0, 4).Double().fill([0.5] * 4 + [1.5] * 2 + [2.5])
    for answer in (COUNTS, tuple(COUNTS), filled, Column(COUNTS), np.array(COUNTS, np.float32)):
        assert array(answer, COUNTS, name="counts")


def test_not_a_number_is_right_where_it_should_be() -> None:
    assert array([np.nan, 1.0], [np.nan, 1.0], name="ratio")
    assert not array([0.0, 1.0], [np.nan, 1.0], name="ratio")


def test_the_rest_of_a_sum_that_cancels_counts_as_nothing() -> None:
    assert array([0.1 + 0.2 - 0.3, 1.0], [0.0, 1.0], name="sums")


KEEP = np.array([True, False, True, False])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (~KEEP, "inverted"),
        (np.array([True, True, True, False]), "keeps some events that should go"),
        (np.array([True, False, False, False]), "drops some that should stay"),
        (np.array([False, True, True, False]), "keeps some .* and drops some"),
        (KEEP.astype(int), "holds numbers.*met > 100"),
        (np.where(KEEP), "holds numbers"),
        (KEEP[:2], r"shape \(2,\)"),
        (True, "one value|one number"),
    ],
)
def test_a_wrong_mask_is_told_what_is_wrong(answer: object, words: str) -> None:
    assert says(mask(answer, KEEP, name="keep"), words)


def test_a_mask_knows_the_mistakes_of_its_lesson() -> None:
    both = np.array([True, False, False, False])
    assert says(mask(both, KEEP, name="keep", mistakes=[Mistake(both, "Or, not and.")]), "Or, not")
    assert mask(KEEP.tolist(), KEEP, name="keep")


CASES = [(np.array([3.0, 4.0]),), (np.array([5.0, 12.0]),)]


def norm(x: Any) -> Any:
    return np.sqrt((x**2).sum())


def changing(x: Any) -> Any:
    x *= x
    return np.sqrt(x.sum())


def leaving(x: Any) -> Any:
    raise SystemExit(x)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (5.0, "is no function"),
        (lambda x: 5.0, "the same for every argument"),  # noqa: ARG005
        (lambda x: x.sort(), "returns nothing.*return"),
        (lambda: 5.0, "stops with TypeError"),
        (lambda x: x / "a", "stops with"),
        (leaving, "stops with SystemExit"),
        (changing, "changes what it is given"),
        (lambda x: -norm(x), "sign is wrong"),
        (lambda x: 1000 * norm(x), "a thousand times too large"),
        (lambda x: x.sum(), "too large"),
        (lambda x: x, r"shape \(2,\)"),
        (lambda x: "5", "is text"),  # noqa: ARG005
        (lambda x: Hostile(), "cannot be read"),  # noqa: ARG005
        (lambda x: (x**2).sum(), "The root"),
    ],
)
def test_a_wrong_function_is_told_what_is_wrong(answer: object, words: str) -> None:
    squared = Mistake(lambda x: (x**2).sum(), "The root is missing.")
    assert says(function(answer, norm, CASES, name="norm", mistakes=[squared]), words)


def test_dots_in_a_function_are_no_answer_yet() -> None:
    def unwritten(_: object) -> Any:
        return ...

    def empty(_: object) -> None: ...

    assert function(unwritten, norm, CASES, name="norm").state == "open"

    def described(_: object) -> None:
        """The length of a vector."""

    def without_return(x: Any) -> None:
        x + 1

    assert function(empty, norm, CASES, name="norm").state == "open"
    assert function(described, norm, CASES, name="norm").state == "open"
    assert says(function(without_return, norm, CASES, name="norm"), "returns nothing.*return")


def test_a_right_function_is_right_and_the_cases_are_as_they_were() -> None:
    assert function(lambda x: np.hypot(*x), norm, CASES, name="norm")
    assert function(np.linalg.norm, norm, CASES, name="norm")
    assert CASES[0][0].tolist() == [3.0, 4.0]
    assert function(lambda x: x > 3, lambda x: x > 3, [(np.arange(5),)], name="keep")
    assert function(lambda x: x + 1, lambda x: x + 1, [(np.arange(5),)], name="shifted")


def test_a_short_call_is_written_out_and_a_long_one_is_not() -> None:
    def wrong_root(x: float) -> float:
        return x + 1

    assert says(function(wrong_root, np.sqrt, [(4.0,), (9.0,)], name="root"), r"root\(4\.0\)")
    far = [(np.arange(99.0),)]
    assert says(function(np.min, np.sum, far, name="total"), r"total\(\.\.\.\)")


REASONS = {"a": "Rows are simulated collisions.", "b": "Weights say how many real ones."}


@pytest.mark.parametrize("answer", ["b", "B", " b ", "b)", "(b)", "b."])
def test_a_letter_is_read_as_it_is_meant(answer: str) -> None:
    assert choice(answer, "b", REASONS, name="answer")


@pytest.mark.parametrize(
    ("answer", "words"),
    [("a", "Rows are"), ("c", 'one of "a", "b"'), (2, "letter in quotes"), ("ab", "one of")],
)
def test_a_wrong_choice_gets_the_reason_of_its_own_letter(answer: object, words: str) -> None:
    verdict = choice(answer, "b", REASONS, name="answer")
    assert says(verdict, words)
    assert REASONS["b"] not in verdict.message


def test_a_choice_without_a_reason_for_the_right_letter_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="has no reason"):
        choice("a", "c", REASONS, name="answer")


def test_no_check_warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        number(np.float64(1e308), 1e-300, name="n")
        array([1e308, -1e308], [1e-300, 0.0], name="a")


def test_what_a_student_wrote_cannot_become_a_part_of_the_page() -> None:
    def stops(_: object) -> None:
        msg = "<script>alert(1)</script>"
        raise ValueError(msg)

    assert "<script>" not in function(stops, norm, CASES, name="norm")._repr_html_()
