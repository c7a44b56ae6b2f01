"""Reminders before a deadline: planned when somebody joins, and anew when the deadline moves (K3, K4). What others call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.competitions.model.values import DEADLINE, REMINDED, Competition, Entrant
from bot.competitions.store import competitions, entrants
from bot.core.db import Tx

AROUND = timedelta(hours=12)  # the most by which a bundle a day carries a reminder earlier or later


def plan(tx: Tx, competition: Competition | None, who: Sequence[Entrant]) -> None:
    """These, who are in this competition, are reminded a week and a day before its deadline, give or take half a day.

    Older plans are dropped. None, or one that is over or has no deadline: there is nothing to be reminded of. What is past by
    more than half a day is not told.
    """
    forget(tx, who)
    if competition is None or not competition.is_on or competition.deadline is None:
        return
    deadline = competition.deadline
    ends = (*(deadline - each for each in REMINDED[1:]), deadline)
    moments = [
        (before, deadline - before - AROUND, end)
        for before, end in zip(REMINDED, ends, strict=True)
        if deadline - before + AROUND > tx.now
    ]
    outbox.tell(
        tx,
        *(
            Message(
                user_id=each.user_id,
                server=each.guild_id,
                kind=DEADLINE,
                subject_id=each.id,
                key=f"{DEADLINE}:{each.id}:{before.days}",
                not_before=at,
                expires_at=end,
                priority=0,
            )
            for each in who
            for before, at, end in moments
        ),
    )


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
