"""The jobs that read arXiv's daily lists, and what was missed of them."""

from __future__ import annotations

from bot.app import App
from bot.shell.jobs import Job


def fetching(app: App) -> list[Job]:
    """The jobs of the feed."""
    return []
