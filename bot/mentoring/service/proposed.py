"""A proposal as its two sides may see it, who read no name before both said yes (M4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.attention.model.values import Intent
from bot.attention.store import intents, outbox
from bot.communities.model import Topic
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.refusals import ProposalGone
from bot.mentoring.model.values import PROPOSAL, PairKind, Proposal, ProposalState, Role, Said
from bot.mentoring.service.gatekeeping import is_open
from bot.mentoring.service.naming import topic_names
from bot.mentoring.store import pairs, profiles, proposals

PART = "part"  # in the words of OVER: the Role of who reads it


class Stands(StrEnum):
    """Where a proposal stands for one of its sides."""

    OPEN = "open"  # they are asked
    WAITS = "waits"  # they said yes
    AGREED = "agreed"  # both did
    TAKEN = "taken"  # both did, but the mentor has no free place any more, or one of them is there no more


@dataclass(frozen=True)
class Proposed:
    """A proposal as one of its sides may see it: no name. `pair_id`: of whom it made a pair."""

    proposal: Proposal
    part: Role
    stands: Stands
    topics: Mapping[int, Topic]
    pair_id: int = 0


class SeesProposals:
    """Use cases of a proposal's card, and of the lines about it."""

    db: Database

    @query
    def proposed(self, tx: Tx, user_id: int, proposal_id: int) -> Proposed:
        """A proposal as this side sees it. ProposalGone when it is over or somebody else's."""
        return seen(tx, own(tx, user_id, proposal_id), user_id)

    @use_case
    def open_proposal(self, tx: Tx, user_id: int, proposal_id: int) -> Proposed:
        """The same for who reads it now: it comes in no bundle and behind no command again; /mentor shows it. ProposalGone."""
        found = seen(tx, own(tx, user_id, proposal_id), user_id)
        outbox.take_back(tx, PROPOSAL, [proposal_id], user_id=user_id)
        return found

    @query
    def proposals_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Proposed]:
        """The proposals of what was told, by its id, for lines of an inbox; only while their receiver is asked."""
        return _told(tx, told)

    @query
    def overs_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Role]:
        """As what somebody hears that a proposal came to nothing, by the id of the line; only while they are in the pool."""
        parts = {each.id: Role(each.words[PART]) for each in told if is_open(tx, each.server)}
        there = {each.id: profiles.wishes_of(tx, each.server, each.user_id) for each in told}
        return {id_: part for id_, part in parts.items() if part in there[id_]}

    @query
    def unseen_proposal(self, tx: Tx, user_id: int, guild_id: int) -> tuple[int, Proposed] | None:
        """The oldest proposal that waits for somebody and that no bundle took, of a server or (0) of any: the intent's id."""
        waiting = [
            each
            for each in intents.there_for(tx, user_id)
            if each.kind == PROPOSAL and each.bundle_id is None and guild_id in (0, each.server)
        ]
        found = _told(tx, waiting)
        return next(((each.id, found[each.id]) for each in waiting if each.id in found), None)


def own(tx: Tx, user_id: int, proposal_id: int) -> Proposal:
    """A proposal that is not over; ProposalGone for who is no side of it."""
    found = proposals.get(tx, proposal_id)
    if found is None or user_id not in (found.learner_id, found.mentor_id):
        raise ProposalGone
    if found.state is ProposalState.OVER:
        raise ProposalGone
    return found


def part_of(proposal: Proposal, user_id: int) -> Role:
    """As what somebody is asked."""
    return Role.OFFER if user_id == proposal.mentor_id else Role.SEEK


def seen(tx: Tx, proposal: Proposal, user_id: int) -> Proposed:
    """What this side may see; ProposalGone when it made a pair that is over since."""
    topics = topic_names(tx, proposal.guild_id, proposal.reasons.topics)
    part = part_of(proposal, user_id)
    if proposal.state is ProposalState.AGREED:
        mine = pairs.of_person(tx, user_id, proposal.guild_id, going_on=True)
        both = {proposal.learner_id, proposal.mentor_id}
        for pair in mine:
            if pair.kind is PairKind.MENTOR and {each.user_id for each in pair.members} == both:
                return Proposed(proposal, part, Stands.AGREED, topics, pair.id)
        raise ProposalGone
    stands = Stands.WAITS if proposal.said(user_id) is Said.YES else Stands.OPEN
    return Proposed(proposal, part, stands, topics)


def _told(tx: Tx, told: Collection[Intent]) -> dict[int, Proposed]:
    found = proposals.get_many(tx, {each.subject_id for each in told})
    there = {}
    for each in told:
        one = found.get(each.subject_id)
        if one is not None and _is_asked(one, each.user_id) and is_open(tx, one.guild_id):
            there[each.id] = seen(tx, one, each.user_id)
    return there


def _is_asked(proposal: Proposal, user_id: int) -> bool:
    mine = user_id in (proposal.learner_id, proposal.mentor_id)
    return mine and proposal.state is ProposalState.OPEN and proposal.said(user_id) is Said.NOTHING
