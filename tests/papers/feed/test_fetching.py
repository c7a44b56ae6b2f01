"""Proves that lists are read once a day for all servers, kept whole and in order, and that nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from aiohttp import web

from bot.core.db import Tx, insert
from bot.papers.model import lists
from bot.papers.model.values import KEEP_PAPERS, Announce, Feed
from bot.papers.service.fetching import Fetching
from bot.papers.store import digests, feeds, listings, settings
from bot.papers.tables import paper_settings, paper_wish
from tests.papers import lists as recorded
from tests.papers.feed.desk import DAY, TUESDAY, Desk, desk, good, open_desk, served, some, sqlite_desk
from tests.papers.feed.served import Served, answer, daily, dripping
from tests.papers.house import BIRDS, GUILD, LEAVES, WARMUP, chosen_settings
from tests.standups.service import Clock

__all__ = ["desk", "served", "sqlite_desk"]
MINUTE = timedelta(minutes=1)


async def test_a_list_is_read_once_for_all_and_asked_for_again_tomorrow(desk: Desk) -> None:
    await desk.follow("cs.LG", "cs.CV")
    await desk.follow("cs.LG", guild_id=GUILD + 1)
    await desk.follow("cs.CL", guild_id=GUILD + 2, on=False)
    desk.served.feed = answer(daily([LEAVES, (WARMUP, Announce.CROSS), (BIRDS, Announce.REPLACE)], DAY))
    await desk.fetch()
    assert desk.served.paths == ["/atom/cs.CV+cs.LG"]
    found = await desk.listings()
    assert [(each.paper.arxiv_id, each.announce) for each in found] == [
        (LEAVES.arxiv_id, Announce.NEW),
        (WARMUP.arxiv_id, Announce.CROSS),
        (BIRDS.arxiv_id, Announce.REPLACE),
    ]
    assert {(each.asked, each.listed_on) for each in found} == {(frozenset({"cs.CV", "cs.LG"}), DAY)}
    feed = await desk.feed()
    assert (feed.listed_on, feed.trouble, feed.failures) == (DAY, "", 0)
    assert feed.due_at is not None
    assert datetime(2026, 1, 7, 5, 30, tzinfo=UTC) <= feed.due_at < datetime(2026, 1, 7, 5, 41, tzinfo=UTC)
    await desk.next_day()
    assert len(desk.served.asked) == 2
    assert len(await desk.listings()) == 3  # what is read twice is one


async def test_an_older_list_is_an_answer_and_asked_for_once(
    migrated_sqlite_url: str, served: Served
) -> None:
    clock = Clock(TUESDAY - timedelta(days=1))
    async with open_desk(migrated_sqlite_url, served, clock) as desk:
        await desk.follow("cs.LG")
        served.feed = good(date(2026, 1, 5))
        await desk.fetch()
        await desk.next_day()  # still yesterday's
        feed = await desk.feed()
        assert (feed.listed_on, feed.trouble, feed.answered_at) == (date(2026, 1, 5), "", desk.clock.now)
        assert feed.due_at is not None
        assert feed.due_at - desk.clock.now > timedelta(
            hours=20
        )  # and the API is asked for today's then (P4)


async def test_no_list_is_due_on_a_weekend(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good(date(2026, 1, 9))
    await sqlite_desk.fetch_at(datetime(2026, 1, 9, 6, tzinfo=UTC))
    sqlite_desk.served.feed = answer(daily([], date(2026, 1, 10)))
    await sqlite_desk.next_day()
    feed = await sqlite_desk.feed()
    assert (feed.trouble, feed.listed_on) == ("", date(2026, 1, 9))
    sqlite_desk.served.feed = good(date(2026, 1, 12), 5)
    for _ in range(2):
        await sqlite_desk.next_day()
    assert (await sqlite_desk.feed()).listed_on == date(2026, 1, 12)
    assert {each.path.split("/")[1] for each in sqlite_desk.served.asked} == {"atom"}  # nothing was missed


async def test_two_who_fetch_at_once_ask_once(desk: Desk) -> None:
    await desk.follow("cs.LG", "cs.CV")
    desk.served.feed = good()
    await asyncio.gather(desk.papers.fetch_due(), desk.papers.fetch_due())
    assert len(desk.served.asked) == 1
    assert len(await desk.listings()) == 2


async def test_a_restart_between_asking_and_storing_asks_again_and_stores_once(
    migrated_url: str, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.feed = good()
    async with open_desk(migrated_url, served, Clock(TUESDAY)) as desk:
        await desk.follow("cs.LG")

        async def killed(*_args: object) -> None:
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr(Fetching, "store_list", killed)
            with pytest.raises(MemoryError):
                await desk.papers.fetch_due()
        assert await desk.listings() == []
    async with open_desk(migrated_url, served, Clock(TUESDAY + 5 * MINUTE)) as desk:
        assert not await desk.papers.fetch_due()  # it may still be at work
        await desk.fetch_at(TUESDAY + 21 * MINUTE)
        assert len(await desk.listings()) == 2
        await desk.app.db.write(lambda tx: feeds.postpone(tx, [Feed("cs.LG")], tx.now))
        await desk.fetch_at(TUESDAY + 22 * MINUTE)
        assert (len(await desk.listings()), len(served.asked)) == (2, 3)


async def test_a_bot_that_stops_in_the_middle_leaves_nothing_taken(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    asked = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        asked.set()
        return await dripping(b"<feed>", 0.02)(request)

    sqlite_desk.served.script = [drip]
    sqlite_desk.served.feed = good()
    asking = asyncio.create_task(sqlite_desk.papers.fetch_due())
    await asked.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    due = await sqlite_desk.papers.next_fetch()
    assert due is not None
    assert due - sqlite_desk.clock.now <= MINUTE
    await sqlite_desk.next_day()
    assert len(await sqlite_desk.listings()) == 2


async def test_a_list_as_long_as_arxiv_makes_them_is_asked_for_in_parts(sqlite_desk: Desk) -> None:
    async def full(request: web.Request) -> web.StreamResponse:
        many = range(2000) if "+" in request.path else range(1000, 2500)
        return await answer(daily(some(many), DAY))(request)

    sqlite_desk.served.feed = full
    await sqlite_desk.follow("cs.CV", "cs.LG")
    await sqlite_desk.fetch()
    assert sqlite_desk.served.paths == ["/atom/cs.CV+cs.LG", "/atom/cs.CV", "/atom/cs.LG"]
    assert len(await sqlite_desk.listings()) == 1500


async def test_ten_thousand_servers_are_one_request_a_day(sqlite_desk: Desk) -> None:
    def set_up(tx: Tx) -> None:
        one = {"channel_id": 1, "at": time(9), "zone": "UTC", "cap": 5}
        servers = range(1, 10_001)
        tx.execute(insert(tx, paper_settings), [{"guild_id": guild_id, **one} for guild_id in servers])
        wishes = [
            {"guild_id": guild_id, "kind": "category", "value": value, "place": place}
            for guild_id in servers
            for place, value in enumerate(("cs.LG", "cs.CV"))
        ]
        tx.execute(insert(tx, paper_wish), wishes)
        feeds.follow(tx, ["cs.LG", "cs.CV"])

    await sqlite_desk.app.db.write(set_up)
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    sqlite_desk.served.feed = good(date(2026, 1, 7), 7)
    await sqlite_desk.next_day()
    await sqlite_desk.fetch_at(sqlite_desk.clock.now + timedelta(hours=12))
    assert sqlite_desk.served.paths == ["/atom/cs.CV+cs.LG"] * 2


async def test_recorded_days_are_listed_once(desk: Desk, recorded_data: Path) -> None:
    await desk.follow("cs.CV", "cs.CL", "cs.AI")
    amounts = []
    for name in ("2026-06-25", "2026-06-26", "2026-06-27"):
        day = date.fromisoformat(name)
        desk.served.feed = answer(daily(list(recorded.recorded(recorded_data, name)), day, rss=True))
        before = len(await desk.listings())
        await desk.fetch_at(datetime(day.year, day.month, day.day, 6, tzinfo=UTC))
        amounts.append(len(await desk.listings()) - before)
    assert amounts == [26, 261, 0]
    assert len(set(await desk.ids())) == 287
    assert len(desk.served.asked) == 3


async def test_old_papers_are_forgotten_with_their_listings(desk: Desk) -> None:
    await desk.follow("cs.LG")
    desk.served.feed = good()
    await desk.fetch()
    desk.served.feed = good(date(2026, 4, 7), 9)
    await desk.fetch_at(TUESDAY + KEEP_PAPERS + timedelta(days=1))
    await desk.follow("cs.CV")
    while await desk.papers.purge(1):
        pass
    assert await desk.ids() == ["2601.00009"]
    found = await desk.app.db.read(lambda tx: set(feeds.of(tx, ["cs.LG", "cs.CV"])))
    assert found == {"cs.CV"}


async def test_after_a_restore_nothing_of_the_past_is_asked_for(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    sqlite_desk.clock.now = datetime(2026, 1, 14, 9, tzinfo=UTC)
    await sqlite_desk.app.db.write(sqlite_desk.app.skip_past)
    await sqlite_desk.fetch()
    feed = await sqlite_desk.feed()
    assert feed.answered_at is not None
    assert (feed.listed_on, feed.answered_at.day, len(sqlite_desk.served.asked)) == (date(2026, 1, 14), 14, 1)
    sqlite_desk.served.feed = good(date(2026, 1, 15), 15)
    await sqlite_desk.next_day()
    assert sqlite_desk.clock.now.date() == date(2026, 1, 15)
    assert (await sqlite_desk.ids())[2:] == ["2601.00015"]
    assert sqlite_desk.served.paths == ["/atom/cs.LG"] * 2


async def test_an_imported_server_is_followed_at_once_if_its_papers_are_on(sqlite_desk: Desk) -> None:
    def imported(tx: Tx) -> None:  # an import brings settings and wishes, and no feeds
        settings.save(tx, chosen_settings(categories=("cs.LG",)))
        settings.save(tx, chosen_settings(GUILD + 1, categories=("cs.CV",), on=False))
        for guild_id in (GUILD, GUILD + 1, GUILD + 2):
            sqlite_desk.app.skip_past(tx, guild_id)

    await sqlite_desk.app.db.write(imported)
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    assert sqlite_desk.served.paths == ["/atom/cs.LG"]


async def test_a_list_from_the_future_is_the_newest_one_there_is(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good(date(2027, 1, 6))
    await sqlite_desk.fetch()
    assert (await sqlite_desk.feed()).listed_on == DAY
    assert {each.listed_on for each in await sqlite_desk.listings()} == {DAY}

    def newest(tx: Tx) -> int:
        listings.add(tx, [(each, Announce.NEW) for each in some([3])], ["cs.LG"], date(2027, 1, 6))
        return digests.before_newest(tx, date(2026, 1, 5))

    assert await sqlite_desk.app.db.write(newest) == 0


def test_when_lists_are_read() -> None:
    late = lists.next_read(datetime(2026, 1, 6, 5, 29, tzinfo=UTC), date(2026, 1, 5), "a")
    assert late.date() == date(2026, 1, 6)
    assert lists.next_read(late, DAY, "a").date() == date(2026, 1, 7)
    # Just followed before the list of the day is read by others, and it has been read already.
    assert lists.next_read(datetime(2026, 1, 6, 5, 20, tzinfo=UTC), DAY, "a").date() == date(2026, 1, 7)
    assert lists.next_read(TUESDAY, date(2030, 1, 1), "a").date() == date(2026, 1, 7)
    assert len({lists.next_read(TUESDAY, DAY, f"bot {number}") for number in range(20)}) > 10
    summer = lists.next_read(datetime(2026, 7, 7, 12, tzinfo=UTC), None, "a")
    assert (summer.hour, summer.minute >= 30) == (4, True)


def test_what_an_answer_means() -> None:
    now = datetime(2026, 1, 8, 6, tzinfo=UTC)
    feed = Feed("cs.LG", listed_on=date(2026, 1, 5))
    whole = lists.judge({"cs.LG": feed}, date(2026, 1, 8), now, empty=False)
    assert whole == lists.Judged(
        date(2026, 1, 8), {date(2026, 1, 6): ("cs.LG",), date(2026, 1, 7): ("cs.LG",)}
    )
    empty = lists.judge({"cs.LG": feed}, date(2026, 1, 8), now, empty=True)
    assert empty == replace(whole, listed_on=date(2026, 1, 7), absent=True)
    stale = lists.judge({"cs.LG": feed}, date(2026, 1, 7), now, empty=False)
    assert stale == lists.Judged(date(2026, 1, 7), {date(2026, 1, 6): ("cs.LG",)})
    fresh = Feed("cs.CV")
    both = lists.judge({"cs.LG": feed, "cs.CV": fresh}, date(2026, 1, 8), now, empty=False)
    assert set(both.missed) == {date(2026, 1, 6), date(2026, 1, 7)}
    assert all(names == ("cs.LG",) for names in both.missed.values())
    old = Feed("cs.LG", listed_on=date(2025, 6, 5))
    assert len(lists.judge({"cs.LG": old}, date(2026, 1, 8), now, empty=False).missed) == lists.MOST_MISSED
    # On a Saturday nothing is due; Friday's list, which nobody read, was missed.
    saturday = datetime(2026, 1, 10, 9, tzinfo=UTC)
    late = lists.judge({"cs.LG": Feed("cs.LG", listed_on=date(2026, 1, 8))}, None, saturday, empty=True)
    assert late == lists.Judged(date(2026, 1, 9), {date(2026, 1, 9): ("cs.LG",)})


async def test_lists_that_are_stored_at_once_get_their_ids_one_after_the_other(desk: Desk) -> None:
    """Who has seen a listing has been able to see all with smaller ids: a digest's cursor passes none."""

    async def store(day: int) -> None:
        papers = [(each, Announce.NEW) for each in some(range(day * 100, day * 100 + 40))]
        await desk.app.db.write(
            lambda tx: listings.add(tx, papers, ["cs.LG"], date(2026, 1, day)), claim=True
        )

    await asyncio.gather(*map(store, range(5, 10)))
    days = [each.listed_on.day for each in await desk.listings()]
    assert len(days) == 200
    assert [day for day, _ in groupby(days)] == list(dict.fromkeys(days))
