"""Owns the whole bot where people press twice, send twice, or get an answer too late: one entry, one post, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.core.db.database import parse_url
from bot.shell.client import Compound
from tests.databases import run_sql
from tests.faults.compound import button, open_now, press, texts, thread_of, work, write
from tests.faults.scene import Place

TWICE = "double click, form sent twice, form open across a restart or past the deadline"
LATE = "3 s passed (10062)"
WORDS = "half a lecture and one good question"
CALLBACK = r"/interactions/.*"


@pytest.mark.row(TWICE)
@pytest.mark.parametrize("label", ["Post", "A little today"])
async def test_a_double_click_is_one(
    place: Place, compound: Compound, migrated_sqlite_url: str, label: str
) -> None:
    prompt = await open_now(compound, place)
    interact = place.server.interact
    if label == "Post":
        form = await interact.press(prompt, button(prompt, "Write my standup"), place.ada)
        shown = await (await interact.submit(form, {"q1": WORDS})).settled()
        clicks = [press(place, shown, "Post") for _ in range(3)]
    else:
        await write(place, WORDS)  # from here on there is no preview
        await work(compound, place, seconds=24 * 3600)
        prompt = list(place.channel.messages.values())[-1]
        clicks = [interact.press(prompt, button(prompt, label), place.ada) for _ in range(3)]
    for answer in await asyncio.gather(*clicks):
        await answer.settled(within=15)
    await work(compound, place, seconds=65)
    assert len(texts(thread_of(place))) == 1
    counted = "SELECT count(*) FROM standup_entry GROUP BY user_id, day_id"
    assert {count for (count,) in run_sql(migrated_sqlite_url, counted)} == {1}


@pytest.mark.row(TWICE)
async def test_a_form_sent_twice_is_one_entry_with_the_newer_words(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    interact = place.server.interact
    await write(place, "first")
    ben = place.server.world.add_user("ben", place.guild)
    form = await interact.press(prompt, button(prompt, "Write my standup"), ben)
    preview = await (await interact.submit(form, {"q1": WORDS})).settled()
    await (await press(place, preview, "Post")).settled(within=15)
    for words in (WORDS, "the same form, sent again"):
        await (await interact.submit(form, {"q1": words})).settled(within=15)
    await work(compound, place, seconds=65)
    read = [text for text in texts(thread_of(place)) if f"<@{ben.id}>" in text]
    assert len(read) == 1
    assert "the same form, sent again" in read[0]


@pytest.mark.row(TWICE)
async def test_a_form_open_past_the_deadline_is_taken_and_marked(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    interact = place.server.interact
    await write(place, "in time")
    ben = place.server.world.add_user("ben", place.guild)
    form = await interact.press(prompt, button(prompt, "Write my standup"), ben)
    for _ in range(4):
        await work(compound, place, seconds=12 * 3600)
    preview = await (await interact.submit(form, {"q1": WORDS})).settled()
    await (await press(place, preview, "Post")).settled(within=15)
    (late,) = [
        text
        for channel in place.server.world.channels.values()
        for text in texts(channel)
        if WORDS in text and channel.is_thread
    ]
    assert "· for " in late


@pytest.mark.row(LATE)
async def test_what_was_written_stays_when_discord_no_longer_takes_the_answer(
    place: Place, compound: Compound
) -> None:
    await open_now(compound, place)
    await write(place, "first")
    server = place.server
    form = await server.interact.slash(
        place.guild, place.channel, server.world.add_user("ben", place.guild), "standup"
    )
    server.faults.refuse(404, 10062, "Unknown interaction", times=10, method="POST", path=CALLBACK)
    with pytest.raises(TimeoutError):
        await server.interact.submit(form, {"q1": WORDS}, within=2)
    server.faults.clear()
    await work(compound, place, seconds=65)
    shown = await server.interact.slash(place.guild, place.channel, form.user, "standup")
    assert WORDS in str(shown.callback), "it is in the form again, or shown as the entry"


@pytest.mark.row(LATE)
async def test_a_database_that_takes_long_is_waited_for_and_the_person_is_not_left_alone(
    place: Place, compound: Compound, migrated_sqlite_url: str
) -> None:
    """Discord is told within its three seconds that it takes longer."""
    await open_now(compound, place)
    await write(place, "first")
    server = place.server
    ben = server.world.add_user("ben", place.guild)
    form = await server.interact.slash(place.guild, place.channel, ben, "standup")
    with closing(
        sqlite3.connect(str(parse_url(migrated_sqlite_url).database), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await server.interact.submit(form, {"q1": WORDS})
        assert answer.loading
        await asyncio.sleep(1.5)
        other.execute("ROLLBACK")
        await answer.settled(within=15)
    assert WORDS in answer.content


@pytest.mark.row(LATE)
async def test_too_late_to_defer_while_the_database_is_slow_the_write_still_stays(
    place: Place, compound: Compound, migrated_sqlite_url: str
) -> None:
    await open_now(compound, place)
    await write(place, "first")
    server = place.server
    ben = server.world.add_user("ben", place.guild)
    form = await server.interact.slash(place.guild, place.channel, ben, "standup")
    server.faults.refuse(404, 10062, "Unknown interaction", times=10, method="POST", path=CALLBACK)
    with closing(
        sqlite3.connect(str(parse_url(migrated_sqlite_url).database), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError):
            await server.interact.submit(form, {"q1": WORDS}, within=3.5)
        other.execute("ROLLBACK")
    await asyncio.sleep(0.5)
    server.faults.clear()
    shown = await server.interact.slash(place.guild, place.channel, ben, "standup")
    assert WORDS in str(shown.callback)
