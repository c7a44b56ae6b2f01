"""Foundation: servers, people, standups with their days and entries, and the ledger of posts.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, UtcDateTime

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "audit_line",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_line"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_line_actor_id", "audit_line", ["actor_id"], unique=False)
    op.create_index("ix_audit_line_guild_id_id", "audit_line", ["guild_id", "id"], unique=False)
    op.create_table(
        "community",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_community"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("dirty", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("first_claimed_at", UtcDateTime(), nullable=False),
        sa.Column("give_up_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("kind", "subject_id", "part", name="uq_delivery_kind_subject_id_part"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"], unique=False)
    op.create_index("ix_delivery_guild_id", "delivery", ["guild_id"], unique=False)
    op.create_index("ix_delivery_message_id", "delivery", ["message_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_person"),
    )
    op.create_table(
        "standup",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("next_due_date", sa.Date(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_standup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standup_guild_id", "standup", ["guild_id"], unique=False)
    op.create_index("ix_standup_next_due_at", "standup", ["next_due_at"], unique=False)
    op.create_table(
        "standup_member",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previewed", sa.Boolean(), nullable=False),
        sa.Column("wants_preview", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_standup_member"),
    )
    op.create_index("ix_standup_member_user_id", "standup_member", ["user_id"], unique=False)
    op.create_table(
        "synced_commands",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload_hash", sa.String(length=64), nullable=False),
        sa.Column("synced_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_synced_commands"),
    )
    op.create_table(
        "standup_day",
        sa.Column("id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("summary_due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_day_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_day"),
        sa.UniqueConstraint("standup_id", "date", name="uq_standup_day_standup_id_date"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standup_day_summary_due_at", "standup_day", ["summary_due_at"], unique=False)
    op.create_index("ix_standup_day_thread_id", "standup_day", ["thread_id"], unique=False)
    op.create_table(
        "standup_draft",
        sa.Column("id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("typed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_draft_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_draft"),
        sa.UniqueConstraint("standup_id", "user_id", name="uq_standup_draft_standup_id_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standup_draft_user_id", "standup_draft", ["user_id"], unique=False)
    op.create_table(
        "standup_entry",
        sa.Column("id", Id, nullable=False),
        sa.Column("day_id", Id, nullable=False),
        sa.Column("home_id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_id"], ["standup_day.id"], name="fk_standup_entry_day_id_standup_day", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["standup_day.id"], name="fk_standup_entry_home_id_standup_day", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_entry_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_entry"),
        sa.UniqueConstraint("day_id", "user_id", name="uq_standup_entry_day_id_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standup_entry_home_id", "standup_entry", ["home_id"], unique=False)
    op.create_index("ix_standup_entry_standup_id", "standup_entry", ["standup_id"], unique=False)
    op.create_index("ix_standup_entry_user_id_id", "standup_entry", ["user_id", "id"], unique=False)


def downgrade() -> None:
    """Remove every table."""
    op.drop_index("ix_standup_entry_user_id_id", table_name="standup_entry")
    op.drop_index("ix_standup_entry_standup_id", table_name="standup_entry")
    op.drop_index("ix_standup_entry_home_id", table_name="standup_entry")
    op.drop_table("standup_entry")
    op.drop_index("ix_standup_draft_user_id", table_name="standup_draft")
    op.drop_table("standup_draft")
    op.drop_index("ix_standup_day_thread_id", table_name="standup_day")
    op.drop_index("ix_standup_day_summary_due_at", table_name="standup_day")
    op.drop_table("standup_day")
    op.drop_table("synced_commands")
    op.drop_index("ix_standup_member_user_id", table_name="standup_member")
    op.drop_table("standup_member")
    op.drop_index("ix_standup_next_due_at", table_name="standup")
    op.drop_index("ix_standup_guild_id", table_name="standup")
    op.drop_table("standup")
    op.drop_table("person")
    op.drop_index("ix_delivery_message_id", table_name="delivery")
    op.drop_index("ix_delivery_guild_id", table_name="delivery")
    op.drop_index("ix_delivery_due_at", table_name="delivery")
    op.drop_table("delivery")
    op.drop_table("community")
    op.drop_index("ix_audit_line_guild_id_id", table_name="audit_line")
    op.drop_index("ix_audit_line_actor_id", table_name="audit_line")
    op.drop_table("audit_line")
