"""Owns topics as organisers and members meet them: twelve to start with, renamed and removed, and who may be asked (S8)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import simcord

from bot.attention.store import silences
from bot.communities.model import MOST_TOPICS, STARTING_TOPICS, LastTopic, TopicGone, TopicRefused, TopicsFull
from bot.communities.store import topics as store
from bot.core.lang import get_lang
from bot.shell.topics import topic_name
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE, fill, options_of, press, setup
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, house

THREE = datetime(2026, 1, 1, 15, tzinfo=UTC)


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app without Discord, on a database of each kind."""
    async with house(migrated_url, THREE) as made:
        yield made


async def chosen(world: World, card: simcord.InteractionResult, label: str) -> simcord.InteractionResult:
    """The organiser chooses an option by what it is called."""
    (value,) = [each["value"] for each in options_of(card) if each["label"] == label]
    return await world.organiser.select(answer_of(card), [value])


async def test_an_organiser_finds_twelve_and_makes_them_their_own(world: World) -> None:
    card = await setup(world, "Topics")
    assert "**Topics:** Python, PyTorch, data and cleaning, computer vision" in text_of(card)
    assert len(options_of(card)) == 12
    form = await press(world, card, "Add a topic")
    added = await fill(world, form, name="  Rust   for ML ")
    assert text_of(added).startswith("Added.")
    assert "Rust for ML" in text_of(added)
    one = await chosen(world, added, "maths")
    renamed = await fill(world, await press(world, one, "Rename"), name="Linear algebra")
    assert text_of(renamed).startswith("Saved: it is called Linear algebra now.")
    removed = await press(world, await chosen(world, renamed, "Kaggle"), "Remove")
    assert text_of(removed).startswith(
        "Removed. You can add it again; who offered to help with it then has to"
    )
    labels = [each["label"] for each in options_of(removed)]
    assert "Kaggle" not in labels
    assert "maths" not in labels
    assert labels[-1] == "Rust for ML"
    assert "Linear algebra" in labels


async def test_the_changes_stand_in_the_record(world: World) -> None:
    card = await setup(world, "Topics")
    await press(world, await chosen(world, card, "Kaggle"), "Remove")
    await fill(world, await press(world, await setup(world, "Topics"), "Add a topic"), name="Rust")
    status = text_of(await setup(world, "Status and changes"))
    assert f"{world.organiser.mention} removed the topic Kaggle" in status
    assert f"{world.organiser.mention} added the topic Rust" in status


async def test_a_name_that_cannot_be_is_refused_and_opens_again(world: World) -> None:
    card = await setup(world, "Topics")
    await fill(world, await press(world, card, "Add a topic"), name="Rust")
    refused = await fill(world, await press(world, await setup(world, "Topics"), "Add a topic"), name="rust")
    assert "There is a topic “rust” already." in text_of(refused)
    again = await press(world, refused, "Open the form again")
    assert "rust" in str(again.modal)


@pytest.mark.parametrize("name", ["Python", "pytorch", "mathematik", "Lectura de artículos"])
async def test_what_came_with_the_bot_is_there_by_its_name_in_every_language(home: House, name: str) -> None:
    communities = home.app.communities
    first, *_more, last = await communities.topics(GUILD)
    with pytest.raises(TopicRefused) as refused:
        await communities.add_topic(GUILD, ORGANISER, name)
    assert refused.value.there
    with pytest.raises(TopicRefused):
        await communities.rename_topic(GUILD, ORGANISER, last.id, name)
    await communities.rename_topic(GUILD, ORGANISER, first.id, "python")
    assert len(await communities.topics(GUILD)) == 12


