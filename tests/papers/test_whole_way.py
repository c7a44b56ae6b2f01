"""Proves the whole way of a paper, from an arXiv on this machine to a server's digest: recorded days, outages, categories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.papers.model.values import SILENT, Reason, Truth
from bot.papers.service.digests import DigestPost
from bot.papers.service.organising import Where
from bot.papers.service.wishing import Wishes
from bot.papers.store import settings
from tests.papers.arxiv import feed as api_page
from tests.papers.feed.desk import Desk, served, some, sqlite_desk
from tests.papers.feed.served import answer, daily
from tests.papers.house import CHANNEL, GUILD, LEAVES, ORGANISER, ZONE
from tests.papers.lists import ids, recorded

__all__ = ["served", "sqlite_desk"]
HERE = Where(CHANNEL, time(9), ZONE)


async def morning(desk: Desk, day: date) -> list[DigestPost]:
    """The lists are read in the night; then it is a little after nine in Berlin."""
    await desk.fetch_at(datetime.combine(day, time(6), UTC))
    desk.clock.now = datetime.combine(day, time(8, 0, 1), UTC)
    return await desk.papers.make_digests(9) or []


async def truth(desk: Desk) -> Truth:
    """What became of the last digest."""
    found = await desk.papers.papers_status(GUILD)
    assert found is not None
    return found.settings.truth


async def test_recorded_days_give_one_digest_each_and_the_repeated_day_none(
    sqlite_desk: Desk, recorded_data: Path
) -> None:
    desk = sqlite_desk
    desk.clock.now = datetime(2026, 6, 1, 20, tzinfo=UTC)
    await desk.papers.set_up(GUILD, ORGANISER, HERE, ("cs.AI", "cs.CL", "cs.CV", "cs.LG"))
    shown: list[str] = []
    told = []
    for name, listed_on in (("02", 2), ("25", 25), ("26", 26), ("27", 26)):
        papers = list(recorded(recorded_data, f"2026-06-{name}"))
        desk.served.feed = answer(daily(papers, date(2026, 6, listed_on)))
        posts = await morning(desk, date(2026, 6, int(name)))
        shown += [each for post in posts for each in (*ids(post), *post.digest.more)]
        told.append((len(posts), await truth(desk)))
    assert told == [(1, Truth.POSTED), (1, Truth.BACK), (1, Truth.POSTED), (0, Truth.QUIET)]
    assert len(shown) == len(set(shown)) > 100
    status = await desk.papers.papers_status(GUILD)
    assert status is not None
    assert (status.quiet, status.trouble) == ("weekend", "")


async def test_an_outage_of_arxiv_is_no_quiet_day_and_what_it_missed_comes(sqlite_desk: Desk) -> None:
    desk, wednesday = sqlite_desk, date(2026, 1, 7)
    desk.clock.now = datetime(2026, 1, 6, 5, 45, tzinfo=UTC)
    desk.served.feed = answer(daily(some([1]), date(2026, 1, 6)))
    await desk.papers.set_up(GUILD, ORGANISER, HERE, ("cs.LG",))
    assert [ids(each) for each in await morning(desk, date(2026, 1, 6))] == [["2601.00001"]]
    desk.served.feed = answer("Rate exceeded.", 200, kind="text/html")
    assert await morning(desk, wednesday) == []
    assert await truth(desk) is Truth.SILENT
    for hours in range(3, 16):
        desk.clock.now = datetime(2026, 1, 7, 5, tzinfo=UTC) + timedelta(hours=hours)
        await desk.papers.fetch_due()
        assert await desk.papers.make_digests(9) in (None, [])
    assert await desk.told() == [SILENT]
    # It answers again with Thursday's list; Wednesday's is asked of the API.
    desk.served.feed = answer(daily(some([3]), date(2026, 1, 8)))
    desk.served.api = answer(api_page(some([2], published_at=datetime(2026, 1, 6, 9, tzinfo=UTC)), 1))
    (post,) = await morning(desk, date(2026, 1, 8))
    assert sorted(ids(post)) == ["2601.00002", "2601.00003"]
    assert post.digest.since is not None
    assert await truth(desk) is Truth.BACK
    assert await desk.told() == []


async def test_a_new_category_is_read_at_once_and_its_newest_list_is_not_lost(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.clock.now = datetime(2026, 1, 6, 5, 45, tzinfo=UTC)
    await desk.papers.set_up(GUILD, ORGANISER, HERE, ("cs.LG",))
    desk.served.feed = answer(daily([replace(LEAVES, version=1)], date(2026, 1, 6)))
    await desk.papers.wish(GUILD, ORGANISER, Wishes(("cs.CV",), authors=("A. Ferreira",)))
    (post,) = await morning(desk, date(2026, 1, 6))
    assert [(each.why.reason, each.why.what) for each in post.digest.chosen] == [
        (Reason.AUTHOR, "A. Ferreira")
    ]
    found = await desk.app.db.read(lambda tx: settings.get(tx, GUILD))
    assert found is not None
    assert found.truth is Truth.POSTED
