"""Queries of intents: telling somebody something, merging, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.attention.model.values import Intent, Message, State, Why
from bot.attention.store.silences import silenced
from bot.attention.tables import intent
from bot.core.db import Tx


def tell(tx: Tx, *messages: Message) -> None:
    """Let these wait for their receivers; call it in the use case in which the news happens.

    What waits for a receiver under the same key is merged into the new one. Nothing is kept from a sender whom the
    receiver silenced, nor for oneself.
    """
    unheard = silenced(tx, [(each.user_id, each.sender) for each in messages if each.sender])
    wanted: dict[tuple[int, str], Message] = {}
    for each in messages:
        if each.sender != each.user_id and (each.user_id, each.sender) not in unheard:
            wanted[each.user_id, each.key] = each
    if not wanted:
        return
    for user_id, key in wanted:
        tx.execute(
            update(intent)
            .where(intent.c.user_id == user_id, intent.c.key == key, intent.c.state == State.WAITING.value)
            .values(state=State.MERGED.value, why=Why.NEWER.value, decided_at=tx.now)
        )
    tx.execute(insert(intent), [_columns(tx, each) for each in wanted.values()])


def _columns(tx: Tx, message: Message) -> dict[str, Any]:
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
        "state": State.WAITING.value,
        "why": "",
    }


def take_back(tx: Tx, kind: str, subject_ids: Collection[int], *, why: Why = Why.SETTLED) -> None:
    """What waits about these subjects is no longer true or wanted."""
    where = (intent.c.kind == kind, intent.c.subject_id.in_(list(subject_ids)))
    values = {"state": State.DROPPED.value, "why": why.value, "decided_at": tx.now}
    tx.execute(update(intent).where(*where, intent.c.state == State.WAITING.value).values(**values))


def intent_value(row: Row[Any]) -> Intent:
    """The intent of a row."""
    fields = dict(row._mapping)
    fields["state"] = State(fields["state"])
    return Intent(**fields)


def waiting(tx: Tx, user_ids: Sequence[int]) -> list[Intent]:
    """What waits for these people, by person, in the order in which it would be shown."""
    rows = tx.execute(
        select(intent)
        .where(intent.c.user_id.in_(list(user_ids)), intent.c.state == State.WAITING.value)
        .order_by(intent.c.user_id, intent.c.priority, intent.c.made_at, intent.c.id)
    )
    return [intent_value(row) for row in rows]


def settle(tx: Tx, ids: Iterable[int], state: State, why: Why) -> None:
    """Write down what became of these, as far as they still wait."""
    values = {"state": state.value, "why": why.value, "decided_at": tx.now}
    where = (intent.c.id.in_(list(ids)), intent.c.state == State.WAITING.value)
    tx.execute(update(intent).where(*where).values(**values))
