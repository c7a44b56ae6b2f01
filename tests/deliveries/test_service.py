"""Owns the laws of the delivery ledger on both databases: claimed once, leased, fenced, repaired, and given up in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.app import open_app
from bot.deliveries import store
from bot.deliveries.model import (
    FIRST_BACKOFF,
    LEASE,
    LONGEST_BACKOFF,
    NONCE_WINDOW,
    Delivery,
    Gone,
    Outcome,
    Refused,
    Sent,
    State,
    Unknown,
    backoff,
)
from bot.deliveries.tables import delivery
from tests.standups.service import CHANNEL, GUILD, House, house

KIND = "test.kind"
KEEP_FOR = timedelta(hours=3)
ALL = [State.SENDING, State.SENT, State.REMOVING]
NO_PERMISSION = Refused(50013, "Missing Permissions")


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app on a database of each kind, its clock at 1 January 2026."""
    async with house(migrated_url, datetime(2026, 1, 1, tzinfo=UTC)) as made:
        yield made


async def claim(home: House, subject: int = 1, part: int = 0, channel: int = CHANNEL) -> Delivery | None:
    """Claim a message about a subject."""
    return await home.app.db.write(
        lambda tx: store.claim_new(
            tx, KIND, subject, guild_id=GUILD, channel_id=channel, keep_for=KEEP_FOR, part=part
        )
    )


async def claimed(home: House, subject: int = 1, channel: int = CHANNEL) -> Delivery:
    """Claim a message that nobody has claimed."""
    found = await claim(home, subject, channel=channel)
    assert found is not None
    return found


async def take(home: House, *states: State) -> list[Delivery]:
    """Take what needs work."""
    return await home.app.db.write(lambda tx: store.take_due(tx, None, states or ALL, 10), claim=True)


async def record(home: House, each: Delivery, outcome: Outcome) -> Delivery:
    """Write down an outcome of a row that stays."""
    stands = await home.app.deliveries.record(each, outcome)
    assert stands is not None
    return stands


async def read(home: House, each: Delivery) -> Delivery | None:
    """The row as it is stored."""
    return await home.app.db.read(lambda tx: store.get(tx, each.id))


async def dirty(home: House, subject: int = 1) -> None:
    """What the message shows has changed."""
    await home.app.db.write(lambda tx: store.mark_dirty(tx, KIND, subject))


async def remove(home: House, subject: int = 1) -> list[int]:
    """What the message shows is gone."""
    return await home.app.db.write(lambda tx: store.mark_removing(tx, KIND, [subject]))


async def test_what_many_messages_show_changes_in_one_statement(home: House) -> None:
    sent, shown, sending, gone, other = [await claimed(home, subject) for subject in range(1, 6)]
    for each in (sent, shown, gone, other):
        await record(home, each, Sent(each.id * 1000))
    await remove(home, 4)
    earlier = {each.id: await read(home, each) for each in (sent, shown, sending, gone, other)}
    home.clock.forward(minutes=1)
    subjects = select(delivery.c.subject_id).where(delivery.c.subject_id < 5)
    await home.app.db.write(lambda tx: store.mark_dirty_all(tx, KIND, subjects))
    for each in (sent, shown):
        was, row = earlier[each.id], await read(home, each)
        assert was is not None
        assert row is not None
        assert (row.dirty, row.leased_until, row.fence) == (True, home.clock.now, was.fence + 1)
    was, row = earlier[sending.id], await read(home, sending)
    assert was is not None
    assert row == replace(was, dirty=True), "it is edited as soon as it is sent"
    assert [await read(home, each) for each in (gone, other)] == [earlier[gone.id], earlier[other.id]]
    assert sorted(each.subject_id for each in await take(home, State.SENT)) == [1, 2]


async def test_a_message_is_claimed_once_whoever_asks(home: House) -> None:
    async with open_app(home.app.settings, clock=home.clock) as second:
        other = House(second, home.clock)
        found = await asyncio.gather(*(claim(one) for one in (home, other) for _ in range(5)))
    assert len([each for each in found if each]) == 1
    assert await claim(home, part=1) is not None, "another part is another message"
    assert await claim(home, subject=2) is not None


