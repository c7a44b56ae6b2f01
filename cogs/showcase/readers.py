"""Drafts before a few readers: offering one, reading it, writing a note (H4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog
from cogs.showcase.posting import Posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Readers(FeatureCog, name="draft readers"):
    """To be filled."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting
