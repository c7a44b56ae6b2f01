"""Owns drafts before a few readers as people meet them in Discord: an inbox, a draft, a note, and the ways out of it (H4, A9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord

from bot.core.db import Tx
from bot.showcase.model.values import Settings
from bot.showcase.store import choices, settings
from tests.attention.trial import bundles, choose, inbox
from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.test_rights import close, time_out

TEXT = "It tells **dogs** apart."
NOTE = "I got lost where it learns. <@&1> @everyone"
LINK = "https://github.com/ana/dogs"
Actor = simcord.MemberActor
GUARDS = ["Nothing more from this person", "Tell the organisers"]


@pytest.fixture
async def town(world: World) -> World:
    """A server with a showcase in which Ben and Robin may be asked to read drafts."""

    def set_up(tx: Tx) -> None:
        settings.save(tx, Settings(world.guild.id, world.channel.id))
        for each in (world.ben, world.organiser):
            choices.change(tx, world.guild.id, each.id, reads_drafts=True)

    await world.app.db.write(set_up)
    return world


async def drafted(world: World, who: Actor) -> simcord.InteractionResult:
    """Somebody types something to share and sees the preview."""
    return await who.slash(world.channel, "share", link=LINK, text=TEXT)


async def offered(world: World) -> simcord.InteractionResult:
    """Ana shows a draft to a few."""
    return await world.ana.click(answer_of(await drafted(world, world.ana)), label="Show it to a few first")


def option_of(result: simcord.InteractionResult, label: str) -> str:
    """The value of an option of the newest answer, by what it is called."""
    options = [
        option
        for row in answer_of(result).components
        for item in row["components"]
        for option in item.get("options", ())
    ]
    return str(next(each["value"] for each in options if each["label"] == label))


async def look(world: World, who: Actor, kind: str) -> simcord.InteractionResult:
    """Somebody opens one thing of their inbox."""
    shown = await inbox(world, who)
    return await who.select(answer_of(shown), [option_of(shown, kind)])


async def reads(world: World, who: Actor) -> simcord.InteractionResult:
    """Somebody opens the draft that they were asked to read."""
    return await who.click(answer_of(await look(world, who, "A draft to read")), label="Read it")


async def writes(world: World, who: Actor, text: str = NOTE) -> simcord.InteractionResult:
    """Somebody reads it and writes a note."""
    form = await who.click(answer_of(await reads(world, who)), label="Write a note")
    return await who.submit_modal(form, {"note": text})


async def noted(world: World) -> simcord.InteractionResult:
    """Ana opens the note that she found in her inbox."""
    return await world.ana.click(
        answer_of(await look(world, world.ana, "A note about your draft")), label="Read it"
    )


async def nothing_waits(world: World, who: Actor) -> bool:
    """Whether somebody's inbox is empty."""
    return "Nothing waits" in text_of(await inbox(world, who))


async def test_a_draft_two_readers_a_note_and_its_author(town: World) -> None:
    done = await offered(town)
    assert text_of(done).startswith("A few people who like to read drafts find it in their inbox.")
    assert text_of(done).endswith("Nobody else sees it, unless one of them shows it to the organisers.")
    assert "ben" not in text_of(done)
    assert not any(digit in text_of(done) for digit in "0123456789")
    assert labels_of(answer_of(done)) == ["See my draft", "Take it back from readers"]
    assert town.messages(town.channel) == []
    line = await inbox(town, town.organiser)
    assert "- A draft by ana to read." in text_of(line)
    assert "dogs" not in text_of(line)
    card = await reads(town, town.ben)
    assert text_of(card).startswith(f"A draft by {town.ana.mention}, for a few readers:\n{TEXT}\n<{LINK}>")
    assert labels_of(answer_of(card)) == ["Write a note", "Not this time", *GUARDS]
    form = await town.ben.click(answer_of(card), label="Write a note")
    thanks = await town.ben.submit_modal(form, {"note": NOTE})
    assert text_of(thanks) == (
        f"Thank you! {town.ana.mention} finds it in their inbox. "
        "Nobody else sees it, unless they show it to the organisers."
    )
    assert labels_of(answer_of(thanks)) == ["Take it back", "See the draft again"]
    told = await inbox(town, town.ana)
    assert "- A reader wrote to you about your draft “" in text_of(told)
    assert "lost" not in text_of(told)
    shown = await noted(town)
    assert text_of(shown).startswith(f"{town.ben.mention} wrote to you about “")
    assert "I got lost where it learns." in text_of(shown)
    assert "@everyone" not in text_of(shown)
    assert labels_of(answer_of(shown)) == ["See my draft", *GUARDS]
    own = await town.ana.click(answer_of(shown), label="See my draft")
    assert "Take it back from readers" in labels_of(answer_of(own))


