"""Proves that nobody is counted silent whom the question could not reach, and what an opened proposal leaves (M4, M7)."""

from __future__ import annotations

from datetime import timedelta

from bot.attention.model.values import Mailbox
from bot.attention.store import holds, mailboxes
from bot.mentoring.model.values import FOLLOW_UP, FOLLOW_UP_FOR, PROPOSAL, RESTS
from bot.mentoring.service.proposed import Stands
from bot.mentoring.store import pairs
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, START, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den
from tests.mentoring.test_follow_ups import ask, close
from tests.mentoring.test_proposals import DAY, look, open_of, told


async def test_of_whom_the_question_could_not_reach_nothing_is_expected(sqlite_den: Den) -> None:
    den = sqlite_den
    away, down, off, left, removed = 31, 33, 35, 37, 40
    await den.peers(*range(30, 42))
    await den.says(off, silences=2)

    async def silences(who: int) -> int:
        return (await den.profile(who)).silences

    await den.partners(30, away)
    await ask(den)
    back = den.clock.now.date() + timedelta(days=6)  # the day before it closes, and a weekend follows
    await den.app.db.write(lambda tx: holds.add_away(tx, away, den.clock.now.date(), back))
    await close(den)
    assert (await silences(30), await silences(away)) == (1, 0)
    await den.partners(32, down)
    await ask(den)
    den.clock.now += FOLLOW_UP_FOR + timedelta(hours=3)
    await den.mentoring.ask_how(10)
    assert (await silences(down), await den.mentoring.next_follow_up()) == (0, None)
    await den.partners(34, off)
    await ask(den)
    await den.change(is_on=False)
    await close(den)
    assert (await silences(off), await den.waiting(off, RESTS)) == (2, [])
    await den.change()
    await den.partners(36, left, 38)
    await ask(den)
    await den.app.db.write(lambda tx: pairs.end_peers(tx, GUILD, [36], range(1, 99)))
    await den.leaves(left)
    own = await den.mentoring.pool(GUILD, 36)
    assert (own.pairs, len(own.how)) == ((), 1), "a new round came; the card shows the question still"
    await close(den)
    assert (await silences(36), await silences(left)) == (1, 0)
    asked = await den.partners(39, removed)
    await ask(den)
    later = await den.partners(41, 30)
    await den.app.communities.went(GUILD)
    await close(den)
    assert (await silences(removed), asked.id < later.id) == (0, True)
    assert not await den.waiting(41, FOLLOW_UP), "we are not there any more"


async def test_whose_own_time_is_not_over_or_who_was_never_reached_left_nothing_unanswered(den: Den) -> None:
    """Also who has bundles: one after noon on a Friday reaches nobody before Monday, when two days are over."""
    await den.offers(BEN)
    await den.seeks(ANA)
    await den.says(ANA, window=2)
    await den.says(BEN, window=7)
    await look(den)
    den.clock.now += 2 * DAY
    assert await den.mentoring.end_overdue(10)
    assert [(await den.profile(who)).silences for who in (ANA, BEN)] == [1, 0]
    den.clock.now = START + 4 * DAY
    await den.app.db.write(lambda tx: mailboxes.save(tx, Mailbox(CLEO, bundles=1)))
    await den.offers(DAN)
    await den.seeks(CLEO)
    await den.says(CLEO, window=2)
    await den.says(DAN, window=2)
    for who in (ANA, BEN):
        await den.says(who, paused_at=START)
    await look(den)
    den.clock.now += 2 * DAY
    assert await den.mentoring.end_overdue(10)
    assert [(await den.profile(who)).silences for who in (CLEO, DAN)] == [0, 1]
    await den.app.communities.went(GUILD)
    await look(den)
    assert not await den.waiting(CLEO, PROPOSAL), "the bot was removed"


async def test_who_opened_a_proposal_finds_it_on_their_card_alone(sqlite_den: Den) -> None:
    """It is not shown behind a command then, nor in a bundle; Discord is asked soon whether both are there (A2)."""
    den = sqlite_den
    await den.offers(BEN)
    await den.seeks(ANA)
    await den.app.people.ask_about([(GUILD, ANA), (GUILD, BEN)])
    den.clock.now += DAY
    await look(den)
    assert await den.mentoring.next_look() is None
    assert {each.user_id for each in await den.app.people.take_checks(9)} == {ANA, BEN}
    assert not await den.app.people.take_checks(9)
    made = await open_of(den, ANA)
    assert await den.mentoring.unseen_proposal(ANA, GUILD)
    assert (await den.mentoring.open_proposal(ANA, made.id)).stands is Stands.OPEN
    assert await den.mentoring.unseen_proposal(ANA, GUILD) is None
    assert not await told(den, ANA, PROPOSAL)
    assert await told(den, BEN, PROPOSAL) == [made.id]
    assert (await den.mentoring.pool(GUILD, ANA)).unanswered == (made,)
