"""Rounds of the reading group: their jobs, and the cards of nominations and votes (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Rounds(FeatureCog, name="rounds"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
