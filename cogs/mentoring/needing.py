"""The help-first board in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job
from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class NeedingCog(FeatureCog, name="mentoring board"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring


def needing_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    return []
