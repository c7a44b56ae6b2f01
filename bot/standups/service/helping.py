"""What somebody who was asked for a hand can do, and what the asker is told of it (S8, A9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.attention.model.values import Message, Why
from bot.attention.store import notices, outbox, silences
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.people import store as people
from bot.standups.model import ENTRY, KEEP_TRYING, Answer
from bot.standups.model.blockers import (
    HELP,
    OFFER,
    OFFERED_FOR,
    Blocker,
    BlockerOver,
    Reply,
    stuck_on,
)
from bot.standups.service.withdrawing import report_key
from bot.standups.store import blockers, entries, schedule

REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


@dataclass(frozen=True)
class Request:
    """Somebody who is stuck, as those who are asked see it: their words as they are now, and where they stand."""

    blocker: Blocker
    topic: Topic | None
    words: tuple[Answer, ...]
    url: str


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
        """What somebody was asked about. BlockerOver when it is over, or they were not asked or are no member any more."""
        return request_of(tx, _asked(tx, user_id, blocker_id))

    @use_case
    def offer(self, tx: Tx, user_id: int, blocker_id: int) -> Offer:
        """They can help: a thread opens, and the asker is told where. BlockerOver.

        The message for the thread is claimed once, however many offer at once; it is dirty until its thread is there.
        """
        blocker = _asked(tx, user_id, blocker_id)
        value = schedule.get(tx, blocker.standup_id)
        assert value is not None
        blockers.answer(tx, blocker_id, user_id, Reply.OFFERED)
        outbox.take_back(tx, HELP, [blocker_id], user_id=user_id)
        outbox.tell(
            tx,
            Message(
                user_id=blocker.user_id,
                server=blocker.guild_id,
                kind=OFFER,
                subject_id=blocker_id,
                key=f"offer:{blocker_id}",
                expires_at=tx.now + OFFERED_FOR,
                sender=user_id,
            ),
        )
        claimed = deliveries.claim_new(
            tx,
            HELP,
            blocker_id,
            guild_id=blocker.guild_id,
            channel_id=value.channel_id,
            keep_for=KEEP_TRYING,
        )
        if claimed is not None:
            deliveries.mark_dirty(tx, HELP, blocker_id)
        else:
            for lost in deliveries.of_subject(tx, HELP, blocker_id):
                if lost.state is State.DROPPED and blocker.thread_id is None:
                    deliveries.post_anew(tx, lost, KEEP_TRYING)
                    deliveries.mark_dirty(tx, HELP, blocker_id)
        return Offer(blocker, value.channel_id, claimed)

    @use_case
    def pass_on(self, tx: Tx, user_id: int, blocker_id: int) -> None:
        """Not this time: it needs no reason, and nobody is told."""
        _asked(tx, user_id, blocker_id)
        blockers.answer(tx, blocker_id, user_id, Reply.PASSED)
        outbox.take_back(tx, HELP, [blocker_id], user_id=user_id)

    @use_case
    def silence_asker(self, tx: Tx, user_id: int, blocker_id: int) -> None:
        """Nothing more reaches them from who is stuck. BlockerOver when they were never asked about it."""
        blocker = _ever_asked(tx, user_id, blocker_id)
        silences.silence_from(tx, user_id, blocker.user_id)
        known = blockers.asked_by(tx, user_id, blocker.user_id)
        for each in known:
            blockers.answer(tx, each, user_id, Reply.PASSED)
        outbox.take_back(tx, HELP, known, user_id=user_id, why=Why.SILENCED)

    @use_case
    def report_asker(self, tx: Tx, user_id: int, blocker_id: int) -> None:
        """Show the organisers what they were sent, and by whom; once. BlockerOver when they were never asked about it."""
        request = request_of(tx, _ever_asked(tx, user_id, blocker_id))
        blocker = request.blocker
        text = "\n\n".join(each.text for each in request.words)
        notices.notify(
            tx,
            blocker.guild_id,
            REPORT,
            report_key(blocker_id),
            user_id=blocker.user_id,
            text=text,
            url=request.url,
        )

    @query
    def offered(self, tx: Tx, user_id: int, blocker_id: int) -> Offered:
        """Who offered a hand with what this person is stuck on. BlockerOver when nobody does any more."""
        blocker = blockers.get(tx, blocker_id)
        if blocker is None or blocker.user_id != user_id:
            raise BlockerOver(own=True)
        found = _offered(tx, [blocker]).get(blocker_id)
        if found is None:
            raise BlockerOver(own=True)
        return found

    @use_case
    def silence_helper(self, tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> None:
        """Nothing more reaches the asker from somebody who offered a hand."""
        _offer_of(tx, user_id, blocker_id, helper_id)
        silences.silence_from(tx, user_id, helper_id)

    @use_case
    def report_helper(self, tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> None:
        """Show the organisers who offered a hand; they sent no words of their own, so `text` is empty."""
        blocker = _offer_of(tx, user_id, blocker_id, helper_id)
        key = f"report:{OFFER}:{blocker_id}:{helper_id}"
        notices.notify(tx, blocker.guild_id, REPORT, key, user_id=helper_id, text="", url="")

    @query
    def requests(self, tx: Tx, blocker_ids: Collection[int]) -> dict[int, Request]:
        """Those of these that still wait for a hand, for lines of an inbox."""
        found = blockers.get_many(tx, blocker_ids)
        return {id_: request_of(tx, each) for id_, each in found.items() if _may_be_shown(tx, each)}

    @query
    def offers(self, tx: Tx, blocker_ids: Collection[int]) -> dict[int, Offered]:
        """Those of these for which somebody offered a hand, for lines of an inbox."""
        return _offered(tx, list(blockers.get_many(tx, blocker_ids).values()))


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


def _ever_asked(tx: Tx, user_id: int, blocker_id: int) -> Blocker:
    blocker = blockers.get(tx, blocker_id)
    if blocker is None or user_id not in {each.user_id for each in blockers.asked(tx, [blocker_id])}:
        raise BlockerOver
    return blocker


def _asked(tx: Tx, user_id: int, blocker_id: int) -> Blocker:
    blocker = _ever_asked(tx, user_id, blocker_id)
    if not _may_be_shown(tx, blocker) or people.has_left(tx, blocker.guild_id, [user_id]):
        raise BlockerOver
    return blocker


def _may_be_shown(tx: Tx, blocker: Blocker) -> bool:
    """Whether it is open, and the organisers did not stop its author meanwhile."""
    return blocker.is_open and not moderation.guard(tx, blocker.guild_id, blocker.user_id).stopped


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


def _offered(tx: Tx, about: Collection[Blocker]) -> dict[int, Offered]:
    there = {each.id: each for each in about}
    names = topics.get_topics(tx, {each.topic_id for each in about})
    who: dict[int, list[int]] = {}
    for each in blockers.asked(tx, list(there)):
        if each.reply is Reply.OFFERED:
            who.setdefault(each.blocker_id, []).append(each.user_id)
    return {
        id_: Offered(there[id_], names.get(there[id_].topic_id), tuple(some)) for id_, some in who.items()
    }


def _offer_of(tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> Blocker:
    blocker = blockers.get(tx, blocker_id)
    if blocker is None or blocker.user_id != user_id:
        raise BlockerOver(own=True)
    if helper_id not in {
        each.user_id for each in blockers.asked(tx, [blocker_id]) if each.reply is Reply.OFFERED
    }:
        raise BlockerOver(own=True)
    return blocker
