"""Discord's scheduled events by ids: made, edited, called off, and found again; outcomes as of the poster.

Discord takes no nonce with them. So one is asked for once, and looked for before it is asked for again: by who made it and by a
mark in its description. https://discord.com/developers/docs/resources/guild-scheduled-event
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import discord
from discord.http import Route

from bot.core.text import clean, fit, units
from bot.deliveries.model import Outcome, Sent, Unknown
from bot.shell.once import AskedOnceError, Once
from bot.shell.poster import Poster

NAME, DESCRIPTION, LOCATION = 100, 1000, 100  # UTF-16 units that Discord takes
SCHEDULED, ACTIVE, CANCELLED = 1, 2, 4
EXTERNAL, GUILD_ONLY = 3, 2


@dataclass(frozen=True)
class ScheduledEvent:
    """An event that takes place outside voice channels. `mark` ends its description and tells it from every other of ours.

    Instants are aware UTC. Texts are cut at Discord's limits.
    """

    name: str
    description: str
    mark: str
    location: str
    begins_at: datetime
    ends_at: datetime

    def fields(self) -> dict[str, Any]:
        """What Discord is told of it."""
        room = DESCRIPTION - units(self.mark) - 1
        return {
            "name": fit(clean(" ".join(self.name.split())), NAME),
            "description": f"{fit(clean(self.description), room)}\n{self.mark}",
            "scheduled_start_time": self.begins_at.isoformat(),
            "scheduled_end_time": self.ends_at.isoformat(),
            "entity_type": EXTERNAL,
            "privacy_level": GUILD_ONLY,
            "entity_metadata": {"location": fit(clean(self.location), LOCATION) or "Discord"},
        }


class Scheduled:
    """What is done to scheduled events."""

    def __init__(self, bot: discord.Client, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster
        self._making: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def is_permitted(self, guild_id: int) -> bool:
        """Whether we may make events in a server, as far as it is known: asking in vain counts against all that we ask."""
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.me is None:
            return True
        has = guild.me.guild_permissions
        return has.create_events or has.manage_events

    async def find(self, guild_id: int, mark: str) -> Outcome | None:
        """Our own event with this mark that is not over: Sent with its id; None when there is none."""
        found: list[int] = []

        async def call() -> Outcome:
            listed = await self._bot.http.get_scheduled_events(guild_id, False)
            me = self._bot.user.id if self._bot.user else 0
            found.extend(
                int(each["id"])
                for each in listed
                if int(each.get("creator_id") or 0) == me
                and each["status"] in (SCHEDULED, ACTIVE)
                and (each.get("description") or "").endswith(mark)
            )
            return Sent(0)

        outcome = await self._poster.ask(call)
        if not isinstance(outcome, Sent):
            return outcome
        return Sent(min(found)) if found else None

    async def create(self, guild_id: int, event: ScheduledEvent, *, until: datetime) -> Outcome:
        """Look whether it is there already, and ask for it once if not: Sent with its id.

        Nothing is asked for after `until` (aware UTC): by then it is somebody else's to make.
        """
        async with self._making.setdefault(guild_id, asyncio.Lock()):
            there = await self.find(guild_id, event.mark)
            if there is not None:
                return there

            async def call() -> Outcome:
                route = Route("POST", "/guilds/{guild_id}/scheduled-events", guild_id=guild_id)
                try:
                    made = await self._bot.http.request(route, json=event.fields(), files=Once())
                except AskedOnceError:
                    return Unknown("it was asked for once")
                return Sent(int(made["id"]))

            return await self._poster.ask(call, until)

    async def edit(self, guild_id: int, event_id: int, event: ScheduledEvent, *, until: datetime) -> Outcome:
        """Bring an event up to date; Gone when somebody deleted it."""

        async def call() -> Outcome:
            fields = event.fields()
            await self._bot.http.edit_scheduled_event(guild_id, event_id, **fields)
            return Sent(event_id)

        return await self._poster.ask(call, until)

    async def cancel(self, guild_id: int, event_id: int) -> Outcome:
        """Call an event off: Discord tells who is interested, and shows it no more."""

        async def call() -> Outcome:
            await self._bot.http.edit_scheduled_event(guild_id, event_id, status=CANCELLED)
            return Sent(event_id)

        return await self._poster.ask(call)
