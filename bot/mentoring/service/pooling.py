"""What somebody is in the pool for, and how it changes (M1)."""

from __future__ import annotations

from bot.core.db import Database


class Pooling:
    """Use cases of /mentor: its card, offering, seeking, pairing up, "More", pausing, being back in, exclusions."""

    db: Database
