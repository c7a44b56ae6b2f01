"""Proves that after a delete nothing is left of a share: no column of any table, no message, no thread's name (promise 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import simcord
from sqlalchemy import select

from bot.core.db import Tx, metadata
from bot.showcase.model.typing import Typed
from bot.showcase.store import choices
from tests.bots import answer_of, labels_of
from tests.showcase.house import House, either_house

__all__ = ["either_house"]

# One word for each thing that can be typed, seen or answered; none of them is a word of ours.
TITLE, WORDS, LINK = "Quetzalcoat", "Zanzibaring", "https://wombatly.example/nb"
DONE, SEEN, NOTE, THANKS = "Yggdrasilly", "Kakapoesque", "Axolotlish", "Numbatfully"
MARKS = (TITLE, WORDS, "wombatly", DONE, SEEN, NOTE, THANKS)


async def stored(house: House) -> str:
    """All that the database holds."""

    def read(tx: Tx) -> str:
        rows = [row for table in metadata.sorted_tables for row in tx.execute(select(table))]
        return "\n".join(str(tuple(row)) for row in rows)

    return await house.app.db.read(read)


def posted(house: House) -> str:
    """All that Discord shows to others than the author: messages with what hangs on them, names of channels and threads."""
    backend = house.env.backend
    found: list[Any] = [channel.name for channel in backend.channels.values()]
    for messages in backend.messages.values():
        for each in messages.values():
            if not each.is_ephemeral or not each.visible_to(house.ana.id):
                found += [each.content, each.embeds, each.components, each.attachments]
    return "\n".join(str(each) for each in found)


def left_of(text: str) -> list[str]:
    """Which of the marks are in it."""
    return [mark for mark in MARKS if mark.casefold() in text.casefold()]


async def press(who: simcord.MemberActor, answer: simcord.InteractionResult, label: str) -> Any:
    """Press a button of the newest private answer."""
    assert label in labels_of(answer_of(answer))
    return await who.click(answer_of(answer), label=label)


async def lived_through(house: House) -> None:
    """Ana's share goes through everything: a draft, readers, a note, a post, a thank-you, talk, a round-up, a report."""
    cleo = (await house.crowd(1))[0]

    def agree(tx: Tx) -> None:
        choices.change(tx, house.guild.id, house.ben.id, reads_drafts=True)
        choices.change(tx, house.guild.id, house.ana.id, quoted=True, on_page=True)

    await house.app.db.write(agree)
    draft = await house.draft(title=TITLE, text=WORDS, link=LINK)
    await house.showcase.finish_when(house.ana.id, draft.id, DONE)
    await house.showcase.offer(house.ana.id, draft.id)
    noted = await house.showcase.write_note(house.ben.id, draft.id, NOTE)
    await house.showcase.report_sender(house.ana.id, "showcase.note", noted.said.id)
    published = await house.showcase.publish(house.ana.id, draft.id, author="Ana", may_post=True)
    delivered = await house.posting.share(draft.id, published.claimed)
    assert delivered is not None
    await house.unfurl(delivered, SEEN, url=LINK, description=f"All about {SEEN}")
    await house.work()
    shown = house.shown(delivered)
    assert shown is not None
    form = await house.ben.click(shown, label="This helped me")
    await house.ben.submit_modal(form, {"helped": THANKS})
    thread = await house.posting.talk(draft.id)
    assert thread is not None
    await house.ben.send(house.place.threads[0], "I like it")
    child = await house.draft(cleo, text="Mine, after hers")
    await house.showcase.adapt(cleo.id, child.id, draft.id)
    made = await house.showcase.publish(cleo.id, child.id, author="Cleo", may_post=True)
    await house.posting.share(child.id, made.claimed)
    await house.work_until(house.env.now() + timedelta(days=6))
    assert left_of(await stored(house)) == list(MARKS)


async def test_nothing_is_left_of_what_was_deleted(either_house: House) -> None:
    house = either_house
    await lived_through(house)
    assert {TITLE, WORDS, "wombatly", SEEN} <= {*left_of(posted(house))}
    assert any("What was shared" in each for each in house.posts())
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=house.guild.id, before=None, limit=5)
    opened = await house.ana.slash(house.channel, "mine")
    listed = await press(house.ana, opened, "My shares")
    card = await house.ana.select(answer_of(listed), [str(share.id)])
    await press(house.ana, card, "Delete")
    await house.later(minutes=30)
    text = await stored(house)
    # What a reader wrote and organisers were shown on request stays with them; it says nothing of the share.
    assert left_of(text) in ([], [NOTE])
    assert left_of(posted(house)) == []
    assert "I like it" in posted(house)  # others' replies stay
    assert "a removed share" in posted(house)
    assert "an earlier project" in posted(house)


@pytest.mark.parametrize("by_hand", [False, True], ids=["back to a draft", "deleted by hand"])
async def test_nobody_sees_more_of_what_is_no_post_any_more(either_house: House, by_hand: bool) -> None:
    house = either_house
    share, delivered = await house.share(title=TITLE, text=WORDS, link=LINK)
    await house.unfurl(delivered, SEEN, url=LINK)
    await house.work()
    if by_hand:
        with house.deaf():
            house.delete_message(delivered)
        await house.restart()
        await house.later(minutes=5)
        assert left_of(await stored(house)) == []
    else:
        withdrawn = await house.showcase.unpublish(house.ana.id, share.id)
        await house.posting.take_down(withdrawn.removals)
        await house.later(minutes=5)
        (kept,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
        assert kept.content == share.content
    assert left_of(posted(house)) == []


@pytest.mark.parametrize("talked", [False, True], ids=["nobody talked", "somebody talked"])
async def test_what_discord_said_of_a_thread_while_we_were_away_goes_as_well(
    either_house: House, talked: bool
) -> None:
    house = either_house
    share, _ = await house.share(title=TITLE, text="Look", link="")
    with house.deaf():
        await house.posting.talk(share.id)
        await house.rewrite(share, title=SEEN)
        await house.posting.share(share.id)
        if talked:
            await house.ben.send(house.place.threads[0], "I like it")
    await house.restart()
    assert {TITLE, SEEN} & {*left_of(posted(house))}
    removed = await house.showcase.delete(house.ana.id, share.id)
    await house.posting.take_down(removed.removals)
    await house.later(minutes=5)
    assert left_of(posted(house)) == []


async def test_two_people_may_share_the_same_link(either_house: House) -> None:
    house = either_house
    await house.share(link=LINK)
    await house.share(house.ben, link=LINK)
    assert sum(LINK in each for each in house.posts()) == 2


async def test_what_was_deleted_before_it_was_posted_is_gone_as_well(either_house: House) -> None:
    house = either_house
    draft = await house.showcase.draft(house.guild.id, house.ana.id, Typed(LINK, WORDS, TITLE))
    removed = await house.showcase.delete(house.ana.id, draft.id)
    assert removed.removals == ()
    await house.later(minutes=1)
    assert left_of(await stored(house)) == []
