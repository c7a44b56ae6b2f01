"""Proves what members meet when they write about papers in Discord: forms, posts, threads, lines of an inbox, deletions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.communities.store import moderation, topics
from bot.core.db import Tx
from bot.papers.model.groups import Group, Phase, Round
from bot.papers.model.values import Entry, EntryKind, EntryState
from bot.papers.store import entries, groups, papers
from bot.shell.cards import Button, Card
from tests.attention.trial import inbox
from tests.bots import answer_of, labels_of, text_of
from tests.papers.house import LEAVES, SPINS, House, house
from tests.standups.test_rights import time_out
from tests.traces import in_discord, in_tables

__all__ = ["house"]

LINKED = f"[{LEAVES.title}]({LEAVES.url})"
MINE = {"q1": "Quetzals on tomato leaves", "q3": "none, on purpose"}
PASSAGE, UNCLEAR = "We fine-tune a small network", "Why Zanzibar of all places?"
NOTHING = "Nothing waits for you."
REPO = "https://github.com/ana/leaves"


async def press(house: House, who: simcord.MemberActor, custom_id: str) -> simcord.InteractionResult:
    """Press a button that stands on another card: the id is all that a press carries."""
    channel = house.bot.get_partial_messageable(house.channel.id)
    message = await channel.send(**Card("a card", ((Button("x", custom_id),),)).send_fields())
    await house.env.settle()
    return await who.click(message, custom_id=custom_id)


async def wrote(
    house: House, who: simcord.MemberActor | None = None, **typed: str
) -> simcord.InteractionResult:
    """Somebody (ana) fills the form of an essence."""
    who = who or house.ana
    form = await press(house, who, f"papers:essence:{LEAVES.arxiv_id}")
    return await who.submit_modal(form, typed or MINE)


async def posted(house: House, who: simcord.MemberActor | None = None) -> discord.Message:
    """Somebody's (ana's) essence in #papers."""
    preview = await wrote(house, who)
    await (who or house.ana).click(answer_of(preview), label="Post")
    return list(house.place.history())[-1]


async def asked(house: House, **more: Any) -> simcord.InteractionResult:
    """Ana asks the group."""
    form = await press(house, house.ana, f"papers:ask:{LEAVES.arxiv_id}")
    return await house.ana.submit_modal(form, {"q1": PASSAGE, "q2": UNCLEAR, **more})


async def follows(house: House, *people: simcord.MemberActor) -> str:
    """These follow a topic; returns it as the form's select says it."""

    def choose(tx: Tx) -> int:
        topic = topics.start_topics(tx, house.guild.id)[0]
        for each in people:
            topics.choose_helping(tx, house.guild.id, each.id, [topic.id])
        return topic.id

    return str(await house.app.db.write(choose))


async def test_an_essence_is_kept_posted_changed_tried_and_deleted(house: House) -> None:
    preview = await wrote(house)
    body = f"{house.ana.mention} on {LINKED}\n**About:** {MINE['q1']}\n**I will try:** {MINE['q3']}"
    assert preview.ephemeral
    assert text_of(preview) == f"Kept, for you alone. If you post it, it looks like this:\n\n{body}"
    first = ["Post", "Keep to myself", "Edit", "Delete", "I tried it", "Back to the paper"]
    assert labels_of(answer_of(preview)) == first
    kept = await house.ana.click(answer_of(preview), label="Keep to myself")
    assert "It stays yours alone." in text_of(kept)
    assert house.messages(house.place) == []

    done = await house.ana.click(answer_of(kept), label="Post")
    (post,) = house.place.history()
    assert post.content == body
    assert labels_of(post) == ["Talk about it", "More about the paper"]
    assert text_of(done).startswith(f"Posted in {house.place.mention}: [see it](")
    assert labels_of(answer_of(done)) == ["Edit", "Take it back", "Delete", "I tried it", "Back to the paper"]

    form = await house.ana.click(answer_of(done), label="Edit")
    assert MINE["q1"] in str(form.modal)
    changed = await house.ana.submit_modal(form, {"q1": "Sick leaves are yellow"})
    assert text_of(changed).startswith("Changed: [see it](")
    assert house.messages(house.place) == [
        f"{house.ana.mention} on {LINKED}\n**About:** Sick leaves are yellow"
    ]

    form = await house.ana.click(answer_of(changed), label="I tried it")
    tried = await house.ana.submit_modal(form, {"link": REPO, "tried": "It sees basil too."})
    assert text_of(tried).startswith("Changed")
    (text,) = house.messages(house.place)
    assert text.startswith(f"{house.ana.mention} tried {LINKED}\n")
    assert text.endswith(f"**I tried it:** It sees basil too. {REPO}")

    gone = await house.ana.click(answer_of(tried), label="Delete")
    assert "Deleted: the post and everything I had stored of it." in text_of(gone)
    assert "Sick leaves are yellow" in text_of(gone)
    assert house.messages(house.place) == []
    again = await press(house, house.ana, "papers:edit:1")
    assert "it is not there any more" in text_of(again)


