"""What follows for a need's post, its owner and who took it when it is put up, taken, comes back or leaves the board (M8)."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import intents, limits, outbox
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import (
    MOST_NEEDS,
    NEED,
    NEED_FOR,
    NEED_LEFT,
    NEEDS_PER,
    RETURNED_FOR,
    TAKEN,
    Need,
    NeedKind,
    NeedState,
)
from bot.mentoring.model.refusals import NeedGone
from bot.mentoring.service.guarding import check_words
from bot.mentoring.service.sources import Facts, Source, claim, one_by_one, post_of, take_down
from bot.mentoring.store import needs

STILL = (NeedState.OPEN, NeedState.TAKEN)
TOLD_FOR = timedelta(days=14)  # how long a line about a need waits
WAS_TAKEN, WAS_DONE, WAS_CLOSED, WAS_DELETED = (
    "taken",
    "done",
    "closed",
    "deleted",
)  # what a line of TAKEN says


@dataclass(frozen=True)
class SeenNeed:
    """A need as one member sees it; `url` is where its post stands, empty while it has none."""

    need: Need
    user_id: int
    url: str = ""

    @property
    def is_own(self) -> bool:
        """Whether they put it up."""
        return self.need.user_id == self.user_id

    @property
    def is_taker(self) -> bool:
        """Whether they took it."""
        return self.need.taker_id == self.user_id


@dataclass(frozen=True)
class PutUp:
    """A need that is on the board from now on, and the delivery claimed for it just now, which the caller has to send."""

    need: Need
    claimed: Delivery | None = None


def part(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Somebody left, in one server or (None) anywhere: what they took is open again, what they put up leaves the board.

    Returns the deliveries to remove.
    """
    for each in needs.held_by(tx, user_id, guild_id):
        come_back(tx, each)
    return [removal for each in needs.still_of(tx, user_id, guild_id) for removal in close(tx, each)]


