"""When rounds of a server's reading group open: the next one is planned as soon as somebody nominates for it, or one is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.core.db import Tx
from bot.papers.model.groups import Group, Phase, Round
from bot.papers.model.rounds import chooses_at, meets_after, meets_at, opens_at, votes_at
from bot.papers.model.values import DIGEST_AT
from bot.papers.store import groups, nominations, settings


def group_of(tx: Tx, guild_id: int) -> Group | None:
    """A server's reading group, in the zone that its papers have by now; None when it never had one."""
    group, chosen = groups.get(tx, guild_id), settings.get(tx, guild_id)
    return replace(group, zone=chosen.zone) if group and chosen else group


def hour_of(tx: Tx, guild_id: int) -> time:
    """The hour at which phases begin: that of the digest."""
    chosen = settings.get(tx, guild_id)
    return chosen.at if chosen else DIGEST_AT


def next_round(tx: Tx, group: Group, after: int) -> Round:
    """The planned round behind the one with this id (0: behind none), for what is nominated meanwhile; made if need be."""
    there = next((each for each in groups.running(tx, group.guild_id) if each.id > after), None)
    if there is not None:
        return there
    opens = opens_at(tx.now, hour_of(tx, group.guild_id), group.zone)
    return groups.open_round(tx, _planned(tx, group, opens))


def begin(tx: Tx, guild_id: int, at: datetime | None = None) -> Round | None:
    """The next round opens then, or on the next Monday; None while the group is off, or while a round is on.

    The paper of a session that was cancelled comes back as a nomination.
    """
    group = group_of(tx, guild_id)
    if group is None or not group.on:
        return None
    before, running = groups.last(tx, guild_id), groups.running(tx, guild_id, hold=True)
    if any(each.phase is not Phase.NOMINATING for each in running):
        return None
    opens = at or opens_at(tx.now, hour_of(tx, guild_id), group.zone)
    planned = _planned(tx, group, opens)
    value = running[0] if running else groups.open_round(tx, planned)
    if before is not None and before.phase is Phase.CANCELLED:
        nominations.carry(tx, [each.id for each in nominations.of_round(tx, before.id)], value.id)
        nominations.move(tx, before.id, value.id)
    return groups.change_round(
        tx,
        value.id,
        channel_id=group.channel_id,
        opens_at=opens,
        due_at=opens,
        meets_at=planned.meets_at,
    )


def _planned(tx: Tx, group: Group, opens: datetime) -> Round:
    hour = hour_of(tx, group.guild_id)
    meets = meets_at(votes_at(opens, hour, group.zone), group, hour)
    return Round(0, group.guild_id, group.channel_id, Phase.NOMINATING, opens, meets)


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """After a restore or an import: nothing that was due until now happens, of a server or (None) of all.

    People go on nominating or voting until another day. A session that is still to come takes place, with who leads it by now;
    one whose round went on meanwhile is over, and another round follows. Cards that are there say so.
    """
    for value in groups.overdue(tx, guild_id):
        group, hour = group_of(tx, value.guild_id), hour_of(tx, value.guild_id)
        if group is None:
            groups.change_round(tx, value.id, due_at=None)
        elif value.phase is Phase.NOMINATING:
            due = votes_at(tx.now, hour, group.zone)
            groups.change_round(tx, value.id, due_at=due, meets_at=meets_at(due, group, hour))
        elif value.phase is Phase.VOTING:
            due = chooses_at(tx.now, tx.now, hour, group.zone)
            groups.change_round(tx, value.id, due_at=due, meets_at=meets_after(due, group))
        elif value.phase in (Phase.LEADING, Phase.READING) and tx.now < value.meets_at:
            groups.change_round(tx, value.id, phase=Phase.READING, due_at=value.ends_at)
        else:
            groups.change_round(tx, value.id, phase=Phase.CLOSED, due_at=None)
            begin(tx, value.guild_id)
        nominations.changed(tx, [value.id])
