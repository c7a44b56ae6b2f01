"""The jobs that ask Kaggle, and that see to what opens, ends or is old."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.shell.daily import daily
from bot.shell.jobs import Job, to_the_end

if TYPE_CHECKING:
    from bot.shell.client import Compound

TELL = 500  # people who are told something in one transaction
AT_ONCE = 50  # competitions that open or end in one transaction


def polling(bot: Compound) -> list[Job]:
    """The jobs of the source."""
    competitions = bot.app.competitions
    woken = False

    async def next_poll() -> datetime | None:
        nonlocal woken
        if not woken:  # the first look after a start; one that fails is tried again
            await competitions.wake()
            woken = True
        return await competitions.next_poll()

    turn = partial(competitions.turn_due, AT_ONCE)
    tell = partial(competitions.tell_due, TELL)
    return [
        Job("competitions.poll", competitions.poll_due, next_poll),
        Job("competitions.turn", to_the_end(turn), competitions.next_turn),
        Job("competitions.tell", to_the_end(tell), competitions.next_tell),
        daily("competitions.purge", bot.app.clock, to_the_end(competitions.purge)),
    ]
