"""Rounds of the reading group: one step at a time when it is due, what is posted then, which paper is chosen (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.communities import store as communities
from bot.communities.store.moderation import stopped_of
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, State
from bot.papers.model.groups import Group, Nomination, Part, Phase, Round
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
)
from bot.papers.model.values import NOMINATIONS, SESSION, VOTE, Paper
from bot.papers.service import reaching, sessioning
from bot.papers.store import groups, nominations, papers, parts, votes
from bot.papers.store.openings import begin, group_of, hour_of, next_round
from bot.people.store import has_left

CARDS = (NOMINATIONS, VOTE)
KEEP_NOMINATING = timedelta(days=7)  # how long the card of nominations is tried to be posted


@dataclass(frozen=True)
class Nominated:
    """A nomination with its paper, as others may see it: without words and name of who left or is stopped."""

    nomination: Nomination
    paper: Paper


@dataclass(frozen=True)
class RoundPost:
    """A card of nominations or of a vote and all that it says; `chosen` is the paper that is read. `language` is the server's."""

    claimed: Delivery
    round: Round
    is_on: bool
    nominated: tuple[Nominated, ...]
    chosen: Paper | None
    language: str


@dataclass(frozen=True)
class Turned:
    """A round went one step on; with the deliveries to remove."""

    round: Round
    removals: tuple[int, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a server's reading group stands, for one member: the present round, what they voted for, what they said.

    `paper` is the chosen one. `url` is the newest card, empty without one. `waiting` is nominated for the round after.
    """

    group: Group
    round: Round | None
    nominations: tuple[Nominated, ...]
    waiting: tuple[Nominated, ...]
    paper: Paper | None
    votes: frozenset[int]
    part: Part | None
    url: str

    @property
    def leader_id(self) -> int | None:
        """Who leads the discussion."""
        return self.round.leader_id if self.round else None


class Rounds:
    """Use cases of the jobs that take rounds on and post their cards, and of who looks where a round stands."""

    db: Database

    @use_case(claim=True)
    def turn_round(self, tx: Tx) -> Turned | None:
        """Take the round that has been due longest one step on; None when none is due.

        What passed while the bot was down is caught up with step by step, each with time enough for people to answer to it.
        """
        due = groups.take_due(tx, 1)
        return _turn(tx, due[0]) if due else None

    @query
    def next_round_due(self, tx: Tx) -> datetime | None:
        """When the next round goes on (UTC)."""
        return groups.next_due(tx)

    @use_case(claim=True)
    def take_round_cards(self, tx: Tx, limit: int) -> list[Delivery]:
        """Cards whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, CARDS, [State.SENDING, State.SENT], limit)

    @query
    def next_round_card(self, tx: Tx) -> datetime | None:
        """When the next such card is due (UTC)."""
        return deliveries.next_due(tx, CARDS, [State.SENDING, State.SENT])

    @query
    def round_post(self, tx: Tx, claimed: Delivery) -> RoundPost | None:
        """A claimed card as it has to read now; None when its round is gone."""
        value = groups.get_round(tx, claimed.subject_id)
        if value is None:
            return None
        group = groups.get(tx, value.guild_id)
        return RoundPost(
            claimed=claimed,
            round=value,
            is_on=bool(group and group.on),
            nominated=nominated_in(tx, value.guild_id, value.id),
            chosen=paper_of(tx, value),
            language=communities.get(tx, value.guild_id).language,
        )

    @use_case(claim=True)
    def record_round_card(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending or editing it."""
        stands = deliveries.record(tx, claimed, outcome)
        if stands is not None and stands.state is State.SENT and not stands.reason:
            reaching.within_reach(tx, claimed.guild_id, claimed.channel_id)
        return stands

    @use_case
    def group_out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says that the group's channel is gone or closed to us: its organisers are told once."""
        reaching.out_of_reach(tx, guild_id, channel_id)

    @query
    def standing(self, tx: Tx, guild_id: int, user_id: int) -> Standing | None:
        """Where the reading group stands, for a member; None when there is none, or it is off and no round is on."""
        group = group_of(tx, guild_id)
        if group is None:
            return None
        running = groups.running(tx, guild_id)
        value = running[0] if running else None
        if not group.on and (value is None or paper_of(tx, value) is None):
            return None
        return Standing(
            group=group,
            round=value,
            nominations=nominated_in(tx, guild_id, value.id) if value else (),
            waiting=nominated_in(tx, guild_id, running[1].id) if len(running) > 1 else (),
            paper=paper_of(tx, value) if value else None,
            votes=votes.of_member(tx, value.id, user_id) if value else frozenset(),
            part=parts.get(tx, guild_id, value.id, user_id) if value else None,
            url=_url(tx, value) if value else "",
        )


def paper_of(tx: Tx, value: Round) -> Paper | None:
    """The paper that a round reads; None while none is chosen."""
    if not value.arxiv_id:
        return None
    return papers.get(tx, value.guild_id, value.arxiv_id) or Paper(value.arxiv_id, value.arxiv_id)


def nominated_in(tx: Tx, guild_id: int, round_id: int) -> tuple[Nominated, ...]:
    """What was nominated for a round, the oldest first, as everybody may see it."""
    found = nominations.of_round(tx, round_id)
    known = papers.get_many(tx, guild_id, [each.arxiv_id for each in found])
    people = {each.user_id for each in found}
    unseen = has_left(tx, guild_id, people) | stopped_of(tx, guild_id, people) if people else set()
    return tuple(
        Nominated(
            replace(each, user_id=0, reason="") if each.user_id in unseen else each,
            known.get(each.arxiv_id) or Paper(each.arxiv_id, each.arxiv_id),
        )
        for each in found
    )


def post_card(tx: Tx, kind: str, value: Round, keep_for: timedelta) -> None:
    """A card of this round is to be posted, unless it was before."""
    where = {"guild_id": value.guild_id, "channel_id": value.channel_id}
    claimed = deliveries.claim_new(tx, kind, value.id, **where, keep_for=keep_for)
    if claimed is not None:
        deliveries.hand_over(tx, claimed)


def post_nominations(tx: Tx, value: Round) -> None:
    """The card of a round's nominations is to be posted, unless it was before."""
    post_card(tx, NOMINATIONS, value, KEEP_NOMINATING)


def _url(tx: Tx, value: Round) -> str:
    for kind in (SESSION, VOTE, NOMINATIONS):
        for each in deliveries.of_subject(tx, kind, value.id):
            if each.url and each.state is not State.DROPPED:
                return each.url
    return ""


def _turn(tx: Tx, value: Round) -> Turned:
    group, hour = group_of(tx, value.guild_id), hour_of(tx, value.guild_id)
    choosing = value.phase in (Phase.NOMINATING, Phase.VOTING)
    if group is None or (choosing and not group.on):
        return Turned(groups.change_round(tx, value.id, due_at=None))
    there = nominations.of_round(tx, value.id) if choosing else []
    match step_of(value, len(there), tx.now):
        case Step.OPEN:
            value = _open(tx, value, group, there)
        case Step.WAIT:
            due = votes_at(tx.now, hour, group.zone)
            meets = meets_at(due, group, hour)
            waits = groups.change_round(tx, value.id, phase=Phase.NOMINATING, due_at=due, meets_at=meets)
            nominations.changed(tx, [value.id])
            return Turned(waits, removals=tuple(deliveries.mark_removing(tx, VOTE, [value.id])))
        case Step.VOTE:
            due = chooses_at(tx.now, value.due_at or tx.now, hour, group.zone)
            meets = meets_after(due, group, value.meets_at)
            value = groups.change_round(tx, value.id, phase=Phase.VOTING, due_at=due, meets_at=meets)
            nominations.changed(tx, [value.id])
            post_card(tx, VOTE, value, due - tx.now)
        case Step.CHOOSE:
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
    return Turned(value)


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


def _choose(tx: Tx, value: Round, group: Group, there: list[Nomination]) -> Round:
    chosen = choose(there, votes.approvals(tx, value.id))
    votes.forget(tx, value.id)
    again, gone = carried(there, chosen)
    nominations.remove(tx, [each.id for each in gone])
    if again:
        nominations.carry(tx, [each.id for each in again], next_round(tx, group, value.id).id)
    meets = meets_after(tx.now, group, value.meets_at)
    value = groups.change_round(
        tx,
        value.id,
        phase=Phase.LEADING,
        arxiv_id=chosen.arxiv_id,
        meets_at=meets,
        due_at=leads_at(tx.now, meets, hour_of(tx, value.guild_id), group.zone),
    )
    nominations.changed(tx, [value.id])
    sessioning.announce(tx, value)
    return value
