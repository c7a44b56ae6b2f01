"""Proves the daily digest of a server without Discord: what it shows, once, and the four truths (P1-P3), on both databases."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.attention.store import notices
from bot.core.db import Tx
from bot.core.lang import get_lang
from bot.deliveries.model import NO_ACCESS, Refused, Sent
from bot.papers.model.digesting import why_quiet
from bot.papers.model.values import CATCH_UP, KEEP_PAPERS, Announce, Reason, Truth
from bot.papers.store import digests, saves, settings
from cogs.papers.views.truths import truth_line
from tests.papers.house import (
    ANA,
    BIRDS,
    CHANNEL,
    GUILD,
    LEAVES,
    OTHER_GUILD,
    WARMUP,
    Den,
    den,
    invented,
    open_den,
    sqlite_den,
)
from tests.papers.lists import ASKED, digests_at, feeds_at, ids, list_of, recorded

__all__ = ["den", "sqlite_den"]
MONDAY, TUESDAY, FRIDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 9)
NINE = datetime(2026, 1, 6, 8, tzinfo=UTC)  # Tuesday, 9:00 in Berlin
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def daily(den: Den) -> Den:
    """The first server's digest is due on Tuesday at nine; the last one was on Monday."""
    await den.change(due_at=NINE, truth=Truth.UNMATCHED, truth_at=NINE - DAY)
    return den


@pytest.fixture
async def daily_one(sqlite_den: Den) -> Den:
    """The same on SQLite."""
    await sqlite_den.change(due_at=NINE, truth=Truth.UNMATCHED, truth_at=NINE - DAY)
    return sqlite_den


async def open_notices(den: Den, guild_id: int = GUILD) -> list[str]:
    """The kinds of what organisers are told."""
    found = await den.app.db.write(lambda tx: notices.open_notices(tx, guild_id, 9))
    return [each.kind for each in found]


async def test_a_days_list_becomes_one_digest(daily: Den) -> None:
    await list_of(daily, TUESDAY, LEAVES, WARMUP, BIRDS, asked=(*ASKED, "cs.SD"))
    assert await digests_at(daily, NINE - timedelta(seconds=1)) == []
    (post,) = await digests_at(daily, NINE)
    assert ids(post) == [LEAVES.arxiv_id, WARMUP.arxiv_id]  # BIRDS is a cross-list from cs.SD
    assert (post.claimed.channel_id, post.digest.on_date) == (CHANNEL + GUILD, TUESDAY)
    assert [each.why.what for each in post.digest.chosen] == ["cs.CV", "cs.LG"]
    found = await daily.settings()
    assert (found.truth, found.truth_at, found.due_at) == (Truth.POSTED, NINE, NINE + DAY)
    assert await digests_at(daily, NINE + HOUR) == []
    assert await daily.papers.next_digest() == NINE + DAY

    def kept(tx: Tx) -> None:
        newest = digests.latest(tx, GUILD)
        assert newest is not None
        assert [each.paper.title for each in newest.chosen] == [LEAVES.title, WARMUP.title]
        why = digests.why_shown(tx, GUILD, LEAVES.arxiv_id)
        assert why is not None
        assert why.reason is Reason.CATEGORY
        assert digests.why_shown(tx, OTHER_GUILD, LEAVES.arxiv_id) is None
        assert digests.latest(tx, OTHER_GUILD) is None

    await daily.app.db.write(kept)


async def test_two_processes_make_one(daily: Den) -> None:
    await list_of(daily, TUESDAY, LEAVES)
    daily.clock.now = NINE
    made = await asyncio.gather(*(daily.papers.make_digests(50) for _ in range(4)))
    assert sum(len(each or ()) for each in made) == 1


async def test_what_was_chosen_for_settings_that_changed_meanwhile_is_left(daily: Den) -> None:
    await list_of(daily, TUESDAY, LEAVES)
    daily.clock.now = NINE
    due = await daily.papers.due_digests(50)
    await daily.change(on=False, due_at=None)
    pool = await daily.papers.listed_after(0, 99)
    made = [await daily.papers._choose(each, pool, ()) for each in due]
    assert made[0].choice.chosen
    assert await daily.papers.open_digests(made) == []
    assert (await daily.settings()).due_at is None


