"""Proves what a member finds of what they shared: the list in /mine, their posts' menu, and nothing of anybody else's."""

from __future__ import annotations

import discord
import simcord

from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import House, house
from tests.showcase.test_discord import DRAFT, POSTED, WORDS, press, previewed, shared

__all__ = ["house"]


async def test_closing_the_preview_loses_nothing(house: House) -> None:
    await previewed(house)
    listed = await house.ana.click(answer_of(await house.ana.slash(house.channel, "mine")), label="My shares")
    assert f"Draft: {WORDS}" in str(answer_of(listed).components)
    assert "Back" in labels_of(answer_of(listed))
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    shown = await house.ana.select(answer_of(listed), [str(share.id)])
    assert text_of(shown).startswith("Your draft. Only you can see it:")
    assert WORDS in text_of(shown)
    assert labels_of(answer_of(shown)) == [*DRAFT, "Back"]


async def test_somebody_elses_buttons_do_nothing(house: House) -> None:
    await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    before = house.posts()
    for verb in (
        *("edit", "delete", "unpost", "unpost_now", "own", "keep", "post", "post_again"),
        *("adapt", "adapt_paste", "unadapt"),
    ):
        pressed = await press(house, house.ben, f"showcase:{verb}:{share.id}")
        assert text_of(pressed).startswith("This is finished"), verb
    for custom_id in (f"showcase:update_older:{share.id}:{share.id}", "showcase:own:x", "showcase:delete"):
        assert text_of(await press(house, house.ben, custom_id)).startswith("This is finished")
    assert house.posts() == before


async def test_a_share_of_another_server_is_not_found_here(house: House) -> None:
    await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    elsewhere = house.env.create_guild("Elsewhere")
    room = elsewhere.create_text_channel("general")
    ana = elsewhere.add_member(house.ana.user)
    await house.env.settle()
    for verb in ("own", "edit", "delete", "unpost", "adapt"):
        pressed = await press(house, ana, f"showcase:{verb}:{share.id}", room)
        assert text_of(pressed).startswith("This is finished"), verb
    listed = await ana.click(answer_of(await ana.slash(room, "mine")), label="My shares")
    assert "You have not shared anything here yet." in text_of(listed)
    assert len(house.posts()) == 1


async def test_edit_or_remove_mine_finds_ones_own_share(house: House) -> None:
    await shared(house)
    (post,) = house.place.history()
    own = await house.ana.context_menu(house.place, "Edit or remove mine", post)
    assert labels_of(answer_of(own))[:3] == POSTED
    other = await house.ben.context_menu(house.place, "Edit or remove mine", post)
    assert "not a post of yours" in text_of(other)


async def test_a_post_deleted_by_hand_while_nobody_looked_is_given_back(house: House) -> None:
    await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    listed = await house.ana.click(answer_of(await house.ana.slash(house.channel, "mine")), label="My shares")
    (post,) = house.place.history()
    del house.env.backend.messages[house.place.id][post.id]
    shown = await house.ana.select(answer_of(listed), [str(share.id)])
    assert text_of(shown).startswith("Your post was deleted in Discord")
    assert WORDS in text_of(shown)
    assert await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5) == []


async def test_older_shares_are_a_page_further(house: House) -> None:
    for number in range(21):
        await house.draft(text=f"number {number}", link="")
    listed = await house.ana.click(answer_of(await house.ana.slash(house.channel, "mine")), label="My shares")
    assert "number 20" in str(answer_of(listed).components)
    older = await house.ana.click(answer_of(listed), label="Older")
    assert "Draft: number 0" in str(answer_of(older).components)
    assert isinstance(answer_of(older), simcord.ResponseMessage | discord.Message)
