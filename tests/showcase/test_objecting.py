"""Proves what can be done about somebody who sent a draft, a note or a thank-you: hear no more of them, tell organisers (A9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.attention.model.values import Message
from bot.showcase.model.reading import NotOffered
from bot.showcase.model.refusals import NoReaders, NothingToReport, ShareGone
from bot.showcase.model.values import DRAFT_OFFER, NOTE, QUIET, THANKS, Said, Share
from bot.showcase.store import words
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, GUILD, Den, open_den


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def noted(den: Den, text: str = "Nobody needs this.") -> tuple[Share, Said]:
    """Ben wrote a note about a draft of Ana's."""
    await den.reads(BEN)
    share = await den.offered()
    return share, (await den.showcase.write_note(BEN, share.id, text)).said


async def thanked(den: Den, text: str = "It helped me.") -> Said:
    """Ben thanked Ana for a post of hers."""
    share = await den.draft()
    await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    return await den.showcase.thank(GUILD, BEN, share.id, text)


async def reports(den: Den) -> list[tuple[int | None, str]]:
    """Whose words the organisers are shown, and which."""
    found = await den.app.attention.open_notices(GUILD)
    assert all(each.kind == "attention.report" for each in found)
    return [(each.user_id, str(each.detail["text"])) for each in found]


async def test_nothing_more_from_an_author_takes_what_waits_along(den: Den) -> None:
    await den.reads(BEN, CLEO)
    first, second = await den.offered(), await den.offered()
    other = await den.offered(DAN)
    await den.showcase.silence_sender(BEN, DRAFT_OFFER, first.id, ANA)
    assert await den.kinds(BEN) == [(DRAFT_OFFER, other.id)]
    assert len(await den.kinds(CLEO)) == 3
    with pytest.raises(NotOffered):
        await den.showcase.offered(BEN, second.id)
    await den.offered()
    assert await den.kinds(BEN) == [(DRAFT_OFFER, other.id)]


async def test_nothing_more_from_a_reader(den: Den) -> None:
    share, said = await noted(den)
    again = (await den.showcase.write_note(BEN, share.id, "At all.")).said
    thanks = await thanked(den)
    assert len(await den.kinds(ANA)) == 3
    await den.showcase.silence_sender(ANA, NOTE, said.id, BEN)
    assert await den.kinds(ANA) == []
    assert await den.showcase.noted([said.id, again.id]) == {}
    assert not await den.showcase.has_notes(ANA, share.id)
    with pytest.raises(ShareGone):
        await den.showcase.note(ANA, again.id)
    with pytest.raises(ShareGone):
        await den.showcase.thanks(ANA, thanks.id, GUILD)
    for refused in (den.showcase.offered(BEN, share.id), den.showcase.write_note(BEN, share.id, "And more.")):
        with pytest.raises(NotOffered):  # as when it was taken back: he is not told
            await refused
    assert await den.showcase.drafts_to_read([(BEN, share.id)]) == {}
    await den.showcase.take_note_back(BEN, again.id)


async def test_nothing_more_from_who_thanked_takes_lines_of_quiet_shares_along(den: Den) -> None:
    thanks = await thanked(den)
    theirs = await den.draft(BEN)
    later = den.clock.now + timedelta(days=7)
    await den.app.attention.tell(Message(ANA, GUILD, QUIET, theirs.id, "quiet", later, sender=BEN))
    assert await den.kinds(ANA) == [(THANKS, thanks.id), (QUIET, theirs.id)]
    await den.showcase.silence_sender(ANA, THANKS, thanks.id, BEN)
    assert await den.kinds(ANA) == []


async def test_the_button_works_on_after_what_was_sent_is_gone(den: Den) -> None:
    _share, said = await noted(den)
    await den.showcase.take_note_back(BEN, said.id)
    with pytest.raises(NothingToReport):
        await den.showcase.report_sender(ANA, NOTE, said.id)
    await den.showcase.silence_sender(ANA, NOTE, said.id, BEN)
    theirs = await den.draft(BEN)
    await den.reads(ANA)
    with pytest.raises(NoReaders):
        await den.showcase.offer(BEN, theirs.id)
    assert await den.asked(ANA) == set()


async def test_a_deleted_draft_is_no_longer_shown_to_organisers_but_its_author_can_be_silenced(
    den: Den,
) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.report_sender(BEN, DRAFT_OFFER, share.id)
    assert await reports(den) == [(ANA, "A small dog breed classifier")]
    await den.showcase.delete(ANA, share.id)
    assert await reports(den) == []
    with pytest.raises(NothingToReport):
        await den.showcase.report_sender(BEN, DRAFT_OFFER, share.id)
    await den.showcase.silence_sender(BEN, DRAFT_OFFER, share.id, ANA)


async def test_organisers_see_the_words_and_who_sent_them_once(den: Den) -> None:
    _share, said = await noted(den)
    await den.showcase.report_sender(ANA, NOTE, said.id)
    await den.showcase.report_sender(ANA, NOTE, said.id)
    assert await reports(den) == [(BEN, "Nobody needs this.")]
    await den.showcase.take_note_back(BEN, said.id)
    assert await reports(den) == []


async def test_a_thank_you_is_reported_like_a_note_and_is_none(den: Den) -> None:
    thanks = await thanked(den, "Thanks for nothing.")
    with pytest.raises(ShareGone):
        await den.showcase.report_sender(ANA, NOTE, thanks.id)
    assert await den.showcase.report_sender(ANA, THANKS, thanks.id)
    assert await reports(den) == [(BEN, "Thanks for nothing.")]


async def test_what_was_taken_back_from_readers_is_not_read_by_organisers(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.unoffer(ANA, share.id)
    assert not await den.showcase.report_sender(BEN, DRAFT_OFFER, share.id)
    assert await reports(den) == [(ANA, "")], "only that something was sent: a draft is its author's own"


async def test_taking_a_draft_back_does_not_take_back_what_organisers_were_shown(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.report_sender(BEN, DRAFT_OFFER, share.id)
    await den.showcase.unoffer(ANA, share.id)
    assert await reports(den) == [(ANA, "A small dog breed classifier")]


async def test_who_was_never_sent_it_can_do_nothing_about_it(den: Den) -> None:
    share, said = await noted(den)
    for stranger in (CLEO, BEN):
        with pytest.raises(ShareGone):
            await den.showcase.report_sender(stranger, NOTE, said.id)
        with pytest.raises(ShareGone):
            await den.showcase.silence_sender(stranger, NOTE, said.id, BEN)
    with pytest.raises(ShareGone):
        await den.showcase.report_sender(CLEO, DRAFT_OFFER, share.id)
    with pytest.raises(ShareGone):
        await den.showcase.report_sender(ANA, "showcase.other", said.id)
    with pytest.raises(ShareGone):
        await den.showcase.silence_sender(ANA, NOTE, said.id, CLEO)
    with pytest.raises(ShareGone):
        await den.showcase.silence_sender(BEN, DRAFT_OFFER, share.id, CLEO)
    assert await reports(den) == []


async def test_words_are_found_by_who_wrote_them_and_to_whom(den: Den) -> None:
    _share, said = await noted(den)
    read = den.app.db.read
    assert await read(lambda tx: words.from_person(tx, BEN)) == [said]
    assert await read(lambda tx: words.to_person(tx, ANA, GUILD)) == [said]
    assert await read(lambda tx: words.to_person(tx, ANA, GUILD + 1)) == []
    assert await read(words.members) == {(GUILD, ANA), (GUILD, BEN)}
