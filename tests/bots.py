"""Owns the bot under test: the whole real bot on a fresh database, against a simulated Discord, with a few people in a server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord

import cogs
from bot.app import App, open_app
from bot.config import Settings
from bot.shell.client import Compound, create_bot
from tests.sent import assert_sound

PATIENCE = 20.0  # real seconds for one thing; a busy machine is no failure
A_MOMENT = timedelta(minutes=1)  # what is due and has nothing to do is looked at again after it
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    create_private_threads=True,
    read_message_history=True,
    manage_threads=True,
    embed_links=True,
    attach_files=True,
)


class World:
    """A simulated Discord with our bot in it; the clock is Discord's."""

    env: simcord.Env
    app: App
    bot: Compound
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    organiser: simcord.MemberActor
    ana: simcord.MemberActor
    ben: simcord.MemberActor

    def __init__(self, url: str) -> None:
        self.settings = Settings(database_url=url, _env_file=None)  # type: ignore[call-arg]
        self._stack = AsyncExitStack()
        self._seen = 0

    async def _new_bot(self) -> Compound:
        self._stack = AsyncExitStack()
        self.app = await self._stack.enter_async_context(
            open_app(self.settings, clock=lambda: self.env.now())
        )
        return create_bot(self.app, cogs.EXTENSIONS, limited=False)

    async def start(self, **options: Any) -> None:
        """Bring everything up: a server with #standup, an organiser, two members."""
        self.bot = await self._new_bot()
        self.env = simcord.Env(self.bot, **{"settle_timeout": PATIENCE, **options})
        await self.env.start()
        self.guild = self.env.create_guild("Learners")
        organisers = self.guild.create_role("Organisers", permissions=discord.Permissions(manage_guild=True))
        self.channel = self.guild.create_text_channel("standup")
        self.organiser = self.guild.add_member(self.env.create_user("robin"), roles=[organisers])
        self.ana = self.guild.add_member(self.env.create_user("ana"))
        self.ben = self.guild.add_member(self.env.create_user("ben"))
        await self.env.settle()

    async def restart(self) -> None:
        """The process ends and another starts on the same database."""
        old = self._stack
        await self.env.settle()
        bot = await self._new_bot()
        await self.env.restart_bot(bot)
        self.bot = bot
        await old.aclose()

    async def stop(self) -> None:
        """Take everything down; errors nobody looked at and requests that are not sound are raised."""
        try:
            await self.env.shutdown()
        finally:
            await self._stack.aclose()
        if unseen := self.env.errors_since(self._seen):
            raise BaseExceptionGroup("the bot raised during the test", unseen)
        assert_sound(self.env.http_requests)

    def acknowledge(self, kind: type[BaseException]) -> None:
        """The test has looked at what went wrong: discord.py's command tree saw an error of this kind."""
        simcord.assert_error(self.env, kind)
        self._seen = self.env.error_cursor

    async def until(self, instant: datetime) -> None:
        """Move Discord's clock to `instant` (aware UTC) without running any job."""
        assert instant >= self.env.now()
        await self.env.advance_time((instant - self.env.now()).total_seconds())

    async def work(self) -> None:
        """Run every job that is due, until none is."""
        while await self.bot.jobs.run_due():
            await self.env.settle()
        await self.env.settle()

    async def work_until(self, instant: datetime, step: timedelta | None = None) -> None:
        """Move the clock to `instant`, running jobs on the way: whenever one is due, or after every `step`."""
        while (now := self.env.now()) < instant:
            due = now + step if step else await self.bot.jobs.next_due() or instant
            await self.until(min(instant, max(due, now + A_MOMENT)))
            await self.work()

    def messages(self, channel: simcord.ChannelHandle) -> list[str]:
        """What everybody reads in a channel or thread, oldest first."""
        return [each.content for each in channel.history() if each.type is discord.MessageType.default]

    def thread(self, number: int = -1, channel: simcord.ChannelHandle | None = None) -> simcord.ChannelHandle:
        """A thread of the channel, the newest by default."""
        return (channel or self.channel).threads[number]

    async def set_up(
        self,
        *,
        channel: simcord.ChannelHandle | None = None,
        city: str = "Berlin",
        time: str = "9:00",
    ) -> simcord.InteractionResult:
        """The organiser sets a standup up through /setup."""
        card = await self.organiser.slash(self.channel, "setup")
        label = "Set up a standup" if "no standup yet" in text_of(card) else "Add a standup"
        form = await self.organiser.click(answer_of(card), label=label)
        return await self.organiser.submit_modal(
            form, {"channel": [channel or self.channel], "city": city, "time": time}
        )

    async def write(
        self, who: simcord.MemberActor, did: str, *, post: bool = True, **more: str
    ) -> simcord.InteractionResult:
        """Somebody uses /standup, fills the form, and posts when there is a preview."""
        form = await who.slash(self.channel, "standup")
        result = await who.submit_modal(form, {"q1": did, **more})
        if post and "Post" in labels_of(answer_of(result)):
            result = await who.click(answer_of(result), label="Post")
        return result


def answer_of(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The newest private answer of an interaction."""
    if result.followups:
        return result.followups[-1]
    assert result.response is not None, f"no answer: {result!r}"
    return result.response


def text_of(result: simcord.InteractionResult) -> str:
    """What the newest private answer says."""
    return answer_of(result).content


def labels_of(message: simcord.ResponseMessage | discord.Message) -> list[str]:
    """The labels of a message's buttons, in order."""
    rows: Sequence[Any] = (
        message.components
        if isinstance(message, simcord.ResponseMessage)
        else [row.to_dict() for row in message.components]
    )
    return [str(item["label"]) for row in rows for item in row.get("components", []) if "label" in item]


@pytest.fixture
async def world(migrated_sqlite_url: str) -> AsyncIterator[World]:
    """A started world without any standup, on Thursday 1 January 2026, 12:00 UTC."""
    made = World(migrated_sqlite_url)
    await made.start()
    await made.until(datetime(2026, 1, 1, 12, tzinfo=UTC))
    try:
        yield made
    finally:
        await made.stop()
