"""Proves the two commands of the message menu: whose message may be shared, and who is thanked for which (H1, H7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.showcase.model.values import TEXT
from cogs.showcase.apps import without_link
from tests.attention.trial import inbox
from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import LINK, House, forum_house, house

__all__ = ["forum_house", "house"]

SHARE, HELPED = "Share this", "This helped me"
SENTENCE = "It showed me how to read a loss curve."
BOT = "That was written by a bot, which cannot read a thank-you."
NOT_YOURS = "“Share this” is for your own messages."


def typed_in(form: Any) -> dict[str, str]:
    """What the fields of an open form show, by key."""
    assert form.modal is not None
    fields = [label["component"] for label in form.modal["components"]]
    return {each["custom_id"]: each.get("value", "") for each in fields if each["type"] == 4}


async def standup(house: House) -> discord.Message:
    """Ana's standup post."""
    await house.set_up()
    await house.work_until(datetime(2026, 1, 2, 8, 0, tzinfo=UTC) + timedelta(minutes=1))
    await house.write(house.ana, f"trained *the* first model {LINK}")
    (post,) = [each for each in house.thread().history() if "trained" in each.content]
    return post


async def test_ones_own_message_opens_the_form_with_its_link_and_its_words(house: House) -> None:
    message = await house.ana.send(
        house.channel, f"Done at last! ({LINK}?utm_source=chat) Tell me what you think."
    )
    form = await house.ana.context_menu(house.channel, SHARE, message)
    shown = typed_in(form)
    assert (shown["link"], shown["text"]) == (LINK, "Done at last! Tell me what you think.")
    preview = await house.ana.submit_modal(form, {"link": shown["link"], "text": shown["text"]})
    assert "Post" in labels_of(answer_of(preview))
    assert house.posts() == []
    await house.ana.click(answer_of(preview), label="Post")
    assert "Done at last! Tell me what you think." in house.posts()[0]


async def test_a_long_message_is_cut_and_the_form_says_so(house: House) -> None:
    words = "A sentence about what I learned. " * 50
    message = await house.ana.send(house.channel, words)
    form = await house.ana.context_menu(house.channel, SHARE, message)
    assert len(typed_in(form)["text"]) <= TEXT
    assert "Your message is longer than fits" in str(form.modal)
    short = await house.ana.send(house.channel, "short")
    again = await house.ana.context_menu(house.channel, SHARE, short)
    assert typed_in(again)["text"] == "short"
    assert "longer than fits" not in str(again.modal)


async def test_ones_own_standup_opens_the_form_with_ones_own_words(house: House) -> None:
    post = await standup(house)
    form = await house.ana.context_menu(house.thread(), SHARE, post)
    shown = typed_in(form)
    assert (shown["link"], shown["text"]) == (LINK, "trained *the* first model")
    theirs = await house.ben.context_menu(house.thread(), SHARE, post)
    assert text_of(theirs).startswith(NOT_YOURS)


async def test_what_is_shared_already_shows_its_own_card(house: House) -> None:
    _share, delivered = await house.share()
    post = house.shown(delivered)
    assert post is not None
    card = await house.ana.context_menu(house.place, SHARE, post)
    assert labels_of(answer_of(card))[:3] == ["Edit", "Back to a draft", "Delete"]
    theirs = await house.ben.context_menu(house.place, SHARE, post)
    assert text_of(theirs).startswith(NOT_YOURS)


async def test_others_messages_are_not_ones_own_to_share(house: House) -> None:
    message = await house.ben.send(house.channel, f"look {LINK}")
    refused = await house.ana.context_menu(house.channel, SHARE, message)
    assert refused.modal is None
    assert text_of(refused).startswith(NOT_YOURS)


async def test_without_a_showcase_nothing_is_typed_for_nothing(house: House) -> None:
    await house.change(on=False)
    message = await house.ana.send(house.channel, "my work")
    refused = await house.ana.context_menu(house.channel, SHARE, message)
    assert refused.modal is None
    assert "showcase" in text_of(refused)


