"""What organisers choose for a server's reading group: channel, day and time; on, off, and to begin now (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import UNKNOWN_MESSAGE, Delivery, State
from bot.papers.model.groups import MEETS_AT, MEETS_ON, Group, Phase, Round
from bot.papers.model.refusals import NoGroup, NoPapers
from bot.papers.model.rounds import chooses_at, is_planned, meets_after, meets_at, set_over
from bot.papers.model.values import CHANGE, KEEP_TRYING, NOMINATIONS, SESSION, VOTE, Paper
from bot.papers.service.reaching import out_of_reach, within_reach
from bot.papers.service.rounds import paper_of
from bot.papers.store import groups, nominations, sessions, settings
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
        Discord refused in the channel before, or lost with it, comes here, even if nothing else changes.
        """
        chosen = settings.get(tx, guild_id)
        if chosen is None:
            raise NoPapers(organiser=True)
        before = group_of(tx, guild_id)
        value = Group(guild_id, channel_id, before.on if before else True, weekday, at, chosen.zone)
        if value != before:
            groups.save(tx, value)
            did = "papers.group_change" if before else "papers.group_add"
            communities.write_audit(tx, guild_id, actor_id, did)
        if before is None:
            begin(tx, guild_id)
        else:
            follow(tx, value, before.zone)
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
            follow(tx, group, group.zone)
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

    @use_case
    def card_lost(self, tx: Tx, claimed: Delivery) -> bool:
        """The channel in which a card stood is gone: is it posted anew, where the group is now?

        Only the card of the present phase is, and a session's only until they meet; where the group is still there, organisers
        are told, and it comes when they choose another channel.
        """
        value = groups.get_round(tx, claimed.subject_id, hold=True)
        stands, group = deliveries.get(tx, claimed.id), group_of(tx, claimed.guild_id)
        if value is None or group is None or stands is None or stands.fence != claimed.fence:
            return False
        if group.channel_id == claimed.channel_id:
            out_of_reach(tx, group.guild_id, group.channel_id)
            return False
        if value.phase is Phase.NOTING or CARD_OF.get(value.phase) != claimed.kind:
            return False
        _post_anew(tx, value, stands, group.channel_id)
        return True

    @use_case
    def session_moved_in(self, tx: Tx, round_id: int) -> None:
        """A session's card is posted: if Discord's event led to one before, it leads here from now on."""
        value = groups.get_round(tx, round_id)
        if value is not None and value.event_id is not None and tx.now < value.meets_at:
            sessions.plan_event(tx, round_id, value.meets_at)


def _own(tx: Tx, guild_id: int) -> OwnGroup | None:
    group = group_of(tx, guild_id)
    value = groups.current(tx, guild_id)
    return OwnGroup(group, value, paper_of(tx, value) if value else None) if group else None


def _known(tx: Tx, guild_id: int) -> OwnGroup:
    own = _own(tx, guild_id)
    if own is None:
        raise NoGroup(organiser=True)
    return own


def follow(tx: Tx, group: Group, zone: str) -> None:
    """What of the rounds that are on follows the group, as long as no paper is chosen: its channel, day, hour and zone.

    `zone` was its zone before.
    """
    for each in groups.running(tx, group.guild_id, hold=True):
        value = each if each.arxiv_id else _following(tx, each, group, zone)
        if value != each:
            times = {"opens_at": value.opens_at, "due_at": value.due_at, "meets_at": value.meets_at}
            groups.change_round(tx, each.id, channel_id=value.channel_id, **times)
            nominations.changed(tx, [each.id])
        _post_there(tx, each, group.channel_id)


def _following(tx: Tx, value: Round, group: Group, zone: str) -> Round:
    hour, due = hour_of(tx, group.guild_id), value.due_at
    value = replace(value, channel_id=group.channel_id)
    if due is None or due <= tx.now:
        return value
    due = set_over(due, zone, hour, group.zone, tx.now)
    if is_planned(value):  # when it meets is worked out when it opens
        return replace(value, opens_at=due, due_at=due)
    meets = meets_after(due, group) if value.phase is Phase.VOTING else meets_at(due, group, hour)
    return replace(value, due_at=due, meets_at=meets)


def _post_there(tx: Tx, value: Round, channel_id: int) -> None:
    """The card of the present phase comes to this channel if Discord refused it where it should have been, or lost it there."""
    for each in deliveries.of_subject(tx, CARD_OF[value.phase], value.id):
        refused = each.state in (State.SENDING, State.DROPPED) and each.code not in (0, UNKNOWN_MESSAGE)
        if refused and each.channel_id != channel_id:
            _post_anew(tx, value, each, channel_id)


def _post_anew(tx: Tx, value: Round, lost: Delivery, channel_id: int) -> None:
    """A card of a round comes to this channel; what was still to be told in its thread is told by the card."""
    groups.change_round(tx, value.id, channel_id=channel_id)
    deliveries.post_anew(tx, replace(lost, channel_id=channel_id), KEEP_TRYING)
    told = [each.id for each in sessions.changes_of(tx, value.id)] if lost.kind == SESSION else []
    for each in deliveries.of_subjects(tx, CHANGE, told):
        if each.state is State.SENDING:
            deliveries.forget(tx, each.id)
