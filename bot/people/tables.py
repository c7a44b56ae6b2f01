"""Columns of people's own settings, and of who is a member where."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.core.db import UtcDateTime, metadata, where_set

person = Table(
    "person",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=True),
    Column("language", String(16), nullable=False, server_default=""),  # as their Discord last said it
    # the server whose zone and language serve until they choose their own; 0: none yet
    Column("home_server", BigInteger, nullable=False, server_default="0"),
    Column("day_start", Integer, nullable=False, server_default="0"),  # hours after midnight, 0 to 6
    Column("changed_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the person"},
)

membership = Table(
    "membership",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("checked_at", UtcDateTime, nullable=False, index=True),
    Column("left_at", UtcDateTime, nullable=True),  # Discord said "unknown member"; NULL: a member
    where_set("membership", "left_at"),
)
