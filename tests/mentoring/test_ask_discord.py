"""Proves asking in Discord, from the card to the post with its thread and back, as somebody walks through it."""

from __future__ import annotations

from typing import Any

import discord

from bot.mentoring.model.asking import MOST_UNITS
from tests.mentoring.house import House, house
from tests.mentoring.walk import Walk

__all__ = ["house"]

ASKED = {
    "goal": "Load my pictures faster",
    "tried": "num_workers=4, which is slower",
    "question": "Why does it start anew each epoch?",
    "url": "https://example.com/notebook",
}
POST = (
    "<@{who}> asks: **Load my pictures faster**\n"
    "**Tried:** num_workers=4, which is slower\n"
    "**Question:** Why does it start anew each epoch?\n"
    "https://example.com/notebook"
)


async def compose(walk: Walk, **changed: Any) -> str:
    await walk.slash("ask")
    await walk.press("Ask a question")
    return await walk.fill({**ASKED, **changed})


def posts(house: House) -> list[str]:
    return house.messages(house.place)


def post(house: House) -> discord.Message:
    return next(each for each in house.place.history() if each.type is discord.MessageType.default)


async def test_a_question_is_asked_changed_solved_and_deleted(house: House) -> None:
    ana = house.walk(house.ana)
    assert "nothing is too small" in await ana.slash("ask")
    assert ana.labels == [
        "Ask a question",
        "Earlier answers",
        "Ask me anything",
        "Help-first board",
        "Say thanks",
        "My questions",
    ]
    long = "x" * MOST_UNITS
    await compose(ana, tried=" ")
    assert "What you tried is missing" in ana.text
    await ana.press("Open the form again")
    assert "Load my pictures faster" in ana.form
    assert f"than the {MOST_UNITS}" in await ana.fill({**ASKED, "tried": long})
    await ana.press("Open the form again")
    assert long in ana.form
    assert "no public page" in await ana.fill({**ASKED, "url": "http://localhost/x"})
    await ana.press("Open the form again")
    assert "Kept, for you alone" in await ana.fill(ASKED)
    assert ana.labels[:4] == ["Post it", "Edit", "Keep to myself", "Delete"]
    assert POST.format(who=house.ana.id) in ana.text
    assert posts(house) == []

    assert "stays yours alone" in await ana.press("Keep to myself")
    await ana.press("My questions")
    await ana.select(*[value for label, value in ana.options().items() if "pictures" in label])
    said = await ana.press("Post it")
    assert f"<#{house.place.id}>" in said
    assert "take it back" in said
    assert posts(house) == [POST.format(who=house.ana.id)]
    assert "Open: “Load my pictures faster”" in await ana.slash("ask")

    await ana.press("My questions")
    await ana.select(*[value for label, value in ana.options().items() if "pictures" in label])
    await ana.press("Edit")
    assert "see it" in await ana.fill({**ASKED, "goal": "Load @everyone faster", "url": ""})
    assert posts(house)[0].startswith(f"<@{house.ana.id}> asks: **Load @\u200beveryone faster**")
    assert "The post says so" in await ana.press("I have what I needed")
    assert "has what they needed" in posts(house)[0]
    assert "Open" not in await ana.slash("ask")
    await ana.press("My questions")
    await ana.select(next(iter(ana.options().values())))
    assert "open again" in await ana.press("Not yet, after all")
    assert "asks:" in posts(house)[0]

    said = await ana.press("Take it out of the channel")
    assert "The post is gone" in said
    assert posts(house) == []
    await ana.press("Post it")
    assert len(posts(house)) == 1
    shown = await ana.press("Delete")
    assert "I keep no copy" in shown
    assert "Why does it start anew" in shown
    assert posts(house) == []
    await ana.slash("mine")
    await ana.press("My questions")
    assert "Nothing here yet" in ana.text


async def test_talk_opens_one_thread_and_who_asked_hears_of_it_once_without_a_word_of_it(
    house: House,
) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await compose(ana)
    await ana.press("Post it")
    assert "Talk about it here" in await ben.press_on(post(house), "Talk about it")
    assert house.thread(-1, house.place).name == "Load my pictures faster"
    assert "Talk about it here" in await house.walk(house.cleo).press_on(post(house), "Talk about it")
    assert len(house.place.threads) == 1
    kinds = [each.type for each in house.place.history()]
    assert kinds == [discord.MessageType.default]  # what Discord says in our name is gone

    thread = house.thread(-1, house.place)
    reply = await house.ben.send(thread, "a secret remark")
    await house.ana.send(thread, "thank you")
    await house.env.settle()
    (line,) = await house.waiting(house.ana.id, "mentoring.replied")
    assert "remark" not in str(line.words)
    await ana.slash("mine")
    assert "Somebody replied to your question “Load my pictures faster”" in await ana.press("Inbox")
    await reply.delete()
    await house.env.settle()
    assert await house.waiting(house.ana.id, "mentoring.replied") == []

    # Others wrote there: the thread stays, without the words of who asked.
    await ana.slash("ask")
    await ana.press("My questions")
    await ana.select(next(iter(ana.options().values())))
    await ana.press("Edit")
    await ana.fill({**ASKED, "goal": "Load everything faster"})
    assert house.thread(-1, house.place).name == "Load everything faster"
    await ana.press("Delete")
    await house.work()
    assert posts(house) == []
    assert house.thread(-1, house.place).name == "a removed question"
    assert house.messages(house.thread(-1, house.place)) == ["thank you"]
