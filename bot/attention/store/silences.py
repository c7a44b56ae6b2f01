"""Queries of who wants nothing more from whom. The other one is a keyed hash, which still protects when their data is erased."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable

from sqlalchemy import delete, select

from bot.attention.store.intents import parted
from bot.attention.tables import bot_key, silence
from bot.core.db import Tx, insert

_NAME = "silence"


def silence_from(tx: Tx, user_id: int, other_id: int) -> None:
    """Nothing more reaches `user_id` from `other_id`, in any server."""
    values = {"user_id": user_id, "other": mark(tx, user_id, other_id), "made_at": tx.now}
    tx.execute(insert(tx, silence).values(**values).on_conflict_do_nothing())


def silenced(tx: Tx, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (receiver, sender) pairs in which the receiver wants nothing more from the sender."""
    wanted = set(pairs)
    there = _there(tx, {receiver for receiver, _sender in wanted})
    if not there:
        return set()
    key = _key(tx)
    return {pair for pair in wanted if (pair[0], _hashed(key, *pair)) in there}


def silenced_among(tx: Tx, user_ids: Iterable[int]) -> set[tuple[int, int]]:
    """All (receiver, sender) of these people in which the receiver wants nothing more from the sender."""
    people = set(user_ids)
    receivers = {receiver for receiver, _mark in _there(tx, people)}
    return silenced(tx, ((one, other) for one in receivers for other in people if one != other))


def mark(tx: Tx, user_id: int, other_id: int) -> str:
    """What tells later, without naming the sender, whether the receiver silenced them meanwhile: see `marked`."""
    return _hashed(_key(tx), user_id, other_id)


def marked(tx: Tx, marks: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of these (receiver, mark of a sender) in which the receiver wants nothing more from the sender."""
    wanted = set(marks)
    return wanted & _there(tx, {receiver for receiver, _mark in wanted})


def _there(tx: Tx, receivers: set[int]) -> set[tuple[int, str]]:
    those = select(silence.c.user_id, silence.c.other)
    return {
        (row.user_id, row.other)
        for some in parted(receivers)
        for row in tx.execute(those.where(silence.c.user_id.in_(some)))
    }


def has_silences(tx: Tx, user_id: int) -> bool:
    """Whether the person silenced anybody."""
    return (
        tx.execute(select(silence.c.user_id).where(silence.c.user_id == user_id).limit(1)).first() is not None
    )


def hear_everybody(tx: Tx, user_id: int) -> None:
    """The person hears from everybody again."""
    tx.execute(delete(silence).where(silence.c.user_id == user_id))


def _key(tx: Tx) -> str:
    """The bot's own key for these hashes, made at first use."""
    found = tx.execute(select(bot_key.c.value).where(bot_key.c.name == _NAME)).scalar()
    if found is None:
        new = insert(tx, bot_key).values(name=_NAME, value=secrets.token_hex(32)).on_conflict_do_nothing()
        tx.execute(new)
        found = tx.execute(select(bot_key.c.value).where(bot_key.c.name == _NAME)).scalar_one()
    return str(found)


def _hashed(key: str, user_id: int, other_id: int) -> str:
    return hmac.digest(bytes.fromhex(key), f"{user_id}:{other_id}".encode(), "sha256").hex()
