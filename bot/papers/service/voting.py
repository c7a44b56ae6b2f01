"""The hidden vote of the reading group: who likes approves of several papers, and may change it until the end (P10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.db import Database, Tx, query, use_case
from bot.papers.model.groups import Phase, Round
from bot.papers.model.refusals import RoundOver
from bot.papers.service.nominating import group_on
from bot.papers.service.rounds import Nominated, nominated_in
from bot.papers.store import groups, votes


@dataclass(frozen=True)
class Ballot:
    """What a member can choose from, and the nominations that they approve of."""

    round: Round
    nominated: tuple[Nominated, ...]
    approved: frozenset[int]


class Voting:
    """Use cases of members who vote. Nothing here tells anybody of another's vote, or how many there are."""

    db: Database

    @query
    def ballot(
        self, tx: Tx, guild_id: int, user_id: int, round_id: int, *, organiser: bool = False
    ) -> Ballot:
        """The member's ballot. NoGroup while the group is off, RoundOver when the vote is over."""
        group_on(tx, guild_id, organiser=organiser)
        return _ballot(tx, _votable(tx, guild_id, round_id), user_id)

    @use_case
    def vote(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        round_id: int,
        approved: Collection[int],
        *,
        organiser: bool = False,
    ) -> Ballot:
        """From now on the member approves of these nominations and no others; none is fine, too. NoGroup, RoundOver.

        What they said about nominations that are not there now, for somebody left, stays as it is.
        """
        group_on(tx, guild_id, organiser=organiser)
        value = _votable(tx, guild_id, round_id, hold=True)
        there = {each.nomination.id for each in nominated_in(tx, guild_id, value.id)}
        unseen = votes.of_member(tx, value.id, user_id) - there
        votes.save(tx, guild_id, value.id, user_id, unseen | there.intersection(approved))
        return _ballot(tx, value, user_id)


def _votable(tx: Tx, guild_id: int, round_id: int, *, hold: bool = False) -> Round:
    value = groups.get_round(tx, round_id, hold=hold)
    if value is None or value.guild_id != guild_id or value.phase is not Phase.VOTING:
        raise RoundOver("vote")
    if value.due_at is not None and tx.now >= value.due_at:
        raise RoundOver("vote")  # it is being counted
    return value


def _ballot(tx: Tx, value: Round, user_id: int) -> Ballot:
    return Ballot(value, nominated_in(tx, value.guild_id, value.id), votes.of_member(tx, value.id, user_id))
