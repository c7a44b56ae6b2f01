"""Owns shares that two are at, or that Discord answers strangely about: one post each, with the newest words, and none lost."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest

from bot.shell.client import Compound
from bot.showcase.model.typing import Typed
from bot.showcase.store import shares
from tests.faults.compound import running_compound, work
from tests.faults.entities import FORUM, TEXT
from tests.faults.scene import Place
from tests.faults.showcase import mark, open_gallery, posting, published, share, until_quiet

NO_SUCH_CHANNEL: Literal[10003] = 10003
TAG_NEEDED = 40067


async def test_who_was_too_slow_leaves_a_post_to_who_took_it_over(
    place: Place, compound: Compound, migrated_sqlite_url: str
) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    made = await published(compound.app, place)
    async with running_compound(place, migrated_sqlite_url) as other:
        place.server.advance(seconds=61)
        taken = await other.app.showcase.take_unfinished(10)
        assert len(taken) == 1
        place.server.faults.slow(1.0, effect="before", method="POST", path=gallery.sends)
        await asyncio.gather(
            posting(other).share(made.share.id, taken),
            posting(compound).share(made.share.id, made.claimed),
        )
        await until_quiet(compound, place)
    assert gallery.shown() == {mark(made.share): 1}


@pytest.mark.parametrize("two", [True, False], ids=["two processes", "one process"])
async def test_of_two_edits_that_overtake_each_other_the_newer_words_stay(
    place: Place, compound: Compound, migrated_sqlite_url: str, two: bool
) -> None:
    gallery = await open_gallery(compound.app, place, TEXT)
    place.server.limits.bucket = (5, 1.0)
    made, delivered = await share(compound, place, title="One")
    await rewritten(compound, made.id, "One and a half")
    await posting(compound).share(made.id)  # so that discord.py knows that it may ask for two at once
    async with running_compound(place, migrated_sqlite_url) as other:
        place.server.faults.slow(1.5, effect="before", method="PATCH", path=edits(delivered.message_id))
        await rewritten(compound, made.id, "Two")
        slow = asyncio.create_task(posting(compound).share(made.id))
        await asyncio.sleep(0.5)
        await rewritten(compound, made.id, "Three")
        await posting(other if two else compound).share(made.id)
        await slow
        place.server.limits.bucket = None
        await until_quiet(compound, place)
    assert "**Three**" in gallery.messages()[0]["content"]


async def test_posts_of_a_forum_whose_tags_change_meanwhile(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    await share(compound, place)
    people = [place.server.world.add_user(f"p{number}", place.guild).id for number in range(3)]
    made = [await published(compound.app, place, each, title=f"No. {each}") for each in people]
    place.server.faults.slow(1.0, effect="after", times=1, method="POST", path=gallery.sends)
    tasks = [asyncio.create_task(posting(compound).share(each.share.id, each.claimed)) for each in made]
    await asyncio.sleep(0.5)  # the first is under way, the others wait their turn with the same tags
    place.server.faults.refuse(400, TAG_NEEDED, "A tag is needed", method="POST", path=gallery.sends, times=2)
    forum = rf"/channels/{gallery.channel.id}"
    place.server.faults.slow(1.0, effect="before", times=5, method="GET", path=forum)
    await asyncio.gather(*tasks)
    assert set(gallery.shown().values()) == {1}
    assert len(gallery.messages()) == 4


async def test_not_found_is_only_believed_from_discord(place: Place, compound: Compound) -> None:
    await open_gallery(compound.app, place, TEXT)
    made, delivered = await share(compound, place, title="One")
    one = edits(delivered.message_id)
    place.server.faults.refuse(404, 0, "404: Not Found", method="GET", path=one, times=1)
    assert await posting(compound).check(made.id)
    assert await compound.app.showcase.posted(made.id) == delivered


async def test_an_edit_while_the_server_is_away_comes_later(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, TEXT)
    made, delivered = await share(compound, place, title="One")
    guild = compound.get_guild(place.guild.id)
    assert guild is not None
    guild.unavailable = True
    one = edits(delivered.message_id)
    place.server.faults.refuse(404, NO_SUCH_CHANNEL, "Unknown Channel", method="PATCH", path=one, times=1)
    await rewritten(compound, made.id, "Two")
    await posting(compound).share(made.id)
    guild.unavailable = False
    await until_quiet(compound, place)
    assert "**Two**" in gallery.messages()[0]["content"]


async def test_a_share_that_was_not_sent_follows_the_showcase(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, TEXT)
    made = await published(compound.app, place)
    place.server.faults.fail(effect="before", method="POST", path=gallery.sends)
    await posting(compound).share(made.share.id, made.claimed)
    place.server.faults.forbid(gallery.channel.id, NO_SUCH_CHANNEL)
    other = place.server.world.add_channel(place.guild, "gallery", TEXT)
    await compound.app.showcase.place(place.guild.id, 1, other.id, forum=False)
    for _ in range(6):
        await work(compound, place, seconds=900)
    (message,) = other.messages.values()
    assert mark(made.share) in str(message["components"])
    shared = await compound.app.showcase.share(place.ada.id, made.share.id)
    assert shared.channel_id == other.id


@pytest.mark.parametrize("type", [TEXT, FORUM], ids=["text", "forum"])
async def test_a_post_has_the_buttons_of_where_it_goes(place: Place, compound: Compound, type: int) -> None:
    gallery = await open_gallery(compound.app, place, type)
    made = await published(compound.app, place)
    other = place.server.world.add_channel(place.guild, "gallery", TEXT if type == FORUM else FORUM, tags=())
    await compound.app.showcase.place(place.guild.id, 1, other.id, forum=type != FORUM)
    await posting(compound).share(made.share.id, made.claimed)
    (message,) = gallery.messages()
    assert ("showcase:talk" in str(message["components"])) is (type == TEXT)


async def test_an_edit_that_is_refused_for_a_month_is_let_be(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, TEXT)
    made, delivered = await share(compound, place, title="One")
    one = edits(delivered.message_id)
    place.server.faults.refuse(403, 50013, "Missing Permissions", method="PATCH", path=one, times=10_000)
    await rewritten(compound, made.id, "Two")
    for _ in range(29):
        await work(compound, place, seconds=24 * 3600)
    assert await compound.app.showcase.next_unfinished() is not None
    for _ in range(3):
        await work(compound, place, seconds=24 * 3600)
    assert await compound.app.showcase.next_unfinished() is None
    (message,) = gallery.messages()
    assert "**One**" in message["content"]
    place.server.faults.clear()
    await rewritten(compound, made.id, "Three")
    await until_quiet(compound, place)
    assert "**Three**" in gallery.messages()[0]["content"]


async def test_a_name_changed_while_its_thread_opens(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, TEXT)
    made, delivered = await share(compound, place, title="Old")
    opens = rf"{edits(delivered.message_id)}/threads"
    place.server.faults.slow(1.0, effect="after", method="POST", path=opens)
    talk = asyncio.create_task(posting(compound).talk(made.id))
    await asyncio.sleep(0.4)
    await rewritten(compound, made.id, "New")
    await posting(compound).share(made.id)
    await talk
    await until_quiet(compound, place)
    assert [each.name for each in gallery.threads()] == ["New"]


def edits(message_id: int | None) -> str:
    """The path of a message."""
    return rf"/channels/\d+/messages/{message_id}"


async def rewritten(bot: Compound, share_id: int, title: str) -> None:
    """Its author gives a share another title."""
    (found,) = await bot.app.db.read(lambda tx: list(shares.get_many(tx, [share_id]).values()))
    words = Typed(found.content.link, found.content.text, title, found.content.kind)
    await bot.app.showcase.rewrite(found.user_id, share_id, words)
