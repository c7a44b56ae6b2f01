"""What is posted in the channel, its threads, and replies in them."""

from __future__ import annotations

from bot.core.db import Database


class Publishing:
    """What is posted in the channel and what it shows: questions, answers, AMAs and needs, as data; threads and replies."""

    db: Database
