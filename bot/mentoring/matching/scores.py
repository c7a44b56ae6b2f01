"""Scores of everybody with everybody, as matrices: the same numbers as `bot.mentoring.model.scoring`, thousands at once.

What many people share is worked out once: weeks are compared as the weeks there are; path, background and level as the
combinations there are. Rows come in blocks that stay in the processor's cache. All scores are whole and below 2**53, where
floating-point numbers are exact; who must not be brought together has one below `NEVER`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from bot.mentoring.model import scoring
from bot.mentoring.model.hours import QUARTERS, starts
from bot.mentoring.model.scoring import Candidate
from bot.mentoring.model.values import Background

Numbers: TypeAlias = npt.NDArray[Any]
Block: TypeAlias = tuple[slice, Numbers]  # which rows, and their scores

NEVER = -(2.0**40)
_FORBIDDEN = 4 * NEVER
_ROWS = 128  # of a block
_WORDS, _WORD = -(-QUARTERS // 64), (1 << 64) - 1
_T = TypeVar("_T", bound=Hashable)


def of_mentors(
    learners: Sequence[Candidate],
    mentors: Sequence[Candidate],
    apart: Collection[tuple[int, int]] = (),
    met: Collection[tuple[int, int]] = (),
) -> Iterator[Block]:
    """Learners are rows, mentors columns: `mentor_score`; NEVER for who do not fit, cannot meet or are `apart`."""
    both = _Both(learners, mentors)
    fits = _table(scoring.STEP, both.steps - both.steps[:, None])
    bonus = np.array([scoring.DAY * min(each.waited, scoring.MOST_DAYS) for each in learners], np.float64)
    alone = ((each.user_id, each.user_id) for each in learners)
    before = ((*each, -scoring.REPEAT) for each in met)
    changed = _Cells(learners, mentors, [*before, *_never([*apart, *alone])])
    for rows, scores, shared in both.blocks(fits):
        scores += bonus[rows, None]
        scores += (shared == 0) * _FORBIDDEN
        changed.add_to(scores, rows)
        yield rows, scores


def of_peers(
    peers: Sequence[Candidate],
    apart: Collection[frozenset[int]] = (),
    met: Mapping[frozenset[int], int] | None = None,
) -> Iterator[Block]:
    """Everybody with everybody: `peer_score`; NEVER for who cannot meet or are `apart`, and for everybody with themselves."""
    both = _Both(peers, peers)
    near = _table(scoring.APART, abs(both.steps - both.steps[:, None]))
    own = np.array([scoring.comes_first(each) for each in peers], np.float64)
    before = ((*way, -scoring.repeats(ago)) for pair, ago in (met or {}).items() for way in _ways(pair))
    alone = ((each.user_id, each.user_id) for each in peers)
    never = _never([*alone, *(way for pair in apart for way in _ways(pair))])
    changed = _Cells(peers, peers, [*before, *never])
    for rows, scores, _shared in both.blocks(near):
        scores += own[rows, None]
        scores += own
        changed.add_to(scores, rows)
        yield rows, scores


def whole(blocks: Iterable[Block], ones: int, others: int) -> Numbers:
    """All blocks as one matrix of so many rows and columns."""
    matrix = np.empty((ones, others))
    for rows, scores in blocks:
        matrix[rows] = scores
    return matrix


class _Both:
    """What two sides have in common, as arrays: a row for each of `ones`, a column for each of `others`."""

    def __init__(self, ones: Sequence[Candidate], others: Sequence[Candidate]) -> None:
        people = [*ones, *others]
        self._first = len(ones)
        kinds, self._kind = _numbered((each.path, each.background, each.step) for each in people)
        self.steps = np.array([step for _path, _background, step in kinds], np.int64)
        self._alike = _same([path for path, _background, _step in kinds], scoring.PATH)
        self._alike += _differing([background for _path, background, _step in kinds])
        weeks, self._week = _numbered((each.week, each.writing) for each in people)
        self._hours = _hours([week for week, _writing in weeks], [writing for _week, writing in weeks])
        self._topics = _bits(people, lambda each: each.topics)
        self._known = _bits(people, lambda each: each.known)

    def blocks(self, kinds: Numbers) -> Iterator[tuple[slice, Numbers, Numbers]]:
        """What is the same for both kinds of pairs, and `kinds` by path, background and level; and how many topics they share."""
        first = self._first
        table = self._alike + kinds
        kind, week = self._kind[first:], self._week[first:]
        for start in range(0, first, _ROWS):
            rows = slice(start, min(start + _ROWS, first))
            shared = _counted(bits[rows, None] & bits[first:] for bits in self._topics)
            differ = _counted(bits[rows, None] ^ bits[first:] for bits in self._known)
            small = scoring.TOPIC * np.minimum(shared, scoring.MOST_SHARED)
            small += scoring.OTHER * np.minimum(differ, scoring.MOST_OTHERS)
            scores = table[self._kind[rows]].take(kind, axis=1)
            scores += self._hours[self._week[rows]].take(week, axis=1)
            scores += small
            yield rows, scores, shared


class _Cells:
    """Some cells of a matrix, by the people of their row and column, and what is added there."""

    def __init__(
        self, ones: Sequence[Candidate], others: Sequence[Candidate], cells: Iterable[tuple[int, int, float]]
    ) -> None:
        row = {each.user_id: at for at, each in enumerate(ones)}
        column = {each.user_id: at for at, each in enumerate(others)}
        found = sorted(
            (row[one], column[other], by) for one, other, by in cells if one in row and other in column
        )
        self._rows = np.array([each[0] for each in found], np.intp)
        self._columns = np.array([each[1] for each in found], np.intp)
        self._by = np.array([each[2] for each in found], np.float64)

    def add_to(self, scores: Numbers, rows: slice) -> None:
        """Add what belongs to these rows."""
        some = slice(*np.searchsorted(self._rows, (rows.start, rows.stop)))
        np.add.at(scores, (self._rows[some] - rows.start, self._columns[some]), self._by[some])


def _ways(pair: Collection[int]) -> list[tuple[int, int]]:
    one, other = sorted(pair)
    return [(one, other), (other, one)]


def _never(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    return ((one, other, _FORBIDDEN) for one, other in cells)


def _counted(words: Iterable[Numbers]) -> Numbers:
    """How many bits there are in all words of each cell."""
    counts: Numbers = reduce(np.add, map(np.bitwise_count, words))
    return counts


def _table(worth: Mapping[int, int], steps: Numbers) -> Numbers:
    table = np.full(steps.shape, _FORBIDDEN)
    for step, points in worth.items():
        table[steps == step] = points
    return table


def _numbered(values: Iterable[_T]) -> tuple[list[_T], Numbers]:
    """The different values, and for each of all which of those it is."""
    numbers: dict[_T, int] = {}
    which = [numbers.setdefault(each, len(numbers)) for each in values]
    return list(numbers), np.array(which, np.intp)


def _same(texts: Sequence[str], worth: int) -> Numbers:
    array = np.array(texts, dtype=object)
    said = array != ""
    return np.where((array[:, None] == array) & said, float(worth), 0.0)


def _differing(backgrounds: Sequence[str]) -> Numbers:
    array = np.array(backgrounds, dtype=object)
    said = (array != "") & (array != Background.OTHER.value)
    return np.where((array[:, None] != array) & said & said[:, None], float(scoring.BACKGROUND), 0.0)


def _hours(weeks: Sequence[int], writing: Sequence[bool]) -> Numbers:
    """What common hours of two weeks are worth; NEVER where there are not enough and one of them does not only write."""
    packed = b"".join(starts(week).to_bytes(_WORDS * 8, "little") for week in weeks)
    words = np.frombuffer(packed, np.uint64).reshape(len(weeks), _WORDS)
    common = np.zeros((len(weeks), len(weeks)), bool)
    for word in words.T:
        common |= (word[:, None] & word) != 0
    writes = np.array(writing, bool)
    meet = common | (writes & writes[:, None])
    return np.where(common, float(scoring.HOURS), np.where(meet, 0.0, _FORBIDDEN))


def _bits(people: Sequence[Candidate], topics: Callable[[Candidate], frozenset[int]]) -> list[Numbers]:
    """Their topics as bits of a number each; of several when there are more than 64 topics."""
    number: dict[int, int] = {}
    all_bits = [sum(1 << number.setdefault(each, len(number)) for each in topics(one)) for one in people]
    return [
        np.array([bits >> shift & _WORD for bits in all_bits], np.uint64)
        for shift in range(0, max(1, len(number)), 64)
    ]
