"""What a round of peers changes: pairs and threes, who sits out and comes first next time, whom nobody joined yet (M5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.core.db import Tx
from bot.mentoring.matching import Groups
from bot.mentoring.model.rounds import ALONE, Round
from bot.mentoring.model.scoring import Candidate, reasons_for, reasons_of_three
from bot.mentoring.model.values import SITS_OUT, Member, PairKind, Reasons, Role, Settings, Wish
from bot.mentoring.service.pairing import bring_all
from bot.mentoring.service.snapshots import PeerPool
from bot.mentoring.store import pairs, profiles

TOLD_FOR = timedelta(days=14)  # how long it waits for somebody that they sit out, if no round comes before
THREE = 3


def pair_up(tx: Tx, value: Round, pool: PeerPool, groups: Groups, after: Settings) -> None:
    """These pairs begin, those of before end for who has a new one, and who has nobody is told so and comes first next time.

    `after`: the server's choices, with the round after this one.
    """
    people = {each.user_id: each for each in pool.peers}
    paired = {each for group in groups.groups for each in group}
    pairs.end_peers(tx, value.guild_id, paired, people)
    made = [
        ([Member(each, Role.PEERS) for each in group], reasons_of([people[each] for each in group]))
        for group in groups.groups
    ]
    bring_all(tx, value.guild_id, PairKind.PEERS, made, round_id=value.id, seed=value.seed)
    three = {each for group in groups.groups if len(group) == THREE for each in group}
    left = set(groups.left)
    for wish in profiles.wishes(tx, value.guild_id, Role.PEERS):
        if wish.user_id in people:
            _count(tx, wish, sits_out=wish.user_id in left, three=wish.user_id in three)
    until = after.next_at or tx.now + TOLD_FOR
    outbox.tell(
        tx, *(_message(each, value.guild_id, SITS_OUT, value.id, until) for each in sorted(groups.left))
    )


def reasons_of(group: list[Candidate]) -> Reasons:
    """Why these two or three fit."""
    if len(group) == THREE:
        return reasons_of_three((group[0], group[1], group[2]))
    return reasons_for(group[0], group[1])


def tell_alone(tx: Tx, guild_id: int, user_id: int) -> None:
    """Nobody else takes part so far: they are told, as long as they were not within what is remembered, a month."""
    if outbox.told_in(tx, user_id, ALONE, guild_id) is None:
        outbox.tell(tx, _message(user_id, guild_id, ALONE, guild_id, tx.now + TOLD_FOR))


def _message(user_id: int, guild_id: int, kind: str, subject_id: int, until: datetime) -> Message:
    return Message(user_id, guild_id, kind, subject_id, f"{kind}:{guild_id}", until)


def _count(tx: Tx, wish: Wish, *, sits_out: bool, three: bool) -> None:
    counted = replace(wish, sat_out=wish.sat_out + 1 if sits_out else 0, threes=wish.threes + three)
    if counted != wish:
        profiles.set_counted(tx, counted)
