"""What organisers choose for a server's reading group: channel, day and time; on, off, and to begin now (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import State
from bot.papers.model.groups import MEETS_AT, MEETS_ON, Group, Phase, Round
from bot.papers.model.refusals import NoGroup, NoPapers
from bot.papers.model.rounds import chooses_at, is_planned, meets_after, meets_at
from bot.papers.model.values import KEEP_TRYING, NOMINATIONS, SESSION, VOTE, Paper
from bot.papers.service.reaching import within_reach
from bot.papers.service.rounds import paper_of
from bot.papers.store import groups, nominations, settings
from bot.papers.store.openings import begin, group_of, hour_of

CARD_OF = {
    Phase.NOMINATING: NOMINATIONS,
    Phase.VOTING: VOTE,
    Phase.LEADING: SESSION,
    Phase.READING: SESSION,
    Phase.NOTING: SESSION,
}


@dataclass(frozen=True)
class OwnGroup:
    """A server's reading group as its organisers see it; `round` is the one that is on or planned, `paper` the one it reads."""

    group: Group
    round: Round | None
    paper: Paper | None = None


class Grouping:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database

    @query
    def own_group(self, tx: Tx, guild_id: int) -> OwnGroup | None:
        """A server's reading group, on or off; None when it never had one."""
        return _own(tx, guild_id)

    @query
    def has_papers(self, tx: Tx, guild_id: int) -> bool:
        """Whether the server set papers up, without which there is no group."""
        return settings.get(tx, guild_id) is not None

    @use_case
    def place_group(
        self,
        tx: Tx,
        guild_id: int,
        actor_id: int,
        channel_id: int,
        *,
        weekday: int = MEETS_ON,
        at: time = MEETS_AT,
    ) -> OwnGroup:
        """Where and when the group meets from now on; the first time makes it, and plans its first round. NoPapers.

        Until a paper is chosen the round that is on follows. A meeting that was announced stays, and so does what is posted; what
        Discord refused in the channel before comes here.
        """
        chosen = settings.get(tx, guild_id)
        if chosen is None:
            raise NoPapers(organiser=True)
        before = group_of(tx, guild_id)
        value = Group(guild_id, channel_id, before.on if before else True, weekday, at, chosen.zone)
        if value == before:
            return _known(tx, guild_id)
        groups.save(tx, value)
        communities.write_audit(
            tx, guild_id, actor_id, "papers.group_change" if before else "papers.group_add"
        )
        if before is None:
            begin(tx, guild_id)
        else:
            _follow(tx, value)
        if before is not None and before.channel_id not in (channel_id, chosen.channel_id):
            within_reach(tx, guild_id, before.channel_id)
        return _known(tx, guild_id)

    @use_case
    def switch_group(self, tx: Tx, guild_id: int, actor_id: int, *, on: bool) -> OwnGroup:
        """Switch it on or off. NoGroup.

        Off: a session whose paper is chosen takes place, and no round follows; nominations and a vote stand still and are kept.
        On: a vote goes on, for a day at least; else the next round opens on Monday, with what was nominated.
        """
        group = _known(tx, guild_id).group
        if group.on == on:
            return _known(tx, guild_id)
        groups.save(tx, replace(group, on=on))
        communities.write_audit(tx, guild_id, actor_id, "papers.group_on" if on else "papers.group_off")
        chosen = settings.get(tx, guild_id)
        if not on and (chosen is None or chosen.channel_id != group.channel_id):
            within_reach(tx, guild_id, group.channel_id)
        for each in groups.running(tx, guild_id, hold=True):
            if each.phase not in (Phase.NOMINATING, Phase.VOTING):
                continue
            due = None
            if on and each.phase is Phase.VOTING:
                due = chooses_at(tx.now, tx.now, hour_of(tx, guild_id), group.zone)
            groups.change_round(tx, each.id, due_at=due)
            nominations.changed(tx, [each.id])
        if on:
            begin(tx, guild_id)
        return _known(tx, guild_id)

    @use_case
    def start_group(self, tx: Tx, guild_id: int, actor_id: int) -> OwnGroup:
        """A planned round opens now. NoGroup; nothing happens while one is on already."""
        own = _known(tx, guild_id)
        if not own.group.on:
            raise NoGroup(organiser=True)
        if own.round is None or is_planned(own.round):
            begin(tx, guild_id, tx.now)
            communities.write_audit(tx, guild_id, actor_id, "papers.group_start")
        return _known(tx, guild_id)


def _own(tx: Tx, guild_id: int) -> OwnGroup | None:
    group = group_of(tx, guild_id)
    value = groups.current(tx, guild_id)
    return OwnGroup(group, value, paper_of(tx, value) if value else None) if group else None


def _known(tx: Tx, guild_id: int) -> OwnGroup:
    own = _own(tx, guild_id)
    if own is None:
        raise NoGroup(organiser=True)
    return own


def _follow(tx: Tx, group: Group) -> None:
    """What of the rounds that are on follows the group: its channel and its day, as long as no paper is chosen."""
    hour = hour_of(tx, group.guild_id)
    for each in groups.running(tx, group.guild_id, hold=True):
        if not each.arxiv_id:
            meets = _meets(each, group, hour)
            groups.change_round(tx, each.id, channel_id=group.channel_id, meets_at=meets)
            nominations.changed(tx, [each.id])
        _post_there(tx, each, group.channel_id)


def _meets(value: Round, group: Group, hour: time) -> datetime:
    due = value.due_at
    if due is None or is_planned(value):
        return value.meets_at  # worked out when it opens
    return meets_after(due, group) if value.phase is Phase.VOTING else meets_at(due, group, hour)


def _post_there(tx: Tx, value: Round, channel_id: int) -> None:
    """The card of the present phase comes to this channel if Discord refused it where it should have been."""
    kind = CARD_OF[value.phase]
    for each in deliveries.of_subject(tx, kind, value.id):
        refused = each.state in (State.SENDING, State.DROPPED) and each.code
        if refused and each.channel_id != channel_id:
            groups.change_round(tx, value.id, channel_id=channel_id)
            deliveries.post_anew(tx, replace(each, channel_id=channel_id), KEEP_TRYING)
