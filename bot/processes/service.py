"""Use cases of what the processes of one bot agree on."""

from __future__ import annotations

from datetime import timedelta

from bot.core.db import Database, Tx, query, use_case
from bot.processes import store
from bot.processes.model import PAUSE, STALE


class Processes:
    """Turns at the gateway, and the command list that Discord has."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @use_case(claim=True)
    def take_gateway_turn(self, tx: Tx, bucket: int) -> timedelta:
        """Take the bucket's turn to identify: zero when it is the caller's now, else how long until the next one."""
        if store.take_turn(tx, bucket, PAUSE, STALE):
            return timedelta()
        following = store.next_turn(tx, bucket)
        return max(following - tx.now, timedelta(milliseconds=50)) if following else timedelta()

    @query
    def synced_hash(self, tx: Tx, application_id: int) -> str:
        """The hash of the command list Discord has for this application."""
        return store.synced_hash(tx, application_id)

    @use_case
    def save_synced_hash(self, tx: Tx, application_id: int, payload_hash: str) -> None:
        """Remember the command list Discord has now."""
        store.save_synced_hash(tx, application_id, payload_hash)
