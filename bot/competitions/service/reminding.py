"""Reminders before a deadline: planned when somebody joins, and anew when the deadline moves (K3, K4). What others call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.attention.model.values import Message
from bot.attention.store import intents, outbox
from bot.competitions.model.values import DEADLINE, REMINDED, Competition, Entrant
from bot.competitions.store import competitions, entrants
from bot.core.db import Tx

AROUND = timedelta(hours=12)  # the most by which a bundle a day carries a reminder earlier or later


def ahead(
    tx: Tx, competition: Competition | None, who: Sequence[Entrant], late: timedelta = timedelta(0)
) -> list[tuple[Entrant, timedelta]]:
    """Which of these, who are in this competition, are still to be reminded how long before its deadline.

    None, or one that is over or has no deadline: there is nothing to be reminded of. What is past by more than `late` is not
    told, nor what they were told already, unless the deadline moved by more than half a day since.
    """
    if competition is None or not competition.is_on or competition.deadline is None:
        return []
    deadline = competition.deadline
    told: defaultdict[str, list[datetime]] = defaultdict(list)
    for each in intents.shown(tx, DEADLINE, [one.id for one in who]):
        told[each.key].append(each.expires_at)
    return [
        (one, before)
        for one in who
        for before in REMINDED
        if deadline - before + late > tx.now
        and not any(abs(at - _end(deadline, before)) <= AROUND for at in told[_key(one, before)])
    ]


def plan(
    tx: Tx, competition: Competition | None, who: Sequence[Entrant], *, late: timedelta = AROUND
) -> None:
    """These, who are in this competition, are reminded of what is `ahead`, give or take half a day; older plans are dropped."""
    forget(tx, who)
    if competition is None or competition.deadline is None:
        return
    deadline = competition.deadline
    messages = [
        Message(
            user_id=each.user_id,
            server=each.guild_id,
            kind=DEADLINE,
            subject_id=each.id,
            key=_key(each, before),
            not_before=deadline - before - AROUND,
            expires_at=_end(deadline, before),
            priority=0,
        )
        for each, before in ahead(tx, competition, who, late)
    ]
    outbox.tell(tx, *messages)


def plan_server(tx: Tx, guild_id: int) -> None:
    """A server came by an import, and what waited for its members did not come along: all who are in something are reminded."""
    on = competitions.is_on(tx)
    here = [each for each in entrants.who_is_in(tx, [one.slug for one in on]) if each.guild_id == guild_id]
    for one in on:
        plan(tx, one, [each for each in here if each.slug == one.slug])


def forget(tx: Tx, who: Sequence[Entrant]) -> None:
    """These are not reminded any more."""
    if who:
        outbox.take_back(tx, DEADLINE, [each.id for each in who])


def _key(one: Entrant, before: timedelta) -> str:
    return f"{DEADLINE}:{one.id}:{before.days}"


def _end(deadline: datetime, before: timedelta) -> datetime:
    """Until when a reminder waits: the moment of the next, or the deadline."""
    return deadline - max((each for each in REMINDED if each < before), default=timedelta(0))
