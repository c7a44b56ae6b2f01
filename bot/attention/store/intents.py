"""Queries of what waits for people and what became of it; every write here leaves an intent in exactly one state."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    literal_column,
    or_,
    select,
    update,
)

from bot.attention.model.values import Intent, State, Why
from bot.attention.tables import intent
from bot.core.db import Tx

AT_ONCE = 10_000  # ids in one statement: PostgreSQL takes 32,767 values at most
_INTENTS = select(  # in the order in which `_value` takes them apart
    intent.c.id,
    intent.c.user_id,
    intent.c.server,
    intent.c.kind,
    intent.c.subject_id,
    intent.c.key,
    intent.c.priority,
    cast(intent.c.words, Text),
    intent.c.made_at,
    intent.c.not_before,
    intent.c.expires_at,
    intent.c.state,
    intent.c.why,
    intent.c.decided_at,
    intent.c.bundle_id,
)
_STATES = {state.value: state for state in State}
# Written out as in the partial indexes, which serve only then.
WAITS = intent.c.state == literal_column(f"'{State.WAITING.value}'")
SHOWN = or_(intent.c.state == State.SENT.value, intent.c.why == Why.CLEARED.value)  # or cleared away unseen
_ON_ITS_WAY = intent.c.bundle_id.is_not(None)
_OF_USERS = intent.c.user_id.in_(bindparam("users", expanding=True))
_READY = _INTENTS.where(_OF_USERS, WAITS, ~_ON_ITS_WAY).with_for_update()


def _value(row: Sequence[Any]) -> Intent:
    id_, user_id, server, kind, subject_id, key, priority, words, made_at, not_before, expires_at, *rest = row
    state, why, decided_at, bundle_id = rest
    return Intent(
        id_,
        user_id,
        server,
        kind,
        subject_id,
        key,
        priority,
        json.loads(words),
        made_at,
        not_before,
        expires_at,
        _STATES[state],
        why,
        decided_at,
        bundle_id,
    )


def parted(ids: Iterable[int]) -> Iterator[list[int]]:
    """These, as many at once as a statement takes."""
    listed = list(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _in_order(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.order_by(intent.c.priority, intent.c.made_at, intent.c.id)


def waiting(tx: Tx, user_ids: Sequence[int]) -> defaultdict[int, list[Intent]]:
    """What waits for these people and is not in a bundle yet, by person; locked for this claim."""
    found: defaultdict[int, list[Intent]] = defaultdict(list)
    for row in tx.execute(_READY, {"users": user_ids}).all():
        value = _value(row)
        found[value.user_id].append(value)
    return found


def waiting_for(tx: Tx, user_id: int) -> list[Intent]:
    """What waits for a person, in the order in which it would be shown."""
    where = (intent.c.user_id == user_id, WAITS, intent.c.expires_at > tx.now)
    return [_value(row) for row in tx.execute(_in_order(_INTENTS.where(*where)))]


def there_for(tx: Tx, user_id: int) -> list[Intent]:
    """The same without what is to be said later."""
    return [each for each in waiting_for(tx, user_id) if each.not_before <= tx.now]


def waiting_in(tx: Tx, server: int, kind: str) -> list[Intent]:
    """What of this kind waits for anybody about a server, in the order in which it would be shown."""
    where = (intent.c.server == server, intent.c.kind == kind, WAITS, intent.c.expires_at > tx.now)
    return [_value(row) for row in tx.execute(_in_order(_INTENTS.where(*where)))]


def about(tx: Tx, kind: str, subject_ids: Collection[int]) -> list[Intent]:
    """What of this kind waits for anybody about these subjects."""
    return [
        _value(row)
        for some in parted(subject_ids)
        for row in tx.execute(_INTENTS.where(intent.c.kind == kind, intent.c.subject_id.in_(some), WAITS))
    ]


def shown(tx: Tx, kind: str, subject_ids: Collection[int]) -> list[Intent]:
    """What of this kind about these subjects somebody was shown, or cleared away unseen; as long as that is kept (A2)."""
    return [
        _value(row)
        for some in parted(subject_ids)
        for row in tx.execute(_INTENTS.where(intent.c.kind == kind, intent.c.subject_id.in_(some), SHOWN))
    ]


def decided(tx: Tx, user_id: int, limit: int, server: int = 0) -> list[Intent]:
    """What was decided last about a person's intents, newest first; with a `server` only its own and what is no server's."""
    statement = _INTENTS.where(intent.c.user_id == user_id, intent.c.decided_at.is_not(None))
    if server:
        statement = statement.where(intent.c.server.in_((0, server)))
    rows = tx.execute(statement.order_by(intent.c.decided_at.desc(), intent.c.id.desc()).limit(limit))
    return [_value(row) for row in rows]


def of_person(tx: Tx, user_id: int) -> list[Intent]:
    """Everything that was kept for a person, oldest first."""
    return [
        _value(row) for row in tx.execute(_INTENTS.where(intent.c.user_id == user_id).order_by(intent.c.id))
    ]


def of_bundles(tx: Tx, bundle_ids: Collection[int]) -> defaultdict[int, list[Intent]]:
    """What waits in these bundles, by bundle, in the order in which it is shown."""
    found: defaultdict[int, list[Intent]] = defaultdict(list)
    for row in tx.execute(_in_order(_INTENTS.where(intent.c.bundle_id.in_(list(bundle_ids)), WAITS))):
        value = _value(row)
        found[value.bundle_id or 0].append(value)
    return found


_ATTACH = update(intent).where(intent.c.id == bindparam("intent")).values(bundle_id=bindparam("bundle"))


def attach(tx: Tx, pairs: Sequence[tuple[int, int]]) -> None:
    """Put each of these (bundle, intent) into its bundle; it waits until the bundle is recorded."""
    tx.execute_many(_ATTACH, [{"bundle": bundle_id, "intent": intent_id} for bundle_id, intent_id in pairs])


def release(tx: Tx, bundle_id: int) -> None:
    """What waits in this bundle waits for another."""
    tx.execute(update(intent).where(intent.c.bundle_id == bundle_id, WAITS).values(bundle_id=None))


def settle(tx: Tx, state: State, why: Why, *where: ColumnElement[bool]) -> None:
    """Write down what became of these, as far as they still wait."""
    values = {"state": state.value, "why": why.value, "decided_at": tx.now}
    tx.execute(update(intent).where(*where, WAITS).values(**values))


def drop(tx: Tx, ids: Iterable[int], why: Why) -> None:
    """Drop these, as far as they still wait."""
    for some in parted(ids):
        settle(tx, State.DROPPED, why, intent.c.id.in_(some))


def drop_server(tx: Tx, user_id: int, server: int) -> None:
    """Drop what waits for a person about a server."""
    settle(tx, State.DROPPED, Why.LEFT, intent.c.user_id == user_id, intent.c.server == server)


def drop_all(tx: Tx, user_ids: Collection[int], why: Why) -> None:
    """Drop what waits for these people and is not on its way to them, nor to be said later."""
    there = (~_ON_ITS_WAY, intent.c.not_before <= tx.now)
    settle(tx, State.DROPPED, why, intent.c.user_id.in_(list(user_ids)), *there)


def set_asked(tx: Tx, ids: Iterable[int]) -> None:
    """These were shown in the inbox."""
    settle(tx, State.SENT, Why.ASKED, intent.c.id.in_(list(ids)))


def set_shown(tx: Tx, bundle_id: int, ids: Iterable[int]) -> None:
    """These were shown in this bundle, whatever was decided about them while it was on its way."""
    values = {"state": State.SENT.value, "why": Why.BUNDLE.value, "decided_at": tx.now}
    where = (intent.c.bundle_id == bundle_id, intent.c.id.in_(list(ids)))
    tx.execute(update(intent).where(*where).values(**values))


def expire(tx: Tx, limit: int) -> int:
    """Everybody's intents whose time has passed are expired, at most `limit` at once; returns how many.

    But for those in a bundle on its way: it may have been sent in time.
    """
    ids = list(
        tx.execute(
            select(intent.c.id)
            .where(WAITS, ~_ON_ITS_WAY, intent.c.expires_at <= tx.now)
            .order_by(intent.c.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    if ids:
        settle(tx, State.EXPIRED, Why.LATE, intent.c.id.in_(ids))
    return len(ids)


def expire_of(tx: Tx, user_id: int) -> None:
    """A person's intents whose time has passed are expired."""
    settle(
        tx, State.EXPIRED, Why.LATE, intent.c.user_id == user_id, ~_ON_ITS_WAY, intent.c.expires_at <= tx.now
    )


def next_expiry(tx: Tx) -> datetime | None:
    """When the next intent expires (UTC)."""
    statement = select(intent.c.expires_at).where(WAITS, ~_ON_ITS_WAY)
    return tx.execute(statement.order_by(intent.c.expires_at).limit(1)).scalar()


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody for whom something about a server is kept."""
    rows = tx.execute(select(intent.c.server, intent.c.user_id).where(intent.c.server != 0).distinct())
    return {(row.server, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, server: int | None = None) -> None:
    """Forget what was kept for the person, all or about one server."""
    statement = delete(intent).where(intent.c.user_id == user_id)
    tx.execute(statement if server is None else statement.where(intent.c.server == server))


def erase_server(tx: Tx, server: int) -> None:
    """Forget what was kept for anybody about one server."""
    tx.execute(delete(intent).where(intent.c.server == server))


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what was decided before an instant, at most `limit`; returns how many."""
    old = select(intent.c.id).where(intent.c.decided_at < before).order_by(intent.c.decided_at).limit(limit)
    return tx.execute(delete(intent).where(intent.c.id.in_(old))).rowcount
