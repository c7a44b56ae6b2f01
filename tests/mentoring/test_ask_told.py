"""Proves who hears of a question: a mentor who is asked alone, a few who follow its topic; and what is deleted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.lang import get_lang
from bot.mentoring.model.asking import ASKED as TOLD
from bot.mentoring.model.asking import Answer
from bot.mentoring.service import archiving
from bot.mentoring.service.composing import Typed
from bot.mentoring.store import answers
from cogs.mentoring.views.questions import post_of_question
from tests.bots import text_of
from tests.mentoring.house import House, house
from tests.mentoring.test_ask_discord import ASKED, compose, post, posts

__all__ = ["house"]


async def follow(house: House, topic_id: int, *people: Any) -> None:
    def choose(tx: Tx) -> None:
        for each in people:
            topics.choose_helping(tx, house.guild.id, each.id, [topic_id])

    await house.app.db.write(choose)


async def test_a_mentor_is_asked_alone_answers_or_hears_no_more(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await compose(ana)
    assert "Ask only my mentor" not in ana.labels
    await ana.press("Delete")
    await house.mentors(house.ben.id, house.ana.id)
    await compose(ana)
    said = await ana.press("Ask only my mentor")
    assert f"<@{house.ben.id}> finds your question in their inbox" in said
    assert posts(house) == []
    assert "asked of your mentor alone" in await ana.slash("ask")
    assert "Asked of you alone" not in str(ana.last)
    await ben.slash("ask")
    assert "Why does it start anew" in await ben.select(*ben.options().values())
    assert ben.labels == ["Answer", "Back", "Nothing more from this person", "Tell the organisers"]
    dm = house.walk(house.ana.user)
    await dm.slash("mine")
    await dm.press("My questions")
    assert "Asked of ben alone" in await dm.select(*dm.options().values())

    await ben.slash("mine")
    assert "ana asks you, as their mentor: “Load my pictures faster”" in await ben.press("Inbox")
    await ben.open_line("question")
    await ben.press("Open it")
    assert "Why does it start anew" in ben.text
    assert "Nobody else sees it" in ben.text
    assert ben.labels == ["Answer", "Nothing more from this person", "Tell the organisers"]
    shown = ben.last
    assert "who sent them, not who told them" in await ben.press("Tell the organisers")
    (notice,) = await house.told()
    assert "Why does it start anew" in str(notice.detail)
    assert notice.user_id == house.ana.id
    ben.last = shown
    assert "they are not told" in await ben.press("Nothing more from this person")
    await ben.slash("mine")
    assert "asks you" not in await ben.press("Inbox")

    # Who asked notices nothing, and takes it back: organisers see it no more.
    await ana.press("My questions")
    await ana.select(next(iter(ana.options().values())))
    assert f"Asked of <@{house.ben.id}> alone" in ana.text
    await ana.press("Edit")
    assert "your mentor reads it so" in await ana.fill({**ASKED, "goal": "Something else"})
    assert "Taken back" in await ana.press("Take it back")
    assert await house.told() == []


async def test_two_followers_of_the_topic_are_told_until_it_is_solved(house: House) -> None:
    (topic_id,) = await house.topic_ids(1)
    dan, eva = house.join("dan"), house.join("eva")
    await follow(house, topic_id, house.ana, house.ben, house.cleo, dan, eva)
    ana = house.walk(house.ana)
    await compose(ana, topic=[str(topic_id)])
    assert "Topic: PyTorch" in ana.text
    await ana.press("Post it")
    told = [each for each in (house.ben, house.cleo, dan, eva) if await house.waiting(each.id, TOLD)]
    assert len(told) == 2
    assert await house.waiting(house.ana.id, TOLD) == []
    first = house.walk(told[0])
    await first.slash("mine")
    said = await first.press("Inbox")
    assert "question about PyTorch" in said
    assert "Load my pictures" not in said
    await ana.press("I have what I needed")
    assert await house.waiting(told[1].id, TOLD) == []


async def test_who_may_not_write_there_posts_nothing_and_loses_nothing(house: House) -> None:
    ana = house.walk(house.ana)
    await compose(ana)
    house.env.backend.set_overwrite(house.place.id, _deny(house, send_messages=False))
    shown = ana.last
    assert f"may not write in <#{house.place.id}>" in await ana.press("Post it")
    assert posts(house) == []
    house.env.backend.set_overwrite(house.place.id, _deny(house, send_messages=None))
    ana.last = shown
    assert "take it back" in await ana.press("Post it")
    assert len(posts(house)) == 1


def _deny(house: House, **permissions: bool | None) -> Any:
    from simcord.backend.models import Overwrite
    from simcord.enums import OverwriteType

    allow, deny = discord.PermissionOverwrite(**permissions).pair()
    return Overwrite(house.ana.id, OverwriteType.MEMBER, allow.value, deny.value)


async def test_what_is_deleted_by_hand_is_gone_here_too(house: House) -> None:
    ana = house.walk(house.ana)
    await compose(ana)
    await ana.press("Post it")
    await post(house).delete()
    await house.env.settle()
    assert await house.mentoring.my_questions(house.ana.id, guild_id=None) == await _none(house)

    # While the bot was away: noticed when it is used.
    await compose(ana)
    await ana.press("Post it")
    heard, house.env.backend.subscribers[:] = list(house.env.backend.subscribers), []
    house.env.backend.delete_message(house.place.id, post(house).id)
    house.env.backend.subscribers[:] = heard
    await ana.press("I have what I needed")
    assert "deleted in Discord" in ana.text
    assert "Why does it start anew" in ana.text

    # The whole channel, with a thread in it.
    await compose(ana)
    await ana.press("Post it")
    await house.walk(house.ben).press_on(post(house), "Talk about it")
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    assert await house.mentoring.my_questions(house.ana.id, guild_id=None) == await _none(house)


async def _none(house: House) -> Any:
    return await house.mentoring.my_questions(1, guild_id=None)


async def test_answers_of_others_stay_in_the_thread_of_a_removed_question(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await compose(ana)
    await ana.press("Post it")
    await ben.press_on(post(house), "Answer")
    await ben.fill({"answer": "Set persistent_workers."})
    thread = house.thread(-1, house.place)
    assert "Set persistent_workers." in "\n".join(house.messages(thread))
    await ana.slash("ask")
    await ana.press("My questions")
    await ana.select(next(iter(ana.options().values())))
    await ana.press("Delete")
    await house.work()
    thread = house.thread(-1, house.place)
    assert thread.name == "a removed question"
    assert "Set persistent_workers." in "\n".join(house.messages(thread))


async def test_a_post_outlives_a_crash_and_a_closed_channel_is_said_once(house: House) -> None:
    ana = house.walk(house.ana)
    await compose(ana)
    house.allow(house.place, send_messages=False)
    said = await ana.press("Post it")
    assert "I keep trying" in said
    assert posts(house) == []
    await house.work_until(house.env.now() + timedelta(minutes=25))
    assert [each.kind for each in await house.told()] == ["mentoring.refused"]
    house.allow(house.place, send_messages=True, create_public_threads=False)
    await house.restart()
    await house.work_until(house.env.now() + timedelta(minutes=25))
    assert len(posts(house)) == 1
    assert await house.told() == []
    # The same of the thread for an answer.
    ben = house.walk(house.ben)
    await ben.press_on(post(house), "Answer")
    assert "I keep trying" in await ben.fill({"answer": "Set persistent_workers."})
    await house.work_until(house.env.now() + timedelta(minutes=25))
    (notice,) = await house.told()
    assert notice.detail["threads"]
    house.allow(house.place, create_public_threads=True)
    await house.work_until(house.env.now() + timedelta(minutes=45))
    assert house.messages(house.thread(-1, house.place))
    assert await house.told() == []


async def test_earlier_answers_come_first_and_apps_know_whose_a_post_is(house: House) -> None:
    earlier = await house.question(house.ben.id, goal="Load pictures", question="Why slow?", keep=True)

    def keep(tx: Tx) -> None:
        answers.add(tx, Answer(house.guild.id, earlier.id, house.cleo.id, "Cache them.", keep=True))
        archiving.refresh(tx, [earlier.id])

    await house.app.db.write(keep)
    ana = house.walk(house.ana)
    said = await compose(ana)
    assert "asked before" in said
    assert "Load pictures" in said
    assert ana.labels == ["Load pictures", "None of these: go on"]
    # One that is read leads back to the own question, or to deleting it.
    assert "Cache them." in await ana.press("Load pictures")
    assert ana.labels == ["Back to my question", "This answers it: delete mine", "Earlier answers"]
    assert "it looks like this" in await ana.press("Back to my question")
    await compose(ana)
    await ana.press("Load pictures")
    assert "I keep no copy" in await ana.press("This answers it: delete mine")
    await compose(ana)
    assert "it looks like this" in await ana.press("None of these: go on")
    await ana.press("Post it")
    ana.last = await house.ana.context_menu(house.place, "Edit or remove mine", post(house))
    assert ana.labels[0] == "I have what I needed"
    found = await house.ben.context_menu(house.place, "Edit or remove mine", post(house))
    assert "pictures faster" not in text_of(found)


async def test_what_died_between_sending_and_writing_it_down_is_posted_once(house: House) -> None:
    ana = house.walk(house.ana)
    await compose(ana)
    (asked,) = (await house.mentoring.my_questions(house.ana.id, guild_id=None)).questions
    done = await house.mentoring.post_question(house.ana.id, asked.id, may_post=True)
    assert done.claimed is not None
    shown = (await house.mentoring.shown_questions([asked.id]))[asked.id]
    await house.bot.poster.send(
        house.place.id, post_of_question(shown, get_lang("en")), nonce=done.claimed.id
    )
    assert len(posts(house)) == 1
    await house.mentoring.rewrite_question(
        house.ana.id, asked.id, Typed("Else", "Tried", "Why?"), may_post=True
    )
    await house.until(house.env.now() + timedelta(minutes=3))  # beyond the time in which a nonce tells
    await house.restart()
    await house.work_until(house.env.now() + timedelta(minutes=10))
    assert posts(house) == [f"<@{house.ana.id}> asks: **Else**\n**Tried:** Tried\n**Question:** Why?"]
