"""Proves how papers are found: what is known first, one request for what is not, honest words when nobody answers (P4, P7)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.attention.model.refusals import TooOften
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Sent
from bot.papers.model.groups import Group
from bot.papers.model.refusals import (
    BadArxivId,
    NoAnswer,
    NoPapers,
    NothingFound,
    PaperGone,
    UnknownPaper,
    WordsRefused,
)
from bot.papers.model.values import ENTRY, Chosen, Entry, EntryKind, EntryState, Paper, Reason, Why
from bot.papers.service.finding import FINDS_PER, MOST_FINDS, Outcome, Results
from bot.papers.store import digests, entries, groups, papers
from tests.papers.arxiv import Arxiv, serving
from tests.papers.house import ANA, BEN, CHANNEL, GUILD, LEAVES, OTHER_GUILD, WARMUP, Den, invented, open_den
from tests.traces import in_tables

NEW = invented(7, title="A Paper Nobody Here Knows")
OLD = Paper("hep-th/9901001", "Old Strings", ("A. Author",), "Old words.", ("hep-th",))


@pytest.fixture
async def arxiv() -> AsyncIterator[Arxiv]:
    """An arXiv that knows two papers which nobody here knows."""
    async with serving(NEW, OLD) as made:
        yield made


@pytest.fixture
async def den(migrated_sqlite_url: str, arxiv: Arxiv) -> AsyncIterator[Den]:
    """A den that asks this arXiv."""
    async with open_den(migrated_sqlite_url, arxiv.settings) as made:
        yield made


async def find(den: Den, typed: str, who: int = ANA, guild_id: int = GUILD) -> Paper | Results:
    """What somebody looks for, long after the last request."""
    den.clock.forward(minutes=1)
    return await den.papers.find(guild_id, typed, user_id=who)


async def wrote(den: Den, paper: Paper, text: str, guild_id: int = GUILD) -> Entry:
    """Somebody's essence of a paper, posted."""

    def write(tx: Tx) -> Entry:
        papers.keep(tx, guild_id, paper)
        new = Entry(
            0,
            guild_id,
            paper.arxiv_id,
            BEN,
            EntryKind.ESSENCE,
            EntryState.POSTED,
            (text, "", ""),
            posted_at=tx.now,
        )
        return entries.add(tx, new)

    return await den.app.db.write(write)


async def test_what_is_known_here_needs_no_request(den: Den, arxiv: Arxiv) -> None:
    assert await find(den, f"https://arxiv.org/abs/{LEAVES.arxiv_id}v3") == LEAVES
    assert await den.papers.paper(GUILD, LEAVES.arxiv_id, user_id=ANA) == LEAVES
    assert arxiv.asked == []


async def test_an_unknown_id_is_asked_for_once_and_known_from_then_on(den: Den, arxiv: Arxiv) -> None:
    waited = []

    async def waiting() -> None:
        waited.append(len(arxiv.asked))

    found = await den.papers.find(GUILD, f"arXiv:{NEW.arxiv_id}v9", user_id=ANA, waiting=waiting)
    assert isinstance(found, Paper)
    assert (found.arxiv_id, found.title, found.authors) == (NEW.arxiv_id, NEW.title, NEW.authors)
    assert waited == [0], "Discord is told before arXiv is asked"
    assert isinstance(await find(den, NEW.arxiv_id, BEN, OTHER_GUILD), Paper)
    assert arxiv.asked == [NEW.arxiv_id]
    old = await find(den, "hep-th/9901001v2")
    assert isinstance(old, Paper)
    assert old.arxiv_id == OLD.arxiv_id


async def test_what_arxiv_does_not_know_is_asked_once_a_day_and_said(den: Den, arxiv: Arxiv) -> None:
    for who in (ANA, BEN):
        with pytest.raises(UnknownPaper):
            await find(den, "2601.09999", who)
    assert arxiv.asked == ["2601.09999"]
    den.clock.forward(days=1, minutes=1)
    with pytest.raises(UnknownPaper):
        await find(den, "2601.09999")
    assert len(arxiv.asked) == 2


async def test_a_wrong_id_is_refused_without_a_request(den: Den, arxiv: Arxiv) -> None:
    with pytest.raises(BadArxivId) as refused:
        await find(den, "2602.00001")
    assert refused.value.why == "future", "by the clock of the bot"
    assert arxiv.asked == []


