"""Owns the whole bot on a gateway that comes and goes: nothing is posted twice, presses go on, and what is final ends the run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.shell.client import Compound
from tests.faults.compound import (
    add_standup,
    bot_process,
    button,
    open_now,
    real_time_app,
    soon,
    texts,
    thread_of,
    work,
    working,
    write,
)
from tests.faults.faults import MESSAGES
from tests.faults.gateway import Gateway
from tests.faults.scene import Place

pytestmark = pytest.mark.row("gateway drop, resume, re-identify, double on_ready")
WORDS = "an hour of the second lesson"


async def drop(gateway: Gateway) -> None:
    await gateway.drop()


async def close(gateway: Gateway) -> None:
    await gateway.drop(code=4000)


async def reconnect(gateway: Gateway) -> None:
    gateway.ask_to_reconnect()


async def resumable(gateway: Gateway) -> None:
    gateway.invalidate(resumable=True)


async def invalid(gateway: Gateway) -> None:
    gateway.invalidate()


async def forgotten(gateway: Gateway) -> None:
    gateway.forget_sessions()
    await gateway.drop()


@pytest.mark.parametrize("disturb", [drop, close, reconnect, resumable, invalid, forgotten])
async def test_after_it_everything_is_there_once(
    place: Place, compound: Compound, disturb: Callable[[Gateway], Awaitable[None]]
) -> None:
    server = place.server
    prompt = await open_now(compound, place)
    other = server.world.add_channel(place.guild, "other")
    await add_standup(compound.app, place, soon(60, server.clock.now()), other)
    begun = len(server.gateway.identifies) + len(server.gateway.resumes)
    async with working(compound):
        await disturb(server.gateway)
        server.advance(seconds=61)
        await server.until(lambda: bool(texts(other)), "the prompt, which needs no gateway", within=15)
        again = server.gateway
        await server.until(
            lambda: again.connected() and len(again.identifies) + len(again.resumes) > begun,
            "back",
            within=30,
        )
    form = await server.interact.press(prompt, button(prompt, "Write my standup"), place.ada)
    await server.interact.submit(form, {"q1": WORDS})
    await write(place, WORDS)
    await work(compound, place, seconds=300)
    assert (len(texts(place.channel)), len(texts(other)), len(texts(thread_of(place)))) == (1, 1, 1)
    assert len(server.commands.syncs) == 1


async def test_ready_twice_and_every_event_of_the_session_again(place: Place, compound: Compound) -> None:
    server = place.server
    await open_now(compound, place)
    await write(place, WORDS)
    (session,) = server.gateway.sessions.values()
    for _seq, text in list(session.sent):
        assert session.connection is not None
        session.connection.send_text(text)  # READY, the guild, each press and each form
    for _ in range(2):
        session.dispatch("READY", server._ready(session))
        session.dispatch("GUILD_CREATE", server.world.guild_create(place.guild))
    async with working(compound):
        shown = await server.interact.slash(place.guild, place.channel, place.ada, "standup", within=10)
    assert WORDS in shown.content
    await work(compound, place, seconds=300)
    assert (len(texts(place.channel)), len(texts(thread_of(place)))) == (1, 1)
    assert len(server.commands.syncs) == 1
    assert [name for name in compound.jobs.names() if compound.jobs.names().count(name) > 1] == []


@pytest.mark.parametrize("from_the_start", [True, False])
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (4004, "Discord does not accept BOT_TOKEN."),
        (4013, "Discord does not know an intent"),
        (4014, "Discord does not allow an intent"),
    ],
)
async def test_a_gateway_that_closes_for_good_ends_the_run(
    place: Place, migrated_sqlite_url: str, tmp_path: Path, code: int, sentence: str, from_the_start: bool
) -> None:
    gateway = place.server.gateway
    gateway.refusing = code if from_the_start else 0
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        if not from_the_start:
            await place.server.until(gateway.connected, "the gateway", within=25)
            gateway.refusing = code
            await gateway.drop(code=code)
        assert await run.ended() == 4, run.log
    assert run.log.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in run.log


async def test_a_token_taken_back_in_the_middle_of_a_run_ends_it(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    async with real_time_app(migrated_sqlite_url) as app:
        await add_standup(app, place, soon(6))
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(server.gateway.connected, "the gateway", within=25)
        server.faults.refuse(401, 0, "401: Unauthorized", times=1000, method="POST", path=MESSAGES)
        assert await run.ended(40) == 4, run.log
    assert run.log.splitlines()[-1].startswith("Discord does not accept BOT_TOKEN.")
    assert "Traceback" not in run.log
    assert server.journal.statuses[401] <= 3, "it does not go on asking"
