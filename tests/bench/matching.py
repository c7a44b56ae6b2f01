"""`matching`: ms to find mentors for 1,000 learners among 1,000, and for scipy alone to solve the same matrix (`baseline`).

The middle one of several pools counts, each solved both ways in turns. `block` is the longest time (ms) for which the event
loop did nothing else meanwhile, with the first use of the libraries and with a round of 150 peers, in threads. `many` is
seconds for 5,000 learners and as many mentors in a process of its own, `peers` for a round of 5,000. `pruned` is the total
score of a round of which only the best candidates of each were compared, as a part of the best there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from statistics import median
from time import perf_counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.mentoring.matching import Matching, pairing, scores
from bot.mentoring.matching.assigning import assign
from bot.mentoring.matching.values import Groups
from bot.mentoring.model.scoring import Candidate, peer_score
from tests.bench.measurement import Measurement
from tests.bench.ticker import watched
from tests.mentoring.pools import people

LEARNERS, PEERS, MANY, POOLS = 1_000, 150, 5_000, 5
LARGE = 1_000  # peers that are compared both ways


def measure() -> Measurement:
    """Returns the ms with all that belongs to it, and of scipy alone."""
    blocked = asyncio.run(block(LEARNERS, PEERS))  # first: it loads the libraries
    ours, alone = zip(*(solved(LEARNERS, seed) for seed in range(POOLS)), strict=True)
    many, peers = asyncio.run(in_processes(MANY))
    more = {"block": blocked, "many": many, "peers": peers, "pruned": pruned(LARGE)}
    return Measurement("matching", median(ours), "ms", median(alone), more=more)


def solved(many: int, seed: int) -> tuple[float, float]:
    """The ms in which so many learners are assigned to as many mentors, and in which scipy solves their matrix."""
    learners, mentors = people(many, seed), people(many, seed + 1, first=many + 1, places=1)
    matrix = scores.whole(scores.of_mentors(learners, mentors), many, many)
    matrix[matrix < scores.NEVER] = -1e8
    begin = perf_counter()
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    middle = perf_counter()
    found = assign(learners, mentors, seed=seed)
    ours = perf_counter() - middle
    if len(found) != np.count_nonzero(matrix[rows, columns] > -1e8):
        raise RuntimeError("fewer were matched than could be")
    return ours * 1000, (middle - begin) * 1000


async def block(learners: int, peers: int) -> float:
    """The longest block (ms) while people are matched in threads."""
    seeking, offering, pool = people(learners, 1), people(learners, 2, first=learners + 1), people(peers, 3)
    async with Matching() as matching, watched() as ticker:
        await matching.assign(seeking, offering)
        await matching.pair(pool)
    return ticker.longest


async def in_processes(many: int) -> tuple[float, float]:
    """The seconds for so many learners and as many mentors, and for a round of so many."""
    learners, mentors = people(many, 1), people(many, 2, first=many + 1, places=1)
    async with Matching() as matching:
        begin = perf_counter()
        await matching.assign(learners, mentors)
        middle = perf_counter()
        await matching.pair(learners)
        return middle - begin, perf_counter() - middle


def pruned(many: int) -> float:
    """The total score of a pruned round, as a part of that of an exact one."""
    peers = people(many, 5)
    before = pairing.EXACT
    try:
        pairing.EXACT = many
        exact = pairing.pair(peers)
        pairing.EXACT = 1
        some = pairing.pair(peers)
    finally:
        pairing.EXACT = before
    if some.left or exact.left:
        raise RuntimeError("somebody was left out")
    return _total(peers, some) / _total(peers, exact)


def _total(peers: Sequence[Candidate], groups: Groups) -> float:
    of = {each.user_id: each for each in peers}
    return sum(peer_score(of[each[0]], of[each[1]]) for each in groups.groups)
