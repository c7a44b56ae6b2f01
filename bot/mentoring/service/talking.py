"""Talk about questions: which one a message or thread is about, replies that who asked hears of, and lines that are over (A7)."""

from __future__ import annotations

from collections.abc import Collection

from bot.attention.store import outbox
from bot.attention.store.replies import leading_to, tell_reply
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import AMA, QUESTION, REPLIED, Question, QuestionState
from bot.mentoring.model.refusals import QuestionGone
from bot.mentoring.store import questions, threads


class Talking:
    """Use cases of the listeners and of "Talk about it"."""

    db: Database

    @query
    def posted_question(self, tx: Tx, guild_id: int, question_id: int) -> Question:
        """Somebody's question that everybody there may read. QuestionGone."""
        found = questions.get(tx, question_id)
        if found is None or not _is_posted(found, guild_id):
            raise QuestionGone
        return found

    @query
    def question_of_message(self, tx: Tx, guild_id: int, message_id: int) -> Question | None:
        """The question that a message of ours shows; None for any other message."""
        found = deliveries.of_message(tx, message_id)
        asked = questions.get(tx, found.subject_id) if found and found.kind == QUESTION else None
        return asked if asked and _is_posted(asked, guild_id) else None

    @query
    def is_talk(self, tx: Tx, thread_id: int) -> bool:
        """Whether a thread is about a question or an AMA of ours."""
        found = deliveries.of_message(tx, thread_id)
        return threads.get(tx, thread_id) is not None or (found is not None and found.kind in (QUESTION, AMA))

    @query
    def question_behind(self, tx: Tx, guild_id: int, *message_ids: int) -> Question | None:
        """The question that one of these messages shows or threads is about; None for all others, which is nearly every one."""
        for each in message_ids:
            post = deliveries.of_message(tx, each)
            about = post.subject_id if post and post.kind == QUESTION else 0
            if not about:
                thread = threads.get(tx, each)
                about = thread.question_id if thread else 0
            asked = questions.get(tx, about) if about else None
            if asked and _is_posted(asked, guild_id):
                return asked
        return None

    @use_case
    def note_reply(
        self, tx: Tx, question_id: int, sender_id: int, *, channel_id: int, message_id: int
    ) -> None:
        """Somebody wrote about a question: who asked is told where, unless that is themselves or somebody they silenced."""
        asked = questions.get(tx, question_id)
        if asked is None or asked.state is not QuestionState.POSTED or asked.user_id == sender_id:
            return
        tell_reply(
            tx,
            REPLIED,
            question_id,
            key=f"{REPLIED}:{question_id}",
            author_id=asked.user_id,
            guild_id=asked.guild_id,
            sender_id=sender_id,
            channel_id=channel_id,
            message_id=message_id,
        )

    @query
    def replies_in(
        self, tx: Tx, guild_id: int, channel_id: int, message_ids: Collection[int] = ()
    ) -> list[int]:
        """The questions of waiting lines that lead to one of these messages of a channel, or anywhere into it."""
        if threads.get(tx, channel_id) is None and not deliveries.standing_in(
            tx, [QUESTION], guild_id, [channel_id]
        ):
            return []  # as nearly always: what waits is looked through only where questions or talk about them stand
        if message_ids:
            return leading_to(tx, guild_id, REPLIED, "message", message_ids)
        return leading_to(tx, guild_id, REPLIED, "channel", [channel_id])

    @use_case
    def replies_to_questions_deleted(self, tx: Tx, question_ids: Collection[int]) -> None:
        """What the waiting lines about these questions lead to is gone from Discord: they are taken back."""
        outbox.take_back(tx, REPLIED, question_ids)


def _is_posted(question: Question, guild_id: int) -> bool:
    return question.guild_id == guild_id and question.state is QuestionState.POSTED
