"""Owns BOT_ALLOWED_SERVERS as people meet it: served where it is meant to be and in direct messages, refused kindly elsewhere."""

from __future__ import annotations

from typing import Any

import simcord

from tests.bots import World, answer_of, labels_of, text_of

ELSEWHERE = 1_100_000_000_000_000_001
REFUSED = "I do not work in this server."


async def serving(world: World, *servers: int, **settings: Any) -> None:
    """The operator changes the settings and starts the bot again."""
    world.settings = world.settings.model_copy(update={"allowed_servers": frozenset(servers), **settings})
    await world.restart()


async def test_a_server_that_is_named_is_served(world: World) -> None:
    await serving(world, ELSEWHERE, world.guild.id)
    await world.set_up()
    assert (await world.ana.slash(world.channel, "standup")).modal is not None


async def test_a_server_it_was_in_before_is_kept_and_every_request_there_is_refused(world: World) -> None:
    await world.set_up()
    card = await world.organiser.slash(world.channel, "setup")
    form = await world.ana.slash(world.channel, "standup")
    message = await world.ben.send(world.channel, "hello")
    await serving(world, ELSEWHERE)
    answers: list[simcord.InteractionResult] = [
        await world.ana.slash(world.channel, name) for name in ("standup", "mine", "help")
    ]
    answers.append(await world.organiser.slash(world.channel, "setup"))
    answers.append(await world.organiser.click(answer_of(card), label="Status and changes"))
    answers.append(await world.ana.context_menu(world.channel, "Edit or remove mine", message))
    for answer in answers:
        assert answer.ephemeral
        assert text_of(answer) == f"{REFUSED} Only who runs me can change that."
        assert labels_of(answer_of(answer)) == []
    sent = await world.ana.submit_modal(form, {"q1": "an hour of backprop"})
    assert sent.response is not None
    assert sent.response.content.startswith(REFUSED)
    assert "an hour of backprop" in text_of(sent), "what was typed is given back"
    assert world.messages(world.channel) == ["hello"]


async def test_the_refusal_names_who_runs_the_bot_and_pings_nobody(world: World) -> None:
    await serving(world, ELSEWHERE, contact="the library, https://example.org/bot @everyone")
    refused = text_of(await world.ana.slash(world.channel, "help"))
    assert refused.startswith(
        f"{REFUSED} This can be changed by who runs me: the library, https://example.org/bot "
    )
    assert "@everyone" not in refused


async def test_direct_messages_are_served_whatever_the_list(world: World) -> None:
    await serving(world, ELSEWHERE)
    ana = world.ana.user
    card = await ana.slash("mine")
    assert "Yours alone" in text_of(card)
    privacy = await ana.click(answer_of(card), label="Privacy")
    assert "What I store about you" in text_of(privacy)
