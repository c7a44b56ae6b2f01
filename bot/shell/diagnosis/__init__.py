"""Diagnosis: everything that is wrong with settings, machine, database or Discord account, found before anybody else meets it."""

from __future__ import annotations

import asyncio

from bot.config import Reading, unknown_names
from bot.shell.diagnosis.account import ask_discord
from bot.shell.diagnosis.finding import Area, Finding, Severity, error, fine
from bot.shell.diagnosis.kaggle import ask_kaggle
from bot.shell.diagnosis.machine import look_around, look_at_extras
from bot.shell.diagnosis.storage import look_at_database
from bot.shell.diagnosis.token import token_trouble

__all__ = ["Area", "Finding", "Severity", "diagnose"]


async def diagnose(reading: Reading, *, offline: bool = False) -> list[Finding]:
    """What there is to say about each area, in order, the whole of it at once; changes nothing.

    Each area has one finding that it is fine, or one for each error; warnings, and what the bot does without, may
    come with either. What depends on an unusable setting is left out. `offline` asks neither Discord nor Kaggle.
    """
    settings, unusable = reading.settings, reading.unusable
    token = settings.token.get_secret_value().strip()
    found = [error(Area.SETTINGS, problem) for problem in reading.problems]
    trouble = token_trouble(token)
    if trouble:
        found.append(error(Area.SETTINGS, trouble))
    found += look_around(reading, unknown_names())
    if not any(each.severity is Severity.ERROR for each in found):
        found.insert(0, fine(Area.SETTINGS, "fine."))
    found += await asyncio.to_thread(look_at_extras)
    kaggle, database, discord = await asyncio.gather(
        ask_kaggle(reading, offline=offline),
        asyncio.to_thread(look_at_database, settings)
        if "database_url" not in unusable
        else _only(fine(Area.DATABASE, "not looked at, as BOT_DATABASE_URL cannot be used.")),
        _only(fine(Area.DISCORD, "not asked."))
        if offline
        else _only(fine(Area.DISCORD, "not asked, as BOT_DISCORD_API_URL cannot be used."))
        if "discord_api_url" in unusable
        else ask_discord(settings, "" if trouble else token, unusable),
    )
    return [*found, kaggle, *database, *discord]


async def _only(finding: Finding) -> list[Finding]:
    return [finding]
