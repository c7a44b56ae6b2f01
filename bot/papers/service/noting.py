"""Notes of a session: what was learned, what stayed open, what somebody will try (P10)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import State
from bot.papers.model.groups import ChangeKind, Phase, Round
from bot.papers.model.refusals import RoundOver
from bot.papers.model.values import CHANGE, Entry, EntryKind, EntryState
from bot.papers.service import sessioning
from bot.papers.service.sessions import Session, session_of
from bot.papers.service.writing import check_room, read_parts
from bot.papers.store import entries, papers, sessions


class Noting:
    """Use cases of "Write notes", which anybody may, from when they meet on."""

    db: Database

    @query
    def met_session(self, tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
        """A session of which notes can be written. RoundOver before they meet, and of one that was cancelled."""
        return _met(tx, guild_id, user_id, round_id)

    @use_case
    def keep_notes(self, tx: Tx, guild_id: int, user_id: int, round_id: int, typed: Iterable[str]) -> Entry:
        """Keep notes with their paper, for their author alone until they are posted (`Publishing.post_entry`).

        RoundOver, NothingWritten, WordsTooLong, WordsRefused. A form that comes twice is kept once.
        """
        found = _met(tx, guild_id, user_id, round_id)
        value, parts = found.round, read_parts(EntryKind.NOTES, typed)
        before = [
            each for each in entries.of_person(tx, user_id, value.guild_id) if each.round_id == round_id
        ]
        if same := next((each for each in before if each.parts == parts), None):
            return same
        written = Entry(
            id=0,
            guild_id=value.guild_id,
            arxiv_id=value.arxiv_id,
            user_id=user_id,
            kind=EntryKind.NOTES,
            state=EntryState.PRIVATE,
            parts=parts,
            round_id=round_id,
            channel_id=_place(tx, value),
        )
        check_room(written)
        papers.keep(tx, value.guild_id, found.paper)
        return entries.add(tx, written)


def _met(tx: Tx, guild_id: int, user_id: int, round_id: int) -> Session:
    found = session_of(tx, guild_id, user_id, round_id, "note")
    value = found.round
    if value.phase is Phase.CANCELLED or (found.is_open and tx.now < value.meets_at):
        raise RoundOver("note")
    return found


def _place(tx: Tx, value: Round) -> int:
    """Where notes are asked for: the session's thread, or its channel where no thread could be opened."""
    asked = [each.id for each in sessions.changes_of(tx, value.id) if each.kind is ChangeKind.MET]
    there = [each for each in deliveries.of_subjects(tx, CHANGE, asked) if each.state is State.SENT]
    if there:
        return there[-1].channel_id
    return sessioning.thread_of(tx, value.id) or value.channel_id
