"""Owns bundles where Discord misbehaves: closed direct messages, opened too fast, lost answers, a killed process."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import cogs
from bot.app import App, open_app
from bot.attention.model.values import BUNDLE, Message
from bot.attention.tables import mailbox
from bot.deliveries.model import Sent
from bot.deliveries.tables import delivery
from bot.shell.client import Compound, create_bot
from bot.standups.model import REMINDER
from tests.attention.trial import NEWS, Trial
from tests.databases import run_sql
from tests.faults.api import Payload
from tests.faults.compound import (
    add_standup,
    bot_process,
    labels,
    press,
    real_time_app,
    settings_for,
    soon,
    texts,
    work,
)
from tests.faults.entities import User
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place
from tests.sent import assert_sound

ROW = "DMs closed (50007/50278), opening too fast (40003)"
NO_QUIET = (time(0), time(0))
RECORDED = f"SELECT count(*) FROM delivery WHERE kind = '{BUNDLE}' AND state = 'sent'"


def received(place: Place, who: User) -> list[Payload]:
    """The direct messages that somebody has from the bot."""
    return [
        message
        for channel in place.server.world.channels.values()
        if channel.recipient is who
        for message in channel.messages.values()
    ]


def writes(place: Place) -> int:
    """How often anything was sent into a channel, or tried to be."""
    return len(place.server.journal.sends())


async def before_noon(place: Place, bot: Compound, *people: User) -> Trial:
    """It is one minute to noon (UTC); something waits for these people, who get it at noon."""
    now = place.server.clock.now()
    noon = (now + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    place.server.advance(seconds=(noon - now).total_seconds() - 60)
    trial = Trial()
    trial.load(bot)
    for number, who in enumerate(people, 1):
        await chosen(bot.app, place, who, time(12))
        expires_at = noon + timedelta(days=5)
        message = Message(who.id, place.guild.id, NEWS, number, f"news:{number}", expires_at)
        await bot.app.attention.tell(message)
    return trial


async def chosen(app: App, place: Place, who: User, at: time) -> None:
    """Somebody wants one bundle a day, at this time (UTC), on every day and at any hour."""
    await app.attention.choose(
        who.id,
        guild_id=place.guild.id,
        language="en-US",
        bundles=1,
        bundle_at=at,
        quiet=NO_QUIET,
        days_off=frozenset(),
    )


@pytest.mark.row(ROW)
async def test_closed_direct_messages_are_told_at_the_next_command_and_nothing_is_said_in_public(
    place: Place, compound: Compound
) -> None:
    await before_noon(place, compound, place.ada)
    place.ada.dms_open = False
    await work(compound, place, seconds=61)
    tried = writes(place)
    await work(compound, place, seconds=3600)
    await work(compound, place, seconds=24 * 3600)
    assert tried == writes(place) == 1, "not tried again by itself"
    assert received(place, place.ada) == []
    assert texts(place.channel) == []
    interact = place.server.interact
    help_ = await interact.slash(place.guild, place.channel, place.ada, "help")
    await place.server.until(lambda: bool(help_.followups), "it is told")
    assert labels(help_) == ["Try again", "Leave it in the inbox"]
    place.ada.dms_open = True
    await (await press(place, help_, "Try again")).settled()
    await work(compound, place, seconds=24 * 3600)
    (bundle,) = received(place, place.ada)
    assert "News number 1." in bundle["content"]


@pytest.mark.row(ROW)
async def test_who_shares_no_server_with_the_bot_is_written_to_no_more(
    place: Place, compound: Compound
) -> None:
    await before_noon(place, compound, place.ada)
    del place.guild.members[place.ada.id]
    from_nowhere = Message(place.ada.id, 0, NEWS, 2, "news:2", place.server.clock.now() + timedelta(days=5))
    await compound.app.attention.tell(from_nowhere)
    await work(compound, place, seconds=61)
    assert received(place, place.ada) == []
    assert (await compound.app.attention.mailbox(place.ada.id)).closed_at is not None
    sent = writes(place)
    await work(compound, place, seconds=24 * 3600)
    assert writes(place) == sent


@pytest.mark.row(ROW)
async def test_opened_too_fast_the_others_wait_two_hours_and_get_theirs_then(
    place: Place, compound: Compound
) -> None:
    people = [place.ada, *(place.server.world.add_user(f"member{n}", place.guild) for n in range(9))]
    await before_noon(place, compound, *people)
    place.server.world.most_dms = 2
    await work(compound, place, seconds=61)
    opens = place.server.journal.find("POST", "/users/@me/channels")
    assert sum(bool(received(place, who)) for who in people) == 2
    assert len(opens) < len(people), "what was claimed with them is not asked for either"
    await work(compound, place, seconds=90 * 60)
    assert len(place.server.journal.find("POST", "/users/@me/channels")) == len(opens)
    place.server.world.most_dms = None
    await work(compound, place, seconds=31 * 60)
    assert [len(received(place, who)) for who in people] == [1] * len(people)


@pytest.mark.row("5xx, timeout, connection reset")
async def test_a_bundle_whose_answer_was_lost_comes_once(place: Place, compound: Compound) -> None:
    await before_noon(place, compound, place.ada)
    place.server.faults.cut(effect="after", method="POST", path=MESSAGES)
    await work(compound, place, seconds=61)
    for _ in range(4):
        await work(compound, place, seconds=75)
    assert len(received(place, place.ada)) == 1
    assert (await compound.app.attention.inbox(place.ada.id)).waiting == ()


@pytest.mark.row("5xx, timeout, connection reset")
async def test_a_bundle_is_known_again_by_its_button_when_its_words_have_changed_since(
    place: Place, compound: Compound
) -> None:
    trial = await before_noon(place, compound, place.ada)
    noon = place.server.clock.now() + timedelta(minutes=1)
    message = Message(place.ada.id, place.guild.id, NEWS, 7, "news:7", noon + timedelta(days=5))
    await compound.app.attention.tell(message)
    place.server.faults.cut(effect="after", method="POST", path=MESSAGES)
    await work(compound, place, seconds=61)
    trial.over.add(1)
    place.server.advance(minutes=12)  # beyond the time in which the nonce says anything
    await work(compound, place, seconds=75)
    (bundle,) = received(place, place.ada)
    assert "News number 1." in bundle["content"]
    assert writes(place) == 1
    assert await compound.app.attention.next_unfinished() is None


async def test_a_bundle_whose_channel_is_unknown_to_discord_is_opened_anew(
    place: Place, compound: Compound
) -> None:
    await before_noon(place, compound, place.ada)
    await compound.app.attention.dm_opened(place.ada.id, 0, 4242)
    await work(compound, place, seconds=61)
    assert received(place, place.ada) == []
    await work(compound, place, seconds=15 * 60)
    assert len(received(place, place.ada)) == 1


async def test_a_server_on_another_process_has_its_name_in_the_heading_too(
    place: Place, migrated_sqlite_url: str
) -> None:
    settings, server = settings_for(place, migrated_sqlite_url), place.server
    async with open_app(settings, clock=server.clock.now) as app, create_bot(app, cogs.EXTENSIONS) as bot:
        await bot.login(server.token)  # without a gateway no server is known
        await before_noon(place, bot, place.ada)
        server.advance(seconds=61)
        await bot.jobs.run("attention.bundles")
        (bundle,) = received(place, place.ada)
        assert "**Learners**\n- News number 1." in bundle["content"]
        assert await bot.poster.server_name(place.guild.id) == "Learners"
        assert len(server.journal.find("GET", rf"/guilds/{place.guild.id}")) == 1, "asked once"
        assert await bot.poster.server_name(12345) == ""
    assert_sound(server.journal.requests)


async def reminded(place: Place, url: str) -> None:
    """Ada's bundle is due, and in it the reminder of a day that has just opened."""
    async with real_time_app(url) as app:
        now = datetime.now(UTC)
        await add_standup(app, place, soon(1))
        await asyncio.sleep(1.1)  # the app's clock is the machine's
        (post,) = await app.standups.open_due(10)
        await app.deliveries.record(post.claimed, Sent(place.server.world.ids.new()))
        await chosen(app, place, place.ada, now.time().replace(second=0, microsecond=0))
        message = Message(
            place.ada.id, place.guild.id, REMINDER, post.day.id, "reminder:1", now + timedelta(hours=9)
        )
        await app.attention.tell(message)
        await app.db.write(lambda tx: tx.execute(update(mailbox).values(next_at=tx.now)).rowcount)