async def test_taken_back_from_readers_it_is_shown_to_nobody(town: World) -> None:
    done = await offered(town)
    card = await reads(town, town.ben)
    back = await town.ana.click(answer_of(done), label="Take it back from readers")
    assert text_of(back).startswith("Taken back: only you see it now.")
    assert await nothing_waits(town, town.organiser)
    late = await town.ben.click(answer_of(card), label="Write a note")
    assert text_of(late).startswith("This draft is not offered any more.")
    again = await town.ana.click(answer_of(back), label="Show it to a few first")
    assert text_of(again).startswith("A few people who like to read drafts")
    assert TEXT in text_of(await reads(town, town.ben))


async def test_a_form_filled_in_too_late_gives_the_words_back(town: World) -> None:
    done = await offered(town)
    form = await town.ben.click(answer_of(await reads(town, town.ben)), label="Write a note")
    await town.ana.click(answer_of(done), label="Take it back from readers")
    late = await town.ben.submit_modal(form, {"note": NOTE})
    assert late.response is not None
    assert late.response.content.startswith("This draft is not offered any more.")
    assert text_of(late).startswith("This is what you typed:\n\nI got lost where it learns.")
    assert await nothing_waits(town, town.ana)


async def test_a_note_is_taken_back(town: World) -> None:
    await offered(town)
    thanks = await writes(town, town.ben)
    shown = await noted(town)
    gone = await town.ben.click(answer_of(thanks), label="Take it back")
    assert text_of(gone).startswith("Taken back: it is deleted, and nobody is told. These were your words:")
    assert "I got lost where it learns." in text_of(gone)
    assert await nothing_waits(town, town.ana)
    late = await town.ana.click(answer_of(shown), label="Tell the organisers")
    assert "deleted meanwhile" in text_of(late)
    muted = await town.ana.click(answer_of(shown), label="Nothing more from this person")
    assert text_of(muted).startswith("Nothing more reaches you from this person")


async def test_not_this_time_needs_no_reason(town: World) -> None:
    done = await offered(town)
    passed = await town.ben.click(answer_of(await reads(town, town.ben)), label="Not this time")
    assert text_of(passed).startswith("That is fine, and nobody is told.")
    assert await nothing_waits(town, town.ana)
    back = await town.ana.click(answer_of(done), label="Take it back from readers")
    await town.ana.click(answer_of(back), label="Show it to a few first")
    assert await nothing_waits(town, town.ben)
    assert not await nothing_waits(town, town.organiser)


async def test_silencing_an_author_and_telling_organisers(town: World) -> None:
    done = await offered(town)
    card, again = await reads(town, town.ben), await reads(town, town.ben)
    told = await town.ben.click(answer_of(card), label="Tell the organisers")
    assert text_of(told).startswith("The organisers see the draft as it reads now and who sent it, not who")
    (notice,) = await town.app.attention.open_notices(town.guild.id)
    assert (notice.user_id, notice.detail["text"]) == (town.ana.id, f"{TEXT}\n\n{LINK}")
    muted = await town.ben.click(answer_of(card), label="Nothing more from this person")
    assert text_of(muted).startswith("Nothing more reaches you from this person")
    late = await town.ben.click(answer_of(again), label="Write a note")
    assert text_of(late).startswith("This draft is not offered any more.")
    back = await town.ana.click(answer_of(done), label="Take it back from readers")
    await town.ana.click(answer_of(back), label="Show it to a few first")
    assert await nothing_waits(town, town.ben)


async def test_what_organisers_are_shown_goes_with_the_note(town: World) -> None:
    await offered(town)
    thanks = await writes(town, town.ben)
    await town.ana.click(answer_of(await noted(town)), label="Tell the organisers")
    card = await town.organiser.slash(town.channel, "setup")
    notices = await town.organiser.click(answer_of(card), label="Notices")
    assert "I got lost where it learns." in text_of(notices)
    assert town.ben.mention in text_of(notices)
    await town.ben.click(answer_of(thanks), label="Take it back")
    assert await town.app.attention.open_notices(town.guild.id) == []


