""" "I'm in" and the list of the first day in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Joining(FeatureCog, name="competitions joined"):
    """Handlers convert, call one use case, and show one view."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions
