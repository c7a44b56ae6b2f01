"""Proves how essences and other entries are kept, posted, changed and taken back, without Discord (P8, A9, promise 6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.attention.model.refusals import TooOften
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.deliveries.model import Refused, Sent, State, Unknown
from bot.papers.model.refusals import (
    BadPaperLink,
    EntryGone,
    MayNotWrite,
    NoPapers,
    NothingWritten,
    PaperGone,
    WordsRefused,
    WordsTooLong,
)
from bot.papers.model.values import (
    FIELD,
    MOST_POSTS,
    REFUSED,
    EntryKind,
    EntryState,
)
from bot.papers.service.posting import EntryWork
from bot.papers.store import papers, saves
from tests.papers.house import (
    ANA,
    BEN,
    CHANNEL,
    GUILD,
    LEAVES,
    OTHER_GUILD,
    WARMUP,
    Den,
    den,
    sqlite_den,
)
from tests.papers.written import WORDS, due, posts, sent, stands, wrote
from tests.traces import in_tables

__all__ = ["den", "sqlite_den"]

TOKEN = "hf_" + "a1B2c3D4e5" * 3


async def test_an_essence_is_its_authors_alone_until_it_is_posted_and_there_is_one(den: Den) -> None:
    first = await wrote(den)
    assert (first.state, first.kind, first.parts) == (EntryState.PRIVATE, EntryKind.ESSENCE, WORDS)
    assert await den.papers.entry_post(first.id) is None
    again = await wrote(den, parts=("It is about leaves", "", ""))
    assert again.id == first.id
    assert (await stands(den, first)).parts == ("It is about leaves", "", "")
    assert (await wrote(den, BEN)).id != first.id
    assert (await wrote(den, guild=OTHER_GUILD)).id != first.id
    posted = await sent(den, first)
    assert (posted.state, posted.channel_id) == (EntryState.POSTED, CHANNEL + GUILD)
    changed = await wrote(den)
    assert changed.state is EntryState.POSTED
    (taken,) = await den.papers.take_unfinished(9)
    assert (taken.subject_id, taken.dirty) == (first.id, True)


async def test_the_server_keeps_its_own_copy_of_a_paper_while_somebody_uses_it(den: Den) -> None:
    def kept(tx: Tx) -> list[str]:
        return [each.arxiv_id for each in papers.kept(tx, GUILD)]

    mine, theirs = await wrote(den), await wrote(den, BEN)
    await den.app.db.write(lambda tx: saves.add(tx, GUILD, BEN, WARMUP))
    assert await den.app.db.read(kept) == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    await den.papers.delete_entry(ANA, mine.id)
    assert await den.app.db.read(kept) == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    await den.papers.delete_entry(BEN, theirs.id)
    assert await den.app.db.read(kept) == [WARMUP.arxiv_id]


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        (("", " \u200b ", "\n"), NothingWritten),
        (("a" * (FIELD + 1), "", ""), WordsTooLong),
        (("*" * FIELD, "_" * FIELD, "~" * FIELD), WordsTooLong),  # each sign is taken apart, and so is longer
        (("", f"my key is {TOKEN}", ""), WordsRefused),
    ],
    ids=["empty", "long", "longer than it looks", "a secret"],
)
async def test_what_cannot_be_kept_is_stored_nowhere(
    sqlite_den: Den, parts: tuple[str, str, str], refused: type[Refusal], migrated_sqlite_url: str
) -> None:
    with pytest.raises(refused):
        await wrote(sqlite_den, parts=parts)
    with pytest.raises(refused):
        await sqlite_den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, parts, 0)
    assert in_tables(migrated_sqlite_url, TOKEN, ANA) == []


async def test_three_full_fields_fit(sqlite_den: Den) -> None:
    entry = await wrote(sqlite_den, parts=("word " * 100, "ward " * 100, "wind " * 100))
    assert all(len(each) == FIELD - 1 for each in entry.parts)


async def test_what_may_not_be_posted_stays_its_authors_own(sqlite_den: Den) -> None:
    den = sqlite_den
    entry = await wrote(den)
    with pytest.raises(MayNotWrite) as closed:
        await posts(den, entry, may_post=False)
    assert (closed.value.channel_id, closed.value.entry_id) == (CHANNEL + GUILD, entry.id)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["yellow"]))
    with pytest.raises(WordsRefused) as word:
        await posts(den, entry)
    assert (word.value.what, word.value.whose, word.value.entry_id) == ("word", "yellow", entry.id)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, []))
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    with pytest.raises(WordsRefused) as stopped:
        await posts(den, entry)
    assert (stopped.value.what, stopped.value.entry_id) == ("stopped", entry.id)
    assert (await stands(den, entry)).state is EntryState.PRIVATE
    await den.change(on=False)
    with pytest.raises(NoPapers):
        await den.papers.place_of_entry(ANA, entry.id)


async def test_a_change_of_what_others_see_is_checked_like_a_post_and_counts_as_none(sqlite_den: Den) -> None:
    den = sqlite_den
    entry = await sent(den, await wrote(den))
    for number in range(MOST_POSTS + 1):
        await den.papers.rewrite_entry(ANA, entry.id, (f"number {number}", "", ""), may_post=True)
    with pytest.raises(MayNotWrite):
        await den.papers.rewrite_entry(ANA, entry.id, WORDS, may_post=False)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["yellow"]))
    with pytest.raises(WordsRefused):
        await den.papers.rewrite_entry(ANA, entry.id, WORDS, may_post=True)
    assert (await stands(den, entry)).parts == (f"number {MOST_POSTS}", "", "")


async def test_posts_of_a_member_are_limited(sqlite_den: Den) -> None:
    den = sqlite_den
    entry = await wrote(den)
    for _time in range(MOST_POSTS):
        await posts(den, entry)
        await den.papers.keep_entry(ANA, entry.id)
    with pytest.raises(TooOften):
        await posts(den, entry)
    den.clock.forward(hours=1)
    await posts(den, entry)


async def test_nobody_touches_what_is_anothers(sqlite_den: Den) -> None:
    den = sqlite_den
    entry = await wrote(den)
    for refused in (
        den.papers.own_entry(BEN, entry.id),
        den.papers.delete_entry(BEN, entry.id),
        den.papers.keep_entry(BEN, entry.id),
        den.papers.understood(BEN, entry.id),
        den.papers.rewrite_entry(BEN, entry.id, WORDS, may_post=True),
        den.papers.talked_of(GUILD, entry.id),  # private
    ):
        with pytest.raises(EntryGone):
            await refused
    with pytest.raises(PaperGone):
        await den.papers.about(GUILD, ANA, "2601.99999")


async def test_trying_makes_an_essence_or_says_so_on_the_one_there_is(den: Den) -> None:
    made = await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, "github.com/ana/leaves?utm_source=x", "")
    assert (made.link, made.state) == ("https://github.com/ana/leaves", EntryState.PRIVATE)
    assert made.practised_at == den.clock.now
    await sent(den, made)
    den.clock.forward(days=1)
    said = await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, "", "It works on basil.")
    assert (said.id, said.link, said.tried) == (made.id, "", "It works on basil.")
    assert said.practised_at == made.practised_at
    assert [each.subject_id for each in await den.papers.take_unfinished(9)] == [made.id]
    with pytest.raises(NothingWritten):  # nothing else would be left of it
        await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, "", "")
    await wrote(den)
    back = await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, " ", "")
    assert (back.parts, back.tried, back.practised_at) == (WORDS, "", None)
    with pytest.raises(BadPaperLink):
        await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, "discord.gg/abc", "")
    with pytest.raises(WordsRefused):
        await den.papers.try_it(GUILD, ANA, LEAVES.arxiv_id, "", TOKEN)


async def test_back_to_oneself_and_deleted_take_the_post_along(den: Den, migrated_url: str) -> None:
    entry = await sent(den, await wrote(den))
    back = await den.papers.keep_entry(ANA, entry.id)
    assert back.was_posted
    assert len(back.removals) == 1
    private = await stands(den, entry)
    assert (private.state, private.parts, private.posted_at) == (EntryState.PRIVATE, WORDS, None)
    again = await sent(den, private)
    gone = await den.papers.delete_entry(ANA, again.id)
    assert (gone.was_posted, gone.entry.parts, len(gone.removals)) == (True, WORDS, 1)
    assert in_tables(migrated_url, "yellow", "on purpose") == []
    with pytest.raises(EntryGone):
        await stands(den, entry)


async def test_a_post_that_went_before_it_was_recorded_is_no_post(sqlite_den: Den) -> None:
    den = sqlite_den
    entry = await wrote(den)
    claimed = await posts(den, entry)
    gone = await den.papers.delete_entry(ANA, entry.id)
    stands_ = await den.papers.record_post(claimed, Sent(77))
    assert stands_ is not None
    assert stands_.state is State.REMOVING
    assert gone.removals == (claimed.id,)


async def test_a_channel_out_of_reach_is_told_once(sqlite_den: Den) -> None:
    den = sqlite_den
    claimed = await posts(den, await wrote(den))
    refused = await den.papers.record_post(claimed, Refused(50001, "Missing Access"))
    assert refused is not None
    await den.papers.entry_out_of_reach(refused)
    await den.papers.entry_out_of_reach(replace(refused, channel_id=4321))  # nothing of ours belongs there
    (notice,) = await den.app.attention.open_notices(GUILD)
    assert notice.kind == REFUSED
    (taken,) = await due(den)
    await den.papers.record_post(taken, Sent(5))
    assert await den.app.attention.open_notices(GUILD) == []


async def stopped(den: Den) -> None:
    """Organisers stop ana's posts."""
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))


