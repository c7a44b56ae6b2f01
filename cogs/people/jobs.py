"""Learns, slowly, who left a server; what is kept about them there rests, and is erased after 30 days (A2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.deliveries.model import NO_ACCESS, UNKNOWN_MEMBER, UNKNOWN_SERVER, UNKNOWN_USER, Gone, Refused, Sent
from bot.people.model import Membership
from bot.shell.daily import daily
from bot.shell.jobs import Job

if TYPE_CHECKING:
    from bot.shell.client import Compound

log = structlog.stdlib.get_logger(__name__)

APART = timedelta(
    seconds=3
)  # between two questions of one process, so that nobody who waits is ever behind them
AT_ONCE = 500  # pairs written in one transaction


class Members:
    """Asks Discord about one member after the other, and does what follows."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._app = bot.app
        self._not_before: datetime | None = None

    async def discover(self) -> None:
        """Find about whom features keep something that nobody asks about yet, and whom nothing is kept about any more."""
        new, gone = await self._app.people.unasked()
        for start in range(0, max(len(new), len(gone)), AT_ONCE):
            these = slice(start, start + AT_ONCE)
            await self._app.people.ask_about(sorted(new)[these], sorted(gone)[these])

    async def next_due(self) -> datetime | None:
        """When the next question is due (UTC)."""
        due = await self._app.people.next_check()
        return max(due, self._not_before) if due and self._not_before else due

    async def ask(self) -> bool:
        """Ask about one; the next one waits a few seconds."""
        taken = await self._app.people.take_checks(1)
        self._not_before = self._app.clock() + APART
        for each in taken:
            await self._ask(each)
        return bool(taken)

    async def _ask(self, asked: Membership) -> None:
        people, pair = self._app.people, (asked.guild_id, asked.user_id)
        outcome = await self._bot.poster.member_of(*pair)
        code = outcome.code if isinstance(outcome, Gone | Refused) else 0
        if isinstance(outcome, Sent):
            await people.stayed(*pair)
        elif code in (UNKNOWN_MEMBER, UNKNOWN_USER):
            await self._left(asked)
        elif code in (UNKNOWN_SERVER, NO_ACCESS):  # it is we who are not there any more
            await self._app.communities.went(asked.guild_id)
        else:
            await people.not_answered(*pair)

    async def _left(self, asked: Membership) -> None:
        people, pair = self._app.people, (asked.guild_id, asked.user_id)
        over = await people.went(*pair)
        await self._app.attention.left(*pair)
        if not over:
            return
        elsewhere = await people.servers_of(asked.user_id) - {asked.guild_id}
        removals = await people.forget_member(*pair, altogether=not elsewhere)
        await self._bot.publisher.take_down(removals)
        log.info("erased what was kept about a member who left", guild=asked.guild_id)


def jobs(bot: Compound) -> list[Job]:
    """The feature's jobs."""
    members = Members(bot)
    return [
        daily("people.discover", bot.app.clock, members.discover),
        Job("people.members", members.ask, members.next_due),
    ]
