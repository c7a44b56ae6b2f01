"""Columns of servers' settings and their audit."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, String, Table

from bot.core.db import Id, UtcDateTime, metadata

community = Table(
    "community",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
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
