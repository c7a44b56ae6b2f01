"""Columns of standups, their days, weeks, entries, drafts, what members are stuck on and what they chose."""

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
    Time,
    UniqueConstraint,
    false,
    text,
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
    Column("summary", String(8), nullable=False, server_default="weekly"),  # or daily, or none
    Column("paused", Boolean, nullable=False),
    Column("last_date", LocalDate, nullable=True),  # the newest local date that was opened
    Column("next_due_at", UtcDateTime, nullable=True, index=True),
    Column("next_due_date", LocalDate, nullable=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("refused_at", UtcDateTime, nullable=True),  # its channel was out of reach
    Column("suspended_at", UtcDateTime, nullable=True),  # and again a while later
    Column("country", String(2), nullable=False, server_default=""),  # ISO 3166, whose holidays are days off
    Column("region", String(20), nullable=False, server_default=""),  # mostly ISO 3166-2, without the country
    Column("unanswered", Integer, nullable=False, server_default="0"),  # prompts since the last answer
    Column("rested_at", UtcDateTime, nullable=True),  # since when it rests, after five of those
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
    Column("remind_due_at", UtcDateTime, nullable=True),  # who asked for a reminder has to get one
    UniqueConstraint("standup_id", "date"),
    where_set("standup_day", "remind_due_at"),
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
    Column("reminded", Boolean, nullable=False, server_default=false()),  # the prompt is in their bundle
    Column("left_out", Boolean, nullable=False, server_default=false()),  # of summaries
    Index(
        "ix_standup_member_guild_id_reminded",
        "guild_id",
        sqlite_where=text("reminded"),
        postgresql_where=text("reminded"),
    ),
)

standup_holiday = Table(
    "standup_holiday",
    metadata,
    Column("id", Id, primary_key=True),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("date", LocalDate, nullable=False),
    Column(
        "off", Boolean, nullable=False
    ),  # false: a holiday of the country on which the prompt comes all the same
    Column("name", String(60), nullable=False),
    UniqueConstraint("standup_id", "date"),
    sqlite_autoincrement=True,
)

standup_week = Table(
    "standup_week",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("standups.week",)}),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("monday", LocalDate, nullable=False),
    Column("due_at", UtcDateTime, nullable=True),
    UniqueConstraint("standup_id", "monday"),
    where_set("standup_week", "due_at"),
    sqlite_autoincrement=True,
)

standup_blocker = Table(
    "standup_blocker",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("standups.help",)}),
    Column("standup_id", ForeignKey("standup.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("entry_id", ForeignKey("standup_entry.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("topic_id", BigInteger, nullable=False, info={"refers_to": "topic"}),  # 0: nobody was asked
    Column("state", String(10), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("thread_id", BigInteger, nullable=True),
    Index("ix_standup_blocker_user_id_state", "user_id", "state"),
    sqlite_autoincrement=True,
)

standup_helper = Table(
    "standup_helper",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("blocker_id", ForeignKey("standup_blocker.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", String(10), nullable=False, server_default=""),  # "", offered, passed
)
