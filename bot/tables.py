"""Imports each feature's tables, so that the metadata is whole."""

from __future__ import annotations

from bot.attention import tables as attention
from bot.communities import tables as communities
from bot.competitions import tables as competitions
from bot.core.db import metadata
from bot.deliveries import tables as deliveries
from bot.mentoring import tables as mentoring
from bot.papers import tables as papers
from bot.people import tables as people
from bot.processes import tables as processes
from bot.showcase import tables as showcase
from bot.standups import tables as standups

__all__ = [
    "attention",
    "communities",
    "competitions",
    "deliveries",
    "mentoring",
    "metadata",
    "papers",
    "people",
    "processes",
    "showcase",
    "standups",
]