async def test_a_question_opens_its_thread_and_a_follower_hears_until_it_is_understood(house: House) -> None:
    topic = await follows(house, house.ben)
    answer = await asked(house, topic=[topic])
    (post,) = house.place.history()
    assert post.content == (
        f"{house.ana.mention} would like to understand this, in {LINKED}\n> {PASSAGE}\n{UNCLEAR}\nTopic: Python"
    )
    (thread,) = house.place.threads
    assert (thread.id, thread.name) == (post.id, LEAVES.title)
    assert text_of(answer).startswith(f"Your question is in {house.place.mention}: [see it](")
    line = f"Somebody would like to understand “{LEAVES.title}” (Python): [see it]("
    assert line in text_of(await inbox(house, house.ben))
    assert NOTHING in text_of(await inbox(house, house.ana))

    await house.ben.send(thread, "Because it fits on a phone")
    shown = text_of(await inbox(house, house.ana))
    assert f"Somebody replied to your question about “{LEAVES.title}”: [see it](" in shown
    assert "fits on a phone" not in shown

    solved = await house.ana.click(answer_of(answer), label="I understand now")
    assert text_of(solved) == "Good! The post says so, and nobody is told of your question any more."
    assert house.messages(house.place)[0].startswith(
        f"{house.ana.mention} understands this now, in {LINKED}\n"
    )
    assert NOTHING in text_of(await inbox(house, house.ben))
    open_again = await house.ana.click(answer_of(solved), label="Not yet, after all")
    assert "would like to understand this" in house.messages(house.place)[0]

    await house.ana.click(answer_of(open_again), label="Delete")
    await house.work_until(house.env.now() + timedelta(minutes=2))
    assert in_discord(house.env, "Zanzibar", PASSAGE, LEAVES.title) == []
    assert [each.name for each in house.place.threads] == ["a removed post"]
    assert in_tables(house.settings.database_url, "Zanzibar") == []


async def test_what_was_claimed_before_a_restart_is_posted_once_with_its_thread(house: House) -> None:
    entry = await house.papers.write_question(
        house.guild.id, house.ana.id, SPINS.arxiv_id, (PASSAGE, UNCLEAR, ""), 0
    )
    await house.papers.post_entry(house.ana.id, entry.id, may_post=True)
    await house.restart()
    await house.work_until(house.env.now() + timedelta(minutes=3))
    assert len(house.messages(house.place)) == 1
    assert [each.name for each in house.place.threads] == ["On $L_1$ Norms of [Some] Spin Chains"]


async def test_what_was_sent_before_a_restart_gets_its_thread_after(house: House) -> None:
    entry = await house.papers.write_question(
        house.guild.id, house.ana.id, LEAVES.arxiv_id, (PASSAGE, UNCLEAR, ""), 0
    )
    house.allow(house.place, create_public_threads=False)
    await house.papers.post_entry(house.ana.id, entry.id, may_post=True)
    await house.work_until(house.env.now() + timedelta(minutes=2))
    (post,) = house.place.history()
    assert house.place.threads == []
    house.allow(house.place)
    talk = await house.ben.click(post, label="Talk about it")
    assert text_of(talk) == f"Talk about it here: <#{post.id}>"
    assert len(house.place.threads) == 1


