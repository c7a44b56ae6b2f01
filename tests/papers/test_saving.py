"""Proves saved papers on both databases: kept for who saved them, copied for their server, and gone when nobody uses them."""

from __future__ import annotations

import pytest

from bot.attention.model.refusals import TooOften
from bot.core.db import Tx
from bot.papers.model.groups import Phase, Round
from bot.papers.model.refusals import PaperGone
from bot.papers.model.values import Entry, EntryKind, EntryState, Paper, Truth
from bot.papers.service.saving import MOST_SAVES, PAGE, SAVES_PER
from bot.papers.store import entries, groups, nominations, papers, saves
from tests.papers.house import (
    ANA,
    BEN,
    BIRDS,
    CHANNEL,
    GUILD,
    LEAVES,
    OTHER_GUILD,
    SPINS,
    WARMUP,
    Den,
    den,
    invented,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]


async def save(den: Den, *saved: Paper, who: int = ANA, guild_id: int = GUILD) -> None:
    """Somebody saves these, one a minute."""
    for each in saved:
        den.clock.forward(minutes=1)
        await den.papers.save_paper(guild_id, who, each)


async def kept(den: Den, guild_id: int = GUILD) -> list[str]:
    """The ids of the copies that a server keeps."""
    return await den.app.db.read(lambda tx: [each.arxiv_id for each in papers.kept(tx, guild_id)])


async def test_what_is_saved_is_ones_own_and_every_paper_of_a_server_is_there_once(den: Den) -> None:
    await save(den, LEAVES, SPINS, LEAVES)
    await save(den, WARMUP, SPINS, who=BEN)
    await save(den, BIRDS, guild_id=OTHER_GUILD)
    here = await den.papers.my_papers(ANA, guild_id=GUILD)
    assert [each.paper for each in here.saved] == [SPINS, LEAVES]
    everywhere = await den.papers.my_papers(ANA, guild_id=None)
    assert [(each.guild_id, each.paper) for each in everywhere.saved] == [
        (OTHER_GUILD, BIRDS),
        (GUILD, SPINS),
        (GUILD, LEAVES),
    ]
    saved = await den.app.db.read(lambda tx: saves.saved_in(tx, GUILD))
    assert saved == [SPINS, WARMUP, LEAVES]
    members = await den.app.db.read(saves.members)
    assert members == {(GUILD, ANA), (GUILD, BEN), (OTHER_GUILD, ANA)}


async def test_the_copy_goes_when_nobody_there_uses_it(den: Den) -> None:
    await save(den, LEAVES, SPINS, WARMUP, BIRDS)
    await save(den, LEAVES, who=BEN)
    await save(den, LEAVES, guild_id=OTHER_GUILD)

    def use(tx: Tx) -> None:
        entries.add(
            tx,
            Entry(0, GUILD, SPINS.arxiv_id, BEN, EntryKind.ESSENCE, EntryState.PRIVATE, ("It spins", "", "")),
        )
        now = tx.now
        opened = groups.open_round(tx, Round(0, GUILD, CHANNEL, Phase.NOMINATING, now, now))
        nominations.add(tx, GUILD, opened.id, WARMUP.arxiv_id, BEN, "")

    await den.app.db.write(use)
    for each in (LEAVES, SPINS, WARMUP, BIRDS):
        await den.papers.unsave_paper(GUILD, ANA, each.arxiv_id)
    assert await kept(den) == sorted((LEAVES.arxiv_id, WARMUP.arxiv_id, SPINS.arxiv_id))
    await den.app.db.write(lambda tx: saves.erase(tx, BEN, GUILD))
    assert await kept(den) == sorted((WARMUP.arxiv_id, SPINS.arxiv_id))
    await den.app.db.write(lambda tx: saves.erase(tx, ANA))
    assert await kept(den, OTHER_GUILD) == []
    assert await den.app.db.read(saves.members) == set()


