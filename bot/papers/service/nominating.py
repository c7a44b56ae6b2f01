"""Nominations for the reading group: making one, taking it back, and what goes when somebody leaves (P10)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, fit
from bot.papers.model.groups import MOST_NOMINATIONS, MOST_OWN, REASON, Group, Nomination, Phase, Round
from bot.papers.model.refusals import NoGroup, NominatedBefore, NominationGone, NominationsFull, PaperGone
from bot.papers.model.rounds import is_planned
from bot.papers.model.values import Paper
from bot.papers.service.guarding import check_words
from bot.papers.service.rounds import Nominated, nominated_in
from bot.papers.service.turning import post_nominations
from bot.papers.store import groups, nominations, papers
from bot.papers.store.openings import begin, group_of, next_round

MOST_KEPT = 20  # nominations in a server, those of who left included: it may be that all of them come back


@dataclass(frozen=True)
class NewNomination:
    """What came of a nomination, and the round it is for."""

    nomination: Nomination
    paper: Paper
    round: Round

    @property
    def waits(self) -> bool:
        """Whether it waits for a round that did not open yet."""
        return is_planned(self.round)


@dataclass(frozen=True)
class Nominations:
    """What is nominated in a server: for the present round (None: there is none), and for the next one."""

    round: Round | None
    nominated: tuple[Nominated, ...]
    waiting: tuple[Nominated, ...]


class Nominating:
    """Use cases of members who nominate papers."""

    db: Database

    @query
    def check_nominating(self, tx: Tx, guild_id: int, *, organiser: bool = False) -> Group:
        """The group that papers are nominated for. NoGroup."""
        return group_on(tx, guild_id, organiser=organiser)

    @use_case
    def nominate(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        arxiv_id: str,
        reason: str = "",
        *,
        known: Paper | None = None,
        organiser: bool = False,
    ) -> NewNomination:
        """Nominate a paper, with a sentence why; outside the days for it, it waits for the next round.

        Where somebody nominated the same who left, this one takes its place.

        `known` is what the caller knows of it, for when nobody told us lately; the server keeps a copy.
        NoGroup, PaperGone, NominatedBefore, NominationsFull, WordsRefused or TooOften.
        """
        group = group_on(tx, guild_id, organiser=organiser)
        paper = papers.get(tx, guild_id, arxiv_id) or known
        if paper is None or paper.arxiv_id != arxiv_id:
            raise PaperGone(arxiv_id)
        running = groups.running(tx, guild_id, hold=True)
        if nominations.was_chosen(tx, guild_id, arxiv_id):
            raise NominatedBefore(read=True)
        there, paused = nominations.open_in(tx, guild_id), nominations.paused_in(tx, guild_id)
        if any(each.arxiv_id == arxiv_id for each in there):
            raise NominatedBefore
        if len(there) >= MOST_NOMINATIONS or len(there) + len(paused) >= MOST_KEPT:
            raise NominationsFull(MOST_NOMINATIONS)
        if sum(each.user_id == user_id for each in there) >= MOST_OWN:
            raise NominationsFull(MOST_OWN, own=True)
        words = fit(" ".join(clean(reason).split()), REASON)
        check_words(tx, guild_id, user_id, [words])
        value = _round_for(tx, group, running)
        papers.keep(tx, guild_id, paper)
        nominations.remove(tx, [each.id for each in paused if each.arxiv_id == arxiv_id])
        made = nominations.add(tx, guild_id, value.id, arxiv_id, user_id, words)
        nominations.changed(tx, [value.id])
        if not is_planned(value):
            post_nominations(tx, value)
        return NewNomination(made, paper, value)

    @use_case
    def withdraw(
        self, tx: Tx, guild_id: int, user_id: int, nomination_id: int, *, organiser: bool = False
    ) -> Nominated:
        """Take a nomination back, one's own; organisers any. NominationGone when it is not there, chosen or somebody else's."""
        found = nominations.get(tx, nomination_id)
        value = groups.get_round(tx, found.round_id, hold=True) if found else None
        if found is None or value is None or found.guild_id != guild_id:
            raise NominationGone
        if value.phase not in (Phase.NOMINATING, Phase.VOTING):
            raise NominationGone(chosen=True)
        if found.user_id != user_id:
            if not organiser:
                raise NominationGone(theirs=True)
            communities.write_audit(tx, guild_id, user_id, "papers.nomination_removed")
        nominations.remove(tx, [found.id])
        nominations.changed(tx, [value.id])
        paper = papers.get(tx, guild_id, found.arxiv_id) or Paper(found.arxiv_id, found.arxiv_id)
        return Nominated(found, paper)

    @query
    def nominations_of(self, tx: Tx, guild_id: int, *, organiser: bool = False) -> Nominations:
        """What is nominated in a server. NoGroup."""
        group_on(tx, guild_id, organiser=organiser)
        rounds = groups.running(tx, guild_id)
        listed = [nominated_in(tx, guild_id, each.id) for each in rounds]
        if not rounds or rounds[0].arxiv_id:
            return Nominations(next(iter(rounds[1:]), None), (), listed[1] if len(listed) > 1 else ())
        return Nominations(rounds[0], listed[0], listed[1] if len(listed) > 1 else ())


def group_on(tx: Tx, guild_id: int, *, organiser: bool = False) -> Group:
    """The server's reading group; NoGroup when there is none, or it is off."""
    group = group_of(tx, guild_id)
    if group is None or not group.on:
        raise NoGroup(organiser)
    return group


def words_changed(tx: Tx, guild_id: int, user_id: int) -> None:
    """Somebody left, came back, was stopped or allowed again: cards with their nominations follow.

    While they are gone, nothing that they nominated is shown or chosen, and their vote does not count (A2).
    """
    nominations.words_changed(tx, guild_id, user_id)


def _round_for(tx: Tx, group: Group, running: list[Round]) -> Round:
    """The round that is nominated for now: the present one in its first days, else the one after."""
    if not running:
        begun = begin(tx, group.guild_id)
        assert begun is not None  # the group is on
        return begun
    first = running[0]
    return first if first.phase is Phase.NOMINATING else next_round(tx, group, first.id)
