"""Owns pools of people as the tests and measurements of matching need them, and what is true of any answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import Any

from bot.mentoring.matching import Groups
from bot.mentoring.model.hours import week_of
from bot.mentoring.model.scoring import Candidate, can_meet, peer_score
from bot.mentoring.model.values import Background, Level, Part, Path

ZONES = (
    *("Europe/Berlin", "Europe/London", "Africa/Lagos", "America/New_York", "America/Sao_Paulo"),
    *("America/Los_Angeles", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Australia/Sydney"),
)
NOW = datetime(2026, 3, 3, tzinfo=UTC)


def people(many: int, seed: int, first: int = 1, topics: int = 12, **fixed: Any) -> list[Candidate]:
    """So many people from all over the world, by ids from `first` on; `fixed` is the same for everybody."""
    random = Random(seed)
    return [replace(_somebody(random, first + at, topics), **fixed) for at in range(many)]


def _somebody(random: Random, user_id: int, topics: int) -> Candidate:
    chosen = frozenset(each for each in Part if random.random() < 0.4)
    hours = chosen if random.random() < 0.5 else frozenset()  # most leave that as it is
    return Candidate(
        user_id,
        frozenset(random.sample(range(1, topics + 1), random.randint(1, 5))),
        random.choice(list(Level)),
        random.choice(["", *(each.value for each in Path)]),
        random.choice(["", *(each.value for each in Background)]),
        frozenset(random.sample(range(1, topics + 1), random.randint(0, 3))),
        week_of(random.choice(ZONES), time(21), time(8), hours, NOW),
        writing=random.random() < 0.3,
        waited=random.randint(0, 60),
        places=random.choice([1, 1, 1, 2, 3]),
    )


def some_apart(some: Sequence[Candidate], random: Random, chance: float) -> set[frozenset[int]]:
    """Some of whom one does not want to be matched with the other."""
    ids = [each.user_id for each in some]
    return {frozenset(two) for two in combinations(ids, 2) if random.random() < chance}


class Round:
    """A small round, and what could come of it at best."""

    def __init__(
        self, peers: Sequence[Candidate], apart: Collection[frozenset[int]], met: Mapping[frozenset[int], int]
    ) -> None:
        self.of = {each.user_id: each for each in peers}
        self.apart, self.met = apart, met

    def may(self, *ids: int) -> bool:
        """Whether all of these may be brought together."""
        return all(
            frozenset(two) not in self.apart and can_meet(self.of[two[0]], self.of[two[1]])
            for two in combinations(ids, 2)
        )

    def score(self, ids: Collection[int]) -> int:
        """Of a pair; of a three, of the best pair in it."""
        return max(
            peer_score(self.of[one], self.of[other], met_ago=self.met.get(frozenset((one, other)), 0))
            for one, other in combinations(ids, 2)
        )

    def worth(self, groups: Groups) -> tuple[int, int, int]:
        """How many people are in a group, in how many groups, and the total score."""
        total = sum(self.score(each) for each in groups.groups)
        return sum(map(len, groups.groups)), len(groups.groups), total

    def at_best(self) -> tuple[int, int, int]:
        """The best there is, found by trying everything."""

        @lru_cache(None)
        def best(ids: tuple[int, ...]) -> tuple[int, int, int]:
            if not ids:
                return 0, 0, 0
            found = best(ids[1:])
            for group in self._groups_of_first(ids):
                people, groups, total = best(tuple(each for each in ids if each not in group))
                found = max(found, (people + len(group), groups + 1, total + self.score(group)))
            return found

        return best(tuple(sorted(self.of)))

    def _groups_of_first(self, ids: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for size in (1, 2):
            yield from ((ids[0], *rest) for rest in combinations(ids[1:], size) if self.may(ids[0], *rest))


def assigned_at_best(places: Sequence[int], worth: Sequence[Sequence[int | None]]) -> tuple[int, int]:
    """How many learners (rows) can have a mentor (column) with so many places at most, and the best total score of that."""

    @lru_cache(None)
    def best(row: int, free: tuple[int, ...]) -> tuple[int, int]:
        if row == len(worth):
            return 0, 0
        found = best(row + 1, free)
        for column, score in enumerate(worth[row]):
            if score is not None and free[column]:
                left = (*free[:column], free[column] - 1, *free[column + 1 :])
                many, total = best(row + 1, left)
                found = max(found, (many + 1, total + score))
        return found

    return best(0, tuple(places))


def times(seed: int, many: int) -> Iterator[tuple[int, Random]]:
    """So many seeds, each with a Random of its own."""
    return ((each, Random(each)) for each in range(seed, seed + many))
