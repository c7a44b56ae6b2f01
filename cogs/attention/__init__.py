"""What reaches people, in Discord: bundles, the inbox, being away, organisers' notices; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
