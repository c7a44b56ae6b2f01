"""What happens to a round of the reading group when its time has come: it goes one step on, and cards follow (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import UNKNOWN_MESSAGE, State
from bot.papers.model.groups import Group, Nomination, Phase, Round
from bot.papers.model.rounds import (
    Step,
    carried,
    choose,
    chooses_at,
    closes_at,
    due_of,
    leads_at,
    meets_after,
    meets_at,
    step_of,
    votes_at,
    votes_on,
)
from bot.papers.model.values import NOMINATIONS, VOTE
from bot.papers.service import sessioning
from bot.papers.store import groups, nominations, votes
from bot.papers.store.openings import begin, group_of, hour_of, next_round

KEEP_NOMINATING = timedelta(days=7)  # how long the card of nominations is tried to be posted
KEEP_VOTING = timedelta(
    days=30
)  # how long, beyond its end, that of a vote is: until then the choice may be put off
# How often a choice is put off because nobody could see the vote; counted in a round's `sequence`, which is free until then.
PUT_OFF = 2


@dataclass(frozen=True)
class Turned:
    """A round went one step on; with the deliveries to remove."""

    round: Round
    removals: tuple[int, ...] = ()


def turn(tx: Tx, value: Round) -> Turned:
    """Take a round that is due one step on."""
    group, hour = group_of(tx, value.guild_id), hour_of(tx, value.guild_id)
    choosing = value.phase in (Phase.NOMINATING, Phase.VOTING)
    if group is None or (choosing and not group.on):
        return Turned(groups.change_round(tx, value.id, due_at=None))
    there = nominations.of_round(tx, value.id) if choosing else []
    step, removals = step_of(value, len(there), tx.now), list[int]()
    if step is Step.WAIT:
        value, removals = _joined(tx, value)
        there = nominations.of_round(tx, value.id)
        step = step_of(value, len(there), tx.now)
    match step:
        case Step.OPEN:
            value = _open(tx, value, group, there)
        case Step.WAIT:
            due = votes_at(tx.now, hour, group.zone)
            value = groups.change_round(tx, value.id, due_at=due, meets_at=meets_at(due, group, hour))
            nominations.changed(tx, [value.id])
            removals += deliveries.mark_removing(tx, VOTE, [value.id])
        case Step.VOTE:
            due = chooses_at(tx.now, value.due_at or tx.now, hour, group.zone)
            value = _vote_until(tx, replace(value, phase=Phase.VOTING, sequence=0), group, due)
        case Step.CHOOSE if _is_unseen(tx, value, there) and value.sequence < PUT_OFF:
            due = votes_on(tx.now, hour, group.zone)
            value = _vote_until(tx, replace(value, sequence=value.sequence + 1), group, due)
        case Step.CHOOSE:
            removals += _unsent_vote(tx, value)
            value = _choose(tx, value, group, there)
        case Step.SETTLE:
            leader = sessioning.choose_leader(tx, value) if tx.now < value.meets_at else value.leader_id
            value = groups.change_round(
                tx, value.id, phase=Phase.READING, leader_id=leader, due_at=value.ends_at
            )
            sessioning.changed(tx, value)
        case Step.LATER:
            value = groups.change_round(tx, value.id, due_at=due_of(value))
        case Step.MEET:
            due = closes_at(tx.now, hour, group.zone)
            value = groups.change_round(tx, value.id, phase=Phase.NOTING, due_at=due)
            sessioning.met(tx, value)
        case Step.CLOSE:
            over = value.phase if value.phase.is_over else Phase.CLOSED
            value = groups.change_round(tx, value.id, phase=over, due_at=None)
            sessioning.over(tx, value)
            begin(tx, value.guild_id, tx.now)
    return Turned(value, tuple(removals))


def post_nominations(tx: Tx, value: Round) -> None:
    """The card of a round's nominations is to be posted, unless it was before."""
    _post_card(tx, NOMINATIONS, value, KEEP_NOMINATING)


