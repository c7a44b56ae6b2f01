"""Proves answers and the archive in Discord, from the form to the thread, the inbox and back, as people walk through them."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.mentoring.model.asking import ANSWERED
from tests.mentoring.house import House, house
from tests.mentoring.walk import Walk

__all__ = ["house"]

ASKED = {
    "goal": "Load my pictures faster",
    "tried": "num_workers=4, which is slower",
    "question": "Why does it start anew each epoch?",
}
HINT = "Set persistent_workers=True: the workers stay. @everyone"
INERT = HINT.replace("@everyone", "@\u200beveryone")


async def ask(walk: Walk, *presses: str, **changed: Any) -> str:
    """Somebody composes a question and presses this below it."""
    await walk.slash("ask")
    await walk.press("Ask a question")
    await walk.fill({**ASKED, **changed})
    return await walk.press(*presses)


def post(house: House) -> discord.Message:
    """The post of the question."""
    return next(each for each in house.place.history() if each.type is discord.MessageType.default)


def in_thread(house: House) -> list[discord.Message]:
    """What we posted in the newest thread of #mentors."""
    written = house.thread(-1, house.place).history()
    return [each for each in written if each.author.bot and each.content]


async def answer(house: House, walk: Walk, text: str = HINT, keep: str = "yes") -> str:
    """Somebody presses "Answer" below the post."""
    await walk.press_on(post(house), "Answer")
    return await walk.fill(answer=text, keep=keep)


async def inbox(walk: Walk, name: str) -> str:
    """Somebody opens the line of their inbox that is called so, and presses its button."""
    await walk.open_line(name)
    return await walk.press(walk.labels[0])


async def test_an_answer_is_posted_read_kept_found_changed_and_deleted(house: House) -> None:
    ana, ben, cleo = (house.walk(each) for each in (house.ana, house.ben, house.cleo))
    await ask(ana, "Post it")
    assert "There is nothing in your answer yet" in await answer(house, ben, " \u200b")
    await ben.press("Open the form again")
    said = await ben.fill(answer=HINT, keep="yes")
    assert "Your answer is in the thread of the question: [see it]" in said
    (shown,) = in_thread(house)
    assert shown.content == f"<@{house.ben.id}> answers:\n{INERT}"
    assert ben.labels == ["Edit", "Take it out of the archive", "Delete"]

    said = await inbox(ana, "An answer to your question")
    assert f"<@{house.ben.id}> answered your question “Load my pictures faster”: [see it]" in said
    assert f"> {INERT}" in said
    assert "Keep the question with its answers in the archive" in said
    assert ana.labels == [
        *("I have what I needed", "Say thanks", "My question"),
        *("Yes, keep it", "No", "Nothing more from this person", "Tell the organisers"),
    ]
    assert "Kept: it is in the archive" in await ana.press("Yes, keep it")
    said = await ana.press("See it there")
    assert "**Load my pictures faster**" in said
    assert f"<@{house.ben.id}> answers: {INERT}" in said
    assert ana.labels == ["Earlier answers", "Ask a question", "Take it out"]

    # Somebody else has the same question.
    await cleo.slash("ask")
    assert "• Load my pictures faster: [see it]" in await cleo.press("Earlier answers")
    await cleo.press("Look for something")
    assert "has all of “bananas”" in await cleo.fill(words="bananas")
    await cleo.press("Look for something")
    assert "Kept questions with “persist work”:" in await cleo.fill(words="persist work")
    assert INERT in await cleo.select(*cleo.options().values())
    assert cleo.labels == ["Earlier answers", "Ask a question"]

    # Thanks go to who answered; they themselves get their own card there.
    await cleo.press_on(shown, "Say thanks")
    assert "inbox" in await cleo.fill(words="It runs twice as fast.")
    assert "It may be kept in the archive" in await ben.press_on(shown, "Say thanks")
    ben.last = await house.ben.context_menu(house.thread(-1, house.place), "Edit or remove mine", shown)
    assert "It answers “Load my pictures faster”." in ben.text
    await ben.press("Edit")
    assert HINT in ben.form
    await ben.fill(answer="Keep your workers.", keep="yes")
    assert [each.content for each in in_thread(house)] == [f"<@{house.ben.id}> answers:\nKeep your workers."]
    assert "not in the archive" in await ben.press("Take it out of the archive")
    await cleo.slash("ask")
    assert "Nothing is kept here so far" in await cleo.press("Earlier answers")
    assert "You have not answered" in await cleo.press("My answers")
    await ben.slash("ask")
    await ben.press("Earlier answers", "My answers")
    assert "Keep your workers." in await ben.select(*ben.options().values())
    assert "as soon as who asked agrees" in await ben.press("Keep it in the archive")
    said = await ben.press("Delete")
    assert "your answer is gone" in said
    assert "Keep your workers." in said
    assert in_thread(house) == []
    await cleo.slash("ask")
    assert "Nothing is kept here so far" in await cleo.press("Earlier answers")


