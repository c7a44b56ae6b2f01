"""Who leads a discussion: volunteers, gentle rotation, stepping back (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.db import Database, Tx, query, use_case
from bot.papers.model.groups import Phase
from bot.papers.model.refusals import NotTheLeader
from bot.papers.service import sessioning
from bot.papers.service.guarding import check_words
from bot.papers.service.sessions import Session, open_session, session_of
from bot.papers.store import groups, parts, sessions
from bot.people.store import has_left


@dataclass(frozen=True)
class Led:
    """A session as who leads it, or an organiser, sees it: with who said that they come."""

    session: Session
    comers: tuple[int, ...]
    leads: bool  # whether it is this member who leads


class Leading:
    """Use cases of "I can lead", and of what who leads finds in private. `guild_id` is 0 in the bot's own DM."""

    db: Database

    @use_case
    def volunteer(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """The member would lead, and comes: at once when that is settled and nobody does. RoundOver, WordsRefused (stopped)."""
        found = open_session(tx, guild_id, user_id, round_id, "lead", hold=True)
        value, part = found.round, found.part
        check_words(tx, value.guild_id, user_id, (), new=False)
        part = replace(part, comes=True, leads_at=part.leads_at or tx.now)
        parts.save(tx, part)
        reminds = sessioning.remind(tx, value, [user_id])
        if value.phase is Phase.READING and value.leader_id is None:
            value = groups.change_round(tx, round_id, leader_id=user_id)
            sessioning.changed(tx, value)
        return replace(found, round=value, part=part, reminds=reminds)

    @use_case
    def step_back(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """The member does not lead after all: the next who would is asked, or it is open again. RoundOver."""
        found = open_session(tx, guild_id, user_id, round_id, "lead", hold=True)
        parts.save(tx, replace(found.part, leads_at=None))
        sessioning.step_down(tx, found.round, user_id)
        return session_of(tx, guild_id, user_id, round_id)

    @query
    def led(self, tx: Tx, guild_id: int, user_id: int, round_id: int, *, organiser: bool) -> Led:
        """A session with who comes, for who leads it and for organisers. RoundOver, NotTheLeader."""
        found = open_session(tx, guild_id, user_id, round_id, "lead")
        leads = found.round.leader_id == user_id
        if not organiser and not leads:
            raise NotTheLeader
        return Led(found, tuple(sessioning.comers(tx, found.round)), leads)


def member_left(tx: Tx, guild_id: int, user_id: int) -> None:
    """Somebody left the server (or is back): they lead nothing there that is still to come."""
    if user_id not in has_left(tx, guild_id, [user_id]):
        return
    for value in sessions.led_by(tx, user_id, guild_id, still=True):
        if value.phase in sessioning.OPEN:
            sessioning.step_down(tx, value, user_id)


def forget(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what somebody said about rounds and that they lead or led, everywhere or in one server; cards follow."""
    parts.erase(tx, user_id, guild_id)
    for value in sessions.led_by(tx, user_id, guild_id):
        sessioning.step_down(tx, value, user_id)
