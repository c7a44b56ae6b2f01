"""Background work of competitions: asking Kaggle, what time changes, posts and their edits, forgetting what is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job
from cogs.competitions.polling import polling
from cogs.competitions.posting import posting

if TYPE_CHECKING:
    from bot.shell.client import Compound


def jobs(bot: Compound) -> list[Job]:
    """The feature's jobs."""
    return [*polling(bot), *posting(bot)]