def _post_card(tx: Tx, kind: str, value: Round, keep_for: timedelta) -> None:
    where = {"guild_id": value.guild_id, "channel_id": value.channel_id}
    claimed = deliveries.claim_new(tx, kind, value.id, **where, keep_for=keep_for)
    if claimed is not None:
        deliveries.hand_over(tx, claimed)


def _open(tx: Tx, value: Round, group: Group, there: list[Nomination]) -> Round:
    """A round opens. In public only if there is something to say: it is the first, the last one met, or papers wait for it."""
    hour, before = hour_of(tx, value.guild_id), groups.last(tx, value.guild_id)
    due = votes_at(tx.now, hour, group.zone)
    meets = meets_at(due, group, hour)
    value = groups.change_round(
        tx, value.id, channel_id=group.channel_id, opens_at=tx.now, due_at=due, meets_at=meets
    )
    nominations.changed(tx, [value.id])
    if there or before is None or before.phase is Phase.CLOSED:
        post_nominations(tx, value)
    return value


def _joined(tx: Tx, value: Round) -> tuple[Round, list[int]]:
    """There is nothing to choose from: people nominate again, and what waited for the round after is nominated for this one.

    Returns it with the deliveries to remove.
    """
    votes.forget(tx, value.id)
    value, removals = groups.change_round(tx, value.id, phase=Phase.NOMINATING), list[int]()
    for each in groups.running(tx, value.guild_id, hold=True):
        if each.id > value.id and each.phase is Phase.NOMINATING:
            nominations.move(tx, each.id, value.id)
            removals += deliveries.mark_removing(tx, NOMINATIONS, [each.id])
            groups.remove_round(tx, each.id)
    return value, removals


def _vote_until(tx: Tx, value: Round, group: Group, due: datetime) -> Round:
    """People vote until then. The card is to be posted, anew where it was given up; who deleted it by hand meant it."""
    meets = meets_after(due, group, value.meets_at)
    value = groups.change_round(
        tx, value.id, phase=Phase.VOTING, due_at=due, meets_at=meets, sequence=value.sequence
    )
    nominations.changed(tx, [value.id])
    keep_for = due - tx.now + KEEP_VOTING
    _post_card(tx, VOTE, value, keep_for)
    for each in deliveries.of_subject(tx, VOTE, value.id):
        if each.state is State.DROPPED and each.code != UNKNOWN_MESSAGE:
            deliveries.post_anew(tx, replace(each, channel_id=value.channel_id), keep_for)
    return value


def _is_unseen(tx: Tx, value: Round, there: list[Nomination]) -> bool:
    """Whether a vote is on that nobody could take part in, for its card is not in Discord."""
    if value.phase is not Phase.VOTING or len(there) < 2:
        return False
    cards = deliveries.of_subject(tx, VOTE, value.id)
    return not any(each.state is State.SENT or each.code == UNKNOWN_MESSAGE for each in cards)


def _unsent_vote(tx: Tx, value: Round) -> list[int]:
    """The card of a vote that is over comes no more."""
    if any(each.state is State.SENDING for each in deliveries.of_subject(tx, VOTE, value.id)):
        return deliveries.mark_removing(tx, VOTE, [value.id])
    return []


def _choose(tx: Tx, value: Round, group: Group, there: list[Nomination]) -> Round:
    """A paper is chosen. What was not comes back once; what somebody nominated who left waits for them."""
    chosen = choose(there, votes.approvals(tx, value.id))
    votes.forget(tx, value.id)
    again, gone = carried(there, chosen)
    nominations.remove(tx, [each.id for each in gone])
    paused = nominations.paused_of_round(tx, value.id)
    if again or paused:
        after = next_round(tx, group, value.id).id
        nominations.carry(tx, [each.id for each in again], after)
        nominations.put_off(tx, [each.id for each in paused], after)
    meets = meets_after(tx.now, group, value.meets_at)
    value = groups.change_round(
        tx,
        value.id,
        phase=Phase.LEADING,
        arxiv_id=chosen.arxiv_id,
        meets_at=meets,
        due_at=leads_at(tx.now, meets, hour_of(tx, value.guild_id), group.zone),
        sequence=0,
    )
    nominations.changed(tx, [value.id])
    sessioning.announce(tx, value)
    return value
