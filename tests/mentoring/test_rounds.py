"""Proves rounds of peers: prepared a day before, sent once to everybody, made again when the pool changed, left out (M2, M5)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.communities import store as communities
from bot.communities.store import presence
from bot.core.db import Tx
from bot.mentoring.matching import Matching
from bot.mentoring.model.refusals import NoMatching, NoMentoring, RoundGone
from bot.mentoring.model.rounds import ALONE, Left, RoundState
from bot.mentoring.model.values import (
    ABSENT,
    PAIR,
    ROUND,
    SITS_OUT,
    PairKind,
    Part,
    Rhythm,
    Role,
)
from bot.mentoring.service.organising import Beat
from bot.mentoring.store import rounds, settings
from bot.mentoring.store.settings import LEASE
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, FAY, GUILD, GUS, ORGANISER, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den

GOES_AT = datetime(2026, 1, 12, 9, tzinfo=UTC)  # Monday, 10:00 in Berlin
NEXT = GOES_AT + timedelta(weeks=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Meanwhile = Callable[[], Awaitable[object]]


class Held(Matching):
    """Matches for real, after something happened meanwhile; each time the next of what there is."""

    def __init__(self, *meanwhile: Meanwhile, there: bool = True) -> None:
        super().__init__()
        self.meanwhile = list(meanwhile)
        self.asked = 0
        self.there = there

    @property
    def is_there(self) -> bool:
        return self.there

    async def pair(self, *args, **options):  # type: ignore[no-untyped-def]
        self.asked += 1
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        return await super().pair(*args, **options)


async def planned(den: Den, **changed: Any) -> None:
    """The next round goes out on Monday at ten; by default every other week."""
    await den.change(next_at=GOES_AT, **changed)


async def at(den: Den, when: datetime) -> None:
    """It is so late, and what is due is done."""
    den.clock.now = when
    await den.mentoring.rounds_due()


async def next_at(den: Den) -> datetime | None:
    """Returns when the next round is planned."""
    found = await den.mentoring.settings_of(GUILD)
    assert found is not None
    return found.next_at


async def partners(den: Den, *people: int) -> set[frozenset[int]]:
    """Returns the groups that go on, of all these people."""
    return {
        frozenset(each.user_id for each in pair.members)
        for who in people
        for pair in await den.pairs(who, going_on=True)
        if pair.kind is PairKind.PEERS
    }


async def states(den: Den) -> list[tuple[datetime, RoundState]]:
    """Returns every round there was, by when it went out."""

    def read(tx: Tx) -> list[tuple[datetime, RoundState]]:
        found = [rounds.get(tx, id_) for id_ in range(1, 20)]
        return [(each.goes_at, each.state) for each in found if each is not None]

    return await den.app.db.read(read)


async def test_a_round_is_announced_a_day_before_and_goes_out_by_itself_once(den: Den) -> None:
    await planned(den)
    await den.peers(ANA, BEN, CLEO, DAN)
    old = await den.partners(ANA, BEN)
    assert await den.mentoring.next_round() == GOES_AT - DAY
    await at(den, GOES_AT - DAY - HOUR)
    assert await den.told() == []
    await at(den, GOES_AT - DAY)
    await den.mentoring.rounds_due()
    (notice,) = await den.told()
    assert (notice.kind, notice.detail["goes_at"]) == (ROUND, GOES_AT.timestamp())
    assert await den.mentoring.next_round() == GOES_AT
    await at(den, GOES_AT - HOUR)
    assert await den.waiting(ANA) == []
    await at(den, GOES_AT)
    await den.mentoring.rounds_due()
    groups = await partners(den, ANA, BEN, CLEO, DAN)
    assert sorted(map(len, groups)) == [2, 2]
    assert frozenset({ANA, BEN}) not in groups, "partners of before, while others are there"
    assert [each.ended_at for each in await den.pairs(ANA) if each.id == old.id] == [GOES_AT]
    for who in (ANA, BEN, CLEO, DAN):
        (line,) = await den.waiting(who)
        assert line.kind == PAIR
    assert await den.told() == []
    assert await next_at(den) == NEXT
    assert await states(den) == [(GOES_AT, RoundState.SENT)]


async def test_two_processes_and_a_kill_in_the_middle_give_everybody_one_partner(den: Den) -> None:
    await planned(den)
    people = (ANA, BEN, CLEO, DAN, EVA, FAY)
    await den.peers(*people)

    async def killed() -> None:
        raise asyncio.CancelledError

    den.clock.now = GOES_AT
    den.mentoring.matching = Held(killed)
    with pytest.raises(asyncio.CancelledError):
        await den.mentoring.rounds_due()
    assert await partners(den, *people) == set()
    den.mentoring.matching = Held()
    assert await den.mentoring.next_round() == GOES_AT + LEASE, "another process might be at it still"
    assert not await den.mentoring.rounds_due()
    den.clock.now += LEASE
    await asyncio.gather(*(den.mentoring.rounds_due() for _ in range(3)))
    for who in people:
        assert len(await den.pairs(who)) == 1
        assert [each.kind for each in await den.waiting(who)] == [PAIR]
    assert await next_at(den) == NEXT


async def test_the_same_pool_gives_the_pairs_that_were_previewed(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN, CLEO, DAN, EVA, FAY)
    await at(den, GOES_AT - DAY)
    shown = await den.mentoring.preview(GUILD)
    assert [size for size, _ in shown.preview.groups] == [2, 2, 2]
    ready = await den.mentoring.ready_round(GUILD, GOES_AT)
    assert ready is not None
    pool = await den.mentoring.peers_in(GUILD)
    seen = await den.mentoring.matching.pair(pool.peers, apart=pool.apart, met=pool.met, seed=ready.seed)
    await at(den, GOES_AT)
    assert await partners(den, ANA, BEN, CLEO, DAN, EVA, FAY) == set(map(frozenset, seen.groups))


async def test_who_leaves_while_people_are_matched_is_in_no_pair(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN, CLEO, DAN)
    matching = den.mentoring.matching = Held(
        lambda: den.leaves(DAN), lambda: den.says(CLEO, paused_at=den.now())
    )
    await at(den, GOES_AT)
    assert matching.asked == len("abc")
    assert await partners(den, ANA, BEN, CLEO, DAN) == {frozenset({ANA, BEN})}


async def test_a_pool_that_never_rests_is_tried_again_later(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN)
    busy = [lambda writing=number % 2 == 0: den.says(ANA, writing=writing) for number in range(5)]
    matching = den.mentoring.matching = Held(*busy)
    await at(den, GOES_AT)
    assert (matching.asked, await partners(den, ANA, BEN)) == (len(busy), set())
    await at(den, GOES_AT + HOUR)
    assert await partners(den, ANA, BEN) == {frozenset({ANA, BEN})}


async def test_the_odd_one_joins_a_three_or_sits_out_and_comes_first_next_time(den: Den) -> None:
    await planned(den, rhythm=Rhythm.WEEKLY)
    await den.peers(ANA, BEN, CLEO)
    await at(den, GOES_AT)
    (three,) = await partners(den, ANA, BEN, CLEO)
    assert three == {ANA, BEN, CLEO}
    assert [(await den.wishes(who))[Role.PEERS].threes for who in three] == [1, 1, 1]
    await den.exclude(ANA, CLEO)
    await den.exclude(CLEO, BEN)
    await at(den, GOES_AT + timedelta(weeks=1))
    assert await partners(den, ANA, BEN, CLEO) == {frozenset({ANA, BEN})}
    (line,) = await den.waiting(CLEO, SITS_OUT)
    assert line.expires_at == await next_at(den) == GOES_AT + timedelta(weeks=2)
    assert (await den.wishes(CLEO))[Role.PEERS].sat_out == 1
    others = replace(line, id=0, user_id=ANA)
    assert list(await den.mentoring.still_without([line, others])) == [line.id]
    await den.peers(DAN, EVA)
    await at(den, GOES_AT + timedelta(weeks=2))
    assert (await den.wishes(CLEO))[Role.PEERS].sat_out == 0
    assert any(CLEO in each for each in await partners(den, ANA, BEN, CLEO, DAN, EVA))
    assert await den.mentoring.still_without([line]) == {}


async def test_with_fewer_than_two_nothing_goes_out_and_who_is_alone_is_told_kindly_once_a_month(
    den: Den,
) -> None:
    await planned(den, rhythm=Rhythm.WEEKLY)
    await at(den, GOES_AT)
    await den.peers(ANA)
    old = await den.partners(BEN, CLEO)
    weeks = [GOES_AT + timedelta(weeks=number) for number in range(1, 4)]
    for when in weeks:
        await at(den, when - DAY)
        await at(den, when)
    assert await den.told() == []
    assert [each.kind for each in await den.waiting(ANA)] == [ALONE]
    assert (await den.wishes(ANA))[Role.PEERS].sat_out == 0
    assert [each.ended_at for each in await den.pairs(BEN) if each.id == old.id] == [None]
    assert await next_at(den) == GOES_AT + timedelta(weeks=4)


async def test_an_organiser_sends_a_round_before_its_time_and_the_beat_stays(den: Den) -> None:
    await planned(den)
    await den.peers(ANA, BEN)
    with pytest.raises(RoundGone):
        await den.mentoring.send_now(GUILD, ORGANISER, GOES_AT)
    await at(den, GOES_AT - DAY)
    both = await asyncio.gather(
        *(den.mentoring.send_now(GUILD, ORGANISER, GOES_AT) for _ in range(2)), return_exceptions=True
    )
    assert True in both
    assert all(each is True or isinstance(each, RoundGone) for each in both)
    assert await partners(den, ANA, BEN) == {frozenset({ANA, BEN})}
    assert [len(await den.pairs(who)) for who in (ANA, BEN)] == [1, 1]
    assert (await next_at(den), await den.told()) == (NEXT, [])
    lines = await den.app.communities.audit(GUILD)
    assert [each.what for each in lines] == ["mentoring.send"]
    with pytest.raises(RoundGone):
        await den.mentoring.skip_round(GUILD, ORGANISER, GOES_AT)


async def test_an_organiser_leaves_a_round_out_and_no_change_of_rhythm_brings_it_back(den: Den) -> None:
    await planned(den)
    await den.peers(ANA, BEN)
    await at(den, GOES_AT - DAY)
    assert (await den.mentoring.skip_round(GUILD, ORGANISER, GOES_AT)).next_at == NEXT
    assert await den.told() == []
    assert [each.what for each in await den.app.communities.audit(GUILD)] == ["mentoring.skip"]
    await den.mentoring.beat(GUILD, ORGANISER, Beat(Rhythm.WEEKLY, 0, time(10), "Europe/Berlin"))
    assert await next_at(den) == GOES_AT + timedelta(weeks=1)
    await at(den, GOES_AT + HOUR)
    assert await partners(den, ANA, BEN) == set()
    with pytest.raises(RoundGone):
        await den.mentoring.send_now(GUILD, ORGANISER, GOES_AT)


async def test_a_change_of_the_time_moves_a_round_that_was_announced(den: Den) -> None:
    await planned(den)
    await den.peers(ANA, BEN)
    await at(den, GOES_AT - DAY)
    later = Beat(Rhythm.FORTNIGHTLY, 2, time(18), "Europe/Berlin")
    await den.mentoring.beat(GUILD, ORGANISER, later)
    wednesday = datetime(2026, 1, 14, 17, tzinfo=UTC)
    assert (await next_at(den), await den.told()) == (wednesday, [])
    with pytest.raises(RoundGone):
        await den.mentoring.known_round(GUILD, GOES_AT)
    await at(den, GOES_AT + HOUR)
    assert await partners(den, ANA, BEN) == set()
    await at(den, wednesday - DAY)
    assert len(await den.told()) == 1
    await den.mentoring.beat(GUILD, ORGANISER, replace(later, zone="Asia/Tokyo"))
    assert await next_at(den) == datetime(2026, 1, 14, 9, tzinfo=UTC)
    await at(den, wednesday)
    assert await partners(den, ANA, BEN) == {frozenset({ANA, BEN})}
    assert await next_at(den) == datetime(2026, 1, 28, 9, tzinfo=UTC)
    await den.mentoring.beat(GUILD, ORGANISER, Beat(Rhythm.WEEKLY, 4, time(9), "Asia/Tokyo"))
    assert await next_at(den) == datetime(2026, 1, 23, tzinfo=UTC), "not within two days of the last one"


async def test_a_zone_that_somebody_else_sets_moves_a_round_too(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN)
    add = {"channel_id": 5, "name": "Daily", "at": time(9)}
    await den.app.standups.add(GUILD, ORGANISER, zone="America/New_York", **add)  # type: ignore[arg-type]
    in_new_york = GOES_AT + 6 * HOUR
    assert await next_at(den) == in_new_york
    community = await den.app.communities.community(GUILD)
    await den.app.db.write(lambda tx: communities.save(tx, replace(community, zone="Asia/Tokyo")))
    await at(den, in_new_york - DAY)
    assert await next_at(den) == GOES_AT - 8 * HOUR, "nobody told us, so it is found when the round is near"
    await at(den, GOES_AT - 8 * HOUR)
    assert await partners(den, ANA, BEN) == {frozenset({ANA, BEN})}


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=2, hours=1)])
async def test_after_an_outage_a_round_comes_late_or_is_left_out(sqlite_den: Den, late: timedelta) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN)
    await at(den, GOES_AT - DAY)
    assert len(await den.told()) == 1
    await at(den, GOES_AT + late)
    assert bool(await partners(den, ANA, BEN)) == (late <= timedelta(days=2))
    assert (await next_at(den), await den.told()) == (NEXT, [])


async def test_nothing_goes_out_where_it_is_off_or_we_are_not(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.change(OTHER_GUILD, next_at=GOES_AT)
    await den.peers(ANA, BEN)
    await den.peers(CLEO, DAN, guild_id=OTHER_GUILD)
    await at(den, GOES_AT - DAY)
    await den.mentoring.switch(GUILD, ORGANISER, on=False)
    assert (await next_at(den), await den.told()) == (None, [])
    await den.app.db.write(lambda tx: presence.leave(tx, OTHER_GUILD))
    await at(den, GOES_AT + HOUR)
    assert await partners(den, ANA, BEN, CLEO, DAN) == set()
    await den.mentoring.switch(GUILD, ORGANISER, on=True)
    assert await next_at(den) == GOES_AT + timedelta(weeks=1)
    with pytest.raises(NoMentoring):
        await den.mentoring.preview(1)


async def test_without_the_libraries_organisers_are_told_once_and_nothing_breaks(sqlite_den: Den) -> None:
    den = sqlite_den
    den.mentoring.matching = Held(there=False)
    await planned(den, rhythm=Rhythm.WEEKLY)
    await den.peers(ANA, BEN)
    for week in range(2):
        await at(den, GOES_AT + timedelta(weeks=week) - DAY)
        await at(den, GOES_AT + timedelta(weeks=week))
    assert [each.kind for each in await den.told()] == [ABSENT]
    assert await den.waiting(ANA) == []
    assert not (await den.mentoring.standing(GUILD)).can_match
    with pytest.raises(NoMatching):
        await den.mentoring.preview(GUILD)
    den.mentoring.matching = Held()
    await at(den, GOES_AT + timedelta(weeks=2) - DAY)
    assert [each.kind for each in await den.told()] == [ROUND]


async def test_a_preview_says_why_others_have_nobody_and_names_nobody(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.peers(ANA, BEN, CLEO, DAN)
    await den.exclude(CLEO, ANA)
    await den.exclude(BEN, CLEO)
    await den.exclude(DAN, CLEO)
    await den.offers(EVA, places=1)
    await den.seeks(FAY)
    await den.seeks(DAN)
    shown = await den.mentoring.preview(GUILD)
    assert [size for size, _ in shown.preview.groups] == [3]
    assert shown.preview.left == (Left.NO_FIT,)
    assert len(shown.preview.proposals) == len(shown.preview.waiting) == 1
    assert shown.preview.waiting == (Left.PLACE,)
    for who in (ANA, BEN):
        await den.says(who, hours=frozenset({Part.MORNING}))
    await den.says(DAN, hours=frozenset({Part.EVENING}))
    await den.app.db.write(lambda tx: settings.set_next_at(tx, GUILD, None))
    again = (await den.mentoring.preview(GUILD)).preview
    assert ([size for size, _ in again.groups], again.left) == ([2], (Left.NO_FIT, Left.NO_FIT))
    await den.says(CLEO, hours=frozenset({Part.MORNING}))
    once_more = (await den.mentoring.preview(GUILD)).preview
    assert once_more.left == (Left.NO_FIT, Left.NO_FIT), "of few it is not said which"
    await den.peers(GUS)
    await den.says(GUS, hours=frozenset({Part.MORNING}))
    await den.exclude(CLEO, GUS)
    of_five = (await den.mentoring.preview(GUILD)).preview
    assert {Left.HOURS, Left.NO_FIT} <= set(of_five.left)


async def test_a_restore_pairs_nobody_a_second_time(sqlite_den: Den) -> None:
    den = sqlite_den
    await planned(den)
    await den.change(OTHER_GUILD, next_at=GOES_AT + DAY, weekday=1)
    await den.peers(ANA, BEN)
    await at(den, GOES_AT - DAY)
    den.clock.now = GOES_AT + HOUR
    await den.app.db.write(den.app.skip_past)
    await den.mentoring.rounds_due()
    assert await partners(den, ANA, BEN) == set()
    assert await next_at(den) == NEXT
    other = await den.mentoring.settings_of(OTHER_GUILD)
    assert other is not None
    assert other.next_at == GOES_AT + DAY
    await at(den, NEXT - HOUR)  # an organiser could have sent this one
    await den.app.db.write(den.app.skip_past)
    assert await next_at(den) == NEXT + timedelta(weeks=2)
    assert await den.told() == []
