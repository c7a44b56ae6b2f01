"""Proves the use cases of attention beside sending: settings, inbox, away, limits, silences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.attention.model.refusals import NothingWaits, TooOften
from bot.attention.model.values import Away, Mailbox, Message, Why
from bot.attention.store import intents, limits, outbox, silences
from tests.attention.house import (
    ANA,
    BEN,
    GUILD,
    NOON,
    OTHER_GUILD,
    WEEK,
    House,
    news,
    numbers,
)

DAY = timedelta(days=1)
TODAY = date(2026, 1, 12)
CHANNEL = 200


async def waiting(home: House, who: int = ANA) -> list[int]:
    """What somebody's inbox shows as waiting."""
    return numbers((await home.attention.inbox(who)).waiting)


# What a person chooses.


async def test_a_choice_keeps_what_was_chosen_before(home: House) -> None:
    assert await home.attention.mailbox(ANA) == Mailbox(ANA)
    first = await home.attention.choose(
        ANA, guild_id=GUILD, language="de", bundles=2, quiet=(time(22), time(7, 30))
    )
    assert (first.bundles, first.bundle_at, first.quiet_from, first.quiet_to) == (
        2,
        time(12),
        time(22),
        time(7, 30),
    )
    second = await home.attention.choose(
        ANA, guild_id=OTHER_GUILD, language="en-GB", bundle_at=time(18, 45), days_off=[2]
    )
    assert (second.bundles, second.bundle_at, second.days_off) == (2, time(18, 45), frozenset({2}))
    assert await home.attention.mailbox(ANA) == second
    settings = await home.app.people.person(ANA)
    assert (settings.home_server, settings.language) == (GUILD, "en-GB")


