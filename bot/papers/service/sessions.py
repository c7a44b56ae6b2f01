"""Sessions of the reading group: who comes, moving and cancelling, and what waits for people about them (P10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent
from bot.attention.store import outbox
from bot.communities import store as communities
from bot.core.clock import instant_from, local_date
from bot.core.days import Days, read_days
from bot.core.db import Database, Tx, query, use_case
from bot.core.when import parse_time
from bot.deliveries import store as deliveries
from bot.papers.model.groups import ChangeKind, Part, Phase, Round
from bot.papers.model.refusals import BadMeeting, NotTheLeader, RoundOver
from bot.papers.model.rounds import due_of
from bot.papers.model.values import LEADS, MOVED, REMINDER, SESSION, Paper
from bot.papers.service import sessioning
from bot.papers.service.rounds import paper_of
from bot.papers.service.session_posts import SessionPosts
from bot.papers.store import groups, nominations, parts, sessions
from bot.papers.store.openings import begin, group_of


@dataclass(frozen=True)
class Session:
    """A session as one member sees it: its round and paper, what they said (`part`), where it is talked about.

    `zone` is the group's. `thread_id` is None until the card is in Discord. `reminds`: a reminder waits for the day before.
    """

    round: Round
    paper: Paper
    part: Part
    thread_id: int | None
    zone: str
    reminds: bool = False

    @property
    def is_open(self) -> bool:
        """Whether they have yet to meet."""
        return self.round.phase in sessioning.OPEN


@dataclass(frozen=True)
class Changed:
    """A session after it was moved or cancelled; `same`: it met then already. `back`: its paper is nominated again."""

    session: Session
    same: bool = False
    back: bool = False


class Sessions(SessionPosts):
    """Use cases of the buttons below a session's card. `guild_id` is 0 in the bot's own DM, where bundles come."""

    db: Database

    @query
    def session(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """A session as it stands, over or not. RoundOver when there is none."""
        return session_of(tx, guild_id, user_id, round_id)

    @use_case
    def come(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """The member comes: a reminder waits for the day before. RoundOver."""
        found = open_session(tx, guild_id, user_id, round_id, "come", hold=True)
        parts.save(tx, replace(found.part, comes=True))
        reminds = sessioning.remind(tx, found.round, [user_id])
        return replace(found, part=replace(found.part, comes=True), reminds=reminds)

    @use_case
    def not_coming(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """The member does not come after all, nor leads: nothing of it waits for them any more. RoundOver."""
        found = open_session(tx, guild_id, user_id, round_id, "come", hold=True)
        parts.save(tx, Part(found.round.guild_id, round_id, user_id))
        sessioning.step_down(tx, found.round, user_id)
        for kind in (REMINDER, MOVED):
            outbox.take_back(tx, kind, [round_id], user_id=user_id)
        return session_of(tx, guild_id, user_id, round_id)

    @use_case
    def mention_me(self, tx: Tx, guild_id: int, user_id: int, round_id: int, *, wanted: bool) -> Session:
        """Whether the member wants to be mentioned in the thread when it moves; who does, comes. RoundOver."""
        found = open_session(tx, guild_id, user_id, round_id, "come", hold=True)
        comes = found.part.comes or wanted
        part = replace(found.part, comes=comes, ping=wanted)
        parts.save(tx, part)
        reminds = comes and sessioning.remind(tx, found.round, [user_id])
        return replace(found, part=part, reminds=reminds)

    @query
    def changeable(self, tx: Tx, guild_id: int, user_id: int, round_id: int, *, organiser: bool) -> Session:
        """A session that the member may move or cancel now. RoundOver, NotTheLeader."""
        return _changeable(tx, guild_id, user_id, round_id, organiser=organiser)

    @use_case
    def move_session(
        self, tx: Tx, guild_id: int, user_id: int, round_id: int, meets_at: datetime, *, organiser: bool
    ) -> Changed:
        """Meet at another time (aware UTC): card, event, calendar file and reminders follow, and who comes is told.

        RoundOver, NotTheLeader; BadMeeting for a time that is past.
        """
        found = _changeable(tx, guild_id, user_id, round_id, organiser=organiser, hold=True)
        before = found.round
        if meets_at <= tx.now:
            raise BadMeeting("", "past")
        if meets_at == before.meets_at:
            return Changed(found, same=True)
        moved = replace(before, meets_at=meets_at)
        value = groups.change_round(
            tx, round_id, meets_at=meets_at, due_at=due_of(moved), sequence=before.sequence + 1
        )
        _follow(tx, value, user_id, ChangeKind.MOVED, before.meets_at, meets_at)
        if organiser:
            communities.write_audit(tx, value.guild_id, user_id, "papers.session_moved")
        return Changed(replace(found, round=value))

    @use_case
    def cancel_session(
        self, tx: Tx, guild_id: int, user_id: int, round_id: int, *, organiser: bool
    ) -> Changed:
        """They do not meet: card, event and calendar file say so, who comes is told, and the next round is planned.

        The paper comes back in it as a nomination, if the group is on. RoundOver, NotTheLeader.
        """
        found = _changeable(tx, guild_id, user_id, round_id, organiser=organiser, hold=True)
        before = found.round
        value = groups.change_round(
            tx, round_id, phase=Phase.CANCELLED, due_at=None, sequence=before.sequence + 1
        )
        outbox.take_back(tx, REMINDER, [round_id])
        outbox.take_back(tx, LEADS, [round_id])
        nominations.changed(tx, [round_id])
        _follow(tx, value, user_id, ChangeKind.CANCELLED, before.meets_at, None)
        if (
            sessioning.thread_of(tx, round_id) is None
        ):  # nobody has seen it, or nobody knows whether they have
            deliveries.mark_removing(tx, SESSION, [round_id])
        begin(tx, value.guild_id)
        back = nominations.is_open(tx, value.guild_id, value.arxiv_id)
        if organiser:
            communities.write_audit(tx, value.guild_id, user_id, "papers.session_cancelled")
        return Changed(replace(found, round=value), back=back)

    @query
    def session_lines(self, tx: Tx, intents: Sequence[Intent]) -> dict[int, Session]:
        """The sessions of what waits for people about them, by the intent's id; without what is no longer so."""
        found = {}
        for each in intents:
            value = groups.get_round(tx, each.subject_id)
            if value is None or value.guild_id != each.server:
                continue
            session = _session(tx, value, each.user_id)
            if _is_true(each, session, tx.now):
                found[each.id] = session
        return found


