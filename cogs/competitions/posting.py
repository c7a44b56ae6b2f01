"""Carries out what has to be posted of competitions (claim, render, post, record). Never inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job

if TYPE_CHECKING:
    from bot.shell.client import Compound


def posting(bot: Compound) -> list[Job]:
    """The jobs of posts."""
    return []
