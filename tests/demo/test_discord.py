"""What the demo adds to SimCord: embeds below links, and forums as Discord has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.demo.rooms import Lobby
from bot.demo.seed import GENERAL
from bot.demo.sharing import GALLERY
from bot.demo.unfurl import links_shown, page_at
from bot.demo.world import World
from tests.demo.visitor import toy_world
from tests.e2e.browser import free_port


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with toy_world(tmp_path, free_port()) as opened:
        yield opened


def newest(world: World, name: str = GENERAL) -> discord.Message:
    message = world.community.channels[name].last_message
    assert message is not None
    return message


async def test_a_link_is_shown_a_moment_later_and_the_bot_hears_of_it(world: World) -> None:
    heard: list[discord.RawMessageUpdateEvent] = []

    async def on_raw_message_edit(event: discord.RawMessageUpdateEvent) -> None:
        heard.append(event)

    world.env.bot.on_raw_message_edit = on_raw_message_edit  # type: ignore[attr-defined]
    general = world.community.channels[GENERAL]
    await world.community.everyone["mei"].send(general, "See https://leaves.example/tomato, please")
    assert newest(world).embeds == []
    await world.tick()
    (embed,) = newest(world).embeds
    assert (embed.title, embed.provider.name) == ("Tomato leaves: healthy or not?", "Leaves")
    assert embed.url == "https://leaves.example/tomato"
    assert embed.thumbnail.url in world.pictures
    assert newest(world).edited_at is None, "an unfurl is no edit"
    assert [event.message_id for event in heard] == [newest(world).id]
    await world.tick()
    assert len(heard) == 1, "and it is said once"


async def test_an_edit_shows_the_other_link(world: World) -> None:
    channel = world.env.bot.get_partial_messageable(world.community.channels[GENERAL].id)
    with world.env.time_context():
        sent = await channel.send("https://one.example/a-first-try")
    await world.tick()
    with world.env.time_context():
        await sent.edit(content="https://two.example/a-second-try.html")
    await world.tick()
    assert [embed.title for embed in newest(world).embeds] == ["A second try"]
    with world.env.time_context():
        await sent.edit(content="No link any more")
    await world.tick()
    assert newest(world).embeds == []


async def test_suppressed_and_rich_embeds_stay_as_the_bot_sent_them(world: World) -> None:
    channel = world.env.bot.get_partial_messageable(world.community.channels[GENERAL].id)
    with world.env.time_context():
        await channel.send("https://one.example/a", suppress_embeds=True)
        await channel.send("https://one.example/b", embed=discord.Embed(title="Ours"))
    await world.tick()
    quiet, both = world.community.channels[GENERAL].history()[-2:]
    assert quiet.embeds == []
    assert [embed.title for embed in both.embeds] == ["Ours", "B"]


async def test_links_in_a_private_answer_are_shown_and_not_announced(world: World) -> None:
    backend, general = world.env.backend, world.community.channels[GENERAL]
    before = len(backend.transcript)
    text = "https://one.example/only-for-you"
    answer = backend.create_message(general.id, backend.bot_user.id, text, flags=1 << 6, broadcast=False)
    await world.tick()
    assert [embed["title"] for embed in answer.embeds] == ["Only for you"]
    assert not [event for event in backend.transcript[before:] if event[1] == "MESSAGE_UPDATE"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("nothing", []),
        ("<https://one.example/a> and `https://one.example/b`", []),
        ("(https://one.example/a). https://one.example/a!", ["https://one.example/a"]),
        ("https://discord.com/channels/1/2/3", []),
        ("ftp://one.example http:// https://two.example", ["https://two.example"]),
    ],
)
def test_links_that_are_shown(text: str, links: list[str]) -> None:
    assert links_shown(text) == links


@pytest.mark.parametrize(
    ("link", "title", "site"),
    [
        ("https://www.one.example/", "one.example", "one.example"),
        ("https://one.example/2026/my-first_model.html?x=1", "My first model", "one.example"),
        ("https://github.com/mei/bananas", "GitHub - mei/bananas", ""),
    ],
)
def test_a_title_is_read_from_an_address(link: str, title: str, site: str) -> None:
    assert (page_at(link).title, page_at(link).site) == (title, site)


async def test_a_forum_is_a_heading_and_its_posts_are_rooms(world: World) -> None:
    community, env = world.community, world.env
    gallery = community.channels[GALLERY]
    lobby = Lobby(world)
    assert await lobby.open(gallery.id, community.people[0]) is None
    forum = env.bot.get_channel(gallery.id)
    assert isinstance(forum, discord.ForumChannel)
    with env.time_context():
        post = await forum.create_thread(
            name="Leaves",
            content="Mine: https://leaves.example/tomato",
            applied_tags=forum.available_tags[:1],
        )
    assert post.thread.id == post.message.id, "as in Discord"
    await world.tick()
    rooms = {room.name: room for room in lobby.rooms(community.people[0])}
    assert rooms["#gallery"].kind == "forum"
    assert rooms["Leaves"].kind == "thread"
    assert rooms["Leaves"].hint.startswith("Compound: Mine:")
    assert rooms["Leaves"].new
    address = await lobby.open(post.thread.id, community.people[0])
    assert address is not None
    (shown,) = gallery.threads[0].history()
    assert [embed.title for embed in shown.embeds] == ["Tomato leaves: healthy or not?"]


async def test_a_message_has_one_thread_at_most(world: World) -> None:
    general, bot = world.community.channels[GENERAL], world.env.bot
    await world.community.everyone["mei"].send(general, "Shall we talk about it?")
    message = newest(world)
    with world.env.time_context():
        made = await bot.http.start_thread_with_message(
            general.id, message.id, name="Talk", auto_archive_duration=1440
        )
        with pytest.raises(discord.HTTPException, match="160004"):
            await bot.http.start_thread_with_message(
                general.id, message.id, name="Again", auto_archive_duration=1440
            )
    assert int(made["id"]) == message.id
    assert [thread.name for thread in general.threads] == ["Talk"]
