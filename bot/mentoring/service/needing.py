"""The help-first board: small real needs, taken for a limited time (M8). Nobody is counted, and nobody is blamed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent
from bot.attention.store import outbox
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import (
    MOST_HELD,
    NEED,
    NEED_LEFT,
    NEED_MOST,
    TAKEN,
    TAKEN_FOR,
    TWICE,
    Need,
    NeedKind,
    NeedState,
)
from bot.mentoring.model.refusals import (
    HoldsEnough,
    MayNotPost,
    NeedGone,
    NeedTaken,
    OwnNeed,
    PartMissing,
    WordsRefused,
)
from bot.mentoring.service import boarding
from bot.mentoring.service.boarding import STILL, TOLD_FOR, WAS_DONE, WAS_TAKEN, PutUp, SeenNeed
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.guarding import read_url
from bot.mentoring.store import needs
from bot.people import store as people

MOST_SHOWN = 25  # on the board: as many as a select takes


@dataclass(frozen=True)
class Board:
    """What is open on a server's board, and what is this member's: what they put up, in any state, and what they have."""

    guild_id: int
    needs: tuple[Need, ...]
    own: tuple[Need, ...] = ()
    held: tuple[Need, ...] = ()


@dataclass(frozen=True)
class NeedPost:
    """A need as its post shows it, in the server's `language`."""

    need: Need
    language: str


@dataclass(frozen=True)
class Closed:
    """A need as it was before it left the board or was deleted, and the deliveries to remove."""

    need: Need
    removals: tuple[int, ...] = ()


