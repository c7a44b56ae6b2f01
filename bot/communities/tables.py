"""Columns of servers' settings, topics and audit, and of whom organisers stopped."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    false,
    text,
)

from bot.core.db import Id, UtcDateTime, metadata, where_set

community = Table(
    "community",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("language_chosen", Boolean, nullable=False, server_default=false()),  # by an organiser
    Column("refused_words", JSON, nullable=False, server_default=text("'[]'")),
    Column("left_at", UtcDateTime, nullable=True),  # the bot was removed
    where_set("community", "left_at"),
)

topic = Table(
    "topic",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(40), nullable=False),  # of one that comes with the bot; "" for the server's own
    Column("name", String(60), nullable=False),  # "" for those: they are worded in the server's language
    Column("position", Integer, nullable=False),
    Index("ix_topic_guild_id_position", "guild_id", "position"),
    sqlite_autoincrement=True,
)

topic_helper = Table(
    "topic_helper",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("asked_at", UtcDateTime, nullable=True),  # when somebody's question was last shown to them
)

stopped_member = Table(
    "stopped_member",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("at", UtcDateTime, nullable=False),
)

# What is left of a stop when the member's data is erased: a keyed hash, so that erasing lifts no stop (A2).
stopped_trace = Table(
    "stopped_trace",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("trace", String(64), primary_key=True),
    Column("key", String(64), nullable=False),  # its own, by chance
    Column("at", UtcDateTime, nullable=False),
)

audit_line = Table(
    "audit_line",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("actor_id", BigInteger, nullable=True, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_line_guild_id_id", "guild_id", "id"),
    sqlite_autoincrement=True,
)
