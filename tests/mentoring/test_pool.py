"""Proves what somebody is in the pool for: wishes and their dates, pausing, resting, stopping, with whom they are not matched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.core.db import Tx
from bot.mentoring.matching import Matching
from bot.mentoring.model.refusals import (
    NoMatching,
    NoMentoring,
    NotInPool,
    NoTopicChosen,
    NotWithYourself,
)
from bot.mentoring.model.values import OVER, RESTS, Level, Part, Path, Reasons, Role, Said
from bot.mentoring.service import resting
from bot.mentoring.service.pooling import Own
from bot.mentoring.service.snapshots import mentor_pool, peer_pool
from bot.mentoring.store import pairs, settings
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den


class Absent(Matching):
    """Whoever runs this bot did not install what matches people."""

    @property
    def is_there(self) -> bool:
        """It is not."""
        return False


async def matched(den: Den) -> set[int]:
    """Who might be matched now, as a learner, a mentor or a partner."""

    def read(tx: Tx) -> set[int]:
        mentors, peers = mentor_pool(tx, GUILD), peer_pool(tx, GUILD)
        return {each.user_id for some in (mentors.learners, mentors.mentors, peers.peers) for each in some}

    return await den.app.db.read(read)


async def looked_for(den: Den) -> bool:
    """Whether mentors are looked for by the next noon; they are not, from now on."""

    def look(tx: Tx) -> bool:
        found = settings.get(tx, GUILD)
        settings.set_match_at(tx, GUILD, None)
        return found is not None and found.match_at is not None and found.match_at <= tx.now + timedelta(1)

    return await den.app.db.write(look)


def roles(own: Own) -> set[Role]:
    """What somebody is in the pool for."""
    return set(own.wishes)


async def test_a_wish_needs_topics_and_keeps_its_date_when_it_is_changed(den: Den) -> None:
    python, torch, *more = await den.topic_ids()
    (elsewhere, *_rest) = await den.topic_ids(guild_id=OTHER_GUILD)
    for none in ((), (elsewhere,), (10**9,)):
        with pytest.raises(NoTopicChosen):
            await den.mentoring.wish(GUILD, ANA, Role.SEEK, none, Level.NEW)
    saved = await den.mentoring.wish(GUILD, ANA, Role.SEEK, [python, elsewhere, python], Level.NEW)
    assert saved.is_new
    wish = saved.own.wishes[Role.SEEK]
    assert (wish.topics, wish.level, wish.since) == ((python,), Level.NEW, den.clock.now)
    await den.offers(BEN)
    assert await looked_for(den)
    den.clock.forward(days=3)
    saved = await den.mentoring.wish(GUILD, ANA, Role.SEEK, [torch, *more], Level.SAME)
    assert not saved.is_new
    changed = saved.own.wishes[Role.SEEK]
    assert (changed.id, changed.since) == (wish.id, wish.since)
    assert changed.topics == (torch, *more[:4])
    assert (await den.mentoring.choices(GUILD, ANA, Role.SEEK)).wish == changed
    assert (await den.mentoring.choices(GUILD, ANA, Role.OFFER)).wish is None
    assert await den.wishes(ANA, OTHER_GUILD) == {}


async def test_pausing_works_at_once_and_ends_what_is_open(den: Den) -> None:
    await den.offers(ANA, since=den.now())
    await den.peers(ANA, DAN)
    await den.seeks(BEN)
    open_now = await den.propose(BEN, ANA, learner_said=Said.YES)
    assert (await den.mentoring.pool(GUILD, ANA)).unanswered == (open_now,)
    own = await den.mentoring.pause(GUILD, ANA)
    assert own.proposals == ()
    assert await matched(den) == {BEN, DAN}
    assert [each.kind for each in await den.waiting(BEN)] == [OVER]
    assert await den.waiting(ANA) == []
    first = own.profile.paused_at
    den.clock.forward(days=9)
    assert (await den.mentoring.pause(GUILD, ANA)).profile.paused_at == first
    own = await den.mentoring.go_on(GUILD, ANA)
    assert own.profile.is_in
    assert own.wishes[Role.OFFER].since == first
    assert await matched(den) == {ANA, BEN, DAN}
    assert await looked_for(den)


async def test_who_rests_is_back_in_by_a_button_or_a_new_wish(den: Den) -> None:
    await den.seeks(ANA)
    await den.offers(BEN)
    for again in (True, False):
        await den.app.db.write(lambda tx: resting.rest(tx, GUILD, ANA))
        assert await matched(den) == {BEN}
        assert [each.kind for each in await den.waiting(ANA)] == [RESTS]
        if again:
            own = await den.mentoring.go_on(GUILD, ANA)
        else:
            (topic,) = await den.topic_ids(1)
            own = (await den.mentoring.wish(GUILD, ANA, Role.PEERS, [topic], Level.SAME)).own
        assert own.profile.is_in
        assert await den.waiting(ANA) == []
    assert await matched(den) == {ANA, BEN}
    assert await looked_for(den)


async def test_stopping_one_thing_or_all_leaves_pairs_alone(den: Den) -> None:
    await den.offers(ANA)
    await den.seeks(ANA, 1)
    await den.peers(ANA)
    pair = await den.mentors(ANA, CLEO)
    await den.seeks(BEN)
    as_mentor = await den.propose(BEN, ANA)
    await den.propose(ANA, DAN, 1)
    own = await den.mentoring.stop(GUILD, ANA, Role.SEEK)
    assert roles(own) == {Role.OFFER, Role.PEERS}
    assert own.proposals == (as_mentor,)
    with pytest.raises(NotInPool):
        await den.mentoring.stop(GUILD, ANA, Role.SEEK)
    await den.mentoring.pause(GUILD, ANA)
    own = await den.mentoring.stop(GUILD, ANA)
    assert (roles(own), own.proposals, own.pairs) == (set(), (), (pair,))
    assert own.profile.is_in, "who begins anew does not pause"
    with pytest.raises(NotInPool):
        await den.mentoring.stop(GUILD, ANA)


async def test_what_is_not_said_any_more_is_no_reason(den: Den) -> None:
    """M3: a proposal that names a topic which its side gave up ends; other changes leave it."""
    one, two, three = await den.topic_ids(0, 1, 2)
    await den.seeks(ANA, 0, 1, level=Level.NEW)
    await den.propose(ANA, BEN, 0)
    saved = await den.mentoring.wish(GUILD, ANA, Role.SEEK, [one, three], Level.NEW)
    assert len(saved.own.proposals) == 1
    saved = await den.mentoring.wish(GUILD, ANA, Role.PEERS, [two], Level.NEW)
    assert len(saved.own.proposals) == 1
    saved = await den.mentoring.wish(GUILD, ANA, Role.SEEK, [three], Level.NEW)
    assert saved.own.proposals == ()


async def test_more_is_kept_and_fewer_places_end_what_they_cannot_hold(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.offers(ANA, places=3)
    await den.seeks(BEN)
    await den.mentors(ANA, CLEO)
    await den.propose(BEN, ANA)
    await den.mentoring.say_about(GUILD, ANA, Path.PAPERS, "health")
    hours = frozenset({Part.MORNING, Part.WEEKEND})
    own = await den.mentoring.say_time(GUILD, ANA, hours, writing=True, window=99, places=2)
    assert (own.profile.path, own.profile.background) == ("papers", "health")
    assert (own.profile.hours, own.profile.writing, own.profile.window) == (hours, True, 7)
    assert own.wishes[Role.OFFER].places == 2
    assert len(own.proposals) == 1
    own = await den.mentoring.say_time(GUILD, ANA, frozenset(), writing=False, window=0, places=-1)
    assert (own.profile.window, own.wishes[Role.OFFER].places) == (2, 0)
    assert own.proposals == ()
    assert len(own.pairs) == 1
    (topic,) = await den.topic_ids(4)
    saved = await den.mentoring.wish(GUILD, ANA, Role.OFFER, [topic], Level.AHEAD)
    assert saved.own.wishes[Role.OFFER].places == 0


async def test_what_is_taken_back_is_told_to_nobody_any_more(den: Den) -> None:
    """An open proposal gives the reasons that there are now; it ends where two have no hours in common any more."""
    await den.offers(BEN)
    await den.seeks(ANA)
    for who in (ANA, BEN):
        await den.says(who, path=Path.PAPERS.value, hours=frozenset({Part.MORNING}))
    why = Reasons(await den.topic_ids(0), path=True, backgrounds=True)
    made = await den.propose(ANA, BEN, reasons=why, mentor_said=Said.YES)
    await den.mentoring.say_about(GUILD, ANA, Path.PAPERS, "")
    (own,) = await den.proposals(BEN)
    assert own.reasons == replace(why, backgrounds=False)
    await den.mentoring.say_about(GUILD, ANA, "", "")
    seen = await den.mentoring.proposed(BEN, made.id)
    assert seen.proposal.reasons == replace(why, path=False, backgrounds=False)
    await den.mentoring.say_time(GUILD, ANA, frozenset({Part.EVENING}), writing=False, window=5)
    assert await den.proposals(ANA) == []
    assert [each.kind for each in await den.waiting(BEN)] == [OVER]


async def test_an_exclusion_keeps_two_apart_and_says_nothing(den: Den) -> None:
    await den.offers(BEN)
    await den.seeks(ANA)
    with pytest.raises(NotWithYourself):
        await den.mentoring.keep_apart(GUILD, ANA, ANA)
    open_now = await den.propose(ANA, BEN)
    apart = await den.mentoring.keep_apart(GUILD, ANA, BEN)
    assert apart.own.proposals == (open_now,), "whether it ended would say who it is"
    assert (apart.pair_id, apart.own.excludes) == (0, True)
    assert await den.waiting(BEN) == []

    def is_apart(tx: Tx) -> bool:
        return (ANA, BEN) in mentor_pool(tx, GUILD).apart

    assert await den.app.db.read(is_apart) is False, "not while one is proposed to the other"
    await den.mentoring.pause(GUILD, ANA)
    await den.mentoring.go_on(GUILD, ANA)
    assert await den.app.db.read(is_apart)
    assert (await den.mentoring.more(GUILD, BEN)).excludes is False
    own = await den.mentoring.with_everybody(GUILD, ANA, BEN)
    assert not own.excludes
    assert not await den.app.db.read(is_apart)
    pair = await den.partners(ANA, CLEO)
    assert (await den.mentoring.keep_apart(GUILD, ANA, CLEO)).pair_id == pair.id
    await den.mentoring.keep_apart(GUILD, ANA, DAN)
    assert not (await den.mentoring.with_everybody(GUILD, ANA)).excludes


async def test_where_it_is_off_or_nobody_can_be_matched_whoever_is_in_can_leave(sqlite_den: Den) -> None:
    den = sqlite_den
    (topic,) = await den.topic_ids(0)
    await den.seeks(ANA)
    app: App = den.app

    async def is_closed(refused: type[Exception]) -> None:
        for role in Role:
            with pytest.raises(refused):
                await den.mentoring.choices(GUILD, BEN, role)
            with pytest.raises(refused):
                await den.mentoring.wish(GUILD, BEN, role, [topic], Level.SAME)
        with pytest.raises(refused):
            await den.mentoring.pool(GUILD, BEN)
        assert isinstance((await den.mentoring.pool(GUILD, ANA)).closed, refused)

    await den.change(is_on=False)
    await is_closed(NoMentoring)
    await den.change()
    app.mentoring.matching = Absent()
    await is_closed(NoMatching)
    own = await den.mentoring.stop(GUILD, ANA)
    assert own.is_empty


async def test_in_the_bots_own_dm_all_servers_are_shown(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.seeks(ANA)
    await den.partners(ANA, BEN, guild_id=OTHER_GUILD)
    await den.offers(BEN)
    here, there = await den.mentoring.pools(ANA)
    assert (here.profile.guild_id, roles(here), here.pairs) == (GUILD, {Role.SEEK}, ())
    assert (there.profile.guild_id, roles(there), len(there.pairs)) == (OTHER_GUILD, set(), 1)


async def test_a_follow_up_waits_until_it_is_answered(sqlite_den: Den) -> None:
    den = sqlite_den
    pair = await den.partners(ANA, BEN)
    assert (await den.mentoring.pool(GUILD, ANA)).how == ()
    await den.app.db.write(lambda tx: pairs.set_asked(tx, pair.id, [ANA, BEN]))
    assert (await den.mentoring.pool(GUILD, ANA)).how == (pair.id,)
    done = replace(pair, follow_at=None)
    await den.app.db.write(lambda tx: pairs.save(tx, done))
    assert (await den.mentoring.pool(GUILD, ANA)).how == ()