async def test_lists_come_in_pages(sqlite_den: Den) -> None:
    many = [invented(number) for number in range(100, 100 + PAGE + 3)]
    await save(sqlite_den, *many)
    first = await sqlite_den.papers.my_papers(ANA, guild_id=GUILD)
    assert [each.paper for each in first.saved] == many[::-1][:PAGE]
    assert (first.more_saved, first.more_wrote) == (True, False)
    rest = await sqlite_den.papers.my_papers(ANA, guild_id=GUILD, saved_from=PAGE)
    assert [each.paper for each in rest.saved] == many[2::-1]
    assert not rest.more_saved


async def test_saving_is_limited_and_saving_again_is_free(sqlite_den: Den) -> None:
    for number in range(MOST_SAVES):
        await sqlite_den.papers.save_paper(GUILD, ANA, invented(number + 1))
    with pytest.raises(TooOften):
        await sqlite_den.papers.save_paper(GUILD, ANA, LEAVES)
    await sqlite_den.papers.save_paper(GUILD, ANA, invented(1))
    sqlite_den.clock.now += SAVES_PER
    await sqlite_den.papers.save_paper(GUILD, ANA, LEAVES)


async def test_a_card_says_what_is_so_here_and_nothing_of_elsewhere(sqlite_den: Den) -> None:
    den = sqlite_den
    await save(den, LEAVES)

    def write(tx: Tx) -> None:
        papers.keep(tx, OTHER_GUILD, LEAVES)
        for guild_id, state in ((GUILD, EntryState.PRIVATE), (OTHER_GUILD, EntryState.POSTED)):
            entries.add(
                tx,
                Entry(
                    0,
                    guild_id,
                    LEAVES.arxiv_id,
                    ANA,
                    EntryKind.ESSENCE,
                    state,
                    ("Leaves", "", ""),
                    posted_at=tx.now,
                ),
            )

    await den.app.db.write(write)
    own = await den.papers.paper_view(GUILD, ANA, LEAVES.arxiv_id)
    assert (own.saved, own.here, own.nominated, own.group_on, own.written) == (True, True, False, False, ())
    assert own.essence is not None
    assert own.essence.state is EntryState.PRIVATE
    others = await den.papers.paper_view(GUILD, BEN, LEAVES.arxiv_id)
    assert (others.saved, others.essence, others.written) == (False, None, ())
    elsewhere = await den.papers.paper_view(OTHER_GUILD, BEN, LEAVES.arxiv_id)
    assert len(elsewhere.written) == 1


async def test_in_direct_messages_only_ones_own_papers_are_shown(sqlite_den: Den) -> None:
    den = sqlite_den
    await save(den, LEAVES, guild_id=OTHER_GUILD)
    view = await den.papers.paper_view(0, ANA, LEAVES.arxiv_id)
    assert (view.guild_id, view.here, view.saved) == (OTHER_GUILD, False, True)
    for who, arxiv_id, server in (
        (BEN, LEAVES.arxiv_id, OTHER_GUILD),
        (ANA, WARMUP.arxiv_id, 0),
        (ANA, LEAVES.arxiv_id, GUILD),
    ):
        with pytest.raises(PaperGone):
            await den.papers.paper_view(0, who, arxiv_id, server=server)


async def test_the_first_card_tells_the_truths_of_today_apart(sqlite_den: Den) -> None:
    den = sqlite_den
    assert (await den.papers.hub(GUILD)).truth is Truth.NONE
    await den.change(truth=Truth.QUIET, truth_at=den.clock.now)
    assert (await den.papers.hub(GUILD)).truth is Truth.QUIET
    den.clock.forward(hours=10, minutes=59)  # 23:59 in Berlin
    assert (await den.papers.hub(GUILD)).truth is Truth.QUIET
    den.clock.forward(minutes=1)
    hub = await den.papers.hub(GUILD)
    assert (hub.truth, hub.digest, hub.notes) == (Truth.NONE, None, None)
