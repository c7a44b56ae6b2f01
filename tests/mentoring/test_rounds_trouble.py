"""Proves that trouble in one server is nobody else's, that processes share the work, and what an organiser hears of it (M2)."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime
from typing import Any

import pytest

from bot.mentoring.matching import MatchingFailed
from bot.mentoring.model.refusals import RoundNotMade
from bot.mentoring.model.rhythm import seed_of
from bot.mentoring.service import foreseeing, previewing
from bot.mentoring.service import rounds as service
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, FAY, GUILD, ORGANISER, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den
from tests.mentoring.test_rounds import DAY, GOES_AT, HOUR, Held, Meanwhile, at, partners, planned


async def fail() -> None:
    raise MatchingFailed("too slow")


async def break_down() -> None:
    raise ValueError("an error of ours")


@pytest.mark.parametrize("error", [fail, break_down])
async def test_a_failure_in_one_server_keeps_no_other_waiting(sqlite_den: Den, error: Meanwhile) -> None:
    den = sqlite_den
    await planned(den)
    await den.change(OTHER_GUILD, next_at=GOES_AT + HOUR)
    await den.peers(ANA, BEN)
    await den.peers(CLEO, DAN, guild_id=OTHER_GUILD)

    den.mentoring.matching = Held(error)
    with pytest.raises((MatchingFailed, ValueError)):
        await at(den, GOES_AT + HOUR)
    assert await partners(den, ANA, BEN, CLEO, DAN) == {frozenset({CLEO, DAN})}
    await at(den, GOES_AT + 2 * HOUR)
    assert await partners(den, ANA, BEN) == {frozenset({ANA, BEN})}


async def test_a_server_that_cannot_be_prepared_keeps_no_other_waiting(
    sqlite_den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    den = sqlite_den
    await planned(den)
    await den.change(OTHER_GUILD, next_at=GOES_AT)
    await den.peers(ANA, BEN)
    await den.peers(CLEO, DAN, guild_id=OTHER_GUILD)

    def broken(guild_id: int, goes_at: datetime) -> int:
        if guild_id == GUILD:
            raise ValueError("an error of ours")
        return seed_of(guild_id, goes_at)

    monkeypatch.setattr(service, "seed_of", broken)
    monkeypatch.setattr(service, "AT_ONCE", 1)
    for when in (GOES_AT - DAY, GOES_AT):
        with pytest.raises(ValueError, match="of ours"):
            await at(den, when)
    assert await partners(den, ANA, BEN, CLEO, DAN) == {frozenset({CLEO, DAN})}


async def test_processes_share_what_is_due(den: Den) -> None:
    servers = range(1_000, 1_006)
    for each in servers:
        await den.change(each, next_at=GOES_AT + HOUR)  # at ten in UTC
        await den.peers(ANA, BEN, guild_id=each)
    den.clock.now = GOES_AT + HOUR
    matching = den.mentoring.matching = Held()
    await asyncio.gather(*(den.mentoring.rounds_due() for _ in range(3)))
    assert matching.asked == len(servers), "each was matched by one of them"
    assert len(await den.pairs(ANA)) == len(servers)


async def test_a_round_without_a_pair_ends_nothing(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    away, sitting = await den.partners(EVA, FAY), await den.partners(ANA, 30)
    await den.peers(ANA, BEN)
    await den.exclude(ANA, BEN)
    await at(den, GOES_AT)
    ended = [each.ended_at for who in (EVA, ANA) for each in await den.pairs(who)]
    assert (ended, len({away.id, sitting.id})) == ([None, None], 2)
    (line,) = await den.waiting(ANA)
    assert list(await den.mentoring.still_without([line])) == [line.id], "with a partner of before, too"


async def test_an_organiser_hears_that_it_could_not_be_worked_out_just_now(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN)
    await at(den, GOES_AT - DAY)
    den.mentoring.matching = Held(
        *(lambda writing=number % 2 == 0: den.says(ANA, writing=writing) for number in range(5))
    )
    with pytest.raises(RoundNotMade):
        await den.mentoring.send_now(GUILD, ORGANISER, GOES_AT)
    den.mentoring.matching = Held(fail, fail)
    with pytest.raises(RoundNotMade):
        await den.mentoring.send_now(GUILD, ORGANISER, GOES_AT)
    with pytest.raises(RoundNotMade):
        await den.mentoring.preview(GUILD)
    assert await den.mentoring.send_now(GUILD, ORGANISER, GOES_AT)


async def test_a_preview_keeps_nobody_waiting(sqlite_den: Den, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may take a second in a large pool is not worked out where everybody is answered."""
    where = []

    def previewed(*pools: Any) -> Any:
        where.append(threading.current_thread())
        return previewing.previewed(*pools)

    monkeypatch.setattr(foreseeing, "previewed", previewed)
    await sqlite_den.peers(ANA, BEN)
    await sqlite_den.mentoring.preview(GUILD)
    assert where
    assert threading.current_thread() not in where
