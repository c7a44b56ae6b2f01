"""Proves what a member meets when they say that a share builds on an earlier one (H8)."""

from __future__ import annotations

from datetime import timedelta

import simcord

from bot.showcase.model.values import Share
from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import House, house
from tests.showcase.test_discord import REPO, WORDS, previewed, shared

__all__ = ["house"]

LONG = timedelta(minutes=2)  # longer than a lease


async def bens(house: House) -> Share:
    """Ben shared something before."""
    share, _delivered = await house.share(house.ben, text="Cats, first", link="https://example.org/cats")
    return share


async def newest(house: House) -> Share:
    """The newest share of Ana."""
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=1)
    return share


def address(house: House, number: int = 0) -> str:
    """The address of a post in the showcase."""
    return house.place.history()[number].jump_url


async def test_a_draft_says_what_it_builds_on_and_so_does_its_post(house: House) -> None:
    parent = await bens(house)
    chosen = await house.ana.click(answer_of(await previewed(house)), label="Adapted from…")
    assert "Cats, first" in str(answer_of(chosen).components)
    assert labels_of(answer_of(chosen))[-2:] == ["Paste its address", "Never mind"]
    saved = await house.ana.select(answer_of(chosen), [str(parent.id)])
    assert text_of(saved).startswith("Saved: it says what it builds on.")
    assert f"Adapted from {address(house)}" in text_of(saved)
    await house.ana.click(answer_of(saved), label="Post")
    assert house.posts()[-1].endswith(f"Adapted from {address(house)}")


async def test_a_post_is_edited_when_that_is_taken_back(house: House) -> None:
    parent = await bens(house)
    done = await shared(house)
    assert done is not None
    mine = await house.ana.context_menu(house.place, "Edit or remove mine", house.place.history()[-1])
    chosen = await house.ana.click(answer_of(mine), label="Adapted from…")
    await house.ana.select(answer_of(chosen), [str(parent.id)])
    assert house.posts()[-1].endswith(f"Adapted from {address(house)}")
    mine = await house.ana.context_menu(house.place, "Edit or remove mine", house.place.history()[-1])
    chosen = await house.ana.click(answer_of(mine), label="Adapted from…")
    saved = await house.ana.click(answer_of(chosen), label="Not adapted")
    assert text_of(saved).startswith("Saved: it builds on nothing.")
    assert "Adapted" not in house.posts()[-1]


async def test_when_the_earlier_one_goes_its_address_goes_at_once(house: House) -> None:
    parent = await bens(house)
    await shared(house)
    await house.showcase.adapt(house.ana.id, (await newest(house)).id, parent.id)
    await house.work()
    first = house.place.history()[0]
    own = await house.ben.context_menu(house.place, "Edit or remove mine", first)
    await house.ben.click(answer_of(own), label="Back to a draft")
    (text,) = house.posts()
    assert text.endswith("Adapted from an earlier project")
    await house.showcase.publish(house.ben.id, parent.id, author="ben", may_post=True)
    await house.work_until(house.env.now() + LONG)
    assert f"Adapted from {address(house, -1)}" in house.posts()[0]


async def paste(house: House, typed: str) -> simcord.InteractionResult:
    """Ana pastes an address."""
    chosen = await house.ana.click(answer_of(await previewed(house)), label="Adapted from…")
    form = await house.ana.click(answer_of(chosen), label="Paste its address")
    return await house.ana.submit_modal(form, {"address": typed})


async def test_an_address_or_a_link_can_be_pasted(house: House) -> None:
    parent = await bens(house)
    for typed in (address(house), "https://example.org/cats"):
        assert text_of(await paste(house, typed)).startswith("Saved: it says what it builds on.")
        assert (await newest(house)).parent_id == parent.id


async def test_a_wrong_address_is_refused_and_stays_in_the_form(house: House) -> None:
    await bens(house)
    refused = await paste(house, "https://example.org/dogs")
    assert "I know no post of this server at that address" in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "https://example.org/dogs" in str(form.modal)
    again = await house.ana.click(answer_of(refused), label="Choose another")
    assert "What does yours build on?" in text_of(again)
    assert not (await newest(house)).adapted


async def test_what_builds_on_mine_is_not_offered_and_not_taken(house: House) -> None:
    await shared(house)
    mine = await newest(house)
    theirs = await bens(house)
    await house.showcase.adapt(house.ben.id, theirs.id, mine.id)
    own = await house.ana.context_menu(house.place, "Edit or remove mine", house.place.history()[0])
    chosen = await house.ana.click(answer_of(own), label="Adapted from…")
    assert "Nothing else is shared here yet." in text_of(chosen)
    form = await house.ana.click(answer_of(chosen), label="Paste its address")
    refused = await house.ana.submit_modal(form, {"address": address(house, -1)})
    assert "That one builds on yours" in text_of(refused)
    assert REPO in house.posts()[0]


async def test_never_mind_shows_the_draft_again(house: House) -> None:
    chosen = await house.ana.click(answer_of(await previewed(house)), label="Adapted from…")
    back = await house.ana.click(answer_of(chosen), label="Never mind")
    assert text_of(back).startswith("Your draft. Only you can see it:")
    assert WORDS in text_of(back)
