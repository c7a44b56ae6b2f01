"""Owns what happens in the ledger when two are at one message, and to edits that never get through; on both databases."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.app import open_app
from bot.core.db import Tx
from bot.deliveries import store
from bot.deliveries.model import LEASE, Delivery, Outcome, Sent, State, Unknown
from tests.deliveries.test_service import KIND, NO_PERMISSION, claimed, home, read, record, take
from tests.standups.service import House

__all__ = ["home"]


@pytest.mark.row("two processes, split brain")
async def test_of_two_who_look_at_the_same_moment_one_gets_the_row(home: House) -> None:
    row = await claimed(home)
    home.clock.forward(seconds=LEASE.total_seconds())

    def body(tx: Tx) -> list[Delivery]:
        found = store.lease_due(tx, [row.id])
        time.sleep(0.3)  # the other one is looking
        return found

    async with open_app(home.app.settings, clock=home.clock) as second:
        apps = (home.app, second)
        found = await asyncio.gather(*(each.db.write(body, claim=True) for each in apps))
    assert sorted(map(len, found)) == [0, 1]


@pytest.mark.row("two processes, split brain")
async def test_what_was_leased_is_held_until_somebody_else_has_it(home: House) -> None:
    first = await claimed(home)
    assert await hold(home, first, first) == first
    assert await hold(home, first) is None
    home.clock.forward(seconds=LEASE.total_seconds())
    (second,) = await take(home)
    assert await hold(home, second, first) is None, "it is somebody else's by now"
    assert await hold(home, second, second) == second
    home.clock.forward(seconds=LEASE.total_seconds())
    third = await hold(home, second, first)
    assert third is not None
    assert third.fence > second.fence, "nobody has it"


async def test_an_edit_that_was_overtaken_is_followed_by_another_one_when_all_are_over(home: House) -> None:
    first = await record(home, await claimed(home), Sent(7))
    await home.app.deliveries.edited_late(first.id)
    assert await take(home) == []
    home.clock.forward(seconds=5)
    (again,) = await take(home)
    assert again.dirty
    assert (await record(home, again, Sent(7))).dirty is False
    await home.app.db.write(lambda tx: store.mark_removing(tx, KIND, [1]))
    before = await read(home, first)
    await home.app.deliveries.edited_late(first.id)
    assert await read(home, first) == before


@pytest.mark.parametrize("outcome", [NO_PERMISSION, Unknown("HTTP 500")])
async def test_an_edit_is_given_up_after_a_month_and_the_message_stays(home: House, outcome: Outcome) -> None:
    await record(home, await claimed(home), Sent(7))
    home.clock.forward(days=90)
    await home.app.db.write(lambda tx: store.mark_dirty(tx, KIND, 1))
    (first,) = await take(home)
    stands = await record(home, first, outcome)
    assert (stands.state, stands.dirty) == (State.SENT, True)
    home.clock.forward(days=30)
    (last,) = await take(home)
    stands = await record(home, last, outcome)
    assert (stands.state, stands.dirty, stands.leased_until) == (State.SENT, False, None)


async def hold(home: House, row: Delivery, *held: Delivery) -> Delivery | None:
    """Ask for a row, having been leased others."""
    return await home.app.db.write(lambda tx: store.hold(tx, row, held))
