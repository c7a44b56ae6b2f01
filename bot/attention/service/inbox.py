"""The inbox: what waits for a person and why, what was decided lately, and taking or clearing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.attention.model.refusals import NothingWaits
from bot.attention.model.values import DECISIONS_SHOWN, Away, Hold, Intent, Mailbox, Message, Why
from bot.attention.service import planned
from bot.attention.store import bundles, holds, intents, mailboxes, outbox
from bot.core.db import Database, Tx, query, use_case


@dataclass(frozen=True)
class Inbox:
    """A person's inbox. What waits with a `bundle_id` is on its way in a bundle; `zone` is the one that serves for them.

    `taken` are the bundles that there were around today, as (local date, number).
    """

    mailbox: Mailbox
    zone: str
    waiting: tuple[Intent, ...]
    decided: tuple[Intent, ...]
    aways: tuple[Away, ...]
    holds: tuple[Hold, ...] = ()
    taken: frozenset[tuple[date, int]] = frozenset()


class Reading:
    """Use cases of /mine > Inbox, and of whoever has something to say."""

    db: Database

    @use_case
    def tell(self, tx: Tx, *messages: Message) -> None:
        """Let these wait for their receivers; features do the same inside their own use cases by `store.outbox.tell`."""
        outbox.tell(tx, *messages)

    @query
    def inbox(self, tx: Tx, user_id: int, guild_id: int = 0) -> Inbox:
        """What waits, in the order in which it would be shown, and the last ten decisions, newest first.

        What is to be said later, as a reminder, is not there yet: nobody takes or clears it by mistake.
        In a server (`guild_id`) only the decisions of that one and of none; its zone serves for who never chose anything.
        """
        box = mailboxes.get(tx, user_id)
        person = planned.person(tx, box, guild_id)
        waiting = intents.there_for(tx, user_id)
        decided = intents.decided(tx, user_id, DECISIONS_SHOWN, guild_id)
        return Inbox(
            box,
            person.zone,
            tuple(waiting),
            tuple(decided),
            tuple(holds.aways_of(tx, user_id)),
            tuple(person.holds),
            frozenset(bundles.taken(tx, [user_id])[user_id]),
        )

    @use_case
    def take(self, tx: Tx, user_id: int, ids: Sequence[int] | None = None) -> list[Intent]:
        """What the person wants to read now, these or (None) everything; it does not come again in a bundle.

        What is on its way in a bundle already stays there. NothingWaits when none of it waits.
        """
        there = [each for each in intents.there_for(tx, user_id) if each.bundle_id is None]
        taken = [each for each in there if ids is None or each.id in ids]
        if not taken:
            raise NothingWaits
        intents.set_asked(tx, [each.id for each in taken])
        return taken

    @use_case
    def clear(self, tx: Tx, user_id: int) -> None:
        """Nothing waits for the person any more, but for what is on its way in a bundle."""
        intents.expire_of(tx, user_id)
        intents.drop_all(tx, [user_id], Why.CLEARED)

    @use_case
    def settle(self, tx: Tx, ids: Sequence[int], why: Why) -> None:
        """Drop these, which are no longer true or wanted."""
        intents.drop(tx, ids, why)

    @use_case
    def left(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """The person is no member of this server any more: what waits for them about it is dropped."""
        intents.drop_server(tx, user_id, guild_id)
