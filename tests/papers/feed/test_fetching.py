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
from bot.papers.feed import Trouble
from bot.papers.model import calendar, lists
from bot.papers.model.values import KEEP_PAPERS, SILENT, Announce, Feed
from bot.papers.service import fetching
from bot.papers.service.fetching import Fetching
from bot.papers.service.wishing import Wishes
from bot.papers.store import digests, feeds, listings, missed, settings
from bot.papers.tables import paper_settings, paper_wish
from tests.papers import lists as recorded
from tests.papers.arxiv import feed as api_page
from tests.papers.feed.desk import TUESDAY, Desk, desk, open_desk, served, some, sqlite_desk
from tests.papers.feed.served import Answering, Served, answer, breaking, daily, dripping, flooding
from tests.papers.house import BIRDS, GUILD, LEAVES, WARMUP, chosen_settings
from tests.standups.service import Clock

__all__ = ["desk", "served", "sqlite_desk"]
ROW = "malformed, cut, empty, HTML-with-200 feed"
DAY = date(2026, 1, 6)
MINUTE = timedelta(minutes=1)


def good(day: date = DAY, *numbers: int) -> Answering:
    return answer(daily(some(numbers or (1, 2)), day))


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


@pytest.mark.row(ROW)
@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (answer("Rate exceeded.", 429), Trouble.BUSY),
        (answer("", 503), Trouble.BUSY),
        (answer("no", 404), Trouble.REFUSED),
        (answer("<html>Rate exceeded.</html>", kind="text/html"), Trouble.PAGE),
        (answer("Rate exceeded."), Trouble.PAGE),
        (answer(daily(some([1, 2]), DAY)[:-60]), Trouble.BROKEN),
        (answer('<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>'), Trouble.BROKEN),
        (
            answer(
                daily(some([1]), DAY)
                .replace("<title>Invented", "<title/><x>Invented")
                .replace("1</title>", "</x>")
            ),
            Trouble.BROKEN,
        ),
        (dripping(b"<feed>", 0.02), Trouble.SLOW),
        (flooding(b" " * 1000, 30), Trouble.LARGE),
        (breaking, Trouble.UNREACHABLE),
        (answer(daily([], DAY)), Trouble.EMPTY),
    ],
)
async def test_an_error_is_an_error_and_the_cursor_stays(
    migrated_sqlite_url: str, served: Served, bad: Answering, expected: Trouble
) -> None:
    clock = Clock(TUESDAY - timedelta(days=1))
    deadline = 1.5 if expected is Trouble.SLOW else 20  # on a busy machine the others take a while
    async with open_desk(migrated_sqlite_url, served, clock, deadline=deadline, most=20_000) as desk:
        await desk.follow("cs.LG")
        served.feed = good(date(2026, 1, 5))
        await desk.fetch()
        before = await desk.listings()
        served.script = [bad]
        served.feed = good(DAY, 3)
        await desk.next_day()
        feed = await desk.feed()
        assert (feed.trouble, feed.failures) == (expected.value, 1)
        assert (feed.listed_on, feed.trouble_since) == (date(2026, 1, 5), desk.clock.now)
        assert feed.due_at is not None
        assert feed.due_at - desk.clock.now == (60 if expected is Trouble.EMPTY else 5) * MINUTE
        assert [each.id for each in await desk.listings()] == [each.id for each in before]
        await desk.next_day()
        assert (await desk.feed()).listed_on == DAY
        assert (await desk.ids())[len(before) :] == ["2601.00003"]


@pytest.mark.row(ROW)
async def test_one_bad_entry_costs_one_paper(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = answer(daily(some([1, 2, 3]), DAY, published={"2601.00002": "soon"}))
    await sqlite_desk.fetch()
    assert await sqlite_desk.ids() == ["2601.00001", "2601.00003"]
    assert (await sqlite_desk.feed()).listed_on == DAY


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "900"},
        {"Retry-After": "Tue, 06 Jan 2026 06:15:00 GMT", "Date": "Tue, 06 Jan 2026 06:00:00 GMT"},
    ],
)
async def test_retry_after_is_kept(sqlite_desk: Desk, headers: dict[str, str]) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.script = [answer("", 429, headers)]
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    assert len(sqlite_desk.served.asked) == 1
    asked, due = sqlite_desk.clock.now, await sqlite_desk.papers.next_fetch()
    assert due is not None
    assert timedelta(minutes=14) < due - asked <= timedelta(minutes=15)
    await sqlite_desk.follow("cs.CV", "cs.LG")  # due at once, and yet nobody asks
    await sqlite_desk.fetch()
    assert len(sqlite_desk.served.asked) == 1
    quiet = await sqlite_desk.papers.next_fetch()
    assert quiet is not None
    assert due - timedelta(seconds=30) < quiet <= due
    await sqlite_desk.fetch_at(due)
    assert sqlite_desk.served.paths[-1] == "/atom/cs.CV+cs.LG"


