"""Papers: what arXiv listed, how it was asked, wishes and digests of servers, what members wrote, the reading group.

Revision ID: 0005
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, Json, LocalDate, UtcDateTime

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def _set(column: str) -> dict[str, Any]:
    """Only the rows in which there is something are indexed."""
    there = sa.text(f"{column} IS NOT NULL")
    return {"sqlite_where": there, "postgresql_where": there}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "arxiv_gate",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("busy_until", UtcDateTime(), nullable=True),
        sa.Column("quiet_until", UtcDateTime(), nullable=True),
        sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arxiv_gate"),
    )
    op.create_table(
        "arxiv_query",
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("found", Json, nullable=False),
        sa.PrimaryKeyConstraint("query", name="pk_arxiv_query"),
    )
    op.create_index("ix_arxiv_query_asked_at", "arxiv_query", ["asked_at"])

    op.create_table(
        "paper",
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("arxiv_id", name="pk_paper"),
    )
    op.create_index("ix_paper_seen_at", "paper", ["seen_at"])

    op.create_table(
        "paper_digest",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("on_date", LocalDate(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("more", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paper_digest"),
        sa.UniqueConstraint("guild_id", "on_date", name="uq_paper_digest_guild_id_on_date"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "paper_feed",
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("listed_on", LocalDate(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("trouble", sa.String(length=40), server_default="", nullable=False),
        sa.Column("trouble_since", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("category", name="pk_paper_feed"),
    )
    op.create_index("ix_paper_feed_due_at", "paper_feed", ["due_at"], **_set("due_at"))

    op.create_table(
        "paper_kept",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "arxiv_id", name="pk_paper_kept"),
    )
    op.create_table(
        "paper_save",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "arxiv_id", name="pk_paper_save"),
    )
    op.create_index("ix_paper_save_user_id", "paper_save", ["user_id"])

    op.create_table(
        "paper_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("crosses", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("replacements", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("truth", sa.String(length=10), server_default="", nullable=False),
        sa.Column("truth_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_paper_settings"),
    )
    op.create_index("ix_paper_settings_due_at", "paper_settings", ["due_at"], **_set("due_at"))

    op.create_table(
        "paper_thread",
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("thread_id", name="pk_paper_thread"),
    )
    op.create_index("ix_paper_thread_due_at", "paper_thread", ["due_at"])

    op.create_table(
        "paper_wish",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "kind", "value", name="pk_paper_wish"),
    )
    op.create_index("ix_paper_wish_kind_value", "paper_wish", ["kind", "value"])

    op.create_table(
        "reading_group",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_reading_group"),
    )
    op.create_table(
        "reading_round",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("meets_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("arxiv_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("leader_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("event_due_at", UtcDateTime(), nullable=True),
        sa.Column("event_until", UtcDateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reading_round"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reading_round_due_at", "reading_round", ["due_at"], **_set("due_at"))
    op.create_index(
        "ix_reading_round_event_due_at", "reading_round", ["event_due_at"], **_set("event_due_at")
    )
    op.create_index("ix_reading_round_guild_id_id", "reading_round", ["guild_id", "id"])
    op.create_index("ix_reading_round_leader_id", "reading_round", ["leader_id"])

    op.create_table(
        "paper_entry",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("first", sa.Text(), server_default="", nullable=False),
        sa.Column("second", sa.Text(), server_default="", nullable=False),
        sa.Column("third", sa.Text(), server_default="", nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(length=512), server_default="", nullable=False),
        sa.Column("tried", sa.Text(), server_default="", nullable=False),
        sa.Column("round_id", Id, nullable=True),
        sa.Column("channel_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("search", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("practised_at", UtcDateTime(), nullable=True),
        sa.Column("solved_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reading_round.id"],
            name="fk_paper_entry_round_id_reading_round",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_paper_entry_guild_id_arxiv_id", "paper_entry", ["guild_id", "arxiv_id"])
    op.create_index("ix_paper_entry_round_id", "paper_entry", ["round_id"], **_set("round_id"))
    op.create_index("ix_paper_entry_thread_id", "paper_entry", ["thread_id"], **_set("thread_id"))
    op.create_index("ix_paper_entry_user_id_id", "paper_entry", ["user_id", "id"])
    op.create_index(
        "ux_paper_entry_essence",
        "paper_entry",
        ["guild_id", "arxiv_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'essence'"),
        postgresql_where=sa.text("kind = 'essence'"),
    )

    op.create_table(
        "paper_listing",
        sa.Column("id", Id, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("announce", sa.String(length=14), nullable=False),
        sa.Column("listed_on", LocalDate(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["paper.arxiv_id"], name="fk_paper_listing_arxiv_id_paper", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_listing"),
        sa.UniqueConstraint(
            "arxiv_id", "version", "announce", name="uq_paper_listing_arxiv_id_version_announce"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "paper_shown",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("digest_id", Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=100), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"],
            ["paper_digest.id"],
            name="fk_paper_shown_digest_id_paper_digest",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "arxiv_id", name="pk_paper_shown"),
    )
    op.create_index("ix_paper_shown_digest_id", "paper_shown", ["digest_id"])

    op.create_table(
        "reading_change",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("before", UtcDateTime(), nullable=False),
        sa.Column("after", UtcDateTime(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reading_round.id"],
            name="fk_reading_change_round_id_reading_round",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reading_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reading_change_round_id", "reading_change", ["round_id"])

    op.create_table(
        "reading_nomination",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("carried", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reading_round.id"],
            name="fk_reading_nomination_round_id_reading_round",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reading_nomination"),
        sa.UniqueConstraint("round_id", "arxiv_id", name="uq_reading_nomination_round_id_arxiv_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reading_nomination_user_id", "reading_nomination", ["user_id"])

    op.create_table(
        "reading_part",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comes", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ping", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("leads_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reading_round.id"],
            name="fk_reading_part_round_id_reading_round",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_reading_part"),
    )
    op.create_index("ix_reading_part_user_id", "reading_part", ["user_id"])

    op.create_table(
        "reading_vote",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("nomination_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["reading_nomination.id"],
            name="fk_reading_vote_nomination_id_reading_nomination",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("nomination_id", "user_id", name="pk_reading_vote"),
    )
    op.create_index("ix_reading_vote_user_id", "reading_vote", ["user_id"])

    _look_through(op.get_bind().dialect.name)


def _look_through(dialect: str) -> None:
    """Full text of what members wrote: FTS5 with trigrams, kept up to date by triggers, or an index of a tsvector."""
    if dialect == "postgresql":
        op.execute(
            "CREATE INDEX ix_paper_entry_search ON paper_entry USING gin (to_tsvector('simple'::regconfig, search))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE paper_entry_fts USING fts5"
        "(search, content='paper_entry', content_rowid='id', tokenize='trigram')"
    )
    add = "INSERT INTO paper_entry_fts(rowid, search) VALUES (new.id, new.search);"
    drop = (
        "INSERT INTO paper_entry_fts(paper_entry_fts, rowid, search) VALUES ('delete', old.id, old.search);"
    )
    for name, event, body in (
        ("added", "INSERT", add),
        ("removed", "DELETE", drop),
        ("changed", "UPDATE OF search", drop + " " + add),
    ):
        op.execute(f"CREATE TRIGGER paper_entry_{name} AFTER {event} ON paper_entry BEGIN {body} END")


def downgrade() -> None:
    """Remove them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE paper_entry_fts")
    op.drop_index("ix_reading_vote_user_id", table_name="reading_vote")

    op.drop_table("reading_vote")
    op.drop_index("ix_reading_part_user_id", table_name="reading_part")

    op.drop_table("reading_part")
    op.drop_index("ix_reading_nomination_user_id", table_name="reading_nomination")

    op.drop_table("reading_nomination")
    op.drop_index("ix_reading_change_round_id", table_name="reading_change")

    op.drop_table("reading_change")
    op.drop_index("ix_paper_shown_digest_id", table_name="paper_shown")

    op.drop_table("paper_shown")
    op.drop_table("paper_listing")
    op.drop_index("ux_paper_entry_essence", table_name="paper_entry")
    op.drop_index("ix_paper_entry_user_id_id", table_name="paper_entry")
    op.drop_index("ix_paper_entry_thread_id", table_name="paper_entry")
    op.drop_index("ix_paper_entry_round_id", table_name="paper_entry")
    op.drop_index("ix_paper_entry_guild_id_arxiv_id", table_name="paper_entry")

    op.drop_table("paper_entry")
    op.drop_index("ix_reading_round_leader_id", table_name="reading_round")
    op.drop_index("ix_reading_round_guild_id_id", table_name="reading_round")
    op.drop_index("ix_reading_round_event_due_at", table_name="reading_round")
    op.drop_index("ix_reading_round_due_at", table_name="reading_round")

    op.drop_table("reading_round")
    op.drop_table("reading_group")
    op.drop_index("ix_paper_wish_kind_value", table_name="paper_wish")

    op.drop_table("paper_wish")
    op.drop_index("ix_paper_thread_due_at", table_name="paper_thread")

    op.drop_table("paper_thread")
    op.drop_index("ix_paper_settings_due_at", table_name="paper_settings")

    op.drop_table("paper_settings")
    op.drop_index("ix_paper_save_user_id", table_name="paper_save")

    op.drop_table("paper_save")
    op.drop_table("paper_kept")
    op.drop_index("ix_paper_feed_due_at", table_name="paper_feed")

    op.drop_table("paper_feed")
    op.drop_table("paper_digest")
    op.drop_index("ix_paper_seen_at", table_name="paper")

    op.drop_table("paper")
    op.drop_index("ix_arxiv_query_asked_at", table_name="arxiv_query")

    op.drop_table("arxiv_query")
    op.drop_table("arxiv_gate")
