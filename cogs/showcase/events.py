"""Notices what happens to posts in Discord: its unfurl of a link, deletions by hand (H1, H5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog
from cogs.showcase.posting import Posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Events(FeatureCog, name="showcase events"):
    """To be filled."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting
