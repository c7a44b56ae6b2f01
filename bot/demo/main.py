"""Starts the demo: a fresh database, the bot in a simulated Discord, a few days of history, the hub."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.config import Settings, Shards
from bot.demo.errors import DemoError
from bot.shell.logs import use_logging

if TYPE_CHECKING:
    from bot.demo.driven import Clock, OpenBot, Running
    from bot.demo.seed import Script

NEEDS = ("simcord", "av", "linkify_it", "markdown_it", "PIL", "regex")
"""The packages of the extra `demo`."""


async def run_demo(settings: Settings) -> None:
    """Run the demo on `settings.demo_port` until Ctrl-C or SIGTERM; DemoError when it cannot start.

    Prints `Demo ready: <address>` when the page can be opened. Neither a token nor the network is used, and
    the database of the settings is left alone: the demo has its own, in a temporary folder.
    """
    require_simcord()
    use_logging()
    with tempfile.TemporaryDirectory(prefix="compound-demo-") as folder:
        own = settings.model_copy(
            update={
                "database_url": f"sqlite+aiosqlite:///{Path(folder) / 'demo.sqlite3'}",
                "shards": Shards(),
            }
        )
        await serve_until_stopped(real_bot(own), settings.demo_port)


def require_simcord() -> None:
    """DemoError when the demo's extra is not installed."""
    if any(importlib.util.find_spec(name) is None for name in NEEDS):
        raise DemoError("The demo needs the extra `demo`, and it is not installed: `make demo` installs it.")
    # SimCord makes a client without intents while it is imported, and discord.py warns about that one.
    for name in ("discord.state", "discord.client"):
        logging.getLogger(name).setLevel(logging.ERROR)


def real_bot(settings: Settings) -> OpenBot:
    """Opens the whole real bot on these settings, as often as it is asked to, with an arXiv and a Kaggle of its own."""

    @asynccontextmanager
    async def open_bot(clock: Clock) -> AsyncIterator[Running]:
        import cogs
        from bot.app import open_app
        from bot.demo import arxiv, kaggle
        from bot.demo.driven import Running
        from bot.shell.client import create_bot

        async with (
            arxiv.serving(clock) as papers,
            kaggle.serving(clock) as competitions,
            open_app(settings.model_copy(update={**papers, **competitions}), clock=clock) as app,
        ):
            app.competitions.kaggle.sleep = kaggle.at_once
            client = create_bot(app, cogs.EXTENSIONS, limited=False)
            try:
                yield Running(client, client.jobs)
            finally:
                await client.close()

    return open_bot


async def serve_until_stopped(open_bot: OpenBot, port: int, script: Script | None = None) -> None:
    """Build the world, serve the hub on `port` and the Preview on the next one, until a signal says stop.

    `script` is how the people of the history use the bot; without one, as the real bot is used.
    """
    from bot.demo.hub import HOST, reserve, serve
    from bot.demo.rooms import Lobby
    from bot.demo.seed import DAILY, Script, play_history
    from bot.demo.world import World

    with ended_by_signals():
        held = reserve(port)
        world = World(open_bot, port + 1)
        try:
            reserve(port + 1).close()
            await world.start()
            await play_history(world, script or Script())
            # Opened now, so that the port is held from the start.
            await world.open_preview(world.community.channels[DAILY], world.community.people[0])
            async with serve(world, Lobby(world), held):
                click.echo(f"Demo ready: http://{HOST}:{port}")
                await asyncio.Event().wait()
        finally:
            held.close()
            await world.close()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the block, whatever it waits for, as if it were done."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    asked = False

    def end() -> None:
        nonlocal asked
        if not asked and task is not None:
            asked = True
            task.cancel()

    signals = (signal.SIGINT, signal.SIGTERM)
    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
        for number in signals:
            loop.add_signal_handler(number, end)
    try:
        yield
    except asyncio.CancelledError:
        if not asked or task is None:
            raise
        task.uncancel()
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)
