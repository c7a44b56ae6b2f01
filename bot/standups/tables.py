"""Columns of standups, their days, entries, drafts and what a member chose about posting."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from bot.core.db import Id, LocalDate, UtcDateTime, metadata, where_set

standup = Table(
    "standup",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("name", String(60), nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("days", JSON, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("summary", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("last_date", LocalDate, nullable=True),  # the newest local date that was opened
    Column("next_due_at", UtcDateTime, nullable=True, index=True),
    Column("next_due_date", LocalDate, nullable=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("refused_at", UtcDateTime, nullable=True),  # its channel was out of reach
    Column("suspended_at", UtcDateTime, nullable=True),  # and again a while later
    sqlite_autoincrement=True,
)

standup_day = Table(
    "standup_day",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("standups.prompt", "standups.summary")}),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("date", LocalDate, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("thread_id", BigInteger, nullable=True),
    Column("summary_due_at", UtcDateTime, nullable=True),
    UniqueConstraint("standup_id", "date"),
    where_set("standup_day", "thread_id"),
    where_set("standup_day", "summary_due_at"),
    sqlite_autoincrement=True,
)

standup_entry = Table(
    "standup_entry",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("standups.entry",)}),
    Column("day_id", ForeignKey("standup_day.id", ondelete="CASCADE"), nullable=False),
    Column("home_id", ForeignKey("standup_day.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime, nullable=True),
    UniqueConstraint("day_id", "user_id"),
    Index("ix_standup_entry_user_id_id", "user_id", "id"),
    sqlite_autoincrement=True,
)

standup_draft = Table(
    "standup_draft",
    metadata,
    Column("id", Id, primary_key=True),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    # 0: the day is chosen when it is posted
    Column("day_id", BigInteger, nullable=False, info={"refers_to": "standup_day"}),
    Column("answers", JSON, nullable=False),
    Column("typed_at", UtcDateTime, nullable=False),
    UniqueConstraint("standup_id", "user_id"),
    sqlite_autoincrement=True,
)

standup_member = Table(
    "standup_member",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("previewed", Boolean, nullable=False),
    Column("wants_preview", Boolean, nullable=False),
)
