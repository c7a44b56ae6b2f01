"""Proves an “Ask me anything” in Discord, from its form to the last answer, as its host and who asks walk through it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from tests.mentoring.house import HOUSE_START, House, house
from tests.standups.test_rights import time_out

__all__ = ["house"]

PLAN = {"about": "Fine-tuning on a laptop", "day": "Saturday", "time": "6 pm", "lasts": "2"}
BEGINS = HOUSE_START + timedelta(days=2, hours=5)  # Saturday, 18:00 in Berlin


def post(house: House) -> discord.Message:
    """The newest post in #mentors."""
    return [each for each in house.place.history() if each.type is discord.MessageType.default][-1]


async def plan(house: House, **changed: Any) -> None:
    """Ana hosts one."""
    ana = house.walk(house.ana)
    await ana.slash("ask")
    await ana.press("Ask me anything", "Host one")
    await ana.fill({**PLAN, **changed})


async def test_from_its_plan_to_the_answers_in_its_thread(house: House) -> None:
    ana, ben, cleo = house.walk(house.ana), house.walk(house.ben), house.walk(house.cleo)
    await ana.slash("ask")
    assert "None is planned" in await ana.press("Ask me anything")
    await ana.press("Host one")
    assert "Berlin" in ana.form
    assert "I cannot read this day: “soon”" in await ana.fill({**PLAN, "day": "soon"})
    await ana.press("Open the form again")
    assert "Fine-tuning on a laptop" in ana.form
    assert "That is past" in await ana.fill({**PLAN, "day": "today", "time": "9"})
    await ana.press("Open the form again")
    said = await ana.fill(PLAN)
    assert f"You host it on <t:{int(BEGINS.timestamp())}:F>" in said
    assert post(house).jump_url in said
    assert (
        f"**Ask me anything** · <@{house.ana.id}>\n> Fine-tuning on a laptop\nOn <t:" in post(house).content
    )
    assert "for two hours" in post(house).content

    await ben.press_on(post(house), "Ask a question")
    said = await ben.fill(words="How *small* can the batch be?")
    assert f"It is with <@{house.ana.id}>, and is posted in the thread when it begins" in said
    await cleo.press_on(post(house), "Ask a question")
    await cleo.fill(words="Never mind")
    await cleo.press("Take it back")
    await cleo.press_on(post(house), "More")
    await cleo.press("Ask a question")
    await cleo.fill(words="Which card?")
    assert len(house.messages(house.place)) == 1, "nobody else reads it yet"
    await ana.press_on(post(house), "More")
    assert ana.labels == ["Read what was asked", "Another time", "Call it off", "Delete"]
    await ana.press("Read what was asked")
    assert list(ana.options()) == ["How *small* can the batch be?", "Which card?"]
    assert "> Which card?" in await ana.select(ana.options()["Which card?"])
    assert ana.labels == ["Leave it out", "Nothing more from this person", "Tell the organisers", "Back"]
    await ben.press_id(f"mentoring:read_ama:{1}")
    assert "is over, or does not take place" in ben.text

    await house.until(BEGINS - timedelta(hours=3))
    assert "“Fine-tuning on a laptop” begins on" in await ben.open_line("Ask me anything")
    assert "You host it" not in await ben.press("See it")
    dm = house.walk(house.ana.user)
    assert "You host “Fine-tuning on a laptop” on" in await dm.open_line("Ask me anything")
    assert "so that you can think about it" in await dm.press("Read what was asked")

    await house.until(BEGINS + timedelta(minutes=1))
    await house.work()
    assert "It runs until" in post(house).content
    thread = house.thread(channel=house.place)
    assert thread.name == "Ask me anything: Fine-tuning on a laptop"
    posted = [each for each in thread.history() if each.type is discord.MessageType.default]
    words = {each.content for each in posted}
    assert words == {
        f"<@{house.ben.id}> asks:\nHow *small* can the batch be?",
        f"<@{house.cleo.id}> asks:\nWhich card?",
    }
    (which,) = [each for each in posted if "Which card" in each.content]
    await ana.press_on(which, "Answer")
    await ana.fill(answer="Any that you have.")
    while "Post it" in ana.labels:
        await ana.press("Post it")
    assert any("Any that you have." in each for each in house.messages(thread))
    await ben.press_on(post(house), "Ask a question")
    assert "It is in the thread" in await ben.fill(words="And how long does it take?")
    assert f"<@{house.ben.id}> asks:\nAnd how long does it take?" in house.messages(thread)

    await house.until(BEGINS + timedelta(hours=2, minutes=1))
    await house.work()
    assert f"This is over. Thank you, <@{house.ana.id}>" in post(house).content
    await cleo.press_on(post(house), "More")
    assert cleo.labels == []
    await cleo.press_id("mentoring:ask_ama:1")
    assert "is over, or does not take place" in cleo.text


