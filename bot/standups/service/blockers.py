"""What a member who is stuck can do: ask for a hand with a topic, say that it is solved, drop it (S8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.attention.model.values import Message
from bot.attention.store import limits, outbox, silences
from bot.communities.model import Topic, TopicGone
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.people import store as people
from bot.standups.model import Answer, Entry, EntryGone, Question
from bot.standups.model.blockers import (
    ASKED_AGAIN,
    ASKED_FOR,
    HELP,
    MOST_ASKED,
    MOST_ASKS,
    Blocker,
    BlockerOver,
    NothingStuck,
    Reply,
    Stage,
    prefilled,
    stuck_on,
)
from bot.standups.service.finding import own_entry
from bot.standups.service.guarding import check_allowed
from bot.standups.service.rhythm import comes_back
from bot.standups.service.summaries import retell_entries
from bot.standups.service.withdrawing import end, end_for_another, follow
from bot.standups.store import blockers, entries

SHOWN = 4  # open blockers on one card


@dataclass(frozen=True)
class Open:
    """Something a member is still stuck on, with the entry whose words say it. `topic` None: nobody was asked."""

    blocker: Blocker
    entry: Entry
    topic: Topic | None


@dataclass(frozen=True)
class Aftermath:
    """What is said to the author of an entry beside where it is.

    `comes_back`: their first one after a while. `may_ask`: they say that they are stuck, and have asked nobody yet.
    `still`: what they asked about and is open. `stale`: something of this has to be remembered first.
    """

    comes_back: bool = False
    may_ask: bool = False
    still: Open | None = None
    stale: bool = False


class News(Enum):
    """What an entry says about where its author is stuck that is not remembered yet."""

    STUCK = "stuck"
    STILL = "still"
    NO_LONGER = "no longer"


@dataclass(frozen=True)
class Routed:
    """What came of asking: the topic it is about, and whether anybody is asked."""

    open: Open
    somebody: bool


class Blockers:
    """Use cases behind the private answers to a standup, and /mine > My standups."""

    db: Database

    @query
    def after_writing(self, tx: Tx, user_id: int, entry_id: int) -> Aftermath:
        """An entry was posted or changed: what its author is told. `stale` when `note_stuck` has something to remember first."""
        entry = entries.get_entry(tx, entry_id)
        if entry is None or entry.user_id != user_id or entry.kept:
            return Aftermath()
        blocker = blockers.open_of(tx, user_id, entry.standup_id)
        return _aftermath(tx, entry, blocker, stale=_news(tx, entry, blocker) is not None)

    @use_case
    def note_stuck(self, tx: Tx, user_id: int, entry_id: int) -> Aftermath:
        """Remember that the author of an entry is stuck, or is no longer; nobody is asked by this.

        What nobody was asked about ends when its author leaves the field empty; what others were asked about is theirs to end.
        """
        entry = own_entry(tx, user_id, entry_id)
        blocker = blockers.open_of(tx, user_id, entry.standup_id)
        match _news(tx, entry, blocker):
            case News.STUCK:
                blockers.add(tx, entry)
            case News.STILL:
                assert blocker is not None
                follow(tx, blocker, entry)
            case News.NO_LONGER:
                assert blocker is not None
                blockers.end(tx, [blocker.id], Stage.DROPPED)
        return _aftermath(tx, entry, blockers.open_of(tx, user_id, entry.standup_id))

    @use_case
    def ask_about(self, tx: Tx, user_id: int, entry_id: int, topic_id: int) -> Routed:
        """Ask up to two people who offered to help with a topic, those first who wait longest to be asked.

        Asked about once, it is not routed again, unless its topic was removed; another question gets a thread of its own.
        EntryGone, NothingStuck, TopicGone; TooOften beyond a few times a day; what may not be posted (WordRefused, PostsStopped)
        is shown to nobody either.
        """
        entry = own_entry(tx, user_id, entry_id)
        if entry.kept or not stuck_on(entry):
            raise NothingStuck
        check_allowed(tx, entry.guild_id, user_id, entry.answers)
        blocker = blockers.open_of(tx, user_id, entry.standup_id) or blockers.add(tx, entry)
        if _somebody_asked(tx, blocker):
            return Routed(_open(tx, blocker), True)
        if topics.topic_of(tx, entry.guild_id, topic_id) is None:
            raise TopicGone
        limits.check(tx, user_id, entry.guild_id, HELP, MOST_ASKS, ASKED_AGAIN)
        if _is_another(tx, blocker, topic_id):
            now = _open(tx, blocker).entry
            end_for_another(tx, blocker, now)
            blocker = blockers.add(tx, now)
        blockers.change(tx, blocker.id, topic_id=topic_id)
        chosen = _who(tx, blocker, topic_id)
        topics.note_asked(tx, chosen)
        blockers.ask(tx, blocker, chosen)
        outbox.tell(
            tx,
            *(
                Message(
                    user_id=each,
                    server=blocker.guild_id,
                    kind=HELP,
                    subject_id=blocker.id,
                    key=f"help:{blocker.id}",
                    expires_at=tx.now + ASKED_FOR,
                    sender=user_id,
                )
                for each in chosen
            ),
        )
        found = blockers.get(tx, blocker.id)
        assert found is not None
        return Routed(_open(tx, found), bool(chosen))

    @use_case
    def finish(self, tx: Tx, user_id: int, blocker_id: int, stage: Stage) -> tuple[Blocker, list[int]]:
        """It is solved or dropped: nobody is asked about it any more. A thread that was opened stays.

        Returns it with the deliveries to be removed now; BlockerOver when it is over already, or not the member's.
        """
        blocker = _own(tx, user_id, blocker_id)
        if not blocker.is_open:
            raise BlockerOver(own=True)
        return blocker, end(tx, [blocker], stage)

    @use_case
    def reopen(self, tx: Tx, user_id: int, blocker_id: int) -> Open:
        """Take that back: it is prefilled again, and nobody new is asked.

        BlockerOver when something newer is open there, or the entry is kept to oneself by now.
        """
        blocker = _own(tx, user_id, blocker_id)
        if _open(tx, blocker).entry.kept:
            raise BlockerOver(own=True)
        there = blockers.open_of(tx, user_id, blocker.standup_id)
        if there is not None and there.id != blocker_id:
            raise BlockerOver(own=True)
        blockers.open_again(tx, blocker_id)
        retell_entries(tx, [blocker.entry_id])
        return _open(tx, _own(tx, user_id, blocker_id))

    @query
    def still_open(self, tx: Tx, user_id: int, guild_id: int | None) -> list[Open]:
        """What a member is still stuck on in a server, or (None) in any, oldest first."""
        return [_open(tx, each) for each in blockers.all_open(tx, user_id, guild_id, SHOWN)]


def carried_over(
    tx: Tx, user_id: int, standup_id: int, questions: tuple[Question, ...]
) -> tuple[Answer, ...]:
    """What the form shows of what its author is still stuck on; nothing when nothing is open."""
    blocker = blockers.open_of(tx, user_id, standup_id)
    entry = entries.get_entry(tx, blocker.entry_id) if blocker else None
    return prefilled(questions, entry) if entry else ()


def _own(tx: Tx, user_id: int, blocker_id: int) -> Blocker:
    blocker = blockers.get(tx, blocker_id)
    if blocker is None or blocker.user_id != user_id:
        raise BlockerOver(own=True)
    return blocker


def _open(tx: Tx, blocker: Blocker) -> Open:
    entry = entries.get_entry(tx, blocker.entry_id)
    if entry is None:
        raise EntryGone
    return Open(blocker, entry, topics.topic_of(tx, blocker.guild_id, blocker.topic_id))


def _news(tx: Tx, entry: Entry, blocker: Blocker | None) -> News | None:
    if entry.kept or entry.little:
        return None
    if stuck_on(entry):
        if blocker is None:  # once it was solved or dropped, an edit does not open it again
            return None if blockers.of_entries(tx, [entry.id]) else News.STUCK
        return News.STILL if blocker.entry_id < entry.id else None
    over = blocker is not None and not blocker.topic_id and blocker.entry_id <= entry.id
    return News.NO_LONGER if over else None


def _aftermath(tx: Tx, entry: Entry, blocker: Blocker | None, *, stale: bool = False) -> Aftermath:
    may_ask, still = False, None
    if blocker is not None and not entry.little:
        may_ask = bool(stuck_on(entry)) and not _somebody_asked(tx, blocker)
        still = _open(tx, blocker) if blocker.topic_id and not may_ask else None
    return Aftermath(comes_back(tx, entry), may_ask, still, stale)


def _somebody_asked(tx: Tx, blocker: Blocker) -> bool:
    """Whether others were asked about it; where its topic was removed, only those count who offered a hand."""
    replies = {each.reply for each in blockers.asked(tx, [blocker.id])} if blocker.topic_id else set()
    if not replies or Reply.OFFERED in replies:
        return bool(replies)
    return topics.topic_of(tx, blocker.guild_id, blocker.topic_id) is not None


def _is_another(tx: Tx, blocker: Blocker, topic_id: int) -> bool:
    """Whether its thread, or those who were asked, are about another topic than this one."""
    if topic_id == blocker.topic_id:
        return False
    return blocker.thread_id is not None or bool(blockers.asked(tx, [blocker.id]))


def _who(tx: Tx, blocker: Blocker, topic_id: int) -> list[int]:
    """Who is asked: nobody twice a day, nobody who left, and nobody who wants nothing from the other."""
    asker, guild_id = blocker.user_id, blocker.guild_id
    free = [
        each for each in topics.helpers(tx, guild_id, topic_id, since=tx.now - ASKED_AGAIN) if each != asker
    ]
    # Who chose no topic in between has no row any more that would say when they were asked last.
    away = people.has_left(tx, guild_id, free) | blockers.asked_after(tx, free, tx.now - ASKED_AGAIN)
    pairs = [(each, asker) for each in free] + [(asker, each) for each in free]
    unheard = silences.silenced(tx, pairs)
    there = [
        each
        for each in free
        if each not in away and (each, asker) not in unheard and (asker, each) not in unheard
    ]
    return there[:MOST_ASKED]