def forget(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Forget what somebody put up, and that they took others'; returns the deliveries to remove."""
    for held in needs.held_by(tx, user_id, guild_id):
        come_back(tx, held)
    own = [each for each in needs.of_person(tx, user_id) if guild_id in (None, each.guild_id)]
    removals = [removal for each in own for removal in remove(tx, each)]
    for changed in needs.erase(tx, user_id, guild_id).changed:
        deliveries.mark_dirty(tx, NEED, changed)
    return removals


def put_up(tx: Tx, value: Need) -> PutUp:
    """Check what it says and how often, keep it, and claim its post."""
    check_words(tx, value.guild_id, value.user_id, [value.what, value.url])
    limits.check(tx, value.user_id, value.guild_id, NEED, MOST_NEEDS, NEEDS_PER)
    outbox.take_back(tx, NEED_LEFT, [value.id])
    if value.id:
        needs.save(tx, value)
    else:
        value = needs.add(tx, value)
    return PutUp(value, claim(tx, NEED, value.id, value.guild_id))


def found(tx: Tx, guild_id: int, user_id: int, need_id: int, *, lock: bool = False) -> Need:
    value = needs.get(tx, need_id, lock=lock)
    there = value is not None and guild_id in (0, value.guild_id)
    if value is None or not there or (not guild_id and user_id not in (value.user_id, value.taker_id)):
        raise NeedGone
    if value.state is NeedState.CLOSED and value.user_id != user_id:
        raise NeedGone
    return value


def seen(tx: Tx, value: Need, user_id: int) -> SeenNeed:
    post = post_of(tx, NEED, value.id)
    return SeenNeed(value, user_id, post.url if post else "")


def save(tx: Tx, value: Need) -> None:
    needs.save(tx, value)
    deliveries.mark_dirty(tx, NEED, value.id)


def come_back(tx: Tx, value: Need) -> Need:
    """Nobody has it any more; it is on the board for a while at least."""
    since = max(value.made_at or tx.now, tx.now - NEED_FOR + RETURNED_FOR)
    value = replace(value, state=NeedState.OPEN, taker_id=0, taken_until=None, made_at=since)
    save(tx, value)
    outbox.take_back(tx, TAKEN, [value.id])
    return value


def close(tx: Tx, value: Need) -> list[int]:
    """It leaves the board; returns the deliveries to remove."""
    outbox.take_back(tx, TAKEN, [value.id])
    if value.state is NeedState.TAKEN:
        until = tx.now + TOLD_FOR
        outbox.tell(tx, message(value, value.taker_id, WAS_CLOSED, until, sender=value.user_id))
    needs.save(tx, replace(value, state=NeedState.CLOSED, taken_until=None))
    return take_down(tx, NEED, [value.id])


def remove(tx: Tx, value: Need) -> list[int]:
    """It is deleted, and who has it is told that it is not needed any more; returns the deliveries to remove."""
    waits = value.state is NeedState.CLOSED and any(
        each.kind == TAKEN and each.subject_id == value.id
        for each in intents.waiting_for(tx, value.taker_id or 0)
    )
    for kind in (TAKEN, NEED_LEFT):
        outbox.take_back(tx, kind, [value.id])
    if waits or value.state is NeedState.TAKEN:
        until = tx.now + TOLD_FOR
        outbox.tell(tx, message(value, value.taker_id, WAS_DELETED, until, sender=value.user_id))
    removals = take_down(tx, NEED, [value.id])
    needs.remove(tx, value.id)
    return removals


def lost(told: Collection[Intent], found: Container[int]) -> dict[int, SeenNeed]:
    """What is told of needs that were deleted, by the intent's id: to who had them, without their words."""
    gone = {}
    for each in told:
        if each.kind == TAKEN and each.subject_id not in found and each.words.get("what") == WAS_DELETED:
            value = Need(each.server, 0, NeedKind.OTHER, "", state=NeedState.CLOSED, taker_id=each.user_id)
            gone[each.id] = SeenNeed(replace(value, id=each.subject_id), each.user_id)
    return gone


def message(
    value: Need, to_id: int, what: str, until: datetime, *, sender: int = 0, kind: str = TAKEN
) -> Message:
    return Message(
        user_id=to_id,
        server=value.guild_id,
        kind=kind,
        subject_id=value.id,
        key=f"{kind}:{value.id}",
        expires_at=until,
        words={"what": what} if what else {},
        sender=sender,
    )


def is_true(told: Intent, value: Need) -> bool:
    if told.kind == NEED_LEFT:
        return value.state is NeedState.CLOSED and value.user_id == told.user_id
    now = {NeedState.TAKEN: WAS_TAKEN, NeedState.DONE: WAS_DONE, NeedState.CLOSED: WAS_CLOSED}.get(
        value.state, ""
    )
    whose = value.taker_id if now == WAS_CLOSED else value.user_id
    return bool(value.taker_id) and told.words.get("what") == now and told.user_id == whose


def _facts(tx: Tx, need_id: int) -> Facts | None:
    value = needs.get(tx, need_id)
    if value is None or value.state is NeedState.CLOSED:
        return None
    return Facts(value.guild_id, value.user_id, (value.what, value.url))


def _off(tx: Tx, need_id: int) -> list[int]:
    """Its post cannot or may not be there: it is its owner's alone, who is told and may put it up again while it is not done."""
    value = needs.get(tx, need_id)
    if value is not None and value.state is NeedState.DONE:
        return take_down(tx, NEED, [need_id])
    if value is None or value.state is NeedState.CLOSED:
        return []
    removals = close(tx, value)
    outbox.tell(tx, message(value, value.user_id, "", tx.now + TOLD_FOR, kind=NEED_LEFT))
    return removals


def _deleted(tx: Tx, need_id: int) -> list[int]:
    """Somebody took its post away: it is gone (S5)."""
    value = needs.get(tx, need_id)
    return remove(tx, value) if value is not None else []


SOURCE = Source(_facts, take_back=_off, deleted=one_by_one(_deleted), given_up=_off)
