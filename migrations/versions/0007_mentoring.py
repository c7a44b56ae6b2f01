"""Mentors and peers: settings, profiles, wishes, proposals, rounds, pairs; questions, answers, AMAs, needs, thanks.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.db import Id, Json, UtcDateTime

revision = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mentoring_ama",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("turns_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_ama"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_ama_guild_id", "mentoring_ama", ["guild_id"])
    op.create_index("ix_mentoring_ama_host_id", "mentoring_ama", ["host_id"])
    op.create_index(
        "ix_mentoring_ama_turns_at",
        "mentoring_ama",
        ["turns_at"],
        sqlite_where=sa.text("turns_at IS NOT NULL"),
        postgresql_where=sa.text("turns_at IS NOT NULL"),
    )

    op.create_table(
        "mentoring_exclusion",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "other", name="pk_mentoring_exclusion"),
    )
    op.create_index("ix_mentoring_exclusion_user_id", "mentoring_exclusion", ["user_id"])

    op.create_table(
        "mentoring_key",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_mentoring_key"),
    )

    op.create_table(
        "mentoring_need",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("taker_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("taken_until", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("turns_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_need"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_need_guild_id", "mentoring_need", ["guild_id"])
    op.create_index("ix_mentoring_need_taker_id", "mentoring_need", ["taker_id"])
    op.create_index(
        "ix_mentoring_need_turns_at",
        "mentoring_need",
        ["turns_at"],
        sqlite_where=sa.text("turns_at IS NOT NULL"),
        postgresql_where=sa.text("turns_at IS NOT NULL"),
    )
    op.create_index("ix_mentoring_need_user_id", "mentoring_need", ["user_id"])

    op.create_table(
        "mentoring_pair",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("round_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("icebreaker", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("thread_at", UtcDateTime(), nullable=True),
        sa.Column("follow_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_pair"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_mentoring_pair_follow_at",
        "mentoring_pair",
        ["follow_at"],
        sqlite_where=sa.text("follow_at IS NOT NULL"),
        postgresql_where=sa.text("follow_at IS NOT NULL"),
    )
    op.create_index("ix_mentoring_pair_guild_id", "mentoring_pair", ["guild_id"])
    op.create_index(
        "ix_mentoring_pair_thread_id",
        "mentoring_pair",
        ["thread_id"],
        sqlite_where=sa.text("thread_id <> 0"),
        postgresql_where=sa.text("thread_id <> 0"),
    )

    op.create_table(
        "mentoring_profile",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=12), server_default="", nullable=False),
        sa.Column("background", sa.String(length=12), server_default="", nullable=False),
        sa.Column("hours", Json, nullable=False),
        sa.Column("writing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("rests_at", UtcDateTime(), nullable=True),
        sa.Column("silences", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_mentoring_profile"),
    )
    op.create_index("ix_mentoring_profile_user_id", "mentoring_profile", ["user_id"])

    op.create_table(
        "mentoring_proposal",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("learner_said", sa.String(length=3), server_default="", nullable=False),
        sa.Column("mentor_said", sa.String(length=3), server_default="", nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_proposal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_proposal_guild_id", "mentoring_proposal", ["guild_id"])
    op.create_index("ix_mentoring_proposal_learner_id", "mentoring_proposal", ["learner_id"])
    op.create_index("ix_mentoring_proposal_mentor_id", "mentoring_proposal", ["mentor_id"])
    op.create_index(
        "ix_mentoring_proposal_until",
        "mentoring_proposal",
        ["until"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_mentoring_proposal_learner",
        "mentoring_proposal",
        ["guild_id", "learner_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "mentoring_question",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("topic_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("to_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("ama_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("keep", sa.Boolean(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("solved_at", UtcDateTime(), nullable=True),
        sa.Column("search", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_question"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_question_ama_id", "mentoring_question", ["ama_id"])
    op.create_index("ix_mentoring_question_guild_id", "mentoring_question", ["guild_id"])
    op.create_index("ix_mentoring_question_to_id", "mentoring_question", ["to_id"])
    op.create_index("ix_mentoring_question_user_id", "mentoring_question", ["user_id"])

    op.create_table(
        "mentoring_round",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("goes_at", UtcDateTime(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("taken_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_round"),
        sa.UniqueConstraint("guild_id", "goes_at", name="uq_mentoring_round_guild_id_goes_at"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_mentoring_round_taken_until",
        "mentoring_round",
        ["taken_until"],
        sqlite_where=sa.text("taken_until IS NOT NULL"),
        postgresql_where=sa.text("taken_until IS NOT NULL"),
    )

    op.create_table(
        "mentoring_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rhythm", sa.String(length=11), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("match_at", UtcDateTime(), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_mentoring_settings"),
    )
    op.create_index(
        "ix_mentoring_settings_match_at",
        "mentoring_settings",
        ["match_at"],
        sqlite_where=sa.text("match_at IS NOT NULL"),
        postgresql_where=sa.text("match_at IS NOT NULL"),
    )
    op.create_index(
        "ix_mentoring_settings_next_at",
        "mentoring_settings",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )

    op.create_table(
        "mentoring_thanks",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_thanks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_thanks_from_id", "mentoring_thanks", ["from_id"])
    op.create_index("ix_mentoring_thanks_guild_id", "mentoring_thanks", ["guild_id"])
    op.create_index("ix_mentoring_thanks_to_id", "mentoring_thanks", ["to_id"])

    op.create_table(
        "mentoring_thread",
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("ama_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("thread_id", name="pk_mentoring_thread"),
    )
    op.create_index("ix_mentoring_thread_ama_id", "mentoring_thread", ["ama_id"])
    op.create_index(
        "ix_mentoring_thread_due_at",
        "mentoring_thread",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_mentoring_thread_guild_id", "mentoring_thread", ["guild_id"])
    op.create_index("ix_mentoring_thread_question_id", "mentoring_thread", ["question_id"])
    op.create_index(
        "ix_mentoring_thread_until",
        "mentoring_thread",
        ["until"],
        sqlite_where=sa.text("until IS NOT NULL"),
        postgresql_where=sa.text("until IS NOT NULL"),
    )

    op.create_table(
        "mentoring_wish",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=5), nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("level", sa.String(length=5), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("sat_out", sa.Integer(), server_default="0", nullable=False),
        sa.Column("threes", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_wish"),
        sa.UniqueConstraint("guild_id", "user_id", "role", name="uq_mentoring_wish_guild_id_user_id_role"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_wish_guild_id_role", "mentoring_wish", ["guild_id", "role"])
    op.create_index("ix_mentoring_wish_user_id", "mentoring_wish", ["user_id"])

    op.create_table(
        "mentoring_answer",
        sa.Column("id", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("keep", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_answer_guild_id", "mentoring_answer", ["guild_id"])
    op.create_index("ix_mentoring_answer_question_id", "mentoring_answer", ["question_id"])
    op.create_index("ix_mentoring_answer_user_id", "mentoring_answer", ["user_id"])

    op.create_table(
        "mentoring_member",
        sa.Column("pair_id", Id, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("said", sa.String(length=7), server_default="", nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["mentoring_pair.id"],
            name="fk_mentoring_member_pair_id_mentoring_pair",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pair_id", "user_id", name="pk_mentoring_member"),
    )
    op.create_index("ix_mentoring_member_guild_id", "mentoring_member", ["guild_id"])
    op.create_index("ix_mentoring_member_user_id", "mentoring_member", ["user_id"])
    _look_through(op.get_bind().dialect.name)


def _look_through(dialect: str) -> None:
    """Full text of the archive: FTS5 with trigrams, kept up to date by triggers, or an index of a tsvector."""
    if dialect == "postgresql":
        op.execute(
            "CREATE INDEX ix_mentoring_question_search ON mentoring_question "
            "USING gin (to_tsvector('simple'::regconfig, search))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE mentoring_question_fts USING fts5"
        "(search, content='mentoring_question', content_rowid='id', tokenize='trigram')"
    )
    add = "INSERT INTO mentoring_question_fts(rowid, search) VALUES (new.id, new.search);"
    drop = (
        "INSERT INTO mentoring_question_fts(mentoring_question_fts, rowid, search) "
        "VALUES ('delete', old.id, old.search);"
    )
    for name, event, body in (
        ("added", "INSERT", add),
        ("removed", "DELETE", drop),
        ("changed", "UPDATE OF search", drop + " " + add),
    ):
        op.execute(
            f"CREATE TRIGGER mentoring_question_{name} AFTER {event} ON mentoring_question BEGIN {body} END"
        )


def downgrade() -> None:
    """Remove them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE mentoring_question_fts")
    op.drop_index("ix_mentoring_member_user_id", table_name="mentoring_member")
    op.drop_index("ix_mentoring_member_guild_id", table_name="mentoring_member")

    op.drop_table("mentoring_member")
    op.drop_index("ix_mentoring_answer_user_id", table_name="mentoring_answer")
    op.drop_index("ix_mentoring_answer_question_id", table_name="mentoring_answer")
    op.drop_index("ix_mentoring_answer_guild_id", table_name="mentoring_answer")

    op.drop_table("mentoring_answer")
    op.drop_index("ix_mentoring_wish_user_id", table_name="mentoring_wish")
    op.drop_index("ix_mentoring_wish_guild_id_role", table_name="mentoring_wish")

    op.drop_table("mentoring_wish")
    op.drop_index("ix_mentoring_thread_until", table_name="mentoring_thread")
    op.drop_index("ix_mentoring_thread_question_id", table_name="mentoring_thread")
    op.drop_index("ix_mentoring_thread_due_at", table_name="mentoring_thread")
    op.drop_index("ix_mentoring_thread_guild_id", table_name="mentoring_thread")
    op.drop_index("ix_mentoring_thread_ama_id", table_name="mentoring_thread")

    op.drop_table("mentoring_thread")
    op.drop_index("ix_mentoring_thanks_to_id", table_name="mentoring_thanks")
    op.drop_index("ix_mentoring_thanks_guild_id", table_name="mentoring_thanks")
    op.drop_index("ix_mentoring_thanks_from_id", table_name="mentoring_thanks")

    op.drop_table("mentoring_thanks")
    op.drop_index("ix_mentoring_settings_next_at", table_name="mentoring_settings")
    op.drop_index("ix_mentoring_settings_match_at", table_name="mentoring_settings")

    op.drop_table("mentoring_settings")
    op.drop_index("ix_mentoring_round_taken_until", table_name="mentoring_round")

    op.drop_table("mentoring_round")
    op.drop_index("ix_mentoring_question_user_id", table_name="mentoring_question")
    op.drop_index("ix_mentoring_question_to_id", table_name="mentoring_question")
    op.drop_index("ix_mentoring_question_guild_id", table_name="mentoring_question")
    op.drop_index("ix_mentoring_question_ama_id", table_name="mentoring_question")

    op.drop_table("mentoring_question")
    op.drop_index("uq_mentoring_proposal_learner", table_name="mentoring_proposal")
    op.drop_index("ix_mentoring_proposal_until", table_name="mentoring_proposal")
    op.drop_index("ix_mentoring_proposal_mentor_id", table_name="mentoring_proposal")
    op.drop_index("ix_mentoring_proposal_learner_id", table_name="mentoring_proposal")
    op.drop_index("ix_mentoring_proposal_guild_id", table_name="mentoring_proposal")

    op.drop_table("mentoring_proposal")
    op.drop_index("ix_mentoring_profile_user_id", table_name="mentoring_profile")

    op.drop_table("mentoring_profile")
    op.drop_index("ix_mentoring_pair_thread_id", table_name="mentoring_pair")
    op.drop_index("ix_mentoring_pair_guild_id", table_name="mentoring_pair")
    op.drop_index("ix_mentoring_pair_follow_at", table_name="mentoring_pair")

    op.drop_table("mentoring_pair")
    op.drop_index("ix_mentoring_need_user_id", table_name="mentoring_need")
    op.drop_index("ix_mentoring_need_turns_at", table_name="mentoring_need")
    op.drop_index("ix_mentoring_need_taker_id", table_name="mentoring_need")
    op.drop_index("ix_mentoring_need_guild_id", table_name="mentoring_need")

    op.drop_table("mentoring_need")
    op.drop_table("mentoring_key")
    op.drop_index("ix_mentoring_exclusion_user_id", table_name="mentoring_exclusion")

    op.drop_table("mentoring_exclusion")
    op.drop_index("ix_mentoring_ama_turns_at", table_name="mentoring_ama")
    op.drop_index("ix_mentoring_ama_host_id", table_name="mentoring_ama")
    op.drop_index("ix_mentoring_ama_guild_id", table_name="mentoring_ama")

    op.drop_table("mentoring_ama")
