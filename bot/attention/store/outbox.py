"""Telling somebody something, merging it with what waits, and taking it back: what other features call."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.attention.model.values import Message, State, Why
from bot.attention.store import intents
from bot.attention.store.silences import silenced
from bot.attention.tables import intent
from bot.core.db import Tx

_MERGE = (
    update(intent)
    .where(intent.c.user_id == bindparam("receiver"), intent.c.key == bindparam("same"), intents.WAITS)
    .values(state=bindparam("merged"), why=bindparam("newer"), decided_at=bindparam("now"))
)
_NEW = insert(intent)


def tell(tx: Tx, *messages: Message) -> None:
    """Let these wait for their receivers; call it in the use case in which the news happens.

    What waits for a receiver under the same key is merged into the new one. Nothing is kept from a sender whom the
    receiver silenced, nor for oneself.
    """
    unheard = silenced(tx, [(each.user_id, each.sender) for each in messages if each.sender])
    wanted = [
        each
        for each in messages
        if each.sender != each.user_id and (each.user_id, each.sender) not in unheard
    ]
    newest = {(each.user_id, each.key): each for each in wanted}
    alike = {"merged": State.MERGED.value, "newer": Why.NEWER.value, "now": tx.now}
    tx.execute_many(_MERGE, [{"receiver": user_id, "same": key, **alike} for user_id, key in newest])
    rows = [_columns(tx, each, merged=newest[each.user_id, each.key] is not each) for each in wanted]
    tx.execute_many(_NEW, rows)


def _columns(tx: Tx, message: Message, *, merged: bool) -> dict[str, Any]:
    return {
        "user_id": message.user_id,
        "server": message.server,
        "kind": message.kind,
        "subject_id": message.subject_id,
        "key": message.key,
        "priority": message.priority,
        "words": dict(message.words),
        "made_at": tx.now,
        "not_before": message.not_before or tx.now,
        "expires_at": message.expires_at,
        "state": State.MERGED.value if merged else State.WAITING.value,
        "why": Why.NEWER.value if merged else "",
        "decided_at": tx.now if merged else None,
    }


def told_in(tx: Tx, user_id: int, kind: str, subject_id: int) -> int | None:
    """The server about which this person was told this, as long as that is kept (A2), whatever became of it; else None."""
    about = (intent.c.user_id == user_id, intent.c.kind == kind, intent.c.subject_id == subject_id)
    return tx.execute(select(intent.c.server).where(*about).limit(1)).scalar()


def seen(tx: Tx, kind: str, subject_ids: Collection[int]) -> set[int]:
    """Those of these subjects that somebody was shown, or cleared away unseen; as long as that is kept (A2)."""
    statement = select(intent.c.subject_id).where(intent.c.kind == kind, intents.SHOWN)
    parts = intents.parted(subject_ids)
    return {
        id_ for some in parts for id_ in tx.execute(statement.where(intent.c.subject_id.in_(some))).scalars()
    }


def take_back(
    tx: Tx, kind: str, subject_ids: Collection[int], *, user_id: int | None = None, why: Why = Why.SETTLED
) -> None:
    """What waits about these subjects, for this person or (None) for anybody, is no longer true or wanted."""
    about = [intent.c.kind == kind]
    if user_id is not None:
        about.append(intent.c.user_id == user_id)
    for some in intents.parted(subject_ids):
        intents.settle(tx, State.DROPPED, why, *about, intent.c.subject_id.in_(some))
