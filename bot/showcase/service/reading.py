"""Drafts that a few readers are asked to look at, and their notes to the author (H4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.attention.model.values import Message
from bot.attention.store import limits, notices, outbox, silences
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.people import store as people
from bot.showcase.model.reading import (
    MOST_NOTES,
    MOST_OFFERS,
    NOTED_FOR,
    NOTES,
    NOTES_PER,
    OFFERED_FOR,
    OFFERS,
    OFFERS_PER,
    Answer,
    NothingNoted,
    NotOffered,
)
from bot.showcase.model.refusals import NoReaders, ShareGone
from bot.showcase.model.values import DRAFT_OFFER, MOST_READERS, NOTE, Said, Share, State, Word
from bot.showcase.service.finding import own_share, showcase_of
from bot.showcase.service.guarding import check_content, check_words
from bot.showcase.service.withdrawing import forget_words, report_key
from bot.showcase.store import choices, readers, settings, shares, words

BATCH = 100  # offers ended in one transaction


@dataclass(frozen=True)
class Offered:
    """A draft as who is asked to read it sees it. `channel_id` is the channel it is meant for: its readers have to see it."""

    share: Share
    channel_id: int = 0


@dataclass(frozen=True)
class Noted:
    """What a reader wrote, and the draft it is about as it is now."""

    said: Said
    share: Share


class Reading:
    """Use cases behind "Show it to a few first", "A draft by … to read" and "A reader wrote about your draft"."""

    db: Database

    @use_case
    def offer(self, tx: Tx, user_id: int, share_id: int) -> Share:
        """Ask a few who like to read drafts; those who were asked about it before are asked anew, unless they passed.

        Offered already, nothing is done. NoReaders when there is nobody to ask; ShareGone, NoShowcase; TooOften beyond a few
        times a day; what may not be posted (WordRefused, SecretFound, SharesStopped) is shown to nobody either.
        """
        share = own_share(tx, user_id, share_id)
        showcase_of(tx, share.guild_id)
        if share.state is State.POSTED:
            raise ShareGone
        if share.state is State.OFFERED:
            return share
        check_content(tx, share.guild_id, user_id, share.content, share_id)
        check_words(tx, share.guild_id, user_id, _texts(share), share_id)
        limits.check(tx, user_id, share.guild_id, OFFERS, MOST_OFFERS, OFFERS_PER)
        chosen = _who(tx, share)
        if not chosen:
            raise NoReaders(share_id)
        shares.change(tx, share_id, state=State.OFFERED.value)
        readers.ask(tx, share.guild_id, share_id, chosen)
        outbox.tell(tx, *(_offer(tx, share, each) for each in chosen))
        return own_share(tx, user_id, share_id)

    @use_case
    def unoffer(self, tx: Tx, user_id: int, share_id: int) -> Share:
        """Only its author sees it again; what readers wrote stays with them. ShareGone when it is posted or deleted."""
        share = own_share(tx, user_id, share_id)
        if share.state is State.POSTED:
            raise ShareGone
        shares.change(tx, share_id, state=State.DRAFT.value)
        outbox.take_back(tx, DRAFT_OFFER, [share_id])
        return own_share(tx, user_id, share_id)

    @query
    def offered(self, tx: Tx, user_id: int, share_id: int) -> Offered:
        """The draft that somebody was asked to read.

        NotOffered when it was taken back, posted or deleted, when they passed or are no member any more, its author is none or
        was stopped, or one of the two silenced the other.
        """
        share = _wanted(tx, user_id, share_id)
        found = settings.get(tx, share.guild_id)
        return Offered(share, found.channel_id if found else 0)

    @use_case
    def pass_draft(self, tx: Tx, user_id: int, share_id: int) -> None:
        """Not this time: it needs no reason, and nobody is told. NotOffered when they were not asked, or it is gone."""
        if readers.answer_of(tx, share_id, user_id) is None:
            raise NotOffered
        readers.answer(tx, share_id, user_id, Answer.PASSED)
        outbox.take_back(tx, DRAFT_OFFER, [share_id], user_id=user_id)

    @use_case
    def unpass_draft(self, tx: Tx, user_id: int, share_id: int) -> Share:
        """The undo of "Not this time": it waits for them again. NotOffered as of `offered`."""
        passed = readers.answer_of(tx, share_id, user_id) is Answer.PASSED
        if passed:
            readers.answer(tx, share_id, user_id, Answer.NONE)
        share = _wanted(tx, user_id, share_id)
        if passed:
            outbox.tell(tx, _offer(tx, share, user_id))
        return share

    @use_case
    def end_offers(self, tx: Tx, limit: int = BATCH) -> bool:
        """Drafts that waited for readers long enough are their author's alone again, at most `limit`.

        What readers wrote stays. Returns whether there may be more.
        """
        over = readers.offers_over(tx, tx.now - OFFERED_FOR, limit)
        for each in over:
            shares.change(tx, each, state=State.DRAFT.value)
        outbox.take_back(tx, DRAFT_OFFER, over)
        return len(over) >= limit

    @query
    def drafts_to_read(self, tx: Tx, asked: Collection[tuple[int, int]]) -> dict[tuple[int, int], Share]:
        """Those of these (person asked, share) that still wait for a reader, for lines of an inbox.

        Nobody reads of one when they are not to be asked any more, nor when one of the two silenced the other.
        """
        found = shares.get_many(tx, {share_id for _user_id, share_id in asked})
        shown = {id_: each for id_, each in found.items() if _may_be_shown(tx, each)}
        pairs = [(user_id, shown[id_].user_id) for user_id, id_ in asked if id_ in shown]
        apart = _apart(tx, pairs)
        return {
            (user_id, id_): shown[id_]
            for user_id, id_ in asked
            if id_ in shown
            and (user_id, shown[id_].user_id) not in apart
            and readers.answer_of(tx, id_, user_id) in (Answer.NONE, Answer.NOTED)
            and choices.get(tx, shown[id_].guild_id, user_id).reads_drafts
        }

    @use_case
    def write_note(self, tx: Tx, user_id: int, share_id: int, typed: str) -> Noted:
        """A reader writes to the author of a draft, who finds it in their inbox.

        NotOffered, NothingNoted, TooOften; WordRefused, SecretFound and SharesStopped as with all that members write.
        """
        share = _wanted(tx, user_id, share_id)
        text = clean(typed)
        if not text:
            raise NothingNoted
        check_words(tx, share.guild_id, user_id, [text])
        limits.check(tx, user_id, share.guild_id, NOTES, MOST_NOTES, NOTES_PER)
        said = words.add(
            tx, share.guild_id, Word.NOTE, from_id=user_id, to_id=share.user_id, text=text, share_id=share_id
        )
        readers.answer(tx, share_id, user_id, Answer.NOTED)
        outbox.take_back(tx, DRAFT_OFFER, [share_id], user_id=user_id)
        outbox.tell(
            tx,
            Message(
                user_id=share.user_id,
                server=share.guild_id,
                kind=NOTE,
                subject_id=said.id,
                key=f"note:{said.id}",
                expires_at=tx.now + NOTED_FOR,
                sender=user_id,
            ),
        )
        return Noted(said, share)

    @use_case
    def take_note_back(self, tx: Tx, user_id: int, word_id: int) -> tuple[Said, list[int]]:
        """The reader's own note is deleted, for its receiver as well; returns it with the deliveries to be removed now.

        ShareGone when it is gone, or is no note of theirs.
        """
        said = words.get(tx, word_id)
        if said is None or said.from_id != user_id or said.word is not Word.NOTE:
            raise ShareGone
        forget_words(tx, [word_id])
        removals = notices.withdraw(tx, said.guild_id, [report_key(NOTE, word_id)])
        about = [] if said.share_id is None else words.of_shares(tx, [said.share_id], Word.NOTE)
        noted = readers.answer_of(tx, said.share_id or 0, user_id) is Answer.NOTED
        if noted and all(each.from_id != user_id for each in about):
            readers.answer(tx, said.share_id or 0, user_id, Answer.NONE)
        return said, removals

    @query
    def note(self, tx: Tx, user_id: int, word_id: int) -> Noted:
        """What a reader wrote to this person. ShareGone when it was taken back, or its writer was silenced or stopped since."""
        found = _heard(tx, [each for each in [words.get(tx, word_id)] if each and each.to_id == user_id])
        if not found:
            raise ShareGone(theirs=True)
        return found[0]

    @query
    def notes(self, tx: Tx, user_id: int, share_id: int) -> tuple[Share, list[Noted]]:
        """A person's own share with what readers wrote about it, oldest first. ShareGone."""
        share = own_share(tx, user_id, share_id)
        return share, _heard(tx, words.of_shares(tx, [share_id], Word.NOTE))

    @query
    def has_notes(self, tx: Tx, user_id: int, share_id: int) -> bool:
        """Whether readers wrote something about a share that its author would be shown."""
        said = words.of_shares(tx, [share_id], Word.NOTE)
        return any(each.share.user_id == user_id for each in _heard(tx, said))

    @query
    def noted(self, tx: Tx, word_ids: Collection[int]) -> dict[int, Noted]:
        """Those of these notes that are there and wanted, by id, for lines of an inbox."""
        return {each.said.id: each for each in _heard(tx, list(words.get_many(tx, word_ids).values()))}


