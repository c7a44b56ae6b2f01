"""Columns of the turns at the gateway and of the command list that Discord has from us."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.core.db import UtcDateTime, metadata

gateway_turn = Table(
    "gateway_turn",
    metadata,
    Column("bucket", Integer, primary_key=True, autoincrement=False),  # shard id modulo max_concurrency
    Column("next_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the bot"},
)

synced_commands = Table(
    "synced_commands",
    metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload_hash", String(64), nullable=False),
    Column("synced_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the bot"},
)
