"""Queries of a server's topics, and of who may be asked about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.communities.model import STARTING_TOPICS, Topic
from bot.communities.tables import topic, topic_helper
from bot.core.db import Tx

_COLUMNS = (topic.c.id, topic.c.guild_id, topic.c.key, topic.c.name)


def _topic(row: Row[*tuple[Any, ...]]) -> Topic:
    return Topic(row.id, row.guild_id, row.key, row.name)


def topics(tx: Tx, guild_id: int) -> list[Topic]:
    """The server's topics in their order; none until they are first needed."""
    where = topic.c.guild_id == guild_id
    return [
        _topic(row)
        for row in tx.execute(select(*_COLUMNS).where(where).order_by(topic.c.position, topic.c.id))
    ]


def start_topics(tx: Tx, guild_id: int) -> list[Topic]:
    """The server's topics in their order; those to start with are made if there are none."""
    if there := topics(tx, guild_id):
        return there
    rows = [
        {"guild_id": guild_id, "key": key, "name": "", "position": position}
        for position, key in enumerate(STARTING_TOPICS)
    ]
    tx.execute(insert(topic), rows)
    return topics(tx, guild_id)


def get_topics(tx: Tx, topic_ids: Collection[int]) -> dict[int, Topic]:
    """These topics by id, without those that were removed."""
    rows = tx.execute(select(*_COLUMNS).where(topic.c.id.in_(list(topic_ids))))
    return {row.id: _topic(row) for row in rows}


def topic_of(tx: Tx, guild_id: int, topic_id: int) -> Topic | None:
    """The topic with this id, if it is of this server."""
    found = get_topics(tx, [topic_id]).get(topic_id)
    return found if found and found.guild_id == guild_id else None


def add_topic(tx: Tx, guild_id: int, name: str) -> None:
    """Add one at the end."""
    last = tx.execute(select(func.max(topic.c.position)).where(topic.c.guild_id == guild_id)).scalar()
    position = 0 if last is None else last + 1
    tx.execute(insert(topic).values(guild_id=guild_id, key="", name=name, position=position))


def rename_topic(tx: Tx, topic_id: int, name: str) -> None:
    """Call one otherwise; from then on it is the server's own."""
    tx.execute(update(topic).where(topic.c.id == topic_id).values(key="", name=name))


def remove_topic(tx: Tx, topic_id: int) -> None:
    """Remove one, with who may be asked about it."""
    tx.execute(delete(topic).where(topic.c.id == topic_id))


def helping(tx: Tx, guild_id: int, user_id: int) -> frozenset[int]:
    """The topics about which a person may be asked in this server."""
    where = (topic_helper.c.guild_id == guild_id, topic_helper.c.user_id == user_id)
    return frozenset(row.topic_id for row in tx.execute(select(topic_helper.c.topic_id).where(*where)))


def choose_helping(tx: Tx, guild_id: int, user_id: int, topic_ids: Collection[int]) -> None:
    """From now on a person may be asked about these topics and no others."""
    mine = (topic_helper.c.guild_id == guild_id, topic_helper.c.user_id == user_id)
    asked = tx.execute(select(func.max(topic_helper.c.asked_at)).where(*mine)).scalar()
    tx.execute(delete(topic_helper).where(*mine))
    rows = [
        {"guild_id": guild_id, "topic_id": topic_id, "user_id": user_id, "asked_at": asked}
        for topic_id in topic_ids
    ]
    if rows:
        tx.execute(insert(topic_helper), rows)


def helpers(tx: Tx, guild_id: int, topic_id: int, *, since: datetime) -> list[int]:
    """Who may be asked about a topic and was asked about nothing since then, anywhere; who waits longest comes first."""
    offers = topic_helper.alias()
    last = func.max(topic_helper.c.asked_at)
    rows = tx.execute(
        select(topic_helper.c.user_id, last.label("last"))
        .join(offers, offers.c.user_id == topic_helper.c.user_id)
        .where(offers.c.guild_id == guild_id, offers.c.topic_id == topic_id)
        .group_by(topic_helper.c.user_id)
    ).all()
    free = [row for row in rows if row.last is None or row.last <= since]
    free.sort(key=lambda row: (row.last is not None, row.last or since, row.user_id))
    return [row.user_id for row in free]


def note_asked(tx: Tx, user_ids: Sequence[int]) -> None:
    """These people were just asked something."""
    tx.execute(update(topic_helper).where(topic_helper.c.user_id.in_(user_ids)).values(asked_at=tx.now))


def helping_anywhere(tx: Tx, user_id: int) -> list[tuple[int, Topic]]:
    """The topics about which a person may be asked, each with its server."""
    rows = tx.execute(
        select(*_COLUMNS)
        .join(topic_helper, topic_helper.c.topic_id == topic.c.id)
        .where(topic_helper.c.user_id == user_id)
        .order_by(topic.c.guild_id, topic.c.position, topic.c.id)
    )
    return [(row.guild_id, _topic(row)) for row in rows]


def forget_helper(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """A person may be asked about nothing any more, everywhere or in one server."""
    statement = delete(topic_helper).where(topic_helper.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(topic_helper.c.guild_id == guild_id))


def helping_members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who may be asked about something."""
    rows = tx.execute(select(topic_helper.c.guild_id, topic_helper.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}
