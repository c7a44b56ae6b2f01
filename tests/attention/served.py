"""Owns people's weeks as the whole app lives them, on a database, with Discord and the clock in a test's hands."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.app import App, open_app
from bot.attention.model.refusals import NothingWaits
from bot.attention.model.values import Mailbox, Message, State
from bot.attention.service import Attention, BundlePost
from bot.attention.store import holds
from bot.attention.tables import intent
from bot.config import Settings
from bot.core.db import Tx
from bot.deliveries.model import Sent
from tests.attention import weeks as w

NOBODYS = 0  # where they choose: the bot's own DM


@dataclass
class _Fate:
    """What becomes of a claimed bundle: when it gets through, None: it has, and was not recorded."""

    through_at: datetime | None


class Served:
    """Everybody's weeks in one app, which dies and is opened anew at every outage."""

    def __init__(self, url: str, around: w.Weeks) -> None:
        self._settings = Settings(database_url=url, _env_file=None)  # type: ignore[call-arg]
        self._around = around
        self._now = around.begin
        self._records = {life.user_id: w.Record(life) for life in around.lives}
        self._claims = dict.fromkeys(self._records, 0)
        self._fates: dict[int, _Fate] = {}

    def _clock(self) -> datetime:
        return self._now

    async def live(self) -> list[w.Record]:
        """Live all of it; what became of everybody, by their ids."""
        script = [(at, life.user_id, what) for life in self._around.lives for at, what in life.happenings]
        script.sort(key=lambda each: each[0])
        deaths = sorted(each.begin for each in self._around.outages if each.begin < self._around.end)
        first = True
        for death in [*deaths, self._around.end]:
            async with open_app(self._settings, clock=self._clock) as app:
                if first:
                    await self._begin(app)
                    first = False
                while script and script[0][0] < death:
                    at, user_id, what = script.pop(0)
                    await self._run_until(app, at)
                    self._now = at
                    await self._happen(app, user_id, what)
                await self._run_until(app, death)
        async with open_app(self._settings, clock=self._clock) as app:
            await self._settle(app)
        return [self._records[user_id] for user_id in sorted(self._records)]

    async def _begin(self, app: App) -> None:
        for life in self._around.lives:
            await app.people.choose_zone(life.user_id, life.zone)
            await self._choose(app.attention, life.mailbox)

    async def _choose(self, attention: Attention, box: Mailbox) -> None:
        await attention.choose(
            box.user_id,
            guild_id=NOBODYS,
            language="en",
            bundles=box.bundles,
            bundle_at=box.bundle_at,
            quiet=(box.quiet_from, box.quiet_to),
            days_off=box.days_off,
        )

    async def _run_until(self, app: App, end: datetime) -> None:
        attention = app.attention
        while True:
            new, old = await attention.next_bundle(), await attention.next_unfinished()
            due = min((each for each in (new, old) if each), default=None)
            look = self._around.look(max(due, self._now)) if due else None
            if look is None or look > end:
                return
            self._now = look
            if old is not None and old <= look:
                for post in await attention.take_unfinished():
                    await self._again(app, post)
            if new is not None and new <= look:
                for post in await attention.claim_bundles(7):
                    await self._claimed(app, post)

    async def _claimed(self, app: App, post: BundlePost) -> None:
        record = self._records[post.user_id]
        fate = w.fate(record.life, self._claims[post.user_id])
        self._claims[post.user_id] += 1
        if not post.dm_channel:
            await app.attention.dm_opened(post.user_id, post.bundle_id, post.user_id * 1000)
        self._fates[post.bundle_id] = _Fate(None if fate is None else self._now + fate)
        if not fate:
            await self._got(app, post, recorded=fate is not None)
        if fate == timedelta():
            await self._recorded(app, post)

    async def _got(self, app: App, post: BundlePost, *, recorded: bool = True) -> None:
        """It is in the person's direct messages."""
        box = await app.attention.inbox(post.user_id)
        numbers = tuple(each.subject_id for each in post.intents)
        held = await app.db.read(lambda tx: holds.holds_of(tx, post.user_id))
        got = w.Got(self._now, numbers, box.zone, box.mailbox, box.aways, tuple(held), recorded)
        self._records[post.user_id].got.append(got)

    async def _recorded(self, app: App, post: BundlePost) -> None:
        ids = [each.id for each in post.intents]
        stands = await app.attention.record_bundle(post.claimed, Sent(post.bundle_id * 1000), ids, [])
        assert stands is not None

    async def _again(self, app: App, post: BundlePost) -> None:
        """A bundle of which it is not known whether it was sent: it is looked for."""
        through_at = self._fates[post.bundle_id].through_at
        if through_at is None:
            await self._recorded(app, post)
        elif post.claimed.is_over(self._now):
            await app.attention.bundle_failed(post.bundle_id)
        elif through_at <= self._now:
            if post.intents:
                await self._got(app, post)
                await self._recorded(app, post)
            else:
                await app.attention.bundle_empty(post.bundle_id)

    async def _happen(self, app: App, user_id: int, what: w.What) -> None:
        attention = app.attention
        match what:
            case w.Tell():
                await attention.tell(_message(user_id, what))
            case w.Move(zone):
                await app.people.choose_zone(user_id, zone)
            case w.Choose(mailbox):
                await self._choose(attention, mailbox)
            case w.GoAway(first, last):
                await attention.go_away(user_id, first, last, guild_id=NOBODYS, language="en")
            case w.ComeBack():
                await attention.back(user_id)
            case w.Focus(ends_at):
                await attention.hold(user_id, self._now, ends_at)
            case w.Leave(server):
                await attention.left(server, user_id)
            case w.Clear():
                await attention.clear(user_id)
            case w.Take():
                with suppress(NothingWaits):
                    taken = await attention.take(user_id)
                    self._records[user_id].taken += [each.subject_id for each in taken]

    async def _settle(self, app: App) -> None:
        for user_id, number, state in await app.db.read(_states):
            self._records[user_id].states[number] = State(state)


def _states(tx: Tx) -> list[tuple[int, int, str]]:
    columns = (intent.c.user_id, intent.c.subject_id, intent.c.state)
    return [(row.user_id, row.subject_id, row.state) for row in tx.execute(select(*columns))]


def _message(user_id: int, what: w.Tell) -> Message:
    return Message(
        user_id,
        what.server,
        what.kind,
        what.number,
        what.key,
        what.expires_at,
        not_before=what.not_before,
        priority=what.priority,
    )
