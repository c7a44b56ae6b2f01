"""Lines that somebody replied: told, shown, and taken back, whatever it is that was replied to (A7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import intents, outbox, silences
from bot.core.db import Tx

REPLIED_FOR = timedelta(days=7)  # how long the news of a reply waits


def tell_reply(
    tx: Tx,
    kind: str,
    subject_id: int,
    *,
    key: str,
    author_id: int,
    guild_id: int,
    sender_id: int,
    channel_id: int,
    message_id: int,
) -> None:
    """The author of something hears where somebody wrote about it, unless that is themselves or somebody they silenced."""
    words = {"channel": channel_id, "message": message_id, "from": silences.mark(tx, author_id, sender_id)}
    message = Message(
        author_id, guild_id, kind, subject_id, key, tx.now + REPLIED_FOR, words=words, sender=sender_id
    )
    outbox.tell(tx, message)


def heard(tx: Tx, told: Collection[Intent]) -> list[Intent]:
    """Of these lines, those whose sender their author has not silenced since."""
    marks = {each.id: (each.user_id, str(each.words.get("from", ""))) for each in told}
    unheard = silences.marked(tx, marks.values())
    return [each for each in told if marks[each.id] not in unheard]


def leading_to(tx: Tx, guild_id: int, kind: str, word: str, ids: Collection[int]) -> list[int]:
    """What the waiting lines are about that lead to one of these: `word` is "message", or "channel" for threads as well."""
    waiting = intents.waiting_in(tx, guild_id, kind)
    return [each.subject_id for each in waiting if each.words.get(word) in ids]
