"""Owns shares that are edited and deleted when Discord or the moment is against it: nothing doubles, nothing is left behind."""

from __future__ import annotations

import asyncio

import pytest

from bot.deliveries.model import State
from bot.shell.client import Compound
from bot.showcase.model.typing import Typed
from tests.faults.compound import running_compound, work
from tests.faults.entities import FORUM, TEXT, Channel
from tests.faults.scene import Place
from tests.faults.showcase import mark, open_gallery, posting, published, share, until_quiet

both = pytest.mark.parametrize("type", [TEXT, FORUM], ids=["text", "forum"])
KILLED = "kill -9 between send and record"


@both
async def test_a_post_in_an_archived_thread_is_edited_where_it_is(
    place: Place, compound: Compound, type: int
) -> None:
    gallery = await open_gallery(compound.app, place, type)
    made, delivered = await share(compound, place, title="Tomato leaves")
    await posting(compound).talk(made.id)
    (thread,) = gallery.threads()
    place.server.advance(days=8)
    assert thread.archived
    await rewritten(compound, made.user_id, made.id, "Potato leaves")
    await posting(compound).share(made.id)
    assert "**Potato leaves**" in gallery.messages()[0]["content"]
    assert (thread.name, thread.archived) == ("Potato leaves", True)
    stands = await compound.app.showcase.posted(made.id)
    assert stands is not None
    assert (stands.message_id, stands.dirty) == (delivered.message_id, False)


