"""Owns the whole bot on real sockets where Discord misbehaves: lost answers, threads that exist or are archived, rate limits."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from bot.shell.client import Compound
from tests import openapi
from tests.faults.compound import button, open_now, press, texts, thread_of, work, write
from tests.faults.entities import User
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place

WORDS = "ran the first notebook"


async def test_the_whole_way_of_an_entry(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    interact = place.server.interact
    form = await interact.press(prompt, button(prompt, "Write my standup"), place.ada)
    preview = await (await interact.submit(form, {"q1": WORDS, "q3": "the optimizer"})).settled()
    assert preview.ephemeral
    posted = await (await press(place, preview, "Post")).settled(within=15)
    thread = thread_of(place)
    assert thread.id == int(prompt["id"]), "a day's thread hangs on its prompt"
    assert texts(thread) == [f"<@{place.ada.id}>\n**Did** {WORDS}\n**Stuck on** the optimizer"]
    (post,) = [message for message in thread.messages.values() if message["content"]]
    assert post["id"] in posted.content

    shown = await interact.slash(place.guild, place.channel, place.ada, "standup")
    form = await press(place, shown, "Edit")
    changed = await (await interact.submit(form, {"q1": "changed", "q3": ""})).settled(within=15)
    assert "Changed" in changed.content
    assert texts(thread) == [f"<@{place.ada.id}>\n**Did** changed"]

    shown = await interact.slash(place.guild, place.channel, place.ada, "standup")
    gone = await (await press(place, shown, "Delete")).settled(within=15)
    assert "changed" in gone.content, "the words are given back once"
    assert texts(thread) == []
    assert place.server.journal.unrouted() == []


async def test_every_request_is_one_that_discord_describes(
    place: Place, compound: Compound, discord_description: Path
) -> None:
    await open_now(compound, place)
    await write(place, WORDS)
    openapi.assert_valid(place.server.journal.requests)


@pytest.mark.row("5xx, timeout, connection reset")
@pytest.mark.parametrize("how", ["reset", "close"])
async def test_a_send_whose_answer_was_lost_makes_one_message(
    place: Place, compound: Compound, how: str
) -> None:
    await open_now(compound, place)
    await write(place, "the thread is there")
    server = place.server
    before = len(texts(thread_of(place)))
    server.faults.cut(
        effect="after", method="POST", path=MESSAGES, how="reset" if how == "reset" else "close"
    )
    ben = server.world.add_user("ben", place.guild)
    form = await server.interact.slash(place.guild, place.channel, ben, "standup")
    preview = await (await server.interact.submit(form, {"q1": WORDS})).settled()
    answer = await (await press(place, preview, "Post")).settled(within=15)
    await work(compound, place, seconds=30)
    await work(compound, place, seconds=90)
    assert len(texts(thread_of(place))) == before + 1
    assert answer.content.startswith(("Saved", "Posted"))
    shown = await server.interact.slash(place.guild, place.channel, ben, "standup")
    (post,) = [each for each in thread_of(place).messages.values() if WORDS in each["content"]]
    assert post["id"] in shown.content, "its id was learned"


@pytest.mark.parametrize("effect", ["before", "after"])
async def test_deleted_while_it_is_being_sent_it_goes_as_soon_as_it_is_there(
    place: Place, compound: Compound, effect: Literal["before", "after"]
) -> None:
    await open_now(compound, place)
    await write(place, "the thread is there")
    server = place.server
    ben = server.world.add_user("ben", place.guild)
    form = await server.interact.slash(place.guild, place.channel, ben, "standup")
    preview = await (await server.interact.submit(form, {"q1": WORDS})).settled()
    slow = server.faults.slow(1.5, effect=effect, method="POST", path=MESSAGES)
    posting = await press(place, preview, "Post")
    if effect == "before":  # `after` is counted only when its answer is held back
        await server.until(lambda: slow.times == 0, "the post is on its way")
    shown = await server.interact.slash(place.guild, place.channel, ben, "standup")
    gone = await (await press(place, shown, "Delete")).settled(within=15)
    assert "it goes as soon as it is there" in gone.content
    assert WORDS in gone.content
    await posting.settled(within=15)
    await work(compound, place)
    assert any(WORDS in str(each.body) for each in server.journal.sends()), "it was sent all the same"
    assert not any(WORDS in text for text in texts(thread_of(place)))
    assert await compound.app.deliveries.next_removal() is None


async def test_deleted_while_nobody_knows_whether_it_was_sent_it_is_found_once_nothing_else_is_on_its_way(
    place: Place, compound: Compound
) -> None:
    await open_now(compound, place)
    await write(place, "the thread is there")
    server, interact = place.server, place.server.interact
    ben, cai = (server.world.add_user(name, place.guild) for name in ("ben", "cai"))

    async def post(who: User, words: str) -> None:
        form = await interact.slash(place.guild, place.channel, who, "standup")
        preview = await (await interact.submit(form, {"q1": words})).settled()
        await (await press(place, preview, "Post")).settled(within=15)

    server.faults.cut(effect="after", method="POST", path=MESSAGES)
    await post(ben, WORDS)
    shown = await interact.slash(place.guild, place.channel, ben, "standup")
    await (await press(place, shown, "Delete")).settled(within=15)
    server.faults.fail(times=100, method="POST", path=MESSAGES)
    await post(cai, "cai's words")
    await work(compound, place, seconds=120)
    assert any(WORDS in text for text in texts(thread_of(place))), (
        "it may have been cai's: left alone for now"
    )
    server.faults.clear()
    for _ in range(4):
        await work(compound, place, seconds=120)
    read = texts(thread_of(place))
    assert [WORDS in text for text in read] == [False, False]
    assert [text for text in read if "cai's words" in text] == read[1:]
    assert await compound.app.deliveries.next_removal() is None


async def test_a_prompt_whose_answer_was_lost_for_longer_than_the_nonce_counts_comes_once(
    place: Place, compound: Compound
) -> None:
    server = place.server
    server.faults.cut(effect="after", method="POST", path=MESSAGES)
    await open_now(compound, place)
    sent = len(server.journal.sends())
    place.server.advance(minutes=20)
    await write(place, WORDS)  # somebody answers before the job has looked
    await work(compound, place, seconds=120)
    assert len(server.journal.sends()) == sent + 1, "only the answer was sent; the prompt was found"
    assert len(texts(place.channel)) == 1
    assert len(texts(thread_of(place))) == 1


async def test_a_thread_that_exists_already_is_used(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    server = place.server
    server.faults.cut(effect="after", method="POST", path=rf"{MESSAGES}/\d+/threads")
    await write(place, WORDS)
    await work(compound, place, seconds=75)
    assert [one.answer["code"] for one in server.journal.find("POST", rf"{MESSAGES}/\d+/threads")[1:]] == [
        160004
    ]
    assert thread_of(place).id == int(prompt["id"])
    assert len(texts(thread_of(place))) == 1


async def test_a_thread_that_a_member_opened_first_is_used(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    place.server.messages.start_thread(place.channel, prompt, {"name": "by hand"})
    await write(place, WORDS)
    assert thread_of(place).name == "by hand"
    assert len(texts(thread_of(place))) == 1


async def test_an_archived_thread_is_opened_edited_and_archived_again(
    place: Place, compound: Compound
) -> None:
    await open_now(compound, place)
    await write(place, WORDS)
    thread = thread_of(place)
    place.server.advance(hours=30)
    assert thread.archived
    (post,) = [message for message in thread.messages.values() if message["content"]]
    interact = place.server.interact
    own = await interact.app(place.guild, thread, place.ada, "Edit or remove mine", post)
    form = await press(place, own, "Edit")
    changed = await (await interact.submit(form, {"q1": "changed later"})).settled(within=15)
    assert "Changed" in changed.content
    assert "changed later" in texts(thread)[0]
    assert thread.archived
    own = await interact.app(place.guild, thread, place.ada, "Edit or remove mine", post)
    await (await press(place, own, "Delete")).settled(within=15)
    assert texts(thread) == []
    assert thread.archived


async def test_a_locked_thread_is_respected_and_the_author_is_told(place: Place, compound: Compound) -> None:
    await open_now(compound, place)
    await write(place, WORDS)
    thread = thread_of(place)
    place.server.advance(hours=30)
    thread.locked = True
    (post,) = [message for message in thread.messages.values() if message["content"]]
    interact = place.server.interact
    own = await interact.app(place.guild, thread, place.ada, "Edit or remove mine", post)
    form = await press(place, own, "Edit")
    changed = await (await interact.submit(form, {"q1": "changed later"})).settled(within=15)
    assert "locked" in changed.content
    assert WORDS in texts(thread)[0]
    assert thread.locked
    assert thread.archived


async def test_an_answer_into_an_archived_thread_arrives(place: Place, compound: Compound) -> None:
    prompt = await open_now(compound, place)
    await write(place, WORDS)
    place.server.advance(hours=25)
    ben = place.server.world.add_user("ben", place.guild)
    interact = place.server.interact
    form = await interact.press(prompt, button(prompt, "Write my standup"), ben)
    preview = await (await interact.submit(form, {"q1": "in the grace"})).settled()
    await (await press(place, preview, "Post")).settled(within=15)
    assert any("in the grace" in text for text in texts(thread_of(place)))


@pytest.mark.row("429 storm")
async def test_a_rate_limit_is_waited_out(place: Place, compound: Compound) -> None:
    await open_now(compound, place)
    place.server.faults.rate_limit(0.5, times=2, method="POST", path=MESSAGES)
    answer = await write(place, WORDS)
    await work(compound, place, seconds=75)
    assert answer.content.startswith(("Saved", "Posted"))
    assert len(texts(thread_of(place))) == 1


async def test_a_closed_channel_is_told_and_nothing_is_lost(place: Place, compound: Compound) -> None:
    await open_now(compound, place)
    place.server.faults.forbid(place.channel.id, 50001)
    answer = await write(place, WORDS)
    assert "Saved" in answer.content
    place.server.faults.allow(place.channel.id)
    await work(compound, place, seconds=60 * 15)
    assert len(texts(thread_of(place))) == 1


@pytest.mark.row("gateway drop, resume, re-identify, double on_ready")
async def test_a_dropped_gateway_changes_nothing(place: Place, compound: Compound) -> None:
    server = place.server
    await open_now(compound, place)
    await server.gateway.drop()
    await server.until(server.gateway.connected, "resumed", within=20)
    await write(place, WORDS)
    server.gateway.invalidate()
    await server.until(server.gateway.connected, "identified anew", within=20)
    await work(compound, place, seconds=60)
    assert len(texts(place.channel)) == 1
    assert len(texts(thread_of(place))) == 1
    assert len(server.commands.syncs) == 1