class Needing:
    """Use cases of the help-first board: small needs, taken for a limited time (M8). `guild_id` is 0 in the bot's own DM."""

    db: Database

    @query
    def helping_channel(self, tx: Tx, guild_id: int) -> int:
        """The channel in which needs and AMAs are posted. NoMentoring."""
        return open_in(tx, guild_id).channel_id

    @query
    def board(self, tx: Tx, guild_id: int, user_id: int) -> Board:
        """What is open in a server, the one that waits longest first, and what is this member's. NoMentoring."""
        open_in(tx, guild_id)
        there = [
            each for each in needs.board(tx, guild_id, MOST_SHOWN + MOST_HELD) if each.user_id != user_id
        ]
        left = people.has_left(tx, guild_id, {each.user_id for each in there})
        shown = [each for each in there if each.user_id not in left][:MOST_SHOWN]
        held = needs.held_by(tx, user_id, guild_id)
        own = needs.still_of(tx, user_id, guild_id) + needs.others_of(tx, user_id, guild_id, MOST_SHOWN)
        return Board(guild_id, tuple(shown), tuple(own[: MOST_SHOWN - len(held)]), tuple(held))

    @use_case
    def put_up(
        self, tx: Tx, guild_id: int, user_id: int, kind: str, what: str, url: str, *, may_post: bool
    ) -> PutUp:
        """Put a need on the board; a form that comes twice counts once.

        NoMentoring, MayNotPost; PartMissing, LinkRefused, WordsRefused, TooOften.
        """
        chosen = open_in(tx, guild_id)
        if not may_post:
            raise MayNotPost(chosen.channel_id)
        text = " ".join(clean(what, NEED_MOST).split())
        if not text:
            raise PartMissing("need")
        new = Need(guild_id, user_id, NeedKind(kind), text, read_url(url))
        for each in needs.still_of(tx, user_id, guild_id):
            recent = each.made_at is not None and each.made_at > tx.now - TWICE
            if recent and (each.kind, each.what, each.url) == (new.kind, new.what, new.url):
                return PutUp(each)
        return boarding.put_up(tx, new)

    @use_case
    def put_up_again(self, tx: Tx, user_id: int, need_id: int, *, may_post: bool) -> PutUp:
        """A need of theirs that left the board is on it once more. NeedGone; else refusals as of `put_up`."""
        found = needs.get(tx, need_id, lock=True)
        if found is None or found.user_id != user_id or found.state is NeedState.DONE:
            raise NeedGone
        if found.state in STILL:
            return PutUp(found)
        chosen = open_in(tx, found.guild_id)
        if not may_post:
            raise MayNotPost(chosen.channel_id)
        return boarding.put_up(
            tx, replace(found, state=NeedState.OPEN, taker_id=0, taken_until=None, made_at=tx.now)
        )

    @query
    def need(self, tx: Tx, guild_id: int, user_id: int, need_id: int) -> SeenNeed:
        """A need as it stands, over or not; in the DM (0) only what they have a part in. NeedGone."""
        return boarding.seen(tx, boarding.found(tx, guild_id, user_id, need_id), user_id)

    @query
    def takeable(self, tx: Tx, guild_id: int, user_id: int, need_id: int) -> SeenNeed:
        """A need that this member may take now, or has taken. Refusals as of `take_need`."""
        return boarding.seen(tx, _takeable(tx, guild_id, user_id, need_id), user_id)

    @use_case
    def take_need(self, tx: Tx, guild_id: int, user_id: int, need_id: int, days: int) -> SeenNeed:
        """This member has it for so many days (of TAKEN_FOR; else the shortest): the post says so, its owner gets a line.

        NoMentoring, NeedGone, OwnNeed, NeedTaken, HoldsEnough; WordsRefused for who was stopped. Taken twice: it stays.
        """
        value = _takeable(tx, guild_id, user_id, need_id, lock=True)
        if value.state is NeedState.TAKEN:
            return boarding.seen(tx, value, user_id)
        wanted = timedelta(days=days)
        until = tx.now + (wanted if wanted in TAKEN_FOR else TAKEN_FOR[0])
        value = replace(value, state=NeedState.TAKEN, taker_id=user_id, taken_until=until)
        boarding.save(tx, value)
        outbox.tell(tx, boarding.message(value, value.user_id, WAS_TAKEN, until, sender=user_id))
        return boarding.seen(tx, value, user_id)

    @use_case
    def give_back(self, tx: Tx, user_id: int, need_id: int) -> SeenNeed:
        """Who took it gives it back: it is open again, and nobody is told of it. NeedGone."""
        value = needs.get(tx, need_id, lock=True)
        if value is None or value.state is not NeedState.TAKEN or value.taker_id != user_id:
            raise NeedGone
        return boarding.seen(tx, boarding.come_back(tx, value), user_id)

    @use_case
    def need_done(self, tx: Tx, user_id: int, need_id: int) -> SeenNeed:
        """It is done, says who took it or who put it up; the other one gets a line. NeedGone."""
        value = needs.get(tx, need_id, lock=True)
        if (
            value is None
            or user_id not in (value.user_id, value.taker_id)
            or value.state not in (*STILL, NeedState.DONE)
        ):
            raise NeedGone
        if value.state is NeedState.DONE:
            return boarding.seen(tx, value, user_id)
        value = replace(value, state=NeedState.DONE, taken_until=None)
        boarding.save(tx, value)
        outbox.take_back(tx, TAKEN, [need_id])
        if user_id != value.user_id:
            outbox.tell(
                tx, boarding.message(value, value.user_id, WAS_DONE, tx.now + TOLD_FOR, sender=user_id)
            )
        return boarding.seen(tx, value, user_id)

    @use_case
    def close_need(self, tx: Tx, user_id: int, need_id: int) -> Closed:
        """Who put it up takes it off the board: its post goes; who took it gets a line. NeedGone."""
        value = needs.get(tx, need_id, lock=True)
        if value is None or value.user_id != user_id or value.state not in STILL:
            raise NeedGone
        return Closed(value, tuple(boarding.close(tx, value)))

    @use_case
    def delete_need(self, tx: Tx, user_id: int, need_id: int) -> Closed:
        """Who put it up deletes it, in any state (promise 6): its row now, its post at once after. NeedGone."""
        value = needs.get(tx, need_id, lock=True)
        if value is None or value.user_id != user_id:
            raise NeedGone
        return Closed(value, tuple(boarding.remove(tx, value)))

    @query
    def need_of_message(self, tx: Tx, guild_id: int, message_id: int) -> Need | None:
        """The need that a message of ours in this server shows; None for any other message."""
        post = deliveries.of_message(tx, message_id)
        value = needs.get(tx, post.subject_id) if post and post.kind == NEED else None
        return value if value and value.guild_id == guild_id else None

    @use_case(claim=True)
    def turn_needs(self, tx: Tx, limit: int) -> tuple[bool, list[int]]:
        """What was taken long enough comes back, silently; what was open for long leaves, and its owner gets a line.

        Returns whether there was any, and the deliveries to remove.
        """
        due, removals = needs.take_turning(tx, limit), []
        for each in due:
            if each.state is NeedState.TAKEN:
                boarding.come_back(tx, each)
                continue
            removals += boarding.close(tx, each)
            outbox.tell(tx, boarding.message(each, each.user_id, "", tx.now + TOLD_FOR, kind=NEED_LEFT))
        return bool(due), removals

    @query
    def next_need_turn(self, tx: Tx) -> datetime | None:
        """When the next need comes back or leaves (UTC)."""
        return needs.next_turn(tx)

    @query
    def shown_needs(self, tx: Tx, ids: Collection[int]) -> dict[int, NeedPost]:
        """The needs of these ids that have a post, as it shows them."""
        found = needs.get_many(tx, ids)
        languages = communities.languages(tx, {each.guild_id for each in found.values()})
        return {
            id_: NeedPost(each, languages.get(each.guild_id, ""))
            for id_, each in found.items()
            if each.state is not NeedState.CLOSED
        }

    @query
    def needs_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, SeenNeed]:
        """The needs of what was told, by its id, for lines of an inbox; without what is no longer so."""
        found = needs.get_many(tx, {each.subject_id for each in told})
        there = [each for each in told if each.subject_id in found]
        return {
            each.id: boarding.seen(tx, found[each.subject_id], each.user_id)
            for each in there
            if boarding.is_true(each, found[each.subject_id])
        } | boarding.lost(told, found)


def _takeable(tx: Tx, guild_id: int, user_id: int, need_id: int, *, lock: bool = False) -> Need:
    """A need that is open, or that they have already."""
    value = boarding.found(tx, guild_id, user_id, need_id, lock=lock)
    open_in(tx, value.guild_id)
    if value.user_id == user_id:
        raise OwnNeed
    if value.state is NeedState.TAKEN and value.taker_id == user_id:
        return value
    if value.state is NeedState.TAKEN:
        raise NeedTaken
    if value.state is not NeedState.OPEN or people.has_left(tx, value.guild_id, [value.user_id]):
        raise NeedGone
    if len(needs.held_by(tx, user_id, value.guild_id)) >= MOST_HELD:
        raise HoldsEnough
    if communities.guard(tx, value.guild_id, user_id).stopped:
        raise WordsRefused("stopped")
    return value
