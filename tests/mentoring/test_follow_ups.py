"""Proves the question how it went: once, to whom, and what follows from answers and from silence (M7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import (
    FOLLOW_UP,
    FOLLOW_UP_AFTER,
    FOLLOW_UP_FOR,
    RESTS,
    SILENCES,
    FollowUp,
    Pair,
    Role,
)
from bot.mentoring.service.following import SURE
from bot.mentoring.service.pairing import part
from bot.mentoring.store import pairs
from tests.mentoring.house import ANA, BEN, CLEO, GUILD, Den
from tests.mentoring.house import den as den


async def ask(den: Den) -> None:
    """Five days later, they are asked."""
    den.clock.now += FOLLOW_UP_AFTER
    while await den.mentoring.ask_how(10):
        pass


async def close(den: Den) -> None:
    """A week after that, nobody waits for an answer any more."""
    den.clock.now += FOLLOW_UP_FOR
    while await den.mentoring.ask_how(10):
        pass


async def asked(den: Den, *who: int) -> list[bool]:
    """Whether the question waits for each, and can be answered."""
    return [bool(await den.mentoring.follow_ups_told(await den.waiting(each, FOLLOW_UP))) for each in who]


async def rest(den: Den, *who: int) -> list[bool]:
    """Who rests, and is told so."""
    states = [(await den.profile(each)).rests_at is not None for each in who]
    lines = [await den.mentoring.rests_told(await den.waiting(each, RESTS)) for each in who]
    assert [bool(each) for each in lines] == states
    return states


async def partners(den: Den, *who: int) -> Pair:
    """These are in the pool, and a pair."""
    await den.peers(*who)
    return await den.partners(*who)


async def test_both_are_asked_once_and_neither_learns_what_the_other_said(den: Den) -> None:
    pair = await partners(den, ANA, BEN)
    assert await den.mentoring.next_follow_up() == den.clock.now + FOLLOW_UP_AFTER
    with pytest.raises(PairGone):
        await den.mentoring.how(ANA, pair.id)
    await ask(den)
    assert await asked(den, ANA, BEN, CLEO) == [True, True, False]
    before = await den.mentoring.how(BEN, pair.id)
    await den.mentoring.went(ANA, pair.id, FollowUp.NOT)
    assert await asked(den, ANA, BEN) == [False, True]
    after = await den.mentoring.how(BEN, pair.id)
    assert (before.others[0].user_id, after.others[0].user_id) == (ANA, ANA)
    await den.mentoring.went(ANA, pair.id, FollowUp.MET)
    await den.mentoring.went(BEN, pair.id, FollowUp.PLANNED)
    assert await rest(den, ANA, BEN) == [False, False]
    await close(den)
    assert await asked(den, ANA, BEN) == [False, False]
    assert await den.mentoring.next_follow_up() is None
    with pytest.raises(PairGone):
        await den.mentoring.went(ANA, pair.id, FollowUp.MET)


async def test_when_all_say_not_this_time_all_rest_and_are_proposed_nobody(den: Den) -> None:
    await den.seeks(ANA)
    proposal = await den.propose(ANA, CLEO)
    pair = await partners(den, ANA, BEN)
    three = await partners(den, CLEO, 21, 22)
    await ask(den)
    for who in (CLEO, 21):
        await den.mentoring.went(who, three.id, FollowUp.NOT)
    await den.mentoring.went(22, three.id, FollowUp.RATHER_NOT)
    await den.mentoring.went(ANA, pair.id, FollowUp.NOT)
    assert await rest(den, ANA, BEN, CLEO) == [False, False, False]
    await den.mentoring.went(BEN, pair.id, FollowUp.NOT)
    sure, slip = den.clock.now + SURE, await den.partners(24, 25, follow_at=den.clock.now)
    await den.peers(24, 25)
    await den.mentoring.ask_how(10)
    for who, said in ((24, FollowUp.NOT), (25, FollowUp.NOT), (25, FollowUp.MET)):
        await den.mentoring.went(who, slip.id, said)
    assert await rest(den, ANA, BEN) == [False, False], "they can change it for an hour"
    assert await den.mentoring.next_follow_up() == sure
    den.clock.now = sure
    await den.mentoring.ask_how(10)
    assert await rest(den, 24, 25) == [False, False], "a slip that was changed"
    assert await rest(den, ANA, BEN, CLEO) == [True, True, False]
    assert [each.id for each in await den.proposals(ANA) if each.state == "open"] == []
    assert proposal.id
    assert (await den.wishes(ANA)).keys() == {Role.SEEK, Role.PEERS}, "what they chose is kept"


async def test_three_silences_in_a_row_let_somebody_rest_and_an_answer_begins_anew(den: Den) -> None:
    await den.peers(ANA, BEN)
    for number in range(SILENCES):
        pair = await den.partners(ANA, BEN)
        await ask(den)
        if number == 1:
            await den.mentoring.went(BEN, pair.id, FollowUp.RATHER_NOT)
        assert await rest(den, ANA, BEN) == [False, False]
        await close(den)
    assert await rest(den, ANA, BEN) == [True, False]
    assert (await den.profile(BEN)).silences == 1
    await den.partners(ANA, BEN)
    await ask(den)
    await close(den)
    assert (await den.profile(ANA)).silences == 0, "nothing is expected of who rests"


async def test_of_who_is_away_or_in_no_pool_nothing_is_expected(den: Den) -> None:
    await den.peers(ANA)
    await den.partners(ANA, BEN)
    await ask(den)
    await close(den)
    assert [(await den.profile(each)).silences for each in (ANA, BEN)] == [1, 0]
    await den.partners(ANA, BEN)
    await ask(den)
    await den.app.attention.go_away(ANA, den.clock.now.date(), None, guild_id=GUILD, language="en")
    await close(den)
    assert (await den.profile(ANA)).silences == 1


async def test_nobody_is_asked_of_a_pair_that_ended_or_whose_other_half_is_gone(den: Den) -> None:
    ended, three = await den.mentors(BEN, ANA), await den.partners(CLEO, 22, 23)
    await den.partners(ANA, 21)
    by_a_round = await den.partners(31, 32)
    await den.mentoring.end_pair(ANA, ended.id)
    await den.leaves(21)
    await den.leaves(22)
    await den.app.db.write(lambda tx: part(tx, GUILD, 22))
    await ask(den)
    assert await asked(den, ANA, BEN, 21, 22) == [False] * 4
    assert await asked(den, CLEO, 23, 31, 32) == [True] * 4
    await den.app.db.write(lambda tx: pairs.end_peers(tx, GUILD, [31], range(1, 99)))
    assert await asked(den, 31, 32) == [True] * 2, "a new round came, and they can answer still"
    await den.mentoring.went(31, by_a_round.id, FollowUp.MET)
    await den.app.db.write(lambda tx: part(tx, None, CLEO))
    assert await asked(den, CLEO) == [False]
    with pytest.raises(PairGone):  # of the three one is left
        await den.mentoring.went(23, three.id, FollowUp.NOT)
    await den.partners(41, 42)
    await den.app.db.write(lambda tx: pairs.end_peers(tx, GUILD, [42], range(1, 99)))
    await ask(den)
    assert await asked(den, 41, 42) == [False, False], "a new round was quicker"


async def test_a_question_that_is_much_too_late_is_asked_of_nobody(den: Den) -> None:
    await partners(den, ANA, BEN)
    den.clock.now += FOLLOW_UP_AFTER + FOLLOW_UP_FOR + timedelta(minutes=1)
    assert await den.mentoring.ask_how(10) == 1
    assert await asked(den, ANA, BEN) == [False, False]
    assert await den.mentoring.ask_how(10) == 0
