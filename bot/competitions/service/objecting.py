"""What can be done about somebody who said hello: hear no more from them, tell the organisers (A9)."""

from __future__ import annotations

from bot.core.db import Database


class Objecting:
    """What can be done about somebody who said hello: hear no more from them, tell the organisers (A9)."""

    db: Database
