"""A paper's private card: its abstract, why it was shown, saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class More(FeatureCog, name="a paper"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