async def test_a_paper_comes_once_whatever_arxiv_lists_of_it_later(daily: Den) -> None:
    await daily.change(crosses=True, replacements=True)
    await list_of(daily, TUESDAY, LEAVES)
    assert [ids(each) for each in await digests_at(daily, NINE)] == [[LEAVES.arxiv_id]]
    again = replace(LEAVES, version=2, title="Yellow Leaves")
    await list_of(daily, date(2026, 1, 7), again, announce=Announce.REPLACE)
    await list_of(daily, date(2026, 1, 7), LEAVES, announce=Announce.CROSS)
    assert await digests_at(daily, NINE + DAY) == []
    assert (await daily.settings()).truth is Truth.UNMATCHED


async def test_beyond_the_cap_is_kept_for_who_asks(daily: Den) -> None:
    await daily.change(cap=2)
    await list_of(daily, TUESDAY, *(invented(n) for n in range(1, 5)))
    (post,) = await digests_at(daily, NINE)
    assert (ids(post), post.digest.more) == (["2601.00001", "2601.00002"], ("2601.00003", "2601.00004"))
    found = await daily.papers.matched(GUILD, post.digest.id)
    assert found is not None
    assert [each.title for each in found[1]] == ["Invented Paper Number 3", "Invented Paper Number 4"]
    assert await daily.papers.matched(OTHER_GUILD, post.digest.id) is None


async def test_what_matched_beyond_old_digests_is_forgotten(daily: Den) -> None:
    await daily.change(cap=1)
    await daily.change(OTHER_GUILD, cap=1, due_at=NINE)
    await list_of(daily, TUESDAY, LEAVES, WARMUP)
    posts = await digests_at(daily, NINE)
    assert [len(each.digest.more) for each in posts] == [1, 1]
    for later, kept in ((KEEP_PAPERS, 1), (KEEP_PAPERS + HOUR, 0)):
        daily.clock.now = NINE + later
        while await daily.papers.purge(1):
            pass
        for post in posts:
            found = await daily.papers.matched(post.digest.guild_id, post.digest.id)
            assert found is not None
            assert (len(found[0].chosen), len(found[0].more)) == (1, kept)


async def test_nothing_matched_and_nothing_announced_are_two_things(daily: Den) -> None:
    await daily.change(phrases=("tomatoes",))
    await list_of(daily, TUESDAY, WARMUP)
    assert await digests_at(daily, NINE) == []
    assert (await daily.settings()).truth is Truth.UNMATCHED
    await list_of(daily, date(2026, 1, 7), asked=("cs.LG", "cs.CV"))
    assert await digests_at(daily, NINE + DAY) == []
    found = await daily.papers.papers_status(GUILD)
    assert found is not None
    assert (found.settings.truth, found.quiet) == (Truth.QUIET, "")


async def test_at_weekends_and_on_holidays_nobody_waits(daily: Den) -> None:
    await feeds_at(daily, FRIDAY)
    saturday = NINE + 4 * DAY
    await daily.change(due_at=saturday, truth_at=saturday - DAY)
    assert await digests_at(daily, saturday) == []
    found = await daily.papers.papers_status(GUILD)
    assert found is not None
    assert (found.settings.truth, found.quiet, found.settings.due_at) == (
        Truth.QUIET,
        "weekend",
        saturday + DAY,
    )
    assert why_quiet(datetime(2026, 1, 20, 14, tzinfo=UTC)) == "king"
    assert why_quiet(datetime(2026, 1, 21, 14, tzinfo=UTC)) == ""


async def test_it_waits_for_a_list_that_is_due_and_then_comes(daily: Den) -> None:
    await feeds_at(daily, MONDAY, trouble="busy", failures=2)
    assert await digests_at(daily, NINE) == []
    found = await daily.settings()
    assert found.truth is Truth.SILENT
    assert found.due_at is not None
    assert NINE < found.due_at <= NINE + timedelta(minutes=15)
    assert await digests_at(daily, found.due_at) == []
    await list_of(daily, TUESDAY, LEAVES)
    later = (await daily.settings()).due_at
    assert later is not None
    (post,) = await digests_at(daily, later)
    assert (post.digest.on_date, post.digest.since) == (TUESDAY, None)
    found = await daily.settings()
    assert (found.truth, found.due_at) == (Truth.POSTED, NINE + DAY)


