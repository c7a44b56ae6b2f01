"""Rounds of the reading group: the use cases of their jobs, and where a round stands (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.communities import store as communities
from bot.communities.store.moderation import stopped_of
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, State
from bot.papers.model.groups import Group, Nomination, Part, Phase, Round
from bot.papers.model.values import NOMINATIONS, SESSION, VOTE, Paper
from bot.papers.service import reaching
from bot.papers.service.turning import Turned, turn
from bot.papers.store import groups, nominations, papers, parts, votes
from bot.papers.store.openings import group_of

CARDS = (NOMINATIONS, VOTE)


@dataclass(frozen=True)
class Nominated:
    """A nomination with its paper, as others may see it: without words and name of who is stopped."""

    nomination: Nomination
    paper: Paper


@dataclass(frozen=True)
class RoundPost:
    """A card of nominations or of a vote and all that it says; `chosen` is the paper that is read. `language` is the server's.

    `counted`: its vote is over, and nothing is chosen yet.
    """

    claimed: Delivery
    round: Round
    is_on: bool
    nominated: tuple[Nominated, ...]
    chosen: Paper | None
    language: str
    counted: bool = False


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

    @query
    def due_rounds(self, tx: Tx) -> list[int]:
        """The rounds that have to go on, the one that has been due longest first."""
        return groups.due_ids(tx)

    @use_case(claim=True)
    def turn_round(self, tx: Tx, round_id: int) -> Turned | None:
        """Take a round one step on; None when it is not due, or somebody else does so.

        What passed while the bot was down is caught up with step by step, each with time enough for people to answer to it.
        """
        due = groups.take_due(tx, round_id)
        return turn(tx, due) if due else None

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
            counted=value.phase is Phase.VOTING and value.due_at is not None and value.due_at <= tx.now,
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
    """What was nominated for a round, the oldest first, as everybody may see it; nothing of who left."""
    found = nominations.of_round(tx, round_id)
    known = papers.get_many(tx, guild_id, [each.arxiv_id for each in found])
    people = {each.user_id for each in found}
    unseen = stopped_of(tx, guild_id, people) if people else set()
    return tuple(
        Nominated(
            replace(each, user_id=0, reason="") if each.user_id in unseen else each,
            known.get(each.arxiv_id) or Paper(each.arxiv_id, each.arxiv_id),
        )
        for each in found
    )


def _url(tx: Tx, value: Round) -> str:
    for kind in (SESSION, VOTE, NOMINATIONS):
        for each in deliveries.of_subject(tx, kind, value.id):
            if each.url and each.state is not State.DROPPED:
                return each.url
    return ""