async def test_what_discord_refuses_is_said_and_posted_when_it_is_allowed(house: House) -> None:
    house.allow(house.place, send_messages=False)
    preview = await wrote(house)
    done = await house.ana.click(answer_of(preview), label="Post")
    assert text_of(done).startswith(f"Saved, but Discord does not let me post in {house.place.mention} (")
    await house.work_until(house.env.now() + timedelta(hours=1))
    assert [each.kind for each in await house.app.attention.open_notices(house.guild.id)] == [
        "papers.refused"
    ]
    house.allow(house.place, send_messages=True)
    await house.work_until(house.env.now() + timedelta(hours=3))
    assert len(house.messages(house.place)) == 1
    assert await house.app.attention.open_notices(house.guild.id) == []


async def test_who_may_not_write_there_keeps_their_words(house: House) -> None:
    may_not = discord.PermissionOverwrite(send_messages=False).pair()
    closed = Overwrite(house.ana.id, OverwriteType.MEMBER, *(each.value for each in may_not))
    house.env.backend.set_overwrite(house.place.id, closed)
    answer = await asked(house)
    assert text_of(answer).startswith(f"You may not write in {house.place.mention} just now")
    assert labels_of(answer_of(answer)) == ["Try again", "See my words"]
    house.env.backend.set_overwrite(house.place.id, replace(closed, deny=0))
    await house.app.db.write(lambda tx: moderation.save_words(tx, house.guild.id, ["zanzibar"]))
    answer = await house.ana.click(answer_of(answer), label="Try again")
    assert "This server's organisers do not want this word here: “zanzibar”." in text_of(answer)
    assert "Nothing is lost: your words are kept, for you alone." in text_of(answer)
    assert labels_of(answer_of(answer)) == ["Edit", "See my words"]
    form = await house.ana.click(answer_of(answer), label="Edit")
    changed = await house.ana.submit_modal(form, {"q1": PASSAGE, "q2": "Why there?"})
    await house.ana.click(answer_of(changed), label="Post")
    assert house.messages(house.place)[0].endswith(f"> {PASSAGE}\nWhy there?")


async def test_talk_opens_with_the_first_reply_and_a_deleted_reply_takes_its_line_along(house: House) -> None:
    post = await posted(house)
    await house.ana.send(house.place, "to myself", reply_to=post)
    assert NOTHING in text_of(await inbox(house, house.ana))
    reply = await house.ben.send(house.place, "I tried the same", reply_to=post)
    assert [each.name for each in house.place.threads] == [LEAVES.title]
    shown = text_of(await inbox(house, house.ana))
    assert f"/{reply.id})" in shown
    assert f"Somebody replied to what you wrote about “{LEAVES.title}”" in shown
    await house.ben.send(house.place, "and again", reply_to=post)
    newest = list(house.place.history())[-1]
    house.env.backend.delete_message(house.place.id, newest.id)
    await house.env.settle()
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_post_deleted_by_hand_takes_all_of_it_along(house: House) -> None:
    post = await posted(house)
    await house.ben.click(post, label="Talk about it")
    house.env.backend.delete_message(house.place.id, post.id)
    await house.env.settle()
    await house.work_until(house.env.now() + timedelta(minutes=2))
    assert in_tables(house.settings.database_url, "Quetzals") == []
    assert house.place.threads == []


async def test_a_post_deleted_while_nobody_listened_is_found_after_the_next_start(house: House) -> None:
    post = await posted(house)
    kept = await posted(house, house.ben)
    heard, house.env.backend.subscribers[:] = list(house.env.backend.subscribers), []
    house.env.backend.delete_message(house.place.id, post.id)
    house.env.backend.subscribers[:] = heard
    await house.restart()
    await house.work_until(house.env.now() + timedelta(minutes=3))
    assert await house.papers.own_entry_at(house.ana.id, post.id) is None
    assert await house.papers.own_entry_at(house.ben.id, kept.id) is not None
    card = await press(house, house.ana, "papers:entry:1")
    assert "it is not there any more" in text_of(card)


