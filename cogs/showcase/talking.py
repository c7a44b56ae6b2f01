"""The thread for talk about a share, and the line its author gets when somebody replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog
from cogs.showcase.posting import Posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Talking(FeatureCog, name="talk about shares"):
    """To be filled."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting
