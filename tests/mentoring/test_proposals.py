"""Proves what becomes of proposals: yes, no, nobody's answer, a place that is gone; nobody is lost, doubled or named (M4)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.attention.store import holds
from bot.mentoring.model.refusals import NoMentoring, ProposalGone
from bot.mentoring.model.values import OVER, PAIR, PROPOSAL, RESTS, PairKind, Proposal, ProposalState, Role
from bot.mentoring.service.looking import look_at_noon, look_now
from bot.mentoring.service.proposed import Stands
from bot.mentoring.service.proposing import make_room, withdraw
from bot.mentoring.store import profiles, settings
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, GUILD, START, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den

DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
NOON = START - timedelta(hours=1) + DAY  # Tuesday 12:00 in Berlin


async def look(den: Den) -> None:
    """Look for mentors now, wherever that is due or not."""
    await den.app.db.write(lambda tx: look_now(tx, GUILD))
    while await den.mentoring.look_for_mentors():
        pass


async def next_look(den: Den, guild_id: int = GUILD) -> datetime | None:
    """When mentors are looked for next in a server."""
    found = await den.app.db.read(lambda tx: settings.get(tx, guild_id))
    assert found is not None
    return found.match_at


async def open_of(den: Den, who: int) -> Proposal:
    """The one open proposal of somebody."""
    (found,) = [each for each in await den.proposals(who) if each.state is ProposalState.OPEN]
    return found


async def told(den: Den, who: int, kind: str) -> list[int]:
    """The subjects of what of this kind waits for somebody."""
    return [each.subject_id for each in await den.waiting(who, kind)]


async def test_a_look_at_noon_asks_both_once_and_two_yes_make_a_pair(den: Den) -> None:
    """Nobody is asked before; it waits for the shorter window; the learner leaves the queue, a place is taken."""
    await den.offers(BEN)
    await den.seeks(ANA)
    await den.says(BEN, window=3)
    await den.app.db.write(lambda tx: look_at_noon(tx, GUILD))
    assert await den.mentoring.next_look() == NOON == await next_look(den)
    assert not await den.mentoring.look_for_mentors()
    den.clock.now = NOON
    assert await den.mentoring.look_for_mentors()
    assert not await den.mentoring.look_for_mentors()
    assert await next_look(den) is None  # nobody waits any more
    made = await open_of(den, ANA)
    assert (made.mentor_id, made.until) == (BEN, NOON + 3 * DAY)
    assert await told(den, ANA, PROPOSAL) == [made.id] == await told(den, BEN, PROPOSAL)
    lines = [(await den.waiting(each, PROPOSAL))[0] for each in (ANA, BEN)]
    assert [each.expires_at for each in lines] == [NOON + 5 * DAY, NOON + 3 * DAY]
    assert (await den.mentoring.say_yes(BEN, made.id)).stands is Stands.WAITS
    assert (await open_of(den, ANA)).until == NOON + 5 * DAY  # by the window of who is asked still
    assert not await told(den, BEN, PROPOSAL)
    assert await told(den, ANA, PROPOSAL)
    for _again in range(2):
        seen = await den.mentoring.say_yes(ANA, made.id)
        (pair,) = await den.pairs(ANA)
        assert (seen.stands, seen.part, seen.pair_id) == (Stands.AGREED, Role.SEEK, pair.id)
    assert pair.kind is PairKind.MENTOR
    assert pair.reasons == made.reasons
    assert pair.others(ANA) == (BEN,)
    assert (await den.mentoring.proposed(BEN, made.id)).stands is Stands.AGREED
    assert not await den.wishes(ANA)
    assert Role.OFFER in await den.wishes(BEN)
    for each in (ANA, BEN):
        assert await told(den, each, PAIR) == [pair.id]
        assert not await told(den, each, PROPOSAL)
    with pytest.raises(ProposalGone):
        await den.mentoring.say_no(ANA, made.id)


async def test_after_a_no_the_next_is_looked_for_and_the_two_meet_no_more_for_this_wish(den: Den) -> None:
    """Who said yes hears that kindly, who was only asked hears nothing; a new wish begins anew."""
    await den.seeks(ANA, 0, 1)
    await den.offers(BEN, 0, 1)
    await look(den)
    first = await open_of(den, ANA)
    await den.mentoring.say_yes(ANA, first.id)
    assert await den.mentoring.say_no(BEN, first.id) is Role.OFFER
    assert await next_look(den) == den.now()
    assert [each.words for each in await den.waiting(ANA, OVER)] == [{"part": "seek"}]
    await look(den)
    assert not await told(den, ANA, PROPOSAL)
    assert await next_look(den) == NOON
    await den.offers(CLEO, 0)
    await look(den)
    second = await open_of(den, ANA)
    assert second.mentor_id == CLEO
    assert await den.mentoring.say_no(ANA, second.id) is Role.SEEK
    assert not await den.waiting(CLEO)
    for gone in (first, second):
        for who in (ANA, BEN, CLEO):
            with pytest.raises(ProposalGone):
                await den.mentoring.say_yes(who, gone.id)
    den.clock.now += MOMENT
    await den.app.db.write(lambda tx: profiles.remove_wish(tx, GUILD, ANA, Role.SEEK))
    await den.seeks(ANA, 0, 1)
    await look(den)
    assert (await open_of(den, ANA)).mentor_id == BEN  # they share more


async def test_who_leaves_three_in_a_row_rests_and_an_answer_begins_anew(den: Den) -> None:
    """Silence ends a proposal after the window and counts; not for who is away, nor for a time in which we were down."""
    await den.offers(BEN, places=5)
    await den.seeks(ANA)
    for number in range(3):
        await den.app.db.write(lambda tx: profiles.remove_wish(tx, GUILD, ANA, Role.SEEK))
        await den.seeks(ANA)
        await look(den)
        made = await open_of(den, ANA)
        await den.mentoring.say_yes(ANA, made.id)
        assert await den.mentoring.next_overdue() == made.until
        if number == 2:
            await den.seeks(DAN)  # somebody else is asked of Ben too by then
            await look(den)
        den.clock.now = made.until - MOMENT
        assert not await den.mentoring.end_overdue(10)
        den.clock.now = made.until
        assert await den.mentoring.end_overdue(10)
        assert not await den.mentoring.end_overdue(10)
        assert await told(den, ANA, OVER)
        assert not await told(den, BEN, OVER)
        assert (await den.profile(BEN)).silences == (number + 1) % 3
    assert (await den.profile(BEN)).rests_at == den.now()
    assert await told(den, BEN, RESTS)
    assert not await told(den, BEN, PROPOSAL)
    assert not await told(den, DAN, OVER)
    assert not [each for each in await den.proposals(DAN) if each.state is ProposalState.OPEN]
    assert (await den.profile(ANA)).silences == 0

    await den.says(BEN, rests_at=None, silences=2)
    await look(den)
    made = await open_of(den, DAN)
    den.clock.now = made.until + timedelta(hours=3)
    assert await den.mentoring.end_overdue(10)  # nobody could answer while we were down
    made = await open_of(den, DAN)
    assert made.until == den.now() + DAY
    assert (await den.profile(BEN)).silences == 2
    assert (await den.waiting(BEN, PROPOSAL))[0].expires_at == made.until
    today = made.until.date()
    await den.app.db.write(lambda tx: holds.add_away(tx, BEN, today, today))
    den.clock.now = made.until
    assert await den.mentoring.end_overdue(10)
    assert ((await den.profile(BEN)).silences, (await den.profile(DAN)).silences) == (2, 1)
    await den.offers(EVA, places=2)
    await look(den)
    await den.mentoring.say_no(DAN, (await open_of(den, DAN)).id)
    assert (await den.profile(DAN)).silences == 0


async def test_what_changed_since_the_snapshot_is_seen_and_everybody_else_gets_theirs(den: Den) -> None:
    """Paused, erased, excluded, gone: the others are asked exactly once, and mentors are looked for again at once."""
    learners, mentors = [*range(1, 9)], [*range(21, 29)]
    for learner, mentor in zip(learners, mentors, strict=True):
        await den.seeks(learner)
        await den.offers(mentor)
    found = list(zip(learners, mentors, strict=True))
    await den.app.db.write(lambda tx: look_now(tx, GUILD))
    taken = await den.mentoring.take_look()
    assert taken is not None
    assert await den.mentoring.take_look() is None
    await den.says(1, paused_at=den.now())
    await den.says(22, rests_at=den.now())
    await den.exclude(3, 23)
    await den.leaves(4)
    await den.app.db.write(lambda tx: profiles.erase(tx, 25))
    await den.propose(6, 28)
    assert not await den.mentoring.propose(taken, found, 1)
    asked = {each: await told(den, each, PROPOSAL) for each in (*learners, *mentors)}
    assert [each for each, lines in asked.items() if lines] == [7, 27]
    assert await next_look(den) == taken.until  # it is this look's still
    assert not await den.mentoring.propose(taken, found, 1)
    await den.mentoring.end_look(taken, soon=True)
    assert await next_look(den) == den.now() + timedelta(minutes=1)
    den.clock.now += timedelta(minutes=1)
    assert await den.mentoring.look_for_mentors()
    assert await next_look(den) == NOON
    asked = {each: await told(den, each, PROPOSAL) for each in (*learners, *mentors)}
    assert sorted(each for each, lines in asked.items() if lines) == [2, 3, 5, 7, 8, 21, 23, 24, 26, 27]
    assert all(len(lines) <= 1 for lines in asked.values())


async def test_a_look_that_was_killed_is_done_again_and_one_asked_for_meanwhile_is_kept(den: Den) -> None:
    """Between the claim and the proposals nothing is lost or doubled, however many look."""
    await den.seeks(ANA)
    await den.offers(BEN, places=2)
    await den.app.db.write(lambda tx: look_now(tx, GUILD))
    killed = await den.mentoring.take_look()
    assert killed is not None
    assert not await den.mentoring.look_for_mentors()
    den.clock.now = killed.until
    assert await den.mentoring.look_for_mentors()
    assert not await den.mentoring.propose(killed, [(ANA, BEN)], 1)  # it was only slow
    await den.mentoring.end_look(killed)
    assert len(await told(den, ANA, PROPOSAL)) == 1 == len(await den.proposals(BEN))
    await den.app.db.write(lambda tx: look_now(tx, GUILD))
    slow = await den.mentoring.take_look()
    assert slow is not None
    await den.seeks(CLEO)
    await den.app.db.write(lambda tx: look_now(tx, GUILD))
    await den.mentoring.end_look(slow)
    assert await next_look(den) == den.now()
    await look(den)
    assert (await open_of(den, CLEO)).mentor_id == BEN
    await den.seeks(DAN)
    await den.change(is_on=False, match_at=den.now())
    assert await den.mentoring.look_for_mentors()
    assert await next_look(den) is None
    assert not await den.waiting(DAN)


async def test_a_place_that_is_gone_costs_nobody_their_date(den: Den) -> None:
    """Fewer places, a pause, the end of an offer: what is too much ends kindly, and nobody was declined."""
    since = den.now() - 9 * DAY
    for each in (ANA, BEN, CLEO):
        await den.seeks(each, since=since)
    await den.offers(EVA, places=3)
    await look(den)
    ana, ben, cleo = [await open_of(den, each) for each in (ANA, BEN, CLEO)]
    await den.mentoring.say_yes(CLEO, cleo.id)
    await den.wish(EVA, Role.OFFER, places=2)
    await den.app.db.write(lambda tx: make_room(tx, GUILD, EVA))
    newest = max(ana, ben, key=lambda each: each.id)
    oldest = min(ana, ben, key=lambda each: each.id)
    with pytest.raises(ProposalGone):
        await den.mentoring.say_yes(newest.learner_id, newest.id)
    await den.wish(EVA, Role.OFFER, places=1)
    assert (await den.mentoring.say_yes(EVA, cleo.id)).stands is Stands.AGREED  # there is room for one
    assert not await den.waiting(oldest.learner_id)
    for each in (ANA, BEN):
        assert (await den.wishes(each))[Role.SEEK].since == since
    await den.wish(EVA, Role.OFFER, places=2)
    await look(den)
    (again,) = [each for who in (ANA, BEN) for each in await den.proposals(who) if each.mentor_id == EVA]
    await den.mentoring.say_yes(again.learner_id, again.id)
    await den.wish(EVA, Role.OFFER, places=1)
    taken = await den.mentoring.say_yes(EVA, again.id)
    assert (taken.stands, taken.part) == (Stands.TAKEN, Role.OFFER)
    assert await told(den, again.learner_id, OVER)
    assert not await told(den, EVA, OVER)
    await den.wish(EVA, Role.OFFER, places=3)
    await look(den)
    for who in (ANA, BEN):
        await den.mentoring.say_yes(who, (await open_of(den, who)).id)
    await den.app.db.write(lambda tx: withdraw(tx, GUILD, ANA, Role.OFFER))  # she is no mentor
    assert await open_of(den, ANA)
    await den.app.db.write(lambda tx: withdraw(tx, GUILD, EVA))
    for who in (ANA, BEN):
        assert not await den.proposals(who)
        assert await told(den, who, OVER)


async def test_only_its_sides_see_a_proposal_and_only_while_it_is_true(sqlite_den: Den) -> None:
    """A stranger finds nothing; switched off it says so; that one excluded the other shows only as any silence does."""
    den = sqlite_den
    await den.seeks(ANA, 0, 1)
    await den.offers(BEN, 0, 1)
    await look(den)
    made = await open_of(den, ANA)
    with pytest.raises(ProposalGone):
        await den.mentoring.proposed(CLEO, made.id)
    seen = await den.mentoring.proposed(BEN, made.id)
    assert (seen.part, seen.stands, len(seen.topics)) == (Role.OFFER, Stands.OPEN, 2)
    lines = [*await den.waiting(ANA), *await den.waiting(BEN)]
    assert len(await den.mentoring.proposals_told(lines)) == 2
    await den.mentoring.say_yes(ANA, made.id)
    assert [each.part for each in (await den.mentoring.proposals_told(lines)).values()] == [Role.OFFER]
    await den.change(is_on=False)
    assert not await den.mentoring.proposals_told(lines)
    with pytest.raises(NoMentoring):
        await den.mentoring.say_yes(BEN, made.id)
    await den.change()
    await den.exclude(ANA, BEN)
    assert (await den.mentoring.say_yes(BEN, made.id)).stands is Stands.WAITS
    assert not await den.pairs(ANA)
    assert not await den.waiting(ANA, OVER)
    den.clock.now = (await open_of(den, ANA)).until
    await den.mentoring.end_overdue(10)
    assert len(await den.waiting(BEN, OVER)) == 1
    assert not {(await den.profile(who)).silences for who in (ANA, BEN)} - {0}
    await look(den)
    assert len(await den.proposals(ANA)) == 1
    assert Role.SEEK in await den.wishes(ANA)
    over = await den.waiting(ANA, OVER)
    assert await den.mentoring.overs_told(over) == {over[0].id: Role.SEEK}
    await den.app.db.write(lambda tx: profiles.remove_wish(tx, GUILD, ANA, Role.SEEK))
    assert not await den.mentoring.overs_told(over)