async def test_edit_or_remove_mine_finds_it_and_a_taken_back_one_is_ones_own_alone(house: House) -> None:
    post = await posted(house)
    card = await house.ana.context_menu(house.place, "Edit or remove mine", post)
    assert text_of(card).startswith(f"Posted in {house.place.mention} ([see it]({post.jump_url})):")
    back = await house.ana.click(answer_of(card), label="Take it back")
    assert text_of(back).startswith("The post is gone, your words are here. Only you can see them:")
    assert house.messages(house.place) == []
    others = await press(house, house.ben, f"papers:entry:{1}")
    assert "it is not there any more" in text_of(others)


async def notes(house: House, place_id: int, who: simcord.MemberActor) -> int:
    """Somebody's notes, to be posted there; returns their id."""

    def add(tx: Tx) -> int:
        papers.keep(tx, house.guild.id, LEAVES)
        new = Entry(
            0, house.guild.id, LEAVES.arxiv_id, who.id, EntryKind.NOTES, EntryState.PRIVATE, ("Kumquats", "", ""),
            channel_id=place_id,
        )  # fmt: skip
        return entries.add(tx, new).id

    return await house.app.db.write(add)


async def test_what_stood_in_a_thread_or_channel_goes_with_it(house: House) -> None:
    post = await posted(house)
    await house.ben.click(post, label="Talk about it")
    (thread,) = house.place.threads
    done = await press(house, house.ben, f"papers:post:{await notes(house, thread.id, house.ben)}")
    assert text_of(done).startswith(f"Posted in {thread.mention}")
    house.env.backend.delete_channel(thread.id)
    await house.env.settle()
    assert in_tables(house.settings.database_url, "Kumquats") == []
    assert len(await house.papers.search(house.guild.id, "quetzals")) == 1
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    assert in_tables(house.settings.database_url, "Quetzals") == []


async def test_who_may_not_write_in_a_channel_may_not_in_a_thread_of_it_that_nobody_told_us_of(
    house: House,
) -> None:
    def open_round(tx: Tx) -> None:
        groups.save(tx, Group(house.guild.id, house.place.id))
        value = groups.open_round(tx, Round(0, house.guild.id, house.place.id, Phase.NOTING, tx.now, tx.now))
        entries.change(tx, entry_id, round_id=value.id)

    entry_id = await notes(house, 4321, house.ben)
    await house.app.db.write(open_round)
    may_not = discord.PermissionOverwrite(send_messages_in_threads=False).pair()
    closed = Overwrite(house.ben.id, OverwriteType.MEMBER, *(each.value for each in may_not))
    house.env.backend.set_overwrite(house.place.id, closed)
    await house.env.settle()
    assert text_of(await press(house, house.ben, f"papers:post:{entry_id}")).startswith("You may not write")
    # Where not even its channel is known, a time-out is.
    entry_id = await notes(house, 4322, house.ana)
    time_out(house, house.ana, hours=1)
    assert text_of(await press(house, house.ana, f"papers:post:{entry_id}")).startswith("You may not write")


async def test_understood_is_said_as_it_is(house: House) -> None:
    answer = await asked(house)
    house.allow(house.place, view_channel=False)
    done = await house.ana.click(answer_of(answer), label="I understand now")
    assert text_of(done).startswith(
        "Good! Nobody is told of your question any more. Saved, but the post still"
    )
    house.allow(house.place)
    (post,) = house.place.history()
    heard, house.env.backend.subscribers[:] = list(house.env.backend.subscribers), []
    house.env.backend.delete_message(house.place.id, post.id)
    house.env.backend.subscribers[:] = heard
    done = await house.ana.click(answer_of(done), label="Not yet, after all")
    assert text_of(done).startswith("Your post was deleted in Discord, so I have deleted it here too.")
    assert UNCLEAR in text_of(done)


async def test_a_reply_that_is_deleted_takes_its_line_along_wherever_papers_are_now(house: House) -> None:
    post = await posted(house)
    reply = await house.ben.send(house.place, "I tried the same", reply_to=post)
    await house.change(channel_id=house.channel.id)
    house.env.backend.delete_message(house.place.id, reply.id)
    await house.env.settle()
    assert NOTHING in text_of(await inbox(house, house.ana))
