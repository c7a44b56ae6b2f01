"""What somebody who was asked for a hand can do, and what the asker is told of it (S8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from bot.attention.model.values import Message
from bot.attention.store import limits, outbox, silences
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.people import store as people
from bot.standups.model import ENTRY, KEEP_TRYING, Answer
from bot.standups.model.blockers import (
    ASKED_AGAIN,
    HELP,
    MOST_ASKS,
    OFFER,
    OFFERED_FOR,
    Blocker,
    BlockerOver,
    NobodyOffers,
    NotShown,
    Reply,
    stuck_on,
)
from bot.standups.store import blockers, days, entries, schedule


@dataclass(frozen=True)
class Request:
    """Somebody who is stuck, as those who are asked see it: their words as they are now, and where they stand.

    `channels`: who asks to see the words has to see these, where they stand and where a thread would open.
    `offered`: who looks at it said already that they can help.
    """

    blocker: Blocker
    topic: Topic | None
    words: tuple[Answer, ...]
    url: str
    channels: tuple[int, ...] = ()
    offered: bool = False


@dataclass(frozen=True)
class Offer:
    """Somebody offered a hand: the blocker as it stands, its standup, and the message claimed for its thread, if it is new."""

    blocker: Blocker
    channel_id: int
    claimed: Delivery | None


@dataclass(frozen=True)
class Offered:
    """Who offered the asker a hand with what, and the thread for it once it is there."""

    blocker: Blocker
    topic: Topic | None
    helpers: tuple[int, ...]


class Helping:
    """Use cases behind "Somebody is stuck on …" and "Somebody can help you …"."""

    db: Database

    @query
    def request(self, tx: Tx, user_id: int, blocker_id: int) -> Request:
        """What somebody was asked about.

        BlockerOver when it is over, or they were not asked or are no member any more; NotShown when they chose not to be asked
        about the topic any more.
        """
        blocker = _wanted(tx, user_id, blocker_id)
        offered = reply_of(tx, user_id, blocker_id) is Reply.OFFERED
        return replace(request_of(tx, blocker), channels=_channels(tx, blocker), offered=offered)

    @use_case
    def offer(self, tx: Tx, user_id: int, blocker_id: int) -> Offer:
        """They can help: a thread opens, and the asker is told where, once. BlockerOver, NotShown; TooOften who goes to and fro.

        The message for the thread is claimed once, however many offer at once; it is dirty until its thread is there.
        """
        blocker = _wanted(tx, user_id, blocker_id)
        value = schedule.get(tx, blocker.standup_id)
        assert value is not None
        if reply_of(tx, user_id, blocker_id) is not Reply.OFFERED:
            limits.check(tx, user_id, blocker.guild_id, OFFER, MOST_ASKS, ASKED_AGAIN)
            _tell_of_offer(tx, blocker, user_id)
        blockers.answer(tx, blocker_id, user_id, Reply.OFFERED)
        outbox.take_back(tx, HELP, [blocker_id], user_id=user_id)
        claimed = None if blocker.thread_id else _claim_hand(tx, blocker, value.channel_id)
        return Offer(blocker, value.channel_id, claimed)

    @use_case
    def pass_on(self, tx: Tx, user_id: int, blocker_id: int) -> None:
        """Not this time: it needs no reason, and nobody is told."""
        _asked(tx, user_id, blocker_id)
        blockers.answer(tx, blocker_id, user_id, Reply.PASSED)
        outbox.take_back(tx, HELP, [blocker_id], user_id=user_id)

    @query
    def offered(self, tx: Tx, user_id: int, blocker_id: int) -> Offered:
        """Who offered a hand with what this person is stuck on. NobodyOffers when nobody does any more; BlockerOver."""
        blocker = blockers.get(tx, blocker_id)
        if blocker is None or blocker.user_id != user_id:
            raise BlockerOver(own=True)
        found = offered_of(tx, [blocker]).get(blocker_id)
        if found is None:
            raise NobodyOffers if blocker.is_open else BlockerOver(own=True)
        return found

    @query
    def requests(self, tx: Tx, asked: Collection[tuple[int, int]]) -> dict[tuple[int, int], Request]:
        """Those of these (person asked, blocker) that still wait for a hand, for lines of an inbox.

        Nobody reads of a topic that they do not offer any more, or that was removed, nor of somebody whom they silenced.
        """
        found = blockers.get_many(tx, {blocker_id for _user_id, blocker_id in asked})
        unheard = silences.silenced(
            tx, [(user_id, found[id_].user_id) for user_id, id_ in asked if id_ in found]
        )
        open_ = {id_: request_of(tx, each) for id_, each in found.items() if _may_be_shown(tx, each)}
        return {
            (user_id, id_): open_[id_]
            for user_id, id_ in asked
            if id_ in open_
            and open_[id_].topic
            and (user_id, open_[id_].blocker.user_id) not in unheard
            and _offers(tx, user_id, open_[id_].blocker)
        }

    @query
    def offers(self, tx: Tx, blocker_ids: Collection[int]) -> dict[int, Offered]:
        """Those of these for which somebody offered a hand, for lines of an inbox."""
        return offered_of(tx, list(blockers.get_many(tx, blocker_ids).values()))


def kept_help(tx: Tx, user_id: int, lang: Lang) -> list[str]:
    """That they were stuck, and were asked by others, in sentences."""
    _ = lang.gettext
    lines = []
    if blockers.of_person(tx, user_id):
        lines.append(_("Which topics you asked about when you were stuck."))
    if blockers.requests_of(tx, user_id):
        lines.append(_("That you were asked to help others, and whether you did."))
    return lines


def forget_help(tx: Tx, user_id: int, guild_id: int | None) -> None:
    """They ask and are asked no more; what others asked them stays open for those."""
    known = [
        each.blocker_id for each in blockers.requests_of(tx, user_id) if guild_id in (None, each.guild_id)
    ]
    outbox.take_back(tx, HELP, known, user_id=user_id)
    blockers.erase(tx, user_id, guild_id)


def ever_asked(tx: Tx, user_id: int, blocker_id: int) -> Blocker | None:
    """The blocker, if the person was asked about it and it is there still."""
    return blockers.get(tx, blocker_id) if reply_of(tx, user_id, blocker_id) is not None else None


def reply_of(tx: Tx, user_id: int, blocker_id: int) -> Reply | None:
    """What the person said about it; None if they were not asked."""
    return {each.user_id: each.reply for each in blockers.asked(tx, [blocker_id])}.get(user_id)


def _tell_of_offer(tx: Tx, blocker: Blocker, helper_id: int) -> None:
    """Let the asker know that somebody can help, and where."""
    outbox.tell(
        tx,
        Message(
            user_id=blocker.user_id,
            server=blocker.guild_id,
            kind=OFFER,
            subject_id=blocker.id,
            key=f"offer:{blocker.id}",
            expires_at=tx.now + OFFERED_FOR,
            sender=helper_id,
        ),
    )


def _asked(tx: Tx, user_id: int, blocker_id: int) -> Blocker:
    blocker = ever_asked(tx, user_id, blocker_id)
    if blocker is None or not _may_be_shown(tx, blocker) or people.has_left(tx, blocker.guild_id, [user_id]):
        raise BlockerOver
    return blocker


def _wanted(tx: Tx, user_id: int, blocker_id: int) -> Blocker:
    blocker = _asked(tx, user_id, blocker_id)
    if topics.topic_of(tx, blocker.guild_id, blocker.topic_id) and not _offers(tx, user_id, blocker):
        raise NotShown
    return blocker


def _offers(tx: Tx, user_id: int, blocker: Blocker) -> bool:
    """Whether the person may still be asked about its topic."""
    return blocker.topic_id in topics.helping(tx, blocker.guild_id, user_id)


def _may_be_shown(tx: Tx, blocker: Blocker) -> bool:
    """Whether it is open and posted, and its author did not leave and was not stopped by the organisers meanwhile."""
    author, guild_id = blocker.user_id, blocker.guild_id
    entry = entries.get_entry(tx, blocker.entry_id) if blocker.is_open else None
    if entry is None or entry.kept:
        return False
    return not people.has_left(tx, guild_id, [author]) and not moderation.guard(tx, guild_id, author).stopped


def _channels(tx: Tx, blocker: Blocker) -> tuple[int, ...]:
    """Where the words stand, and where a thread would open."""
    entry, value = entries.get_entry(tx, blocker.entry_id), schedule.get(tx, blocker.standup_id)
    home = days.get_day(tx, entry.home_id) if entry else None
    return tuple({each.channel_id for each in (home, value) if each})


def _claim_hand(tx: Tx, blocker: Blocker, channel_id: int) -> Delivery | None:
    """Claim the message that opens the thread; one that was lost before its thread was there is claimed anew by the job."""
    id_, guild_id = blocker.id, blocker.guild_id
    claimed = deliveries.claim_new(
        tx, HELP, id_, guild_id=guild_id, channel_id=channel_id, keep_for=KEEP_TRYING
    )
    if claimed is not None:
        deliveries.mark_dirty(tx, HELP, id_)
        return claimed
    for lost in deliveries.of_subject(tx, HELP, id_):
        if lost.state is State.DROPPED:
            deliveries.post_anew(tx, lost, KEEP_TRYING)
            deliveries.mark_dirty(tx, HELP, id_)
    return None


def request_of(tx: Tx, blocker: Blocker) -> Request:
    """The blocker as those who are asked see it."""
    entry = entries.get_entry(tx, blocker.entry_id)
    posted = [each for each in deliveries.of_subject(tx, ENTRY, blocker.entry_id) if each.message_id]
    return Request(
        blocker,
        topics.topic_of(tx, blocker.guild_id, blocker.topic_id),
        stuck_on(entry) if entry and not entry.kept else (),
        posted[0].url if posted else "",
    )


def offered_of(tx: Tx, about: Iterable[Blocker]) -> dict[int, Offered]:
    """Those of these for which somebody offered a hand from whom the asker wants to hear."""
    there = {each.id: each for each in about}
    asked = blockers.asked(tx, list(there))
    unheard = silences.silenced(tx, [(there[each.blocker_id].user_id, each.user_id) for each in asked])
    names = topics.get_topics(tx, {each.topic_id for each in about})
    who: dict[int, list[int]] = {}
    for each in asked:
        asker_id = there[each.blocker_id].user_id
        if each.reply is Reply.OFFERED and (asker_id, each.user_id) not in unheard:
            who.setdefault(each.blocker_id, []).append(each.user_id)
    return {
        id_: Offered(there[id_], names.get(there[id_].topic_id), tuple(some)) for id_, some in who.items()
    }
