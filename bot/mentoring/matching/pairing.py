"""Peers to pairs: as many as can be, of all such ways the one with the highest total score; who is over makes a three (M2, M5).

Pairs come from a matching of the highest weight among those of the highest number (Edmonds' blossoms). Who is over joins a
pair where all three may meet, so that there are few repeats and threes spread evenly. Where that leaves somebody without
anybody, or asks the same people again, some threes are tried first and the rest is matched anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TypeAlias

import numpy as np
import rustworkx

from bot.mentoring.matching import scores
from bot.mentoring.matching.assigning import best, shuffled
from bot.mentoring.matching.scores import NEVER, Numbers
from bot.mentoring.matching.values import Groups
from bot.mentoring.model import scoring
from bot.mentoring.model.scoring import Candidate

EXACT = 600  # people up to whom everybody is compared with everybody
BEST = 32  # of more than that, everybody is compared with those who suit them best
LOW, TRIES = 12, 60  # people of whom threes are tried, and how many of those
WORK = 60_000  # the larger the pool, the fewer are tried
FEW = 20  # people who were in fewer threes than all others: it is seen to that these can make threes of their own
_SOME = 500  # edges that are told at once: more tuples would make Python look for garbage, which holds its lock for long
_TIE = 52  # bits below a score, in which the seed decides between equals
_FIRST, _NEW, _EVEN = 10**9, 10**6, 300  # what counts when somebody joins a pair: see `_joined`

Group: TypeAlias = tuple[int, ...]


def pair(
    peers: Sequence[Candidate],
    apart: Collection[frozenset[int]] = (),
    met: Mapping[frozenset[int], int] | None = None,
    seed: int = 0,
) -> Groups:
    """Groups of two or three, by ids, and who has nobody. The seed decides between equals; order means nothing."""
    random = Random(seed)
    pool = _Pool(shuffled(peers, random), apart, met or {}, random.getrandbits(64))
    groups = pool.improved(pool.grouped())
    return Groups(
        tuple(sorted(tuple(sorted(pool.people[each].user_id for each in group)) for group in groups)),
        tuple(sorted(pool.people[each].user_id for each in pool.over(groups))),
    )


@dataclass(frozen=True, order=True)
class _Worth:
    """How good a round is: what is lower comes first."""

    again: int  # who rest again though somebody is there whom they may meet
    rest: int
    fewer: int  # groups: threes where there could be pairs
    repeats: int
    threes: int  # how often those in threes were in one before
    stuck: int  # twos who are to be in one next and could not be in one together
    score: float  # of the pairs; a three is the best pair in it
    all: float  # of everybody with everybody in their group


class _Pool:
    """People of a round by their row, and what is known of any two."""

    def __init__(
        self,
        people: Sequence[Candidate],
        apart: Collection[frozenset[int]],
        met: Mapping[frozenset[int], int],
        seed: int,
    ) -> None:
        self.people = people
        many = len(people)
        self._score = scores.whole(scores.of_peers(people, apart, met), many, many)
        self._may: Numbers = self._score > NEVER
        self._own = np.array([scoring.comes_first(each) for each in people], np.float64)
        self._plain = self._score - self._own - self._own[:, None]
        row = {each.user_id: at for at, each in enumerate(people)}
        self._before = np.zeros((many, many), bool)
        for one, other in (sorted(each) for each in met):
            if one in row and other in row:
                self._before[row[one], row[other]] = self._before[row[other], row[one]] = True
        self._sat_out = np.array([each.sat_out for each in people], np.int64)
        self._threes = np.array([min(each.threes, scoring.MOST_THREES) for each in people], np.int64)
        self._meets: Numbers = np.array([each.any() for each in self._may], bool)
        self._seed = seed

    def grouped(self, threes: Sequence[Group] = ()) -> list[Group]:
        """These threes, and everybody else as well as can be."""
        taken = {each for group in threes for each in group}
        rest = [each for each in range(len(self.people)) if each not in taken]
        pairs = self._matched(rest)
        return [*threes, *self._joined(self.over([*threes, *pairs]), pairs)]

    def over(self, groups: Iterable[Group]) -> list[int]:
        """Who has nobody."""
        there = {each for group in groups for each in group}
        return [each for each in range(len(self.people)) if each not in there]

    def improved(self, groups: list[Group]) -> list[Group]:
        """With other threes, where those leave fewer without anybody, repeat less, or ask those who were asked less."""
        chosen: list[Group] = []
        while self._can_be_better(groups):
            tried = [(three, self.grouped([*chosen, three])) for three in self._possible(chosen)]
            three, found = min(tried, key=lambda each: self._worth(each[1]), default=((), groups))
            if not self._worth(found) < self._worth(groups):
                break
            chosen, groups = [*chosen, three], found
        return groups

    def _matched(self, rest: Sequence[int]) -> list[Group]:
        """Pairs among these: the most there can be, and the best of such."""
        at = np.array(rest, np.intp)
        may = np.triu(self._may[at][:, at], 1)
        if len(rest) <= EXACT:
            return self._pairs(at, may)
        some = may & self._best_of_each(at)
        found = self._pairs(at, some)
        there = np.isin(at, [each for group in found for each in group])
        if there.all() or (not may[~there].any() and not may[:, ~there].any()):
            return found
        some[~there] = may[~there]
        some[:, ~there] = may[:, ~there]
        return self._pairs(at, some)

    def _pairs(self, at: Numbers, edges: Numbers) -> list[Group]:
        ones, others = np.nonzero(edges)
        worth = self._score[at[ones], at[others]].astype(np.int64).tolist()
        ties = np.random.default_rng(self._seed).integers(1 << (_TIE - 12), size=len(worth)).tolist()
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(at)))
        weights = [(each << _TIE) + tie for each, tie in zip(worth, ties, strict=True)]
        for start in range(0, len(weights), _SOME):
            some = slice(start, start + _SOME)
            edges_of_some = zip(ones[some].tolist(), others[some].tolist(), weights[some], strict=True)
            graph.add_edges_from(list(edges_of_some))
        found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        return sorted((int(at[min(each)]), int(at[max(each)])) for each in found)

    def _best_of_each(self, at: Numbers) -> Numbers:
        """Who is one of those who suit the other best; whom everybody would take first counts no more than others here."""
        random = np.random.default_rng(self._seed)
        plain = self._plain[at][:, at]
        best_ones = np.argpartition(random.random(plain.shape) - plain, BEST, axis=1)[:, :BEST]
        chosen = np.zeros(plain.shape, bool)
        np.put_along_axis(chosen, best_ones, True, axis=1)
        return np.asarray(chosen | chosen.T)

    def _joined(self, over: Sequence[int], pairs: Sequence[Group]) -> list[Group]:
        """These pairs, some as threes: as many as can join one, first who sat out; then with the fewest repeats, with those
        who were in the fewest threes, with the best score."""
        if not (over and pairs):
            return list(pairs)
        who = np.array(over)[:, None]
        worth = np.zeros((len(over), len(pairs)))
        for side in np.array(pairs).T:
            may = self._may[who, side]
            worth += np.where(may, self._plain[who, side] - _NEW * self._before[who, side], 2 * NEVER)
            worth -= _EVEN * self._threes[side]
        worth += _FIRST * self._sat_out[who]
        joins = {pairs[column]: over[row] for row, column in best(worth)}
        return [(*each, joins[each]) if each in joins else each for each in pairs]

    def _can_be_better(self, groups: Sequence[Group]) -> bool:
        worth = self._worth(groups)
        threes = sum(len(group) == 3 for group in groups)
        fewest = np.sort(self._threes[self._meets])[: 3 * threes].sum()
        alone = self.over(groups)
        return bool(self._may[alone].any() or worth.repeats or worth.threes > fewest or worth.stuck)

    def _possible(self, chosen: Sequence[Group]) -> list[Group]:
        """Threes that may meet, of people who were in few: the best first, not too many."""
        tries = min(TRIES, WORK // max(1, len(self.people)) ** 2)
        free = [each for each in self.over(chosen) if self._meets[each]]
        low = sorted(free, key=lambda each: self._threes[each])[:LOW]
        may = self._may
        found: list[Group] = [
            (one, two, three)
            for one, two, three in combinations(low, 3)
            if may[one, two] and may[one, three] and may[two, three]
        ]

        def worth(three: Group) -> tuple[int, int, float]:
            edges = list(combinations(three, 2))
            repeats, fit = sum(self._before[each] for each in edges), sum(self._plain[each] for each in edges)
            return repeats, sum(self._threes[each] for each in three), -fit

        return sorted(found, key=worth)[:tries]

    def _worth(self, groups: Sequence[Group]) -> _Worth:
        over = self.over(groups)
        every = [list(combinations(group, 2)) for group in groups]
        edges = np.array([two for some in every for two in some], np.intp).reshape(-1, 2).T
        return _Worth(
            again=int((self._meets & (self._sat_out > 0))[over].sum()),
            rest=len(over),
            fewer=-len(groups),
            repeats=int(self._before[*edges].sum()),
            threes=int(sum(self._threes[list(group)].sum() for group in groups if len(group) == 3)),
            stuck=self._stuck(groups),
            score=-float(sum(max(self._plain[two] for two in some) for some in every)),
            all=-float(self._plain[*edges].sum()),
        )

    def _stuck(self, groups: Sequence[Group]) -> int:
        """Of the last few who were in fewer threes than others: how many twos could not be in one of their own, for they met
        before or may not meet."""
        asked = self._threes[self._meets]
        if asked.size == 0 or asked.min() == asked.max():
            return 0
        threes = [each for group in groups if len(group) == 3 for each in group]
        after = self._threes.copy()
        after[threes] += 1
        low = np.flatnonzero(self._meets & (after == after[self._meets].min()))
        if len(low) > FEW:
            return 0
        few = set(low.tolist())
        strangers = (self._may & ~self._before)[low][:, low]
        now = sum(len(few & set(group)) == 2 for group in groups)
        return (len(low) * (len(low) - 1) - int(strangers.sum())) // 2 + now
