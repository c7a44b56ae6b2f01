"""Proves that competitions open and end by time, also while we are down, and that those who are in are told once (K3, K6)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.app import open_app
from bot.competitions.model.values import CHANGED, DEADLINE, ENDED, Phase
from tests.competitions.asking import answering, is_edited, news, poll, post, sure, turn, waiting
from tests.competitions.house import (
    ANA,
    BEN,
    CLEO,
    MAPS,
    OTHER_GUILD,
    RAIN,
    START,
    WHALES,
    Den,
    den,
    invented,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]

DAY = timedelta(days=1)
OPENS, ENDS = sure(MAPS.enabled_at), sure(RAIN.deadline)


@pytest.mark.row("two processes, split brain")
async def test_one_opens_when_its_time_has_come_and_once(den: Den) -> None:
    await den.as_member(ANA, MAPS)
    card, other = await post(den, MAPS), await post(den, WHALES)
    assert await den.competitions.next_turn() == OPENS
    den.clock.now = OPENS - timedelta(seconds=1)
    assert not await den.competitions.turn_due(10)
    den.clock.now = OPENS
    async with open_app(den.app.settings, clock=den.clock) as second:
        did = await asyncio.gather(
            *(each.competitions.turn_due(10) for each in (den.app, second) for _ in range(3))
        )
        assert sorted(did) == [False] * 5 + [True]
        assert await den.competitions.next_tell() == OPENS
        told = (each.competitions.tell_due(10) for each in (den.app, second) for _ in range(3))
        assert any(await asyncio.gather(*told))
    assert await den.competitions.next_tell() is None
    assert (await den.known(MAPS.slug)).phase is Phase.OPEN
    assert await news(den, ANA) == [["launched"]]
    assert await is_edited(den, card)
    assert not await is_edited(den, other)
    assert await den.competitions.next_turn() == ENDS


async def test_one_ends_and_who_has_not_written_yet_is_asked_what_they_learned(den: Den) -> None:
    answering(den.app)
    for who, changed in ((ANA, {}), (BEN, {"learned_at": START}), (CLEO, {"out_at": START})):
        await den.as_member(who, RAIN, OTHER_GUILD, **changed)
    card = await post(den, RAIN)
    den.clock.now = ENDS
    await turn(den)
    assert (await den.known(RAIN.slug)).phase is Phase.ENDED
    assert await is_edited(den, card)
    assert [len(await waiting(den, each, ENDED)) for each in (ANA, BEN, CLEO)] == [1, 0, 0]
    (line,) = await waiting(den, ANA, ENDED)
    entrant = await den.entrant(ANA, RAIN, OTHER_GUILD)
    assert entrant is not None
    assert (line.subject_id, line.expires_at) == (entrant.id, ENDS + 14 * DAY)
    await poll(den)  # whatever Kaggle still lists
    await turn(den)
    assert len(await waiting(den, ANA, ENDED)) == 1
    assert (await den.known(RAIN.slug)).phase is Phase.ENDED


async def test_who_is_in_it_in_two_servers_is_asked_once(sqlite_den: Den) -> None:
    den = sqlite_den
    for who in (ANA, BEN, CLEO):
        await den.as_member(who, RAIN, OTHER_GUILD, learned_at=None if who == ANA else START)
        await den.as_member(who, RAIN)
    await den.competitions.leave(OTHER_GUILD, CLEO, RAIN.slug)
    den.clock.now = ENDS
    await turn(den)
    newest = await den.entrant(ANA, RAIN)
    assert newest is not None
    assert [each.subject_id for each in await waiting(den, ANA, ENDED)] == [newest.id]
    assert await waiting(den, BEN, ENDED) == [], "written in the other server"
    assert await waiting(den, CLEO, ENDED) == [], "and out of it there"
    await den.competitions.write_learned(OTHER_GUILD, ANA, RAIN.slug, "Look at the sky.", "")
    assert await waiting(den, ANA, ENDED) == []


async def test_who_left_the_server_or_came_later_is_told_nothing(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.as_member(ANA, MAPS)
    await den.as_member(BEN, MAPS)
    await den.leaves(BEN)
    den.clock.now = OPENS
    assert await den.competitions.turn_due(10)
    den.clock.now += timedelta(seconds=1)
    await den.competitions.join(OTHER_GUILD, CLEO, MAPS.slug)
    await turn(den)
    assert [await news(den, each) for each in (ANA, BEN, CLEO)] == [[["launched"]], [], []]
    den.clock.now = sure(MAPS.deadline)
    await turn(den)
    assert [len(await waiting(den, each, ENDED)) for each in (ANA, BEN, CLEO)] == [1, 0, 1]


async def test_a_day_without_us_is_made_up_for(den: Den) -> None:
    await den.store(invented(6, phase=Phase.UPCOMING, enabled_at=START + DAY / 2, deadline=START + DAY))
    await den.as_member(ANA, invented(6))
    await den.as_member(ANA, MAPS)
    await den.as_member(ANA, RAIN)
    den.clock.now = OPENS + DAY
    await turn(den)
    assert (await den.known("invented-6")).phase is Phase.ENDED
    assert await news(den, ANA) == [["launched"]], "what ended meanwhile is not said to have opened"
    assert await waiting(den, ANA, ENDED) == [], "a week ago is too long"
    den.clock.now = ENDS + DAY
    await turn(den)
    assert len(await waiting(den, ANA, ENDED)) == 1


async def test_what_waits_about_one_that_ended_does_no_more(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.competitions.join(100, ANA, RAIN.slug)
    await den.as_member(ANA, MAPS)
    den.clock.now = OPENS
    await turn(den)
    assert (len(await waiting(den, ANA, DEADLINE)), len(await waiting(den, ANA, CHANGED))) == (2, 1)
    den.clock.now = ENDS
    await turn(den)
    assert await waiting(den, ANA, DEADLINE) == []
    den.clock.now = sure(MAPS.deadline)
    await turn(den)
    assert await waiting(den, ANA, CHANGED) == []


async def test_one_that_is_gone_ends_all_the_same(sqlite_den: Den) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    await den.as_member(ANA, RAIN)
    kaggle.listed = tuple(each for each in kaggle.listed if each != RAIN)
    await poll(den)
    assert (await den.known(RAIN.slug)).phase is Phase.GONE
    den.clock.now = ENDS
    await turn(den)
    assert (await den.known(RAIN.slug)).phase is Phase.ENDED
    assert len(await waiting(den, ANA, ENDED)) == 1


async def test_what_opened_long_ago_while_we_were_down_is_shown_and_told_nobody(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.as_member(ANA, MAPS)
    card = await post(den, MAPS)
    den.clock.now = OPENS + 7 * DAY
    await turn(den)
    assert (await den.known(MAPS.slug)).phase is Phase.OPEN
    assert await is_edited(den, card)
    assert await news(den, ANA) == []
