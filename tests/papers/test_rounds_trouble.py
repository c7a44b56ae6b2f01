"""Proves that rounds go on in spite of trouble: a broken one, a channel that is gone, a vote nobody saw, a restore."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import simcord
from sqlalchemy import update

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Delivery, Gone, State
from bot.papers.model.groups import Phase, Round
from bot.papers.model.rounds import is_planned
from bot.papers.model.values import CHANGE, NOMINATIONS, REFUSED, SESSION, VOTE
from bot.papers.service.organising import Where
from bot.papers.store import groups, openings
from bot.papers.tables import reading_group
from tests.bots import text_of
from tests.papers.circle import CIRCLE, ENDS, MEETS, NEXT_MONDAY, SATURDAY, THURSDAY, TUESDAY, Circle
from tests.papers.house import (
    ANA,
    BEN,
    BIRDS,
    CLEO,
    GUILD,
    LEAVES,
    ORGANISER,
    OTHER_GUILD,
    SPINS,
    WARMUP,
    Den,
    House,
    house,
    sqlite_den,
)
from tests.papers.meeting import EVENT, Meeting
from tests.showcase.test_discord import press

__all__ = ["house", "sqlite_den"]

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ELSEWHERE = 999


async def running(den: Den) -> list[Round]:
    """The rounds that are not over."""
    return await den.app.db.write(lambda tx: groups.running(tx, GUILD))


async def cards(den: Den, kind: str, round_id: int) -> list[Delivery]:
    """The cards of a round."""
    return await den.app.db.write(lambda tx: deliveries.of_subject(tx, kind, round_id))


@pytest.mark.expects_errors
async def test_a_round_that_is_broken_keeps_no_other_waiting(
    house: House, error_records: list[logging.LogRecord]
) -> None:
    papers, here, there = house.papers, house.guild.id, OTHER_GUILD
    await papers.place_group(here, house.organiser.id, house.place.id)
    await house.app.db.write(lambda tx: _copy_group(tx, here, there))
    broken, sound = [await _current(house, each) for each in (there, here)]
    await house.app.db.write(lambda tx: groups.change_round(tx, broken.id, due_at=broken.due_at - DAY))  # type: ignore[operator]
    spoilt = update(reading_group).where(reading_group.c.guild_id == there).values(zone="Nowhere/At_All")
    await house.app.db.write(lambda tx: tx.execute(spoilt))
    own = await papers.own_group(here)
    assert own is not None
    await house.until(datetime(2026, 1, 4, 8, tzinfo=UTC))
    begun = await press(house, house.organiser, "papers:group_start")
    assert "A round is open" in text_of(begun)
    assert error_records == []
    await house.app.db.write(lambda tx: groups.change_round(tx, sound.id, due_at=tx.now, opens_at=tx.now))
    with pytest.raises(Exception, match="Nowhere"):  # so that the job rests
        await house.bot.jobs.run("papers.rounds")
    assert not is_planned(await _current(house, here))
    assert (await _current(house, here)).id == sound.id
    assert await house.papers.due_rounds() == [broken.id]
    assert len(error_records) == 1


def _copy_group(tx: Tx, source: int, to: int) -> None:
    group = groups.get(tx, source)
    assert group is not None
    groups.save(tx, replace(group, guild_id=to))
    openings.begin(tx, to)


async def _current(house: House, guild_id: int) -> Round:
    found = await house.app.db.write(lambda tx: groups.current(tx, guild_id))
    assert found is not None
    return found


async def test_a_vote_that_loses_its_papers_takes_those_that_wait(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    first, second = await circle.two()
    await circle.until(THURSDAY)
    await circle.vote(CLEO, first)
    await circle.nominate(CLEO, BIRDS)
    await circle.nominate(CLEO, SPINS)
    await circle.papers.withdraw(GUILD, ANA, first.id)
    await circle.papers.withdraw(GUILD, BEN, second.id)
    await circle.until(SATURDAY)
    (value,) = await running(sqlite_den)
    assert (value.phase, value.due_at) == (Phase.VOTING, SATURDAY + WEEK)
    ballot = await circle.papers.ballot(GUILD, ANA, value.id)
    assert [each.paper for each in ballot.nominated] == [BIRDS, SPINS]
    assert await circle.posted() == [NOMINATIONS, VOTE]
    await circle.until(SATURDAY + WEEK)
    assert (await circle.round()).arxiv_id == BIRDS.arxiv_id


async def test_two_rounds_in_which_people_nominate_are_one_in_the_end(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.until(NEXT_MONDAY)
    first = await circle.round()
    await sqlite_den.app.db.write(
        lambda tx: groups.open_round(tx, replace(first, due_at=None))  # of an older program
    )
    await circle.papers.switch_group(GUILD, ORGANISER, on=False)
    await circle.papers.switch_group(GUILD, ORGANISER, on=True)
    assert (await circle.round()).due_at == NEXT_MONDAY + WEEK
    await circle.until(THURSDAY + WEEK)
    (value,) = await running(sqlite_den)
    assert (value.id, value.due_at) == (first.id, THURSDAY + 2 * WEEK)


async def test_a_vote_that_nobody_could_see_is_put_off(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    sqlite_den.clock.now = THURSDAY
    await circle.begin_turn()  # and then the process ends
    sqlite_den.clock.now = SATURDAY + timedelta(hours=1)
    (claimed,) = [each for each in await circle.papers.take_round_cards(50) if each.kind == VOTE]
    post = await circle.papers.round_post(claimed)
    assert post is not None
    assert post.counted
    await circle.turn()
    value = await circle.round()
    assert (value.phase, value.due_at, value.meets_at) == (Phase.VOTING, SATURDAY + 2 * DAY, MEETS)
    sqlite_den.clock.forward(minutes=2)
    await circle.deliver()
    await circle.until(SATURDAY + 2 * DAY)
    value = await circle.round()
    assert (value.phase, value.sequence) == (Phase.LEADING, 0)
    assert [each.state for each in await cards(sqlite_den, VOTE, value.id)] == [State.SENT]


async def test_a_vote_whose_channel_is_gone_is_put_off_twice(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    sqlite_den.clock.now = THURSDAY
    value = await circle.round()
    ends = []
    for _each in range(4):
        await circle.begin_turn()
        for claimed in await circle.papers.take_round_cards(50):
            await circle.papers.record_round_card(claimed, Gone(UNKNOWN_CHANNEL))
        due = (await circle.round()).due_at
        assert due is not None
        ends.append(due)
        sqlite_den.clock.now = due
    assert ends[:3] == [SATURDAY, SATURDAY + DAY, SATURDAY + 2 * DAY]
    chosen = await circle.round()
    assert chosen.arxiv_id == LEAVES.arxiv_id
    assert await cards(sqlite_den, VOTE, value.id) == []


async def test_a_vote_whose_card_somebody_deleted_is_counted(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.until(THURSDAY)
    value = await circle.round()
    await circle.papers.place_group(GUILD, ORGANISER, CIRCLE + GUILD, weekday=4)
    for claimed in await circle.papers.take_round_cards(50):
        await circle.papers.record_round_card(claimed, Gone(UNKNOWN_MESSAGE))
    await circle.papers.place_group(GUILD, ORGANISER, ELSEWHERE)
    assert [each.state for each in await cards(sqlite_den, VOTE, value.id)] == [State.DROPPED]
    await circle.until(SATURDAY)
    assert (await circle.round()).phase is Phase.LEADING


async def test_a_session_moves_with_its_group_when_its_channel_is_gone(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.post()
    await meeting.papers.place_group(GUILD, ORGANISER, ELSEWHERE)
    await meeting.move(ORGANISER, days=1)
    told, card = sorted(await meeting.papers.take_session_posts(50), key=lambda each: each.kind)
    assert (told.kind, card.kind) == (CHANGE, SESSION)
    assert await meeting.papers.card_lost(card)
    assert not await meeting.papers.card_lost(card)  # somebody else's by now
    (again,) = await meeting.papers.take_session_posts(50)
    assert (again.kind, again.channel_id, again.state) == (SESSION, ELSEWHERE, State.SENDING)
    assert (await meeting.round()).channel_id == ELSEWHERE
    await meeting.events(None)
    await meeting.papers.session_moved_in(meeting.id)
    assert [each.round.event_id for each in await meeting.papers.take_events(9)] == []  # no thread to lead to
    sqlite_den.clock.forward(minutes=2)
    await meeting.post()
    await meeting.papers.session_moved_in(meeting.id)
    (event,) = await meeting.papers.take_events(9)
    assert (event.round.event_id, event.thread_id) == (EVENT, await meeting.thread())


async def test_a_session_that_was_lost_comes_into_the_channel_chosen_afterwards(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.post()
    await meeting.move(ORGANISER, days=1)
    (card,) = [each for each in await meeting.papers.take_session_posts(50) if each.kind == SESSION]
    assert not await meeting.papers.card_lost(card)
    assert [each.kind for each in await sqlite_den.app.attention.open_notices(GUILD)] == [REFUSED]
    await meeting.papers.record_session(card, Gone(UNKNOWN_CHANNEL))
    # The group's channel was another already, as an older program left it: saving the same again is enough.
    await sqlite_den.app.db.write(lambda tx: _place(tx, ELSEWHERE))
    await meeting.papers.place_group(GUILD, ORGANISER, ELSEWHERE)
    (again,) = await meeting.papers.take_session_posts(50)
    assert (again.kind, again.channel_id) == (SESSION, ELSEWHERE)


def _place(tx: Tx, channel_id: int) -> None:
    group = groups.get(tx, GUILD)
    assert group is not None
    groups.save(tx, replace(group, channel_id=channel_id))


async def test_a_channel_is_not_believed_to_be_gone_in_an_outage(house: House) -> None:
    here, papers = house.guild.id, house.papers
    await papers.place_group(here, house.organiser.id, house.place.id)
    await _work_at(house, datetime(2026, 1, 5, 8, tzinfo=UTC))
    await papers.nominate(here, house.ana.id, LEAVES.arxiv_id)
    await _work_at(house, datetime(2026, 1, 8, 8, tzinfo=UTC))
    value = await _current(house, here)
    other = house.guild.create_text_channel("circle")
    await house.env.settle()
    await papers.place_group(here, house.organiser.id, other.id)
    guild = house.bot.get_guild(here)
    assert guild is not None
    for unavailable, texts in ((True, 0), (False, 1)):
        guild.unavailable = unavailable
        house.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=UNKNOWN_CHANNEL)
        await papers.volunteer(here, house.ana.id, value.id)
        await house.app.db.write(lambda tx: deliveries.mark_dirty(tx, SESSION, value.id))
        await house.work()
        assert len(_sessions(house, other)) == texts
        assert (await _current(house, here)).channel_id == (other.id if texts else house.place.id)
        await _work_at(house, house.env.now() + timedelta(minutes=10))
    assert house.thread(channel=other).id == other.history()[0].id
    (event,) = house.env.backend.guilds[here].scheduled_events.values()
    assert str(other.history()[0].id) in str(event.description)


async def _work_at(house: House, instant: datetime) -> None:
    await house.until(instant)
    await house.work()


def _sessions(house: House, channel: simcord.ChannelHandle) -> list[str]:
    return [each for each in house.messages(channel) if "We read together" in each]


async def test_after_a_restore_a_session_to_come_takes_place(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.post()
    await meeting.lead(BEN)
    sqlite_den.clock.now = TUESDAY + DAY
    await sqlite_den.app.db.write(lambda tx: openings.skip_past(tx, None))
    value = await meeting.round()
    assert (value.phase, value.due_at) == (Phase.READING, ENDS)
    assert [card.round.phase for card in await meeting.post()] == [Phase.READING]
    sqlite_den.clock.now = ENDS + DAY
    await sqlite_den.app.db.write(lambda tx: openings.skip_past(tx, None))
    assert [card.round.phase for card in await meeting.post()] == [Phase.CLOSED]


async def test_another_zone_or_hour_reaches_the_round_that_is_on(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    chosen = await sqlite_den.settings()
    there = Where(chosen.channel_id, chosen.at, "America/New_York")
    await circle.papers.place_papers(GUILD, ORGANISER, there)
    later = timedelta(hours=6)
    value = await circle.round()
    assert (value.due_at, value.meets_at) == (THURSDAY + later, MEETS + later)
    assert [post.round.meets_at for post in await circle.changed()] == [MEETS + later]
    await circle.until(THURSDAY + DAY)
    await circle.papers.place_papers(GUILD, ORGANISER, replace(there, at=time(12)))
    await circle.until(SATURDAY + later)
    assert (await circle.round()).phase is Phase.VOTING
    await circle.until(SATURDAY + later + timedelta(hours=3))
    value = await circle.round()
    assert (value.phase, value.meets_at) == (Phase.LEADING, MEETS + later)
    await circle.papers.place_papers(GUILD, ORGANISER, replace(there, zone="UTC"))
    assert await circle.round() == value
    assert value.arxiv_id in (LEAVES.arxiv_id, WARMUP.arxiv_id)


async def test_a_planned_round_opens_at_the_hour_that_is_chosen_meanwhile(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    chosen = await sqlite_den.settings()
    await circle.papers.place_papers(GUILD, ORGANISER, Where(chosen.channel_id, time(11), chosen.zone))
    value = await circle.round()
    assert is_planned(value)
    assert value.due_at == NEXT_MONDAY + timedelta(hours=2)
