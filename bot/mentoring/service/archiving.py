"""The archive: questions whose author and whose answers' authors are fine with it, and what is found there (M8).

Every change of words or consent calls `refresh`; then a question is found by its words and those of its kept answers, or not at
all. What is shown is read anew each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.attention.store import outbox
from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query
from bot.core.text import parted_by_nothing, pieces, searchable
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import ANSWER, ANSWERED, QUESTION, Answer, Question, QuestionState
from bot.mentoring.model.refusals import QuestionGone
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.sources import post_of
from bot.mentoring.store import answers, questions, searching
from bot.people.store import has_left

MOST_FOUND = 10  # entries of a list
ALIKE = 50  # looked at when similar ones are wanted
ENOUGH = 2  # words in common; one when there are no more


@dataclass(frozen=True)
class Kept:
    """An entry of the archive: a question with those of its answers that are kept. `url`: where it stands, "" if nowhere."""

    question: Question
    answers: tuple[Answer, ...]
    url: str = ""
    topic: Topic | None = None


@dataclass(frozen=True)
class Archive:
    """What was found for `typed`; for nothing typed, the newest."""

    typed: str
    found: tuple[Kept, ...]


class Archiving:
    """Use cases of the archive; everybody in a server may look through its own."""

    db: Database

    @query
    def archive(self, tx: Tx, guild_id: int, typed: str = "", *, organiser: bool = False) -> Archive:
        """What of this server's archive has every word of `typed`, best first; its newest when nothing is typed. NoMentoring."""
        open_in(tx, guild_id, organiser)
        if typed.strip():
            return Archive(typed, tuple(kept(tx, searching.search(tx, guild_id, typed, MOST_FOUND))))
        return Archive("", tuple(kept(tx, searching.newest(tx, guild_id, MOST_FOUND))))

    @query
    def archive_entry(self, tx: Tx, guild_id: int, question_id: int) -> Kept:
        """An entry of this server's archive. NoMentoring, QuestionGone."""
        open_in(tx, guild_id)
        found = next(iter(kept(tx, [question_id])), None)
        if found is None or found.question.guild_id != guild_id:
            raise QuestionGone
        return found


def kept(tx: Tx, question_ids: Sequence[int]) -> list[Kept]:
    """Those of these questions that are in the archive, in this order, with what may be shown of their answers."""
    found = questions.get_many(tx, question_ids)
    given = answers.of_questions(tx, [id_ for id_, each in found.items() if _is_kept(each)])
    authors = {(found[id_].guild_id, found[id_].user_id) for id_ in given}
    hidden = _hidden(
        tx, authors | {(each.guild_id, each.user_id) for some in given.values() for each in some}
    )
    entries = []
    for id_ in question_ids:
        shown = _shown(found[id_], given[id_], hidden) if id_ in given else ()
        if shown:
            one = found[id_]
            post = post_of(tx, QUESTION, id_)
            topic = topics.topic_of(tx, one.guild_id, one.topic_id) if one.topic_id else None
            entries.append(Kept(one, shown, post.url if post and post.message_id else "", topic))
    return entries


def similar(tx: Tx, guild_id: int, typed: str, limit: int = 3) -> list[Kept]:
    """What of a server's archive is most like these words, most alike first; nothing that only shares a word by chance."""
    wanted = pieces(typed)
    rows = searching.with_any(tx, guild_id, wanted, ALIKE)
    shared = {id_: {each for each in wanted if _stands_in(each, words)} for id_, words in rows}
    common = Counter(each for some in shared.values() for each in some)
    least = min(ENOUGH, len(wanted))
    # A word that few entries have says more.
    weight = {id_: sum(1 / common[each] for each in some) for id_, some in shared.items()}
    alike = [id_ for id_, some in shared.items() if len(some) >= least]
    alike.sort(key=lambda id_: (-weight[id_], -len(shared[id_]), -id_))
    return kept(tx, alike[:limit])


def refresh(tx: Tx, question_ids: Iterable[int]) -> None:
    """Words or consents of these questions or their answers changed: they are found by what is kept of them now."""
    ids = sorted({each for each in question_ids if each})
    entries = {each.question.id: each for each in kept(tx, ids)}
    for id_, entry in entries.items():
        searching.write(tx, id_, searchable(" ".join(_words(entry))))
    searching.take_out(tx, [each for each in ids if each not in entries])


def refresh_person(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """They left a server, came back, or were stopped or allowed again: what they asked and answered there is hidden, or not."""
    asked = {each.id for each in questions.of_person(tx, user_id, guild_id)}
    refresh(tx, asked | {each.question_id for each in answers.of_person(tx, user_id, guild_id)})


def let_go(tx: Tx, question_ids: Collection[int]) -> None:
    """These questions are about to be deleted: their posted answers stay, nobody is told of any."""
    gone = [each for some in answers.of_questions(tx, question_ids).values() for each in some]
    outbox.take_back(tx, ANSWERED, [each.id for each in gone])
    posted = {each.subject_id for each in deliveries.of_subjects(tx, ANSWER, [each.id for each in gone])}
    answers.remove(tx, [each.id for each in gone if each.id not in posted])
    answers.leave(tx, question_ids)


def language_of(tx: Tx, guild_id: int) -> str:
    """The language of a server's public words."""
    return communities.get(tx, guild_id).language


def _is_kept(question: Question) -> bool:
    there = question.state in (QuestionState.POSTED, QuestionState.SENT)
    return there and question.keep is True


def _shown(question: Question, given: Iterable[Answer], hidden: set[tuple[int, int]]) -> tuple[Answer, ...]:
    if (question.guild_id, question.user_id) in hidden:
        return ()
    return tuple(each for each in given if each.keep and (each.guild_id, each.user_id) not in hidden)


def _hidden(tx: Tx, authors: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (server, person) who left or are stopped."""
    hidden = set()
    for guild_id in {guild_id for guild_id, _user_id in authors}:
        there = [user_id for each, user_id in authors if each == guild_id]
        gone = has_left(tx, guild_id, there) | moderation.stopped_of(tx, guild_id, there)
        hidden |= {(guild_id, each) for each in gone}
    return hidden


def _words(entry: Kept) -> Iterable[str]:
    asked = entry.question
    return asked.goal, asked.tried, asked.question, *(each.text for each in entry.answers)


def _stands_in(piece: str, words: str) -> bool:
    """Whether a piece of `pieces` stands in searchable words: at the beginning of one, or anywhere where no spaces part them."""
    return f" {piece}" in words or (parted_by_nothing(piece) and piece in words)
