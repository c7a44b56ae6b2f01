"""Replies to what members wrote about papers, and messages deleted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog
from cogs.papers.posting import Posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Talking(FeatureCog, name="talk of papers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posting = posting
