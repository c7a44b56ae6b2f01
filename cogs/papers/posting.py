"""Carries out what has to be posted of what members wrote: an entry, its thread. Never inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Posting:
    """Sends what the service says has to be sent. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._papers = bot.app.papers
