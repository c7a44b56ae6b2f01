"""Owns the bot as a process of its own against a Discord over real sockets: its life from log-in to SIGTERM, and its deaths."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.deliveries.model import State
from bot.deliveries.tables import delivery
from tests.databases import run_sql
from tests.faults.compound import add_standup, bot_process, real_time_app, soon, texts, write
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place


async def due_soon(place: Place, url: str, seconds: float = 5) -> None:
    """A standup that opens in a few seconds of real time."""
    async with real_time_app(url) as app:
        await add_standup(app, place, soon(seconds))


async def test_it_logs_in_syncs_once_posts_by_itself_and_stops_when_told(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    await due_soon(place, migrated_sqlite_url)
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: bool(texts(place.channel)), "the prompt", within=25)
        await server.until(server.gateway.connected, "the gateway", within=15)
        assert "Daily standup" in texts(place.channel)[0]
        posted = await write(place, "over real sockets")
        assert posted.content.startswith("Posted")
        assert await run.end() == 0, run.log
    (sync,) = server.commands.syncs
    assert {"standup", "setup", "mine", "help", "Edit or remove mine"} <= set(sync.names)
    assert server.token not in run.log
    assert "commands synced" in run.log
    async with bot_process(place, migrated_sqlite_url, tmp_path) as again:
        await server.until(server.gateway.connected, "the gateway again", within=25)
        assert await again.end() == 0, again.log
    assert len(server.commands.syncs) == 1, "the same list is not sent again"
    assert len(texts(place.channel)) == 1
    assert server.journal.unrouted() == []


async def test_a_wrong_token_ends_with_its_own_code_and_one_sentence(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    wrong = place.server.token[:-3] + "xyz"
    async with bot_process(place, migrated_sqlite_url, tmp_path, BOT_TOKEN=wrong) as run:
        assert await run.ended() == 4, run.log
    assert run.log.splitlines()[-1].startswith("Discord does not accept BOT_TOKEN. Copy it again:")
    assert "Traceback" not in run.log
    assert wrong not in run.log


async def test_no_token_ends_with_how_to_get_one(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    async with bot_process(place, migrated_sqlite_url, tmp_path, BOT_TOKEN="") as run:
        assert await run.ended() == 2, run.log
    assert run.log.startswith("BOT_TOKEN is missing.")
    assert "make demo" in run.log


async def test_a_discord_out_of_reach_ends_with_a_sentence(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    nobody = "http://127.0.0.1:9/api/v10"
    async with bot_process(place, migrated_sqlite_url, tmp_path, BOT_DISCORD_API_URL=nobody) as run:
        assert await run.ended() == 5, run.log
    assert run.log.splitlines()[-1].startswith("Discord did not let me log in")
    assert "Traceback" not in run.log


async def test_sigterm_while_still_logging_in_ends_at_once(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    server.faults.slow(30, effect="before", path="/users/@me")
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: bool(server.journal.requests), "the log-in is under way", within=25)
        assert await run.end(within=10) == 0, run.log
    assert "Traceback" not in run.log


@pytest.mark.row("kill -9 between claim and render")
async def test_what_is_claimed_at_sigterm_is_finished_and_recorded(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    await due_soon(place, migrated_sqlite_url)
    server.faults.slow(2, effect="before", method="POST", path=MESSAGES)
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: bool(server.journal.sends()), "the prompt is under way", within=25)
        assert texts(place.channel) == []
        assert await run.end() == 0, run.log
    assert len(texts(place.channel)) == 1
    ((state, message_id),) = run_sql(migrated_sqlite_url, "SELECT state, message_id FROM delivery")
    assert (state, message_id) == (State.SENT, next(iter(place.channel.messages)))


async def killed_between_send_and_record(place: Place, url: str, folder: Path) -> None:
    """The prompt is in Discord, its id is not in the ledger, and the process is gone."""
    server = place.server
    await due_soon(place, url)
    server.faults.slow(30, effect="after", method="POST", path=MESSAGES)
    async with bot_process(place, url, folder) as run:
        await server.until(lambda: bool(texts(place.channel)), "the prompt is sent", within=25)
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL
    assert run_sql(url, "SELECT state, message_id FROM delivery") == [("sending", None)]


async def age(url: str, by: timedelta) -> None:
    """As if the process had been away for so long."""
    async with real_time_app(url) as app:
        await app.db.write(
            lambda tx: (
                tx.execute(update(delivery).values(first_claimed_at=tx.now - by, due_at=tx.now)).rowcount
            )
        )


@pytest.mark.row("kill -9 between send and record")
async def test_killed_between_send_and_record_the_restart_adds_no_second_message(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    await killed_between_send_and_record(place, migrated_sqlite_url, tmp_path)
    await age(migrated_sqlite_url, timedelta(seconds=65))
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        recorded = "SELECT count(*) FROM delivery WHERE state = 'sent'"
        await place.server.until(
            lambda: run_sql(migrated_sqlite_url, recorded) == [(1,)], "it is recorded", within=25
        )
        assert await run.end() == 0, run.log
    assert len(place.channel.messages) == 1
    nonces = {send.json["nonce"] for send in place.server.journal.sends()}
    assert len(nonces) == 1, "the resend carries the same nonce"


@pytest.mark.row("kill -9 between send and record")
async def test_back_after_the_nonce_window_it_looks_before_it_sends_again(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    await killed_between_send_and_record(place, migrated_sqlite_url, tmp_path)
    place.server.advance(minutes=20)
    await age(migrated_sqlite_url, timedelta(minutes=20))
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        recorded = "SELECT count(*) FROM delivery WHERE state = 'sent'"
        await place.server.until(
            lambda: run_sql(migrated_sqlite_url, recorded) == [(1,)], "it is recorded", within=25
        )
        assert await run.end() == 0, run.log
    assert len(place.channel.messages) == 1
    assert len(place.server.journal.sends()) == 1, "it was found, not sent"


@pytest.mark.row("two processes, split brain")
async def test_two_processes_on_one_database_post_one_prompt(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    await due_soon(place, migrated_sqlite_url, seconds=8)
    async with (
        bot_process(place, migrated_sqlite_url, tmp_path, BOT_SHARDS="0/2") as one,
        bot_process(place, migrated_sqlite_url, tmp_path, BOT_SHARDS="1/2") as two,
    ):
        await server.until(lambda: server.gateway.connected(0), "shard 0", within=25)
        await server.until(lambda: server.gateway.connected(1), "shard 1", within=25)
        await server.until(lambda: bool(texts(place.channel)), "the prompt", within=25)
        assert [await one.end(), await two.end()] == [0, 0], one.log + two.log
    assert len(server.journal.sends()) == 1
