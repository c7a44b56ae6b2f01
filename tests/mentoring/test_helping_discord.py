"""Proves the help-first board and thank-yous in Discord, as members walk through them."""

from __future__ import annotations

from datetime import timedelta

import discord

from tests.mentoring.house import HOUSE_START, House, house
from tests.traces import in_tables

__all__ = ["house"]

WHAT = "Run [my notebook](https://evil.test) and say whether you get the *same* accuracy"
NEED = {"kind": "reproduce", "what": WHAT, "link": "https://example.com/notebook/@everyone"}
WORDS = "You read my README @everyone, and now people **use** it."


def posts(house: House) -> list[discord.Message]:
    """What stands in #mentors."""
    return [each for each in house.place.history() if each.type is discord.MessageType.default]


async def put_up(house: House) -> discord.Message:
    """Ana puts a need up; returns its post."""
    ana = house.walk(house.ana)
    await ana.slash("ask")
    await ana.press("Help-first board", "I need something small")
    await ana.fill(NEED)
    return posts(house)[-1]


async def test_a_need_is_put_up_taken_done_and_thanked_for(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await ana.slash("ask")
    assert "nothing is open at present" in await ana.press("Help-first board")
    assert ana.labels == ["I need something small", "Back"]
    await ana.press("I need something small")
    assert "no public page" in await ana.fill({**NEED, "link": "http://localhost/x"})
    await ana.press("Open the form again")
    assert "same* accuracy" in ana.form
    said = await ana.fill(NEED)
    (post,) = posts(house)
    assert post.jump_url in said
    assert post.content.startswith(f"**Reproduce a result** · <@{house.ana.id}>\n> Run ")
    assert "](https" not in post.content, "a hidden link"
    assert "@everyone" not in post.content, "a link is harmless, too"
    assert post.content.endswith("It is open: whoever likes takes it for a few days.")
    await ana.press_on(post, "I'll take it")
    assert "You asked for this yourself" in ana.text

    await ben.slash("ask")
    await ben.press("Help-first board")
    await ben.select(*ben.options().values())
    assert ben.labels == ["I'll take it", "The board"]
    await ben.press("I'll take it")
    assert ben.labels == ["Two days", "Four days", "A week", "The board"]
    said = await ben.press("Four days")
    until = f"<t:{int((house.env.now() + timedelta(days=4)).timestamp())}:f>"
    assert f"You have it until {until}" in said
    assert ben.labels == ["It is done", "Give it back", "The board"]
    (post,) = posts(house)
    assert f"<@{house.ben.id}> has it until {until}" in post.content
    cleo = house.walk(house.cleo)
    await cleo.press_on(post, "More")
    assert cleo.labels == ["The board"]
    await cleo.press_id("mentoring:take:1:2")
    assert "Somebody has just taken it" in cleo.text

    dm = house.walk(house.ana.user)
    assert f"ben took what you need, until {until}" in await dm.open_line("Help-first board")
    await dm.press("See it")
    assert dm.labels == ["It is done", "Take it off the board", "Delete"]
    await ben.press("It is done")
    assert "Thank you. The post says that it is done" in ben.text
    assert f"It is done. Thank you, <@{house.ben.id}>!" in posts(house)[0].content
    assert "ben did what you needed" in await dm.open_line("Help-first board")
    await dm.press("Say thanks")
    assert "ben finds it in their inbox" in await dm.fill(words="It worked!")
    his = house.walk(house.ben.user)
    await his.open_line("thank-you")
    assert "ana thanks you:\n> It worked!" in await his.press("Read it")


async def test_it_comes_back_leaves_and_is_put_up_again(house: House) -> None:
    post = await put_up(house)
    ben, ana = house.walk(house.ben), house.walk(house.ana)
    await ben.press_on(post, "I'll take it")
    await ben.press("Two days")
    await ben.press("Give it back")
    assert "that is fine, and nobody is told" in ben.text
    await ben.press("I'll take it", "Two days")
    await house.until(HOUSE_START + timedelta(days=2, minutes=5))
    await house.work()
    assert "It is open" in posts(house)[0].content
    assert not any("took what" in str(each) for each in await house.waiting(house.ana.id))
    await house.until(HOUSE_START + timedelta(days=28, minutes=5))
    await house.work()
    assert posts(house) == []
    dm = house.walk(house.ana.user)
    assert "This is not on the board any more" in await dm.open_line("Off the board")
    assert "It is on the board" in await dm.press("Put it up again")
    (post,) = posts(house)
    await ana.press_on(post, "More")
    assert ana.labels == ["It is done", "Take it off the board", "Delete", "The board"]
    assert "its post is gone" in await ana.press("Take it off the board")
    assert posts(house) == []
    assert ana.labels == ["Put it up again", "Delete"]
    await ana.slash("ask")
    await ana.press("Help-first board")
    await ana.select(*ana.options().values())
    assert "Only you see it; you can put it up again" in ana.text
    await ana.press("Put it up again")
    await posts(house)[0].delete()
    await house.env.settle()
    await ana.slash("ask")
    assert "nothing is open" in await ana.press("Help-first board"), "deleted by hand"
    assert ana.options() == {}
    await put_up(house)
    (post,) = posts(house)
    ben.last = await house.ben.context_menu(house.place, "Edit or remove mine", post)
    assert ben.labels == []
    ana.last = await house.ana.context_menu(house.place, "Edit or remove mine", post)
    said = await ana.press("Delete")
    assert "Your words once more; I keep no copy:\n> Run " in said
    assert "https://example.com/notebook" in said
    assert posts(house) == []


async def test_thanks_to_a_member_are_read_in_private_and_taken_back(house: House) -> None:
    ana, ben = house.walk(house.ana), house.walk(house.ben)
    await ana.slash("ask")
    await ana.press("Say thanks", "To a member")
    assert "That is you" in await ana.fill(who=[house.ana], words=WORDS)
    await ana.press("Open the form again")
    assert "now people **use** it" in ana.form
    said = await ana.fill(who=[house.ben], words=WORDS)
    assert f"<@{house.ben.id}> finds it in their inbox. Nobody else sees it" in said
    sent = ana.last
    assert "ana thanks you" in await ben.open_line("A thank-you")
    read = await ben.press("Read it")
    assert read.startswith(f"<@{house.ana.id}> thanks you:\n> You read my README")
    assert "@everyone" not in read
    assert ben.labels == ["Nothing more from this person", "Tell the organisers", "Say thanks, read thanks"]
    await ben.press("Tell the organisers")
    assert "not who told them" in ben.text
    await ben.press_id("mentoring:thanks")
    assert list(ben.options()) == [WORDS]
    ana.last = sent
    assert "It is gone" in await ana.press("Take it back")
    assert await house.told() == []
    await ben.press_id("mentoring:thank_you:1")
    assert "not there any more" in ben.text
    await ana.press("Write it again")
    await ana.fill(words=WORDS)
    await ben.press_id(f"mentoring:mute_thanks:2:{house.ana.id}")
    assert "they are not told" in ben.text
    await ben.press_id("mentoring:thank_you:2")
    assert "not there any more" in ben.text


async def test_who_was_sent_away_thanks_nobody_from_the_dm(house: House) -> None:
    post = await put_up(house)
    ben, dm = house.walk(house.ben), house.walk(house.ana.user)
    await ben.press_on(post, "I'll take it")
    await ben.press("Two days", "It is done")
    await dm.open_line("Help-first board")
    await dm.press("Say thanks")
    house.guild.remove_member(house.ana)
    assert "You are not a member there any more" in await dm.fill(words=WORDS)
    assert await house.waiting(house.ben.id) == []


async def test_a_bot_is_not_thanked_and_a_draft_is_kept_nowhere(
    house: House, migrated_sqlite_url: str
) -> None:
    ana = house.walk(house.ana)
    robot = house.guild.add_member(house.env.create_user("robot", bot=True))
    await ana.slash("ask")
    await ana.press("Say thanks", "To a member")
    assert "That is a bot" in await ana.fill(who=[robot], words=WORDS)
    await ana.slash("ask")
    await ana.press("Say thanks", "To somebody elsewhere")
    draft = await ana.fill(name="Ada", helped="your talk about *loss* curves", did="I look at mine daily")
    assert "> Hello Ada,\n> thank you for your talk about *loss* curves.\n> I look at mine daily." in draft
    assert "I keep none of it" in draft
    assert in_tables(migrated_sqlite_url, "loss") == []
