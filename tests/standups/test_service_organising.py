"""Owns what organisers and the background do with standups, on both databases: settings, audit, removal, summaries."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.deliveries.model import Sent, State
from bot.standups.model import (
    DEFAULT_QUESTIONS,
    SUMMARY,
    Kind,
    NoStandup,
    NotUnderstood,
    Question,
    Standup,
    StandupGone,
    Summary,
    TooMany,
)
from bot.standups.service.summaries import SummaryPost
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House, message_id
from tests.traces import in_tables

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
NOON = FRIDAY_NINE + timedelta(hours=3)
CLOSED = FRIDAY_NINE + timedelta(hours=24)
WORDS = "zanzibar"


async def summarised(home: House) -> Standup:
    """A standup with a summary whose Friday is open; the clock stands at noon."""
    standup = await home.add()
    standup = await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.DAILY)
    await home.prompts(NOON)
    return standup


async def due_summaries(home: House) -> list[SummaryPost]:
    """The summaries that are due at the day's end; Discord takes them."""
    home.clock.now = CLOSED
    found = await home.standups.open_summaries()
    for each in found:
        await home.app.deliveries.record(each.claimed, Sent(message_id(each.claimed)))
    return found


async def test_the_first_standup_sets_the_servers_zone_a_second_does_not(home: House) -> None:
    await home.add("Asia/Kathmandu")
    await home.add("Europe/Berlin", name="Other")
    assert (await home.app.communities.community(GUILD)).zone == "Asia/Kathmandu"
    assert [each.name for each in await home.standups.of_guild(GUILD)] == ["Daily", "Other"]


async def test_settings_that_cannot_be_used_are_refused_and_change_nothing(home: House) -> None:
    standup = await home.add()
    with pytest.raises(NotUnderstood) as zone:
        await home.add("Europe/Atlantis")
    assert (zone.value.field, zone.value.typed) == ("zone", "Europe/Atlantis")
    with pytest.raises(NotUnderstood):
        await home.standups.reschedule(
            GUILD, ORGANISER, standup.id, at=time(9), zone="Europe/Berlin", days=frozenset()
        )
    with pytest.raises(NotUnderstood):
        await home.standups.move(GUILD, ORGANISER, standup.id, channel_id=CHANNEL, name=" \u200b ")
    bad = Question(Kind.CHOICE, "Mood?", ("only one",))
    with pytest.raises(NotUnderstood):
        await home.standups.ask(GUILD, ORGANISER, standup.id, [*DEFAULT_QUESTIONS, bad])
    for wrong in ([], [Question(Kind.TEXT, "More?")] * 6):
        with pytest.raises(TooMany):
            await home.standups.ask(GUILD, ORGANISER, standup.id, wrong)
    assert await home.standups.of_guild(GUILD) == [standup]
    assert [line.what for line in await home.app.communities.audit(GUILD)] == ["standups.add"]


async def test_a_server_has_at_most_ten(home: House) -> None:
    for number in range(10):
        await home.add(name=f"Number {number}")
    with pytest.raises(TooMany) as refused:
        await home.add(name="One more")
    assert (refused.value.what, refused.value.most) == ("standups", 10)


async def test_every_change_leaves_a_line_that_says_who_and_what(home: House) -> None:
    standup = await home.add()
    service, ids = home.standups, (GUILD, ORGANISER + 1, standup.id)
    await service.reschedule(*ids, at=time(10), zone="Europe/Berlin", days=frozenset({0}))
    await service.move(*ids, channel_id=CHANNEL, name="Renamed")
    await service.pause(*ids, paused=True)
    await service.ask(*ids, [Question(Kind.TEXT, "One thing")])
    await service.remove(*ids)
    lines = await home.app.communities.audit(GUILD)
    assert [(line.actor_id, line.what, line.detail["name"]) for line in lines] == [
        (ORGANISER + 1, "standups.remove", "Renamed"),
        (ORGANISER + 1, "standups.questions", "Renamed"),
        (ORGANISER + 1, "standups.pause", "Renamed"),
        (ORGANISER + 1, "standups.move", "Renamed"),
        (ORGANISER + 1, "standups.reschedule", "Daily"),
    ]
    assert all(line.at == home.clock.now for line in lines)


async def test_a_standup_of_another_server_is_out_of_reach(home: House) -> None:
    standup = await home.add()
    with pytest.raises(StandupGone):
        await home.standups.standup(GUILD + 1, standup.id)
    with pytest.raises(StandupGone):
        await home.standups.remove(GUILD + 1, ORGANISER, standup.id)
    with pytest.raises(StandupGone):
        await home.standups.submit(GUILD + 1, ANA, standup.id, 0, ["words"])
    with pytest.raises(NoStandup) as refused:
        await home.standups.choose(GUILD + 1, (CHANNEL, CHANNEL), organiser=True)
    assert refused.value.organiser


