"""Proves what is shown, exported and forgotten of somebody in the showcase, and which drafts go by themselves."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.lang import Lang
from bot.core.privacy import Document
from bot.deliveries.model import Sent
from bot.showcase.model.values import KEEP_DRAFTS, NOTE, ROUNDUP, THANKS, Kind, Unfurl
from bot.showcase.store import shares
from tests.showcase.drafts import ANA, BEN, CLEO, GUILD, OTHER_GUILD
from tests.showcase.gallery import Gallery, open_gallery
from tests.traces import in_tables

TITLE, TEXT, LINK = "Zanzibar leaves", "It finds wilted leaves.", "https://leaves.example/zanzibar"
WORDS = ("anzibar", "wilted")
UNFURL = Unfurl(
    "The page of Zanzibar", "All about wilted ones.", "https://leaves.example/zanzibar.png", "Leaves"
)
NOTED, THANKED = "Perhaps begin with quokkas.", "It helped my numbats."


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Gallery]:
    """Two servers with a showcase, on a database of each kind."""
    async with open_gallery(migrated_url) as made:
        yield made


async def lived(den: Gallery) -> int:
    """Ana shared a project, Ben wrote a note before and a thank-you after, and both are quoted; returns the share."""
    for each in (ANA, BEN):
        await den.showcase.be_quoted(GUILD, each, wanted=True)
    await den.showcase.read_drafts(GUILD, BEN, wanted=True)
    draft = await den.draft(ANA, TEXT, title=TITLE, link=LINK, kind=Kind.PROJECT)
    await den.showcase.finish_when(ANA, draft.id, "the zanzibar test is green")
    await den.showcase.offer(ANA, draft.id)
    await den.showcase.write_note(BEN, draft.id, NOTED)
    published = await den.showcase.publish(ANA, draft.id, author="ana of zanzibar", may_post=True)
    (claimed,) = published.claimed
    await den.showcase.record_share(claimed, Sent(claimed.id * 1000))
    await den.showcase.seen(claimed.id * 1000, f"… {LINK}", [(LINK, UNFURL)])
    await den.showcase.thank(GUILD, BEN, draft.id, THANKED)
    return draft.id


async def export(den: Gallery, who: int) -> dict[str, Document]:
    """Somebody's documents, by name."""
    found = await den.app.people.documents(who)
    return {each.name: each for each in found if each.name.startswith(("share", "asked-to-read"))}


async def kept(den: Gallery, who: int) -> str:
    """What is kept about somebody, as they read it."""
    return "\n".join((await den.app.people.what_is_kept(who, Lang())).get("showcase", []))


async def test_an_archive_has_all_of_each_share_as_text_and_as_data(den: Gallery) -> None:
    await lived(den)
    found = await export(den, ANA)
    shared = found["shares"]
    (row,) = shared.rows
    assert (row["title"], row["text"], row["link"], row["kind"]) == (TITLE, TEXT, LINK, "project")
    assert (row["page_title"], row["page_text"]) == (UNFURL.title, UNFURL.text)
    assert (row["page_picture"], row["page_site"]) == (UNFURL.picture, UNFURL.site)
    assert (row["posted_at"], row["name_shown"]) == (den.clock.now.isoformat(), "ana of zanzibar")
    assert str(row["post"]).startswith(f"https://discord.com/channels/{GUILD}/")
    for words in (TITLE, TEXT, LINK, UNFURL.title, UNFURL.text, "2026-01-05 12:00 UTC"):
        assert words in shared.markdown
    json.dumps(list(shared.rows))


async def test_both_keep_what_was_written_and_a_receiver_does_not_learn_by_whom(den: Gallery) -> None:
    await lived(den)
    received, written = (await export(den, ANA)), (await export(den, BEN))
    got, sent = received["share-notes-received"], written["share-notes-written"]
    assert [row["kind"] for row in got.rows] == ["note", "thanks"]
    for each in (got, sent):
        assert NOTED in each.markdown
        assert THANKED in each.markdown
    assert {key for row in got.rows for key in row} == {"server", "at", "kind", "text", "about"}
    assert "share-notes-written" not in received
    assert "shares" not in written
    assert TEXT not in f"{[(each.markdown, list(each.rows)) for each in written.values()]}"


async def test_drafts_choices_and_questions_asked_are_in_it(den: Gallery) -> None:
    await lived(den)
    await den.draft(ANA, "Only a quokka so far")
    await den.showcase.be_on_page(GUILD, ANA, wanted=True)
    found = await export(den, ANA)
    (draft,) = found["share-drafts"].rows
    assert (draft["text"], draft["state"], draft["posted_at"]) == ("Only a quokka so far", "draft", "")
    (chosen,) = found["share-choices"].rows
    assert (chosen["quoted_in_the_round_up"], chosen["on_the_public_page"]) == (True, True)
    assert (chosen["reads_drafts"], chosen["told_of_shares"]) == (False, False)
    assert "round-up may quote you" in found["share-choices"].markdown


async def test_who_was_asked_to_read_finds_that_in_it(den: Gallery) -> None:
    await den.showcase.read_drafts(GUILD, BEN, wanted=True)
    await den.offered(ANA)
    (asked,) = (await export(den, BEN))["asked-to-read"].rows
    assert (asked["at"], asked["answer"]) == (den.clock.now.isoformat(), "")


async def test_what_is_kept_is_said_in_sentences(den: Gallery) -> None:
    assert await kept(den, ANA) == ""
    await lived(den)
    await den.draft(ANA, "Another")
    ana, ben = await kept(den, ANA), await kept(den, BEN)
    for sentence in (
        "What you shared",
        "What Discord shows",
        "Drafts",
        "Notes that readers wrote",
        "Thank-yous you were",
    ):
        assert sentence in ana
    for sentence in ("Notes you wrote", "Thank-yous you sent", "What you chose"):
        assert sentence in ben
    assert "shared" not in ben.replace("shares", "")


