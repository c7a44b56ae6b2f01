"""Use cases about who is still a member where: asked slowly, paused when they left, erased after 30 days (A2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.core.db import Database, Tx, query, use_case
from bot.core.privacy import KeepsPersonalData
from bot.people import store
from bot.people.model import ASK_AGAIN, NO_ANSWER_WAIT, Membership


class Leaving:
    """What happens about somebody in one server when they leave it, and when they come back."""

    db: Database
    _keepers: tuple[KeepsPersonalData, ...]
    _moved: Callable[[Tx, int], None]
    _came_or_went: Callable[[Tx, int, int], None]

    @query
    def unasked(self, tx: Tx) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """(server, person) pairs to ask about from now on, and those about whom nothing is kept any more.

        Looks through all that features keep: once a day is enough.
        """
        kept = {pair for keeper in self._keepers for pair in keeper.members(tx) if pair[0]}
        known = store.pairs(tx)
        return kept - known, known - kept

    @use_case
    def ask_about(self, tx: Tx, new: Sequence[tuple[int, int]], gone: Sequence[tuple[int, int]] = ()) -> None:
        """Ask about these (server, person) pairs from now on, and no more about those that are gone."""
        store.add_pairs(tx, new)
        store.drop_pairs(tx, gone)

    @use_case(claim=True)
    def take_checks(self, tx: Tx, limit: int) -> list[Membership]:
        """Whose membership Discord has to be asked about now; nobody else is handed the same."""
        return store.take_checks(tx, limit)

    @query
    def next_check(self, tx: Tx) -> datetime | None:
        """When the next of them is due (UTC)."""
        return store.next_check(tx)

    @use_case
    def stayed(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """Discord says that they are a member: what was paused goes on."""
        self._is_back(tx, guild_id, user_id)
        store.set_checked(tx, guild_id, user_id, tx.now)

    def _is_back(self, tx: Tx, guild_id: int, user_id: int) -> None:
        if store.has_left(tx, guild_id, [user_id]):
            store.set_left(tx, guild_id, user_id, None)
            self._came_or_went(tx, guild_id, user_id)

    @use_case
    def went(self, tx: Tx, guild_id: int, user_id: int) -> bool:
        """Discord says that they are no member; returns whether what is kept about them there has to go now."""
        known = store.membership_of(tx, guild_id, user_id)
        if known is None:
            return False
        if known.left_at is None:
            store.set_left(tx, guild_id, user_id, tx.now)
            self._came_or_went(tx, guild_id, user_id)
        return known.is_over(tx.now)

    @use_case
    def not_answered(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """Discord did not answer: it is asked again in an hour."""
        store.set_checked(tx, guild_id, user_id, tx.now - ASK_AGAIN + NO_ANSWER_WAIT)

    @query
    def servers_of(self, tx: Tx, user_id: int) -> set[int]:
        """The servers in which something is kept about this person."""
        return {
            guild_id
            for keeper in self._keepers
            for guild_id, member in keeper.members(tx)
            if member == user_id and guild_id
        }

    @use_case
    def forget_member(self, tx: Tx, guild_id: int, user_id: int, *, altogether: bool) -> list[int]:
        """Erase what is kept about somebody in a server they left, and with `altogether` their own settings, too.

        Returns the deliveries whose messages have to be removed. Nothing when they have come back meanwhile.
        """
        known = store.membership_of(tx, guild_id, user_id)
        if known is None or not known.is_over(tx.now):
            return []
        where = None if altogether else guild_id
        removals = [removal for keeper in self._keepers for removal in keeper.erase(tx, user_id, where)]
        self._moved(tx, user_id)  # this server's zone does not serve for them any more
        return removals

    @query
    def has_news(self, tx: Tx, guild_id: int, user_id: int, language: str) -> bool:
        """Whether a command of theirs tells something that is not known yet: that they are back, or another language."""
        known = store.get(tx, user_id)
        changed = bool(known.home_server or known.language) and known.language != language
        return changed or bool(store.has_left(tx, guild_id, [user_id]))

    @use_case
    def seen(self, tx: Tx, guild_id: int, user_id: int, language: str) -> None:
        """Somebody used a command in a server (0: the bot's own DM), with their Discord in this language."""
        store.save_language(tx, user_id, language)
        self._is_back(tx, guild_id, user_id)
