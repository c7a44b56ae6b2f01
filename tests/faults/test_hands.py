"""Owns the thread in which somebody gets a hand, where Discord or the moment is against it: it is opened once, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from bot.shell.cards import Button, Card
from bot.shell.client import Compound
from tests.faults.api import Payload
from tests.faults.compound import open_now, press, running_compound, texts, work
from tests.faults.entities import Channel, User
from tests.faults.scene import Place

WORDS = "the loss is nan after one step"
NAME = "A hand with PyTorch"


async def asked(place: Place, bot: Compound, *helpers: User) -> Payload:
    """Ada is stuck and these people were asked; returns a message with the button that each of them is shown."""
    await open_now(bot, place)
    interact, app = place.server.interact, bot.app
    topic = (await app.communities.topics(place.guild.id))[1]
    for each in helpers:
        await app.communities.help_with(place.guild.id, each.id, [topic.id])
    form = await interact.slash(place.guild, place.channel, place.ada, "standup")
    preview = await (await interact.submit(form, {"q1": "trained", "q3": WORDS})).settled()
    answer = await (await press(place, preview, "Post")).settled(within=15)
    assert answer.original is not None
    (select,) = [
        part["custom_id"]
        for row in answer.original["components"]
        for part in row["components"]
        if part.get("options")
    ]
    chosen = await interact.press(int(answer.original["id"]), select, place.ada, [str(topic.id)])
    await chosen.settled()
    for each in helpers:
        (waits,) = (await app.attention.inbox(each.id)).waiting
        assert waits.kind == "standups.help"
    card = Card(
        "for those who were asked", ((Button("I can help", f"standups:can_help:{waits.subject_id}"),),)
    )
    sent = await bot.get_partial_messageable(place.channel.id).send(**card.send_fields())
    return place.channel.messages[sent.id]


def threads(place: Place) -> list[Channel]:
    """The threads in which somebody gets a hand."""
    return [one for one in place.server.world.channels.values() if one.is_thread and one.name == NAME]


def told(place: Place) -> list[str]:
    """The messages that opened one."""
    return [text for text in texts(place.channel) if "could use a hand" in text]


async def help_at_once(place: Place, card: Payload, *helpers: User) -> list[str]:
    """All of them press at the same moment; returns what each reads."""
    custom_id = card["components"][0]["components"][0]["custom_id"]
    pressed = await asyncio.gather(
        *(place.server.interact.press(int(card["id"]), custom_id, each) for each in helpers)
    )
    settled = await asyncio.gather(*(each.settled(within=15) for each in pressed))
    return [str(each.followups[-1]["content"]) for each in settled]


async def test_two_who_press_at_once_get_one_thread(place: Place, compound: Compound) -> None:
    ben, cleo = (place.server.world.add_user(name, place.guild) for name in ("ben", "cleo"))
    card = await asked(place, compound, ben, cleo)
    said = await help_at_once(place, card, ben, cleo, ben)
    await work(compound, place, seconds=65)
    (thread,) = threads(place)
    assert len(told(place)) == 1
    assert [text.endswith(f"/{thread.id}") for text in said] == [True, True, True]


@pytest.mark.row("5xx, timeout, connection reset")
async def test_a_thread_that_discord_did_not_open_is_opened_later_also_by_another_process(
    place: Place, migrated_sqlite_url: str
) -> None:
    ben = place.server.world.add_user("ben", place.guild)
    async with running_compound(place, migrated_sqlite_url) as first:
        card = await asked(place, first, ben)
        place.server.faults.fail(path=r".*/threads", method="POST", times=5)
        (said,) = await help_at_once(place, card, ben)
        assert "opens shortly" in said
        assert threads(place) == []
        assert len(told(place)) == 1
    place.server.faults.clear()
    async with running_compound(place, migrated_sqlite_url) as second:
        for _ in range(8):
            await work(second, place, seconds=60)
        (thread,) = threads(place)
        assert len(told(place)) == 1
        (again,) = await help_at_once(place, card, ben)
        assert again.endswith(f"/{thread.id}")
        assert len(threads(place)) == 1


async def test_a_channel_closed_to_the_bot_gets_nothing_twice_and_no_new_message(
    place: Place, compound: Compound
) -> None:
    ben = place.server.world.add_user("ben", place.guild)
    card = await asked(place, compound, ben)
    place.server.faults.forbid(place.channel.id, 50013)
    (said,) = await help_at_once(place, card, ben)
    assert "opens shortly" in said
    await work(compound, place, seconds=30 * 60)
    assert told(place) == []
    place.server.faults.allow(place.channel.id)
    for _ in range(4):
        await work(compound, place, seconds=30 * 60)
    assert len(told(place)) == len(threads(place)) == 1


async def test_a_deleted_thread_takes_its_message_along(place: Place, compound: Compound) -> None:
    ben = place.server.world.add_user("ben", place.guild)
    card = await asked(place, compound, ben)
    await help_at_once(place, card, ben)
    (thread,) = threads(place)
    place.server.world.delete_channel(thread)
    await place.server.until(lambda: told(place) == [], "the message that opened it is gone")
    (again,) = await help_at_once(place, card, ben)
    (new,) = threads(place)
    assert again.endswith(f"/{new.id}")
    assert len(told(place)) == 1
