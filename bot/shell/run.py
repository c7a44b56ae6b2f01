"""A whole run: log in, wake the jobs, serve until SIGTERM or Ctrl-C, then finish what is claimed and close."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import aiohttp
import discord
import structlog

from bot.app import open_app
from bot.config import Settings
from bot.core import lang, zones
from bot.shell.client import Compound, create_bot
from bot.shell.health import serving
from bot.shell.logs import configure_logs
from bot.shell.wake import Waker

log = structlog.stdlib.get_logger(__name__)

FINISH = 20.0  # seconds that claimed work gets after the signal to stop


NOT_LET_IN = (
    "Discord does not accept BOT_TOKEN. Copy it again: discord.com/developers/applications, Bot, Reset Token."
)
# Gateway codes after which coming back is no use. https://discord.com/developers/docs/topics/opcodes-and-status-codes
CLOSED = {
    4004: NOT_LET_IN,
    4010: "Discord does not know such a shard: BOT_SHARDS must read the same /total in every process.",
    4011: "This bot is in too many servers for its shards: give BOT_SHARDS a larger total (check says how large).",
    4013: "Discord does not know an intent that this version asks for. Please report it.",
    4014: "Discord does not allow an intent that this version asks for. Please report it: it needs none.",
}


class LoginRefused(Exception):
    """Discord does not accept the token, or refuses what we ask for; the text says what to do."""


class DiscordUnreachable(Exception):
    """Discord could not be reached to log in; it can be tried again."""


async def run_bot(settings: Settings, extensions: Sequence[str]) -> None:
    """Run until SIGTERM or SIGINT; LoginRefused when Discord does not let us in, or not any more."""
    configure_logs(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with open_app(settings) as app:
        bot = create_bot(app, extensions)
        waker = Waker(bot.jobs.wake)
        async with bot, serving(bot, settings):
            gateway = asyncio.create_task(_connect(bot, settings), name="gateway")
            stopped = asyncio.create_task(stop.wait(), name="stop")
            ready = asyncio.create_task(_start_jobs(bot, waker), name="ready")
            refused = asyncio.create_task(bot.token_refused.wait(), name="token refused")
            await asyncio.wait({gateway, stopped, refused}, return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping")
            told = stopped.done() or (refused.done() and not gateway.done())
            for task in (ready, stopped, refused):
                task.cancel()
            await asyncio.gather(ready, stopped, refused, return_exceptions=True)
            waker.stop()
            await bot.jobs.stop(FINISH)
            await bot.close()
            if told:  # what became of a log-in that we cut off matters to nobody
                gateway.cancel()
                await asyncio.gather(gateway, return_exceptions=True)
            else:
                await gateway
            if bot.token_refused.is_set():
                raise LoginRefused(NOT_LET_IN)
    log.info("stopped")


@contextmanager
def _login_trouble() -> Iterator[None]:
    """What Discord answers to a log-in, as LoginRefused and DiscordUnreachable."""
    try:
        yield
    except discord.LoginFailure:
        raise LoginRefused(NOT_LET_IN) from None
    except discord.PrivilegedIntentsRequired:
        raise LoginRefused(CLOSED[4014]) from None
    except discord.ConnectionClosed as error:
        words = CLOSED.get(error.code, f"Discord closed the connection for good (code {error.code}).")
        raise LoginRefused(words) from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        # Only the log-in ends like this: discord.py itself comes back to a gateway that was lost.
        raise DiscordUnreachable(f"Discord did not let me log in ({error}). It can be tried again.") from None


async def _connect(bot: Compound, settings: Settings) -> None:
    with _login_trouble():
        await bot.start(settings.token.get_secret_value())


async def _start_jobs(bot: Compound, waker: Waker) -> None:
    """Posting needs the login, not the gateway; jobs start once the commands are synced and the extensions loaded."""
    await bot.setup_done.wait()
    await asyncio.to_thread(lang.load)
    bot.jobs.start()
    waker.start()
    await asyncio.to_thread(zones.load)  # the list of cities: nobody has to wait for it in a form
    # What was made until now stays: later collections need not walk it again (a tenth of the time of a rush).
    gc.collect()
    gc.freeze()


async def sync_commands(settings: Settings, extensions: Sequence[str]) -> None:
    """Log in over REST only and send Discord the commands. LoginRefused, DiscordUnreachable."""
    configure_logs(settings.log_level)
    async with open_app(settings) as app:
        bot = create_bot(app, extensions)
        async with bot:
            with _login_trouble():
                await bot.login(settings.token.get_secret_value())
            await bot.sync_commands(force=True)
