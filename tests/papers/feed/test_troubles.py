"""Proves that what arXiv answers wrongly is an error, that the cursor stays, and what organisers are told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import web

from bot.papers.feed import Trouble
from bot.papers.model.values import SILENT
from bot.papers.service.wishing import Wishes
from tests.papers.feed.desk import DAY, TUESDAY, Desk, desk, good, open_desk, served, some, sqlite_desk
from tests.papers.feed.served import Answering, Served, answer, breaking, daily, dripping, flooding
from tests.papers.house import GUILD
from tests.standups.service import Clock

__all__ = ["desk", "served", "sqlite_desk"]
ROW = "malformed, cut, empty, HTML-with-200 feed"
MINUTE = timedelta(minutes=1)


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
