"""Background work of the showcase: finish what was interrupted, look at posts, see to threads of what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job
from cogs.showcase.posting import Posting

if TYPE_CHECKING:
    from bot.app import App


def jobs(app: App, posting: Posting) -> list[Job]:
    """The feature's jobs but for those that a cog of its own adds."""
    return []