def _texts(share: Share) -> list[str]:
    """All that its author typed."""
    return [share.content.title, share.content.text, share.content.link, share.done_when]


def _offer(tx: Tx, share: Share, reader_id: int) -> Message:
    return Message(
        user_id=reader_id,
        server=share.guild_id,
        kind=DRAFT_OFFER,
        subject_id=share.id,
        key=f"draft:{share.id}",
        expires_at=tx.now + OFFERED_FOR,
        sender=share.user_id,
    )


def _who(tx: Tx, share: Share) -> list[int]:
    """Who is asked: first who was before and did not pass, then who may be asked about its topic, then who waits longest.

    Nobody who left or was stopped, and nobody who wants nothing from the other.
    """
    author, guild_id, topic_id = share.user_id, share.guild_id, share.content.topic_id
    asked = {each.user_id: each.answer for each in readers.of_shares(tx, [share.id])}
    there = [
        each
        for each in readers.willing(tx, guild_id)
        if each != author and asked.get(each) is not Answer.PASSED
    ]
    away = people.has_left(tx, guild_id, there) | set(moderation.stopped(tx, guild_id))
    apart = _apart(tx, [(each, author) for each in there])
    free = [each for each in there if each not in away and (each, author) not in apart]
    knows = set(topics.helpers(tx, guild_id, topic_id, since=tx.now)) if topic_id else set()
    free.sort(key=lambda each: (each not in asked, each not in knows))  # those alike stay in their order
    return free[:MOST_READERS]


