"""Owns what the tests of the standups' use cases share: the app without Discord, and a clock that they move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.app import App, open_app
from bot.config import Settings
from bot.deliveries.model import Delivery, Sent
from bot.standups.model import ENTRY, PROMPT, Day, Draft, Standup
from bot.standups.service import Standups
from bot.standups.service.posting import PromptPost
from bot.standups.service.writing import Saved
from bot.standups.store import days

GUILD, CHANNEL, ORGANISER = 100, 200, 1
ANA, BEN = 11, 12


@dataclass
class Clock:
    """A clock that stands still until it is moved; `now` is aware UTC."""

    now: datetime

    def __call__(self) -> datetime:
        """The present instant."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**by)


@dataclass
class House:
    """An app without Discord. Message ids are made up: what was sent gets its delivery's id times a thousand."""

    app: App
    clock: Clock

    @property
    def standups(self) -> Standups:
        """The service under test."""
        return self.app.standups

    async def add(self, zone: str = "Europe/Berlin", at: time = time(9), name: str = "Daily") -> Standup:
        """A standup in the usual channel."""
        return await self.standups.add(GUILD, ORGANISER, channel_id=CHANNEL, name=name, at=at, zone=zone)

    async def draft(self, who: int, standup: Standup, words: str, day_id: int = 0) -> Draft:
        """Somebody who is going to see a preview types words into the first field."""
        await self.standups.prefer_preview(GUILD, who, wanted=True)
        taken = await self.standups.submit(GUILD, who, standup.id, day_id, [words, "", ""])
        await self.standups.prefer_preview(GUILD, who, wanted=False)
        assert isinstance(taken, Draft)
        return taken

    async def write(self, who: int, standup: Standup, words: str, day_id: int = 0) -> Saved:
        """Somebody types and posts; Discord takes it."""
        draft = await self.draft(who, standup, words, day_id)
        saved = await self.standups.publish(who, draft.id)
        await self.sent(saved.claimed)
        return saved

    async def sent(self, claimed: tuple[Delivery, ...] | list[Delivery]) -> None:
        """Discord takes these messages; an answer's thread is opened on its prompt."""
        for each in claimed:
            record = self.standups.record_entry if each.kind == ENTRY else self.app.deliveries.record
            await record(each, Sent(message_id(each)))
            if each.kind == PROMPT:
                await self.standups.thread_opened(each.subject_id, message_id(each))

    async def open(self) -> list[PromptPost]:
        """Whatever is due opens, and Discord takes the prompts."""
        opened = await self.standups.open_due()
        await self.sent([each.claimed for each in opened])
        return opened

    async def prompts(self, until: datetime) -> list[PromptPost]:
        """All prompts until an instant, each opened at the minute it is due."""
        found: list[PromptPost] = []
        while (due := await self.standups.next_opening()) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            found += await self.open()
        self.clock.now = until
        return found

    async def day(self, day_id: int) -> Day:
        """A day as it is stored."""
        day = await self.app.db.read(lambda tx: days.get_day(tx, day_id))
        assert day is not None
        return day

    async def post_of(self, saved: Saved) -> Delivery:
        """The first message of an entry as it is in the ledger."""
        first = (await self.standups.posted(saved.entry.id))[0]
        assert first.kind == ENTRY
        return first


def message_id(claimed: Delivery) -> int:
    """The id Discord gave, in these tests, to the message of a delivery."""
    return claimed.id * 1000


@asynccontextmanager
async def house(url: str, now: datetime) -> AsyncIterator[House]:
    """An open app on a migrated database, at `now`."""
    clock = Clock(now)
    settings = Settings(database_url=url, _env_file=None)  # type: ignore[call-arg]
    async with open_app(settings, clock=clock) as app:
        yield House(app, clock)
