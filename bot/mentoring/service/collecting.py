"""What was asked in an AMA before it begins, as its host reads it, and what they can do about who asked (M8, A9)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.attention.store import notices, silences
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.asking import Ama, Question, QuestionState
from bot.mentoring.model.refusals import AmaGone, QuestionGone
from bot.mentoring.service import hosting
from bot.mentoring.service.withdrawing import report_key
from bot.mentoring.store import amas, questions

MOST_READ = 25  # at once: as many as a select takes
REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


@dataclass(frozen=True)
class ReadAma:
    """What was asked in an AMA, a page of it, as its host reads it before it opens; `more`: there is another page."""

    ama: Ama
    questions: tuple[Question, ...]
    more: bool = False


class Collecting:
    """Use cases of an AMA's host about what was asked and is not posted yet; AmaGone for everybody else."""

    db: Database

    @query
    def read_ama(self, tx: Tx, user_id: int, ama_id: int, after: int = 0) -> ReadAma:
        """What was asked and is not posted yet, from behind a question on."""
        value = _hosted(tx, user_id, ama_id)
        there = [each for each in hosting.waiting(tx, value) if each.id > after]
        unheard = silences.silenced(tx, [(user_id, each.user_id) for each in there])
        heard = [each for each in there if (user_id, each.user_id) not in unheard]
        return ReadAma(value, tuple(heard[:MOST_READ]), more=len(heard) > MOST_READ)

    @query
    def asked_in_ama(self, tx: Tx, user_id: int, ama_id: int, question_id: int) -> Question | None:
        """One of these in full, for its host; None when it was taken back, or is posted by now."""
        value = amas.get(tx, ama_id)
        return _asked(tx, ama_id, question_id) if value is not None and value.host_id == user_id else None

    @use_case
    def leave_out_of_ama(self, tx: Tx, user_id: int, ama_id: int, question_id: int) -> ReadAma:
        """This question is not posted in it: it is theirs who asked again, who are told so. QuestionGone."""
        value = _hosted(tx, user_id, ama_id, lock=True)
        asked = _asked(tx, ama_id, question_id)
        if asked is None:
            raise QuestionGone
        hosting.leave_out(tx, value, [asked])
        return ReadAma(value, ())

    @use_case
    def mute_in_ama(self, tx: Tx, user_id: int, ama_id: int, sender_id: int) -> ReadAma:
        """Nothing more reaches them from who asked this; what they asked is left out when it begins.

        The button says who it was, so that it works on when the question was taken back.
        """
        value = _hosted(tx, user_id, ama_id)
        silences.silence_from(tx, user_id, sender_id)
        return ReadAma(value, ())

    @use_case
    def report_in_ama(self, tx: Tx, user_id: int, ama_id: int, question_id: int) -> None:
        """Show the organisers what they were asked, and by whom; once. QuestionGone when it was taken back."""
        value = _hosted(tx, user_id, ama_id)
        asked = _asked(tx, ama_id, question_id)
        if asked is None:
            raise QuestionGone
        key = report_key(question_id)
        notices.notify(tx, value.guild_id, REPORT, key, user_id=asked.user_id, text=asked.question, url="")


def _hosted(tx: Tx, user_id: int, ama_id: int, *, lock: bool = False) -> Ama:
    value = amas.get(tx, ama_id, lock=lock)
    if value is None or value.host_id != user_id or value.state not in hosting.STILL:
        raise AmaGone
    return value


def _asked(tx: Tx, ama_id: int, question_id: int) -> Question | None:
    found = questions.get(tx, question_id)
    there = found is not None and found.ama_id == ama_id and found.state is QuestionState.PRIVATE
    return found if there else None
