"""Owns A4's first minutes: one greeting where it is allowed, once, and gone when an organiser uses /setup."""

from __future__ import annotations

from datetime import timedelta

import discord
import simcord

from bot.deliveries.model import GREETING
from tests.bots import World, text_of
from tests.communities.joining import another_server, greetings, invited, removed
from tests.databases import run_sql


def organiser_of(world: World, guild: simcord.GuildHandle) -> simcord.MemberActor:
    """Robin organises there, too."""
    role = guild.create_role("Organisers", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(world.organiser.user, roles=[role])


async def test_the_channel_for_such_things_is_greeted_once_in_three_warm_lines(world: World) -> None:
    guild = await another_server(world, system="welcome")
    ((place, [text]),) = greetings(world, guild).items()
    assert place == "welcome"
    assert len(text.splitlines()) == 3
    assert "**Organisers:** type /setup." in text
    assert "/help" in text
    assert "/mine" in text


async def test_where_it_may_not_write_the_first_channel_is_taken_in_which_it_may(world: World) -> None:
    guild = await another_server(world, system="rules", mute=("rules", "welcome"))
    assert list(greetings(world, guild)) == ["general"]
    no_system_channel = await another_server(world, mute=("rules",))
    assert list(greetings(world, no_system_channel)) == ["welcome"]


async def test_where_it_may_write_nowhere_it_says_nothing(world: World) -> None:
    guild = await another_server(world, mute=("rules", "welcome", "general"))
    assert greetings(world, guild) == {}
    community = await world.app.communities.community(guild.id)
    assert community.language == "en-US", "and yet the server is known"


async def test_it_speaks_the_servers_language(world: World) -> None:
    guild = await another_server(world, locale="de", system="welcome")
    (text,) = greetings(world, guild)["welcome"]
    assert "/setup" in text
    assert "Organisers" not in text


async def test_it_goes_when_an_organiser_uses_setup_and_a_member_keeps_it(world: World) -> None:
    guild = await another_server(world, system="welcome")
    robin = organiser_of(world, guild)
    ana = guild.add_member(world.ana.user)
    await ana.slash(guild.channels["general"], "help")
    assert greetings(world, guild)
    shown = await robin.slash(guild.channels["general"], "setup")
    assert "Setting up Compound" in text_of(shown)
    assert greetings(world, guild) == {}


async def test_an_invitation_heard_twice_a_restart_and_a_quick_return_greet_nobody_again(
    world: World,
) -> None:
    guild = await another_server(world, system="welcome")
    await invited(world, guild)
    await world.restart()
    await invited(world, guild)
    assert len(greetings(world, guild)["welcome"]) == 1
    await organiser_of(world, guild).slash(guild.channels["general"], "setup")
    await world.app.communities.went(guild.id)
    await world.until(world.env.now() + timedelta(days=3))
    await invited(world, guild)
    assert greetings(world, guild) == {}, "they know it, and what it was for is done"


async def test_a_greeting_that_discord_refuses_at_first_comes_a_little_later(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    guild = await another_server(world, system="welcome")
    assert greetings(world, guild) == {}
    await world.work_until(world.env.now() + timedelta(minutes=5))
    assert len(greetings(world, guild)["welcome"]) == 1


async def test_a_greeting_that_nobody_finished_is_finished_within_the_hour_or_never(world: World) -> None:
    late = world.env.create_guild("Late")
    channel = late.create_text_channel("general")
    await world.env.settle()
    claimed = await world.app.deliveries.claim_greeting(late.id, channel.id, "en-US")
    assert claimed is not None
    assert await world.app.deliveries.claim_greeting(late.id, channel.id, "en-US") is None, "once"
    await world.work_until(world.env.now() + timedelta(minutes=3))
    assert len(world.messages(channel)) == 1
    later = world.env.create_guild("Later")
    channel = later.create_text_channel("general")
    await world.env.settle()
    await world.app.deliveries.claim_greeting(later.id, channel.id, "en-US")
    await world.until(world.env.now() + timedelta(hours=2))
    await world.work()
    assert world.messages(channel) == []


async def test_a_server_that_is_not_served_is_left_and_not_greeted(world: World) -> None:
    world.settings = world.settings.model_copy(update={"allowed_servers": frozenset({world.guild.id})})
    await world.restart()
    guild = await another_server(world, system="welcome")
    assert guild.id not in world.env.backend.guilds
    assert run_sql(world.settings.database_url, f"SELECT id FROM delivery WHERE kind = '{GREETING}'") == []


async def test_after_thirty_days_of_absence_it_is_new_again(world: World) -> None:
    guild = await another_server(world, system="welcome")
    await removed(world, guild)
    await world.work_until(world.env.now() + timedelta(days=31), step=timedelta(days=1))
    assert await world.app.deliveries.claim_greeting(guild.id, 5, "en-US") is not None
