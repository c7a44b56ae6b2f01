"""Columns of the delivery ledger."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, UniqueConstraint, false

from bot.core.db import Id, UtcDateTime, metadata, where_set

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("removed",)}),
    Column("kind", String(40), nullable=False),
    Column(
        "subject_id",
        BigInteger,
        nullable=False,
        info={"refers_by": "kind", "subject_of_nothing": ("test", "greeting", "attention.bundle")},
    ),
    Column("part", Integer, nullable=False),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=True),
    Column("state", String(10), nullable=False),
    Column("dirty", Boolean, nullable=False, server_default=false()),
    Column("attempt", Integer, nullable=False),
    Column("fence", Integer, nullable=False),  # never falls: an older record changes nothing
    Column("first_claimed_at", UtcDateTime, nullable=False),
    Column("give_up_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=True, index=True),  # when it needs work next; NULL: nothing to do
    Column("reason", String(200), nullable=False, server_default=""),
    Column("code", Integer, nullable=False, server_default="0"),  # Discord's, of the last refusal
    UniqueConstraint("kind", "subject_id", "part"),
    where_set("delivery", "message_id"),
    sqlite_autoincrement=True,
)
