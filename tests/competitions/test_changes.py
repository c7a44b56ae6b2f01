"""Proves what Kaggle's list says of what we know: what is new, moved, gone or back, and whom it is told (K3)."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.app import open_app
from bot.attention.store import intents
from bot.competitions.model.values import (
    CHANGED,
    DEADLINE,
    ENDED,
    Competition,
    Entrant,
    Listing,
    Phase,
    Trouble,
)
from bot.competitions.store import entrants
from bot.core.db import Tx
from tests.competitions.asking import (
    LISTED,
    answering,
    failing,
    is_edited,
    news,
    poll,
    post,
    sure,
    turn,
    waiting,
)
from tests.competitions.house import (
    ANA,
    BEN,
    CLEO,
    DAN,
    GUILD,
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

DAY = timedelta(days=1)
ENDS = sure(WHALES.deadline)


def listed(*changed: Competition) -> tuple[Competition, ...]:
    """What Kaggle lists, with these as they are now."""
    by_slug = {each.slug: each for each in changed}
    return tuple(by_slug.get(each.slug, each) for each in LISTED)


def but(*gone: Competition) -> Listing:
    """A whole list without these."""
    return Listing(tuple(each for each in LISTED if each not in gone))


async def test_what_moved_is_edited_once_and_told_in_one_line_to_those_who_are_in(den: Den) -> None:
    kaggle = answering(den.app)
    await poll(den)
    cards = [
        await post(den, WHALES),
        await post(den, WHALES, RAIN, guild_id=OTHER_GUILD),
        await post(den, RAIN),
    ]
    await den.as_member(ANA, WHALES)
    await den.as_member(BEN, WHALES, OTHER_GUILD)
    await den.as_member(CLEO, WHALES, out_at=START)
    await den.as_member(DAN, RAIN)
    moved = replace(WHALES, deadline=ENDS - 20 * DAY, merger_deadline=ENDS - 27 * DAY, title="Whales")
    kaggle.listed = listed(moved)
    await poll(den)
    assert [await is_edited(den, each) for each in cards] == [True, True, False]
    assert [await news(den, each) for each in (ANA, BEN, CLEO, DAN)] == [
        *([["deadline", "merger"]] for _ in range(2)),
        *([], []),
    ]
    for who in (ANA, BEN):
        assert [each.not_before for each in await waiting(den, who, DEADLINE)] == [
            ENDS - 27.5 * DAY,
            ENDS - 21.5 * DAY,
        ]
    await poll(den)
    assert [await is_edited(den, each) for each in cards] == [False] * 3
    kaggle.listed = listed(replace(moved, reward="$60,000"))
    await poll(den)
    assert await news(den, ANA) == [["deadline", "merger", "prize"]], "one line, while the first is unread"
    (line,) = await waiting(den, ANA, CHANGED)
    entrant = await den.entrant(ANA, WHALES)
    assert entrant is not None
    assert (line.subject_id, line.expires_at) == (entrant.id, den.clock.now + 14 * DAY)


async def test_a_prize_that_changed_leaves_reminders_that_wait(den: Den) -> None:
    kaggle = answering(den.app)
    den.clock.now = ENDS - 9 * DAY
    await turn(den)
    await poll(den)
    await den.competitions.join(100, ANA, WHALES.slug)
    before = await waiting(den, ANA, DEADLINE)
    assert len(before) == 2
    den.clock.now = ENDS - 6 * DAY
    kaggle.listed = listed(replace(WHALES, reward="$60,000"))
    await poll(den)
    assert await news(den, ANA) == [["prize"]]
    assert await waiting(den, ANA, DEADLINE) == before, "the earlier one has not been read yet"
    (line,) = await waiting(den, ANA, CHANGED)
    assert line.expires_at == ENDS


async def test_what_is_not_listed_is_looked_for_once_more_before_it_is_gone(den: Den) -> None:
    kaggle = answering(den.app)
    await den.as_member(ANA, WHALES)
    card = await post(den, WHALES)
    kaggle.script = [
        *(but(WHALES), but(RAIN)),  # the list shifted while it was read
        *(but(WHALES), failing(Trouble.SLOW)),
        *(but(WHALES), replace(but(WHALES), skipped=1)),
        *(replace(but(WHALES), skipped=1),),
    ]
    for readings in (2, 4, 6, 7):
        await poll(den)
        assert kaggle.asked == readings
        assert (await den.known(WHALES.slug)).phase is Phase.OPEN
    assert (await den.competitions.source()).failures == 0, "what went wrong the second time is no trouble"
    kaggle.listed = but(WHALES).competitions
    await poll(den)
    assert (await den.known(WHALES.slug)).phase is Phase.GONE
    assert (await den.known(RAIN.slug)).phase is Phase.OPEN
    assert await is_edited(den, card)
    assert await news(den, ANA) == [["gone"]]
    assert await waiting(den, ANA, DEADLINE) == []
    await poll(den)
    assert kaggle.asked == 10, "what is known to be gone is not looked for"
    assert not await is_edited(den, card)


async def test_what_cannot_be_told_from_an_unreadable_entry_is_gone_when_that_lasts(sqlite_den: Den) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    kaggle.script = [replace(but(RAIN), skipped=1)] * 9
    await poll(den)
    began = den.clock.now
    assert (await den.known(RAIN.slug)).missing_since == began
    while den.clock.now - began < DAY:
        assert (await den.known(RAIN.slug)).phase is Phase.OPEN
        await poll(den)
    assert (await den.known(RAIN.slug)).phase is Phase.GONE


async def test_what_comes_back_is_told_only_to_who_heard_that_it_was_gone(den: Den) -> None:
    kaggle = answering(den.app)
    await den.as_member(ANA, WHALES)
    await den.as_member(BEN, WHALES)
    kaggle.listed = but(WHALES).competitions
    await poll(den)
    await den.app.attention.clear(ANA)
    kaggle.listed = LISTED
    await poll(den)
    assert (await den.known(WHALES.slug)).phase is Phase.OPEN
    assert await news(den, ANA) == [["back"]]
    assert await news(den, BEN) == []
    for who in (ANA, BEN):
        assert len(await waiting(den, who, DEADLINE)) == 2


async def test_one_that_ended_goes_on_when_its_deadline_moves(den: Den) -> None:
    kaggle = answering(den.app)
    await den.as_member(ANA, RAIN)
    den.clock.now = sure(RAIN.deadline)
    await turn(den)
    assert len(await waiting(den, ANA, ENDED)) == 1
    later = replace(RAIN, deadline=sure(RAIN.deadline) + 30 * DAY)
    kaggle.listed = listed(later)
    await poll(den)
    assert (await den.known(RAIN.slug)).phase is Phase.OPEN
    assert await news(den, ANA) == [["deadline"]]
    assert await waiting(den, ANA, ENDED) == []
    assert len(await waiting(den, ANA, DEADLINE)) == 2
    den.clock.now += 30 * DAY
    await turn(den)
    assert (await den.known(RAIN.slug)).phase is Phase.ENDED
    assert len(await waiting(den, ANA, ENDED)) == 1


async def test_a_deadline_that_moved_into_the_past_ends_it(sqlite_den: Den) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    await den.as_member(ANA, WHALES)
    kaggle.listed = listed(replace(WHALES, deadline=START + timedelta(hours=1)))
    await poll(den)
    await turn(den)
    assert (await den.known(WHALES.slug)).phase is Phase.ENDED
    assert await news(den, ANA) == []
    assert len(await waiting(den, ANA, ENDED)) == 1
    assert await waiting(den, ANA, DEADLINE) == []


async def test_what_is_taken_back_before_it_was_read_is_not_told(den: Den) -> None:
    kaggle = answering(den.app)
    await den.as_member(ANA, WHALES)
    kaggle.listed = listed(replace(WHALES, deadline=ENDS + DAY, reward="$5"))
    await poll(den)
    kaggle.listed = listed(replace(WHALES, deadline=ENDS + 2 * DAY))
    await poll(den)
    assert await news(den, ANA) == [["deadline"]]
    kaggle.listed = LISTED
    await poll(den)
    assert await news(den, ANA) == []
    assert [each.expires_at for each in await waiting(den, ANA, DEADLINE)] == [ENDS - DAY, ENDS]


async def test_one_without_a_deadline_any_more_does_not_end(sqlite_den: Den) -> None:
    den = sqlite_den
    kaggle = answering(den.app)
    await den.competitions.join(GUILD, ANA, RAIN.slug)
    kaggle.listed = listed(replace(RAIN, deadline=None))
    await poll(den)
    assert await news(den, ANA) == [["deadline"]]
    assert await waiting(den, ANA, DEADLINE) == []
    den.clock.now = sure(RAIN.deadline) + DAY
    await turn(den)
    assert (await den.known(RAIN.slug)).phase is Phase.OPEN


async def test_much_that_is_not_listed_is_gone_when_that_lasts(sqlite_den: Den) -> None:
    den = sqlite_den
    many = [invented(number) for number in range(10, 30)]
    kaggle = answering(den.app, *LISTED, *many)
    await poll(den)
    kaggle.listed = (*LISTED, *many[:8])
    await poll(den)
    began = den.clock.now
    kaggle.script = [Listing((*LISTED, *many[:9]))]  # one of them is there once more
    gone: list[Competition] = []
    while den.clock.now - began < DAY:
        assert gone == []
        await poll(den)
        gone = [each for each in many if not (await den.known(each.slug)).is_on]
    assert gone == many[9:]


async def test_who_was_reminded_is_reminded_again_only_when_the_deadline_moved_far(den: Den) -> None:
    kaggle = answering(den.app)
    one = replace(WHALES, deadline=START + 7 * DAY + DAY / 3)
    await den.store(one)
    await den.competitions.join(GUILD, ANA, one.slug)
    await den.competitions.join(GUILD, BEN, one.slug)
    assert [each.kind for each in await den.app.attention.take(ANA)] == [DEADLINE]
    kaggle.listed = listed(replace(one, deadline=sure(one.deadline) + timedelta(minutes=2)))
    await poll(den)
    assert [len(await waiting(den, each, DEADLINE)) for each in (ANA, BEN)] == [1, 2]
    assert (await den.competitions.first_day(GUILD, ANA, one.slug)).reminded == (DAY,)
    kaggle.listed = but(WHALES).competitions
    await poll(den)
    kaggle.listed = listed(one)
    await poll(den)
    assert [len(await waiting(den, each, DEADLINE)) for each in (ANA, BEN)] == [1, 2], (
        "half a day late at most"
    )
    kaggle.listed = listed(replace(one, deadline=sure(one.deadline) + 2 * DAY))
    await poll(den)
    assert [len(await waiting(den, each, DEADLINE)) for each in (ANA, BEN)] == [2, 2]


async def test_nothing_is_left_of_whom_we_forget_while_they_are_told(
    migrated_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = entrants.some_in
    forgotten: list[int] = []

    async with open_den(migrated_postgres_url) as den:

        async def forget() -> None:
            async with open_app(den.app.settings, clock=den.clock) as second:
                await second.people.forget(ANA, None)

        def some_in(tx: Tx, slug: str, at: datetime, beyond: int, limit: int) -> list[Entrant]:
            found = true(tx, slug, at, beyond, limit)
            if not forgotten:
                forgotten.append(ANA)
                with ThreadPoolExecutor() as elsewhere:
                    elsewhere.submit(asyncio.run, forget()).result(20)
            return found

        kaggle = answering(den.app)
        await den.as_member(ANA, WHALES)
        await den.as_member(BEN, WHALES)
        monkeypatch.setattr(entrants, "some_in", some_in)
        kaggle.listed = listed(replace(WHALES, reward="$5"))
        await poll(den)
        assert forgotten == [ANA]
        assert await den.app.db.read(lambda tx: intents.of_person(tx, ANA)) == []
        assert await news(den, BEN) == [["prize"]]
