"""Being away, and being held: when nothing reaches a person but what they ask for (S6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.attention.model.values import Away
from bot.attention.service import planned
from bot.attention.store import holds, mailboxes
from bot.core.clock import local_date
from bot.core.db import Database, Tx, query, use_case
from bot.people import store as people


class Absence:
    """Use cases of /away and of /focus."""

    db: Database

    @query
    def aways(self, tx: Tx, user_id: int) -> list[Away]:
        """The person's away ranges, past ones too, oldest first."""
        return holds.aways_of(tx, user_id)

    @use_case
    def go_away(
        self, tx: Tx, user_id: int, first: date, last: date | None, *, guild_id: int, language: str
    ) -> Away:
        """Nothing reaches the person on these local dates, both included, also past ones; `last` None: until they are back.

        The same range said again is the same. `guild_id` and `language` as in `choose`.
        """
        if last is not None and last < first:
            first, last = last, first
        people.note_home(tx, user_id, guild_id, language)
        return _note(tx, user_id, first, last)

    @use_case
    def change_away(
        self, tx: Tx, user_id: int, first: date, last: date | None, *, guild_id: int, language: str
    ) -> Away:
        """As `go_away`, but days that cover today take the place of those that did, of which only the past stays."""
        people.note_home(tx, user_id, guild_id, language)
        if Away(first, last).covers(_today(tx, user_id)):
            _end_now(tx, user_id)
        return _note(tx, user_id, first, last)

    @use_case
    def back(self, tx: Tx, user_id: int) -> None:
        """The person is back: ranges that cover today end yesterday, those to come stay."""
        _end_now(tx, user_id)
        planned.replan(tx, user_id)

    @use_case
    def forget_away(self, tx: Tx, user_id: int, away_id: int) -> bool:
        """The person takes an away range back; False when there is none of this id."""
        removed = holds.remove_away(tx, user_id, away_id)
        planned.replan(tx, user_id)
        return removed

    @use_case
    def hold(self, tx: Tx, user_id: int, begins_at: datetime, ends_at: datetime, kind: str = "focus") -> None:
        """Nothing reaches the person from `begins_at` until before `ends_at` (aware UTC)."""
        holds.add_hold(tx, user_id, begins_at, ends_at, kind)
        planned.replan(tx, user_id)

    @use_case
    def end_hold(self, tx: Tx, user_id: int, kind: str = "focus") -> None:
        """The person's holds of this kind end now."""
        holds.end_holds(tx, user_id, kind)
        planned.replan(tx, user_id)


def _note(tx: Tx, user_id: int, first: date, last: date | None) -> Away:
    """The range, made unless it is there already."""
    for each in holds.aways_of(tx, user_id):
        if (each.first, each.last) == (first, last):
            return each
    made = holds.add_away(tx, user_id, first, last)
    planned.replan(tx, user_id)
    return made


def _today(tx: Tx, user_id: int) -> date:
    return local_date(tx.now, planned.person(tx, mailboxes.get(tx, user_id)).zone)


def _end_now(tx: Tx, user_id: int) -> None:
    today = _today(tx, user_id)
    for each in holds.aways_of(tx, user_id):
        if each.covers(today):
            if each.first == today:
                holds.remove_away(tx, user_id, each.id)
            else:
                holds.end_away(tx, each.id, today - timedelta(days=1))
