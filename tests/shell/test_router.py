"""Owns that no failure is silent: whatever raises, the person is answered with a reference and the cause is logged once."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from discord import app_commands

import cogs
from tests.bots import World, answer_of, labels_of, text_of

BROKEN = "tests.shell.broken"
SOMETHING_WRONG = re.compile(r"Something went wrong on my side.*: ([0-9a-f]{8})")


@pytest.fixture
async def broken(world: World) -> World:
    """A world whose bot has an extension that fails everywhere."""
    await world.bot.load_extension(BROKEN)
    await world.bot.sync_commands()
    await world.env.settle()
    return world


def reference_in(text: str, records: list[logging.LogRecord]) -> None:
    """Check that the answer carries a reference and that the log has it exactly once, with the cause."""
    found = SOMETHING_WRONG.search(text)
    assert found, f"no reference in {text!r}"
    ours = [record for record in records if found[1] in str(record.msg)]
    assert len(ours) == len(records) == 1, [str(record.msg) for record in records]
    assert "Boom" in logging.Formatter().format(ours[0]) + str(ours[0].msg)


@pytest.mark.expects_errors
@pytest.mark.parametrize("name", ["bare", "handled"])
async def test_a_command_that_raises(
    broken: World, name: str, error_records: list[logging.LogRecord]
) -> None:
    answer = await broken.ana.slash(broken.channel, name)
    assert answer.ephemeral
    reference_in(text_of(answer), error_records)
    if name == "bare":
        broken.acknowledge(Exception)


@pytest.mark.expects_errors
async def test_a_check_that_raises(broken: World, error_records: list[logging.LogRecord]) -> None:
    answer = await broken.ana.slash(broken.channel, "checked")
    assert SOMETHING_WRONG.search(text_of(answer))
    assert len(error_records) == 1
    broken.acknowledge(app_commands.CheckFailure)


@pytest.mark.expects_errors
async def test_a_press_and_a_select_that_raise(broken: World, error_records: list[logging.LogRecord]) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    pressed = await broken.ana.click(answer_of(card), label="press")
    reference_in(text_of(pressed), error_records)
    error_records.clear()
    chosen = await broken.ana.select(answer_of(card), ["2"])
    reference_in(text_of(chosen), error_records)
    assert "Press something." in text_of(card), "the card stays"


@pytest.mark.expects_errors
async def test_a_submit_that_raises_gives_the_words_back(
    broken: World, error_records: list[logging.LogRecord]
) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    form = await broken.ana.click(answer_of(card), label="form")
    answer = await broken.ana.submit_modal(form, {"q1": "a first line", "q2": "@everyone and *more*"})
    texts = [each.content for each in (answer.response, *answer.followups) if each]
    reference_in(texts[0], error_records)
    assert "a first line" in texts[1]
    assert "and *more*" in texts[1]
    assert "a first line" not in str([record.msg for record in error_records]), "no member's text in logs"


async def test_an_id_nobody_serves_is_finished(broken: World) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    await broken.bot.unload_extension(BROKEN)
    stale = await broken.ana.click(answer_of(card), label="press")
    assert text_of(stale).startswith("This is finished.")


@pytest.mark.row("3 s passed (10062)")
async def test_a_slow_handler_is_deferred_and_answered_afterwards(broken: World) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    slow = await broken.ana.click(answer_of(card), label="slow")
    await broken.env.settle()
    assert slow.deferred
    assert text_of(slow) == "Here after all."


@pytest.mark.expects_errors
async def test_a_slow_handler_that_raises_is_answered_too(
    broken: World, error_records: list[logging.LogRecord]
) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    late = await broken.ana.click(answer_of(card), label="late")
    await broken.env.settle()
    reference_in(text_of(late), error_records)


async def test_an_extension_is_reloaded_and_its_buttons_go_on(broken: World) -> None:
    card = await broken.ana.slash(broken.channel, "card")
    for _ in range(2):
        await broken.bot.reload_extension(BROKEN)
    fine = await broken.ana.click(answer_of(card), label="fine")
    assert text_of(fine) == "Fine."


async def test_every_extension_can_be_reloaded_while_people_use_it(world: World) -> None:
    await world.set_up()
    await world.work_until(datetime(2026, 1, 2, 8, 1, tzinfo=UTC))
    (prompt,) = [each for each in world.channel.history() if "**Daily standup" in each.content]
    form = await world.ana.click(prompt, label="Write my standup")
    routes, jobs = world.bot.router.names(), world.bot.jobs.names()
    for extension in cogs.EXTENSIONS:
        await world.bot.reload_extension(extension)
    assert (world.bot.router.names(), world.bot.jobs.names()) == (routes, jobs)
    assert not await world.bot.sync_commands(), "the same commands"
    preview = await world.ana.submit_modal(form, {"q1": "typed before the reload"})
    await world.ana.click(answer_of(preview), label="Post")
    assert any("typed before" in text for text in world.messages(world.thread()))
    refused = await world.ben.submit_modal(
        await world.ben.click(prompt, label="Write my standup"), {"q1": "  "}
    )
    assert "Open the form again" in labels_of(answer_of(refused)), "refusals are still worded"
    await world.work_until(datetime(2026, 1, 5, 8, 1, tzinfo=UTC), step=timedelta(hours=6))
    assert "Monday 5 January" in world.messages(world.channel)[-1]
