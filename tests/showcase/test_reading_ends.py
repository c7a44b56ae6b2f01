"""Proves how the reading of a draft ends and begins again: after a week, by an undo, with who was silenced or stopped (H4)."""

from __future__ import annotations

import pytest

from bot.communities.store import moderation
from bot.showcase.model.reading import Answer, NotOffered
from bot.showcase.model.refusals import ShareGone
from bot.showcase.model.values import DRAFT_OFFER, State
from bot.showcase.store import readers
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, GUILD, Den
from tests.showcase.test_reading import den

__all__ = ["den"]


async def test_after_a_week_the_draft_is_its_authors_alone_again(den: Den) -> None:
    await den.reads(BEN, CLEO)
    share = await den.offered()
    noted = await den.showcase.write_note(BEN, share.id, "Lovely.")
    den.clock.forward(days=6)
    again = await den.offered(DAN)
    await den.showcase.end_offers()
    assert (await den.showcase.share(ANA, share.id)).state is State.OFFERED
    den.clock.forward(days=1)
    assert not await den.showcase.end_offers()
    assert (await den.showcase.share(ANA, share.id)).state is State.DRAFT
    assert (await den.showcase.share(DAN, again.id)).state is State.OFFERED
    assert (await den.showcase.notes(ANA, share.id))[1][0].said == noted.said
    with pytest.raises(NotOffered):
        await den.showcase.offered(CLEO, share.id)
    assert (await den.showcase.offer(ANA, share.id)).state is State.OFFERED
    assert await den.asked(BEN, CLEO) == {BEN, CLEO}


async def test_passing_is_undone_while_it_is_offered(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.pass_draft(BEN, share.id)
    for _twice in range(2):
        assert await den.showcase.unpass_draft(BEN, share.id) == share
    assert await den.kinds(BEN) == [(DRAFT_OFFER, share.id)]
    await den.showcase.pass_draft(BEN, share.id)
    await den.showcase.unoffer(ANA, share.id)
    with pytest.raises(NotOffered):
        await den.showcase.unpass_draft(BEN, share.id)
    assert await den.asked(BEN) == set()
    await den.showcase.offer(ANA, (await den.draft()).id)
    assert await den.app.db.read(lambda tx: readers.answer_of(tx, share.id, BEN)) is Answer.PASSED


async def test_whom_they_silenced_an_undo_does_not_bring_back(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.showcase.silence_sender(BEN, DRAFT_OFFER, share.id, ANA)
    with pytest.raises(NotOffered):
        await den.showcase.unpass_draft(BEN, share.id)
    assert await den.kinds(BEN) == []


async def test_a_note_of_who_was_stopped_since_is_read_nowhere(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    said = (await den.showcase.write_note(BEN, share.id, "Nobody needs this.")).said
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, BEN))
    assert await den.showcase.noted([said.id]) == {}
    assert not await den.showcase.has_notes(ANA, share.id)
    with pytest.raises(ShareGone):
        await den.showcase.note(ANA, said.id)