async def refuse(den: Den) -> None:
    """Organisers do not want a word of hers."""
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["yellow"]))


async def goes(den: Den) -> None:
    """She leaves."""
    await den.leaves(ANA)


async def switched_off(den: Den) -> None:
    """Papers are switched off."""
    await den.change(on=False)


async def moved(den: Den) -> None:
    """Papers come elsewhere."""
    await den.change(channel_id=999)


@pytest.mark.parametrize("meanwhile", [stopped, refuse, goes, switched_off, moved])
async def test_what_may_not_be_posted_any_more_is_not_sent_late(
    sqlite_den: Den, meanwhile: Callable[[Den], Awaitable[None]]
) -> None:
    den = sqlite_den
    entry = await wrote(den)
    await den.papers.record_post(await posts(den, entry), Unknown("HTTP 500"))
    (taken,) = await due(den)
    work = await den.papers.entry_work(entry.id, [taken])
    assert work.send == taken
    await meanwhile(den)
    (taken,) = await due(den)
    assert await den.papers.entry_work(entry.id, [taken]) == EntryWork()
    back = await stands(den, entry)
    assert (back.state, back.parts, back.channel_id) == (EntryState.PRIVATE, WORDS, 0)
    # Should an earlier try have got through, its message is looked for and removed.
    assert await den.papers.entry_delivery(entry.id) is None
    den.clock.forward(minutes=2)
    (removal,) = await den.app.deliveries.take_due_removals(9)
    assert removal.id == taken.id
