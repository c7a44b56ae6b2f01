"""Attention: mailboxes, what waits for people, away ranges, notices, topics, weeks, blockers, memberships.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, LocalDate, UtcDateTime

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables, and add what servers, people and standups remember beside it."""
    op.create_table(
        "away",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("first_date", LocalDate(), nullable=False),
        sa.Column("last_date", LocalDate(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_away"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_away_user_id", "away", ["user_id"], unique=False)

    op.create_table(
        "bot_key",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_bot_key"),
    )
    op.create_table(
        "bundle",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("date", LocalDate(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bundle"),
        sa.UniqueConstraint("user_id", "date", "number", name="uq_bundle_user_id_date_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dm_pause",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dm_pause"),
    )
    op.create_table(
        "hold",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hold_user_id", "hold", ["user_id"], unique=False)

    op.create_table(
        "mailbox",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bundles", sa.Integer(), nullable=False),
        sa.Column("bundle_at", sa.Time(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("dm_channel", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_mailbox"),
    )
    op.create_index(
        "ix_mailbox_next_at",
        "mailbox",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )

    op.create_table(
        "membership",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_membership"),
    )
    op.create_index("ix_membership_checked_at", "membership", ["checked_at"], unique=False)
    op.create_index(
        "ix_membership_left_at",
        "membership",
        ["left_at"],
        unique=False,
        sqlite_where=sa.text("left_at IS NOT NULL"),
        postgresql_where=sa.text("left_at IS NOT NULL"),
    )
    op.create_index("ix_membership_user_id", "membership", ["user_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("guild_id", "key", name="uq_notice_guild_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notice_due_at",
        "notice",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_notice_user_id", "notice", ["user_id"], unique=False)

    op.create_table(
        "notice_place",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_notice_place"),
    )
    op.create_table(
        "recent_act",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recent_act"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recent_act_at", "recent_act", ["at"], unique=False)
    op.create_index("ix_recent_act_user_id_what_at", "recent_act", ["user_id", "what", "at"], unique=False)

    op.create_table(
        "silence",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "other", name="pk_silence"),
    )
    op.create_table(
        "stopped_member",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_stopped_member"),
    )
    op.create_index("ix_stopped_member_user_id", "stopped_member", ["user_id"], unique=False)
    op.create_table(
        "stopped_trace",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("trace", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "trace", name="pk_stopped_trace"),
    )

    op.create_table(
        "topic",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topic_guild_id_position", "topic", ["guild_id", "position"], unique=False)

    op.create_table(
        "intent",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("bundle_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundle.id"], name="fk_intent_bundle_id_bundle", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intent"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_intent_bundle_id",
        "intent",
        ["bundle_id"],
        unique=False,
        sqlite_where=sa.text("bundle_id IS NOT NULL"),
        postgresql_where=sa.text("bundle_id IS NOT NULL"),
    )
    op.create_index(
        "ix_intent_decided_at",
        "intent",
        ["decided_at"],
        unique=False,
        sqlite_where=sa.text("decided_at IS NOT NULL"),
        postgresql_where=sa.text("decided_at IS NOT NULL"),
    )
    op.create_index(
        "ix_intent_expires_at",
        "intent",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_intent_subject_id_kind", "intent", ["subject_id", "kind"], unique=False)
    op.create_index("ix_intent_user_id_decided_at", "intent", ["user_id", "decided_at"], unique=False)
    op.create_index(
        "uq_intent_waiting",
        "intent",
        ["user_id", "key"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "standup_holiday",
        sa.Column("id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("date", LocalDate(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_holiday_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_holiday"),
        sa.UniqueConstraint("standup_id", "date", name="uq_standup_holiday_standup_id_date"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "standup_week",
        sa.Column("id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("monday", LocalDate(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_week_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_week"),
        sa.UniqueConstraint("standup_id", "monday", name="uq_standup_week_standup_id_monday"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_standup_week_due_at",
        "standup_week",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )

    op.create_table(
        "topic_helper",
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name="fk_topic_helper_topic_id_topic", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "topic_id", "user_id", name="pk_topic_helper"),
    )
    op.create_index("ix_topic_helper_user_id", "topic_helper", ["user_id"], unique=False)

    op.create_table(
        "standup_blocker",
        sa.Column("id", Id, nullable=False),
        sa.Column("standup_id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["standup_entry.id"],
            name="fk_standup_blocker_entry_id_standup_entry",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standup_id"], ["standup.id"], name="fk_standup_blocker_standup_id_standup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standup_blocker"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standup_blocker_entry_id", "standup_blocker", ["entry_id"], unique=False)
    op.create_index("ix_standup_blocker_standup_id", "standup_blocker", ["standup_id"], unique=False)
    op.create_index("ix_standup_blocker_user_id_state", "standup_blocker", ["user_id", "state"], unique=False)

    op.create_table(
        "standup_helper",
        sa.Column("blocker_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=10), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["blocker_id"],
            ["standup_blocker.id"],
            name="fk_standup_helper_blocker_id_standup_blocker",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "blocker_id", "user_id", name="pk_standup_helper"),
    )
    op.create_index("ix_standup_helper_user_id", "standup_helper", ["user_id"], unique=False)

    op.add_column(
        "community", sa.Column("language_chosen", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "community", sa.Column("refused_words", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
    )
    op.add_column("community", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_community_left_at",
        "community",
        ["left_at"],
        unique=False,
        sqlite_where=sa.text("left_at IS NOT NULL"),
        postgresql_where=sa.text("left_at IS NOT NULL"),
    )

    op.add_column("person", sa.Column("language", sa.String(length=16), server_default="", nullable=False))
    op.add_column("person", sa.Column("home_server", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("person", sa.Column("day_start", sa.Integer(), server_default="0", nullable=False))

    op.add_column("standup", sa.Column("country", sa.String(length=2), server_default="", nullable=False))
    op.add_column("standup", sa.Column("region", sa.String(length=20), server_default="", nullable=False))
    op.add_column("standup", sa.Column("unanswered", sa.Integer(), server_default="0", nullable=False))
    op.add_column("standup", sa.Column("rested_at", UtcDateTime(), nullable=True))

    op.add_column("standup_day", sa.Column("remind_due_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_standup_day_remind_due_at",
        "standup_day",
        ["remind_due_at"],
        unique=False,
        sqlite_where=sa.text("remind_due_at IS NOT NULL"),
        postgresql_where=sa.text("remind_due_at IS NOT NULL"),
    )

    op.add_column(
        "standup_member", sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "standup_member", sa.Column("left_out", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_standup_member_guild_id_reminded",
        "standup_member",
        ["guild_id"],
        unique=False,
        sqlite_where=sa.text("reminded"),
        postgresql_where=sa.text("reminded"),
    )

    # A summary was a day's or none: now who had none gets the week's.
    op.execute("ALTER TABLE standup RENAME COLUMN summary TO had_summary")
    op.add_column(
        "standup", sa.Column("summary", sa.String(length=8), server_default="weekly", nullable=False)
    )
    op.execute("UPDATE standup SET summary = 'daily' WHERE had_summary")
    op.drop_column("standup", "had_summary")


def downgrade() -> None:
    """Remove them."""
    op.execute("ALTER TABLE standup RENAME COLUMN summary TO chosen")
    op.add_column("standup", sa.Column("summary", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE standup SET summary = (chosen = 'daily')")
    op.drop_column("standup", "chosen")

    op.drop_index("ix_standup_member_guild_id_reminded", table_name="standup_member")
    op.drop_column("standup_member", "left_out")
    op.drop_column("standup_member", "reminded")

    op.drop_index("ix_standup_day_remind_due_at", table_name="standup_day")
    op.drop_column("standup_day", "remind_due_at")

    op.drop_column("standup", "rested_at")
    op.drop_column("standup", "unanswered")
    op.drop_column("standup", "region")
    op.drop_column("standup", "country")

    op.drop_column("person", "day_start")
    op.drop_column("person", "home_server")
    op.drop_column("person", "language")

    op.drop_index("ix_community_left_at", table_name="community")
    op.drop_column("community", "left_at")
    op.drop_column("community", "refused_words")
    op.drop_column("community", "language_chosen")

    op.drop_index("ix_standup_helper_user_id", table_name="standup_helper")

    op.drop_table("standup_helper")
    op.drop_index("ix_standup_blocker_user_id_state", table_name="standup_blocker")
    op.drop_index("ix_standup_blocker_standup_id", table_name="standup_blocker")
    op.drop_index("ix_standup_blocker_entry_id", table_name="standup_blocker")

    op.drop_table("standup_blocker")
    op.drop_index("ix_topic_helper_user_id", table_name="topic_helper")

    op.drop_table("topic_helper")
    op.drop_index("ix_standup_week_due_at", table_name="standup_week")

    op.drop_table("standup_week")
    op.drop_table("standup_holiday")
    op.drop_index("uq_intent_waiting", table_name="intent")
    op.drop_index("ix_intent_user_id_decided_at", table_name="intent")
    op.drop_index("ix_intent_subject_id_kind", table_name="intent")
    op.drop_index("ix_intent_expires_at", table_name="intent")
    op.drop_index("ix_intent_decided_at", table_name="intent")
    op.drop_index("ix_intent_bundle_id", table_name="intent")

    op.drop_table("intent")
    op.drop_index("ix_topic_guild_id_position", table_name="topic")

    op.drop_table("topic")
    op.drop_index("ix_stopped_member_user_id", table_name="stopped_member")

    op.drop_table("stopped_trace")
    op.drop_table("stopped_member")
    op.drop_table("silence")
    op.drop_index("ix_recent_act_user_id_what_at", table_name="recent_act")
    op.drop_index("ix_recent_act_at", table_name="recent_act")

    op.drop_table("recent_act")
    op.drop_table("notice_place")
    op.drop_index("ix_notice_user_id", table_name="notice")
    op.drop_index("ix_notice_due_at", table_name="notice")

    op.drop_table("notice")
    op.drop_index("ix_membership_user_id", table_name="membership")
    op.drop_index("ix_membership_left_at", table_name="membership")
    op.drop_index("ix_membership_checked_at", table_name="membership")

    op.drop_table("membership")
    op.drop_index("ix_mailbox_next_at", table_name="mailbox")

    op.drop_table("mailbox")
    op.drop_index("ix_hold_user_id", table_name="hold")

    op.drop_table("hold")
    op.drop_table("dm_pause")
    op.drop_table("bundle")
    op.drop_table("bot_key")
    op.drop_index("ix_away_user_id", table_name="away")

    op.drop_table("away")
