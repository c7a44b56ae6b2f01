"""Proves that no mentor gets more than they offered, and that nobody is lost, however many answer or look at once (M2, M4)."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.attention.store import intents
from bot.core.db import Tx
from bot.mentoring.model.refusals import ProposalGone
from bot.mentoring.model.values import PAIR, PROPOSAL, Proposal, ProposalState, Reasons, Role, Said, Wish
from bot.mentoring.service.looking import look_now
from bot.mentoring.service.proposed import Proposed, Stands
from bot.mentoring.store import pairs, profiles, proposals
from tests.mentoring.house import ANA, BEN, CLEO, GUILD, Den
from tests.mentoring.house import den as den

LEARNERS, MENTORS, PLACES = range(1_000, 1_100), range(2_000, 2_006), 5


async def yes(den: Den, who: int, proposal_id: int) -> Stands | None:
    """Somebody says yes; None: it is over."""
    try:
        seen: Proposed = await den.mentoring.say_yes(who, proposal_id)
    except ProposalGone:
        return None
    return seen.stands


async def test_a_hundred_accept_thirty_places_at_once(den: Den) -> None:
    """Each place is given once; whoever has none keeps their date in the queue, and is asked no more about what is gone."""
    since = den.now() - timedelta(days=3)
    about = await den.topic_ids(0)

    def begin(tx: Tx) -> list[Proposal]:
        made = []
        for mentor in MENTORS:
            profiles.save_wish(tx, Wish(GUILD, mentor, Role.OFFER, about, places=PLACES))
        for number, learner in enumerate(LEARNERS):
            profiles.save_wish(tx, Wish(GUILD, learner, Role.SEEK, about, since=since))
            mentor, until = MENTORS[number % len(MENTORS)], tx.now + timedelta(days=5)
            new = proposals.add(tx, Proposal(GUILD, learner, mentor, Reasons(about), tx.now, until), seed=1)
            made.append(replace(new, mentor_said=Said.YES))
            proposals.save(tx, made[-1])
        return made

    made = await den.app.db.write(begin)
    stands = await asyncio.gather(*(yes(den, each.learner_id, each.id) for each in made))
    assert stands.count(Stands.AGREED) == len(MENTORS) * PLACES
    assert await den.app.db.read(lambda tx: pairs.taken_places(tx, GUILD)) == Counter(
        dict.fromkeys(MENTORS, PLACES)
    )
    waiting = await den.app.db.read(lambda tx: profiles.wishes(tx, GUILD, Role.SEEK))
    agreed = {each.learner_id for each, stood in zip(made, stands, strict=True) if stood is Stands.AGREED}
    assert {each.user_id for each in waiting} == set(LEARNERS) - agreed
    assert {each.since for each in waiting} == {since}
    assert not await den.app.db.read(lambda tx: proposals.open_in(tx, GUILD))
    told = await den.app.db.read(lambda tx: intents.waiting_in(tx, GUILD, PAIR))
    sides = Counter(each.user_id for each in told)
    assert sides == Counter({**dict.fromkeys(agreed, 1), **dict.fromkeys(MENTORS, PLACES)})


async def test_two_take_the_last_place_at_once(den: Den) -> None:
    """One wins, the other keeps the date; both sides saying yes at the same moment make one pair."""
    dates = {each: den.now() - timedelta(days=each) for each in (ANA, BEN)}
    await den.offers(CLEO, places=1)
    for each, since in dates.items():
        await den.seeks(each, since=since)
    both = [await den.propose(each, CLEO) for each in dates]
    stands = await asyncio.gather(
        *(yes(den, who, each.id) for each in both for who in (each.learner_id, CLEO))
    )
    assert Stands.AGREED in stands
    (pair,) = await den.pairs(CLEO)
    (winner,) = pair.others(CLEO)
    loser = ANA + BEN - winner
    assert not await den.wishes(winner)
    assert (await den.wishes(loser))[Role.SEEK].since == dates[loser]
    assert not await den.pairs(loser)
    assert not [each for each in await den.proposals(loser) if each.state is not ProposalState.OVER]


async def test_many_look_at_once_and_people_go_meanwhile(den: Den) -> None:
    """Four processes look while some pause, are erased or leave; each of the others is asked exactly once."""
    people = 24
    about = await den.topic_ids(0)

    def begin(tx: Tx) -> None:
        for number in range(people):
            profiles.save_wish(tx, Wish(GUILD, 1_000 + number, Role.SEEK, about))
            profiles.save_wish(tx, Wish(GUILD, 2_000 + number, Role.OFFER, about))

    await den.app.db.write(begin)
    gone = {*range(1_000, 1_000 + people, 8), *range(2_004, 2_000 + people, 8)}

    async def goes(who: int) -> None:
        await den.app.db.write(lambda tx: profiles.erase(tx, who))

    async def looks() -> None:
        for _again in range(2):
            await den.app.db.write(lambda tx: look_now(tx, GUILD))
            await den.mentoring.look_for_mentors()

    await asyncio.gather(*(looks() for _process in range(4)), *(goes(who) for who in sorted(gone)))
    await looks()
    open_now = await den.app.db.read(lambda tx: proposals.open_in(tx, GUILD))
    alive = [each for each in open_now if not {each.learner_id, each.mentor_id} & gone]
    learners, mentors = [each.learner_id for each in open_now], [each.mentor_id for each in open_now]
    assert len(set(learners)) == len(learners)
    assert len(set(mentors)) == len(mentors)
    staying = people - sum(who < 2_000 for who in gone)
    assert staying - sum(who >= 2_000 for who in gone) <= len(alive) <= staying
    lines = await den.app.db.read(lambda tx: intents.waiting_in(tx, GUILD, PROPOSAL))
    asked = Counter((each.user_id, each.subject_id) for each in lines)
    assert asked == Counter((who, each.id) for each in open_now for who in (each.learner_id, each.mentor_id))
