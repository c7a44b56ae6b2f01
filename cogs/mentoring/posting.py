"""Posts of questions, answers, AMAs and needs: sent, edited, removed; their threads; forgetting what is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job

if TYPE_CHECKING:
    from bot.shell.client import Compound


def posting_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    return []
