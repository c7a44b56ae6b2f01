"""What organisers do with competitions behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Organising(FeatureCog, name="competitions for organisers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions
