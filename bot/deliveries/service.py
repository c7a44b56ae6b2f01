"""Use cases of the delivery ledger that belong to no feature: recording outcomes, taking removals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.communities.store import presence
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store
from bot.deliveries.model import GREET_FOR, GREETING, TEST_STAYS, Delivery, Outcome, State


class Deliveries:
    """The ledger as the shell uses it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @use_case(claim=True)
    def record(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of a claimed delivery; returns it as it stands, None when it is gone or taken anew."""
        return store.record(tx, claimed, outcome)

    @use_case(claim=True)
    def take_due_removals(self, tx: Tx, limit: int) -> list[Delivery]:
        """Messages whose content is gone and which have to be deleted now, leased to the caller."""
        return store.take_due(tx, None, [State.REMOVING], limit)

    @use_case(claim=True)
    def take_removals(self, tx: Tx, ids: Sequence[int]) -> list[Delivery]:
        """These messages, leased to the caller for deletion."""
        return store.take_removals(tx, ids)

    @use_case
    def edited_late(self, tx: Tx, delivery_id: int) -> None:
        """An edit of this message was not recorded, for a newer one is: the message is edited again if it is still there."""
        store.edited_late(tx, delivery_id)

    @query
    def still_to_go(self, tx: Tx, ids: Sequence[int]) -> list[Delivery]:
        """Those of these rows whose message is not known to be gone."""
        return [each for delivery_id in ids if (each := store.get(tx, delivery_id)) is not None]

    @query
    def is_forgotten(self, tx: Tx, delivery_id: int) -> bool:
        """Whether no row knows this delivery any more."""
        return store.get(tx, delivery_id) is None

    @use_case
    def claim_test(self, tx: Tx, guild_id: int, channel_id: int, asked_by: int) -> Delivery:
        """Claim an organiser's test post."""
        return store.claim_test(tx, guild_id, channel_id, asked_by)

    @use_case
    def claim_greeting(self, tx: Tx, guild_id: int, channel_id: int, language: str) -> Delivery | None:
        """The bot came to a server, which prefers `language`: claim its greeting; None where it was known before.

        A server is known until 30 days after the bot was removed from it.
        """
        if not presence.join(tx, guild_id, language):
            return None
        return store.claim_new(
            tx, GREETING, guild_id, guild_id=guild_id, channel_id=channel_id, keep_for=GREET_FOR
        )

    @use_case(claim=True)
    def take_greetings(self, tx: Tx, limit: int) -> list[Delivery]:
        """Greetings that were begun and not recorded, leased to the caller."""
        return store.take_due(tx, [GREETING], [State.SENDING], limit)

    @query
    def next_greeting(self, tx: Tx) -> datetime | None:
        """When the next of them is due (UTC)."""
        return store.next_due(tx, [GREETING], [State.SENDING])

    @use_case
    def remove_greeting(self, tx: Tx, guild_id: int) -> list[int]:
        """The greeting of a server has to go; returns the ids of the rows that wait for it."""
        return store.mark_removing(tx, GREETING, [guild_id])

    @use_case
    def remove_later(self, tx: Tx, delivery_id: int) -> Delivery | None:
        """The message of this delivery removes itself after half a minute."""
        return store.remove_later(tx, delivery_id, TEST_STAYS)

    @use_case
    def forget(self, tx: Tx, delivery_id: int) -> None:
        """Forget a delivery that will not be tried again."""
        store.forget(tx, delivery_id)

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: what may have been sent is only looked for, what was to be edited stays (A11)."""
        store.skip_past(tx, guild_id)

    @query
    def orphans(self, tx: Tx, channel_id: int, message_ids: Sequence[int]) -> list[int] | None:
        """Which of our messages in a channel no row knows; None while something is on its way there (it may be that)."""
        if store.sending_in(tx, channel_id):
            return None
        return _unknown(tx, message_ids)

    @query
    def known(self, tx: Tx, message_ids: Collection[int]) -> list[int]:
        """Which of these messages, of anybody's, are ours and have a row, oldest first."""
        return sorted(store.known_messages(tx, list(message_ids)))

    @query
    def unknown(self, tx: Tx, message_ids: Sequence[int]) -> list[int]:
        """Which of our messages no row knows, oldest first."""
        return _unknown(tx, message_ids)

    @query
    def next_removal(self, tx: Tx) -> datetime | None:
        """When the next removal is due (UTC)."""
        return store.next_due(tx, None, [State.REMOVING])

    @query
    def troubled(self, tx: Tx, guild_id: int) -> list[Delivery]:
        """The newest messages of a server that did not get through."""
        return store.troubled(tx, guild_id)


def _unknown(tx: Tx, message_ids: Sequence[int]) -> list[int]:
    return sorted(set(message_ids) - store.known_messages(tx, message_ids))
