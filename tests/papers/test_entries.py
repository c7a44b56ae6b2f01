"""Proves how essences, questions and notes are kept, posted, changed and taken back, without Discord (P8, P9, A9, promise 6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.store import silences
from bot.communities.store import moderation, topics
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Gone, Refused, Sent, State, Unknown
from bot.papers.model.groups import Group, Phase, Round
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
    KEEP_TRYING,
    MOST_ASKED,
    MOST_POSTS,
    QUESTION,
    REFUSED,
    SESSION,
    Entry,
    EntryKind,
    EntryState,
)
from bot.papers.service.posting import EntryWork, claim_post
from bot.papers.store import entries, groups, papers, saves
from tests.papers.house import (
    ANA,
    BEN,
    CHANNEL,
    CLEO,
    GUILD,
    LEAVES,
    OTHER_GUILD,
    WARMUP,
    Den,
    den,
    sqlite_den,
)
from tests.traces import in_tables

__all__ = ["den", "sqlite_den"]

WORDS = ("Leaves turn yellow", "", "none, on purpose")
ASKED = ("We fine-tune a small\nnetwork", "Why a small one?", "")
TOKEN = "hf_" + "a1B2c3D4e5" * 3


async def wrote(den: Den, who: int = ANA, parts: tuple[str, str, str] = WORDS, guild: int = GUILD) -> Entry:
    """Somebody's essence, kept for them alone."""
    return await den.papers.write_essence(guild, who, LEAVES.arxiv_id, parts)


async def posts(den: Den, entry: Entry, *, may_post: bool = True) -> Delivery:
    """Its author posts it; Discord has not answered yet."""
    posted = await den.papers.post_entry(entry.user_id, entry.id, may_post=may_post)
    assert posted.claimed is not None
    return posted.claimed


async def sent(den: Den, entry: Entry) -> Entry:
    """Its author posts it, and Discord takes it."""
    claimed = await posts(den, entry)
    await den.papers.record_post(claimed, Sent(claimed.id * 1000))
    return await stands(den, entry)


async def stands(den: Den, entry: Entry) -> Entry:
    """An entry as it is now."""
    return (await den.papers.own_entry(entry.user_id, entry.id)).entry


async def asked(den: Den, topic_id: int = 0, unclear: str = ASKED[1]) -> Entry:
    """Ana's question, in Discord."""
    parts = (ASKED[0], unclear, "")
    entry = await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, parts, topic_id)
    return await sent(den, entry)


async def follow(den: Den, *people: int) -> int:
    """These follow a topic; returns it."""

    def choose(tx: Tx) -> int:
        topic = topics.start_topics(tx, GUILD)[0]
        for each in people:
            topics.choose_helping(tx, GUILD, each, [topic.id])
        return topic.id

    return await den.app.db.write(choose)


async def told(den: Den, *people: int, kind: str = QUESTION) -> set[int]:
    """Those of these for whom something of a kind waits."""
    return {
        each
        for each in people
        if any(line.kind == kind for line in (await den.app.attention.inbox(each)).waiting)
    }


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


async def test_a_question_is_told_to_a_few_once_it_is_there(den: Den) -> None:
    people = [BEN, CLEO, *range(50, 57)]
    topic = await follow(den, ANA, *people)
    await den.app.db.write(lambda tx: silences.silence_from(tx, BEN, ANA))
    await den.app.db.write(lambda tx: silences.silence_from(tx, ANA, CLEO))
    entry = await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, ASKED, topic)
    assert entry.parts[0] == "We fine-tune a small network"
    claimed = await posts(den, entry)
    assert await told(den, *people) == set()
    await den.papers.record_post(claimed, Sent(claimed.id * 1000))
    assert await told(den, ANA, *people) == {50, 51, 52, 53, 54}
    assert len(await told(den, *people)) == MOST_ASKED
    (line, *_) = (await den.app.attention.inbox(50)).waiting
    (found,) = (await den.papers.questions_told([line])).values()
    assert (found.paper.arxiv_id, found.topic.id) == (LEAVES.arxiv_id, topic)
    assert found.url.endswith(f"/{CHANNEL + GUILD}/{claimed.id * 1000}")
    # Its thread is due, also should the process end here.
    (taken,) = await den.papers.take_unfinished(9)
    work = await den.papers.entry_work(entry.id, [taken])
    assert (work.send, work.opens) == (None, True)
    # Those who were told rest for a day; the next question goes to the others.
    await asked(den, topic, "And why yellow?")
    assert await told(den, *people) == {*range(50, 57)}
    # The same form once more is the same question.
    assert (await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, ASKED, topic)).id == entry.id


async def test_a_question_that_is_understood_or_gone_is_told_no_more(den: Den) -> None:
    topic = await follow(den, BEN)
    entry = await asked(den, topic)
    solved = await den.papers.understood(ANA, entry.id)
    assert solved.solved_at == den.clock.now
    assert await told(den, BEN) == set()
    assert (await den.papers.take_unfinished(9))[0].dirty
    assert (await den.papers.understood(ANA, entry.id, wanted=False)).solved_at is None
    assert await told(den, BEN) == set()
    den.clock.forward(days=2)
    again = await asked(den, topic, "And why yellow?")
    assert await told(den, BEN) == {BEN}
    await den.papers.delete_entry(ANA, again.id)
    assert await told(den, BEN) == set()


async def test_a_line_is_left_out_when_it_is_not_so_any_more(sqlite_den: Den) -> None:
    den = sqlite_den
    await asked(den, await follow(den, BEN))
    (line,) = (await den.app.attention.inbox(BEN)).waiting
    assert list(await den.papers.questions_told([line])) == [line.id]
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    assert await den.papers.questions_told([line]) == {}
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    await den.leaves(ANA)
    assert await den.papers.questions_told([line]) == {}


async def test_a_line_about_a_question_waits_a_week(sqlite_den: Den) -> None:
    await asked(sqlite_den, await follow(sqlite_den, BEN))
    (line,) = (await sqlite_den.app.attention.inbox(BEN)).waiting
    assert line.expires_at - line.made_at == timedelta(days=7)


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


async def due(den: Den) -> list[Delivery]:
    """Posts that have to be seen to, a day later."""
    den.clock.forward(days=1)
    return await den.papers.take_unfinished(9)


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


async def test_the_same_may_be_asked_again_and_a_private_question_takes_the_new_topic(
    sqlite_den: Den,
) -> None:
    den = sqlite_den
    topic = await follow(den, BEN)
    entry = await asked(den)
    same = (GUILD, ANA, LEAVES.arxiv_id, ASKED)
    assert (await den.papers.write_question(*same, topic)).id == entry.id  # the form came twice
    await den.papers.understood(ANA, entry.id)
    again = await den.papers.write_question(*same, 0)
    assert again.id != entry.id
    with_topic = await den.papers.write_question(*same, topic)
    assert (with_topic.id, with_topic.topic_id) == (again.id, topic)
    assert (await sent(den, with_topic)).topic_id == topic
    den.clock.forward(minutes=6)
    assert (await den.papers.write_question(*same, topic)).id not in (entry.id, again.id)


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