async def test_it_waits_no_longer_than_half_a_day_and_nothing_is_lost(daily: Den) -> None:
    await feeds_at(daily, MONDAY, trouble="page", failures=1)
    now = NINE
    while now < NINE + DAY:
        assert await digests_at(daily, now) == []
        found = await daily.settings()
        assert found.truth is Truth.SILENT
        assert found.due_at is not None
        now = found.due_at
    assert now == NINE + DAY
    await list_of(daily, TUESDAY, LEAVES)
    await list_of(daily, date(2026, 1, 7), WARMUP)
    (post,) = await digests_at(daily, now)
    assert ids(post) == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    assert post.digest.since == datetime(2026, 1, 6, 1, tzinfo=UTC)  # Monday evening in New York
    assert (await daily.settings()).truth is Truth.BACK


async def test_an_answer_without_a_newer_list_is_no_silence(daily: Den) -> None:
    await feeds_at(daily, MONDAY, answered_at=NINE - HOUR)
    assert await digests_at(daily, NINE) == []
    assert (await daily.settings()).truth is Truth.QUIET
    status = await daily.papers.papers_status(GUILD)
    assert status is not None
    assert status.quiet == "late"
    assert truth_line(status, get_lang("en")).startswith("arXiv's new list was not there yet <t:")
    await feeds_at(daily, MONDAY, answered_at=NINE)  # before Wednesday's list was out
    assert await digests_at(daily, NINE + DAY) == []
    found = await daily.settings()
    assert found.due_at == NINE + DAY + timedelta(minutes=1)
    assert found.truth is Truth.QUIET


async def test_a_category_that_arxiv_does_not_have_keeps_nobody_waiting(daily_one: Den) -> None:
    await daily_one.change(categories=("cs.LG", "cs.CV", "cs.ZZ"))
    await list_of(daily_one, TUESDAY, LEAVES)
    await feeds_at(daily_one, None, asked=("cs.ZZ",), trouble="unknown", failures=1)
    assert len(await digests_at(daily_one, NINE)) == 1


async def test_after_days_away_one_capped_digest_says_since_when(daily: Den) -> None:
    await daily.change(cap=2)
    for number, day in enumerate((TUESDAY, date(2026, 1, 7), date(2026, 1, 8)), 1):
        await list_of(daily, day, invented(number))
    (post,) = await digests_at(daily, NINE + 2 * DAY + HOUR)
    assert (ids(post), post.digest.more) == (["2601.00001", "2601.00002"], ("2601.00003",))
    assert post.digest.since == NINE - DAY
    found = await daily.settings()
    assert (found.truth, found.due_at) == (Truth.BACK, NINE + 3 * DAY)


async def test_what_another_server_brings_of_an_old_list_is_no_outage(daily_one: Den) -> None:
    await list_of(daily_one, MONDAY, BIRDS, asked=["cs.LG"])  # cs.SD is followed since Monday's digest
    await list_of(daily_one, TUESDAY, WARMUP)
    (post,) = await digests_at(daily_one, NINE)
    assert (ids(post), post.digest.since) == ([BIRDS.arxiv_id, WARMUP.arxiv_id], None)
    assert (await daily_one.settings()).truth is Truth.POSTED


async def test_only_days_of_what_matched_are_told(daily_one: Den) -> None:
    await daily_one.change(phrases=("warm-up",), truth_at=NINE - DAY, truth=Truth.SILENT)
    await list_of(daily_one, MONDAY, LEAVES)
    await list_of(daily_one, TUESDAY, WARMUP)
    (post,) = await digests_at(daily_one, NINE)
    assert (ids(post), post.digest.since) == ([WARMUP.arxiv_id], None)


async def test_a_changed_hour_is_no_outage(daily_one: Den) -> None:
    await list_of(daily_one, TUESDAY, LEAVES)
    assert len(await digests_at(daily_one, NINE)) == 1
    await daily_one.change(at=time(22), due_at=NINE + 13 * HOUR)
    assert await digests_at(daily_one, NINE + 13 * HOUR) == []
    await list_of(daily_one, date(2026, 1, 7), WARMUP)
    (post,) = await digests_at(daily_one, NINE + DAY + 13 * HOUR)
    assert (ids(post), post.digest.since) == ([WARMUP.arxiv_id], None)
    assert (await daily_one.settings()).truth is Truth.POSTED


