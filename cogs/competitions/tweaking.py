"""The log of small changes in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Tweaking(FeatureCog, name="competition logs"):
    """Handlers convert, call one use case, and show one view."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions
