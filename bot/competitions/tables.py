"""Columns of competitions: what Kaggle lists, how it was asked; wishes and posts of servers; who is in, with logs and teams."""

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
    UniqueConstraint,
    false,
    true,
)

from bot.core.db import Id, Json, UtcDateTime, metadata, where_set

_BOT = {
    "belongs_to": "the bot"
}  # what Kaggle says is no server's; servers name competitions by Kaggle's own slug

competition = Table(
    "competition",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),  # grows: a server's cursor has looked at it
    Column("slug", String(200), nullable=False, unique=True),
    Column("page", String(200), nullable=False, server_default=""),  # its slug today, where that is another
    Column("kaggle_id", BigInteger, nullable=True, index=True),
    Column("title", Text, nullable=False),
    Column("category", String(100), nullable=False, server_default=""),
    Column("reward", String(100), nullable=False, server_default=""),
    Column("metric", String(200), nullable=False, server_default=""),
    Column("organisation", String(200), nullable=False, server_default=""),
    Column("enabled_at", UtcDateTime, nullable=True),
    Column("deadline", UtcDateTime, nullable=True),
    Column("entry_deadline", UtcDateTime, nullable=True),
    Column("merger_deadline", UtcDateTime, nullable=True),
    Column("daily_submissions", Integer, nullable=True),
    Column("team_size", Integer, nullable=True),
    Column("notebooks_only", Boolean, nullable=False, server_default=false()),
    Column("submissions_closed", Boolean, nullable=False, server_default=false()),
    Column("tags", Json, nullable=False),
    Column("search", Text, nullable=False, server_default=""),  # what is looked through
    Column("phase", String(8), nullable=False),
    Column("turns_at", UtcDateTime, nullable=True),  # when it opens or ends
    Column("found_at", UtcDateTime, nullable=False),
    Column("missing_since", UtcDateTime, nullable=True),
    where_set("competition", "turns_at"),
    Index("ix_competition_phase_id", "phase", "id"),
    sqlite_autoincrement=True,
    info=_BOT,
)

# The one row by which every process takes turns at asking Kaggle.
competition_source = Table(
    "competition_source",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("due_at", UtcDateTime, nullable=True),
    Column("asked_at", UtcDateTime, nullable=True),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("trouble", String(20), nullable=False, server_default=""),
    Column("trouble_since", UtcDateTime, nullable=True),
    Column("said", String(20), nullable=False, server_default=""),  # what organisers were told since then
    Column("anew_at", UtcDateTime, nullable=True),  # when it was restored, until all is read
    info=_BOT,
)

# What those who are in a competition are still to be told, oldest first.
competition_news = Table(
    "competition_news",
    metadata,
    Column("id", Id, primary_key=True),
    Column("slug", String(200), nullable=False),
    Column("was", Json, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("lately", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("beyond", BigInteger, nullable=False, server_default="0"),  # people with ids up to this were told
    sqlite_autoincrement=True,
    info=_BOT,
)

competition_settings = Table(
    "competition_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=true()),
    Column("muted", Json, nullable=False),
    Column("seen", BigInteger, nullable=True),
    Column("refused_at", UtcDateTime, nullable=True),
    Index("ix_competition_settings_seen", "seen"),
)

competition_post = Table(
    "competition_post",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("competitions.post",)}),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("form", String(5), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# A competition is shown to a server once.
competition_shown = Table(
    "competition_shown",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slug", String(200), primary_key=True),
    Column("post_id", ForeignKey("competition_post.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", Integer, nullable=False),  # below 0: it is not in the post, but no news any more
    Index("ix_competition_shown_slug", "slug"),
)

competition_entrant = Table(
    "competition_entrant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("slug", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("out_at", UtcDateTime, nullable=True),
    Column("ticked", Json, nullable=False),
    Column("better", String(6), nullable=False, server_default=""),
    Column("team", String(7), nullable=False, server_default=""),
    Column("team_words", Text, nullable=False, server_default=""),
    Column("team_size", Integer, nullable=False, server_default="1"),
    Column("team_at", UtcDateTime, nullable=True),
    Column("learned", Text, nullable=False, server_default=""),
    Column("next_time", Text, nullable=False, server_default=""),
    Column("learned_at", UtcDateTime, nullable=True),
    UniqueConstraint("guild_id", "user_id", "slug"),
    Index("ix_competition_entrant_guild_id_slug", "guild_id", "slug"),
    Index("ix_competition_entrant_slug_user_id", "slug", "user_id"),
    sqlite_autoincrement=True,
)

competition_tweak = Table(
    "competition_tweak",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column(
        "entrant_id", ForeignKey("competition_entrant.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("what", Text, nullable=False),
    Column("local", String(40), nullable=False, server_default=""),
    Column("public", String(40), nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

competition_hello = Table(
    "competition_hello",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("slug", String(200), nullable=False),
    Column("from_id", BigInteger, nullable=False, index=True),
    Column("to_id", BigInteger, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("guild_id", "slug", "from_id", "to_id"),
    sqlite_autoincrement=True,
)
