"""Learners to places of mentors: as many as can be, and of all such ways the one with the highest total score (M2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from random import Random

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.mentoring.matching import scores
from bot.mentoring.matching.scores import Numbers
from bot.mentoring.model import scoring
from bot.mentoring.model.scoring import Candidate

MOST_CELLS = 50_000_000  # of one matrix: 400 MB
LOWEST, HIGHEST = -scoring.REPEAT, scoring.DAY * scoring.MOST_DAYS + 1_000  # of all scores that there are


def assign(
    learners: Sequence[Candidate],
    mentors: Sequence[Candidate],
    apart: Collection[tuple[int, int]] = (),
    met: Collection[tuple[int, int]] = (),
    seed: int = 0,
) -> list[tuple[int, int]]:
    """(learner, mentor) by their ids; nobody gets more learners than they have places. The seed decides between equals.

    The same answer for the same people, in whatever order they come. Where there are so many places that one matrix could not
    hold them, mentors get fewer learners at first, and who is over chooses from the places that are left.
    """
    waiting, found = shuffled(learners, Random(seed)), []
    offering = [(each, each.places) for each in shuffled(mentors, Random(seed + 1)) if each.places > 0]
    while waiting and offering:
        most = _most_places([places for _each, places in offering], len(waiting))
        places = [min(each, most) for _who, each in offering]
        now = _assigned(waiting, [each for each, _places in offering], places, apart, met)
        found += [(waiting[row].user_id, offering[column][0].user_id) for row, column in now]
        if not now or all(most >= each for _who, each in offering):
            break
        taken = {row for row, _column in now}
        waiting = [each for row, each in enumerate(waiting) if row not in taken]
        left = np.array([each for _who, each in offering])
        np.subtract.at(left, [column for _row, column in now], 1)
        offering = [
            (each, int(places)) for (each, _all), places in zip(offering, left, strict=True) if places > 0
        ]
    return sorted(found)


def best(worth: Numbers) -> list[tuple[int, int]]:
    """Which cells of a matrix to take, one a row and column at most: as many as can be of those above NEVER, and of all such
    ways one with the highest sum. Whole numbers, of which so many make less than 2**53."""
    allowed = worth > scores.NEVER
    if not allowed.any():
        return []
    lowest, highest = worth[allowed].min(), worth[allowed].max()
    return _cheapest(np.where(allowed, _one_more(min(worth.shape), lowest, highest) - worth, 0.0))


def shuffled(people: Iterable[Candidate], random: Random) -> list[Candidate]:
    """In an order that is the same for the same people and seed."""
    ordered = sorted(people, key=lambda each: each.user_id)
    random.shuffle(ordered)
    return ordered


def _assigned(
    learners: Sequence[Candidate],
    mentors: Sequence[Candidate],
    places: Sequence[int],
    apart: Collection[tuple[int, int]],
    met: Collection[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Rows of learners and columns of mentors, of which each is `places` columns of the matrix."""
    column = np.repeat(np.arange(len(mentors)), places)
    cost = np.empty((len(learners), len(column)))
    base = _one_more(min(cost.shape), LOWEST, HIGHEST)
    for rows, block in scores.of_mentors(learners, mentors, apart, met):
        block = np.where(block > scores.NEVER, base - block, 0.0)
        cost[rows] = block if len(column) == len(mentors) else block.take(column, axis=1)
    return [(row, int(column[place])) for row, place in _cheapest(cost)]


def _one_more(most: int, lowest: float, highest: float) -> float:
    """What is added to the costs of what may be taken: so much that one more is worth more than all the rest can lose."""
    return lowest - most * (highest - lowest) - 1


def _cheapest(cost: Numbers) -> list[tuple[int, int]]:
    rows, columns = linear_sum_assignment(cost)
    taken = cost[rows, columns] < 0
    return list(zip(rows[taken].tolist(), columns[taken].tolist(), strict=True))


def _most_places(places: Sequence[int], learners: int) -> int:
    """How many learners each mentor gets at most for the matrix to be no larger than it may."""
    most = max(places)
    while most > 1 and learners * sum(min(each, most) for each in places) > MOST_CELLS:
        most -= 1
    return most
