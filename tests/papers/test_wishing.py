"""Proves how what organisers type about papers is read, and what follows from moving and switching, without Discord."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.deliveries import store as deliveries
from bot.deliveries.model import NO_ACCESS, Refused
from bot.papers.model.refusals import BadWish, NoPapers
from bot.papers.model.values import DIGEST, Truth
from bot.papers.service.organising import Where
from bot.papers.service.wishing import Wishes, read_cap, read_categories, read_list
from bot.papers.store import feeds
from tests.papers.house import CHANNEL, GUILD, LEAVES, ORGANISER, ZONE, Den, den, sqlite_den
from tests.papers.lists import digests_at, list_of

__all__ = ["den", "sqlite_den"]
NINE = datetime(2026, 1, 6, 8, tzinfo=UTC)
HERE = Where(CHANNEL + GUILD, time(9), ZONE)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("cs.LG, cs.CV", ("cs.LG", "cs.CV")),
        ("cs.lg+CS.CV stat.ml", ("cs.LG", "cs.CV", "stat.ML")),
        ("machine learning\nComputer Vision; cs.LG", ("cs.LG", "cs.CV")),
        ("ロボット, cs.RO", None),
        ("human-computer interaction", ("cs.HC",)),
        (" , ", None),
    ],
)
def test_categories_are_codes_or_names(typed: str, read: tuple[str, ...] | None) -> None:
    if read is None:
        with pytest.raises(BadWish) as refused:
            read_categories(typed)
        assert refused.value.what == "category"
    else:
        assert read_categories(typed) == read


def test_lists_are_parted_and_each_is_kept_once() -> None:
    assert read_list("bird songs,\n“owls”;; Owls、学習, ...") == ("bird songs", "owls", "学習")
    assert read_list("\u202e\u200b") == ()
    assert [read_cap(each) for each in ("", " 7 ", "１０")] == [5, 7, 10]
    for typed in ("0", "11", "many", "-1", "5.5"):
        with pytest.raises(BadWish):
            read_cap(typed)


async def test_a_refused_digest_comes_to_the_new_channel(den: Den) -> None:
    await den.change(due_at=NINE, truth=Truth.POSTED, truth_at=NINE)
    await list_of(den, date(2026, 1, 6), LEAVES)
    (post,) = await digests_at(den, NINE)
    await den.papers.record_digest(post.claimed, Refused(NO_ACCESS, "Missing Access"))
    await den.papers.digest_out_of_reach(GUILD, CHANNEL + GUILD)
    moved = await den.papers.place_papers(GUILD, ORGANISER, replace(HERE, channel_id=999))
    assert moved.due_at == datetime(2026, 1, 7, 8, tzinfo=UTC)
    assert await den.app.attention.open_notices(GUILD) == []
    (waiting,) = await den.app.db.read(lambda tx: deliveries.unsent(tx, DIGEST, GUILD))
    assert (waiting.channel_id, waiting.subject_id) == (999, post.digest.id)
    assert await den.papers.place_papers(GUILD, ORGANISER, replace(HERE, channel_id=999)) == moved
    audit = [each.what for each in await den.app.communities.audit(GUILD)]
    assert audit == ["papers.move"]


async def test_on_again_it_begins_with_the_newest_list(sqlite_den: Den) -> None:
    den = sqlite_den
    await list_of(den, date(2026, 1, 2), LEAVES)
    await list_of(den, date(2026, 1, 5), replace(LEAVES, arxiv_id="2601.09999"))
    off = await den.papers.switch_papers(GUILD, ORGANISER, on=False)
    assert off.due_at is None
    on = await den.papers.switch_papers(GUILD, ORGANISER, on=True)
    assert (on.seen, on.due_at, on.truth) == (1, NINE, Truth.NONE)
    den.clock.forward(days=9)
    await den.papers.switch_papers(GUILD, ORGANISER, on=False)
    assert (await den.papers.switch_papers(GUILD, ORGANISER, on=True)).seen == 2  # that list is no news


async def test_new_categories_are_asked_for_at_once(sqlite_den: Den) -> None:
    await sqlite_den.papers.wish(GUILD, ORGANISER, Wishes(("cs.LG", "cs.RO")))
    read = await sqlite_den.app.db.read(lambda tx: feeds.of(tx, ["cs.RO"]))
    assert read["cs.RO"].due_at == sqlite_den.clock.now
    with pytest.raises(NoPapers):
        await sqlite_den.papers.show_crosses(77, ORGANISER, wanted=True)
