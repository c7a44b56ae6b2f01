"""Owns the private thread of a pair, where Discord or the moment is against it: one thread with one first message, or none."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.core.db import Tx
from bot.mentoring.model.values import Member, Pair, PairKind, Reasons, Role, Settings
from bot.mentoring.store import pairs, settings
from bot.shell.cards import Button, Card
from bot.shell.client import Compound
from tests.faults.api import Payload
from tests.faults.compound import running_compound, texts
from tests.faults.entities import PRIVATE_THREAD, Channel, User
from tests.faults.scene import Place

LOST = "5xx, timeout, connection reset"
MAKES = r"/channels/\d+/threads"


async def paired(place: Place, bot: Compound, *people: User) -> Payload:
    """These are partners in a server whose mentors are in the place's channel; returns a message with their button."""
    members = tuple(Member(each.id, Role.PEERS) for each in people)

    def make(tx: Tx) -> Pair:
        settings.save(tx, Settings(place.guild.id, place.channel.id, is_on=True))
        return pairs.add(tx, Pair(place.guild.id, PairKind.PEERS, members, Reasons(), tx.now))

    made = await bot.app.db.write(make)
    card = Card("for the two", ((Button("Meet", f"mentoring:thread:{made.id}"),),))
    sent = await bot.get_partial_messageable(place.channel.id).send(**card.send_fields())
    return place.channel.messages[sent.id]


def threads(place: Place) -> list[Channel]:
    """The private threads there are."""
    return [one for one in place.server.world.channels.values() if one.type == PRIVATE_THREAD]


async def meet(place: Place, card: Payload, *people: User) -> list[str]:
    """All of them press at the same moment; returns what each reads."""
    custom_id = card["components"][0]["components"][0]["custom_id"]
    pressed = await asyncio.gather(
        *(place.server.interact.press(int(card["id"]), custom_id, each) for each in people)
    )
    settled = await asyncio.gather(*(each.settled(within=15) for each in pressed))
    return [str(each.followups[-1]["content"]) for each in settled]


async def test_two_who_press_at_once_are_in_one_thread_that_nobody_else_may_open(
    place: Place, compound: Compound
) -> None:
    ben = place.server.world.add_user("ben", place.guild)
    card = await paired(place, compound, place.ada, ben)
    said = await meet(place, card, place.ada, ben, place.ada)
    (thread,) = threads(place)
    assert all(f"<#{thread.id}>" in each for each in said)
    assert thread.thread_members == {place.server.world.bot.id, place.ada.id, ben.id}
    assert len(texts(thread)) == 1
    (asked,) = [each for each in place.server.journal.requests if each.path.endswith("/threads")]
    assert (asked.json["type"], asked.json["invitable"]) == (PRIVATE_THREAD, False)
    place.server.world.edit_channel(thread, {"archived": True})
    again = await meet(place, card, ben)
    assert again == [f"You are in: <#{thread.id}>. Moderators can read there."]


@pytest.mark.row(LOST)
@pytest.mark.parametrize("fault", [500, "reset", "message"])
async def test_an_answer_that_is_lost_makes_no_second_thread_also_in_another_process(
    place: Place, migrated_sqlite_url: str, fault: Any
) -> None:
    ben, faults = place.server.world.add_user("ben", place.guild), place.server.faults
    async with running_compound(place, migrated_sqlite_url) as first:
        card = await paired(place, first, place.ada, ben)
        if fault == "reset":
            faults.cut(effect="after", method="POST", path=MAKES)
        elif fault == "message":  # the first message in it is there, and we do not know
            faults.fail(effect="after", method="POST", path=rf"/channels/(?!{place.channel.id})\d+/messages")
        else:
            faults.fail(status=fault, effect="after", method="POST", path=MAKES)
        (said,) = await meet(place, card, place.ada)
        assert "try again in a minute" in said
        assert len(threads(place)) == 1
        (soon,) = await meet(place, card, ben)
        assert soon == said, "another may still be at it"
    place.server.advance(seconds=61)
    async with running_compound(place, migrated_sqlite_url):
        (later,) = await meet(place, card, ben)
        (thread,) = threads(place)
        assert f"<#{thread.id}>" in later
        assert len(texts(thread)) == 1
        assert thread.thread_members == {place.server.world.bot.id, ben.id}


@pytest.mark.row("deleted channel, revoked permission, server outage")
async def test_a_channel_closed_to_the_bot_has_no_thread_until_it_is_open(
    place: Place, compound: Compound
) -> None:
    ben = place.server.world.add_user("ben", place.guild)
    card = await paired(place, compound, place.ada, ben)
    place.server.faults.forbid(place.channel.id, 50013)
    (said,) = await meet(place, card, place.ada)
    assert "Discord keeps me out" in said
    assert threads(place) == []
    place.server.faults.allow(place.channel.id)
    (after,) = await meet(place, card, place.ada)
    (thread,) = threads(place)
    assert f"<#{thread.id}>" in after
    place.server.world.delete_channel(thread)
    (anew,) = await meet(place, card, ben)
    (other,) = threads(place)
    assert f"<#{other.id}>" in anew
