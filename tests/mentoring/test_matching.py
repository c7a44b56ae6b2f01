"""Proves that people are matched as well as can be: against trying everything, whatever the order, in a thread or a process."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from bot.mentoring.matching import Groups, Matching, MatchingFailed, installed
from bot.mentoring.matching import matching as fronts
from bot.mentoring.matching.assigning import assign
from bot.mentoring.matching.pairing import pair
from bot.mentoring.matching.process import Process
from bot.mentoring.model.scoring import LONG_AGO, Candidate, can_meet, fits, mentor_score
from tests.mentoring.pools import Round, assigned_at_best, people, some_apart, times


def test_mentors_are_assigned_as_well_as_trying_everything_finds() -> None:
    for seed, random in times(0, 80):
        learners = people(random.randint(2, 7), seed, topics=random.choice([5, 12]))
        mentors = people(random.randint(2, 6), seed + 1, first=5, topics=5)  # some are both
        ways = [(one.user_id, other.user_id) for one in learners for other in mentors]
        apart = {each for each in ways if random.random() < 0.2}
        met = {each for each in ways if random.random() < 0.2}
        worth = {
            (one.user_id, other.user_id): mentor_score(one, other, met=(one.user_id, other.user_id) in met)
            for one in learners
            for other in mentors
            if fits(one, other) and can_meet(one, other) and (one.user_id, other.user_id) not in apart
        }
        found = assign(learners, mentors, apart, met, seed)
        table = [[worth.get((one.user_id, other.user_id)) for other in mentors] for one in learners]
        best = assigned_at_best([each.places for each in mentors], table)
        assert (len(found), sum(worth[each] for each in found)) == best
        assert len({learner for learner, _mentor in found}) == len(found)
        taken = [mentor for _learner, mentor in found]
        assert all(taken.count(each.user_id) <= each.places for each in mentors)


def test_peers_are_paired_as_well_as_trying_everything_finds() -> None:
    for seed, random in times(0, 80):
        peers = people(random.randint(2, 8), seed, topics=random.choice([5, 12]))
        apart = some_apart(peers, random, random.choice([0, 0.1, 0.5]))
        small = Round(peers, apart, {})
        found = pair(peers, apart, {}, seed)
        assert all(small.may(*each) for each in found.groups)
        assert small.worth(found) == small.at_best()
        everybody = [*found.left, *(each for group in found.groups for each in group)]
        assert sorted(everybody) == [each.user_id for each in peers]


def test_nobody_new_or_first_is_passed_over_for_a_better_score() -> None:
    for seed, random in times(0, 40):
        peers = [replace(each, sat_out=random.choice([0, 0, 1, 2])) for each in people(8, seed)]
        apart = some_apart(peers, random, 0.4)
        met = dict.fromkeys(some_apart(peers, random, 0.3), random.randint(1, LONG_AGO))
        small = Round(peers, apart, met)
        found = pair(peers, apart, met, seed)
        if all(len(each) == 2 for each in found.groups):
            assert small.worth(found) == small.at_best()
        sat_out = {each.user_id for each in peers if each.sat_out}
        for one in sat_out & set(found.left):
            partners = {each.user_id for each in peers if small.may(one, each.user_id)} - {one}
            rivals = {x for group in found.groups if set(group) & partners for x in group}
            assert not partners or rivals & sat_out, (
                "who sat out rests again only where others who did go first"
            )


async def test_the_same_people_and_seed_give_the_same_answer_whatever_the_order() -> None:
    peers, mentors = people(41, 1, topics=5), people(30, 2, first=100)
    same = [
        replace(each, user_id=each.user_id + 200) for each in peers
    ]  # equals, between whom the seed decides
    turned = Random(5)
    async with Matching() as matching:
        rounds, pairs = set[Groups](), set[tuple[tuple[int, int], ...]]()
        for _ in range(3):
            pool = [*peers, *same]
            for each in (pool, mentors):
                turned.shuffle(each)
            rounds.add(await matching.pair(pool, seed=7))
            pairs.add(tuple(await matching.assign(pool, mentors, seed=7)))
        assert (len(rounds), len(pairs)) == (1, 1)
        assert await matching.pair([*peers, *same], seed=8) not in rounds


async def test_a_process_of_its_own_answers_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    peers, mentors = people(23, 1), people(9, 2, first=100)
    apart = some_apart(peers, Random(1), 0.1)
    met = dict.fromkeys(some_apart(peers, Random(2), 0.1), 3)
    ways = [(1, 100), (2, 101), (3, 102)]

    async def answers() -> tuple[Groups, list[tuple[int, int]]]:
        async with Matching() as matching:
            paired, asked = await asyncio.gather(
                matching.pair(peers, apart=apart, met=met, seed=3),
                matching.assign(peers, mentors, apart=ways, met=ways[:1], seed=3),
            )
        return paired, asked

    in_thread = await answers()
    monkeypatch.setattr(fronts, "SMALL_PEERS", 1)
    monkeypatch.setattr(fronts, "SMALL_MENTORS", 1)
    with caplog.at_level(logging.INFO):
        assert await answers() == in_thread
    said = " ".join(caplog.messages)
    assert "matched 23 peers: " in said
    assert "seed 3" in said


def test_what_goes_wrong_in_the_process_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MatchingFailed, match="KeyError"):
        Process().answer({"what": "pair"})
    monkeypatch.setattr("bot.mentoring.matching.process.PATIENCE", 0.01)
    with pytest.raises(MatchingFailed, match="too slow"):
        Process().answer({"what": "pair"})


async def test_closing_ends_the_process_and_whoever_waits_gets_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fronts, "SMALL_PEERS", 1)
    async with Matching() as matching:
        first, second = (asyncio.create_task(matching.pair(people(9, seed))) for seed in (1, 2))
        await asyncio.sleep(0.05)
    with pytest.raises(MatchingFailed, match="without an answer"):
        await first
    with pytest.raises(asyncio.CancelledError):
        await second


async def test_nobody_and_one_alone_need_no_library() -> None:
    async with Matching() as matching:
        assert await matching.pair([]) == Groups()
        assert await matching.pair(people(1, 1)) == Groups(left=(1,))
        assert await matching.assign(people(1, 1), []) == []


async def test_without_the_extra_it_is_said_and_nothing_else_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed()
    for missing in ("rustworkx", "scipy", "numpy"):
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, missing, None)
            assert not installed()
            assert not Matching().is_there
    monkeypatch.setitem(sys.modules, "bot.mentoring.matching.pairing", None)
    async with Matching() as matching:
        with pytest.raises(MatchingFailed, match="not there"):
            await matching.pair(people(5, 1))


async def test_matching_is_never_done_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set[int]()

    def noticed(peers: Sequence[Candidate], *_rest: object) -> Groups:
        threads.add(threading.get_ident())
        return Groups(left=tuple(each.user_id for each in peers))

    monkeypatch.setattr("bot.mentoring.matching.pairing.pair", noticed)
    async with Matching() as matching:
        await matching.pair(people(4, 1))
    assert threads
    assert threading.get_ident() not in threads


def test_a_large_pool_of_peers_is_pruned_and_loses_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = people(160, 3)
    apart = some_apart(peers, Random(1), 0.05)
    whole = Round(peers, apart, {})
    exact = pair(peers, apart, {}, 1)
    monkeypatch.setattr("bot.mentoring.matching.pairing.EXACT", 100)
    monkeypatch.setattr("bot.mentoring.matching.pairing.BEST", 12)
    pruned = pair(peers, apart, {}, 1)
    assert whole.worth(pruned)[:2] == whole.worth(exact)[:2] == (160, 80)
    assert whole.worth(pruned)[2] >= 0.98 * whole.worth(exact)[2]
    # Whom nobody would choose is found a partner in a second look.
    monkeypatch.setattr("bot.mentoring.matching.pairing.BEST", 1)
    assert len(pair(peers, apart, {}, 1).left) == 0


def test_more_places_than_a_matrix_may_hold_are_given_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learners = people(30, 1)
    mentors = [replace(each, places=5) for each in people(10, 2, first=100)]
    exact = assign(learners, mentors)
    monkeypatch.setattr("bot.mentoring.matching.assigning.MOST_CELLS", 30 * 10)
    found = assign(learners, mentors)
    assert len(found) == len(exact)
    taken = [mentor for _learner, mentor in found]
    assert max(map(taken.count, taken)) <= 5
