"""What a member can do about another one whom the bot brought to them (A9)."""

from __future__ import annotations

from bot.core.db import Database


class Objecting:
    """What can be done about the other of a pair, or who asked or thanked: hear no more of them, tell the organisers (A9)."""

    db: Database
