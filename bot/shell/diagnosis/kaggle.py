"""Kaggle: whether new competitions can come, and whether Kaggle accepts who we say that we are."""

from __future__ import annotations

import asyncio

from bot.competitions.feed import Credentials, Kaggle
from bot.competitions.model.values import Trouble, Troubled
from bot.config import Reading, Settings
from bot.core.http import Http
from bot.core.program import user_agent
from bot.shell.diagnosis.finding import Area, Finding, fine, warning

HERE = Area.KAGGLE
DEADLINE = 10.0  # seconds
NEW_TOKEN = "make a new one (kaggle.com, Settings, API) and set BOT_KAGGLE_API_TOKEN"  # noqa: S105 - words
_SETTINGS = ("kaggle_api_token", "kaggle_username", "kaggle_key", "kaggle_api_url")


async def ask_kaggle(reading: Reading, *, offline: bool) -> Finding:
    """Whether competitions are on; unless `offline`, one page of Kaggle's list says whether it accepts us.

    Never an error: without Kaggle the bot does everything else.
    """
    settings = reading.settings
    for name in _SETTINGS:
        if name in reading.unusable:
            return fine(HERE, f"not asked, as BOT_{name.upper()} cannot be used.")
    credentials = _credentials(settings)
    if not credentials:
        return fine(HERE, "no token, so no competitions; with one in BOT_KAGGLE_API_TOKEN they are on.")
    header = await asyncio.to_thread(credentials.header)
    if isinstance(header, Troubled):
        return warning(HERE, f"no competitions, as {header.words}.")
    if offline:
        return fine(HERE, "there is a token; not asked.")
    async with Http(user_agent(settings.contact)) as http:
        kaggle = Kaggle(http, settings.kaggle_api_url, credentials)
        kaggle.deadline = DEADLINE
        return _word(await kaggle.probe(), settings)


def _word(troubled: Troubled | None, settings: Settings) -> Finding:
    if troubled is None:
        return fine(HERE, "fine. It accepts the token.")
    if troubled.trouble is Trouble.TOKEN:
        return warning(HERE, f"it does not accept the token ({troubled.words}): {NEW_TOKEN}.")
    sentence = f"it does not answer as it should ({troubled.trouble.value}: {troubled.words}); the bot tries again by itself."
    usual = str(Settings.model_fields["kaggle_api_url"].default)
    if settings.kaggle_api_url != usual:
        sentence += f" Is BOT_KAGGLE_API_URL right? {usual} is what the bot uses by itself."
    return warning(HERE, sentence)


def _credentials(settings: Settings) -> Credentials:
    token, key = settings.kaggle_api_token, settings.kaggle_key
    return Credentials(token.get_secret_value(), settings.kaggle_username, key.get_secret_value())
