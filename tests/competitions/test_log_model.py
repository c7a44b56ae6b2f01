"""Proves the rules of a log: a score is read exactly, however it was typed; a verdict depends on order alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.competitions.model import scores
from bot.competitions.model.direction import Direction, Move, Overall, direction
from bot.competitions.model.refusals import BadScore
from bot.competitions.model.values import SCORE, Better

FEW = settings(max_examples=25)
small = st.integers(-4, 4).map(Decimal)
pairs = st.lists(st.tuples(small, small), min_size=2, max_size=8)
numbers = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=4)
UP, LEVEL, DOWN = Move.BETTER, Move.SAME, Move.WORSE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("0.8123", "0.8123"), (".5", "0.5"), ("5.", "5"), ("1e-3", "0.001"), ("2E+2", "200")),
        *(("0,81", "0.81"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5")),
        *(("1,234", "1.234"), ("1.234", "1.234"), ("1,234,567", "1234567"), ("12,34,567.8", "1234567.8")),
        *(("1\u202f234,5", "1234.5"), ("1’234.5", "1234.5"), (" + 3 ", "3"), ("\u2212 3,5", "-3.5")),
        *(("81 %", "0.81"), ("81%", "0.81"), ("０．８１", "0.81"), ("\u200e-٠٫٨١", "-0.81"), ("१.५", "1.5")),
        ("0." + "1" * 29, "0." + "1" * 29),
    ],
)
def test_a_score_is_read_as_people_type_it(typed: str, number: str) -> None:
    read = scores.read(typed, "local")
    assert read == Decimal(number)
    assert scores.read(scores.shown(typed), "local") == read


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "nan",
            "inf",
            "-Infinity",
            "∞",
            "good",
            "0.8 or so",
            ".",
            ",",
            "-",
            "%",
            "e5",
            "1e",
            "1e301",
            "0x10",
        ),
        *("1.2.3", "1,2,3", "1,234.5.6", "0.5 0.6", "10²", "½", "1..2", "3-4", "--3", "1" * 31, "1e99999999"),
        "0" * (SCORE + 1),
    ],
)
def test_what_is_no_score_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(BadScore) as refused:
        scores.read(typed, "public")
    assert refused.value.field == "public"
    assert scores.value_of(typed) is None or len(typed) > SCORE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("1,050", "1050"), ("-12,345", "-12345"), ("999,000 %", "999000 %"), ("１，０５０", "1050")),
        *((each, each) for each in ("0,812", "01,050", "1,05", "1,0500", "1234,500", "1 150,123", "1.050")),
        *((each, each) for each in ("1,234.5", "1,234,567", "", "1,05x", ",050")),
    ],
)
def test_a_comma_before_three_digits_parts_thousands_for_who_reads_english(typed: str, kept: str) -> None:
    assert scores.settled(typed, thousands=True) == kept
    assert scores.settled(typed, thousands=False) == typed


def test_no_score_is_none() -> None:
    assert scores.read(" \u200b", "local") is None
    assert scores.shown("") == ""


@FEW
@given(numbers)
def test_a_comma_and_a_point_say_the_same(number: Decimal) -> None:
    assert scores.read(str(number), "local") == scores.read(str(number).replace(".", ","), "local") == number


@FEW
@given(st.text(max_size=SCORE + 5))
def test_whatever_is_typed_is_read_shown_or_refused(typed: str) -> None:
    try:
        read = scores.read(typed, "local")
    except BadScore:
        return
    assert len(scores.shown(typed)) <= SCORE
    if read is not None:
        assert scores.read(scores.shown(typed), "local") == read


def verdict(*scored: tuple[int, int], better: Better = Better.HIGHER) -> Direction | None:
    """The verdict on whole numbers."""
    return direction([(Decimal(one), Decimal(other)) for one, other in scored], better)


def test_one_line_is_not_enough() -> None:
    assert verdict() is verdict((1, 1)) is None


@pytest.mark.parametrize(
    ("scored", "found"),
    [
        (((1, 1), (2, 2)), Direction(UP, UP, Overall.TOGETHER)),
        (((1, 2), (2, 1)), Direction(UP, DOWN, Overall.APART)),
        (((1, 1), (1, 1)), Direction(LEVEL, LEVEL, Overall.LEVEL)),
        (((1, 1), (1, 2), (1, 0)), Direction(LEVEL, DOWN, Overall.LEVEL)),
        (((1, 1), (2, 2), (2, 1)), Direction(LEVEL, DOWN, Overall.TOGETHER)),
        (((1, 1), (2, 3), (3, 2)), Direction(UP, DOWN, Overall.MOSTLY_TOGETHER)),
        (((3, 1), (2, 3), (1, 2)), Direction(DOWN, DOWN, Overall.MOSTLY_APART)),
        (((1, 2), (2, 1), (3, 4), (4, 1)), Direction(UP, DOWN, Overall.UNCLEAR)),
    ],
)
def test_the_last_step_and_all_pairs_are_told(scored: tuple[tuple[int, int], ...], found: Direction) -> None:
    assert verdict(*scored) == found


@FEW
@given(
    pairs, st.sampled_from(Better), st.sampled_from((lambda n: n * 1000 + 7, lambda n: n**3, lambda n: 2**n))
)
def test_only_the_order_of_scores_counts(scored, better, stretched) -> None:  # type: ignore[no-untyped-def]
    again = [(stretched(one), stretched(stretched(other))) for one, other in scored]
    assert direction(again, better) == direction(scored, better)


@FEW
@given(pairs)
def test_lower_is_better_mirrors_higher(scored: list[tuple[Decimal, Decimal]]) -> None:
    mirrored = [(-one, -other) for one, other in scored]
    assert direction(scored, Better.LOWER) == direction(mirrored, Better.HIGHER)
