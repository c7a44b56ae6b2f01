"""Proves who is asked to read a draft, who may see it and until when, and how notes come and go (H4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.attention.model.refusals import TooOften
from bot.communities.store import moderation, topics
from bot.showcase.model.reading import MOST_OFFERS, NothingNoted, NotOffered
from bot.showcase.model.refusals import (
    NoReaders,
    NoShowcase,
    SecretFound,
    ShareGone,
    SharesStopped,
    WordRefused,
)
from bot.showcase.model.values import DRAFT_OFFER, NOTE, State, Word
from bot.showcase.store import readers, settings, shares, words
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, EVA, GUILD, OTHER_GUILD, Den, open_den

SECRET = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYz12345678"


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def test_a_few_who_like_to_read_drafts_find_it_in_their_inbox(den: Den) -> None:
    await den.reads(BEN, CLEO, DAN, EVA)
    share = await den.offered()
    assert share.state is State.OFFERED
    assert await den.asked(BEN, CLEO, DAN, EVA) == {BEN, CLEO, DAN}
    (line,) = await den.waits(BEN)
    assert (line.kind, line.subject_id, line.server) == (DRAFT_OFFER, share.id, GUILD)
    assert "dog" not in str(line.words), "what waits holds no text of a member"
    found = await den.showcase.offered(BEN, share.id)
    assert found.share == share
    lines = await den.showcase.drafts_to_read([(BEN, share.id), (EVA, share.id)])
    assert lines == {(BEN, share.id): share}


async def test_who_waits_longest_to_be_asked_comes_first(den: Den) -> None:
    await den.reads(BEN, CLEO, DAN)
    await den.offered()
    await den.reads(EVA)
    den.clock.forward(hours=1)
    second = await den.offered()
    lines = await den.app.db.read(lambda tx: readers.of_shares(tx, [second.id]))
    assert {each.user_id for each in lines} == {EVA, BEN, CLEO}


async def test_who_may_be_asked_about_its_topic_comes_before_who_waits_longer(den: Den) -> None:
    listed = await den.app.db.write(lambda tx: topics.start_topics(tx, GUILD))
    await den.reads(BEN, CLEO, DAN)
    await den.reads(EVA, topic=listed[0].id)
    about = await den.draft(topic_id=listed[0].id)
    await den.showcase.offer(ANA, about.id)
    assert await den.asked(BEN, CLEO, DAN, EVA) == {EVA, BEN, CLEO}


async def test_nobody_to_ask_leaves_it_a_draft(den: Den) -> None:
    await den.reads(ANA)
    await den.reads(BEN, drafts=False)
    await den.reads(CLEO, guild=OTHER_GUILD)
    share = await den.draft()
    with pytest.raises(NoReaders) as refused:
        await den.showcase.offer(ANA, share.id)
    assert refused.value.draft_id == share.id
    assert (await den.showcase.share(ANA, share.id)).state is State.DRAFT
    assert await den.asked(ANA, BEN, CLEO) == set()


async def test_who_left_was_stopped_or_silenced_the_other_is_not_asked(den: Den) -> None:
    await den.reads(BEN, CLEO, DAN, EVA)
    await den.leaves(BEN)
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, CLEO))
    await den.reads(ANA)
    theirs = await den.offered(DAN)
    await den.showcase.silence_sender(ANA, DRAFT_OFFER, theirs.id, DAN)
    await den.offered(ANA)
    assert await den.asked(BEN, CLEO, DAN, EVA) == {EVA}
    mine = await den.draft(DAN)
    await den.showcase.offer(DAN, mine.id)
    assert await den.asked(ANA) == set(), "she wants nothing more from him"


async def test_what_may_not_be_posted_is_shown_to_nobody_either(den: Den) -> None:
    await den.reads(BEN)
    share = await den.draft()
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["dog"]))
    with pytest.raises(WordRefused):
        await den.showcase.offer(ANA, share.id)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, []))
    await den.app.db.write(lambda tx: shares.change(tx, share.id, text=f"my token is {SECRET}"))
    with pytest.raises(SecretFound):
        await den.showcase.offer(ANA, share.id)
    other = await den.draft()
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    with pytest.raises(SharesStopped):
        await den.showcase.offer(ANA, other.id)
    assert await den.asked(BEN) == set()


async def test_only_its_author_offers_it_and_only_where_there_is_a_showcase(den: Den) -> None:
    await den.reads(BEN, CLEO)
    share = await den.draft()
    with pytest.raises(ShareGone):
        await den.showcase.offer(BEN, share.id)
    found = await den.app.db.read(lambda tx: settings.get(tx, GUILD))
    assert found is not None
    await den.app.db.write(lambda tx: settings.save(tx, replace(found, on=False)))
    with pytest.raises(NoShowcase):
        await den.showcase.offer(ANA, share.id)


async def test_offering_again_and_again_has_a_limit_and_a_second_press_is_none(den: Den) -> None:
    await den.reads(BEN)
    share = await den.draft()
    for _time in range(MOST_OFFERS):
        await den.showcase.offer(ANA, share.id)
        assert (await den.showcase.offer(ANA, share.id)).state is State.OFFERED
        await den.showcase.unoffer(ANA, share.id)
    with pytest.raises(TooOften):
        await den.showcase.offer(ANA, share.id)
    den.clock.forward(days=1)
    assert (await den.showcase.offer(ANA, share.id)).state is State.OFFERED


async def test_taken_back_from_readers_it_is_the_authors_alone_and_notes_stay(den: Den) -> None:
    await den.reads(BEN, CLEO)
    share = await den.offered()
    noted = await den.showcase.write_note(BEN, share.id, "I got lost at the end.")
    taken = await den.showcase.unoffer(ANA, share.id)
    assert taken.state is State.DRAFT
    assert await den.asked(BEN, CLEO) == set()
    for reader in (BEN, CLEO):
        with pytest.raises(NotOffered):
            await den.showcase.offered(reader, share.id)
    assert await den.showcase.drafts_to_read([(CLEO, share.id)]) == {}
    with pytest.raises(NotOffered):
        await den.showcase.write_note(CLEO, share.id, "too late")
    found, notes = await den.showcase.notes(ANA, share.id)
    assert (found, [each.said for each in notes]) == (taken, [noted.said])


async def test_offered_again_the_same_are_asked_but_for_who_passed(den: Den) -> None:
    await den.reads(BEN, CLEO, DAN)
    share = await den.offered()
    await den.showcase.pass_draft(BEN, share.id)
    assert await den.asked(BEN, CLEO, DAN) == {CLEO, DAN}
    with pytest.raises(NotOffered):
        await den.showcase.offered(BEN, share.id)
    await den.showcase.unoffer(ANA, share.id)
    await den.reads(EVA)  # who was never asked, and so waits longest
    await den.showcase.offer(ANA, share.id)
    assert await den.asked(BEN, CLEO, DAN, EVA) == {CLEO, DAN, EVA}


async def test_posting_ends_the_offer(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    assert await den.asked(BEN) == set()
    with pytest.raises(NotOffered):
        await den.showcase.offered(BEN, share.id)
    for refused in (den.showcase.offer, den.showcase.unoffer):
        with pytest.raises(ShareGone):
            await refused(ANA, share.id)


async def test_nobody_but_who_was_asked_sees_it(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.reads(CLEO)
    for stranger in (CLEO, ANA, DAN):
        with pytest.raises(NotOffered):
            await den.showcase.offered(stranger, share.id)
        with pytest.raises(NotOffered):
            await den.showcase.write_note(stranger, share.id, "hello")
        with pytest.raises(NotOffered):
            await den.showcase.pass_draft(stranger, share.id)
    await den.leaves(BEN)
    with pytest.raises(NotOffered):
        await den.showcase.offered(BEN, share.id)


async def test_nobody_reads_a_draft_of_who_left_or_was_stopped(den: Den) -> None:
    await den.reads(CLEO)
    first, second = await den.offered(ANA), await den.offered(BEN)
    await den.leaves(ANA)
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, BEN))
    for share in (first, second):
        with pytest.raises(NotOffered):
            await den.showcase.offered(CLEO, share.id)
    assert await den.showcase.drafts_to_read([(CLEO, first.id), (CLEO, second.id)]) == {}


async def test_the_line_goes_with_the_wish_to_read_drafts(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.reads(BEN, drafts=False)
    assert await den.showcase.drafts_to_read([(BEN, share.id)]) == {}


async def test_a_note_reaches_the_author_and_can_be_taken_back(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    noted = await den.showcase.write_note(BEN, share.id, "  What is a breed? ")
    assert (noted.said.text, noted.said.word, noted.said.to_id) == ("What is a breed?", Word.NOTE, ANA)
    assert await den.kinds(ANA) == [(NOTE, noted.said.id)]
    assert "breed" not in str((await den.waits(ANA))[0].words)
    assert await den.asked(BEN) == set(), "who wrote has read it"
    assert (await den.showcase.note(ANA, noted.said.id)).said == noted.said
    assert await den.showcase.has_notes(ANA, share.id)
    assert not await den.showcase.has_notes(BEN, share.id)
    for stranger in (BEN, CLEO):
        with pytest.raises(ShareGone):
            await den.showcase.note(stranger, noted.said.id)
        with pytest.raises(ShareGone):
            await den.showcase.notes(stranger, share.id)
    for stranger in (ANA, CLEO):
        with pytest.raises(ShareGone):
            await den.showcase.take_note_back(stranger, noted.said.id)
    said, removals = await den.showcase.take_note_back(BEN, noted.said.id)
    assert (said.text, removals) == ("What is a breed?", [])
    assert await den.kinds(ANA) == []
    assert await den.showcase.noted([noted.said.id]) == {}
    assert not await den.showcase.has_notes(ANA, share.id)
    with pytest.raises(ShareGone):
        await den.showcase.note(ANA, noted.said.id)
    assert (await den.showcase.offered(BEN, share.id)).share == share


async def test_several_notes_stand_in_their_order(den: Den) -> None:
    await den.reads(BEN, CLEO)
    share = await den.offered()
    for reader, text in ((BEN, "one"), (CLEO, "two"), (BEN, "three")):
        await den.showcase.write_note(reader, share.id, text)
    _share, notes = await den.showcase.notes(ANA, share.id)
    assert [each.said.text for each in notes] == ["one", "two", "three"]


async def test_a_note_needs_a_word_and_no_secret(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    with pytest.raises(NothingNoted):
        await den.showcase.write_note(BEN, share.id, " \u200b\n ")
    with pytest.raises(SecretFound):
        await den.showcase.write_note(BEN, share.id, f"use {SECRET}")
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["silly"]))
    with pytest.raises(WordRefused):
        await den.showcase.write_note(BEN, share.id, "This is silly.")
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, BEN))
    with pytest.raises(SharesStopped):
        await den.showcase.write_note(BEN, share.id, "This is fine.")
    assert await den.kinds(ANA) == []


async def test_deleting_takes_notes_and_lines_along(den: Den) -> None:
    await den.reads(BEN, CLEO)
    share = await den.offered()
    noted = await den.showcase.write_note(BEN, share.id, "Lovely.")
    await den.showcase.delete(ANA, share.id)
    assert await den.asked(BEN, CLEO) == set()
    assert await den.kinds(ANA) == []
    assert await den.app.db.read(lambda tx: words.get(tx, noted.said.id)) is None
    with pytest.raises(NotOffered):
        await den.showcase.offered(CLEO, share.id)
    with pytest.raises(ShareGone):
        await den.showcase.take_note_back(BEN, noted.said.id)


async def test_an_offer_waits_a_week(den: Den) -> None:
    await den.reads(BEN)
    await den.offered()
    den.clock.forward(days=6)
    assert await den.asked(BEN) == {BEN}
    den.clock.forward(days=2)
    assert await den.asked(BEN) == set()


async def test_what_is_kept_of_readers_is_found_and_forgotten(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    kept = await den.app.db.read(lambda tx: readers.of_person(tx, BEN))
    assert [(each.guild_id, each.share_id, each.answer) for each in kept] == [(GUILD, share.id, "")]
    assert await den.app.db.read(readers.members) == {(GUILD, BEN)}
    await den.app.db.write(lambda tx: readers.erase(tx, BEN, OTHER_GUILD))
    assert await den.app.db.read(readers.members) == {(GUILD, BEN)}
    await den.app.db.write(lambda tx: readers.erase(tx, BEN))
    assert await den.app.db.read(readers.members) == set()
