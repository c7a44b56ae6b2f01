"""Questions about a passage of a paper ("Help me understand"), who is told of them, and when they are understood (P9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import outbox, silences
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.papers.model.refusals import EntryGone
from bot.papers.model.values import (
    ASKED_AGAIN,
    ASKED_FOR,
    ENTRY,
    MOST_ASKED,
    QUESTION,
    Entry,
    EntryKind,
    EntryState,
    Paper,
)
from bot.papers.service.owning import known_paper, own_entry, paper_of, post_of
from bot.papers.service.writing import check_room, read_parts
from bot.papers.store import entries, papers
from bot.people import store as people

TWICE = timedelta(minutes=5)  # within which the same question again is the same form that came twice


@dataclass(frozen=True)
class Asked:
    """A question that somebody may help with: about which paper and topic, and where it stands."""

    paper: Paper
    topic: Topic
    url: str


class Questions:
    """Use cases of the form behind "Help me understand", of "I understand now", and of the line that followers get."""

    db: Database

    @use_case
    def write_question(
        self, tx: Tx, guild_id: int, user_id: int, arxiv_id: str, typed: Iterable[str], topic_id: int
    ) -> Entry:
        """Keep a question as the member's own, to be posted next (`post_entry`).

        Before anything is kept: NothingWritten, WordsTooLong, WordsRefused when it holds a secret, PaperGone. A form that comes
        twice is kept once; what only they see so far, with the topic they chose last.
        """
        parts = read_parts(EntryKind.QUESTION, typed)
        known = known_paper(tx, guild_id, arxiv_id)
        topic = topics.topic_of(tx, guild_id, topic_id)
        new = Entry(0, guild_id, arxiv_id, user_id, EntryKind.QUESTION, EntryState.PRIVATE, parts)
        check_room(new)
        new = replace(new, topic_id=topic.id if topic else 0)
        own = entries.of_person(tx, user_id, guild_id)
        same = next((each for each in own if _is_same(each, new, tx.now)), None)
        if same is None:
            papers.keep(tx, guild_id, known)
            return entries.add(tx, new)
        if same.state is EntryState.PRIVATE:
            same = replace(same, topic_id=new.topic_id)
            entries.save(tx, same)
        return same

    @use_case
    def understood(self, tx: Tx, user_id: int, entry_id: int, *, wanted: bool = True) -> Entry:
        """Who asked understands it now, or (not `wanted`) does not after all: the post says so, nobody is told of it any more.

        EntryGone. Followers are not told a second time.
        """
        entry = own_entry(tx, user_id, entry_id)
        if entry.kind is not EntryKind.QUESTION:
            raise EntryGone
        if wanted == (entry.solved_at is not None):
            return entry
        after = replace(entry, solved_at=tx.now if wanted else None)
        entries.save(tx, after)
        deliveries.mark_dirty(tx, ENTRY, entry_id)
        outbox.take_back(tx, QUESTION, [entry_id])
        return after

    @query
    def questions_told(self, tx: Tx, told: Sequence[Intent]) -> dict[int, Asked]:
        """What of this may still be said, by its id, for lines of an inbox.

        Nobody reads of what is understood or gone, of somebody who left, was stopped or whom they silenced, nor of a topic that
        was removed or that they follow no more.
        """
        found = entries.get_many(tx, {each.subject_id for each in told})
        there = {id_: each for id_, each in found.items() if _may_be_shown(tx, each)}
        still = [each for each in told if each.subject_id in there]
        unheard = silences.silenced(tx, [(each.user_id, there[each.subject_id].user_id) for each in still])
        lines = {}
        for each in still:
            entry = there[each.subject_id]
            topic, post = topics.topic_of(tx, entry.guild_id, entry.topic_id), post_of(tx, entry.id)
            heard = (each.user_id, entry.user_id) not in unheard
            follows = entry.topic_id in topics.helping(tx, entry.guild_id, each.user_id)
            if topic and post and post.url and heard and follows:
                lines[each.id] = Asked(paper_of(tx, entry), topic, post.url)
        return lines


def tell_followers(tx: Tx, entry: Entry) -> None:
    """A question is in Discord from now on: a few who follow its topic get a line, those first who wait longest for one.

    Nobody is told of two within a day, nor told and asked for a hand; nor who left, or wants nothing from the other, either way.
    """
    if not entry.topic_id or entry.solved_at is not None:
        return
    asker, guild_id = entry.user_id, entry.guild_id
    since = tx.now - ASKED_AGAIN
    free = [each for each in topics.helpers(tx, guild_id, entry.topic_id, since=since) if each != asker]
    left = people.has_left(tx, guild_id, free)
    unheard = silences.silenced(tx, [(each, asker) for each in free] + [(asker, each) for each in free])
    chosen = [
        each
        for each in free
        if each not in left and (each, asker) not in unheard and (asker, each) not in unheard
    ][:MOST_ASKED]
    topics.note_asked(tx, chosen)
    outbox.tell(
        tx,
        *(
            Message(
                user_id=each,
                server=guild_id,
                kind=QUESTION,
                subject_id=entry.id,
                key=f"{QUESTION}:{entry.id}",
                expires_at=tx.now + ASKED_FOR,
                sender=asker,
            )
            for each in chosen
        ),
    )


def _is_same(before: Entry, new: Entry, now: datetime) -> bool:
    """Whether a question was kept before: one that only its asker sees, or (a form that came twice) one posted just now."""
    words = before.kind is new.kind and (before.arxiv_id, before.parts) == (new.arxiv_id, new.parts)
    recent = before.made_at is not None and before.made_at > now - TWICE
    return words and before.solved_at is None and (recent or before.state is EntryState.PRIVATE)


def _may_be_shown(tx: Tx, entry: Entry) -> bool:
    """Whether everybody there sees it and it is open, and who asked did not leave and was not stopped meanwhile."""
    guild_id, asker = entry.guild_id, entry.user_id
    if entry.state is not EntryState.POSTED or entry.solved_at is not None:
        return False
    return not people.has_left(tx, guild_id, [asker]) and not moderation.guard(tx, guild_id, asker).stopped
