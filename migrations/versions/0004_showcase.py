"""Share: showcases, what is shared, readers of drafts, thank-yous, round-ups, members' choices.

Revision ID: 0004
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, LocalDate, UtcDateTime

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def _set(column: str) -> dict[str, Any]:
    """Only the rows in which there is something are indexed."""
    there = sa.text(f"{column} IS NOT NULL")
    return {"sqlite_where": there, "postgresql_where": there}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "share",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.String(length=512), server_default="", nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("done_when", sa.String(length=400), server_default="", nullable=False),
        sa.Column("adapted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("author", sa.String(length=100), server_default="", nullable=False),
        sa.Column("channel_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("seen_title", sa.String(length=300), server_default="", nullable=False),
        sa.Column("seen_text", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_picture", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_site", sa.String(length=300), server_default="", nullable=False),
        sa.Column("replied", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("typed_at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.Column("quiet_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["share.id"], name="fk_share_parent_id_share", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_share_guild_id_posted_at", "share", ["guild_id", "posted_at"])
    op.create_index("ix_share_look_at", "share", ["look_at"], **_set("look_at"))
    op.create_index("ix_share_parent_id", "share", ["parent_id"], **_set("parent_id"))
    op.create_index("ix_share_quiet_at", "share", ["quiet_at"], **_set("quiet_at"))
    op.create_index("ix_share_thread_id", "share", ["thread_id"], **_set("thread_id"))
    op.create_index("ix_share_user_id_id", "share", ["user_id", "id"])

    op.create_table(
        "showcase",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("forum", sa.Boolean(), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("invites", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("roundup", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_showcase"),
    )
    op.create_table(
        "showcase_member",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quoted", sa.Boolean(), nullable=True),
        sa.Column("reads_drafts", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reads_shares", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("on_page", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_showcase_member"),
    )
    op.create_index("ix_showcase_member_user_id", "showcase_member", ["user_id"])

    op.create_table(
        "showcase_thread",
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("thread_id", name="pk_showcase_thread"),
    )
    op.create_index("ix_showcase_thread_due_at", "showcase_thread", ["due_at"])

    op.create_table(
        "showcase_week",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("monday", LocalDate(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_showcase_week"),
        sa.UniqueConstraint("guild_id", "monday", name="uq_showcase_week_guild_id_monday"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_showcase_week_due_at", "showcase_week", ["due_at"], **_set("due_at"))

    op.create_table(
        "share_reader",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("share_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=8), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["share.id"], name="fk_share_reader_share_id_share", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("share_id", "user_id", name="pk_share_reader"),
    )
    op.create_index("ix_share_reader_user_id", "share_reader", ["user_id"])

    op.create_table(
        "share_word",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("share_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=200), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["share.id"], name="fk_share_word_share_id_share", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_word"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_share_word_from_id", "share_word", ["from_id"])
    op.create_index("ix_share_word_share_id", "share_word", ["share_id"])
    op.create_index("ix_share_word_to_id", "share_word", ["to_id"])


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_share_word_to_id", table_name="share_word")
    op.drop_index("ix_share_word_share_id", table_name="share_word")
    op.drop_index("ix_share_word_from_id", table_name="share_word")

    op.drop_table("share_word")
    op.drop_index("ix_share_reader_user_id", table_name="share_reader")

    op.drop_table("share_reader")
    op.drop_index("ix_showcase_week_due_at", table_name="showcase_week")

    op.drop_table("showcase_week")
    op.drop_index("ix_showcase_thread_due_at", table_name="showcase_thread")

    op.drop_table("showcase_thread")
    op.drop_index("ix_showcase_member_user_id", table_name="showcase_member")

    op.drop_table("showcase_member")
    op.drop_table("showcase")
    op.drop_index("ix_share_user_id_id", table_name="share")
    op.drop_index("ix_share_thread_id", table_name="share")
    op.drop_index("ix_share_quiet_at", table_name="share")
    op.drop_index("ix_share_parent_id", table_name="share")
    op.drop_index("ix_share_look_at", table_name="share")
    op.drop_index("ix_share_guild_id_posted_at", table_name="share")

    op.drop_table("share")
