"""Columns of showcases, what is shared there, who read drafts of it, thank-yous, round-ups and what members chose."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from bot.core.db import Id, LocalDate, UtcDateTime, metadata, where_set

showcase = Table(
    "showcase",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("forum", Boolean, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=true()),
    Column("invites", Boolean, nullable=False, server_default=false()),
    Column("roundup", Boolean, nullable=False, server_default=true()),
)

share = Table(
    "share",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("showcase.share",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("title", String(200), nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("link", String(512), nullable=False, server_default=""),
    Column("topic_id", BigInteger, nullable=False, info={"refers_to": "topic"}),  # 0: none
    Column("done_when", String(400), nullable=False, server_default=""),
    Column("adapted", Boolean, nullable=False, server_default=false()),
    # NULL while `adapted`: that share is gone
    Column("parent_id", ForeignKey("share.id", ondelete="SET NULL"), nullable=True),
    Column("author", String(100), nullable=False, server_default=""),  # the name Discord shows for them there
    Column("channel_id", BigInteger, nullable=False, server_default="0"),  # the showcase it was posted to
    Column("thread_id", BigInteger, nullable=True),
    # What Discord shows of the link below our message.
    Column("seen_title", String(300), nullable=False, server_default=""),
    Column("seen_text", Text, nullable=False, server_default=""),
    Column("seen_picture", Text, nullable=False, server_default=""),
    Column("seen_site", String(300), nullable=False, server_default=""),
    Column("replied", Boolean, nullable=False, server_default=false()),
    Column("typed_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime, nullable=True),
    Column("look_at", UtcDateTime, nullable=True),  # when to look at the message in Discord next
    Column("quiet_at", UtcDateTime, nullable=True),  # when readers of its topic may be told of it
    Index("ix_share_user_id_id", "user_id", "id"),
    Index("ix_share_guild_id_posted_at", "guild_id", "posted_at"),
    where_set("share", "parent_id"),
    where_set("share", "thread_id"),
    where_set("share", "look_at"),
    where_set("share", "quiet_at"),
    sqlite_autoincrement=True,
)

share_reader = Table(
    "share_reader",
    metadata,
    Column("guild_id", BigInteger, nullable=False),
    Column("share_id", ForeignKey("share.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", String(8), nullable=False, server_default=""),  # "", noted, passed
)

share_word = Table(
    "share_word",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    # NULL: about a message that is no share
    Column("share_id", ForeignKey("share.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("kind", String(8), nullable=False),
    Column("from_id", BigInteger, nullable=False, index=True),
    Column("to_id", BigInteger, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("url", String(200), nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

showcase_member = Table(
    "showcase_member",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("quoted", Boolean, nullable=True),  # NULL: never asked
    Column("reads_drafts", Boolean, nullable=False, server_default=false()),
    Column("reads_shares", Boolean, nullable=False, server_default=false()),
    Column("on_page", Boolean, nullable=False, server_default=false()),
    Column("asked_at", UtcDateTime, nullable=True),  # when they were asked to read a draft last
    Column("told_at", UtcDateTime, nullable=True),  # when they were told of a share last
)

showcase_week = Table(
    "showcase_week",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("showcase.roundup",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("monday", LocalDate, nullable=False),
    Column("due_at", UtcDateTime, nullable=True),
    UniqueConstraint("guild_id", "monday"),
    where_set("showcase_week", "due_at"),
    sqlite_autoincrement=True,
)

# Threads of shares that are gone: each is renamed, or deleted when nobody talked there (promise 6).
showcase_thread = Table(
    "showcase_thread",
    metadata,
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("until", UtcDateTime, nullable=False),  # when we give up
)