@pytest.mark.row("two processes, split brain")
async def test_a_lease_keeps_others_away_until_its_time_and_then_one_takes_it(home: House) -> None:
    first = await claimed(home)
    home.clock.forward(seconds=LEASE.total_seconds() - 1)
    assert await take(home) == []
    home.clock.forward(seconds=1)
    async with open_app(home.app.settings, clock=home.clock) as second:
        other = House(second, home.clock)
        found = await asyncio.gather(*(take(one) for one in (home, other) for _ in range(4)))
    (again,) = [each for taken in found for each in taken]
    assert (again.id, again.attempt) == (first.id, first.attempt + 1)
    assert again.needs_search(home.clock.now) is False, "within the nonce's window the nonce is enough"
    home.clock.forward(minutes=5)
    (third,) = await take(home)
    assert third.needs_search(home.clock.now)


@pytest.mark.row("two processes, split brain")
@pytest.mark.parametrize("outcome", [Sent(7), Gone(), NO_PERMISSION, Unknown("HTTP 500")])
async def test_a_record_of_an_older_attempt_changes_nothing(home: House, outcome: Outcome) -> None:
    first = await claimed(home)
    home.clock.forward(minutes=2)
    (second,) = await take(home)
    assert await home.app.deliveries.record(first, outcome) is None
    assert await read(home, first) == second
    sent = await record(home, second, Sent(8))
    assert (sent.state, sent.message_id) == (State.SENT, 8)
    assert await home.app.deliveries.record(second, NO_PERMISSION) is None, "nor does it say it twice"
    assert await read(home, first) == sent


async def test_a_very_late_record_does_not_pass_for_a_newer_one_after_a_success(home: House) -> None:
    first = await claimed(home)
    home.clock.forward(minutes=2)
    (second,) = await take(home)
    await record(home, second, Sent(8))
    await dirty(home)
    assert await home.app.deliveries.record(first, Sent(7)) is None
    (slow,) = await take(home)
    home.clock.forward(minutes=2)
    (quick,) = await take(home)
    await record(home, quick, Sent(8))
    await dirty(home)
    assert await home.app.deliveries.record(slow, Sent(8)) is None, "the newest words are still to be shown"
    (newest,) = await take(home)
    assert (newest.message_id, newest.dirty) == (8, True)
    assert newest.attempt == 1, "an edit's first try waits no longer for tries before it"


async def test_what_changed_while_it_was_being_sent_is_edited_at_once(home: House) -> None:
    first = await claimed(home)
    await dirty(home)
    sent = await record(home, first, Sent(7))
    assert sent.dirty
    (edit,) = await take(home)
    assert (edit.state, edit.message_id, edit.dirty) == (State.SENT, 7, True)
    done = await record(home, edit, Sent(7))
    assert not done.dirty
    assert await take(home) == []


async def test_an_edit_with_older_words_does_not_count_as_the_newest(home: House) -> None:
    await record(home, await claimed(home), Sent(7))
    await dirty(home)
    (older,) = await take(home)
    await dirty(home)
    assert await home.app.deliveries.record(older, Sent(7)) is None
    (newer,) = await take(home)
    assert newer.dirty


async def test_what_is_removed_while_it_is_being_sent_goes_as_soon_as_it_is_there(home: House) -> None:
    first = await claimed(home)
    (row,) = await remove(home)
    assert await take(home) == [], "whoever sends it keeps the lease"
    stands = await record(home, first, Sent(7))
    assert (stands.state, stands.message_id) == (State.REMOVING, 7)
    (removal,) = await home.app.deliveries.take_due_removals(10)
    assert (removal.id, removal.message_id) == (row, 7)
    assert await home.app.deliveries.record(removal, Gone()) is None
    assert await read(home, removal) is None, "nothing is left to remember"


async def test_a_subject_may_be_posted_anew_while_its_old_message_goes(home: House) -> None:
    await record(home, await claimed(home), Sent(7))
    await remove(home)
    assert (await claimed(home)).message_id is None


async def test_a_removal_that_is_refused_is_tried_again_for_a_month(home: House) -> None:
    await record(home, await claimed(home), Sent(7))
    await remove(home)
    (removal,) = await home.app.deliveries.take_due_removals(10)
    stands = await record(home, removal, NO_PERMISSION)
    assert (stands.state, stands.reason) == (State.REMOVING, "Missing Permissions")
    assert await take(home) == []
    home.clock.forward(days=29)
    (removal,) = await home.app.deliveries.take_due_removals(10)
    assert (await record(home, removal, NO_PERMISSION)).state is State.REMOVING
    home.clock.forward(days=2)
    (removal,) = await home.app.deliveries.take_due_removals(10)
    assert (await record(home, removal, NO_PERMISSION)).state is State.DROPPED
    assert await home.app.deliveries.next_removal() is None


