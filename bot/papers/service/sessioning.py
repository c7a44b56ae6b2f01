"""What follows for a session's card, thread and people when its round goes on; for the use cases of rounds and sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from bot.attention.model.values import Message
from bot.attention.store import intents, outbox
from bot.core.clock import instant_from, local_date
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.papers.model.groups import NOTES_FOR, Change, ChangeKind, Phase, Round
from bot.papers.model.values import CHANGE, LEADS, MOVED, REMINDER, SESSION
from bot.papers.store import groups, parts, sessions
from bot.papers.store.openings import group_of
from bot.people.store import has_left

OPEN = (Phase.LEADING, Phase.READING)  # a paper is chosen, and they have yet to meet
LEAST_TRIED = timedelta(days=1)  # how long what is told is tried to be posted at least


def announce(tx: Tx, value: Round) -> None:
    """A paper is chosen: the session's card is to be posted; its thread and Discord's event follow once it is there."""
    where = {"guild_id": value.guild_id, "channel_id": value.channel_id}
    keep_for = max(value.ends_at - tx.now, LEAST_TRIED)
    claimed = deliveries.claim_new(tx, SESSION, value.id, **where, keep_for=keep_for)
    if claimed is not None:
        deliveries.hand_over(tx, claimed)


def changed(tx: Tx, value: Round) -> None:
    """The leader, the time or the phase changed: the card follows."""
    deliveries.mark_dirty(tx, SESSION, value.id)


def met(tx: Tx, value: Round) -> None:
    """They met: the thread asks for notes, and the card offers to write them.

    Where that would come late, for we were down, nobody is asked (promise 7), and the round is over at once.
    """
    if tx.now >= value.ends_at + NOTES_FOR:
        groups.change_round(tx, value.id, due_at=tx.now)
    elif not any(each.kind is ChangeKind.MET for each in sessions.changes_of(tx, value.id)):
        tell_thread(tx, value, ChangeKind.MET, value.meets_at, None, NOTES_FOR)
    changed(tx, value)


def over(tx: Tx, value: Round) -> None:
    """The round is closed: the card offers nothing but what stays."""
    changed(tx, value)


def choose_leader(tx: Tx, value: Round) -> int | None:
    """Who leads: of those who would, who led longest ago or never, then who offered first; None when nobody would.

    They are told, and the round has them as its leader.
    """
    offered = {
        each.user_id: each.leads_at for each in parts.of_round(tx, value.id) if each.leads_at is not None
    }
    there = set(offered) - has_left(tx, value.guild_id, offered)
    led = sessions.last_led(tx, value.guild_id, there)
    never = datetime.min.replace(tzinfo=tx.now.tzinfo)
    order = sorted(there, key=lambda each: (led.get(each, never), offered[each], each))
    leader_id = next(iter(order), None)
    groups.change_round(tx, value.id, leader_id=leader_id)
    if leader_id is not None:
        _tell_leader(tx, value, leader_id)
    return leader_id


def leader_waits(tx: Tx, value: Round) -> None:
    """It was moved: if the news that they lead still waits for the leader, it does so until they meet now."""
    for each in intents.waiting_in(tx, value.guild_id, LEADS):
        if (each.subject_id, each.user_id) == (value.id, value.leader_id):
            _tell_leader(tx, value, each.user_id)


def _tell_leader(tx: Tx, value: Round, leader_id: int) -> None:
    outbox.tell(
        tx,
        Message(
            user_id=leader_id,
            server=value.guild_id,
            kind=LEADS,
            subject_id=value.id,
            key=f"{LEADS}:{value.id}",
            expires_at=value.meets_at,
            priority=3,
        ),
    )


def step_down(tx: Tx, value: Round, user_id: int) -> None:
    """If this person leads, they do not any more: the next who would leads and is told, or nobody does; the card follows."""
    outbox.take_back(tx, LEADS, [value.id], user_id=user_id)
    if value.leader_id != user_id:
        return
    value = groups.change_round(tx, value.id, leader_id=None)
    if value.phase is Phase.READING and tx.now < value.meets_at:
        choose_leader(tx, value)
    changed(tx, value)


def card_of(tx: Tx, round_id: int) -> Delivery | None:
    """The message of a session's card that is, or may get, in Discord."""
    found = next(iter(deliveries.of_subject(tx, SESSION, round_id)), None)
    return None if found is None or (found.state is State.DROPPED and found.message_id is None) else found


def thread_of(tx: Tx, round_id: int) -> int | None:
    """The thread in which a session is talked about: it has the id of its card."""
    card = card_of(tx, round_id)
    return card.message_id if card else None


def tell_thread(
    tx: Tx, value: Round, kind: ChangeKind, before: datetime, after: datetime | None, keep_for: timedelta
) -> Change | None:
    """Say something in the session's thread, tried for that long; None while there is none, for its card will say it then."""
    thread_id = thread_of(tx, value.id)
    if thread_id is None:
        return None
    change = sessions.add_change(tx, value, kind, before, after)
    where = {"guild_id": value.guild_id, "channel_id": thread_id}
    claimed = deliveries.claim_new(tx, CHANGE, change.id, **where, keep_for=max(keep_for, LEAST_TRIED))
    if claimed is not None:
        deliveries.hand_over(tx, claimed)
    return change


def comers(tx: Tx, value: Round) -> list[int]:
    """Who said that they come and is there."""
    said = [each.user_id for each in parts.of_round(tx, value.id) if each.comes]
    left = has_left(tx, value.guild_id, said)
    return [each for each in said if each not in left]


def remind(tx: Tx, value: Round, user_ids: Collection[int]) -> bool:
    """Let a reminder wait for these until the day before they meet, in place of any before; False when that day has begun."""
    group = group_of(tx, value.guild_id)
    zone = group.zone if group else "UTC"
    day_before = local_date(value.meets_at, zone) - timedelta(days=1)
    begins = instant_from(day_before, time(), zone)
    if begins <= tx.now:
        for each in user_ids:
            outbox.take_back(tx, REMINDER, [value.id], user_id=each)
        return False
    outbox.tell(tx, *(_about(value, REMINDER, each, value.meets_at, not_before=begins) for each in user_ids))
    return True


def tell_moved(tx: Tx, value: Round, user_ids: Iterable[int], until: datetime) -> None:
    """Let the news that it moved or was cancelled wait for these, in place of any news before."""
    outbox.tell(tx, *(_about(value, MOVED, each, until, not_before=None) for each in user_ids))


def _about(value: Round, kind: str, user_id: int, until: datetime, *, not_before: datetime | None) -> Message:
    return Message(
        user_id=user_id,
        server=value.guild_id,
        kind=kind,
        subject_id=value.id,
        key=f"{kind}:{value.id}",
        expires_at=until,
        not_before=not_before,
        priority=0,
        words={"at": value.meets_at.isoformat()},
    )
