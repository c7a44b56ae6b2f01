"""Proves that Kaggle is asked in turns and as it wishes, that nothing new is lost or comes twice, what trouble does (K1, K7)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.app import open_app
from bot.attention.store import notices
from bot.competitions.model.values import DEADLINE, SILENT, Phase, Trouble
from bot.competitions.store import competitions, source
from bot.competitions.store.source import BEYOND, LEASE
from bot.competitions.tables import competition
from tests.competitions.asking import LISTED, answering, failing, poll, sure, told, waiting
from tests.competitions.feed.served import refused, serving
from tests.competitions.house import (
    ANA,
    GUILD,
    MAPS,
    NO_TOKEN,
    ORGANISER,
    OTHER_GUILD,
    RAIN,
    START,
    WHALES,
    Den,
    den,
    invented,
    open_den,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def numbers(den: Den) -> dict[str, int]:
    """Every competition that is on, and its number."""
    found = await den.app.db.read(competitions.is_on)
    return {each.slug: each.id for each in found}


async def test_a_whole_list_is_kept_and_kaggle_is_asked_again_in_a_few_hours(den: Den) -> None:
    later = invented(8, enabled_at=START - HOUR)
    over = invented(9, deadline=START - DAY)
    ahead = invented(7, enabled_at=START + DAY)
    kaggle = answering(den.app, *LISTED, ahead, later, invented(6), over)
    assert await poll(den)
    assert await numbers(den) == {
        **{each.slug: number for number, each in enumerate(LISTED, 2)},
        "invented-6": 6,
        "invented-8": 7,
        "invented-7": 8,
    }, "in the order in which they opened, and what had ended before is nobody's business"
    assert (await den.known("invented-7")).phase is Phase.UPCOMING
    stands = await den.competitions.source()
    assert (stands.answered_at, stands.failures, stands.trouble) == (den.clock.now, 0, "")
    due = sure(await den.competitions.next_poll())
    assert 6 * HOUR <= due - den.clock.now <= 7 * HOUR
    assert not await den.competitions.poll_due()
    assert kaggle.asked == 1
    assert (await den.chosen()).seen == 5, "they are news to servers that began"


async def test_a_day_of_outage_loses_nothing_and_nothing_comes_twice(den: Den) -> None:
    kaggle = answering(den.app)
    await poll(den)
    kaggle.script = [failing(Trouble.UNREACHABLE)] * 10
    began = sure(await den.competitions.next_poll())
    while kaggle.script:
        await poll(den)
    assert den.clock.now - began > 23 * HOUR
    stands = await den.competitions.source()
    assert (stands.failures, stands.trouble, stands.trouble_since) == (10, "unreachable", began)
    kaggle.listed = (*LISTED, invented(6), invented(7))
    await poll(den)
    first = await numbers(den)
    await poll(den)
    assert {"invented-6", "invented-7"} < set(first)
    assert await numbers(den) == first
    assert (await den.competitions.source()).trouble_since is None


@pytest.mark.row("two processes, split brain")
async def test_of_two_processes_one_asks(den: Den) -> None:
    den.clock.now += DAY
    async with open_app(den.app.settings, clock=den.clock) as second:
        kaggles = [answering(each, *LISTED, invented(6)) for each in (den.app, second)]
        did = await asyncio.gather(*(each.competitions.poll_due() for each in (den.app, second) * 3))
        assert sorted(did) == [False] * 5 + [True]
        assert sum(each.asked for each in kaggles) == 1
        assert len(await numbers(den)) == len(LISTED) + 1
        den.clock.now += DAY
        mine, theirs = kaggles
        # Ours hangs for so long that the other process asks, and stores what is newer.
        theirs.listed = (*LISTED, replace(invented(6), title="Newer"))

        async def meanwhile() -> None:
            den.clock.now += LEASE
            assert await second.competitions.poll_due()

        mine.meanwhile = meanwhile
        assert await den.competitions.poll_due()
    assert (await den.known("invented-6")).title == "Newer", "what came too late is not kept"
    assert (await den.competitions.source()).asked_at == den.clock.now


async def test_who_dies_or_stops_while_asking_loses_nothing(den: Den) -> None:
    kaggle = answering(den.app, *LISTED, invented(6))
    den.clock.now += DAY
    reading = asyncio.Event()

    async def hang() -> None:
        reading.set()
        await asyncio.Event().wait()

    kaggle.meanwhile = hang
    asking = asyncio.create_task(den.competitions.poll_due())
    await reading.wait()
    assert await den.competitions.next_poll() == den.clock.now + LEASE, "nobody else asks meanwhile"
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    due = sure(await den.competitions.next_poll())
    assert due <= den.clock.now, "who stops gives it back"
    assert await den.competitions.claim_source() is not None  # and then is killed
    assert not await den.competitions.poll_due()
    kaggle.meanwhile = None
    den.clock.now += LEASE
    assert await den.competitions.poll_due()
    assert "invented-6" in await numbers(den)


@pytest.mark.row("malformed, cut, empty, HTML-with-200 feed")
async def test_what_was_read_before_a_page_failed_counts_and_nothing_else_is_judged(den: Den) -> None:
    kaggle = answering(den.app)
    moved = replace(RAIN, deadline=sure(RAIN.deadline) + DAY)
    kaggle.script = [failing(Trouble.ERROR, moved, invented(6))]
    await poll(den)
    assert set(await numbers(den)) == {each.slug for each in LISTED} | {"invented-6"}
    assert (await den.known(RAIN.slug)).deadline == moved.deadline
    stands = await den.competitions.source()
    assert (stands.failures, stands.trouble, stands.answered_at) == (1, "error", START - HOUR)
    assert kaggle.asked == 1, "nothing is looked for again"
    due = sure(await den.competitions.next_poll())
    assert timedelta(minutes=15) <= due - den.clock.now <= timedelta(minutes=19)


async def test_kaggle_is_left_alone_for_as_long_as_it_says(den: Den) -> None:
    kaggle = answering(den.app)
    kaggle.script = [failing(Trouble.BUSY, wait=5 * HOUR)]
    await poll(den)
    due = sure(await den.competitions.next_poll())
    assert 5 * HOUR <= due - den.clock.now <= 5 * HOUR * 1.25
    await den.app.db.write(source.make_due)
    assert await den.competitions.next_poll() == due, "whoever wants it sooner"


@pytest.mark.expects_errors
async def test_a_token_that_is_refused_is_said_once_and_recovers_by_itself(
    sqlite_den: Den, error_records: list[logging.LogRecord]
) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    rejected = failing(Trouble.TOKEN, words="HTTP 401")
    kaggle.script = [rejected, rejected, failing(Trouble.SLOW), failing(Trouble.SLOW)]
    for _ in range(4):
        await poll(den)
    assert [each.levelname for each in error_records] == ["ERROR"]
    for guild in (GUILD, OTHER_GUILD):
        assert [(each.kind, each.detail) for each in await told(den, guild)] == [
            (SILENT, {"trouble": "token"})
        ]
    kaggle.script = [rejected]
    await poll(den)
    # The bot is started anew with another token.
    await den.competitions.wake()
    asked = sure((await den.competitions.source()).asked_at)
    assert await den.competitions.next_poll() == asked + LEASE
    await poll(den)
    assert await told(den) == []
    stands = await den.competitions.source()
    assert (stands.failures, stands.trouble) == (0, "")
    due = await den.competitions.next_poll()
    await den.competitions.wake()
    assert await den.competitions.next_poll() == due, "a start changes nothing when all is well"


async def test_organisers_hear_of_silence_when_it_lasts_and_once(den: Den) -> None:
    kaggle = answering(den.app)
    await den.change(OTHER_GUILD, on=False)
    kaggle.script = [failing(Trouble.SLOW)] * 5
    heard = []
    for _ in range(5):
        await poll(den)
        heard.append(len(await told(den)))
    assert heard == [0, 0, 1, 1, 1]
    assert await told(den, OTHER_GUILD) == []
    await den.competitions.switch(OTHER_GUILD, ORGANISER, on=True)
    assert [each.detail for each in await told(den, OTHER_GUILD)] == [{"trouble": "slow"}]
    await poll(den)
    assert await told(den) == await told(den, OTHER_GUILD) == []


@pytest.mark.expects_errors
async def test_silence_and_a_token_that_is_refused_are_each_said_once(
    sqlite_den: Den, error_records: list[logging.LogRecord]
) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    kaggle.script = [
        failing(each) for each in (Trouble.SLOW, Trouble.SLOW, *[Trouble.BUSY, Trouble.TOKEN] * 4)
    ]
    heard = []
    while kaggle.script:
        await poll(den)
        found = await told(den)
        heard.append([each.detail["trouble"] for each in found])
        ids = [each.id for each in found]
        await den.app.db.write(lambda tx, seen=ids: [notices.settle_one(tx, GUILD, each) for each in seen])  # type: ignore[misc]
    assert heard == [[], [], ["busy"], ["token"], *([] for _ in range(6))]
    assert len(error_records) == 1


async def test_without_a_token_or_anybody_who_wants_to_know_nothing_is_asked(
    den: Den, migrated_sqlite_url: str
) -> None:
    kaggle = answering(den.app)
    den.clock.now += DAY
    for guild in (GUILD, OTHER_GUILD):
        await den.change(guild, on=False)
    assert await den.competitions.next_poll() is None
    assert not await den.competitions.poll_due()
    await den.change(on=True)
    kaggle.token = False
    assert await den.competitions.next_poll() is None
    assert not await den.competitions.poll_due()
    await den.competitions.wake()
    assert kaggle.asked == 0
    async with open_den(migrated_sqlite_url, NO_TOKEN) as bare:  # as the settings say it
        assert await bare.competitions.next_poll() is None


async def test_a_clock_that_was_wrong_keeps_nobody_waiting(den: Den) -> None:
    answering(den.app)
    far = den.clock.now + BEYOND
    await den.asked(due_at=far)
    assert await den.competitions.next_poll() == far
    await den.asked(due_at=far + timedelta(seconds=1))
    assert await den.competitions.next_poll() == den.clock.now
    assert await den.competitions.poll_due()
    den.clock.now -= DAY  # it was ahead when Kaggle was asked
    assert await den.competitions.next_poll() == den.clock.now
    assert await den.competitions.poll_due()


async def test_what_is_there_in_the_first_list_since_a_restore_is_no_news_to_who_began(den: Den) -> None:
    kaggle = answering(den.app)
    await den.change(OTHER_GUILD, seen=None)
    den.clock.now += timedelta(days=30)  # RAIN and MAPS turned meanwhile
    new = invented(7, enabled_at=den.clock.now + HOUR)
    kaggle.script = [failing(Trouble.SLOW, invented(6)), failing(Trouble.SLOW, invented(6), new)]
    kaggle.listed = (*LISTED, invented(6), new, invented(8))
    await den.app.db.write(den.app.skip_past)
    assert (await den.known(RAIN.slug)).phase is Phase.ENDED
    assert (await den.known(MAPS.slug)).phase is Phase.OPEN
    for _ in range(3):
        assert await poll(den)
    assert {"invented-6", "invented-7", "invented-8"} < set(await numbers(den))
    made = await den.competitions.make_posts(10)
    assert made is not None
    posts = {each.post.guild_id: each.post.slugs for each in made}
    assert posts[GUILD] == ("invented-7",), "of those only it opened since"
    assert "invented-8" in posts[OTHER_GUILD], "who has not begun gets its first list"
    kaggle.listed = LISTED
    await poll(den)
    kaggle.listed = (*LISTED, replace(invented(6), category="Research"), invented(9))
    await poll(den)
    made = await den.competitions.make_posts(10)
    assert [each.post.slugs for each in made or ()] == [("invented-9",)] * 2, "not what a channel may have"


async def test_what_opens_after_a_restore_is_news_though_nothing_was_before(den: Den) -> None:
    kaggle = answering(den.app)
    await den.app.db.write(lambda tx: tx.execute(update(competition).values(number=0)))
    for guild in (GUILD, OTHER_GUILD):
        await den.change(guild, seen=0)
    await den.app.db.write(den.app.skip_past)
    new = invented(7, enabled_at=den.clock.now + HOUR)
    den.clock.now += 2 * HOUR
    kaggle.listed = (*LISTED, new)
    await poll(den)
    made = await den.competitions.make_posts(10)
    assert [each.post.slugs for each in made or ()] == [(new.slug,)] * 2


async def test_who_came_by_an_import_is_reminded_when_their_competition_is_known(sqlite_den: Den) -> None:
    den, new = sqlite_den, invented(6)
    await den.as_member(ANA, new)
    await den.as_member(ANA, WHALES)
    await den.app.db.write(lambda tx: den.app.competitions.skip_past(tx, GUILD))
    assert len(await waiting(den, ANA, DEADLINE)) == 2, "what waited did not come along"
    answering(den.app, *LISTED, new)
    await poll(den)
    assert len(await waiting(den, ANA, DEADLINE)) == 4


async def test_kaggle_itself_is_read_page_by_page(migrated_sqlite_url: str) -> None:
    many = [invented(number, kaggle_id=number) for number in range(100, 130)]
    async with serving() as served, open_den(migrated_sqlite_url, served.settings) as den:
        den.competitions.pause = 0.0
        served.lists(*LISTED, *many)
        assert await poll(den)
        assert len(await numbers(den)) == len(LISTED) + 30
        before = await numbers(den)
        served.lists(*LISTED, *many, invented(200, kaggle_id=200))
        served.script = [None, refused(429, {"Retry-After": "7200"})]
        await poll(den)
        stands = await den.competitions.source()
        assert stands.trouble == "busy"
        due = sure(await den.competitions.next_poll())
        assert due - den.clock.now >= 2 * HOUR
        assert await numbers(den) == before, "what was on the second page is not known to be gone"
        await poll(den)
        assert set(await numbers(den)) - set(before) == {"invented-200"}
