"""Thank-yous in Discord, to a member or as a draft for somebody outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class ThankingCog(FeatureCog, name="mentoring thanks"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