def _wanted(tx: Tx, user_id: int, share_id: int) -> Share:
    """The draft, if this person may see it."""
    share = shares.get(tx, share_id)
    if share is None or not _may_be_shown(tx, share) or people.has_left(tx, share.guild_id, [user_id]):
        raise NotOffered
    if readers.answer_of(tx, share_id, user_id) in (None, Answer.PASSED):
        raise NotOffered
    if _apart(tx, [(user_id, share.user_id)]):
        raise NotOffered
    return share


def _apart(tx: Tx, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (reader, author) of whom one wants nothing from the other."""
    unheard = silences.silenced(tx, [*pairs, *((author, reader) for reader, author in pairs)])
    return {(one, other) for one, other in pairs if (one, other) in unheard or (other, one) in unheard}


def _may_be_shown(tx: Tx, share: Share) -> bool:
    """Whether it is offered, and its author did not leave and was not stopped by the organisers meanwhile."""
    author, guild_id = share.user_id, share.guild_id
    if share.state is not State.OFFERED:
        return False
    return not people.has_left(tx, guild_id, [author]) and not moderation.guard(tx, guild_id, author).stopped


def _heard(tx: Tx, said: Collection[Said]) -> list[Noted]:
    """Those of these notes that are about a share, and from people whom neither their receiver nor the organisers silenced."""
    notes = [each for each in said if each.word is Word.NOTE and each.share_id is not None]
    unheard = silences.silenced(tx, [(each.to_id, each.from_id) for each in notes])
    about = shares.get_many(tx, {each.share_id for each in notes if each.share_id is not None})
    return [
        Noted(each, about[each.share_id])
        for each in notes
        if each.share_id in about
        and (each.to_id, each.from_id) not in unheard
        and not moderation.guard(tx, each.guild_id, each.from_id).stopped
    ]
