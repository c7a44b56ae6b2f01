"""Owns what was typed and is not posted yet: nothing takes its place unseen, and a preview posts the words that it shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import simcord

from bot.standups.model import Draft, EntryGone, NothingWritten
from bot.standups.service.writing import Saved
from tests.bots import World, answer_of, text_of
from tests.standups.service import ANA, GUILD, House
from tests.standups.test_discord import opened, prompt_of
from tests.standups.test_rights import time_out

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin


async def a_little(world: World, who: simcord.MemberActor) -> simcord.InteractionResult:
    """Somebody presses the prompt's button."""
    return await who.click(prompt_of(world), label="A little today")


def posted(world: World) -> list[str]:
    """What stands in the day's thread."""
    return world.messages(world.thread())


async def test_a_little_leaves_alone_what_was_typed_before_it(world: World) -> None:
    await opened(world)
    await world.write(world.ana, "on Friday")
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    form = await world.ana.slash(world.channel, "standup")
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    assert "Your text is kept" in text_of(await world.ana.submit_modal(form, {"q1": "kept words"}))
    refused = await a_little(world, world.ana)
    assert "Nothing was posted." in text_of(refused)
    assert "Your text is kept" not in text_of(refused), "a little has none"
    await world.until(world.env.now() + timedelta(hours=2))
    assert "kept words" in str((await world.ana.slash(world.channel, "standup")).modal)
    assert "Posted in" in text_of(await a_little(world, world.ana))
    await world.work_until(FRIDAY_NINE + timedelta(days=4, minutes=1))
    assert "kept words" in str((await world.ana.slash(world.channel, "standup")).modal)


async def test_an_older_preview_posts_the_words_that_it_shows(world: World) -> None:
    await opened(world)
    preview = await world.write(world.ana, "FIRST words", post=False)
    little = await a_little(world, world.ana)
    assert "did a little today" in text_of(little)
    await world.ana.click(answer_of(preview), label="Post")
    assert any("FIRST words" in text for text in posted(world))
    there = await world.ana.click(answer_of(little), label="Post")
    assert "FIRST words" in text_of(there), "the day has an answer by now, which is shown"
    assert len(posted(world)) == 1


async def test_a_preview_of_words_that_were_replaced_posts_nothing_else(world: World) -> None:
    await opened(world)
    first = await world.write(world.ana, "FIRST words", post=False)
    second = await world.write(world.ana, "other words", post=False)
    for label in ("Post", "Keep to myself", "Discard"):
        assert "This is finished" in text_of(await world.ana.click(answer_of(first), label=label))
    await world.ana.click(answer_of(second), label="Post")
    assert any("other words" in text for text in posted(world))


@pytest.mark.parametrize(
    ("label", "said"),
    [("Keep to myself", "Kept. Only you can see it"), ("Discard", "Discarded. Nothing was posted.")],
)
async def test_a_previewed_little_can_be_kept_and_discarded(world: World, label: str, said: str) -> None:
    await opened(world)
    assert said in text_of(await world.ana.click(answer_of(await a_little(world, world.ana)), label=label))
    assert world.channel.threads == []


async def test_a_previewed_little_can_become_more(world: World) -> None:
    await opened(world)
    form = await world.ana.click(answer_of(await a_little(world, world.ana)), label="Edit")
    preview = await world.ana.submit_modal(form, {"q1": "more than a little"})
    await world.ana.click(answer_of(preview), label="Post")
    assert any("more than a little" in text for text in posted(world))
    again = await world.write(world.ben, "", post=False)
    assert "Every field was empty" in text_of(again)


async def test_nothing_typed_takes_no_draft_away(home: House) -> None:
    standup = await home.add()
    (post,) = await home.prompts(FRIDAY_NINE)
    draft = await home.draft(ANA, standup, "words")
    for typed in ((), ["", " ", ""]):
        taken = await home.standups.submit(GUILD, ANA, standup.id, post.day.id, typed)
        assert isinstance(taken, Draft)
        assert taken.id == 0
        empty = taken
    with pytest.raises(NothingWritten):
        await home.standups.decide(empty)
    assert (await home.standups.draft(ANA, draft.id)).answers[0].text == "words"
    saved = await home.standups.publish_little(GUILD, ANA, post.day.id)
    assert isinstance(saved, Saved)
    assert saved.entry.little
    assert (await home.standups.draft(ANA, draft.id)).answers[0].text == "words"
    for keep in (False, True):
        with pytest.raises(EntryGone):
            await home.standups.publish_little(GUILD, ANA, post.day.id, keep=keep)


async def test_other_words_are_another_draft(home: House) -> None:
    standup = await home.add()
    await home.prompts(FRIDAY_NINE)
    first = await home.draft(ANA, standup, "words")
    second = await home.draft(ANA, standup, "others")
    assert first.id != second.id
    with pytest.raises(EntryGone):
        await home.standups.publish(ANA, first.id)
    assert (await home.standups.publish(ANA, second.id)).entry.answers[0].text == "others"
