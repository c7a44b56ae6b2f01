"""Proves where the notes of a session stand, and that they go where it goes (P10)."""

from __future__ import annotations

import pytest

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Gone, Sent
from bot.papers.model.groups import Group, Phase, Round
from bot.papers.model.refusals import (
    EntryGone,
)
from bot.papers.model.values import (
    KEEP_TRYING,
    SESSION,
    Entry,
    EntryKind,
    EntryState,
)
from bot.papers.service.posting import claim_post
from bot.papers.store import entries, groups
from tests.papers.house import (
    ANA,
    GUILD,
    LEAVES,
    Den,
    den,
    sqlite_den,
)
from tests.papers.written import posts, sent, stands

__all__ = ["den", "sqlite_den"]


async def test_notes_go_where_their_entry_says(sqlite_den: Den) -> None:
    den = sqlite_den

    def note(tx: Tx) -> Delivery | None:
        new = Entry(
            0, GUILD, LEAVES.arxiv_id, ANA, EntryKind.NOTES, EntryState.POSTED, ("We learned", "", ""),
            channel_id=4321,
        )  # fmt: skip
        return claim_post(tx, entries.add(tx, new))

    claimed = await den.app.db.write(note)
    assert claimed is not None
    assert (claimed.channel_id, claimed.give_up_at) == (4321, den.clock.now + KEEP_TRYING)
    await den.papers.record_post(claimed, Sent(99))
    assert await den.papers.take_unfinished(9) == []  # no thread of their own
    assert (await den.papers.place_of_entry(ANA, claimed.subject_id)).channel_id == 4321
    back = await den.papers.keep_entry(ANA, claimed.subject_id)
    assert await den.papers.next_left_thread() is None
    assert (await den.papers.place_of_entry(ANA, back.entry.id)).channel_id == 4321


async def test_notes_whose_thread_is_gone_go_into_the_channel_of_their_session(sqlite_den: Den) -> None:
    den = sqlite_den

    def note(tx: Tx) -> Entry:
        groups.save(tx, Group(GUILD, 300))
        value = groups.open_round(tx, Round(0, GUILD, 300, Phase.NOTING, tx.now, tx.now))
        new = Entry(
            0, GUILD, LEAVES.arxiv_id, ANA, EntryKind.NOTES, EntryState.PRIVATE, ("We learned", "", ""),
            round_id=value.id, channel_id=4321,
        )  # fmt: skip
        return entries.add(tx, new)

    entry = await den.app.db.write(note)
    place = await den.papers.place_of_entry(ANA, entry.id)
    assert (place.channel_id, place.asked, place.is_thread) == (4321, 300, True)
    refused = await den.papers.record_post(await posts(den, entry), Gone(10003))
    assert refused is not None
    await den.papers.entry_out_of_reach(refused)
    place = await den.papers.place_of_entry(ANA, entry.id)
    assert (place.channel_id, place.asked, place.is_thread) == (300, 300, False)
    claimed = await posts(den, await stands(den, entry))
    assert claimed.channel_id == 300
    await den.papers.record_post(claimed, Sent(5))
    places = await den.papers.places_in(GUILD, 300, channel=True)
    assert places == {300}
    await den.papers.places_deleted(GUILD, places)
    with pytest.raises(EntryGone):
        await stands(den, entry)


async def test_notes_go_with_the_channel_of_their_thread(sqlite_den: Den) -> None:
    den = sqlite_den

    def note(tx: Tx) -> Entry:
        value = groups.open_round(tx, Round(0, GUILD, 300, Phase.NOTING, tx.now, tx.now))
        card = deliveries.claim_new(
            tx, SESSION, value.id, guild_id=GUILD, channel_id=300, keep_for=KEEP_TRYING
        )
        assert card is not None
        deliveries.record(tx, card, Sent(4321))
        new = Entry(
            0, GUILD, LEAVES.arxiv_id, ANA, EntryKind.NOTES, EntryState.PRIVATE, ("We learned", "", ""),
            round_id=value.id, channel_id=4321,
        )  # fmt: skip
        return entries.add(tx, new)

    entry = await den.app.db.write(note)
    assert (await den.papers.place_of_entry(ANA, entry.id)).asked == 300
    await sent(den, entry)
    assert await den.papers.places_in(GUILD, 300) == frozenset()
    await den.papers.places_deleted(GUILD, await den.papers.places_in(GUILD, 300, channel=True))
    with pytest.raises(EntryGone):
        await stands(den, entry)