async def test_what_is_half_a_day_late_goes_into_the_next_one(daily: Den) -> None:
    await list_of(daily, TUESDAY, LEAVES)
    assert await digests_at(daily, NINE + CATCH_UP + timedelta(seconds=1)) == []
    assert (await daily.settings()).due_at == NINE + DAY
    await list_of(daily, date(2026, 1, 7), WARMUP)
    (post,) = await digests_at(daily, NINE + DAY)
    assert ids(post) == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    assert post.digest.since == NINE - DAY


@pytest.mark.parametrize(
    ("zone", "at", "due", "following"),
    [
        # Summer time begins: 2:30 is left out, and comes at 3:00.
        (
            "Europe/Berlin",
            time(2, 30),
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
        ),
        # And ends: 2:30 comes twice, and counts once.
        (
            "Europe/Berlin",
            time(2, 30),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
        ),
        (
            "Asia/Kathmandu",
            time(9),
            datetime(2026, 1, 6, 3, 15, tzinfo=UTC),
            datetime(2026, 1, 7, 3, 15, tzinfo=UTC),
        ),
    ],
)
async def test_it_follows_the_servers_clock(
    daily_one: Den, zone: str, at: time, due: datetime, following: datetime
) -> None:
    await daily_one.change(zone=zone, at=at, due_at=due, truth_at=due - DAY)
    newest = due.date() - timedelta(days=due.weekday() - 4 if due.weekday() > 4 else 0)
    await list_of(daily_one, newest, LEAVES)
    (post,) = await digests_at(daily_one, due)
    assert post.digest.on_date == (due + timedelta(hours=6)).date()
    assert (await daily_one.settings()).due_at == following
    assert await digests_at(daily_one, due + HOUR) == []


async def test_there_is_one_a_day_also_when_its_hour_is_changed(daily_one: Den) -> None:
    await list_of(daily_one, TUESDAY, LEAVES)
    assert len(await digests_at(daily_one, NINE)) == 1
    await daily_one.change(at=time(15), due_at=NINE + 6 * HOUR)
    await list_of(daily_one, TUESDAY, WARMUP)
    assert await digests_at(daily_one, NINE + 6 * HOUR) == []
    found = await daily_one.settings()
    assert (found.truth, found.due_at) == (Truth.POSTED, NINE + DAY + 6 * HOUR)
    await feeds_at(daily_one, date(2026, 1, 7))
    (post,) = await digests_at(daily_one, NINE + DAY + 6 * HOUR)
    assert ids(post) == [WARMUP.arxiv_id]


async def test_servers_share_what_was_listed_and_nothing_else(daily_one: Den) -> None:
    await daily_one.change(OTHER_GUILD, due_at=NINE, phrases=("warm-up",), truth_at=NINE - DAY)
    await list_of(daily_one, TUESDAY, LEAVES, WARMUP)
    posts = await digests_at(daily_one, NINE)
    assert {each.digest.guild_id: ids(each) for each in posts} == {
        GUILD: [LEAVES.arxiv_id, WARMUP.arxiv_id],
        OTHER_GUILD: [WARMUP.arxiv_id],
    }


async def test_a_server_that_is_not_served_waits_for_nobody(migrated_sqlite_url: str) -> None:
    async with open_den(migrated_sqlite_url) as den:
        den.papers.serves = lambda _guild_id: False
        await den.change(due_at=NINE)
        await list_of(den, TUESDAY, LEAVES)
        assert await digests_at(den, NINE) == []
        assert (await den.settings()).due_at == NINE + DAY


async def test_what_is_like_saved_papers_is_asked_of_the_ranking(daily_one: Den) -> None:
    asked: list[int] = []

    async def liked(guild_id: int, saved: object, candidates: object) -> dict[str, float]:
        asked.append(guild_id)
        return {"2601.00002": 0.4}

    daily_one.papers.liked = liked  # type: ignore[method-assign]

    def save(tx: Tx) -> None:
        for number in range(11, 14):
            saves.add(tx, GUILD, ANA, invented(number))

    await daily_one.app.db.write(save)
    await daily_one.change(phrases=("nothing here",))
    await list_of(daily_one, TUESDAY, invented(1), invented(2))
    (post,) = await digests_at(daily_one, NINE)
    assert [each.why.reason for each in post.digest.chosen] == [Reason.LIKED]
    assert asked == [GUILD]


