"""Proves the help-first board: one has a need at a time, it comes back silently, leaves in the end, and nobody is counted."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.attention.model.refusals import TooOften
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.deliveries import store as deliveries
from bot.deliveries.model import Refused, Sent, State
from bot.mentoring.model import refusals
from bot.mentoring.model.asking import NEED, NEED_FOR, NEED_LEFT, POST_FOR, TAKEN, Need, NeedState
from bot.mentoring.service import boarding
from bot.mentoring.store import needs
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, GUILD, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den

WHAT = "Run my notebook and say whether you get the same accuracy"


async def put_up(den: Den, who: int = ANA, what: str = WHAT, url: str = "", *, may: bool = True) -> Need:
    """Somebody puts a need on the board."""
    made = await den.mentoring.put_up(GUILD, who, "reproduce", what, url, may_post=may)
    assert made.claimed is not None
    return made.need


async def kept(den: Den, need: Need) -> Need:
    """A need as it is kept."""
    found = await den.app.db.read(lambda tx: needs.get(tx, need.id))
    assert found is not None
    return found


async def turn(den: Den) -> None:
    """The job looks."""
    while (await den.mentoring.turn_needs(10))[0]:
        pass


async def posts(den: Den, need: Need) -> list[State]:
    """How the posts of a need stand."""
    rows = await den.app.db.read(lambda tx: deliveries.of_subject(tx, NEED, need.id))
    return [each.state for each in rows]


async def on_board(den: Den, who: int = BEN) -> list[str]:
    """What somebody finds open."""
    return [each.what for each in (await den.mentoring.board(GUILD, who)).needs]


async def told(den: Den, who: int, kind: str = TAKEN) -> list[str]:
    """What lines about needs say to somebody, as far as they are true."""
    waiting = await den.waiting(who, kind)
    true = await den.mentoring.needs_told(waiting)
    return [str(each.words.get("what", "")) for each in waiting if each.id in true]


async def test_two_take_it_at_once_and_one_has_it(den: Den) -> None:
    need = await put_up(den)
    takers = (BEN, CLEO, DAN)
    tries = (den.mentoring.take_need(GUILD, each, need.id, 4) for each in takers)
    came = await asyncio.gather(*tries, return_exceptions=True)
    refused = [each for each in came if isinstance(each, BaseException)]
    assert [type(each) for each in refused] == [refusals.NeedTaken] * 2
    value = await kept(den, need)
    assert value.state is NeedState.TAKEN
    assert value.taken_until == den.now() + timedelta(days=4)
    assert await told(den, ANA) == ["taken"]
    assert await on_board(den, EVA) == []
    winner = value.taker_id
    assert (await den.mentoring.take_need(GUILD, winner, need.id, 7)).need == value, "pressed twice"


async def test_it_comes_back_by_itself_and_nobody_is_told(den: Den) -> None:
    need = await put_up(den)
    await den.mentoring.take_need(GUILD, BEN, need.id, 3)
    assert await den.mentoring.next_need_turn() == den.now() + timedelta(days=2), (
        "not one of ours: the shortest"
    )
    den.clock.forward(days=2)
    await turn(den)
    value = await kept(den, need)
    assert (value.state, value.taker_id, value.taken_until) == (NeedState.OPEN, 0, None)
    assert await den.waiting(ANA) == await den.waiting(BEN) == []
    assert await on_board(den) == [WHAT]
    await den.mentoring.take_need(GUILD, BEN, need.id, 7)
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.give_back(CLEO, need.id)
    await den.mentoring.give_back(BEN, need.id)
    assert await den.waiting(ANA) == []
    assert await on_board(den) == [WHAT]


async def test_done_by_who_took_it_or_by_who_needed_it(den: Den) -> None:
    first, second = await put_up(den), await put_up(den, what="Read my README")
    await den.mentoring.take_need(GUILD, BEN, first.id, 2)
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.need_done(CLEO, first.id)
    await den.mentoring.need_done(BEN, first.id)
    assert await told(den, ANA) == ["done"]
    await den.mentoring.need_done(ANA, second.id)
    assert await den.waiting(BEN) == []
    for each in (first, second):
        assert (await kept(den, each)).state is NeedState.DONE
        with pytest.raises(refusals.NeedGone):
            await den.mentoring.take_need(GUILD, CLEO, each.id, 2)
        with pytest.raises(refusals.NeedGone):
            await den.mentoring.put_up_again(ANA, each.id, may_post=True)
    assert await den.mentoring.next_need_turn() is None
    assert await posts(den, first) == [State.SENDING], "its post stays"


async def test_after_four_weeks_it_leaves_and_can_be_put_up_again(den: Den) -> None:
    need = await put_up(den)
    den.clock.forward(days=27)
    await den.mentoring.take_need(GUILD, BEN, need.id, 2)
    den.clock.forward(days=2)
    await turn(den)
    assert await on_board(den) == [WHAT], "it came back, and has two days at least"
    den.clock.forward(days=2)
    await turn(den)
    assert await on_board(den) == []
    assert await told(den, ANA, NEED_LEFT) == [""]
    assert await posts(den, need) == [], "its post is on its way out"
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.need(GUILD, BEN, need.id)
    again = await den.mentoring.put_up_again(ANA, need.id, may_post=True)
    assert again.claimed is not None
    assert (await den.mentoring.put_up_again(ANA, need.id, may_post=True)).claimed is None, "pressed twice"
    assert await told(den, ANA, NEED_LEFT) == []
    assert await on_board(den) == [WHAT]
    assert await den.mentoring.next_need_turn() == den.now() + NEED_FOR


async def test_what_is_closed_under_who_has_it_tells_them_kindly(den: Den) -> None:
    need = await put_up(den)
    await den.mentoring.take_need(GUILD, BEN, need.id, 7)
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.close_need(BEN, need.id)
    await den.mentoring.close_need(ANA, need.id)
    assert await told(den, BEN) == ["closed"]
    assert await told(den, ANA) == []
    assert await den.mentoring.turn_needs(10) == (False, [])


async def test_off_the_board_it_is_its_owners_until_it_is_deleted(den: Den) -> None:
    need = await put_up(den)
    again = await den.mentoring.put_up(GUILD, ANA, "reproduce", WHAT, "", may_post=True)
    assert (again.need.id, again.claimed) == (need.id, None), "a form that came twice"
    await den.mentoring.take_need(GUILD, BEN, need.id, 7)
    await den.mentoring.close_need(ANA, need.id)
    board = await den.mentoring.board(GUILD, ANA)
    assert [(each.id, each.state) for each in board.own] == [(need.id, NeedState.CLOSED)]
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.delete_need(BEN, need.id)
    assert (await den.mentoring.delete_need(ANA, need.id)).need.what == WHAT
    (line,) = await den.waiting(BEN, TAKEN)
    (seen,) = (await den.mentoring.needs_told([line])).values()
    assert (seen.need.what, seen.is_own) == ("", False), "told so, without its words"
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.put_up_again(ANA, need.id, may_post=True)
    assert (await den.mentoring.board(GUILD, ANA)).own == ()


async def test_what_is_done_is_deleted_with_its_post_and_never_open_again(den: Den) -> None:
    needed, other = await put_up(den), await put_up(den, what="Read my README")
    for message_id, each in ((901, needed), (902, other)):
        post = await den.mentoring.post_delivery(NEED, each.id)
        assert post is not None
        await den.mentoring.record_post(post, Sent(message_id))
    assert await den.mentoring.need_of_message(OTHER_GUILD, 901) is None
    await den.mentoring.need_done(ANA, needed.id)
    with pytest.raises(refusals.NeedGone):
        await den.mentoring.close_need(ANA, needed.id)
    deleted = await den.mentoring.delete_need(ANA, needed.id)
    assert len(deleted.removals) == 1
    await den.mentoring.take_need(GUILD, BEN, other.id, 7)
    await den.mentoring.post_message_deleted(902)
    assert await den.app.db.read(lambda tx: needs.of_person(tx, ANA)) == []
    (line,) = await den.waiting(BEN, TAKEN)
    assert list(await den.mentoring.needs_told([line])) == [line.id]


async def test_what_is_refused(sqlite_den: Den) -> None:
    den = sqlite_den

    async def refused(kind: type[Refusal], **typed: object) -> None:
        with pytest.raises(kind):
            await put_up(den, **typed)  # type: ignore[arg-type]

    await refused(refusals.MayNotPost, may=False)
    await refused(refusals.PartMissing, what=" \n ")
    await refused(refusals.LinkRefused, url="javascript:alert(1)")
    await refused(refusals.WordsRefused, what="ghp_" + "a1B2" * 9)
    made = [await put_up(den, what=f"Read page {each}") for each in "abc"]
    await refused(TooOften)
    with pytest.raises(refusals.OwnNeed):
        await den.mentoring.take_need(GUILD, ANA, made[0].id, 2)
    made.append(await put_up(den, CLEO))
    for each in made[:3]:
        await den.mentoring.take_need(GUILD, BEN, each.id, 2)
    with pytest.raises(refusals.HoldsEnough):
        await den.mentoring.take_need(GUILD, BEN, made[3].id, 2)
    await den.mentoring.need_done(BEN, made[0].id)
    await den.mentoring.take_need(GUILD, BEN, made[3].id, 2)
    for guild_id in (OTHER_GUILD, 0):
        with pytest.raises(refusals.NeedGone):
            await den.mentoring.need(guild_id, DAN, made[1].id)
    assert (await den.mentoring.need(0, BEN, made[1].id)).is_taker


async def test_who_leaves_gives_back_and_takes_theirs_along(den: Den) -> None:
    own, other, done = await put_up(den, BEN), await put_up(den), await put_up(den, what="Done already")
    for each in (other, done):
        await den.mentoring.take_need(GUILD, BEN, each.id, 7)
    await den.mentoring.need_done(BEN, done.id)
    await den.app.db.write(lambda tx: boarding.part(tx, BEN, GUILD))
    assert (await kept(den, own)).state is NeedState.CLOSED
    assert (await kept(den, other)).state is NeedState.OPEN

    def forget(tx: Tx) -> tuple[list[Need], set[tuple[int, int]]]:
        boarding.forget(tx, BEN)
        return needs.of_person(tx, BEN), needs.members(tx)

    assert await den.app.db.write(forget) == ([], {(GUILD, ANA)})
    assert (await kept(den, done)).taker_id == 0


async def test_one_that_discord_refuses_for_days_is_its_owners_and_one_that_is_erased_is_not_waited_for(
    sqlite_den: Den,
) -> None:
    den = sqlite_den
    refused, taken = await put_up(den), await put_up(den, BEN)
    await den.mentoring.take_need(GUILD, CLEO, taken.id, 7)
    (post,) = await den.app.db.read(lambda tx: deliveries.of_subject(tx, NEED, refused.id))
    den.clock.now += POST_FOR + timedelta(days=1)
    await den.mentoring.record_post(post, Refused(50013, "Missing Permissions"))
    assert (await kept(den, refused)).state is NeedState.CLOSED
    assert len(await den.waiting(ANA, NEED_LEFT)) == 1
    await den.app.db.write(lambda tx: boarding.forget(tx, BEN))
    assert [each.words["what"] for each in await den.waiting(CLEO, TAKEN)] == ["deleted"]


async def test_after_a_restore_nothing_is_told_of_what_passed(sqlite_den: Den) -> None:
    den = sqlite_den
    first, second = await put_up(den), await put_up(den, what="Read my README")
    await den.mentoring.take_need(GUILD, BEN, first.id, 2)
    den.clock.forward(days=3)
    await den.app.db.write(needs.skip_past)
    assert (await kept(den, first)).state is NeedState.OPEN
    assert (await kept(den, second)).state is NeedState.OPEN
    den.clock.forward(days=26)
    await den.app.db.write(needs.skip_past)
    assert (await kept(den, second)).state is NeedState.CLOSED
    assert await den.waiting(ANA, NEED_LEFT) == []