async def killed_between_send_and_record(place: Place, url: str, folder: Path) -> None:
    """The bundle is in Ada's direct messages, its id is not in the ledger, and the process is gone."""
    await reminded(place, url)
    place.server.faults.slow(30, effect="after", method="POST", path=MESSAGES)
    async with bot_process(place, url, folder) as run:
        await place.server.until(lambda: bool(received(place, place.ada)), "the bundle is sent", within=30)
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL, run.log
    assert run_sql(url, RECORDED) == [(0,)]


async def age(url: str, by: timedelta) -> None:
    """As if the process had been away for so long."""
    async with real_time_app(url) as app:
        await app.db.write(
            lambda tx: (
                tx.execute(
                    update(delivery)
                    .where(delivery.c.kind == BUNDLE)
                    .values(first_claimed_at=tx.now - by, due_at=tx.now)
                ).rowcount
            )
        )


@pytest.mark.row("kill -9 between send and record")
@pytest.mark.parametrize("minutes", [1, 20])
async def test_killed_between_send_and_record_a_bundle_comes_once(
    place: Place, migrated_sqlite_url: str, tmp_path: Path, minutes: int
) -> None:
    url = migrated_sqlite_url
    await killed_between_send_and_record(place, url, tmp_path)
    place.server.advance(minutes=minutes - 1)
    await age(url, timedelta(minutes=minutes))
    sent = writes(place)
    async with bot_process(place, url, tmp_path) as run:
        await place.server.until(lambda: run_sql(url, RECORDED) == [(1,)], "it is recorded", within=30)
        assert await run.end() == 0, run.log
    assert len(received(place, place.ada)) == 1
    assert writes(place) == (sent + 1 if minutes == 1 else sent), "sent with the same nonce, or found"
    states = run_sql(url, "SELECT state, why FROM intent")
    assert states == [("sent", "bundle")]