async def test_a_locked_post_is_edited_when_it_is_unlocked(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    made, delivered = await share(compound, place, title="Tomato leaves")
    thread = gallery.where(delivered)
    place.server.world.edit_channel(thread, {"archived": True, "locked": True})
    await rewritten(compound, made.user_id, made.id, "Potato leaves")
    await posting(compound).share(made.id)
    assert "**Tomato leaves**" in gallery.messages()[0]["content"]
    place.server.world.edit_channel(thread, {"archived": False, "locked": False})
    await until_quiet(compound, place, step=600)
    assert "**Potato leaves**" in gallery.messages()[0]["content"]
    assert thread.name == "Potato leaves"


async def test_a_name_that_cannot_be_changed_now_is_changed_later(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    made, delivered = await share(compound, place, title="Tomato leaves")
    path = f"/channels/{delivered.channel_id}"  # Discord lets a thread be renamed twice in ten minutes
    place.server.faults.rate_limit(600.0, method="PATCH", path=path)
    await rewritten(compound, made.user_id, made.id, "Potato leaves")
    await posting(compound).share(made.id)
    assert gallery.where(delivered).name == "Tomato leaves"
    await until_quiet(compound, place, step=600)
    assert gallery.where(delivered).name == "Potato leaves"


async def test_an_edit_that_discord_refuses_is_no_second_post(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place)
    made, delivered = await share(compound, place, title="Tomato leaves")
    edits = rf"/channels/\d+/messages/{delivered.message_id}"
    place.server.faults.refuse(400, 30046, "Too many edits of an old message", method="PATCH", path=edits)
    await rewritten(compound, made.user_id, made.id, "Potato leaves")
    await posting(compound).share(made.id)
    await until_quiet(compound, place, step=600)
    (message,) = gallery.messages()
    assert message["id"] == str(delivered.message_id)
    assert "**Potato leaves**" in message["content"]


async def rewritten(bot: Compound, user_id: int, share_id: int, title: str) -> None:
    """The author gives a share another title."""
    now = await bot.app.showcase.share(user_id, share_id)
    typed = Typed(now.content.link, now.content.text, title, now.content.kind)
    await bot.app.showcase.rewrite(user_id, share_id, typed)


@both
async def test_what_is_deleted_on_its_way_leaves_nothing(place: Place, compound: Compound, type: int) -> None:
    gallery, server = await open_gallery(compound.app, place, type), place.server
    made = await published(compound.app, place)
    server.faults.slow(1.0, effect="after", method="POST", path=gallery.sends)
    sending = asyncio.create_task(posting(compound).share(made.share.id, made.claimed))
    await server.until(lambda: bool(gallery.messages()), "it is in Discord")
    removed = await compound.app.showcase.delete(place.ada.id, made.share.id)
    (left,) = await posting(compound).take_down(removed.removals)
    assert left.state is State.REMOVING
    await sending
    await until_quiet(compound, place)
    assert gallery.messages() == []
    assert gallery.threads() == []


@both
@pytest.mark.row(KILLED)
async def test_what_was_sent_by_a_process_that_died_and_then_deleted_leaves_nothing(
    place: Place, compound: Compound, type: int
) -> None:
    gallery = await open_gallery(compound.app, place, type)
    stays, _ = await share(compound, place, link="https://leaves.example/stays")
    place.server.faults.fail(effect="after", method="POST", path=gallery.sends)
    made, _ = await share(compound, place)
    removed = await compound.app.showcase.delete(place.ada.id, made.id)
    await posting(compound).take_down(removed.removals)
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(stays): 1}
    assert len(gallery.threads()) == (1 if gallery.in_forum else 0)


@both
@pytest.mark.parametrize("talked", [False, True])
async def test_no_line_about_its_thread_keeps_the_name_of_what_was_deleted(
    place: Place, compound: Compound, type: int, talked: bool
) -> None:
    gallery, server = await open_gallery(compound.app, place, type), place.server
    server.messages.announces = True
    made, _ = await share(compound, place, title="Tomato leaves")
    await compound.remove_cog("showcase events")  # it does not hear of these lines
    await posting(compound).talk(made.id)
    await rewritten(compound, made.user_id, made.id, "Potato leaves")
    await posting(compound).share(made.id)
    (thread,) = gallery.threads()
    assert "Potato leaves" in said(gallery.channel, thread)
    if talked:
        server.messages.say(thread, place.ada, "How many photos?")
    removed = await compound.app.showcase.delete(place.ada.id, made.id)
    await posting(compound).take_down(removed.removals)
    assert [each.name for each in gallery.threads()] == (["a removed share"] if talked else [])
    left = said(gallery.channel, *gallery.threads())
    assert "leaves" not in left
    assert ("How many photos?" in left) is talked


def said(*channels: Channel) -> str:
    """All that these channels say."""
    return "\n".join(str(each["content"]) for channel in channels for each in channel.messages.values())


@both
async def test_a_removal_that_discord_refuses_is_said_and_goes_on(
    place: Place, compound: Compound, type: int
) -> None:
    gallery = await open_gallery(compound.app, place, type)
    made, delivered = await share(compound, place)
    await posting(compound).talk(made.id)
    place.server.faults.forbid(gallery.channel.id, 50001)
    removed = await compound.app.showcase.delete(place.ada.id, made.id)
    (left,) = await posting(compound).take_down(removed.removals)
    assert (left.id, left.is_refused) == (delivered.id, True)
    assert len(gallery.messages()) == 1
    place.server.faults.allow(gallery.channel.id)
    await until_quiet(compound, place, step=600)
    assert gallery.messages() == []
    assert gallery.threads() == []


@both
async def test_posts_deleted_by_hand_while_the_bot_was_down_are_forgotten_after_the_start(
    place: Place, migrated_sqlite_url: str, type: int
) -> None:
    async with running_compound(place, migrated_sqlite_url) as bot:
        gallery = await open_gallery(bot.app, place, type)
        parent, delivered = await share(bot, place)
        child = (await published(bot.app, place, link="https://leaves.example/child")).share
        await bot.app.showcase.adapt(place.ada.id, child.id, parent.id)
        await work(bot, place, seconds=61)
        assert any(delivered.url in each["content"] for each in gallery.messages())
    gallery.delete_by_hand(delivered)
    async with running_compound(place, migrated_sqlite_url) as bot:
        for _ in range(5):
            await work(bot, place, seconds=10)
        assert gallery.shown() == {mark(child): 1}
        (message,) = gallery.messages()
        assert "an earlier project" in message["content"]
        assert await bot.app.showcase.posted(parent.id) is None
        assert len(gallery.threads()) == (1 if gallery.in_forum else 0)