@pytest.mark.expects_errors
async def test_one_servers_trouble_keeps_no_other_waiting(
    daily_one: Den, error_records: list[logging.LogRecord]
) -> None:
    async def broken(_guild_id: int, saved: object, candidates: object) -> dict[str, float]:
        raise ValueError("a broken ranking")

    daily_one.papers.liked = broken  # type: ignore[method-assign,assignment]

    def save(tx: Tx) -> None:
        for number in range(11, 14):
            saves.add(tx, GUILD, ANA, invented(number))

    await daily_one.app.db.write(save)
    await daily_one.change(OTHER_GUILD, due_at=NINE)
    await list_of(daily_one, TUESDAY, LEAVES)
    assert [each.digest.guild_id for each in await digests_at(daily_one, NINE)] == [OTHER_GUILD]
    assert (await daily_one.settings()).due_at == NINE + timedelta(minutes=15)
    assert "could not be chosen" in error_records[0].getMessage()


async def test_a_closed_channel_stops_digests_until_something_gets_through(daily_one: Den) -> None:
    await list_of(daily_one, TUESDAY, LEAVES)
    (post,) = await digests_at(daily_one, NINE)
    await daily_one.papers.record_digest(post.claimed, Refused(NO_ACCESS, "Missing Access"))
    await daily_one.papers.digest_out_of_reach(GUILD, CHANNEL + GUILD)
    assert await open_notices(daily_one) == ["papers.refused"]
    found = await daily_one.papers.papers_status(GUILD)
    assert found is not None
    assert found.stopped
    assert await digests_at(daily_one, NINE + DAY) == []
    await daily_one.papers.papers_within_reach(GUILD, CHANNEL + GUILD)
    assert await open_notices(daily_one) == []
    assert (await daily_one.settings()).due_at == NINE + 2 * DAY


async def test_an_unfinished_digest_is_taken_again_as_it_was(daily_one: Den) -> None:
    await list_of(daily_one, TUESDAY, LEAVES)
    (post,) = await digests_at(daily_one, NINE)
    daily_one.clock.forward(minutes=2)
    (taken,) = await daily_one.papers.take_digests(9)
    again = await daily_one.papers.digest_post(taken)
    assert again is not None
    assert [each.paper.title for each in again.digest.chosen] == [LEAVES.title]
    assert again.digest.id == post.digest.id
    await daily_one.papers.record_digest(taken, Sent(1))
    assert await daily_one.papers.next_unfinished_digest() is None


async def test_four_recorded_days_give_one_digest_each_and_the_repeated_one_none(
    daily_one: Den, recorded_data: Path
) -> None:
    asked = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
    await daily_one.change(categories=asked, crosses=True, cap=10)
    shown: list[str] = []
    for day, count in (("2026-06-02", 1), ("2026-06-25", 1), ("2026-06-26", 1), ("2026-06-27", 0)):
        now = datetime.combine(date.fromisoformat(day), time(8), UTC)
        await daily_one.change(due_at=now, truth_at=now - DAY)
        # The folder calls Saturday what Friday's list is: a run that was repeated.
        listed_on = date(2026, 6, 26) if day == "2026-06-27" else now.date()
        await list_of(daily_one, listed_on, *recorded(recorded_data, day), asked=asked)
        posts = await digests_at(daily_one, now)
        assert len(posts) == count
        shown += [each for post in posts for each in (*ids(post), *post.digest.more)]
    assert len(shown) == len(set(shown)) > 100

    def cursor(tx: Tx) -> int:
        found = settings.get(tx, GUILD)
        return found.seen if found else 0

    assert await daily_one.app.db.write(cursor) > 0


async def test_after_a_restore_nothing_of_the_past_is_digested(daily_one: Den) -> None:
    await list_of(daily_one, TUESDAY, LEAVES)
    await daily_one.change(OTHER_GUILD, due_at=NINE + 2 * HOUR, seen=9_000)
    daily_one.clock.now = NINE + HOUR
    await daily_one.app.db.write(daily_one.papers.skip_past)
    assert (await daily_one.settings()).due_at == NINE + DAY
    assert (await daily_one.settings(OTHER_GUILD)).due_at == NINE + 2 * HOUR
    await feeds_at(daily_one, date(2026, 1, 7))
    assert await digests_at(daily_one, NINE + DAY) == []
    assert (await daily_one.settings()).seen == (await daily_one.settings(OTHER_GUILD)).seen == 1
