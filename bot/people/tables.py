"""Columns of people's own settings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from bot.core.db import UtcDateTime, metadata

person = Table(
    "person",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=True),
    Column("changed_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the person"},
)
