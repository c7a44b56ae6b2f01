"""Columns of mentors and peers: settings, profiles, wishes, proposals, rounds, pairs; questions, answers, AMAs, needs, thanks."""

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
)

from bot.core.db import Id, Json, UtcDateTime, metadata, where_set

_OPEN = text("state = 'open'")
_TOPICS = {"refers_to_each": "topic"}

mentoring_settings = Table(
    "mentoring_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False, server_default="0"),
    Column("is_on", Boolean, nullable=False, server_default=false()),
    Column("rhythm", String(11), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("next_at", UtcDateTime, nullable=True),  # when the next round of peers goes out
    Column("match_at", UtcDateTime, nullable=True),  # when mentors are looked for next
    Column("refused_at", UtcDateTime, nullable=True),
    where_set("mentoring_settings", "next_at"),
    where_set("mentoring_settings", "match_at"),
)

mentoring_profile = Table(
    "mentoring_profile",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("path", String(12), nullable=False, server_default=""),
    Column("background", String(12), nullable=False, server_default=""),
    Column("hours", Json, nullable=False),
    Column("writing", Boolean, nullable=False, server_default=false()),
    Column("window", Integer, nullable=False),  # days to answer a proposal
    Column("paused_at", UtcDateTime, nullable=True),
    Column("rests_at", UtcDateTime, nullable=True),
    Column("silences", Integer, nullable=False, server_default="0"),
    Index("ix_mentoring_profile_user_id", "user_id"),
)

mentoring_wish = Table(
    "mentoring_wish",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("role", String(5), nullable=False),
    Column("topics", Json, nullable=False, info=_TOPICS),
    Column("level", String(5), nullable=False),
    Column("places", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("sat_out", Integer, nullable=False, server_default="0"),
    Column("threes", Integer, nullable=False, server_default="0"),
    UniqueConstraint("guild_id", "user_id", "role"),
    Index("ix_mentoring_wish_guild_id_role", "guild_id", "role"),
    sqlite_autoincrement=True,
)

# A server's own key for the hashes below. It goes along when the server is moved: they would protect nobody without it.
mentoring_key = Table(
    "mentoring_key",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("value", String(64), nullable=False),
)

# Whom somebody does not want to be matched with: a keyed hash, which still protects when the other one's data is erased.
mentoring_exclusion = Table(
    "mentoring_exclusion",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("other", String(64), primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Index("ix_mentoring_exclusion_user_id", "user_id"),
)

mentoring_proposal = Table(
    "mentoring_proposal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("learner_id", BigInteger, nullable=False, index=True),
    Column("mentor_id", BigInteger, nullable=False, index=True),
    Column("topics", Json, nullable=False, info=_TOPICS),  # those they share
    Column("reasons", Json, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("learner_said", String(3), nullable=False, server_default=""),
    Column("mentor_said", String(3), nullable=False, server_default=""),
    Column("state", String(6), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Index("ix_mentoring_proposal_guild_id", "guild_id"),
    Index("ix_mentoring_proposal_until", "until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(
        "uq_mentoring_proposal_learner",
        "guild_id",
        "learner_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    sqlite_autoincrement=True,
)

mentoring_round = Table(
    "mentoring_round",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("goes_at", UtcDateTime, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("state", String(7), nullable=False),
    Column("taken_until", UtcDateTime, nullable=True),  # somebody sends it until then
    UniqueConstraint("guild_id", "goes_at"),
    where_set("mentoring_round", "taken_until"),
    sqlite_autoincrement=True,
)

mentoring_pair = Table(
    "mentoring_pair",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("kind", String(6), nullable=False),
    Column("round_id", BigInteger, nullable=False, server_default="0", info={"refers_to": "mentoring_round"}),
    Column("topics", Json, nullable=False, info=_TOPICS),  # those they share
    Column("reasons", Json, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("icebreaker", Integer, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("thread_at", UtcDateTime, nullable=True),
    Column("follow_at", UtcDateTime, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    where_set("mentoring_pair", "follow_at"),
    Index(
        "ix_mentoring_pair_thread_id",
        "thread_id",
        sqlite_where=text("thread_id <> 0"),
        postgresql_where=text("thread_id <> 0"),
    ),
    sqlite_autoincrement=True,
)

mentoring_member = Table(
    "mentoring_member",
    metadata,
    Column("pair_id", ForeignKey("mentoring_pair.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("part", String(5), nullable=False),
    Column("said", String(7), nullable=False, server_default=""),
    Column("asked_at", UtcDateTime, nullable=True),  # when they were asked how it went
    Column("left_at", UtcDateTime, nullable=True),  # when they left a three; the others go on
    Index("ix_mentoring_member_user_id", "user_id"),
    Index("ix_mentoring_member_guild_id", "guild_id"),
)

mentoring_question = Table(
    "mentoring_question",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("mentoring.question",)}),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("goal", Text, nullable=False),
    Column("tried", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("topic_id", BigInteger, nullable=False, server_default="0", info={"refers_to": "topic"}),
    Column("state", String(7), nullable=False),
    Column("to_id", BigInteger, nullable=False, server_default="0", index=True),
    Column(
        "ama_id",
        BigInteger,
        nullable=False,
        server_default="0",
        index=True,
        info={"refers_to": "mentoring_ama"},
    ),
    Column("keep", Boolean, nullable=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("solved_at", UtcDateTime, nullable=True),
    Column(
        "search", Text, nullable=False, server_default=""
    ),  # it and its kept answers; empty: not in the archive
    sqlite_autoincrement=True,
)

# An answer outlives its question, which is 0 then: it stands in the thread until its author deletes it.
mentoring_answer = Table(
    "mentoring_answer",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("mentoring.answer",)}),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column(
        "question_id",
        BigInteger,
        nullable=False,
        server_default="0",
        index=True,
        info={"refers_to": "mentoring_question"},
    ),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("keep", Boolean, nullable=False, server_default=false()),
    Column("made_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# The threads of questions and AMAs; one whose question or AMA was deleted is seen to (`bot.deliveries.store.left`).
mentoring_thread = Table(
    "mentoring_thread",
    metadata,
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column(
        "question_id",
        BigInteger,
        nullable=False,
        server_default="0",
        index=True,
        info={"refers_to": "mentoring_question"},
    ),
    Column(
        "ama_id",
        BigInteger,
        nullable=False,
        server_default="0",
        index=True,
        info={"refers_to": "mentoring_ama"},
    ),
    Column("due_at", UtcDateTime, nullable=True),
    Column("until", UtcDateTime, nullable=True),
    where_set("mentoring_thread", "due_at"),
    where_set("mentoring_thread", "until"),
)

mentoring_ama = Table(
    "mentoring_ama",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("mentoring.ama",)}),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("host_id", BigInteger, nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("state", String(7), nullable=False),
    Column("turns_at", UtcDateTime, nullable=True),  # when it opens or ends
    where_set("mentoring_ama", "turns_at"),
    sqlite_autoincrement=True,
)

mentoring_need = Table(
    "mentoring_need",
    metadata,
    Column("id", Id, primary_key=True, info={"subject_of": ("mentoring.need",)}),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("kind", String(9), nullable=False),
    Column("what", Text, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("state", String(6), nullable=False),
    Column("taker_id", BigInteger, nullable=False, server_default="0", index=True),
    Column("taken_until", UtcDateTime, nullable=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("turns_at", UtcDateTime, nullable=True),  # when it comes back, or leaves the board
    where_set("mentoring_need", "turns_at"),
    sqlite_autoincrement=True,
)

mentoring_thanks = Table(
    "mentoring_thanks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("from_id", BigInteger, nullable=False, index=True),
    Column("to_id", BigInteger, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