def read_meeting(day: str, at: str, zone: str, now: datetime, *languages: str) -> datetime:
    """When somebody who typed this day and time, in `zone`, wants to meet (aware UTC); BadMeeting.

    `languages` are Discord's codes, the person's own first. The first time reads a language's names: not on the event loop.
    """
    today = local_date(now, zone)
    read = read_days(day, today, *languages, ahead=True)
    if not isinstance(read, Days) or read.last != read.first:
        raise BadMeeting(day, "day")
    hour = parse_time(at)
    if hour is None:
        raise BadMeeting(at, "time")
    meets_at = instant_from(read.first, hour, zone)
    if meets_at <= now:
        raise BadMeeting(f"{day}, {at}", "past")
    return meets_at


def session_of(
    tx: Tx, guild_id: int, user_id: int, round_id: int, what: str = "come", *, hold: bool = False
) -> Session:
    """A session as a member sees it; RoundOver when there is none there. In the DM (0) only what they have a part in.

    `hold`: its round stays as it is until the transaction ends.
    """
    value = groups.get_round(tx, round_id, hold=hold)
    if value is None or not value.arxiv_id or (guild_id and value.guild_id != guild_id):
        raise RoundOver(what)
    if not guild_id and value.leader_id != user_id and not parts.has(tx, round_id, user_id):
        raise RoundOver(what)
    return _session(tx, value, user_id)


def open_session(
    tx: Tx, guild_id: int, user_id: int, round_id: int, what: str, *, hold: bool = False
) -> Session:
    """The same of one that is not over; RoundOver."""
    found = session_of(tx, guild_id, user_id, round_id, what, hold=hold)
    if not found.is_open or tx.now >= found.round.ends_at:
        raise RoundOver(what)
    return found


def _changeable(
    tx: Tx, guild_id: int, user_id: int, round_id: int, *, organiser: bool, hold: bool = False
) -> Session:
    found = open_session(tx, guild_id, user_id, round_id, "move", hold=hold)
    if tx.now >= found.round.meets_at:
        raise RoundOver("move")
    if not organiser and found.round.leader_id != user_id:
        raise NotTheLeader
    return found


def _session(tx: Tx, value: Round, user_id: int) -> Session:
    group, paper = group_of(tx, value.guild_id), paper_of(tx, value)
    return Session(
        round=value,
        paper=paper or Paper(value.arxiv_id, value.arxiv_id),
        part=parts.get(tx, value.guild_id, value.id, user_id),
        thread_id=sessioning.thread_of(tx, value.id),
        zone=group.zone if group else "UTC",
    )


def _follow(
    tx: Tx, value: Round, actor_id: int, kind: ChangeKind, before: datetime, after: datetime | None
) -> None:
    """What a move or a cancellation changes for everybody."""
    until = after or before
    sessioning.changed(tx, value)
    if sessions.has_event(tx, value.id):
        sessions.plan_event(tx, value.id, until)
    people = {*sessioning.comers(tx, value), *([value.leader_id] if value.leader_id else [])}
    sessioning.tell_moved(tx, value, sorted(people - {actor_id}), max(until, tx.now + timedelta(hours=1)))
    if kind is ChangeKind.MOVED:
        sessioning.remind(tx, value, sessioning.comers(tx, value))
        sessioning.leader_waits(tx, value)
    sessioning.tell_thread(tx, value, kind, before, after, until - tx.now)


def _is_true(intent: Intent, session: Session, now: datetime) -> bool:
    value, user_id = session.round, intent.user_id
    as_told = intent.words.get("at") == value.meets_at.isoformat()
    if intent.kind == LEADS:
        return session.is_open and value.leader_id == user_id
    concerned = session.part.comes or value.leader_id == user_id
    if intent.kind == MOVED:
        return as_told and concerned and (session.is_open or value.phase is Phase.CANCELLED)
    return as_told and concerned and session.is_open and now < value.meets_at
