"""Proves that what was missed of arXiv's lists is asked of its API, believed as far as it can be, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import web

from bot.papers.model import calendar
from bot.papers.model.values import Announce
from bot.papers.service import fetching
from bot.papers.store import missed
from tests.papers.arxiv import feed as api_page
from tests.papers.feed.desk import DAY, Desk, desk, good, served, some, sqlite_desk
from tests.papers.feed.served import answer, daily

__all__ = ["desk", "served", "sqlite_desk"]
MINUTE = timedelta(minutes=1)


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