async def test_organisers_are_told_after_three_failures_and_when_it_is_over(desk: Desk) -> None:
    await desk.follow("cs.LG")
    await desk.follow("cs.CV", guild_id=GUILD + 1)
    await desk.follow("cs.LG", guild_id=GUILD + 2, on=False)
    desk.served.script = [answer("", 500)] * 5
    desk.served.feed = good()
    waits = []
    for failures in range(1, 6):
        await desk.next_day()
        feed = await desk.feed()
        assert (feed.failures, feed.trouble) == (failures, "refused")
        assert feed.due_at is not None
        waits.append(round((feed.due_at - desk.clock.now) / MINUTE))
        for guild_id in (GUILD, GUILD + 1):
            assert await desk.told(guild_id) == ([SILENT] if failures >= 3 else [])
    assert waits == [5, 10, 20, 40, 60]
    assert await desk.told(GUILD + 2) == []
    await desk.next_day()
    feed = await desk.feed()
    assert (feed.failures, feed.trouble, feed.trouble_since, feed.listed_on) == (0, "", None, DAY)
    assert [await desk.told(each) for each in (GUILD, GUILD + 1)] == [[], []]


async def test_an_empty_list_is_believed_the_third_time_and_asked_of_the_api_next_day(
    sqlite_desk: Desk,
) -> None:
    sqlite_desk.clock.now -= timedelta(days=1)
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good(date(2026, 1, 5))
    await sqlite_desk.fetch()
    sqlite_desk.served.feed = answer(daily([], DAY))
    for _ in range(3):
        await sqlite_desk.next_day()
    feed = await sqlite_desk.feed()
    assert (feed.trouble, feed.failures, feed.listed_on) == ("", 0, date(2026, 1, 5))
    assert feed.answered_at is not None
    assert feed.due_at is not None
    assert feed.due_at.date() == date(2026, 1, 7)
    assert await sqlite_desk.told() == []
    sqlite_desk.served.feed = good(date(2026, 1, 7), 7)
    sqlite_desk.served.api = answer(api_page(some([6], published_at=datetime(2026, 1, 4, tzinfo=UTC)), 1))
    await sqlite_desk.next_day()
    found = await sqlite_desk.listings()
    assert [(each.paper.arxiv_id, each.listed_on.day) for each in found[2:]] == [
        ("2601.00006", 6),
        ("2601.00007", 7),
    ]
    (query,) = [each.query["search_query"] for each in sqlite_desk.served.asked if each.query]
    assert query == "submittedDate:[202601021900 TO 202601051859] AND (cat:cs.LG)"  # over the weekend


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


async def test_missed_lists_are_asked_of_the_api_until_all_is_read(desk: Desk) -> None:
    await desk.follow("cs.LG", "cs.CV")
    desk.served.feed = good()
    await desk.fetch()

    async def api(request: web.Request) -> web.StreamResponse:
        start, day = int(request.query["start"]), request.query["search_query"].partition(" TO ")[2][:8]
        number = 1000 * int(day[-2:]) + start
        amount = min(int(request.query["max_results"]), 250 - start)
        page = some(
            range(number, number + amount),
            categories=("cs.LG",) if start else ("eess.IV", "cs.CV"),
            published_at=datetime(2026, 1, int(day[-2:]), 9, tzinfo=UTC),
        )
        return web.Response(text=api_page(page, 250), content_type="application/atom+xml")

    desk.served.api = api
    desk.served.feed = good(date(2026, 1, 9), 9)
    asked = len(desk.served.asked)
    await desk.fetch_at(datetime(2026, 1, 9, 9, tzinfo=UTC))
    assert [each.query.get("start") for each in desk.served.asked[asked:]] == [None, "0", "200", "0", "200"]
    found = (await desk.listings())[2:]
    assert [each.listed_on.day for each in found] == [7] * 250 + [8] * 250 + [9]
    assert [each.announce for each in found].count(Announce.CROSS) == 400  # of neither category's own
    assert (await desk.feed()).listed_on == date(2026, 1, 9)
    assert await desk.papers.next_missed() is None


