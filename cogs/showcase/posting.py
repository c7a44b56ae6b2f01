"""Carries out what has to be posted: a share, its thread, a round-up. Never inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Posting:
    """Sends what the service says has to be sent. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