async def test_words_find_papers_and_what_the_group_wrote(den: Den, arxiv: Arxiv) -> None:
    arxiv.found, arxiv.total = [NEW, LEAVES], 40
    entry = await wrote(den, WARMUP, "Tomato is not a fruit to them")
    await wrote(den, WARMUP, "Tomato of elsewhere", OTHER_GUILD)
    found = await find(den, "  Tomato \n ")
    assert isinstance(found, Results)
    assert [each.arxiv_id for each in found.found.papers] == [NEW.arxiv_id, LEAVES.arxiv_id]
    assert found.found.total == 40
    assert [(each.entry.id, each.paper, each.url) for each in found.written] == [(entry.id, WARMUP, "")]
    again = await find(den, "tomato", BEN, OTHER_GUILD)
    assert isinstance(again, Results)
    assert len(again.found.papers) == 2
    assert len(arxiv.asked) == 1, "the same words once a day, whoever asks"


async def test_a_post_is_found_with_its_address(den: Den, arxiv: Arxiv) -> None:
    entry = await wrote(den, WARMUP, "Fewer steps")

    def post(tx: Tx) -> None:
        claimed = deliveries.claim_new(
            tx, ENTRY, entry.id, guild_id=GUILD, channel_id=CHANNEL, keep_for=FINDS_PER
        )
        assert claimed is not None
        deliveries.record(tx, claimed, Sent(77))

    await den.app.db.write(post)
    found = await find(den, "fewer steps")
    assert isinstance(found, Results)
    assert found.outcome is Outcome.NOTHING
    assert found.written[0].url.endswith("/77")


@pytest.mark.parametrize("typed", ["no such words", "???", "\u200b"])
async def test_nothing_found_is_said(den: Den, arxiv: Arxiv, typed: str) -> None:
    with pytest.raises(NothingFound):
        await find(den, typed)
    assert len(arxiv.asked) == (typed == "no such words")


async def test_silence_is_never_nothing(den: Den, arxiv: Arxiv) -> None:
    arxiv.status = 500
    with pytest.raises(NoAnswer):
        await find(den, "tomato")
    await wrote(den, WARMUP, "Tomato is not a fruit to them")
    den.clock.forward(hours=2)
    found = await find(den, "tomato")
    assert isinstance(found, Results)
    assert (found.outcome, len(found.written)) == (Outcome.SILENT, 1)
    den.clock.forward(hours=2)
    with pytest.raises(NoAnswer):
        await find(den, NEW.arxiv_id)
    arxiv.status = 200
    den.clock.forward(hours=2)
    assert isinstance(await find(den, NEW.arxiv_id), Paper)


async def test_a_member_asks_arxiv_only_so_often_but_reads_as_much_as_they_like(
    den: Den, arxiv: Arxiv
) -> None:
    arxiv.found = [NEW]
    for number in range(MOST_FINDS):
        await find(den, f"tomato {number}")
    with pytest.raises(TooOften):
        await find(den, "one more")
    assert isinstance(await find(den, "tomato 1"), Results)
    assert isinstance(await find(den, LEAVES.arxiv_id), Paper)
    assert isinstance(await find(den, "one more", BEN), Results)


async def test_long_words_are_asked_for_in_part(den: Den, arxiv: Arxiv) -> None:
    arxiv.found = [NEW]
    assert isinstance(await find(den, "tomato " * 100), Results)
    assert len(arxiv.asked[0]) < 1500


async def test_papers_that_are_off_find_nothing_but_a_reading_group_does(den: Den) -> None:
    await den.change(on=False)
    with pytest.raises(NoPapers) as refused:
        await den.papers.find(GUILD, LEAVES.arxiv_id, user_id=ANA, organiser=True)
    assert refused.value.organiser
    with pytest.raises(NoPapers):
        await den.papers.hub(GUILD)
    await den.app.db.write(lambda tx: groups.save(tx, Group(GUILD, CHANNEL)))
    assert await find(den, LEAVES.arxiv_id) == LEAVES
    assert (await den.papers.hub(GUILD)).today is None
    with pytest.raises(NoPapers):
        await find(den, LEAVES.arxiv_id, guild_id=999)


