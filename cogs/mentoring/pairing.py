"""Pairs in Discord: the introduction, the private thread, how it went, what can be done about the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job
from bot.shell.router import FeatureCog

if TYPE_CHECKING:
    from bot.shell.client import Compound


class PairingCog(FeatureCog, name="mentoring pairs"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring


def pairing_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    return []
