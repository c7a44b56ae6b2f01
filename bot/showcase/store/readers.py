"""Queries of who may be asked to read drafts, and who was asked about which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, select, update

from bot.core.db import Tx, insert
from bot.showcase.model.reading import Answer, Reader
from bot.showcase.model.values import State
from bot.showcase.tables import share, share_reader, showcase_member


class Asked(NamedTuple):
    """That a person was asked to read a draft, when (UTC), and what they did."""

    guild_id: int
    share_id: int
    asked_at: datetime
    answer: str


def willing(tx: Tx, guild_id: int) -> list[int]:
    """The members of a server who may be asked to read drafts; who waits longest to be asked comes first."""
    rows = tx.execute(
        select(showcase_member.c.user_id)
        .where(showcase_member.c.guild_id == guild_id, showcase_member.c.reads_drafts)
        .order_by(
            showcase_member.c.asked_at.is_not(None), showcase_member.c.asked_at, showcase_member.c.user_id
        )
    )
    return [row.user_id for row in rows]


def ask(tx: Tx, guild_id: int, share_id: int, user_ids: Collection[int]) -> None:
    """These members are asked to read this draft now, whatever they did when they were asked before."""
    if not user_ids:
        return
    values = [
        {"guild_id": guild_id, "share_id": share_id, "user_id": user_id, "asked_at": tx.now, "answer": ""}
        for user_id in user_ids
    ]
    changed = {"asked_at": tx.now, "answer": ""}
    rows = insert(tx, share_reader).values(values)
    tx.execute(rows.on_conflict_do_update(index_elements=["share_id", "user_id"], set_=changed))
    mine = (showcase_member.c.guild_id == guild_id, showcase_member.c.user_id.in_(list(user_ids)))
    tx.execute(update(showcase_member).where(*mine).values(asked_at=tx.now))


def of_shares(tx: Tx, share_ids: Collection[int]) -> list[Reader]:
    """Who was asked about these drafts, and what they did; who was asked first comes first."""
    rows = tx.execute(
        select(share_reader)
        .where(share_reader.c.share_id.in_(list(share_ids)))
        .order_by(share_reader.c.share_id, share_reader.c.asked_at, share_reader.c.user_id)
    )
    return [Reader(row.share_id, row.user_id, Answer(row.answer)) for row in rows]


def answer_of(tx: Tx, share_id: int, user_id: int) -> Answer | None:
    """What a person who was asked about a draft did; None if they were not asked."""
    mine = (share_reader.c.share_id == share_id, share_reader.c.user_id == user_id)
    found = tx.execute(select(share_reader.c.answer).where(*mine)).scalar()
    return None if found is None else Answer(found)


def answer(tx: Tx, share_id: int, user_id: int, given: Answer) -> None:
    """Remember what somebody who was asked did."""
    mine = (share_reader.c.share_id == share_id, share_reader.c.user_id == user_id)
    tx.execute(update(share_reader).where(*mine).values(answer=given.value))


def asked_by(tx: Tx, user_id: int, author_id: int) -> list[int]:
    """The drafts of an author that this person was asked to read."""
    rows = tx.execute(
        select(share_reader.c.share_id)
        .join(share, share.c.id == share_reader.c.share_id)
        .where(share_reader.c.user_id == user_id, share.c.user_id == author_id)
    )
    return [row.share_id for row in rows]


def offers_over(tx: Tx, asked: datetime, limit: int) -> list[int]:
    """Offered drafts about which nobody was asked after that instant (aware UTC), at most `limit`."""
    lately = exists().where(share_reader.c.share_id == share.c.id, share_reader.c.asked_at > asked)
    offered = select(share.c.id).where(share.c.state == State.OFFERED.value, ~lately)
    return list(tx.execute(offered.order_by(share.c.id).limit(limit)).scalars())


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Asked]:
    """Which drafts a person was asked to read, everywhere or in one server, oldest first."""
    columns = (
        share_reader.c.guild_id,
        share_reader.c.share_id,
        share_reader.c.asked_at,
        share_reader.c.answer,
    )
    statement = select(*columns).where(share_reader.c.user_id == user_id)
    if guild_id is not None:
        statement = statement.where(share_reader.c.guild_id == guild_id)
    rows = tx.execute(statement.order_by(share_reader.c.asked_at, share_reader.c.share_id))
    return [Asked(*row) for row in rows]


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget which drafts a person was asked to read, everywhere or in one server."""
    statement = delete(share_reader).where(share_reader.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(share_reader.c.guild_id == guild_id))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who was asked to read a draft."""
    rows = tx.execute(select(share_reader.c.guild_id, share_reader.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}
