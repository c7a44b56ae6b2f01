"""Owns seasons of peer rounds: who came, left, met, sat out and was in a three, as the bot would keep it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random
from statistics import median_low

from bot.mentoring.matching.pairing import pair
from bot.mentoring.model.scoring import LONG_AGO, Candidate, can_meet
from tests.mentoring.pools import people, some_apart


class Season:
    """Rounds of so many people. `comings` is how likely each is another person the next time, `exclusions` how likely two
    do not want to be matched, `without_hours` how many can never meet anybody. `writing`: all can meet at any hour."""

    def __init__(
        self,
        many: int,
        seed: int,
        *,
        comings: float = 0.0,
        exclusions: float = 0.0,
        without_hours: int = 0,
        writing: bool = False,
    ) -> None:
        self._random, self._seed, self._writing = Random(seed), seed, writing
        self._comings, self._exclusions, self.without_hours = comings, exclusions, without_hours
        self.people: dict[int, Candidate] = {}
        self.apart = set[frozenset[int]]()
        self._last: dict[frozenset[int], int] = {}
        self._newest = self.number = 0
        self.met_in_all = self.repeated = self.needless = self.alone = self.out_twice = self.spread = 0
        for at in range(many):
            self._comes(never=at < without_hours)

    def play(self) -> None:
        """A round, and what is true of it."""
        self.number += 1
        met = {two: min(self.number - at, LONG_AGO) for two, at in self._last.items()}
        found = pair(list(self.people.values()), self.apart, met, self._seed * 1000 + self.number)
        before = set(self._last)
        for group in found.groups:
            for one, other in combinations(group, 2):
                two = frozenset((one, other))
                assert self._may(one, other)
                self.met_in_all += 1
                self.repeated += two in before
                self.needless += two in before and self._has_new(one, before) and self._has_new(other, before)
                self._last[two] = self.number
        self.alone += len(found.left)
        self.out_twice += sum(
            self.people[each].sat_out > 0 and any(self._may(each, other) for other in self.people)
            for each in found.left
        )
        threes = {each for group in found.groups if len(group) == 3 for each in group}
        for each in list(self.people.values()):
            sat_out = each.sat_out + 1 if each.user_id in found.left else 0
            counted = replace(each, sat_out=sat_out, threes=each.threes + (each.user_id in threes))
            self.people[each.user_id] = counted
        counts = [each.threes for each in self.people.values() if each.week or each.writing]
        self.spread = max(self.spread, max(counts) - min(counts))
        for user_id in list(self.people):
            if self._random.random() < self._comings:
                del self.people[user_id]
                self._comes()

    def _comes(self, *, never: bool = False) -> None:
        self._newest += 1
        new = people(1, self._seed * 1000 + self._newest, first=self._newest)[0]
        usual = median_low(
            [each.threes for each in self.people.values()] or [0]
        )  # as `profiles.save_wish` begins
        new = replace(new, threes=usual, writing=self._writing or new.writing)
        self.people[self._newest] = replace(new, week=0, writing=False) if never else new
        wanted = some_apart(list(self.people.values()), self._random, self._exclusions)
        self.apart |= {two for two in wanted if self._newest in two}

    def _has_new(self, one: int, before: set[frozenset[int]]) -> bool:
        return any(self._may(one, other) and frozenset((one, other)) not in before for other in self.people)

    def _may(self, one: int, other: int) -> bool:
        two = frozenset((one, other))
        return len(two) == 2 and two not in self.apart and can_meet(self.people[one], self.people[other])
