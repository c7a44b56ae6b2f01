"""Telling those who are in a competition what became of it, and having what shows it edited (K3). What others call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.attention.model.values import Message
from bot.attention.store import intents, outbox
from bot.competitions.model.changes import united
from bot.competitions.model.values import (
    CHANGED,
    ENDED,
    POST,
    Change,
    Changed,
    Competition,
    Entrant,
)
from bot.competitions.service import reminding
from bot.competitions.store import entrants, posts
from bot.core.db import Tx
from bot.deliveries import store as deliveries

KEEP = timedelta(days=14)  # that a line waits for its reader
_MOVES = {Change.DEADLINE, Change.GONE, Change.BACK}  # what reminders depend on


def tell_changed(tx: Tx, changed: Sequence[Changed]) -> None:
    """These are so now: what shows them is edited, who is in one is told its news, and is reminded anew where that matters."""
    if not changed:
        return
    deliveries.mark_dirty_all(tx, POST, posts.showing([each.competition.slug for each in changed]))
    told = [each for each in changed if each.news]
    who = _who_is_in(tx, [each.competition for each in told])
    for each in told:
        those = who.get(each.competition.slug, [])
        if _MOVES.intersection(each.news):
            outbox.take_back(tx, ENDED, [one.id for one in those])
            reminding.plan(tx, each.competition, those)
    _tell_news(tx, told, who)


def _who_is_in(tx: Tx, those: Sequence[Competition]) -> dict[str, list[Entrant]]:
    found: dict[str, list[Entrant]] = {}
    for each in entrants.who_is_in(tx, [one.slug for one in those]) if those else ():
        found.setdefault(each.slug, []).append(each)
    return found


def _tell_news(tx: Tx, told: Sequence[Changed], who: dict[str, list[Entrant]]) -> None:
    """One line each; what was not read yet is in it."""
    unseen = {
        each.subject_id: [Change(word) for word in each.words.get("news", ())]
        for server in sorted({one.guild_id for those in who.values() for one in those})
        for each in intents.waiting_in(tx, server, CHANGED)
    }
    messages: list[Message] = []
    settled: list[int] = []
    for each in told:
        end = each.competition.deadline
        expires_at = min(tx.now + KEEP, end) if end is not None else tx.now + KEEP
        for one in who.get(each.competition.slug, ()):
            news = united(unseen.get(one.id, ()), each.news)
            if not news or expires_at <= tx.now:
                settled.append(one.id)
                continue
            messages.append(
                Message(
                    user_id=one.user_id,
                    server=one.guild_id,
                    kind=CHANGED,
                    subject_id=one.id,
                    key=f"{CHANGED}:{one.id}",
                    expires_at=expires_at,
                    words={"news": [change.value for change in news]},
                )
            )
    if settled:
        outbox.take_back(tx, CHANGED, settled)
    outbox.tell(tx, *messages)


def tell_ended(tx: Tx, ended: Sequence[Competition], lately: Sequence[Competition]) -> None:
    """These ended: what waits about them does no more. Who is in one of those that ended `lately` is asked what they learned.

    Once, in however many servers they are in it, and not where they wrote it in one of them.
    """
    who = _who_is_in(tx, ended)
    for those in who.values():
        reminding.forget(tx, those)
        outbox.take_back(tx, CHANGED, [each.id for each in those])
    asked = {
        (each.slug, each.user_id): each  # the newest
        for one in lately
        for each in who.get(one.slug, ())
    }
    wrote = {(each.slug, each.user_id) for those in who.values() for each in those if each.learned_at}
    outbox.tell(
        tx,
        *(
            Message(
                user_id=each.user_id,
                server=each.guild_id,
                kind=ENDED,
                subject_id=each.id,
                key=f"{ENDED}:{each.id}",
                expires_at=tx.now + KEEP,
            )
            for key, each in asked.items()
            if key not in wrote
        ),
    )


def tell_found(tx: Tx, found: Sequence[Competition]) -> None:
    """These are known from now on. Servers and members that came by an import may have named them before."""
    tell_changed(tx, [Changed(each) for each in found])
    who = _who_is_in(tx, found)
    for each in found:
        reminding.plan(tx, each, who.get(each.slug, []))