async def test_a_list_is_not_held_up_by_what_was_missed_and_that_is_tried_again(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    sqlite_desk.served.feed = good(date(2026, 1, 8), 8)
    sqlite_desk.served.api = answer(api_page([], 250))  # empty, where its own total says otherwise
    await sqlite_desk.fetch_at(datetime(2026, 1, 8, 9, tzinfo=UTC))
    assert (await sqlite_desk.ids())[2:] == ["2601.00008"]
    assert (await sqlite_desk.feed()).listed_on == date(2026, 1, 8)
    due = await sqlite_desk.papers.next_missed()
    assert due is not None
    assert 4 * MINUTE < due - sqlite_desk.clock.now <= 5 * MINUTE
    assert not await sqlite_desk.papers.fetch_missed()
    sqlite_desk.served.api = answer(api_page(some([7], published_at=datetime(2026, 1, 6, tzinfo=UTC)), 1))
    sqlite_desk.clock.now = due
    assert await sqlite_desk.papers.fetch_missed()
    assert (await sqlite_desk.ids())[2:] == ["2601.00008", "2601.00007"]
    assert await sqlite_desk.papers.next_missed() is None


async def test_what_was_missed_is_given_up_in_the_end(sqlite_desk: Desk) -> None:
    await sqlite_desk.app.db.write(lambda tx: missed.plan(tx, DAY, [f"xx-yyyyyyy.C{n}" for n in range(45)]))
    taken = await sqlite_desk.papers.take_missed()
    assert taken is not None
    assert len(taken.categories) == missed.AT_ONCE
    sqlite_desk.clock.now += timedelta(days=20)
    assert await sqlite_desk.papers.take_missed() is None
    assert await sqlite_desk.papers.next_missed() is None


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


async def test_a_category_that_arxiv_does_not_know_spoils_nobody_elses_list(sqlite_desk: Desk) -> None:
    async def strict(request: web.Request) -> web.StreamResponse:
        if "cs.XX" in request.path:
            return web.Response(status=400, text="Bad subject class 'XX'.")
        return await good()(request)

    sqlite_desk.served.feed = strict
    await sqlite_desk.follow("cs.CL", "cs.CV", "cs.LG")
    await sqlite_desk.follow("cs.XX", guild_id=GUILD + 1)
    await sqlite_desk.fetch()
    assert [each.removeprefix("/atom/") for each in sqlite_desk.served.paths] == [
        "cs.CL+cs.CV+cs.LG+cs.XX",
        "cs.CL+cs.CV",
        "cs.LG+cs.XX",
        "cs.LG",
        "cs.XX",
    ]
    assert len(await sqlite_desk.listings()) == 2
    assert (await sqlite_desk.feed("cs.XX")).trouble == "unknown"
    assert [await sqlite_desk.told(each) for each in (GUILD, GUILD + 1)] == [[], [SILENT]]
    sqlite_desk.served.asked.clear()
    await sqlite_desk.next_day()
    assert [each.removeprefix("/atom/") for each in sqlite_desk.served.paths] == [
        "cs.CL+cs.CV+cs.LG",
        "cs.XX",
    ]


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


async def missed_from(desk: Desk, page: str) -> int:
    """Wednesday's list is missed and comes from the API in pages like this one; returns how many are asked for."""
    await desk.follow("cs.LG")
    desk.served.feed = good()
    await desk.fetch()
    desk.served.api = answer(page)
    desk.served.feed = good(date(2026, 1, 8), 8)
    asked = len(desk.served.asked)
    await desk.fetch_at(datetime(2026, 1, 8, 9, tzinfo=UTC))
    return len(desk.served.asked) - asked - 1


async def test_of_a_missed_list_only_what_was_submitted_for_it_is_believed(sqlite_desk: Desk) -> None:
    since, until = calendar.window(date(2026, 1, 7))
    times = (
        since - timedelta(seconds=1),
        since,
        until - timedelta(seconds=1),
        until,
        since - timedelta(days=2000),
    )
    found = [replace(*some([900 + number]), published_at=at) for number, at in enumerate(times)]
    assert await missed_from(sqlite_desk, api_page(found, 5)) == 1
    assert (await sqlite_desk.ids())[2:] == ["2601.00901", "2601.00902", "2601.00008"]


async def test_an_api_that_repeats_itself_is_not_asked_for_ever(sqlite_desk: Desk) -> None:
    at = datetime(2026, 1, 6, tzinfo=UTC)
    assert await missed_from(sqlite_desk, api_page(some([900], published_at=at), 60)) == 2
    assert (await sqlite_desk.ids())[2:] == ["2601.00900", "2601.00008"]


async def test_a_missed_list_has_an_end(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST", 400)
    pages = []
    for start in range(0, 800, 200):
        page = some(range(start, start + 200), published_at=datetime(2026, 1, 6, tzinfo=UTC))
        pages.append(answer(api_page(page, 1_000_000)))
    sqlite_desk.served.script = [good(), good(date(2026, 1, 8), 8), *pages]
    await sqlite_desk.follow("cs.LG")
    await sqlite_desk.fetch()
    await sqlite_desk.fetch_at(datetime(2026, 1, 8, 9, tzinfo=UTC))
    assert len(sqlite_desk.served.asked) == 4


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


@pytest.mark.parametrize("numbers", [(), (2,)])
async def test_the_notice_is_over_when_arxiv_answers_whatever_it_says(
    sqlite_desk: Desk, numbers: tuple[int, ...]
) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.script = [breaking] * 3
    for _ in range(3):
        await sqlite_desk.next_day()
    assert await sqlite_desk.told() == [SILENT]
    sqlite_desk.served.feed = answer(daily(some(numbers), DAY))
    await sqlite_desk.next_day()
    assert await sqlite_desk.told() == []


async def test_an_empty_list_counts_with_other_empty_ones_alone(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    empty = answer(daily([], DAY))
    sqlite_desk.served.script = [breaking, breaking, empty, empty, breaking, empty, empty, empty]
    seen = []
    for _ in range(8):
        await sqlite_desk.next_day()
        feed = await sqlite_desk.feed()
        seen.append((feed.trouble, feed.failures))
    assert seen[2:] == [("empty", 1), ("empty", 2), ("unreachable", 1), ("empty", 1), ("empty", 2), ("", 0)]
    assert await sqlite_desk.told() == []


async def test_the_notice_stays_while_another_category_is_in_trouble_and_goes_with_it(
    sqlite_desk: Desk,
) -> None:
    async def strict(request: web.Request) -> web.StreamResponse:
        if "cs.XX" in request.path:
            return web.Response(status=400, text="Bad subject class 'XX'.")
        return await good()(request)

    sqlite_desk.served.feed = strict
    sqlite_desk.served.script = [breaking]
    await sqlite_desk.follow("cs.LG", "cs.XX")
    for _ in range(2):
        await sqlite_desk.next_day()
    assert await sqlite_desk.told() == [SILENT]
    sqlite_desk.served.script = [breaking]  # of cs.LG: it answers again, the other does not
    for _ in range(2):
        await sqlite_desk.next_day()
    assert await sqlite_desk.told() == [SILENT]
    await sqlite_desk.papers.wish(GUILD, 1, Wishes(categories=("cs.CV", "cs.XX"), cap=5))
    assert await sqlite_desk.told() == [SILENT]
    await sqlite_desk.papers.wish(GUILD, 1, Wishes(categories=("cs.CV",), cap=5))
    assert await sqlite_desk.told() == []


async def test_that_arxiv_wants_quiet_is_said_and_is_no_failure(sqlite_desk: Desk) -> None:
    await sqlite_desk.follow("cs.LG")
    sqlite_desk.served.feed = good()
    await sqlite_desk.fetch()
    sqlite_desk.clock.now = datetime(2026, 1, 6, 20, tzinfo=UTC)
    sqlite_desk.served.api = answer("slow down", 429, {"Retry-After": "86400"})
    await sqlite_desk.papers.ask(lambda source: source.by_words("some words", 5), patience=MINUTE)
    await sqlite_desk.next_day()
    feed = await sqlite_desk.feed()
    assert (feed.trouble, feed.failures) == ("busy", 0)
    assert feed.trouble_since is not None
    assert feed.due_at is not None
    assert timedelta(hours=14) < feed.due_at - sqlite_desk.clock.now < timedelta(hours=15)
    await sqlite_desk.next_day()
    assert (await sqlite_desk.feed()).trouble == ""


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