async def test_it_is_moved_and_called_off_and_who_asked_has_their_question_back(house: House) -> None:
    await plan(house)
    ana, ben, robin = house.walk(house.ana), house.walk(house.ben), house.walk(house.organiser)
    await ben.slash("ask")
    await ben.press("Ask me anything")
    await ben.select(*ben.options().values())
    assert f"<@{house.ana.id}> answers." in ben.text
    assert ben.labels == ["Ask a question"]
    await ben.press("Ask a question")
    await ben.fill(words="How small can the batch be?")
    await ana.press_on(post(house), "More")
    await ana.press("Another time")
    assert "2026-01-03" in ana.form
    assert "I cannot read this time" in await ana.fill(day="Sunday", time="late")
    await ana.press("Open the form again")
    assert "late" in ana.form
    await ana.fill(day="Sunday", time="19:00")
    moved = BEGINS + timedelta(days=1, hours=1)
    assert f"<t:{int(moved.timestamp())}:F>" in post(house).content
    dm = house.walk(house.ben.user)
    assert "Moved: “Fine-tuning on a laptop”" in await dm.open_line("moved")
    assert "ana answers." in await dm.press("See it")
    await robin.press_on(post(house), "More")
    await robin.press("Call it off")
    assert "It cannot be undone" in robin.text
    await robin.press("Call it off")
    assert "This does not take place" in post(house).content
    audit = await house.app.communities.audit(house.guild.id)
    assert [each.what for each in audit] == ["mentoring.ama_stopped"]
    assert "What you wanted to ask is yours again: “How small" in await dm.open_line("called off")
    await dm.press("Ask it in the channel")
    assert "How small can the batch be?" in dm.form
    await dm.fill(goal="Train at home", tried="Batches of 8", question="How small can the batch be?")
    await dm.press("Post it")
    assert "How small can the batch be?" in house.messages(house.place)[-1]


async def test_its_host_guards_themselves_and_deletes_it(house: House) -> None:
    await plan(house)
    ana, ben, cleo = house.walk(house.ana), house.walk(house.ben), house.walk(house.cleo)
    for each in (ben, cleo):
        await each.press_on(post(house), "Ask a question")
        await each.fill(words=f"From {each.who.name}?")
    await ana.press_on(post(house), "More")
    await ana.press("Read what was asked")
    asked = ana.options()
    await ana.select(asked["From ben?"])
    assert "not who told them" in await ana.press("Tell the organisers")
    (notice,) = await house.told()
    assert notice.detail["text"] == "From ben?"
    await ana.press_on(post(house), "More")
    await ana.press("Read what was asked")
    await ana.select(asked["From ben?"])
    assert "they are not told" in await ana.press("Nothing more from this person")
    await ana.press("Read what was asked")
    assert list(ana.options()) == ["From cleo?"]
    await ana.select(*ana.options().values())
    assert "without a reason" in await ana.press("Leave it out")
    line = await house.walk(house.cleo.user).open_line("called off")
    assert "is not part of it, and is yours again: “From cleo?”" in line
    ana.last = await house.ana.context_menu(house.place, "Edit or remove mine", post(house))
    assert "It does not take place then" in await ana.press("Delete")
    said = await ana.press("Delete")
    assert "Your words once more; I keep no copy:\n> Fine-tuning on a laptop" in said
    assert house.messages(house.place) == []
    await ana.slash("ask")
    assert "None is planned" in await ana.press("Ask me anything")
    await ana.press("Host one")
    await ana.fill({**PLAN, "about": "My work"})
    await ana.press("Call it off", "Call it off")
    await ana.slash("ask")
    await ana.press("Ask me anything")
    assert list(ana.options()) == ["My work"]
    await ana.select(*ana.options().values())
    assert "> My work" in await ana.press("Delete")
    await ana.press_id("mentoring:ama:2")
    assert "is over, or does not take place" in ana.text


async def test_who_has_a_time_out_asks_nothing(house: House) -> None:
    await plan(house)
    time_out(house, house.ben, hours=1)
    ben = house.walk(house.ben)
    await ben.press_on(post(house), "Ask a question")
    assert "You may not write in" in await ben.fill(words="Now?")
    await ben.press("Open the form again")
    assert "Now?" in ben.form
    assert len(house.messages(house.place)) == 1
