"""The client: one bot object made from an App; loads its extensions and tells Discord its commands when they changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import Sequence
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import App
from bot.core import lang
from bot.core.db import DatabaseTrouble
from bot.shell.alarm import Alarm
from bot.shell.directory import Directory
from bot.shell.failures import Wordings, answer_failure
from bot.shell.identify import Turns
from bot.shell.jobs import Jobs
from bot.shell.metrics import Metrics
from bot.shell.pace import Pace, tracing
from bot.shell.poster import Poster
from bot.shell.publisher import Publisher
from bot.shell.request import Request
from bot.shell.retype import Retype
from bot.shell.router import Router
from bot.shell.threads import Threads
from bot.shell.translator import Words

log = structlog.stdlib.get_logger(__name__)

LONGEST_WAIT = 30.0  # seconds a request waits for a rate limit; what must wait longer is tried again later


class Tree(app_commands.CommandTree["Compound"]):
    """The command tree; what fails before a cog is reached ends in the same funnel."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer the person; the cause is logged with its reference number."""
        await answer_failure(Request(interaction), getattr(error, "original", error))


class Compound(commands.AutoShardedBot):
    """The bot. Unprivileged intents only, no member or message cache: posting needs ids, not caches."""

    def __init__(self, app: App, extensions: Sequence[str], pace: Pace) -> None:
        shards = app.settings.shards
        self.metrics = Metrics()
        self.pace = pace
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shards.count,
            shard_ids=list(shards.own),
            http_trace=tracing(self.pace, self.metrics, lambda: self.token_refused.set()),
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.app = app
        self.router = Router()
        self.wordings = Wordings()
        self.directory = Directory()
        self.retype = Retype()
        self.alarm = Alarm()
        self.jobs = Jobs(app.clock, self.alarm, self.metrics, held=lambda: self.pace.quiet_for > 0)
        self.poster = Poster(self, self.pace, app.clock)
        self.threads = Threads(self, self.poster, app.clock)
        self.publisher = Publisher(self.poster, self.threads, app.deliveries, app.clock, self.metrics)
        self._turns = Turns(app.processes, self.http)
        self.token_refused = asyncio.Event()
        self.setup_done = asyncio.Event()
        self._to_load = tuple(extensions)

    async def setup_hook(self) -> None:
        """Load the extensions and sync the commands if Discord has an older list."""
        await self.tree.set_translator(Words())
        for extension in self._to_load:
            await self.load_extension(extension)
        if 0 in self.app.settings.shards.own:  # one process of all is enough
            await self.sync_commands()
        self.setup_done.set()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the shard's turn, which all processes of this bot share."""
        await self._turns.wait(shard_id or 0)

    async def sync_commands(self, *, force: bool = False) -> bool:
        """Send Discord our commands when they differ from what it has from us; returns whether they were sent."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        payload += [c.to_dict(self.tree) for c in self.tree.get_commands(type=discord.AppCommandType.message)]
        said = [json.dumps(payload, sort_keys=True).encode(), *lang.stored()]
        digest = hashlib.sha256(b"\0".join(said)).hexdigest()
        application = self.application_id or 0
        if not force and await self.app.processes.synced_hash(application) == digest:
            return False
        await asyncio.to_thread(lang.load)  # their translations are about to be looked up
        await self.tree.sync()
        await self.app.processes.save_synced_hash(application, digest)
        log.info("commands synced", count=len(payload))
        return True

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Every press, choice and submit goes to the router."""
        await self.router.dispatch(interaction)

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: members talk to each other, the bot does not read along."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A listener failed: logged; there is nobody to answer."""
        failure = sys.exc_info()[1]
        if isinstance(failure, DatabaseTrouble):
            self.alarm.trouble(failure, event_method)
        else:
            log.error("listener failed", listener=event_method, exc_info=failure)


def create_bot(app: App, extensions: Sequence[str], *, limited: bool = True) -> Compound:
    """The unstarted bot for `app`; it loads `extensions` and syncs in `setup_hook`. `limited`: keep Discord's pace.

    Discord's addresses are process-wide in discord.py: they are set here for as long as the process runs.
    """
    Route.BASE = app.settings.discord_api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(app.settings.discord_gateway_url)
    return Compound(app, extensions, Pace(app.settings.shards, limited=limited))
