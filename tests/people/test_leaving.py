"""Owns A2's leaving: who left a server is learned slowly, rests for 30 days, is erased then, and is restored on return."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.people.model import ASK_AGAIN, FORGET_AFTER
from tests.bots import World, text_of
from tests.databases import run_sql
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House, house
from tests.traces import in_discord, in_tables

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
HALF_A_DAY = timedelta(hours=12)
ANAS = "words that ana wrote"
OTHER_SERVER = 101


async def wrote(world: World) -> None:
    """Ana and Ben post, and a day later the bot knows that it has to ask about them."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, ANAS)
    await world.write(world.ben, "words that ben wrote")
    await world.work_until(FRIDAY_NINE + timedelta(days=1))


async def weeks(world: World, days: float) -> None:
    """Days pass, with the jobs at work."""
    await world.work_until(world.env.now() + timedelta(days=days), step=HALF_A_DAY)


def asked(world: World) -> list[str]:
    """The questions about members that Discord was asked."""
    return [
        each.path for each in world.env.http_requests if each.method == "GET" and "/members/" in each.path
    ]


def left(world: World) -> list[int]:
    """Those who are known to have left."""
    rows = run_sql(world.settings.database_url, "SELECT user_id FROM membership WHERE left_at IS NOT NULL")
    return [int(row[0]) for row in rows]


async def test_members_are_asked_about_once_a_week_and_nothing_happens_to_who_is_there(world: World) -> None:
    await wrote(world)
    assert asked(world) == []
    await weeks(world, 8)
    assert sorted(asked(world)) == sorted(
        f"/guilds/{world.guild.id}/members/{who.id}" for who in (world.ana, world.ben, world.organiser)
    )
    assert left(world) == []


async def test_what_somebody_who_left_wrote_rests_and_goes_after_30_days_posts_included(
    world: World,
) -> None:
    await wrote(world)
    world.guild.remove_member(world.ana)
    await weeks(world, 8)
    assert left(world) == [world.ana.id]
    assert in_discord(world.env, ANAS), "nothing is lost yet"
    await weeks(world, 31)
    assert in_tables(world.settings.database_url, world.ana.id, ANAS) == []
    assert in_discord(world.env, ANAS, world.ana.mention) == []
    assert in_discord(world.env, "words that ben wrote"), "others' posts stay"
    assert left(world) == []


async def test_who_comes_back_in_time_finds_everything_and_discord_says_so(world: World) -> None:
    await wrote(world)
    world.guild.remove_member(world.ana)
    await weeks(world, 20)
    assert left(world) == [world.ana.id]
    world.guild.add_member(world.ana.user)
    await weeks(world, 25)
    assert left(world) == []
    assert in_discord(world.env, ANAS)
    assert in_tables(world.settings.database_url, ANAS)


async def test_a_command_of_theirs_is_enough(world: World) -> None:
    await wrote(world)
    world.guild.remove_member(world.ana)
    await weeks(world, 8)
    ana = world.guild.add_member(world.ana.user)
    assert left(world) == [ana.id]
    shown = await ana.slash(world.channel, "help")
    assert "/standup" in text_of(shown)
    assert left(world) == []


async def test_when_discord_does_not_answer_nobody_counts_as_gone(world: World) -> None:
    await wrote(world)
    world.env.inject_error("GET", f"/guilds/*/members/{world.ana.id}", status=503, times=1)
    await weeks(world, 8)
    assert left(world) == []
    there = [path for path in asked(world) if path.endswith(str(world.ana.id))]
    assert len(there) == 2, "asked again an hour later"


# What the service decides, on both databases.


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app without Discord, on Friday when the first standup has opened."""
    async with house(migrated_url, datetime(2026, 1, 1, 12, tzinfo=UTC)) as made:
        standup = await made.add()
        await made.prompts(FRIDAY_NINE)
        await made.write(ANA, standup, ANAS)
        await made.write(BEN, standup, "ben")
        yield made


async def discover(home: House) -> None:
    """Once a day."""
    new, gone = await home.app.people.unasked()
    await home.app.people.ask_about(sorted(new), sorted(gone))


async def test_everybody_about_whom_something_is_kept_is_asked_about_and_nobody_else(home: House) -> None:
    new, gone = await home.app.people.unasked()
    assert (new, gone) == ({(GUILD, ANA), (GUILD, BEN), (GUILD, ORGANISER)}, set())
    await discover(home)
    assert await home.app.people.unasked() == (set(), set())
    await home.app.people.forget(ANA, "standups")
    assert await home.app.people.unasked() == (set(), {(GUILD, ANA)})
    await discover(home)
    await home.app.people.choose_day_start(ANA, 3, guild_id=OTHER_SERVER, language="de")
    assert (await home.app.people.unasked())[0] == {(OTHER_SERVER, ANA)}, "whose zone serves for her"


async def test_one_question_is_handed_out_once(home: House) -> None:
    await discover(home)
    people = home.app.people
    assert await people.take_checks(10) == []
    assert await people.next_check() == FRIDAY_NINE + ASK_AGAIN
    home.clock.forward(days=7)
    assert len(await people.take_checks(2)) == 2
    assert len(await people.take_checks(2)) == 1
    assert await people.take_checks(2) == []
    await people.not_answered(GUILD, ANA)
    home.clock.forward(hours=1)
    assert [each.user_id for each in await people.take_checks(2)] == [ANA]


async def test_the_thirty_days_count_from_the_first_answer_and_are_asked_about_once_more(home: House) -> None:
    await discover(home)
    people = home.app.people
    assert not await people.went(GUILD, ANA)
    gone_at = home.clock.now
    home.clock.forward(days=29)
    assert not await people.went(GUILD, ANA)
    await people.take_checks(10)
    assert await people.next_check() == gone_at + FORGET_AFTER
    home.clock.now = gone_at + FORGET_AFTER
    assert [each.user_id for each in await people.take_checks(10)] == [ANA]
    assert await people.went(GUILD, ANA)
    await people.stayed(GUILD, ANA)
    assert await people.forget_member(GUILD, ANA, altogether=True) == [], "she has come back meanwhile"


async def test_in_another_server_nothing_is_touched(home: House) -> None:
    there = await home.standups.add(
        OTHER_SERVER, ORGANISER, channel_id=CHANNEL + 1, name="There", at=FRIDAY_NINE.time(), zone="UTC"
    )
    draft = await home.standups.submit(OTHER_SERVER, ANA, there.id, 0, ["elsewhere", "", ""])
    await home.standups.publish(ANA, draft.id)  # type: ignore[union-attr]
    await home.app.people.choose_zone(ANA, "Asia/Tokyo", guild_id=GUILD, language="de")
    await discover(home)
    people = home.app.people
    await people.went(GUILD, ANA)
    home.clock.forward(days=31)
    assert await people.went(GUILD, ANA)
    assert await people.servers_of(ANA) == {GUILD, OTHER_SERVER}
    removals = await people.forget_member(GUILD, ANA, altogether=False)
    assert len(removals) == 1
    mine = await home.standups.mine(ANA, guild_id=None, before=None, limit=5)
    assert [entry.answers[0].text for entry in mine] == ["elsewhere"]
    person = await people.person(ANA)
    assert (person.zone, person.home_server) == ("Asia/Tokyo", 0), "her own settings are hers"
    assert await people.servers_of(ANA) == {OTHER_SERVER}