async def test_an_edit_refused_for_good_is_posted_anew_and_the_old_message_goes(home: House) -> None:
    await record(home, await claimed(home), Sent(7))
    await dirty(home)
    (edit,) = await take(home)
    stands = await record(home, edit, Refused(30046, "Maximum number of edits"))
    assert (stands.state, stands.message_id) == (State.SENDING, None)
    taken = {each.state: each for each in await take(home)}
    assert taken[State.REMOVING].message_id == 7
    assert taken[State.SENDING].id not in (0, edit.id), (
        "a row of its own: Discord would answer the old nonce with the old message"
    )
    assert not taken[State.SENDING].needs_search(home.clock.now), "it is a new message"
    sent = await record(home, taken[State.SENDING], Sent(8))
    assert (sent.message_id, sent.dirty) == (8, False)


@pytest.mark.parametrize("code", [50001, 50013, 50083])
async def test_an_edit_that_is_not_allowed_waits_instead(home: House, code: int) -> None:
    await record(home, await claimed(home), Sent(7))
    await dirty(home)
    (edit,) = await take(home)
    stands = await record(home, edit, Refused(code, "no"))
    assert (stands.state, stands.message_id, stands.dirty) == (State.SENT, 7, True)
    assert stands.is_refused
    home.clock.forward(hours=2)
    (again,) = await take(home)
    assert again.message_id == 7


async def test_an_edit_of_a_message_that_is_gone_ends_there(home: House) -> None:
    await record(home, await claimed(home), Sent(7))
    await dirty(home)
    (edit,) = await take(home)
    assert (await record(home, edit, Gone())).state is State.DROPPED
    home.clock.forward(days=1)
    assert await take(home) == []


async def test_what_cannot_be_sent_is_tried_less_and_less_often_then_given_up(home: House) -> None:
    each = await claimed(home)
    waits = []
    while (stands := await record(home, each, Unknown("HTTP 500"))).state is State.SENDING:
        before = home.clock.now
        due = await home.app.db.read(lambda tx: store.next_due(tx, None, ALL))
        assert due is not None
        home.clock.now = due
        (each,) = await take(home)
        waits.append((home.clock.now - before).total_seconds())
    assert stands.state is State.DROPPED
    assert "HTTP 500" in stands.reason
    assert home.clock.now >= stands.give_up_at
    assert waits[0] < 20
    assert all(later > earlier for earlier, later in pairwise(waits) if earlier < 150)
    assert max(waits) <= 300, "Discord may have been fine all the while"
    assert await take(home) == []
    assert [row.id for row in await home.app.deliveries.troubled(GUILD)] == [each.id]


@pytest.mark.parametrize("minutes", [1, 9])
async def test_a_no_is_not_asked_again_for_a_while(home: House, minutes: int) -> None:
    await record(home, await claimed(home), NO_PERMISSION)
    home.clock.forward(minutes=minutes)
    assert await take(home) == []
    home.clock.forward(minutes=15)
    assert len(await take(home)) == 1


async def test_orphans_are_named_only_while_nothing_is_under_way_there(home: House) -> None:
    known = await record(home, await claimed(home, 1), Sent(7))
    await record(home, await claimed(home, 2), Sent(8))
    assert await home.app.deliveries.orphans(CHANNEL, [7, 8, 9]) == [9]
    under_way = await claimed(home, 3)
    assert await home.app.deliveries.orphans(CHANNEL, [7, 8, 9]) is None, "9 may be this one"
    await claimed(home, 4, channel=CHANNEL + 1)
    await record(home, under_way, Sent(10))
    assert await home.app.deliveries.orphans(CHANNEL, [7, 8, 9, 10]) == [9]
    assert known.message_id == 7


@given(st.integers(1, 10_000))
def test_waits_grow_from_seconds_to_an_hour_and_never_beyond(attempt: int) -> None:
    assert FIRST_BACKOFF <= backoff(attempt) <= LONGEST_BACKOFF
    assert backoff(attempt) <= backoff(attempt + 1)
    assert backoff(1) == FIRST_BACKOFF
    assert backoff(40) == LONGEST_BACKOFF


@given(st.integers(1, 50), st.integers(0, 10_000))
def test_only_a_first_attempt_or_a_fresh_nonce_may_send_without_looking(attempt: int, seconds: int) -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC)
    row = Delivery(1, KIND, 1, 0, 1, 1, None, State.SENDING, False, attempt, began, began + KEEP_FOR, "")
    blind = not row.needs_search(began + timedelta(seconds=seconds))
    assert blind == (attempt == 1 or timedelta(seconds=seconds) <= NONCE_WINDOW)
