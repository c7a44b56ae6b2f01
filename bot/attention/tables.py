"""Columns of what waits for people: their mailbox, away ranges, intents, bundles; organisers' notices; guards between members."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
    text,
)

from bot.core.db import Id, LocalDate, UtcDateTime, metadata, where_set

_WAITS = text("state = 'waiting'")

mailbox = Table(
    "mailbox",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("bundles", Integer, nullable=False),  # a local day, 0 to 3; 0: everything waits in the inbox
    Column("bundle_at", Time, nullable=False),
    Column("quiet_from", Time, nullable=False),
    Column("quiet_to", Time, nullable=False),  # the same as quiet_from: no quiet hours
    Column("days_off", JSON, nullable=False),  # weekdays, Monday 0
    Column("dm_channel", BigInteger, nullable=False, server_default="0"),  # Discord's id of it, once known
    Column("closed_at", UtcDateTime, nullable=True),  # Discord refused a DM; tried again only on their word
    Column("told_at", UtcDateTime, nullable=True),  # and when they were told so
    Column("next_at", UtcDateTime, nullable=True),  # when the next bundle may be due; NULL without a budget
    Column("changed_at", UtcDateTime, nullable=False),
    where_set("mailbox", "next_at"),
    info={"belongs_to": "the person"},
)

away = Table(
    "away",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("first_date", LocalDate, nullable=False),
    Column("last_date", LocalDate, nullable=True),  # NULL: until they say that they are back
    Column("made_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the person"},
    sqlite_autoincrement=True,
)

hold = Table(
    "hold",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # focus, for one
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the person"},
    sqlite_autoincrement=True,
)

bundle = Table(
    "bundle",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("date", LocalDate, nullable=False),  # the person's local date
    Column("number", Integer, nullable=False),  # 0, 1, 2: which of that date's
    Column("made_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, nullable=True),
    UniqueConstraint("user_id", "date", "number"),
    info={"belongs_to": "the person"},
    sqlite_autoincrement=True,
)

intent = Table(
    "intent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("server", BigInteger, nullable=False),  # whose content it speaks of; 0: none
    Column("kind", String(40), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("key", String(80), nullable=False),  # what waits under the same key is merged into the newest
    Column("priority", Integer, nullable=False),  # lower comes first
    Column("words", JSON, nullable=False),  # what its sentence needs: ids and links, never a member's text
    Column("made_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("why", String(20), nullable=False, server_default=""),
    Column("decided_at", UtcDateTime, nullable=True),
    Column("bundle_id", ForeignKey("bundle.id", ondelete="SET NULL"), nullable=True),
    Index("ix_intent_user_id_decided_at", "user_id", "decided_at"),
    where_set("intent", "bundle_id"),
    where_set("intent", "decided_at"),
    Index("ix_intent_subject_id_kind", "subject_id", "kind"),
    Index("uq_intent_waiting", "user_id", "key", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_intent_expires_at", "expires_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    info={"belongs_to": "the person"},
    sqlite_autoincrement=True,
)

dm_pause = Table(
    "dm_pause",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row
    Column("until", UtcDateTime, nullable=False),
    info={"belongs_to": "the bot"},
)

notice_place = Table(
    "notice_place",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("refused_at", UtcDateTime, nullable=True),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("attention.notice",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("key", String(80), nullable=False),  # said once while it is open
    Column("user_id", BigInteger, nullable=True, index=True),  # whose text it shows, if anybody's
    Column("detail", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime, nullable=True),  # an organiser has seen to it
    Column("due_at", UtcDateTime, nullable=True),  # to be posted, if there is a place; NULL: that is decided
    UniqueConstraint("guild_id", "key"),
    where_set("notice", "due_at"),
    sqlite_autoincrement=True,
)

silence = Table(
    "silence",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("other", String(64), primary_key=True),  # a keyed hash: it outlives the other one's data
    Column("made_at", UtcDateTime, nullable=False),
    info={"belongs_to": "the person"},
)

bot_key = Table(
    "bot_key",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", String(64), nullable=False),
    info={"belongs_to": "the bot"},
)

recent_act = Table(
    "recent_act",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("what", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Index("ix_recent_act_user_id_what_at", "user_id", "what", "at"),
    sqlite_autoincrement=True,
)