async def test_who_chooses_a_topic_that_was_removed_meanwhile_can_choose_another(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    posted = await world.write(world.ana, "trained", q3="the loss is nan")
    pytorch, data = (each["value"] for each in options_of(posted)[1:3])
    await press(world, await chosen(world, await setup(world, "Topics"), "PyTorch"), "Remove")
    gone = await world.ana.select(answer_of(posted), [pytorch])
    assert text_of(gone) == "This topic was removed meanwhile. Choose another one."
    asked = await world.ana.select(answer_of(posted), [data])
    assert "data and cleaning" in text_of(asked)


async def test_members_choose_in_mine_and_nobody_is_asked_before(world: World) -> None:
    card = await world.ana.slash(world.channel, "mine")
    shown = await world.ana.click(answer_of(card), label="Helping others")
    assert "So far you are not asked about any topic." in text_of(shown)
    assert "Ask me about nothing" not in labels_of(answer_of(shown))
    picked = [each["value"] for each in options_of(shown) if each["label"] in ("PyTorch", "maths")]
    saved = await world.ana.select(answer_of(shown), picked)
    assert text_of(saved).startswith("Saved.")
    assert "You may be asked about: PyTorch and maths." in text_of(saved)
    assert sum(each.get("default", False) for each in options_of(saved)) == 2
    none = await world.ana.click(answer_of(saved), label="Ask me about nothing")
    assert "So far you are not asked about any topic." in text_of(none)


async def test_in_the_bots_own_dm_it_says_where_to_choose_and_takes_a_silence_back(world: World) -> None:
    elsewhere = "Each server has topics of its own. Type /mine there to choose yours."
    card = await world.ana.user.slash("mine")
    shown = await world.ana.user.click(answer_of(card), label="Helping others")
    assert text_of(shown) == elsewhere
    assert labels_of(answer_of(shown)) == ["Back"]
    await world.app.db.write(lambda tx: silences.silence_from(tx, world.ana.id, world.ben.id))
    back = await world.ana.user.click(answer_of(shown), label="Back")
    shown = await world.ana.user.click(answer_of(back), label="Helping others")
    assert labels_of(answer_of(shown)) == ["Hear from everybody again", "Back"]
    heard = await world.ana.user.click(answer_of(shown), label="Hear from everybody again")
    assert text_of(heard) == f"You hear from everybody again.\n{elsewhere}"
    assert labels_of(answer_of(heard)) == ["Back"]


async def test_the_twelve_are_made_once_and_named_in_each_language(home: House) -> None:
    first = await home.app.communities.topics(GUILD)
    assert [each.key for each in first] == list(STARTING_TOPICS)
    assert await home.app.communities.topics(GUILD) == first
    assert await home.app.communities.topics(GUILD + 1) != first
    for code in ("en", "de", "es"):
        names = {topic_name(each, get_lang(code)) for each in first}
        assert len(names) == 12
        assert not names & set(STARTING_TOPICS[2:6]), "a key is no name"


async def test_limits_of_the_list(home: House) -> None:
    communities = home.app.communities
    for number in range(MOST_TOPICS - 12):
        await communities.add_topic(GUILD, ORGANISER, f"Topic {number}")
    with pytest.raises(TopicsFull):
        await communities.add_topic(GUILD, ORGANISER, "one more")
    there = await communities.topics(GUILD)
    with pytest.raises(TopicRefused):
        await communities.rename_topic(GUILD, ORGANISER, there[0].id, "\u200b ")
    with pytest.raises(TopicGone):
        await communities.remove_topic(GUILD + 1, ORGANISER, there[0].id)
    for each in there[1:]:
        await communities.remove_topic(GUILD, ORGANISER, each.id)
    with pytest.raises(LastTopic):
        await communities.remove_topic(GUILD, ORGANISER, there[0].id)


async def test_who_waits_longest_is_asked_next_whatever_the_topic(home: House) -> None:
    communities = home.app.communities
    one, two, *_ = [each.id for each in await communities.topics(GUILD)]
    await communities.help_with(GUILD, ANA, [one, two])
    await communities.help_with(GUILD, BEN, [one, 999_999])

    async def free(topic_id: int) -> list[int]:
        since = home.clock.now.replace(hour=home.clock.now.hour - 1)
        return await home.app.db.read(lambda tx: store.helpers(tx, GUILD, topic_id, since=since))

    async def ask(who: int) -> None:
        await home.app.db.write(lambda tx: store.note_asked(tx, [who]))

    assert await free(one) == [ANA, BEN]
    await ask(ANA)
    assert await free(one) == [BEN]
    assert await free(two) == [], "one person is asked once, on whatever topic"
    home.clock.forward(hours=2)
    await ask(BEN)
    home.clock.forward(hours=2)
    assert await free(one) == [ANA, BEN]
    await communities.help_with(GUILD, ANA, [two])
    await ask(ANA)
    await communities.help_with(GUILD, ANA, [one])
    assert await free(one) == [BEN], "choosing anew does not start the day anew"


async def test_a_removed_topic_goes_with_who_helped_and_erasing_forgets_the_choice(home: House) -> None:
    communities = home.app.communities
    one, two, *_ = [each.id for each in await communities.topics(GUILD)]
    await communities.help_with(GUILD, ANA, [one, two])
    await communities.remove_topic(GUILD, ORGANISER, one)
    assert (await communities.helping(GUILD, ANA)).chosen == {two}
    (document,) = [each for each in await home.app.people.documents(ANA) if each.name == "topics-i-help-with"]
    assert [row["topic"] for row in document.rows] == ["pytorch"]
    assert (GUILD, ANA) in await home.app.db.read(communities.members)
    await home.app.people.forget(ANA, "communities")
    assert (await communities.helping(GUILD, ANA)).chosen == frozenset()
    assert (GUILD, ANA) not in await home.app.db.read(communities.members)