async def test_everybody_of_whom_something_is_kept_is_a_member(den: Gallery) -> None:
    await lived(den)
    await den.showcase.be_quoted(OTHER_GUILD, CLEO, wanted=False)
    members = await den.app.db.read(den.showcase.members)
    assert members == {(GUILD, ANA), (GUILD, BEN), (OTHER_GUILD, CLEO)}


async def test_erasing_leaves_no_word_anywhere(den: Gallery, migrated_url: str) -> None:
    share_id = await lived(den)
    child = await den.draft(BEN, "Built on it")
    await den.app.db.write(lambda tx: shares.change(tx, child.id, adapted=True, parent_id=share_id))
    den.clock.forward(days=7)
    opened = await den.showcase.open_roundups(50)
    assert opened is not None
    (post,) = opened
    await den.showcase.record_roundup(post.claimed, Sent(77))
    removals = await den.app.people.forget(ANA, "showcase")
    assert len(removals) == 1
    (edit,) = await den.showcase.take_roundups(50)
    assert (edit.kind, await den.showcase.roundup_post(edit)) == (ROUNDUP, None)
    assert in_tables(migrated_url, *WORDS) == []
    assert in_tables(migrated_url, "quokkas", "numbats") == []
    assert [row for row in in_tables(migrated_url, ANA) if row.startswith("share")] == []
    left = await den.showcase.share(BEN, child.id)
    assert (left.adapted, left.parent_id) == (True, None)


async def test_a_writer_who_erases_takes_their_words_from_the_receiver(
    den: Gallery, migrated_url: str
) -> None:
    share_id = await lived(den)
    assert {kind for kind, _id in await den.kinds(ANA)} >= {NOTE, THANKS}
    await den.app.people.forget(BEN, "showcase")
    assert await den.kinds(ANA) == []
    assert in_tables(migrated_url, "quokkas", "numbats") == []
    assert (await den.showcase.share(ANA, share_id)).content.text == TEXT


async def test_erasing_in_one_server_leaves_the_other_alone(den: Gallery) -> None:
    await lived(den)
    await den.showcase.be_quoted(OTHER_GUILD, ANA, wanted=True)
    await den.app.db.write(lambda tx: den.showcase.erase(tx, ANA, GUILD))
    assert await den.app.db.read(den.showcase.members) == {(GUILD, BEN), (OTHER_GUILD, ANA)}


async def test_drafts_that_nobody_touched_for_90_days_go_offered_ones_too(den: Gallery) -> None:
    await den.showcase.read_drafts(GUILD, BEN, wanted=True)
    old, offered = await den.draft(ANA, "Old"), await den.offered(ANA, text="Offered")
    posted = await den.posted(ANA, "ana", text="Posted")
    touched = await den.draft(ANA, "Touched")
    den.clock.forward(days=80)
    await den.showcase.set_kind(ANA, touched.id, Kind.PAPER)
    den.clock.now += KEEP_DRAFTS - timedelta(days=80)
    assert not await den.showcase.purge()
    assert {each.id for each in (await den.app.db.read(lambda tx: shares.of_person(tx, ANA)))} >= {old.id}
    den.clock.forward(seconds=1)
    assert await den.showcase.purge(1)
    assert not await den.showcase.purge()
    left = {each.id for each in await den.app.db.read(lambda tx: shares.of_person(tx, ANA))}
    assert left == {posted.id, touched.id}
    assert await den.asked(BEN) == set()
    assert offered.id not in left


async def test_a_post_that_is_a_draft_again_stays_90_days_from_then(den: Gallery) -> None:
    share = await den.posted(ANA, "ana")
    den.clock.forward(days=100)
    await den.showcase.unpublish(ANA, share.id)
    den.clock.forward(days=89)
    await den.showcase.purge()
    assert (await den.showcase.share(ANA, share.id)).id == share.id


async def test_after_a_restore_nothing_of_the_past_is_looked_at_or_told(den: Gallery) -> None:
    await den.posted(ANA, "ana")
    assert await den.showcase.next_look() is not None
    den.clock.forward(days=3)
    await den.app.db.write(lambda tx: den.showcase.skip_past(tx, OTHER_GUILD))
    assert await den.showcase.next_look() is not None
    await den.app.db.write(lambda tx: den.showcase.skip_past(tx, GUILD))
    assert await den.showcase.next_look() is None
    assert await den.showcase.next_quiet() is None


async def test_a_draft_stays_while_its_author_or_a_reader_comes_back_to_it(den: Gallery) -> None:
    await den.reads(BEN)
    parent = await den.posted(CLEO, "cleo")
    waits, adapted, shown, noted = [await den.draft(ANA, f"number {number}") for number in range(4)]
    await den.showcase.offer(ANA, noted.id)
    den.clock.forward(days=80)
    await den.showcase.finish_when(ANA, waits.id, "it runs")
    await den.showcase.adapt(ANA, adapted.id, parent.id)
    await den.showcase.offer(ANA, shown.id)
    await den.showcase.unoffer(ANA, shown.id)
    await den.showcase.write_note(BEN, noted.id, "I like it")
    den.clock.forward(days=80)
    await den.showcase.purge()
    left = {each.id for each in await den.app.db.read(lambda tx: shares.of_person(tx, ANA))}
    assert left == {waits.id, adapted.id, shown.id, noted.id}
    den.clock.forward(days=11)
    await den.showcase.purge()
    assert await den.app.db.read(lambda tx: shares.of_person(tx, ANA)) == []
