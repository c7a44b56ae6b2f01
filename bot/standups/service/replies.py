"""Replies to entries: their author hears of them by one line with a link, without anybody reading along (A7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.attention.model.values import Intent
from bot.attention.store.replies import heard, tell_reply
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.standups.model import ENTRY
from bot.standups.model.blockers import REPLY
from bot.standups.store import entries, rhythm


@dataclass(frozen=True)
class RepliedTo:
    """An entry of ours behind a message, who wrote it, and what they wrote."""

    entry_id: int
    author_id: int
    text: str


class Replies:
    """Use cases of the listener that notices replies."""

    db: Database

    @query
    def replied_to(self, tx: Tx, message_id: int) -> RepliedTo | None:
        """The entry that a Discord message of ours shows; None for any other message, which is nearly every one."""
        found = deliveries.of_message(tx, message_id)
        entry = entries.get_entry(tx, found.subject_id) if found and found.kind == ENTRY else None
        if entry is None:
            return None
        text = "\n\n".join(each.text for each in entry.answers if each.text.strip())
        return RepliedTo(entry.id, entry.user_id, text)

    @use_case
    def note_reply(self, tx: Tx, entry_id: int, sender_id: int, *, channel_id: int, message_id: int) -> None:
        """Somebody replied to an entry: its author is told where, unless that is themselves or somebody they silenced."""
        entry = entries.get_entry(tx, entry_id)
        if entry is None:
            return
        tell_reply(
            tx,
            REPLY,
            entry_id,
            key=f"reply:{entry_id}",
            author_id=entry.user_id,
            guild_id=entry.guild_id,
            sender_id=sender_id,
            channel_id=channel_id,
            message_id=message_id,
        )

    @query
    def replies(self, tx: Tx, told: Collection[Intent]) -> dict[int, date]:
        """The dates of the entries of what was told, by its id, for lines of an inbox.

        Without entries that were deleted, and without whom the author silenced since.
        """
        dates = rhythm.dates_of(tx, [each.subject_id for each in told])
        return {each.id: dates[each.subject_id] for each in heard(tx, told) if each.subject_id in dates}
