"""Whether the local and the public score of a log move in the same direction (K5; the book, "How to win at Kaggle").

Only which of two scores is higher counts, never by how much: measuring both on other scales changes nothing. Ties are ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from bot.competitions.model.values import Better

Scored = tuple[Decimal, Decimal]
"""A line with both scores: local, public."""


class Move(StrEnum):
    """What became of a score from one line to the next."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Overall(StrEnum):
    """How the two scores move, over all pairs of lines that differ in both."""

    TOGETHER = "together"  # no pair disagrees
    MOSTLY_TOGETHER = "mostly together"  # two thirds of them agree, or more
    UNCLEAR = "unclear"
    MOSTLY_APART = "mostly apart"  # two thirds disagree, or more
    APART = "apart"  # all disagree
    LEVEL = "level"  # there is no such pair


@dataclass(frozen=True)
class Direction:
    """What the last step did to each score, and how both move overall."""

    local: Move
    public: Move
    overall: Overall


def direction(scored: Sequence[Scored], better: Better) -> Direction | None:
    """The verdict on lines with both scores, in the order in which they were made; None for fewer than two."""
    if len(scored) < 2:
        return None
    before, last = scored[-2:]
    return Direction(_move(before[0], last[0], better), _move(before[1], last[1], better), _overall(scored))


def _move(before: Decimal, after: Decimal, better: Better) -> Move:
    if before == after:
        return Move.SAME
    return Move.BETTER if (after > before) is (better is Better.HIGHER) else Move.WORSE


def _overall(scored: Sequence[Scored]) -> Overall:
    """Places in order in place of the numbers themselves, which compares hundreds of lines at once."""
    locals_, publics = (_places([each[side] for each in scored]) for side in (0, 1))
    together = apart = 0
    for (one, one_public), (other, other_public) in combinations(zip(locals_, publics, strict=True), 2):
        way = (one - other) * (one_public - other_public)
        together += way > 0
        apart += way < 0
    return _named(together, apart)


def _places(numbers: Sequence[Decimal]) -> list[int]:
    places = {number: place for place, number in enumerate(sorted(set(numbers)))}
    return [places[each] for each in numbers]


def _named(together: int, apart: int) -> Overall:
    both = together + apart
    if not both:
        return Overall.LEVEL
    if not apart:
        return Overall.TOGETHER
    if not together:
        return Overall.APART
    if together * 3 >= both * 2:
        return Overall.MOSTLY_TOGETHER
    return Overall.MOSTLY_APART if apart * 3 >= both * 2 else Overall.UNCLEAR
