"""Notes of a session in Discord (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog
from cogs.papers.posting import Posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Noting(FeatureCog, name="notes"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posting = posting
