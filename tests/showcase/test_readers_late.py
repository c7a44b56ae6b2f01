"""Owns what readers of drafts meet when something came between: an undo, a draft taken back, a time-out, many notes (H4)."""

from __future__ import annotations

from datetime import timedelta

from bot.communities.store import moderation
from bot.core.db import Tx
from bot.showcase.model.values import Word
from bot.showcase.store import words
from tests.attention.trial import inbox
from tests.bots import World, answer_of, text_of
from tests.showcase.test_readers import NOTE, TEXT, noted, nothing_waits, offered, reads, town, writes
from tests.standups.test_rights import time_out

__all__ = ["town"]


async def test_not_this_time_is_undone(town: World) -> None:
    done = await offered(town)
    passed = await town.ben.click(answer_of(await reads(town, town.ben)), label="Not this time")
    assert "In the server: /mine → Settings → Sharing is where" in text_of(passed)
    assert await nothing_waits(town, town.ben)
    again = await town.ben.click(answer_of(passed), label="Undo")
    assert text_of(again) == "It waits in your inbox again."
    assert "- A draft by ana to read." in text_of(await inbox(town, town.ben))
    assert TEXT in text_of(await town.ben.click(answer_of(again), label="Read it"))
    passed = await town.ben.click(answer_of(await reads(town, town.ben)), label="Not this time")
    await town.ana.click(answer_of(done), label="Take it back from readers")
    late = await town.ben.click(answer_of(passed), label="Undo")
    assert text_of(late).startswith("This draft is not offered any more.")


async def test_organisers_are_not_shown_what_was_taken_back_and_it_says_so(town: World) -> None:
    done = await offered(town)
    card = await reads(town, town.ben)
    await town.ana.click(answer_of(done), label="Take it back from readers")
    told = await town.ben.click(answer_of(card), label="Tell the organisers")
    assert text_of(told) == (
        "The author took the words back, so the organisers see only who sent them. "
        "If you remember what was written, tell them yourself."
    )


async def test_with_a_time_out_no_note_is_sent(town: World) -> None:
    await offered(town)
    form = await town.ben.click(answer_of(await reads(town, town.ben)), label="Write a note")
    time_out(town, town.ben, hours=1)
    await town.env.settle()
    refused = await town.ben.submit_modal(form, {"note": NOTE})
    assert "You have a time-out in this server just now, so nothing was sent." in text_of(refused)
    assert await nothing_waits(town, town.ana)
    await town.work_until(town.env.now() + timedelta(hours=2))
    again = await town.ben.click(answer_of(refused), label="Open the form again")
    assert "I got lost where it learns." in str(again.modal)
    assert text_of(await town.ben.submit_modal(again, {"note": NOTE})).startswith("Thank you!")


async def test_a_refused_note_was_not_sent(town: World) -> None:
    await offered(town)
    form = await town.ben.click(answer_of(await reads(town, town.ben)), label="Write a note")
    await town.app.db.write(lambda tx: moderation.stop(tx, town.guild.id, town.ben.id))
    refused = await town.ben.submit_modal(form, {"note": NOTE})
    assert "so nothing was sent." in text_of(refused)
    assert "posted" not in text_of(refused)


async def test_more_notes_than_fit_are_said(town: World) -> None:
    await offered(town)
    await writes(town, town.ben)
    (share,) = await town.app.showcase.my_shares(town.ana.id, guild_id=None, before=None, limit=1)

    def write(tx: Tx) -> None:
        for number in range(25):
            text = f"one more, {number}"
            words.add(
                tx,
                town.guild.id,
                Word.NOTE,
                from_id=town.ben.id,
                to_id=town.ana.id,
                text=text,
                share_id=share.id,
            )

    own = await town.ana.click(answer_of(await noted(town)), label="See my draft")
    listed = await town.ana.click(answer_of(own), label="What readers wrote")
    assert "Older ones" not in text_of(listed)
    await town.app.db.write(write)
    own = await town.ana.click(answer_of(listed), label="See my draft")
    listed = await town.ana.click(answer_of(own), label="What readers wrote")
    assert text_of(listed).endswith("\nOlder ones are in your export: /mine → Privacy.")