@pytest.mark.parametrize(
    "wrong", [{"bundles": 4}, {"bundles": -1}, {"days_off": (7,)}, {"days_off": (-1, 2)}]
)
async def test_what_cannot_be_chosen_changes_nothing(home: House, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        await home.attention.choose(ANA, guild_id=GUILD, language="de", **wrong)  # type: ignore[arg-type]
    assert await home.attention.mailbox(ANA) == Mailbox(ANA)
    assert (await home.app.people.person(ANA)).home_server == 0


async def test_only_who_wants_bundles_is_looked_at(home: House) -> None:
    assert (await home.choose(ANA)).next_at == NOON
    assert (await home.choose(ANA, bundles=0)).next_at is None
    assert await home.attention.next_bundle() is None


async def test_a_choice_made_while_a_bundle_is_due_does_not_lose_it(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    home.clock.now = NOON + timedelta(seconds=2)
    await home.choose(ANA, bundles=3)
    assert numbers((await home.one(home.clock.now)).intents) == [1]


# The inbox.


async def test_the_inbox_shows_what_waits_and_the_last_ten_decisions(home: House) -> None:
    await home.tell(ANA, *range(1, 15))
    await home.attention.settle(
        [each.id for each in (await home.attention.inbox(ANA)).waiting[:12]], Why.SETTLED
    )
    box = await home.attention.inbox(ANA)
    assert numbers(box.waiting) == [13, 14]
    assert numbers(box.decided) == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert box.zone == "UTC"
    assert (await home.attention.inbox(BEN)).waiting == ()


async def test_what_is_taken_does_not_come_again(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1, 2, 3)
    await home.tell(BEN, 4)
    ids = {each.subject_id: each.id for each in (await home.attention.inbox(ANA)).waiting}
    bens = (await home.attention.inbox(BEN)).waiting[0].id
    assert numbers(await home.attention.take(ANA, [ids[2], bens])) == [2]
    with pytest.raises(NothingWaits):
        await home.attention.take(ANA, [ids[2]])
    assert numbers((await home.one(NOON)).intents) == [1, 3]
    with pytest.raises(NothingWaits):
        await home.attention.take(ANA)  # both are on their way
    assert await waiting(home) == [1, 3]
    assert await waiting(home, BEN) == [4]
    assert (await home.states(ANA))[2] == ("sent", "asked")


async def test_what_expired_cannot_be_taken_nor_does_it_wait(home: House) -> None:
    await home.tell(ANA, 1, lasts=timedelta(hours=1))
    home.clock.forward(hours=1)
    assert await waiting(home) == []
    with pytest.raises(NothingWaits):
        await home.attention.take(ANA)
    await home.attention.clear(ANA)
    assert await home.states(ANA) == {1: ("expired", "late")}


async def test_clearing_leaves_what_is_on_its_way(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.tell(ANA, 2)
    await home.attention.clear(ANA)
    assert await home.states(ANA) == {1: ("waiting", ""), 2: ("dropped", "cleared")}
    await home.arrive(post)
    assert await home.states(ANA) == {1: ("sent", "bundle"), 2: ("dropped", "cleared")}


async def test_what_is_to_be_said_later_is_not_there_yet(home: House) -> None:
    await home.choose(ANA)
    later = replace(news(ANA, 2, GUILD, home.clock.now + WEEK), not_before=NOON + DAY)
    await home.attention.tell(news(ANA, 1, GUILD, home.clock.now + WEEK), later)
    assert await waiting(home) == [1]
    assert numbers(await home.attention.take(ANA)) == [1]
    await home.attention.clear(ANA)
    await home.app.db.write(lambda tx: home.app.attention.skip_past(tx))
    assert numbers(await home.app.db.read(lambda tx: intents.waiting_for(tx, ANA))) == [2]
    home.clock.now = NOON + DAY
    assert await waiting(home) == [2]
    assert numbers((await home.one(NOON + DAY)).intents) == [2]


async def test_what_is_told_again_is_merged_into_the_newest(home: House) -> None:
    until = home.clock.now + WEEK
    await home.attention.tell(news(ANA, 1, GUILD, until, "same"), news(BEN, 2, GUILD, until, "same"))
    await home.attention.tell(news(ANA, 3, GUILD, until, "same"), news(ANA, 4, GUILD, until, "same"))
    assert await home.states(ANA) == {
        1: ("merged", "newer"),
        3: ("merged", "newer"),
        4: ("waiting", ""),
    }
    assert await waiting(home, BEN) == [2]


async def test_what_has_no_reason_any_more_is_taken_back(home: House) -> None:
    await home.tell(ANA, 1, 2)
    await home.app.db.write(lambda tx: outbox.take_back(tx, "trial.news", [1, 99]))
    assert await home.states(ANA) == {1: ("dropped", "settled"), 2: ("waiting", "")}
    many = range(2, 40_000)  # more than PostgreSQL takes in one statement
    found = await home.app.db.read(lambda tx: intents.about(tx, "trial.news", many))
    assert [each.subject_id for each in found] == [2]
    await home.app.db.write(lambda tx: outbox.take_back(tx, "trial.news", many))
    assert await home.states(ANA) == {1: ("dropped", "settled"), 2: ("dropped", "settled")}


async def test_whoever_left_a_server_hears_no_more_of_it(home: House) -> None:
    await home.tell(ANA, 1)
    await home.tell(ANA, 2, server=OTHER_GUILD)
    await home.tell(BEN, 3)
    await home.attention.left(GUILD, ANA)
    assert await home.states(ANA) == {1: ("dropped", "left"), 2: ("waiting", "")}
    assert await waiting(home, BEN) == [3]


async def test_a_silenced_sender_reaches_nobody_who_silenced_them(home: House) -> None:
    until = home.clock.now + WEEK

    def from_ben(number: int, to: int) -> Message:
        return Message(to, GUILD, "trial.news", number, f"n{number}", until, sender=BEN)

    await home.app.db.write(lambda tx: silences.silence_from(tx, ANA, BEN))
    await home.attention.tell(from_ben(1, ANA), from_ben(2, 13), from_ben(3, BEN))
    assert await waiting(home) == []
    assert await waiting(home, 13) == [2]
    assert await waiting(home, BEN) == []  # nobody is told what they did themselves
    await home.app.people.forget(BEN, None)
    await home.attention.tell(from_ben(4, ANA))
    assert await waiting(home) == [], "it outlives the other one's data"
    await home.app.db.write(lambda tx: silences.hear_everybody(tx, ANA))
    await home.attention.tell(from_ben(5, ANA))
    assert await waiting(home) == [5]


# Being away.


async def test_away_holds_everything_and_back_lets_the_next_bundle_come(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    away = await home.attention.go_away(ANA, TODAY, None, guild_id=GUILD, language="de")
    assert await home.attention.next_bundle() == home.clock.now + WEEK  # only the message's expiry
    assert await home.at(NOON) == []
    assert (await home.attention.inbox(ANA)).aways == (Away(TODAY, None, away.id),)
    home.clock.now = NOON + DAY - timedelta(hours=1)
    await home.attention.back(ANA)
    assert await home.attention.aways(ANA) == [Away(TODAY, TODAY, away.id)]
    assert numbers((await home.one(NOON + DAY)).intents) == [1]


async def test_back_on_the_first_day_leaves_nothing_and_later_days_stay(home: House) -> None:
    await home.attention.go_away(ANA, TODAY, TODAY, guild_id=GUILD, language="de")
    later = await home.attention.go_away(ANA, TODAY + 5 * DAY, TODAY + 3 * DAY, guild_id=GUILD, language="de")
    assert (later.first, later.last) == (TODAY + 3 * DAY, TODAY + 5 * DAY)
    same = await home.attention.go_away(ANA, TODAY + 3 * DAY, TODAY + 5 * DAY, guild_id=GUILD, language="de")
    assert same == later
    await home.attention.back(ANA)
    assert await home.attention.aways(ANA) == [later]
    assert await home.attention.forget_away(BEN, later.id) is False
    assert await home.attention.forget_away(ANA, later.id) is True
    assert await home.attention.aways(ANA) == []


async def test_a_focus_session_moves_the_bundle_to_its_end(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.attention.hold(ANA, NOON - timedelta(minutes=20), NOON + timedelta(hours=1))
    assert await home.at(NOON) == []
    assert await home.attention.next_bundle() == NOON + timedelta(hours=1)
    home.clock.now = NOON + timedelta(minutes=10)
    await home.attention.end_hold(ANA)
    assert numbers((await home.one(home.clock.now)).intents) == [1]


# Limits.


async def test_a_limit_holds_for_a_while_per_person_and_server(home: House) -> None:
    async def act(who: int = ANA, guild_id: int = GUILD) -> None:
        await home.app.db.write(lambda tx: limits.check(tx, who, guild_id, "trial", 2, timedelta(hours=1)))

    await act()
    home.clock.forward(minutes=20)
    await act()
    with pytest.raises(TooOften) as refused:
        await act()
    assert refused.value.wait == timedelta(minutes=40)
    await act(BEN)
    await act(ANA, OTHER_GUILD)
    home.clock.forward(minutes=40)
    await act()
    with pytest.raises(TooOften):
        await act()
