"""Columns of papers: what arXiv listed and how it was asked; a server's wishes, digests, entries; rounds of its reading group."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.core.db import Id, Json, LocalDate, UtcDateTime, metadata, where_set

_BOT = {"belongs_to": "the bot"}  # what arXiv says is no server's; servers name papers by arXiv's own id

paper = Table(
    "paper",
    metadata,
    Column("arxiv_id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("authors", Json, nullable=False),
    Column("summary", Text, nullable=False),
    Column("categories", Json, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("published_at", UtcDateTime, nullable=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),  # when arXiv spoke of it last
    info=_BOT,
)

paper_listing = Table(
    "paper_listing",
    metadata,
    Column("id", Id, primary_key=True),
    Column("arxiv_id", ForeignKey("paper.arxiv_id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("announce", String(14), nullable=False),
    Column("listed_on", LocalDate, nullable=False),
    Column("asked", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("arxiv_id", "version", "announce"),  # a list read twice is one list
    sqlite_autoincrement=True,
    info=_BOT,
)

paper_feed = Table(
    "paper_feed",
    metadata,
    Column("category", String(32), primary_key=True),
    Column("due_at", UtcDateTime, nullable=True),
    Column("listed_on", LocalDate, nullable=True),
    Column("asked_at", UtcDateTime, nullable=True),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("trouble", String(40), nullable=False, server_default=""),
    Column("trouble_since", UtcDateTime, nullable=True),
    where_set("paper_feed", "due_at"),
    info=_BOT,
)

# The one row by which every process takes turns at arXiv (P4).
arxiv_gate = Table(
    "arxiv_gate",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", UtcDateTime, nullable=True),
    Column("busy_until", UtcDateTime, nullable=True),
    Column("quiet_until", UtcDateTime, nullable=True),
    Column("turn", BigInteger, nullable=False, server_default="0"),
    info=_BOT,
)

arxiv_query = Table(
    "arxiv_query",
    metadata,
    Column("query", String(500), primary_key=True),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("total", Integer, nullable=False),
    Column("found", Json, nullable=False),  # ids
    info=_BOT,
)

paper_settings = Table(
    "paper_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=true()),
    Column("cap", Integer, nullable=False),
    Column("crosses", Boolean, nullable=False, server_default=false()),
    Column("replacements", Boolean, nullable=False, server_default=false()),
    Column("seen", BigInteger, nullable=False, server_default="0"),  # the newest listing that was looked at
    Column("due_at", UtcDateTime, nullable=True),
    Column("truth", String(10), nullable=False, server_default=""),
    Column("truth_at", UtcDateTime, nullable=True),
    where_set("paper_settings", "due_at"),
)

paper_wish = Table(
    "paper_wish",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(9), primary_key=True),
    Column("value", String(100), primary_key=True),
    Column("place", Integer, nullable=False),
    Index("ix_paper_wish_kind_value", "kind", "value"),
)

paper_digest = Table(
    "paper_digest",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("papers.digest",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("on_date", LocalDate, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=True),
    Column("more", Json, nullable=False),
    UniqueConstraint("guild_id", "on_date"),
    sqlite_autoincrement=True,
)

# A paper is shown to a server once, whatever its version.
paper_shown = Table(
    "paper_shown",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("arxiv_id", String(32), primary_key=True),
    Column("digest_id", ForeignKey("paper_digest.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("reason", String(8), nullable=False),
    Column("what", String(100), nullable=False, server_default=""),
    Column("title", Text, nullable=False),  # as the digest shows them
    Column("authors", Json, nullable=False),
    Column("categories", Json, nullable=False),
)

# A server's own copy of every paper that somebody there saved, nominated or wrote about.
paper_kept = Table(
    "paper_kept",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("arxiv_id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("authors", Json, nullable=False),
    Column("summary", Text, nullable=False),
    Column("categories", Json, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("published_at", UtcDateTime, nullable=True),
)

paper_save = Table(
    "paper_save",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("arxiv_id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

reading_group = Table(
    "reading_group",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=true()),
    Column("weekday", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String(64), nullable=False),
)

reading_round = Table(
    "reading_round",
    metadata,
    Column(
        "id",
        Id,
        primary_key=True,
        info={"subject_of": ("papers.nominations", "papers.vote", "papers.session")},
    ),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("meets_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=True),
    Column("arxiv_id", String(32), nullable=False, server_default=""),
    Column("leader_id", BigInteger, nullable=True, index=True),
    Column("event_id", BigInteger, nullable=True),
    Column(
        "event_due_at", UtcDateTime, nullable=True
    ),  # when Discord's event has to be made, edited or cancelled
    Column("event_until", UtcDateTime, nullable=True),  # when we give that up
    Column("sequence", Integer, nullable=False, server_default="0"),
    Index("ix_reading_round_guild_id_id", "guild_id", "id"),
    where_set("reading_round", "due_at"),
    where_set("reading_round", "event_due_at"),
    sqlite_autoincrement=True,
)

reading_nomination = Table(
    "reading_nomination",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("round_id", ForeignKey("reading_round.id", ondelete="CASCADE"), nullable=False),
    Column("arxiv_id", String(32), nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("reason", String(400), nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    Column("carried", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("round_id", "arxiv_id"),
    sqlite_autoincrement=True,
)

# Who would read what, until the choice: then the votes are gone (P10: hidden).
reading_vote = Table(
    "reading_vote",
    metadata,
    Column("guild_id", BigInteger, nullable=False),
    Column("nomination_id", ForeignKey("reading_nomination.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("at", UtcDateTime, nullable=False),
)

reading_part = Table(
    "reading_part",
    metadata,
    Column("guild_id", BigInteger, nullable=False),
    Column("round_id", ForeignKey("reading_round.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("comes", Boolean, nullable=False, server_default=false()),
    Column("ping", Boolean, nullable=False, server_default=false()),
    Column("leads_at", UtcDateTime, nullable=True),
)

reading_change = Table(
    "reading_change",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("papers.change",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("round_id", ForeignKey("reading_round.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(9), nullable=False),
    Column("before", UtcDateTime, nullable=False),
    Column("after", UtcDateTime, nullable=True),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

paper_entry = Table(
    "paper_entry",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("papers.entry",)}),
    Column("guild_id", BigInteger, nullable=False),
    Column("arxiv_id", String(32), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(7), nullable=False),
    Column("first", Text, nullable=False, server_default=""),
    Column("second", Text, nullable=False, server_default=""),
    Column("third", Text, nullable=False, server_default=""),
    Column("topic_id", BigInteger, nullable=False, info={"refers_to": "topic"}),  # 0: none
    Column("link", String(512), nullable=False, server_default=""),
    Column("tried", Text, nullable=False, server_default=""),
    Column("round_id", ForeignKey("reading_round.id", ondelete="SET NULL"), nullable=True),
    Column("channel_id", BigInteger, nullable=False, server_default="0"),
    Column("thread_id", BigInteger, nullable=True),
    Column("search", Text, nullable=False, server_default=""),  # what is looked through (store.searching)
    Column("made_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime, nullable=True),
    Column("practised_at", UtcDateTime, nullable=True),
    Column("solved_at", UtcDateTime, nullable=True),
    Index("ix_paper_entry_guild_id_arxiv_id", "guild_id", "arxiv_id"),
    Index("ix_paper_entry_user_id_id", "user_id", "id"),
    # A member has one essence of a paper.
    Index(
        "ux_paper_entry_essence",
        "guild_id",
        "arxiv_id",
        "user_id",
        unique=True,
        sqlite_where=text("kind = 'essence'"),
        postgresql_where=text("kind = 'essence'"),
    ),
    where_set("paper_entry", "thread_id"),
    where_set("paper_entry", "round_id"),
    sqlite_autoincrement=True,
)

# Threads of entries that are gone: each is renamed, or deleted when nobody talked there (promise 6).
paper_thread = Table(
    "paper_thread",
    metadata,
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("until", UtcDateTime, nullable=False),  # when we give up
)
