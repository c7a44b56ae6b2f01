"""Account: whether Discord can be reached, knows the token, and is set up for this bot."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Iterator
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.config import Settings
from bot.shell.diagnosis.finding import Area, Finding, Severity, error, fine, warning

HERE = Area.DISCORD
SECONDS = 10.0  # for all questions together
PAGE = 200  # servers an answer, Discord's most
FULL, MANY = 2_500, 2_000  # servers a shard: Discord's limit, and when it is time for more shards
SHOWN = 10  # ids in one sentence

_FLAGS = discord.flags.ApplicationFlags
# Each has a second flag, for bots in fewer than 100 servers.
_PRIVILEGED = {
    "Presence": _FLAGS.gateway_presence.flag | _FLAGS.gateway_presence_limited.flag,
    "Server Members": _FLAGS.gateway_guild_members.flag | _FLAGS.gateway_guild_members_limited.flag,
    "Message Content": _FLAGS.gateway_message_content.flag | _FLAGS.gateway_message_content_limited.flag,
}


async def ask_discord(settings: Settings, token: str, unusable: frozenset[str]) -> list[Finding]:
    """What Discord says about the account; without a `token`, only whether it can be reached. Changes nothing."""
    found: list[Finding] = []
    good = "it answers; the rest needs a token."
    before = Route.BASE
    Route.BASE = settings.discord_api_url
    try:
        async with asyncio.timeout(SECONDS):
            if token:
                good = await _account(settings, token, unusable, found)
            else:
                await _reach(settings)
    except discord.LoginFailure:
        found.append(
            error(
                HERE,
                "it does not accept BOT_TOKEN. Copy it again: discord.com/developers/applications, Bot, Reset Token.",
            )
        )
    except discord.RateLimited:
        found.append(
            error(HERE, "it asks this machine to slow down. Check again in some minutes.", passing=True)
        )
    except discord.HTTPException as failed:
        found.append(_refused(failed.status, settings))
    except TimeoutError:
        found.append(
            error(HERE, f"no full answer within {SECONDS:.0f} seconds. {_network(settings)}", passing=True)
        )
    except (KeyError, TypeError, ValueError):
        found.append(error(HERE, f"something answers, and not as Discord does. {_network(settings)}"))
    except (aiohttp.ClientError, OSError) as failed:
        found.append(error(HERE, f"it cannot be reached ({failed}). {_network(settings)}", passing=True))
    finally:
        Route.BASE = before
    if not any(each.severity is Severity.ERROR for each in found):
        found.insert(0, fine(HERE, good))
    return found


async def _reach(settings: Settings) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{settings.discord_api_url}/gateway", allow_redirects=False) as answer,
    ):
        if answer.status != 200:
            raise discord.HTTPException(answer, None)


async def _account(settings: Settings, token: str, unusable: frozenset[str], found: list[Finding]) -> str:
    # Into `found` as it comes, so that what is known is said should a later question get no answer.
    http = HTTPClient(asyncio.get_running_loop(), max_ratelimit_timeout=SECONDS)
    try:
        me: Any = await http.static_login(token)
        application: Any = await http.application_info()
        gateway: Any = await http.request(Route("GET", "/gateway/bot"))
        if not all(isinstance(answer, dict) for answer in (me, application, gateway)):
            raise TypeError("a page, and no object")
        servers = int(application.get("approximate_guild_count") or 0)
        found += _application(application)
        if "shards" not in unusable:
            found += _shards(settings, servers, int(gateway["shards"]))
            found += _starts(len(settings.shards.own), gateway["session_start_limit"])
        if settings.allowed_servers and "allowed_servers" not in unusable:
            found += _allowed(settings.allowed_servers, await _guilds(http))
        return f"fine. The bot is {me['username']}, in {_servers(servers)}."
    finally:
        await http.close()


def _application(application: Any) -> Iterator[Finding]:
    flags = int(application.get("flags") or 0)
    switched_on = [name for name, flag in _PRIVILEGED.items() if flags & flag]
    if switched_on:
        yield warning(
            HERE,
            f"privileged intents are switched on ({', '.join(switched_on)}). Nothing here needs them: switch them off "
            "in the developer portal, under Bot.",
        )
    if application.get("interactions_endpoint_url"):
        yield error(
            HERE,
            "the application has an Interactions Endpoint URL, so that commands and buttons never reach this bot: "
            "empty it in the developer portal, under General Information.",
        )
    if application.get("bot_require_code_grant"):
        yield warning(
            HERE,
            "“Requires OAuth2 Code Grant” is on, so that the bot cannot be invited: switch it off in the developer "
            "portal, under Bot.",
        )


def _shards(settings: Settings, servers: int, recommended: int) -> Iterator[Finding]:
    count = settings.shards.count
    each = math.ceil(servers / count)
    if each <= MANY:
        return
    more = max(recommended, math.ceil(servers / MANY))
    sentence = (
        f"{servers:,} servers on {count} shard{'s' * (count > 1)} (BOT_SHARDS): Discord takes at most {FULL:,} a shard. "
        f"Use {more}, in one process BOT_SHARDS=0-{more - 1}/{more}."
    )
    yield error(HERE, sentence) if each > FULL else warning(HERE, sentence)


def _starts(own: int, limit: Any) -> Iterator[Finding]:
    left, total = int(limit["remaining"]), int(limit["total"])
    hours = math.ceil(int(limit["reset_after"]) / 3_600_000)
    back = f"there are {total:,} again in {hours} hour{'s' * (hours != 1)} at most"
    if left < own:
        yield error(HERE, f"it allows {left} more starts, and this process needs {own}: {back}.")
    elif left < max(3 * own, total // 20):
        yield warning(
            HERE, f"it allows only {left} more starts; {back}. Does something start the bot over and over?"
        )


async def _guilds(http: HTTPClient) -> set[int]:
    ids: set[int] = set()
    while True:
        page = await http.get_guilds(PAGE, after=max(ids, default=None), with_counts=False)
        ids |= {int(guild["id"]) for guild in page}
        if len(page) < PAGE:
            return ids


def _allowed(allowed: frozenset[int], there: set[int]) -> Iterator[Finding]:
    if absent := allowed - there:
        yield warning(
            HERE,
            f"BOT_ALLOWED_SERVERS names {_servers(len(absent))} that the bot is not in: {_ids(absent)}. Correct the ids, "
            "or invite it there.",
        )
    if others := there - allowed:
        yield warning(
            HERE,
            f"the bot is in {_servers(len(others))} that BOT_ALLOWED_SERVERS leaves out, and refuses every command "
            f"there: {_ids(others)}.",
        )


def _ids(ids: Iterable[int]) -> str:
    listed = sorted(ids)
    more = f" and {len(listed) - SHOWN:,} more" if len(listed) > SHOWN else ""
    return ", ".join(map(str, listed[:SHOWN])) + more


def _servers(count: int) -> str:
    return "1 server" if count == 1 else f"{count:,} servers"


def _refused(status: int, settings: Settings) -> Finding:
    if status >= 500 or status == 429:
        return error(
            HERE, f"it is in trouble itself (it answers {status}). Check again in some minutes.", passing=True
        )
    return error(HERE, f"it answers {status} to a plain question. {_network(settings)}")


def _network(settings: Settings) -> str:
    usual = str(Settings.model_fields["discord_api_url"].default)
    if settings.discord_api_url != usual:
        return f"Is BOT_DISCORD_API_URL right? Without a proxy, remove it: {usual} is what the bot uses by itself."
    return "Is this machine on the network, and does its firewall let it through to discord.com?"