async def test_a_removed_standup_leaves_nothing_that_members_wrote(home: House) -> None:
    standup = await summarised(home)
    await home.write(ANA, standup, WORDS)
    await home.draft(BEN, standup, WORDS)
    await due_summaries(home)
    url = home.app.settings.database_url
    assert in_tables(url, WORDS)
    await home.standups.remove(GUILD, ORGANISER, standup.id)
    assert in_tables(url, WORDS) == []
    assert await home.standups.of_guild(GUILD) == []
    assert await home.standups.next_opening() is None
    assert await home.standups.next_summary() is None
    assert await home.standups.next_unfinished() is None
    assert await home.app.deliveries.next_removal() is None, "what was posted stays in Discord"


async def test_the_summary_comes_when_the_day_closes_once_and_in_time_order(home: House) -> None:
    standup = await summarised(home)
    await home.write(BEN, standup, "first")
    home.clock.forward(minutes=5)
    await home.write(ANA, standup, "second")
    home.clock.now = CLOSED - timedelta(seconds=1)
    assert await home.standups.open_summaries() == []
    (post,) = await due_summaries(home)
    assert [entry.user_id for entry, _ in post.lines] == [BEN, ANA]
    assert all(delivery.message_id for _, delivery in post.lines)
    assert not post.more
    assert await home.standups.open_summaries() == []


async def test_a_summary_shows_fifteen_and_says_that_there_is_more(home: House) -> None:
    standup = await summarised(home)
    for number in range(16):
        await home.write(100 + number, standup, f"words {number}")
    (post,) = await due_summaries(home)
    assert [entry.user_id for entry, _ in post.lines] == [100 + number for number in range(15)]
    assert post.more


async def test_kept_entries_stay_out_and_a_day_without_others_gets_no_summary(home: House) -> None:
    standup = await summarised(home)
    draft = await home.draft(ANA, standup, WORDS)
    await home.standups.publish(ANA, draft.id, keep=True)
    assert await due_summaries(home) == []


async def test_an_edit_or_a_delete_rebuilds_the_summary_and_the_last_delete_drops_it(home: House) -> None:
    standup = await summarised(home)
    anas, bens = await home.write(ANA, standup, WORDS), await home.write(BEN, standup, "other")
    (post,) = await due_summaries(home)
    await home.standups.delete(ANA, anas.entry.id)
    (edit,) = [each for each in await home.standups.take_unfinished(10) if each.kind == SUMMARY]
    rebuilt = await home.standups.summary_post(edit)
    assert rebuilt is not None
    assert [entry.id for entry, _ in rebuilt.lines] == [bens.entry.id]
    await home.app.deliveries.record(edit, Sent(edit.message_id or 0))
    await home.standups.delete(BEN, bens.entry.id)
    (edit,) = [each for each in await home.standups.take_unfinished(10) if each.kind == SUMMARY]
    assert await home.standups.summary_post(edit) is None
    (removal,) = await home.app.deliveries.take_removals(
        await home.standups.drop_summary(SUMMARY, edit.subject_id)
    )
    assert (removal.state, removal.message_id) == (State.REMOVING, message_id(post.claimed))


async def test_a_belated_answer_is_in_the_summary_of_the_thread_that_holds_it(home: House) -> None:
    standup = await summarised(home)
    friday = (await home.write(BEN, standup, "in time")).entry.day_id
    await due_summaries(home)
    (monday,) = await home.prompts(FRIDAY_NINE + timedelta(days=3, hours=1))
    await home.write(ANA, standup, "belated", friday)
    home.clock.now = FRIDAY_NINE + timedelta(days=4)
    (post,) = await home.standups.open_summaries()
    assert post.day.id == monday.day.id
    assert [entry.user_id for entry, _ in post.lines] == [ANA]


async def test_switching_the_summary_on_counts_for_the_day_that_is_open_and_off_too(home: House) -> None:
    standup = await home.add()
    await home.prompts(NOON)
    await home.write(ANA, standup, "words")
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.DAILY)
    assert await home.standups.next_summary() == CLOSED
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.NONE)
    assert await due_summaries(home) == []


async def test_a_post_deleted_in_discord_takes_its_row_and_its_other_parts_along(home: House) -> None:
    standup = await summarised(home)
    saved = await home.write(ANA, standup, WORDS)
    thread = (await home.day(saved.entry.home_id)).thread_id or 0
    work = await home.standups.entry_work(saved.entry.id, thread, 3, ())
    for each in work.send:
        await home.app.deliveries.record(each, Sent(message_id(each)))
    parts = await home.standups.posted(saved.entry.id)
    assert [each.part for each in parts] == [0, 1, 2]
    removals = await home.standups.message_deleted(parts[1].message_id or 0)
    assert sorted(removals) == sorted([parts[0].id, parts[2].id])
    assert in_tables(home.app.settings.database_url, WORDS) == []
    assert await home.standups.message_deleted(987654321) == []
