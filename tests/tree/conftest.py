"""Owns what the whole-tree tests ask the running bot: the commands that it registers with Discord."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import simcord

Command = dict[str, Any]


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> list[Command]:
    """The commands as the bot sends them to Discord on its first start, every extension loaded."""
    # Imported here: a bot that does not load must not keep the other whole-tree tests from saying why.
    import cogs
    from bot.app import open_app
    from bot.config import Settings
    from bot.shell.client import create_bot

    database = tmp_path_factory.mktemp("commands") / "compound.sqlite3"

    async def register() -> list[Command]:
        settings = Settings(database_url=f"sqlite+aiosqlite:///{database}")
        async with (
            open_app(settings) as app,
            simcord.run(create_bot(app, cogs.EXTENSIONS, limited=False)) as env,
        ):
            (sent,) = [request for request in env.http_requests if request.method == "PUT"]
            assert sent.path.endswith("/commands")
            payload: list[Command] = sent.json  # type: ignore[assignment]
            await env.bot.close()
            return payload

    return asyncio.run(register())