async def test_the_thread_of_a_deleted_question_keeps_others_answers(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await ask(ana, "Post it")
    await answer(house, ben, keep="no")
    await ana.slash("ask")
    await ana.press("My questions")
    await ana.select(*ana.options().values())
    said = await ana.press("Answers")
    assert "Choose an answer" in said
    assert "It is not in the archive" in said
    assert "as soon as there is an answer whose author agrees" in await ana.press("Keep it in the archive")
    await ana.press("My question", "Answers")
    assert INERT in await ana.select(*ana.options().values())
    assert "Yes, keep it" not in ana.labels, "they said so before"
    assert "The post says so" in await ana.press("I have what I needed")
    await ana.press("Delete")
    await house.work()
    thread = house.thread(-1, house.place)
    assert thread.name == "a removed question"
    (left,) = in_thread(house)
    assert "Your answer is gone" not in await ben.press_on(left, "Say thanks")
    assert "The question was deleted; your answer still stands here" in ben.text
    await ben.press("Delete")
    assert in_thread(house) == []
    assert await house.waiting(house.ana.id, ANSWERED) == []


async def test_an_answer_that_was_deleted_by_hand_gives_its_words_back(house: House) -> None:
    ben = house.walk(house.ben)
    await ask(house.walk(house.ana), "Post it")
    await answer(house, ben)
    (shown,) = in_thread(house)
    heard, house.env.backend.subscribers[:] = list(house.env.backend.subscribers), []
    house.env.backend.delete_message(shown.channel.id, shown.id)
    house.env.backend.subscribers[:] = heard
    await ben.slash("ask")
    await ben.press("Earlier answers", "My answers")
    said = await ben.select(*ben.options().values())
    assert "deleted in Discord" in said
    assert INERT in said
    assert (await house.mentoring.own_answers(house.guild.id, house.ben.id)) == []


async def test_a_private_answer_stays_private_and_who_may_not_write_answers_nothing(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await house.mentors(house.ben.id, house.ana.id)
    await ask(ana, "Ask only my mentor")
    await inbox(ben, "A question")
    await ben.press("Answer")
    assert "Only who asked reads it" in ben.form
    said = await ben.fill(answer="Share one line today.", keep="no")
    assert "finds your answer in their inbox" in said
    assert house.messages(house.place) == []
    said = await inbox(ana, "An answer to your question")
    assert "> Share one line today." in said
    assert "archive" not in said
    assert "not who told them" in await ana.press("Tell the organisers")
    (notice,) = await house.told()
    assert notice.detail["text"] == "Share one line today."
    assert "as soon as who asked agrees" in await ben.press("Keep it in the archive")
    said = await inbox(ana, "An answer to your question")
    assert "Keep the question" in said
    assert "not in the archive" in await ana.press("No")
    await inbox(ana, "An answer to your question")
    assert "Keep the question" not in ana.text, "asked once"
    assert "Nothing more reaches you" in await ana.press("Nothing more from this person")
    assert await house.waiting(house.ana.id, ANSWERED) == []

    await ask(ana, "Post it", goal="Find the courage to share")
    await ben.press_on(post(house), "Answer")
    closed = discord.PermissionOverwrite(send_messages_in_threads=False).pair()
    house.env.backend.set_overwrite(
        house.place.id, Overwrite(house.ben.id, OverwriteType.MEMBER, closed[0].value, closed[1].value)
    )
    assert f"may not write in <#{house.place.id}>" in await ben.fill(answer=HINT, keep="no")
    assert "Open the form again" in ben.labels
