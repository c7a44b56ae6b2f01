"""Competitions: what Kaggle lists, how it was asked, wishes and posts of servers, who is in, their logs and teams.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, Json, UtcDateTime

revision = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "competition",
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=200), server_default="", nullable=False),
        sa.Column("kaggle_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=100), server_default="", nullable=False),
        sa.Column("reward", sa.String(length=100), server_default="", nullable=False),
        sa.Column("metric", sa.String(length=200), server_default="", nullable=False),
        sa.Column("organisation", sa.String(length=200), server_default="", nullable=False),
        sa.Column("enabled_at", UtcDateTime(), nullable=True),
        sa.Column("deadline", UtcDateTime(), nullable=True),
        sa.Column("entry_deadline", UtcDateTime(), nullable=True),
        sa.Column("merger_deadline", UtcDateTime(), nullable=True),
        sa.Column("daily_submissions", sa.Integer(), nullable=True),
        sa.Column("team_size", sa.Integer(), nullable=True),
        sa.Column("notebooks_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("submissions_closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tags", Json, nullable=False),
        sa.Column("search", sa.Text(), server_default="", nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("turns_at", UtcDateTime(), nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("missing_since", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_competition"),
        sa.UniqueConstraint("slug", name="uq_competition_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_competition_kaggle_id", "competition", ["kaggle_id"])
    op.create_index("ix_competition_number", "competition", ["number"])
    op.create_index("ix_competition_phase_id", "competition", ["phase", "id"])
    op.create_index(
        "ix_competition_turns_at",
        "competition",
        ["turns_at"],
        sqlite_where=sa.text("turns_at IS NOT NULL"),
        postgresql_where=sa.text("turns_at IS NOT NULL"),
    )

    op.create_table(
        "competition_entrant",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("out_at", UtcDateTime(), nullable=True),
        sa.Column("ticked", Json, nullable=False),
        sa.Column("better", sa.String(length=6), server_default="", nullable=False),
        sa.Column("team", sa.String(length=7), server_default="", nullable=False),
        sa.Column("team_words", sa.Text(), server_default="", nullable=False),
        sa.Column("team_size", sa.Integer(), server_default="1", nullable=False),
        sa.Column("team_at", UtcDateTime(), nullable=True),
        sa.Column("learned", sa.Text(), server_default="", nullable=False),
        sa.Column("next_time", sa.Text(), server_default="", nullable=False),
        sa.Column("learned_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_competition_entrant"),
        sa.UniqueConstraint(
            "guild_id", "user_id", "slug", name="uq_competition_entrant_guild_id_user_id_slug"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_competition_entrant_guild_id_slug", "competition_entrant", ["guild_id", "slug"])
    op.create_index("ix_competition_entrant_slug_user_id", "competition_entrant", ["slug", "user_id"])
    op.create_index("ix_competition_entrant_user_id", "competition_entrant", ["user_id"])

    op.create_table(
        "competition_hello",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_competition_hello"),
        sa.UniqueConstraint(
            "guild_id", "slug", "from_id", "to_id", name="uq_competition_hello_guild_id_slug_from_id_to_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_competition_hello_from_id", "competition_hello", ["from_id"])
    op.create_index("ix_competition_hello_to_id", "competition_hello", ["to_id"])

    op.create_table(
        "competition_news",
        sa.Column("id", Id, nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("was", Json, nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("lately", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("beyond", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_competition_news"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "competition_post",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(length=5), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_competition_post"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_competition_post_guild_id", "competition_post", ["guild_id"])

    op.create_table(
        "competition_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("muted", Json, nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_competition_settings"),
    )
    op.create_index("ix_competition_settings_seen", "competition_settings", ["seen"])

    op.create_table(
        "competition_source",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("trouble", sa.String(length=20), server_default="", nullable=False),
        sa.Column("trouble_since", UtcDateTime(), nullable=True),
        sa.Column("said", sa.String(length=20), server_default="", nullable=False),
        sa.Column("anew_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_competition_source"),
    )
    op.create_table(
        "competition_shown",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["competition_post.id"],
            name="fk_competition_shown_post_id_competition_post",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "slug", name="pk_competition_shown"),
    )
    op.create_index("ix_competition_shown_post_id", "competition_shown", ["post_id"])
    op.create_index("ix_competition_shown_slug", "competition_shown", ["slug"])

    op.create_table(
        "competition_tweak",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("entrant_id", Id, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("local", sa.String(length=40), server_default="", nullable=False),
        sa.Column("public", sa.String(length=40), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entrant_id"],
            ["competition_entrant.id"],
            name="fk_competition_tweak_entrant_id_competition_entrant",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_competition_tweak"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_competition_tweak_entrant_id", "competition_tweak", ["entrant_id"])


def downgrade() -> None:
    """Take the tables away."""
    for table in (
        "competition_tweak",
        "competition_shown",
        "competition_source",
        "competition_settings",
        "competition_post",
        "competition_news",
        "competition_hello",
        "competition_entrant",
        "competition",
    ):
        op.drop_table(table)
