"""The jobs that ask Kaggle, and that see to what opens, ends or is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job

if TYPE_CHECKING:
    from bot.shell.client import Compound


def polling(bot: Compound) -> list[Job]:
    """The jobs of the source."""
    return []