async def test_a_members_own_message_can_be_thanked_for(house: House) -> None:
    message = await house.ana.send(house.channel, "Plot the loss before anything else.")
    form = await house.ben.context_menu(house.channel, HELPED, message)
    answer = await house.ben.submit_modal(form, {"helped": SENTENCE})
    assert text_of(answer) == (
        f"{house.ana.mention} finds it in their inbox. "
        "Nobody else sees it, unless they show it to the organisers."
    )
    shown = await inbox(house, house.ana)
    assert "- ben: something of yours helped" in text_of(shown)
    card = await house.ana.click(answer_of(await only(house)), label="Read it")
    url = f"https://discord.com/channels/{house.guild.id}/{house.channel.id}/{message.id}"
    assert f"([see it]({url}))" in text_of(card)
    assert f"> {SENTENCE}" in text_of(card)
    second = await house.ben.context_menu(house.channel, HELPED, message)
    refused = await house.ben.submit_modal(second, {"helped": "Once more."})
    assert text_of(refused).startswith("You thanked this person within the last day")
    again = await house.ben.click(answer_of(refused), label="Open the form again")
    assert typed_in(again) == {"helped": "Once more."}


async def test_who_left_is_not_thanked_and_the_words_stay(house: House) -> None:
    message = await house.ana.send(house.channel, "Plot the loss before anything else.")
    form = await house.ben.context_menu(house.channel, HELPED, message)
    house.env.backend.remove_member(house.guild.id, house.ana.id)
    await house.env.settle()
    refused = await house.ben.submit_modal(form, {"helped": SENTENCE})
    assert "They are not in this server any more, so a thank-you would not reach them." in text_of(refused)
    again = await house.ben.click(answer_of(refused), label="Open the form again")
    assert typed_in(again) == {"helped": SENTENCE}
    assert await house.showcase.thanks_to(house.ana.id, limit=9) == []


async def test_where_there_is_no_showcase_nobody_is_thanked_for_a_message(house: House) -> None:
    await house.change(on=False)
    message = await house.ana.send(house.channel, "Plot the loss before anything else.")
    refused = await house.ben.context_menu(house.channel, HELPED, message)
    assert refused.modal is None
    assert text_of(refused).startswith("There is no showcase here just now.")


async def test_discords_own_words_are_nobodys(house: House) -> None:
    message = await house.ana.send(house.channel, "hello")
    house.env.backend.messages[house.channel.id][message.id].type = discord.MessageType.pins_add.value
    refused = await house.ben.context_menu(house.channel, HELPED, message)
    assert text_of(refused) == "Nobody wrote that, so there is nobody to thank."


async def only(house: House) -> Any:
    """The only thing that waits for ana, opened."""
    shown = await inbox(house, house.ana)
    (menu,) = [each for row in answer_of(shown).components for each in row["components"] if each["type"] == 3]
    return await house.ana.select(answer_of(shown), [menu["options"][0]["value"]])


async def test_a_standup_is_thanked_for_to_who_wrote_it(house: House) -> None:
    post = await standup(house)
    form = await house.ben.context_menu(house.thread(), HELPED, post)
    await house.ben.submit_modal(form, {"helped": SENTENCE})
    assert "- ben: something of yours helped" in text_of(await inbox(house, house.ana))
    own = await house.ana.context_menu(house.thread(), HELPED, post)
    assert text_of(own) == "This one is yours. Thank-yous go to others."


async def test_a_share_is_thanked_for_as_by_its_own_button(house: House) -> None:
    share, delivered = await house.share()
    post = house.shown(delivered)
    assert post is not None
    form = await house.ben.context_menu(house.place, HELPED, post)
    await house.ben.submit_modal(form, {"helped": SENTENCE})
    (said,) = await house.showcase.thanks_to(house.ana.id, limit=9)
    assert (said.share_id, said.text) == (share.id, SENTENCE)


async def test_bots_webhooks_and_oneself_are_not_thanked(house: House) -> None:
    await house.set_up()
    await house.work_until(datetime(2026, 1, 2, 8, 0, tzinfo=UTC) + timedelta(minutes=1))
    (prompt,) = [each for each in house.channel.history() if "**Daily standup" in each.content]
    robot = house.guild.add_member(house.env.create_user("robot", bot=True))
    theirs = await robot.send(house.channel, "beep")
    own = await house.ben.send(house.channel, "my own words")
    said = {
        each: text_of(await house.ben.context_menu(house.channel, HELPED, message))
        for each, message in (("ours", prompt), ("theirs", theirs), ("own", own))
    }
    assert said == {"ours": BOT, "theirs": BOT, "own": "This one is yours. Thank-yous go to others."}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (LINK, ""),
        (f"see {LINK} now", "see now"),
        (f"see\n{LINK}\nnow", "see\n\nnow"),
        (f"**{LINK}**, done", "done"),
        (f"<{LINK}>\nmore", "more"),
        (f"[mine]({LINK}) here", f"[mine]({LINK}) here"),
        ("no link", "no link"),
    ],
)
def test_the_link_is_taken_out_of_the_words(text: str, left: str) -> None:
    assert without_link(text, LINK) == left
