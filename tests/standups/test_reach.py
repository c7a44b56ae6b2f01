"""Owns a channel out of reach: a standup stops after a confirmed refusal, organisers see it, and one click repairs it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord

from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.test_jobs import BITS, FRIDAY_NINE, later

MONDAY_NINE = FRIDAY_NINE + timedelta(days=3)


def close(world: World, code: int) -> None:
    """The channel is gone or closed to the bot from now on."""
    status = 404 if code == 10003 else 403
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=status, code=code, times=None
    )


async def setup_card(world: World) -> simcord.InteractionResult:
    """What /setup shows the organiser."""
    return await world.organiser.slash(world.channel, "setup")


@pytest.mark.row("deleted channel, revoked permission, server outage")
@pytest.mark.parametrize("code", [10003, 50001, 50013])
async def test_said_twice_the_standup_stops_and_another_channel_brings_the_prompt(
    world: World, code: int
) -> None:
    await world.set_up()
    close(world, code)
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    assert "stopped" not in text_of(await setup_card(world)), "once is not enough"
    await later(world, minutes=20)
    card = await setup_card(world)
    assert "⚠ stopped: I cannot post there" in text_of(card)
    refused = await world.ana.slash(world.channel, "standup")
    assert "Discord does not let me post where Daily standup lives" in text_of(refused)
    status = await world.organiser.click(answer_of(card), label="Status and changes")
    assert "Daily standup stopped: I could not post in its channel" in text_of(status)

    elsewhere = world.guild.create_text_channel("elsewhere")
    form = await world.organiser.click(answer_of(await setup_card(world)), label="Choose another channel")
    moved = await world.organiser.submit_modal(form, {"channel": [elsewhere], "name": "Daily standup"})
    assert "Next prompt" in text_of(moved)
    await later(world, minutes=1)
    assert len(world.messages(elsewhere)) == 1, "today's prompt comes to the new place"
    await world.write(world.ana, BITS)
    assert BITS in world.messages(elsewhere.threads[0])[0]
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    friday, week, monday = world.messages(elsewhere)
    assert ("Friday 2 January" in friday, "in short" in week) == (True, True)
    assert "Monday 5 January" in monday
    assert world.messages(world.channel) == []


async def test_let_in_again_it_goes_on_by_one_press(world: World) -> None:
    await world.set_up()
    close(world, 50013)
    await world.work_until(FRIDAY_NINE + timedelta(hours=12))
    world.env.backend.faults.clear()
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    assert world.messages(world.channel) == [], "it waits for the organiser"
    card = await world.organiser.select(answer_of(await setup_card(world)), values=["1"])
    assert labels_of(answer_of(card))[:2] == ["Choose another channel", "Try again"]
    again = await world.organiser.click(answer_of(card), label="Try again")
    assert "I can post in" in text_of(again)
    assert "Try again" not in labels_of(answer_of(again))
    await world.work_until(MONDAY_NINE + timedelta(days=1, minutes=1))
    prompts = [each for each in world.messages(world.channel) if "Tuesday" in each]
    assert len(prompts) == 1


async def test_still_closed_it_says_why_and_stays_stopped(world: World) -> None:
    await world.set_up()
    close(world, 50001)
    await world.work_until(FRIDAY_NINE + timedelta(hours=12))
    card = await world.organiser.select(answer_of(await setup_card(world)), values=["1"])
    again = await world.organiser.click(answer_of(card), label="Try again")
    assert "Discord did not let me post in" in text_of(again)
    assert "Try again" in labels_of(answer_of(again))


async def test_a_refusal_that_passes_stops_nothing(world: World) -> None:
    await world.set_up()
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, times=1)
    await world.work_until(FRIDAY_NINE + timedelta(minutes=30))
    assert len(world.messages(world.channel)) == 1
    (standup,) = await world.app.standups.of_guild(world.guild.id)
    assert (standup.refused_at, standup.suspended_at) == (None, None)


@pytest.mark.parametrize(("status", "code"), [(500, 0), (400, 20028)])
async def test_trouble_of_another_kind_stops_nothing(world: World, status: int, code: int) -> None:
    await world.set_up()
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=status, code=code, times=None
    )
    await world.work_until(FRIDAY_NINE + timedelta(hours=4))
    world.env.backend.faults.clear()
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    assert len(world.messages(world.channel)) == 1
