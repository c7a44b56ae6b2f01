"""The simulated Discord of the demo: one Env, the real bot in it, its moving clock and the one Preview tab.

SimCord allows one operation at a time: whatever moves the clock or the bot here takes one lock, and so does
every click that comes from the Preview (`bot.demo.tab`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import simcord

from bot.demo.avatars import avatar_assets, page_pictures
from bot.demo.driven import POSTS, STANDUPS, OpenBot, Running
from bot.demo.errors import DemoError
from bot.demo.forums import number_posts
from bot.demo.news import newest_of_rooms
from bot.demo.seed import BOT_NAME, Community, Person, build_community
from bot.demo.tab import adapt, tidy
from bot.demo.threads import one_a_message
from bot.demo.unfurl import Unfurler

log = logging.getLogger(__name__)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""SimCord's clock starts here."""

TICK = 0.5
"""Real seconds between two looks at what is due: a prompt is on the page well within two seconds."""

LONGEST_TICK = 60.0
"""Seconds the clock may move in one tick: a laptop that slept all night does not skip the day."""

PATIENCE = 30.0
"""Real seconds that the bot may take for one thing; SimCord's own five are few for an old laptop."""

MOST_SKIPS = 12
"""Planned times that a skip passes at most while it looks for one that posts something."""


class World:
    """The simulated Discord and the real bot in it; every method may be called from any task of the loop."""

    community: Community

    def __init__(self, open_bot: OpenBot, preview_port: int) -> None:
        self._open_bot = open_bot
        self._preview_port = preview_port
        self._lock = asyncio.Lock()
        self._opening = asyncio.Lock()
        self._bot = AsyncExitStack()
        self._env: simcord.Env | None = None
        self._unfurler: Unfurler | None = None
        self._preview: simcord.Preview | None = None
        self._running: Running | None = None
        self.pictures: Mapping[str, tuple[str, bytes]] = {}
        self._planned: tuple[Running | None, int] | None = None
        self._last_tick: float | None = None
        self._counted = 0
        self._writes = 0
        self._shown = 0
        self.next_due: datetime | None = None
        self.next_post: datetime | None = None
        self.next_standup: datetime | None = None

    @property
    def env(self) -> simcord.Env:
        """The simulated Discord; RuntimeError before `start`."""
        if self._env is None:
            raise RuntimeError("the demo's world is not started")
        return self._env

    def now(self) -> datetime:
        """The simulated instant, aware UTC."""
        return self._env.now() if self._env is not None else EPOCH

    # ------------------------------------------------------------------ start and stop

    async def start(self) -> None:
        """Start the bot in an empty Discord, build the community; the clock stands still until `follow`."""
        running = self._running = await self._bot.enter_async_context(self._open_bot(self.now))
        env = simcord.Env(running.client, settle_timeout=PATIENCE)
        env.backend.bot_user.name = BOT_NAME
        env.backend.bot_user.avatar = "bot"
        # Env.start, not simcord.run(): run() puts this whole task on virtual time, and a Preview tab with its
        # lease counted in virtual seconds would be thrown out by every skip to the next day.
        await env.start()
        self._env = env
        one_a_message(env)
        number_posts(env)
        self._unfurler = Unfurler(env)
        self.community = build_community(env)
        self.pictures = {**avatar_assets(env), **page_pictures()}
        await env.settle()

    async def close(self) -> None:
        """Close the Preview, the bot and the simulated Discord; nothing is kept."""
        if self._preview is not None:
            await self._preview.close()
        try:
            await self._bot.aclose()
        finally:
            if self._env is not None:
                await self._env.shutdown()

    async def restart(self) -> None:
        """Close the bot and all it holds, then open a new one on the same database, in the same Discord."""
        async with self._lock:
            await self.env.settle()
            self._running = None
            await self._bot.aclose()
            running = await self._bot.enter_async_context(self._open_bot(self.now))
            await self.env.restart_bot(running.client)
            self._running = running
            await self._catch_up()
            await self._show_changes()

    # ------------------------------------------------------------------ time

    async def follow(self) -> None:
        """Let the clock follow real seconds and run what is due, until cancelled."""
        self._last_tick = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.tick()
            except simcord.SetupError:
                log.debug("an operation is under way in the simulated Discord; the next tick catches up")
            except Exception:
                log.exception("a tick of the demo's clock failed")

    async def tick(self) -> None:
        """Move the clock by the real seconds since the last tick, run what is due, show what changed."""
        async with self._lock:
            real = asyncio.get_running_loop().time()
            elapsed = min(real - self._last_tick, LONGEST_TICK) if self._last_tick is not None else 0.0
            await self.env.advance_time(max(0.0, elapsed))
            self._last_tick = real
            await self._catch_up()
            await self._show_changes()

    async def move_to(self, when: datetime) -> None:
        """Move the clock to `when` (aware UTC), running every job at its time on the way."""
        async with self._lock:
            await self._catch_up()
            await self._move_to(when)

    async def _move_to(self, when: datetime) -> None:
        while self.next_due is not None and self.now() < self.next_due < when:
            await self._advance_to(self.next_due)
            await self._catch_up()
        await self._advance_to(when)
        await self._catch_up()

    async def hurry_to(self, when: datetime, *names: str) -> None:
        """The same, but only jobs of these names are run at their times, and the others with them or at the end.

        What is to come is not found out meanwhile, which takes most of the time; every job is asked for it.
        """
        async with self._lock:
            assert self._running is not None
            jobs = self._running.jobs
            while True:
                with self.env.time_context():
                    due = await jobs.next_due(*names)
                arrived = due is None or not self.now() < due < when
                await self._advance_to(when if arrived or due is None else due)
                await self._unfurl()
                with self.env.time_context():
                    await jobs.run_due()
                if arrived:
                    break
            self._planned = None

    async def skip(self) -> list[str]:
        """Move the clock to the next planned time that posts something; names of the rooms it was posted in.

        Empty when nothing is planned.
        """
        async with self._lock:
            await self._catch_up()
            before = newest_of_rooms(self.env, self.community)
            posted: list[str] = []
            for _ in range(MOST_SKIPS):
                if self.next_post is None or posted:
                    break
                await self._move_to(self.next_post)
                posted = [
                    name
                    for name, newest in newest_of_rooms(self.env, self.community).items()
                    if newest > before.get(name, 0)
                ]
            self._last_tick = asyncio.get_running_loop().time()
            await self._show_changes()
            return posted

    async def _advance_to(self, when: datetime) -> None:
        await self.env.advance_time(max(0.0, (when - self.now()).total_seconds()))

    async def _catch_up(self) -> None:
        """Show what is behind new links, run what is due now and learn what is due next."""
        if self._running is None:  # a restart failed; the hub has said so
            return
        await self._unfurl()
        jobs, known = self._running.jobs, self._planned == self._told()
        if known and not self._is_due():
            return  # nothing happened since
        # Bot code asks discord.py for the time; outside a simulated operation that would be the real one.
        with self.env.time_context():
            if not known:
                self.next_due = await jobs.next_due()
            if self._is_due():
                await jobs.run_due()
                self.next_due = await jobs.next_due()
            self.next_post = await jobs.next_due(*POSTS)
            self.next_standup = await jobs.next_due(*STANDUPS)
        self._planned = self._told()

    def _is_due(self) -> bool:
        return self.next_due is not None and self.next_due <= self.now()

    def _told(self) -> tuple[Running | None, int]:
        """What changes whenever the bot heard or did something: without that, its plans stay as they are."""
        return self._running, len(self.env.backend.transcript)

    async def _unfurl(self) -> None:
        """Let Discord add its embeds, and the bot hear of them."""
        changed = self._unfurler.run() if self._unfurler is not None else 0
        if changed:
            self._writes += changed
            await self.env.settle()

    # ------------------------------------------------------------------ the Preview tab

    async def open_preview(self, channel: simcord.ChannelHandle, person: Person) -> str:
        """Show `channel` in the Preview as `person`; returns the address, which is a key to this session.

        The others may be chosen in the Preview too, as far as they may read the channel. DemoError when the
        Preview's port is taken, simcord.SetupError when the person may not read the channel.
        """
        async with self._opening:
            if self._preview is not None:
                # Not under the lock: closing waits for the Preview's requests, and those wait for the lock.
                await self._preview.close()
                self._preview = None
            async with self._lock:
                tidy(self.env, channel.id)
                preview = self.env.preview(
                    channel,
                    viewers=self._viewers(channel, person),
                    layout="channel",
                    locale="en-GB",
                    timezone=self.community.zone,
                    assets=self.pictures,
                    port=self._preview_port,
                )
                adapt(preview, self._lock, self._acted)
                try:
                    await preview.__aenter__()
                except simcord.SetupError as error:
                    if "bind" not in str(error):
                        raise
                    raise DemoError(port_in_use(self._preview_port)) from error
                self._preview = preview
                self._acted()
                return preview.url

    def _viewers(
        self, channel: simcord.ChannelHandle, person: Person
    ) -> list[simcord.MemberActor | simcord.UserHandle]:
        if channel.guild is None:
            return [person.actor.user]
        others = (other for other in self.community.people if other is not person)
        return [person.actor, *(other.actor for other in others if self.may_read(channel.id, other))]

    def may_read(self, channel_id: int, person: Person) -> bool:
        """True if the person may open this channel and read its history."""
        from simcord.backend.access import can_access_channel

        return can_access_channel(self.env, channel_id, person.actor, history=True)

    def _acted(self) -> None:
        self._shown = self._changes()

    def _changes(self) -> int:
        """A number that grows whenever the bot changed something in its Discord."""
        requests = self.env.http_requests
        self._writes += sum(1 for entry in requests[self._counted :] if entry.method != "GET")
        self._counted = len(requests)
        return self._writes

    async def _show_changes(self) -> None:
        """Publish to the open tab if the bot did something."""
        if self._preview is None:
            return
        changes = self._changes()
        if changes != self._shown:
            try:
                await self._preview.refresh()
            except simcord.SetupError:  # ended by the visitor; the hub can open another one
                return
            self._shown = changes


def port_in_use(port: int) -> str:
    """The sentence for a port that another program holds."""
    other = port + 10 if port < 65000 else port - 10
    return (
        f"Port {port} is already in use: stop the program that holds it, "
        f"or take another one with BOT_DEMO_PORT={other} make demo."
    )
