"""Proves how well two people fit and why, and that matrices hold the same scores as the plain functions."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mentoring.matching import scores
from bot.mentoring.model import scoring
from bot.mentoring.model.hours import ALL
from bot.mentoring.model.leaving import why_left, why_waiting
from bot.mentoring.model.rounds import Left
from bot.mentoring.model.scoring import Candidate, can_meet, fits, mentor_score, peer_score, reasons_for
from bot.mentoring.model.values import Background, Level, Path, Role
from tests.mentoring.pools import people, some_apart

ANA = Candidate(1, frozenset({1, 2}), Level.NEW, Path.COURSE.value, Background.HEALTH.value, frozenset({7}))
BEN = Candidate(2, frozenset({2, 3}), Level.SAME, Path.COURSE.value, Background.SOFTWARE.value)
NIGHT, DAY = 0b1111_1111 << 400, 0b1111_1111 << 40
TOPICS = st.frozensets(st.integers(1, 200), max_size=6)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    weeks = draw(st.lists(st.sampled_from([0, NIGHT, DAY, DAY << 4, NIGHT | DAY, ALL]), min_size=1))
    some = st.builds(
        Candidate,
        st.just(0),
        TOPICS,
        st.sampled_from(Level),
        st.sampled_from(["", *Path]),
        st.sampled_from(["", *Background]),
        TOPICS,
        st.sampled_from(weeks),
        st.booleans(),
        st.integers(0, 500),
        st.just(1),
        st.integers(0, 12),
        st.integers(0, 30),
    )
    found = draw(st.lists(some, min_size=1, max_size=12))
    return [replace(each, user_id=at) for at, each in enumerate(found, start=1)]


@settings(max_examples=25)
@given(candidates(), st.integers(0, 2**32))
def test_matrices_hold_what_the_plain_functions_say(pool: list[Candidate], seed: int) -> None:
    random = Random(seed)
    apart, met = (
        some_apart(pool, random, 0.2),
        dict.fromkeys(some_apart(pool, random, 0.3), random.randint(1, 14)),
    )
    ways = {(a, b) for two in apart for a, b in permutations(two)}
    before = {(a, b) for two in met for a, b in permutations(two)}
    mentors = pool[len(pool) // 3 :]  # some are both
    asked = scores.whole(scores.of_mentors(pool, mentors, ways, before), len(pool), len(mentors))
    paired = scores.whole(scores.of_peers(pool, apart, met), len(pool), len(pool))
    for row, one in enumerate(pool):
        for column, other in enumerate(mentors):
            way, cell = (one.user_id, other.user_id), asked[row, column]
            may = fits(one, other) and can_meet(one, other) and way not in ways
            assert cell == mentor_score(one, other, met=way in before) if may else cell < scores.NEVER
        for column, other in enumerate(pool):
            two, cell = frozenset({one.user_id, other.user_id}), paired[row, column]
            may = one is not other and can_meet(one, other) and two not in apart
            assert cell == peer_score(one, other, met_ago=met.get(two, 0)) if may else cell < scores.NEVER


def test_a_large_pool_is_worked_out_in_blocks_as_well() -> None:
    pool = people(300, seed=1)
    matrix = scores.whole(scores.of_peers(pool), 300, 300)
    assert (matrix == matrix.T).all()
    for row, column in [(0, 299), (127, 128), (255, 256), (299, 3)]:
        may = can_meet(pool[row], pool[column])
        assert matrix[row, column] == peer_score(pool[row], pool[column]) if may else matrix[row, column] < 0


def test_what_counts_for_whom() -> None:
    assert mentor_score(ANA, BEN) == mentor_score(replace(ANA, waited=3), BEN) - 3 * scoring.DAY
    assert mentor_score(ANA, BEN) > mentor_score(ANA, replace(BEN, level=Level.AHEAD)), (
        "the next step is the best"
    )
    assert mentor_score(ANA, BEN) > mentor_score(ANA, replace(BEN, background=ANA.background))
    assert peer_score(ANA, BEN) == peer_score(BEN, ANA)
    long_ago, lately = peer_score(ANA, BEN, met_ago=12), peer_score(ANA, BEN, met_ago=1)
    assert lately < long_ago < peer_score(ANA, replace(BEN, topics=frozenset({9}), week=0, path=""))
    assert not fits(BEN, ANA), "a mentor is not behind"
    assert not fits(ANA, ANA)
    # Whoever sat out comes before everything else, of them who was in threes before.
    most = 100 * (scoring.REPEAT + scoring.RECENT * scoring.LONG_AGO + scoring.THREE * scoring.MOST_THREES)
    assert most < scoring.SAT_OUT
    assert scoring.REPEAT > scoring.THREE * scoring.MOST_THREES


def test_reasons_are_of_these_two_alone() -> None:
    why = reasons_for(ANA, BEN, Role.SEEK)
    assert (why.topics, why.step, why.path, why.hours, why.backgrounds, why.others) == (
        *((2,), True, True, True, True),
        True,
    )
    assert reasons_for(replace(ANA, week=DAY), replace(BEN, week=NIGHT)).writing
    assert not reasons_for(ANA, replace(BEN, background="")).backgrounds
    three, four = (replace(ANA, user_id=at, topics=frozenset({2, at})) for at in (3, 4))
    assert scoring.reasons_of_three((ANA, three, four)).topics == (2,)


def test_that_somebody_does_not_want_to_is_no_fitting_partner_and_nothing_else() -> None:
    pool = people(9, seed=4)
    for apart in [
        some_apart(pool, Random(seed), chance) for seed in range(20) for chance in (0.2, 0.6, 0.95)
    ]:
        for one in pool:
            alone, now = why_left(one, pool, ()), why_left(one, pool, apart)
            assert now in {alone, Left.NO_FIT}
            mine = {
                frozenset(two)
                for two in combinations([each.user_id for each in pool], 2)
                if one.user_id in two
            }
            assert now == why_left(one, pool, apart & mine), "what others want says nothing of them"
    ana, ben = replace(ANA, week=DAY), replace(BEN, week=NIGHT)
    assert why_left(ana, [ana], ()) is Left.ODD
    others = [replace(ben, user_id=each) for each in range(2, 6)]
    assert why_left(ana, [ana, *others], [frozenset({1, 2})]) is Left.HOURS
    assert why_left(ana, [ana, *others[:3]], ()) is Left.NO_FIT, "of few nothing is told apart"
    assert why_left(ANA, [ANA, ben, BEN], [frozenset({1, 2})]) is Left.NO_FIT
    assert why_left(ANA, [ANA, BEN], []) is Left.ODD


def test_a_learner_waits_for_a_place_for_hours_or_for_a_fitting_mentor() -> None:
    assert why_waiting(ANA, [BEN], ()) is Left.PLACE
    assert why_waiting(ANA, [BEN], [(1, 2)]) is Left.NO_FIT
    assert why_waiting(ANA, [replace(BEN, topics=frozenset({9}))], ()) is Left.NO_FIT
    assert why_waiting(ANA, [], ()) is Left.NO_FIT
    assert why_waiting(replace(ANA, week=DAY), [replace(BEN, week=NIGHT)], [(1, 2)]) is Left.HOURS
