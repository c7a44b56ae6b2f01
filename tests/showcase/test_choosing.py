"""Proves what members choose about sharing in /mine → Settings, as they press it, and that each choice has its way back."""

from __future__ import annotations

import pytest
import simcord

from bot.communities.store import topics
from bot.core.db import Tx
from bot.showcase.model.values import Choices
from tests.bots import World, answer_of, labels_of, text_of
from tests.showcase.house import House, house

__all__ = ["house"]

SWITCHES = (
    ("reads_drafts", "Ask me to read drafts", "Do not ask me to read drafts"),
    ("reads_shares", "Tell me of shares about my topics", "Tell me of no shares"),
    ("quoted", "Quote me in the round-up", "Do not quote me"),
    ("on_page", "Show my posts on the page", "Take me off the page"),
)


async def sharing(world: World, *labels: str) -> simcord.InteractionResult:
    """Ana opens /mine, Settings, Sharing and presses these."""
    result = await world.ana.slash(world.channel, "mine")
    for label in ("Settings", "Sharing", *labels):
        result = await world.ana.click(answer_of(result), label=label)
    return result


async def chosen(house: House) -> Choices:
    """What Ana chose."""
    own = await house.showcase.own_choices(house.guild.id, house.ana.id)
    assert own is not None
    return own.choices


async def test_everything_is_off_and_said_in_words(house: House) -> None:
    card = await sharing(house)
    text = text_of(card)
    assert "Everything here is off until you choose it." in text
    for words in ("not asked", "told of none", "does not quote", "does not show"):
        assert words in text
    assert text.count("\n") == 4
    assert labels_of(answer_of(card)) == [*(on for _name, on, _off in SWITCHES), "Back to settings"]


@pytest.mark.parametrize(("name", "on", "off"), SWITCHES)
async def test_each_switch_goes_on_and_off_and_has_an_undo(
    house: House, name: str, on: str, off: str
) -> None:
    done = await sharing(house, on)
    assert getattr(await chosen(house), name) is True
    assert {"Undo", "Sharing settings"} <= {*labels_of(answer_of(done))}
    done = await house.ana.click(answer_of(done), label="Undo")
    assert getattr(await chosen(house), name) is False
    done = await house.ana.click(answer_of(done), label="Undo")
    assert getattr(await chosen(house), name) is True
    back = await house.ana.click(answer_of(done), label="Sharing settings")
    assert off in labels_of(answer_of(back))
    await sharing(house, off)
    assert getattr(await chosen(house), name) is False


async def test_without_a_topic_it_says_where_to_choose_one(house: House) -> None:
    done = await sharing(house, "Tell me of shares about my topics")
    assert "Which topics?" in text_of(done)
    helping = await house.ana.click(answer_of(done), label="Helping others")
    assert "**Helping others**" in text_of(helping)

    def choose(tx: Tx) -> None:
        topic = topics.start_topics(tx, house.guild.id)[0]
        topics.choose_helping(tx, house.guild.id, house.ana.id, [topic.id])

    await house.app.db.write(choose)
    await sharing(house, "Tell me of no shares")
    done = await sharing(house, "Tell me of shares about my topics")
    assert "At most once a day" in text_of(done)
    assert "Helping others" not in labels_of(answer_of(done))


async def test_what_the_public_page_is_is_said_plainly_and_what_taking_back_cannot_do(house: House) -> None:
    done = await sharing(house, "Show my posts on the page")
    assert "outside Discord, for everybody to see" in text_of(done)
    assert "You can take this back" in text_of(done)
    done = await house.ana.click(answer_of(done), label="Undo")
    assert "A copy that is already published is the organisers' to renew" in text_of(done)


async def test_where_there_is_no_showcase_there_is_nothing_to_choose(world: World) -> None:
    mine = await world.ana.slash(world.channel, "mine")
    card = await world.ana.click(answer_of(mine), label="Settings")
    assert "Sharing" not in labels_of(answer_of(card))


async def test_in_direct_messages_no_servers_choice_is_meant(house: House) -> None:
    mine = await house.ana.user.slash("mine")
    card = await house.ana.user.click(answer_of(mine), label="Settings")
    assert "Sharing" not in labels_of(answer_of(card))
