"""A pair: bringing people together, the introduction, the private thread, its end (M6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.core.db import Database, Tx
from bot.mentoring.model import icebreakers
from bot.mentoring.model.values import (
    ENDED,
    FOLLOW_UP,
    FOLLOW_UP_AFTER,
    MEET,
    PAIR,
    Member,
    Pair,
    PairKind,
    Reasons,
)
from bot.mentoring.store import pairs

TOLD_FOR = timedelta(days=28)  # how long an introduction waits, at most
ENDED_FOR = timedelta(days=14)  # and the line that a pair ended


class Pairing:
    """Use cases of a pair: the introduction, the private thread, ending it (M6)."""

    db: Database


def bring_together(
    tx: Tx,
    guild_id: int,
    kind: PairKind,
    members: Sequence[Member],
    reasons: Reasons,
    *,
    round_id: int = 0,
    seed: int = 0,
) -> Pair:
    """These people are a pair from now on: each finds it in their inbox, and is asked once how it went."""
    who = [each.user_id for each in members]
    new = Pair(
        guild_id=guild_id,
        kind=kind,
        members=tuple(members),
        reasons=reasons,
        made_at=tx.now,
        icebreaker=icebreakers.choose(kind, seed, who),
        round_id=round_id,
        follow_at=tx.now + FOLLOW_UP_AFTER,
    )
    made = pairs.add(tx, new)
    outbox.tell(tx, *(_line(tx, made, each, PAIR, TOLD_FOR) for each in who))
    return made


def part(tx: Tx, guild_id: int | None, user_id: int) -> None:
    """Somebody is in no pair any more, in one server or (None) in any: for who leaves, is stopped or forgotten.

    Two of a three go on; a pair ends, and the other is told so. What waits about them is taken back.
    """
    for each in pairs.of_person(tx, user_id, guild_id, going_on=True):
        leave(tx, each, user_id)


def leave(tx: Tx, pair: Pair, user_id: int) -> None:
    """Somebody leaves a pair that goes on."""
    take_back(tx, pair, user_id)
    if len(pair.members) > len(("one", "other")):
        pairs.remove_member(tx, pair.id, user_id)
    else:
        end(tx, pair, by=user_id)


def end(tx: Tx, pair: Pair, *, by: int) -> None:
    """A pair is over: nothing waits about it any more, nobody is asked how it went, and the others are told."""
    take_back(tx, pair)
    pairs.save(tx, replace(pair, ended_at=tx.now, follow_at=None))
    others = [each.user_id for each in pair.members if each.user_id != by]
    outbox.tell(tx, *(_line(tx, pair, each, ENDED, ENDED_FOR) for each in others))


def take_back(tx: Tx, pair: Pair, user_id: int | None = None) -> None:
    """What waits about a pair, for this person or (None) for anybody, is no longer true."""
    for kind in (PAIR, MEET, FOLLOW_UP):
        outbox.take_back(tx, kind, [pair.id], user_id=user_id)


def _line(tx: Tx, pair: Pair, user_id: int, kind: str, wait: timedelta) -> Message:
    return Message(
        user_id=user_id,
        server=pair.guild_id,
        kind=kind,
        subject_id=pair.id,
        key=f"{kind}:{pair.id}",
        expires_at=tx.now + wait,
    )
