"""Owns A2 for servers: when the bot is removed its data wait for 30 days, then all of them go; nothing is lost on return."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import bot.tables  # noqa: F401  the metadata is whole only with it
from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.communities.model import Community
from bot.core.db import metadata
from tests.bots import World
from tests.communities.joining import another_server, available, invited, removed
from tests.databases import run_sql
from tests.standups.service import ANA, BEN, GUILD, House, house
from tests.traces import in_tables

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
A_DAY = timedelta(days=1)
ANAS = "words that ana wrote"


async def wrote(world: World) -> None:
    """A standup is set up, and Ana has posted in it."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, ANAS)


def rows(world: World, guild_id: int) -> dict[str, int]:
    """How many rows of a server each table has, where it has any."""
    found = {
        table.name: int(
            run_sql(
                world.settings.database_url,
                f'SELECT count(*) FROM "{table.name}" WHERE guild_id = {guild_id}',
            )[0][0]
        )
        for table in metadata.sorted_tables
        if "guild_id" in table.c
    }
    return {name: count for name, count in found.items() if count}


async def test_thirty_days_after_it_was_removed_nothing_of_the_server_is_left(world: World) -> None:
    other = await another_server(world, system="welcome")
    await wrote(world)
    await removed(world, world.guild)
    await world.work_until(world.env.now() + timedelta(days=29), step=A_DAY)
    assert rows(world, world.guild.id)["standup_entry"] == 1
    assert (await world.app.communities.community(world.guild.id)).left_at is not None
    await world.work_until(world.env.now() + timedelta(days=2), step=A_DAY)
    assert rows(world, world.guild.id) == {}
    assert in_tables(world.settings.database_url, ANAS, world.ana.id) == []
    assert rows(world, other.id), "the other server is untouched"


async def test_who_invites_it_back_in_time_finds_everything(world: World) -> None:
    await wrote(world)
    await world.app.communities.went(world.guild.id)
    await world.work_until(world.env.now() + timedelta(days=10), step=A_DAY)
    await invited(world, world.guild)
    assert (await world.app.communities.community(world.guild.id)).left_at is None
    await world.work_until(world.env.now() + timedelta(days=40), step=A_DAY)
    assert rows(world, world.guild.id)["standup_entry"] == 1


async def test_a_return_that_happened_while_it_was_down_is_noticed_when_it_starts(world: World) -> None:
    await wrote(world)
    await world.app.communities.went(world.guild.id)
    await world.restart()
    await available(world, world.guild)
    assert (await world.app.communities.community(world.guild.id)).left_at is None


async def test_discord_is_asked_before_anything_is_forgotten(world: World) -> None:
    await wrote(world)
    await world.app.communities.went(world.guild.id)
    assert world.bot.user is not None
    here = f"/guilds/{world.guild.id}/members/{world.bot.user.id}"
    world.env.inject_error("GET", here, status=503, times=1)
    await world.until(world.env.now() + timedelta(days=31))
    assert not await world.bot.jobs.run("communities.forget")
    assert rows(world, world.guild.id)["standup_entry"] == 1, "no answer is no yes"
    assert await world.bot.jobs.run("communities.forget")
    assert rows(world, world.guild.id)["standup_entry"] == 1
    assert (await world.app.communities.community(world.guild.id)).left_at is None, "it was there all along"


async def test_an_outage_of_discord_is_no_removal(world: World) -> None:
    await wrote(world)
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()
    assert (await world.app.communities.community(world.guild.id)).left_at is None


async def test_forgetting_a_server_takes_what_waits_about_it_from_everybody(migrated_url: str) -> None:
    async with house(migrated_url, datetime(2026, 1, 1, 12, tzinfo=UTC)) as home:
        standup = await home.add()
        await home.prompts(FRIDAY_NINE)
        await home.write(ANA, standup, ANAS)
        await home.app.people.choose_day_start(ANA, 3, guild_id=GUILD, language="de")
        await home.app.db.write(
            lambda tx: outbox.tell(tx, news(home, BEN, GUILD), news(home, BEN, GUILD + 1))
        )
        await home.app.communities.choose_language(GUILD, ANA, "de", "en-US")
        await home.app.forget_server(GUILD)
        assert await home.app.communities.community(GUILD) == Community(GUILD)
        waiting = await home.app.attention.inbox(BEN)
        assert [each.server for each in waiting.waiting] == [GUILD + 1]
        assert (await home.app.people.person(ANA)).home_server == 0
        assert in_tables(migrated_url, ANAS) == []


def news(home: House, user_id: int, server: int) -> Message:
    """Something to tell."""
    return Message(
        user_id, server, "standups.reply", 1, f"reply:{server}", home.clock.now + timedelta(days=3)
    )
