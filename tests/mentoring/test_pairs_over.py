"""Proves what is left of a pair that was read, entered or left: no line too many, and what can be done about the other (A9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import FOLLOW_UP_AFTER, LOOK, MEET, PAIR, PairKind, Role
from bot.mentoring.store import pairs, profiles
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.test_pairs import heard, introduce, kept, parts


async def test_what_was_read_or_entered_waits_no_more(den: Den) -> None:
    pair = await introduce(den, ANA, BEN)
    assert (await den.mentoring.open_pair(ANA, pair.id)).goes_on
    assert await den.mentoring.unseen_pair(ANA, GUILD) is None
    assert (await heard(den, ANA), await heard(den, BEN)) == ([], [PAIR])
    await den.mentoring.begin_thread(ANA, pair.id)
    await den.mentoring.thread_made(ANA, pair.id, 4321)
    assert await den.mentoring.is_met_in(GUILD, 4321)
    assert not await den.mentoring.is_met_in(OTHER_GUILD, 4321)
    assert await heard(den, BEN) == [PAIR, MEET]
    await den.mentoring.came_in(BEN, pair.id)
    assert await heard(den, BEN) == []


async def test_about_who_left_or_a_pair_that_is_over_something_can_be_done_still(den: Den) -> None:
    three, two = await introduce(den, ANA, BEN, CLEO), await introduce(den, ANA, DAN, kind=PairKind.MENTOR)
    await den.mentoring.tell_wrong(CLEO, three.id, "Ben insulted me.")
    assert await den.mentoring.not_again(BEN, three.id, CLEO)
    over = await den.mentoring.open_pair(BEN, three.id)
    assert (over.goes_on, [each.user_id for each in over.once]) == (False, [ANA, CLEO])
    assert [each.id for each in await den.pairs(BEN, going_on=True)] == []
    with pytest.raises(PairGone):
        await den.mentoring.begin_thread(BEN, three.id)
    for who, other in ((ANA, BEN), (CLEO, BEN), (BEN, ANA)):
        await den.mentoring.report_pair(who, three.id, other)
        assert not await den.mentoring.mute_pair(who, three.id, other), "those who stayed go on"
    assert (await den.mentoring.tell_wrong(BEN, three.id, "I was first.")).new
    assert [each.user_id for each in (await den.mentoring.pair_of(ANA, three.id)).others] == [CLEO]
    await den.leaves(DAN)
    gone = await den.mentoring.open_pair(ANA, two.id)
    assert (gone.goes_on, gone.others, [each.user_id for each in gone.once]) == (False, (), [DAN])
    await den.mentoring.report_pair(ANA, two.id, DAN)
    own = await den.mentoring.pool(GUILD, ANA)
    assert own.last is not None
    assert own.last.id == two.id
    ben = await den.mentoring.pool(GUILD, BEN)
    assert (ben.pairs, ben.last.id if ben.last else 0) == ((), three.id)
    with pytest.raises(PairGone):
        await den.mentoring.open_pair(DAN, three.id)
    await den.app.db.write(lambda tx: den.mentoring.erase(tx, BEN))
    left = [(each.kind, each.detail.get("about"), each.detail.get("others")) for each in await den.told()]
    assert left == [(LOOK, DAN, None), (LOOK, ANA, None)], "what names Ben is gone, whoever said it"
    assert (await kept(den, three)).ended_at is None
    den.clock.forward(days=31)
    assert (await den.mentoring.more(GUILD, ANA)).last is None


async def test_partners_end_with_a_new_one_or_when_neither_is_there_for_one(den: Den) -> None:
    anew, out, rests = [await introduce(den, *two) for two in ((ANA, BEN), (CLEO, DAN), (31, 32))]
    await den.app.db.write(lambda tx: pairs.end_peers(tx, GUILD, [ANA, 40], [ANA, BEN, 31, 40]))
    ended = [(await kept(den, each)).ended_at is not None for each in (anew, out, rests)]
    assert ended == [True, True, False], "who sits out keeps theirs"


async def test_a_rest_overwrites_nothing_that_was_said_meanwhile(den: Den) -> None:
    read = await den.profile(ANA)
    await den.says(ANA, path="project", paused_at=den.now())
    await den.app.db.write(lambda tx: profiles.save_rest(tx, replace(read, silences=1)))
    now = await den.profile(ANA)
    assert (now.path, now.paused_at, now.silences) == ("project", den.now(), 1)


async def test_whose_partner_was_not_there_any_more_comes_first_next_time(den: Den) -> None:
    await den.peers(ANA, BEN, CLEO, DAN)
    await introduce(den, ANA, BEN)
    await parts(den, BEN)
    assert (await den.wishes(ANA))[Role.PEERS].sat_out == 1
    await introduce(den, CLEO, DAN)
    den.clock.now += FOLLOW_UP_AFTER
    await parts(den, DAN)
    assert (await den.wishes(CLEO))[Role.PEERS].sat_out == 0, "they had their time"
