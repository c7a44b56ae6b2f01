"""Proves the loopback Discord's interactions: commands, forms, components, their tokens and time limits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from tests import openapi
from tests.faults.bots import TalkingBot
from tests.faults.interactions import CHOICES, DEFERRED, MESSAGE, MODAL, UPDATE, Interaction
from tests.faults.options import NotOfferedError
from tests.faults.scene import Place, assert_described


def message_id(answer: Interaction) -> int:
    assert answer.original is not None
    return int(answer.original["id"])


async def test_slash_command_with_options(place: Place, talking: TalkingBot) -> None:
    interact, here = place.server.interact, (place.guild, place.channel, place.ada)
    values: dict[str, Any] = {"name": "morning", "host": place.ada, "where": place.channel, "days": 3}
    answer = await interact.slash(*here, "standup create", values)
    assert (answer.callback_type, answer.content) == (MESSAGE, "morning ada standup daily 3 False")
    assert answer.original is place.channel.messages[message_id(answer)]
    olga = place.server.world.add_user("olga", place.guild, organiser=True)
    answer = await interact.slash(
        place.guild, place.channel, olga, "standup create", values | {"kind": "daily"}
    )
    assert answer.content.endswith("3 True")
    wrong: list[dict[str, Any]] = [
        {"days": 9},
        {"days": "3"},
        {"kind": "weekly"},
        {"name": "far too long a name"},
        {"other": 1},
    ]
    for change in wrong:
        with pytest.raises(NotOfferedError):
            await interact.slash(*here, "standup create", values | change)
    for name in ("standup", "standup delete", "nothing"):
        with pytest.raises(NotOfferedError):
            await interact.slash(*here, name)
    with pytest.raises(NotOfferedError, match="permissions"):
        await interact.slash(*here, "silent")


async def test_autocomplete_offers_choices(place: Place, talking: TalkingBot) -> None:
    here = (place.guild, place.channel, place.ada)
    choices = await place.server.interact.autocomplete(*here, "standup create", "name", "mor")
    assert choices == [{"name": "mor!", "value": "mor"}]
    assert [one.callback_type for one in place.server.interactions.by_token.values()] == [CHOICES]


async def test_deferred_answer_is_filled_by_the_first_followup(place: Place, talking: TalkingBot) -> None:
    answer = await place.server.interact.slash(place.guild, place.channel, place.ada, "think")
    assert answer.callback_type == DEFERRED
    await answer.settled()
    await answer.until(lambda: bool(answer.followups), 5.0, "no second follow-up")
    assert (answer.content, answer.ephemeral) == ("thought", True)
    assert [message["content"] for message in answer.followups] == ["and more"]
    assert not place.channel.messages


async def test_buttons_and_menus_edit_their_message(place: Place, talking: TalkingBot) -> None:
    interact = place.server.interact
    shown = await interact.slash(place.guild, place.channel, place.ada, "buttons")
    picked = await (await interact.press(shown, "pick", values=["b"])).settled()
    assert picked.content == shown.content == "picked ['b']"
    with pytest.raises(NotOfferedError):
        await interact.press(shown, "pick", values=["c"])
    bob = place.server.world.add_user("bob", place.guild)
    done = await interact.press(message_id(shown), "done", bob)
    assert (done.callback_type, shown.content, done.user) == (UPDATE, "finished", bob)
    with pytest.raises(NotOfferedError, match="disabled"):
        await interact.press(shown, "done")


async def test_ephemeral_message_belongs_to_its_person(place: Place, talking: TalkingBot) -> None:
    interact = place.server.interact
    shown = await interact.slash(place.guild, place.channel, place.ada, "buttons", {"private": True})
    with pytest.raises(NotOfferedError):
        await interact.press(shown, "done", place.server.world.add_user("bob", place.guild))
    await interact.press(shown, "done")
    assert shown.content == "finished"
    assert not place.channel.messages


async def test_form_is_filled_and_submitted(place: Place, talking: TalkingBot) -> None:
    interact = place.server.interact
    shown = await interact.slash(place.guild, place.channel, place.ada, "buttons")
    form = await interact.press(shown, "write")
    assert form.callback_type == MODAL
    filled = {"q1": "read a paper", "mood": "good", "topic": ["vision"], "helper": [place.ada]}
    answer = await interact.submit(form, filled)
    assert answer.content == "read a paper||good|vision|ada"
    assert answer.ephemeral
    metadata = (answer.original or {})["interaction_metadata"]
    assert metadata["triggering_interaction_metadata"]["interacted_message_id"] == str(message_id(shown))
    mistakes: list[dict[str, Any]] = [
        {"q1": ""},
        {"q1": "x" * 21},
        {"mood": "bad"},
        {"topic": []},
        {"q9": "what"},
    ]
    for wrong in mistakes:
        with pytest.raises(NotOfferedError):
            await interact.submit(form, filled | wrong)


async def test_requests_and_answers_fit_discords_description(
    place: Place, talking: TalkingBot, discord_description: Path
) -> None:
    interact = place.server.interact
    shown = await interact.slash(place.guild, place.channel, place.ada, "buttons")
    form = await interact.press(shown, "write")
    await interact.submit(form, {"q1": "read", "mood": "good", "topic": ["vision"]})
    await (await interact.slash(place.guild, place.channel, place.ada, "think")).settled()
    await (await interact.press(shown, "pick", values=["b"])).settled()
    await interact.press(shown, "done")
    callbacks = place.server.journal.find("POST", "/interactions/.*")
    await place.server.until(lambda: all(one.status for one in callbacks), "all are answered")
    openapi.assert_valid(place.server.journal.requests)
    assert [one.body["type"] for one in callbacks] == [4, 9, 4, 5, 6, 7]
    for request in callbacks:
        assert_described("InteractionCallbackResponse", request.answer)
    for command in place.server.commands.scopes[None].values():
        assert_described("ApplicationCommandResponse", command)


async def test_app_on_a_message(place: Place, talking: TalkingBot) -> None:
    said = place.server.messages.say(place.channel, place.ada, "look")
    answer = await place.server.interact.app(place.guild, place.channel, place.ada, "Share this", said)
    assert answer.content == f"ada {said['id']}"


async def test_commands_work_in_direct_messages(place: Place, talking: TalkingBot) -> None:
    direct = place.server.world.direct_channel(place.ada.id)
    answer = await place.server.interact.slash(None, direct, place.ada, "buttons")
    assert answer.content == "choose"
    assert len(direct.messages) == 1


async def test_no_answer_too_late_and_twice(place: Place, talking: TalkingBot) -> None:
    server = place.server
    olga = server.world.add_user("olga", place.guild, organiser=True)
    with pytest.raises(TimeoutError, match="silent of olga"):
        await server.interact.slash(place.guild, place.channel, olga, "silent", within=0.2)
    heard: discord.Interaction = talking.told("silent")[0]
    with pytest.raises(discord.NotFound) as unanswered:
        await heard.followup.send("too early")
    assert unanswered.value.code == 10015
    server.interactions.first_answer_within = timedelta(seconds=0.1)
    with pytest.raises(discord.NotFound) as late:
        await heard.response.send_message("late")
    assert late.value.code == 10062
    interaction = next(iter(server.interactions.by_token.values()))
    with pytest.raises(TimeoutError, match="too late"):
        await interaction.answered()
    server.interactions.first_answer_within = timedelta(seconds=3)
    await heard.response.send_message("in time")
    heard.response._response_type = None
    with pytest.raises(discord.HTTPException) as twice:
        await heard.response.send_message("again")
    assert (twice.value.status, twice.value.code) == (400, 40060)
    server.advance(minutes=14)
    await heard.edit_original_response(content="still there")
    server.advance(minutes=2)
    with pytest.raises(discord.HTTPException) as expired:
        await heard.edit_original_response(content="too late")
    assert (expired.value.status, expired.value.code) == (401, 50027)


async def test_the_original_answer_can_be_deleted(place: Place, talking: TalkingBot) -> None:
    olga = place.server.world.add_user("olga", place.guild, organiser=True)
    with pytest.raises(TimeoutError):
        await place.server.interact.slash(place.guild, place.channel, olga, "silent", within=0.2)
    heard: discord.Interaction = talking.told("silent")[0]
    await heard.response.send_message("for a moment", ephemeral=True)
    assert (await heard.original_response()).flags.ephemeral
    await heard.delete_original_response()
    with pytest.raises(discord.NotFound) as gone:
        await heard.edit_original_response(content="gone")
    assert gone.value.code == 10008


async def test_synced_commands_keep_their_ids(place: Place, talking: TalkingBot) -> None:
    before = {command.name: command.id for command in await talking.tree.fetch_commands()}
    again = {command.name: command.id for command in await talking.tree.sync()}
    assert before == again
    talking.tree.copy_global_to(guild=discord.Object(place.guild.id))
    await talking.tree.sync(guild=discord.Object(place.guild.id))
    scopes = [(sync.guild_id, len(sync.names)) for sync in place.server.commands.syncs]
    assert scopes == [(None, 5), (None, 5), (place.guild.id, 5)]


async def test_without_a_listening_session_nothing_is_sent(place: Place) -> None:
    with pytest.raises(ConnectionError):
        await place.server.interact.slash(place.guild, place.channel, place.ada, "ping", registered=False)