async def test_notes_are_found_again_below_the_draft(town: World) -> None:
    await offered(town)
    await writes(town, town.ben)
    await writes(town, town.organiser, "Say what a breed is.")
    own = await town.ana.click(answer_of(await noted(town)), label="See my draft")
    listed = await town.ana.click(answer_of(own), label="What readers wrote")
    assert text_of(listed).startswith("What readers wrote to you about “")
    one = await town.ana.select(answer_of(listed), [option_of(listed, "Say what a breed is.")])
    assert text_of(one).startswith(f"{town.organiser.mention} wrote to you about “")
    assert "Say what a breed is." in text_of(one)
    await town.ana.click(answer_of(one), label="Nothing more from this person")
    own = await town.ana.click(answer_of(await noted(town)), label="See my draft")
    left = await town.ana.click(answer_of(own), label="What readers wrote")
    options = [each for row in answer_of(left).components for each in row["components"] if "options" in each]
    assert len(options[0]["options"]) == 1


async def test_it_comes_in_the_bundle_and_is_answered_there(town: World) -> None:
    await choose(town, town.ben, at="12:00")
    await offered(town)
    await town.work_until(town.env.now() + timedelta(days=1, hours=6))
    (bundle,) = bundles(town.ben)
    assert "- A draft by ana to read." in bundle.content
    assert "dogs" not in bundle.content
    shown = await town.ben.user.click(bundle, label="Open my inbox")
    one = await town.ben.user.select(answer_of(shown), [option_of(shown, "A draft to read")])
    card = await town.ben.user.click(answer_of(one), label="Read it")
    assert text_of(card).startswith("A draft by ana, for a few readers:"), "a mention may be a number in a DM"
    form = await town.ben.user.click(answer_of(card), label="Write a note")
    thanks = await town.ben.user.submit_modal(form, {"note": NOTE})
    assert text_of(thanks).startswith("Thank you! ana finds it in their inbox")
    told = await town.ana.user.click(answer_of(await town.ana.user.slash("mine")), label="Inbox")
    note = await town.ana.user.select(answer_of(told), [option_of(told, "A note about your draft")])
    read = await town.ana.user.click(answer_of(note), label="Read it")
    assert text_of(read).startswith("ben wrote to you about “")


async def test_buttons_work_on_after_a_restart(town: World) -> None:
    done = await offered(town)
    card = await reads(town, town.ben)
    form = await town.ben.click(answer_of(card), label="Write a note")
    await town.restart()
    thanks = await town.ben.submit_modal(form, {"note": NOTE})
    assert text_of(thanks).startswith("Thank you!")
    shown = await noted(town)
    await town.restart()
    told = await town.ana.click(answer_of(shown), label="Tell the organisers")
    assert text_of(told).startswith("The organisers see these words")
    gone = await town.ben.click(answer_of(thanks), label="Take it back")
    assert text_of(gone).startswith("Taken back")
    back = await town.ana.click(answer_of(done), label="Take it back from readers")
    assert text_of(back).startswith("Taken back")


async def test_who_does_not_see_the_showcase_reads_no_draft_meant_for_it(town: World) -> None:
    await offered(town)
    elsewhere = town.guild.create_text_channel("general")
    close(town, town.ben, view_channel=False)
    await town.env.settle()
    box = await town.ben.click(answer_of(await town.ben.slash(elsewhere, "mine")), label="Inbox")
    shown = await town.ben.select(answer_of(box), [option_of(box, "A draft to read")])
    refused = await town.ben.click(answer_of(shown), label="Read it")
    assert "a channel that you do not see" in text_of(refused)


async def test_nobody_to_ask_is_said_kindly_and_it_stays_a_draft(town: World) -> None:
    def nobody(tx: Tx) -> None:
        for each in (town.ben, town.organiser):
            choices.change(tx, town.guild.id, each.id, reads_drafts=False)

    await town.app.db.write(nobody)
    none = await offered(town)
    assert text_of(none).startswith("There is nobody to ask just now")
    assert "Post" in labels_of(answer_of(none))


@pytest.mark.parametrize("way", ["closed", "time-out"])
async def test_who_may_not_write_in_the_showcase_shows_it_to_nobody(town: World, way: str) -> None:
    preview = await drafted(town, town.ana)
    if way == "closed":
        close(town, town.ana, send_messages=False)
    else:
        time_out(town, town.ana, hours=1)
    await town.env.settle()
    refused = await town.ana.click(answer_of(preview), label="Show it to a few first")
    assert text_of(refused).startswith("You may not write in")
    assert await nothing_waits(town, town.ben)


async def test_posting_it_ends_the_offer(town: World) -> None:
    own = await town.ana.click(answer_of(await offered(town)), label="See my draft")
    card = await reads(town, town.ben)
    await town.ana.click(answer_of(own), label="Post")
    (post,) = town.messages(town.channel)
    assert TEXT in post
    assert await nothing_waits(town, town.organiser)
    late = await town.ben.click(answer_of(card), label="Write a note")
    assert text_of(late).startswith("This draft is not offered any more.")