async def test_a_paper_that_was_forgotten_is_asked_for_or_shown_as_it_was(den: Den, arxiv: Arxiv) -> None:
    """The buttons of an old post work: the server's own copy, else arXiv, else what the digest said of it."""
    gone = invented(8)

    def show(tx: Tx) -> None:
        digests.add(
            tx,
            GUILD,
            den.clock.now.date(),
            [Chosen(each, Why(Reason.CATEGORY, "cs.LG")) for each in (NEW, gone)],
        )

    await den.app.db.write(show)
    fresh = await den.papers.paper(GUILD, NEW.arxiv_id, user_id=ANA)
    assert fresh.summary == NEW.summary
    den.clock.forward(minutes=1)
    shown = await den.papers.paper(GUILD, gone.arxiv_id, user_id=ANA)
    assert (shown.title, shown.authors, shown.summary) == (gone.title, gone.authors, "")
    with pytest.raises(PaperGone):
        await den.papers.paper(OTHER_GUILD, gone.arxiv_id, user_id=ANA)
    for nonsense in ("", "tomato", "2613.00001", "::"):
        with pytest.raises(PaperGone):
            await den.papers.paper(GUILD, nonsense, user_id=ANA)
    assert arxiv.asked == [NEW.arxiv_id, gone.arxiv_id]
    arxiv.status = 500
    den.clock.forward(minutes=1)
    with pytest.raises(NoAnswer):
        await den.papers.paper(GUILD, replace(gone, arxiv_id="2601.00009").arxiv_id, user_id=ANA)


async def test_two_who_look_for_the_same_at_once_ask_once(den: Den, arxiv: Arxiv) -> None:
    arxiv.found = [NEW]
    first, second = await asyncio.gather(den.papers.find(GUILD, "tomato", user_id=ANA), _later(den, "tomato"))
    assert isinstance(first, Results)
    assert isinstance(second, Results)
    assert first.found == second.found
    assert len(arxiv.asked) == 1


async def _later(den: Den, typed: str) -> Paper | Results:
    """Somebody else looks for it, and time passes while they wait for their turn."""
    looking = asyncio.ensure_future(den.papers.find(GUILD, typed, user_id=BEN))
    await asyncio.sleep(0.3)
    den.clock.forward(minutes=1)
    return await looking


async def test_what_is_kept_without_its_abstract_is_asked_for_again_and_can_be_written_about(
    den: Den, arxiv: Arxiv
) -> None:
    def show(tx: Tx) -> None:
        digests.add(tx, GUILD, den.clock.now.date(), [Chosen(NEW, Why(Reason.CATEGORY, "cs.LG"))])

    await den.app.db.write(show)
    arxiv.status = 500
    shown = await den.papers.paper(GUILD, NEW.arxiv_id, user_id=ANA)
    assert (shown.title, shown.summary) == (NEW.title, "")
    await den.papers.save_paper(GUILD, ANA, shown)
    await den.papers.write_essence(GUILD, BEN, NEW.arxiv_id, ("What nobody knows", "", ""))
    den.clock.forward(hours=2)
    assert await find(den, NEW.arxiv_id) == shown
    arxiv.status = 200
    den.clock.forward(hours=2)
    assert (await den.papers.paper(GUILD, NEW.arxiv_id, user_id=ANA)).summary == NEW.summary
    (kept,) = await den.app.db.read(lambda tx: papers.kept(tx, GUILD))
    assert kept.summary == NEW.summary


async def test_what_is_typed_is_stored_nowhere_and_a_secret_goes_nowhere(
    den: Den, arxiv: Arxiv, migrated_sqlite_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    arxiv.found = [NEW]
    await find(den, "Quagga stripes")
    assert in_tables(migrated_sqlite_url, "quagga", "Quagga") == []
    assert len(arxiv.asked) == 1
    secret = "hf_" + "a1B2c3D4e5" * 3
    with pytest.raises(WordsRefused) as refused:
        await find(den, f"how to use {secret}")
    assert refused.value.what == "secret"
    assert len(arxiv.asked) == 1
    said = "".join(capfd.readouterr())
    assert "quagga" not in said.casefold()
    assert secret not in said
