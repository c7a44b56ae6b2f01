"""Proves that nobody shares through the bot what they may not post themselves (A9), and that the draft stays theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.communities.store import moderation
from bot.showcase.model.values import KEEP_TRYING, Share, State
from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import House, forum_house, house
from tests.showcase.test_discord import DRAFT, REPO, WORDS, answers_of, press, previewed, shared
from tests.standups.test_rights import time_out

__all__ = ["forum_house", "house"]

REFUSED = "You may not write in"
KEPT = "Nothing is lost: it is kept as your draft"


async def close(house: House, who: simcord.MemberActor, **denied: bool) -> None:
    """The showcase is closed to somebody, or (None) open again."""
    allow, deny = discord.PermissionOverwrite(**denied).pair()
    house.env.backend.set_overwrite(
        house.place.id,
        Overwrite(target_id=who.id, type=OverwriteType.MEMBER, allow=allow.value, deny=deny.value),
    )
    await house.env.settle()


async def refuses_while_closed(place: House, denied: str) -> None:
    """Posting is refused while the showcase is closed to Ana; the draft stays, and is posted once it is open."""
    preview = await previewed(place)
    await close(place, place.ana, **{denied: False})
    refused = await place.ana.click(answer_of(preview), label="Post")
    assert f"{REFUSED} {place.place.mention} just now" in text_of(refused)
    assert KEPT in text_of(refused)
    assert labels_of(answer_of(refused)) == ["Try again", "See my draft"]
    assert place.posts() == []
    await close(place, place.ana)
    done = await place.ana.click(answer_of(refused), label="Try again")
    assert answers_of(done)[0].startswith("Posted in")
    assert len(place.posts()) == 1


@pytest.mark.parametrize("denied", ["send_messages", "view_channel"])
async def test_a_closed_showcase_keeps_the_draft(house: House, denied: str) -> None:
    await refuses_while_closed(house, denied)


@pytest.mark.parametrize("denied", ["send_messages", "view_channel"])
async def test_a_closed_forum_keeps_the_draft(forum_house: House, denied: str) -> None:
    await refuses_while_closed(forum_house, denied)


async def test_threads_alone_are_not_enough(house: House) -> None:
    await close(house, house.ana, send_messages=False, send_messages_in_threads=True)
    assert REFUSED in text_of(await shared(house))


async def test_after_a_time_out_the_draft_can_be_posted(house: House) -> None:
    preview = await previewed(house)
    time_out(house, house.ana, hours=1)
    await house.env.settle()
    refused = await house.ana.click(answer_of(preview), label="Post")
    assert "you have a time-out" in text_of(refused)
    await house.until(house.env.now() + timedelta(hours=2))
    assert answers_of(await house.ana.click(answer_of(refused), label="Try again"))[0].startswith("Posted in")


async def test_an_edit_of_a_post_needs_the_right_too_and_taking_back_does_not(house: House) -> None:
    done = await shared(house)
    first = done.response or answer_of(done)
    form = await house.ana.click(first, label="Edit")
    time_out(house, house.ana, hours=1)
    await house.env.settle()
    refused = await house.ana.submit_modal(form, {"text": "something else", "link": REPO})
    assert REFUSED in text_of(refused)
    again = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "something else" in str(again.modal)
    assert WORDS in house.posts()[0]
    await house.ana.click(first, label="Delete")
    assert house.posts() == []


async def test_a_refused_word_is_named_and_the_draft_can_be_changed(house: House) -> None:
    preview = await previewed(house, text="All about crypto", link=REPO)
    await house.app.db.write(lambda tx: moderation.save_words(tx, house.guild.id, ["crypto"]))
    refused = await house.ana.click(answer_of(preview), label="Post")
    assert "“crypto”. Nothing was posted." in text_of(refused)
    assert KEPT in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Edit")
    assert "All about crypto" in str(form.modal)
    preview = await house.ana.submit_modal(form, {"text": "All about coins", "link": REPO})
    await house.ana.click(answer_of(preview), label="Post")
    assert "All about coins" in house.posts()[0]


async def test_who_is_stopped_keeps_the_draft(house: House) -> None:
    preview = await previewed(house)
    await house.app.db.write(lambda tx: moderation.stop(tx, house.guild.id, house.ana.id))
    refused = await house.ana.click(answer_of(preview), label="Post")
    assert "The organisers have stopped your posts here" in text_of(refused)
    assert KEPT in text_of(refused)
    shown = await house.ana.click(answer_of(refused), label="See my draft")
    assert WORDS in text_of(shown)
    assert labels_of(answer_of(shown))[: len(DRAFT)] == DRAFT


async def test_the_eleventh_post_in_an_hour_waits(house: House) -> None:
    for number in range(10):
        await house.share(text=f"number {number}", link="")
    preview = await previewed(house, text="number 10")
    refused = await house.ana.click(answer_of(preview), label="Post")
    assert "That was a lot in a short time." in text_of(refused)
    assert KEPT in text_of(refused)
    assert len(house.posts()) == 10
    await house.until(house.env.now() + timedelta(hours=1, minutes=1))
    await house.ana.click(answer_of(refused), label="Try again")
    assert "number 10" in house.posts()[-1]


async def test_all_of_it_works_in_the_dm_where_discord_is_asked(house: House) -> None:
    await previewed(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    ana = house.ana.user
    listed = await ana.click(answer_of(await ana.slash("mine")), label="My shares")
    assert "Learners" in str(answer_of(listed).components), "it says of which server each is"
    shown = await ana.select(answer_of(listed), [str(share.id)])
    assert text_of(shown).startswith("Your draft. Only you can see it:")
    time_out(house, house.ana, hours=1)
    await house.env.settle()
    refused = await ana.click(answer_of(shown), label="Post")
    assert REFUSED in text_of(refused)
    await house.until(house.env.now() + timedelta(hours=2))
    done = await ana.click(answer_of(refused), label="Try again")
    assert answers_of(done)[0].startswith("Posted in")
    (text,) = house.posts()
    assert text.startswith(f"{house.ana.mention} shipped a project")
    posted = await house.showcase.share(house.ana.id, share.id)
    assert posted.author == house.ana.name
    listed = await ana.click(answer_of(await ana.slash("mine")), label="My shares")
    shown = await ana.select(answer_of(listed), [str(share.id)])
    form = await ana.click(answer_of(shown), label="Edit")
    await ana.submit_modal(form, {"text": "from afar", "link": REPO})
    assert "from afar" in house.posts()[0]
    await press(house, house.ana, f"showcase:delete:{share.id}")
    assert house.posts() == []


async def test_who_left_the_server_posts_nothing_there(house: House) -> None:
    await previewed(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    ana = house.ana.user
    listed = await ana.click(answer_of(await ana.slash("mine")), label="My shares")
    shown = await ana.select(answer_of(listed), [str(share.id)])
    house.env.backend.remove_member(house.guild.id, ana.id)
    await house.env.settle()
    refused = await ana.click(answer_of(shown), label="Post")
    assert REFUSED in text_of(refused)
    assert house.posts() == []


async def test_what_discord_does_not_take_is_said_and_tried_again(house: House) -> None:
    path = f"/channels/{house.place.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions")
    done = await shared(house)
    said, *_welcome = answers_of(done)
    assert said.startswith(f"Saved, but Discord does not let me post in {house.place.mention}")
    assert "I lack a permission there" in said
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    shown = await press(house, house.ana, f"showcase:own:{share.id}")
    assert "Only you can see it:" in text_of(shown)
    await house.work_until(house.env.now() + timedelta(hours=1))
    assert len(house.posts()) == 1


async def test_an_edit_of_a_post_that_was_deleted_by_hand_gives_the_new_words_back(house: House) -> None:
    done = await shared(house)
    form = await house.ana.click(done.response or answer_of(done), label="Edit")
    (post,) = house.place.history()
    del house.env.backend.messages[house.place.id][post.id]
    given = await house.ana.submit_modal(form, {"text": "Foxes too", "link": REPO})
    assert text_of(given).startswith("Your post was deleted in Discord")
    assert "Foxes too" in text_of(given)
    assert await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5) == []


async def test_a_draft_that_others_read_is_changed_only_with_the_right_to_post(house: House) -> None:
    await house.showcase.read_drafts(house.guild.id, house.ben.id, wanted=True)
    preview = await previewed(house)
    await house.ana.click(answer_of(preview), label="Show it to a few first")
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    words = await house.ana.click(answer_of(await own(house, share)), label="Edit")
    until = await house.ana.click(answer_of(await own(house, share)), label="I will be done when …")
    await close(house, house.ana, send_messages=False)
    for form, typed in ((words, {"text": "other words", "link": REPO}), (until, {"done": "it barks"})):
        refused = await house.ana.submit_modal(form, typed)
        assert f"{REFUSED} {house.place.mention} just now" in text_of(refused)
        assert "Open the form again" in labels_of(answer_of(refused))
    assert await house.showcase.share(house.ana.id, share.id) == replace(share, state=State.OFFERED)
    back = await house.ana.click(answer_of(await own(house, share)), label="Take it back from readers")
    form = await house.ana.click(answer_of(await own(house, share)), label="Edit")
    changed = await house.ana.submit_modal(form, {"text": "other words", "link": REPO})
    assert "other words" in text_of(changed), f"what only she sees is hers to change: {text_of(back)}"


async def own(house: House, share: Share) -> simcord.InteractionResult:
    """Ana opens one of her own."""
    return await press(house, house.ana, f"showcase:own:{share.id}")


async def refused_by_discord(house: House) -> tuple[simcord.InteractionResult, Share]:
    """Ana posts where Discord does not let us."""
    house.allow(house.place, send_messages=False)
    done = await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    return done, share


async def test_who_is_not_shown_yet_is_not_welcomed_yet(house: House) -> None:
    done, _share = await refused_by_discord(house)
    (said,) = answers_of(done)
    assert said.startswith("Saved, but Discord does not let me post")
    house.allow(house.place, send_messages=True)
    _posted, welcome = answers_of(await shared(house, text="another"))
    assert "May I quote you?" in welcome


async def test_an_edit_of_what_was_never_posted_speaks_of_no_old_words(house: House) -> None:
    done, share = await refused_by_discord(house)
    form = await house.ana.click(done.response or answer_of(done), label="Edit")
    changed = await house.ana.submit_modal(form, {"text": "new words"})
    assert text_of(changed).startswith("Saved, but Discord does not let me post in")
    await house.until(house.env.now() + KEEP_TRYING)
    await house.work()
    form = await house.ana.click(answer_of(shown := await own(house, share)), label="Edit")
    gave_up = "I have stopped trying to post it. “Back to a draft”, then “Post” tries anew."
    assert text_of(shown).startswith(f"{gave_up}\nOnly you can see it:")
    changed = await house.ana.submit_modal(form, {"text": "newer words"})
    assert text_of(changed) == f"Saved. {gave_up}"
    house.allow(house.place, send_messages=True)
    back = await house.ana.click(answer_of(changed), label="Back to a draft")
    await house.ana.click(answer_of(back), label="Post")
    assert "newer words" in house.posts()[0]


async def test_nothing_is_said_of_a_post_that_is_still_to_go(house: House) -> None:
    done = await shared(house)
    house.allow(house.place, view_channel=False)
    first = done.response or answer_of(done)
    back = await house.ana.click(first, label="Back to a draft")
    assert "Discord did not let me delete the post" in text_of(back)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    again = await press(house, house.ana, f"showcase:unpost:{share.id}")
    assert text_of(again).startswith("Your draft.")
    gone = await house.ana.click(answer_of(again), label="Delete")
    assert text_of(gone).startswith("Discarded: I have deleted what I had stored.\n")


async def test_who_posts_from_the_dm_is_asked_there_for_that_server(house: House) -> None:
    await previewed(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    ana = house.ana.user
    listed = await ana.click(answer_of(await ana.slash("mine")), label="My shares")
    done = await ana.click(answer_of(await ana.select(answer_of(listed), [str(share.id)])), label="Post")
    assert "May I quote you?" in answers_of(done)[1]
    chosen = await ana.click(answer_of(done), label="Yes, quote me")
    assert await quoted(house) is True
    undone = await ana.click(answer_of(chosen), label="Undo")
    assert await quoted(house) is False
    assert labels_of(answer_of(undone)) == ["Undo"]


async def test_nobody_chooses_for_a_server_where_they_share_nothing(house: House) -> None:
    elsewhere = house.env.create_guild("Elsewhere")
    room = elsewhere.create_text_channel("general")
    ana = elsewhere.add_member(house.ana.user)
    await shared(house)
    await house.env.settle()
    pressed = await press(house, ana, f"showcase:quote_on:{house.guild.id}", room)
    assert text_of(pressed).startswith("This is finished"), "another server's"
    assert await quoted(house) is None


async def quoted(house: House) -> bool | None:
    """Whether Ana may be quoted."""
    found = await house.showcase.own_choices(house.guild.id, house.ana.id)
    assert found is not None
    return found.choices.quoted
