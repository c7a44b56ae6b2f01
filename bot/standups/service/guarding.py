"""Says what stands in the way of a post (A9): refused words, a stopped member, and in which channel its author must be let."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.attention.store import limits
from bot.communities import store as communities
from bot.core.db import Database, Tx, query
from bot.core.refusals import Refusal
from bot.core.text import found_word
from bot.standups.model import Answer, PostsStopped, Standup, WordRefused
from bot.standups.service.finding import asked_day, home_of, own_draft, own_entry, standup_of
from bot.standups.store import days

REMOVED = "standups.removed"
# Posts taken back: who has an entry for a day posts anew only after one.
MOST_REMOVED, PER = 20, timedelta(hours=1)


@dataclass(frozen=True)
class Target:
    """Where something would be posted: the channel in whose thread it would stand."""

    guild_id: int
    channel_id: int


class Guarding:
    """Queries of where something would be posted, for who has to know whether its author may write there."""

    db: Database

    @query
    def target(self, tx: Tx, guild_id: int, standup_id: int, day_id: int) -> Target:
        """Of an answer to this day, 0 for the newest open one. StandupGone."""
        return _target(tx, standup_of(tx, guild_id, standup_id, paused_too=True), day_id)

    @query
    def target_of_draft(self, tx: Tx, user_id: int, draft_id: int) -> Target:
        """Of the member's own draft. EntryGone, StandupGone."""
        draft = own_draft(tx, user_id, draft_id)
        value = standup_of(tx, draft.guild_id, draft.standup_id, paused_too=True)
        return _target(tx, value, draft.day_id)

    @query
    def target_of_entry(self, tx: Tx, user_id: int, entry_id: int) -> Target:
        """Of an entry that its author kept to themselves. EntryGone, StandupGone."""
        entry = own_entry(tx, user_id, entry_id)
        value = standup_of(tx, entry.guild_id, entry.standup_id, paused_too=True)
        return _target(tx, value, entry.day_id)

    @query
    def place_of_entry(self, tx: Tx, user_id: int, entry_id: int) -> Target:
        """Where an entry stands, or would. EntryGone."""
        entry = own_entry(tx, user_id, entry_id)
        day = days.get_day(tx, entry.home_id)
        return Target(entry.guild_id, day.channel_id if day else 0)


def _target(tx: Tx, value: Standup, day_id: int) -> Target:
    day = asked_day(tx, value, day_id)
    return Target(value.guild_id, home_of(tx, value, day).channel_id if day else value.channel_id)


def hindrance(
    tx: Tx, guild_id: int, user_id: int, answers: Sequence[Answer], draft_id: int = 0
) -> Refusal | None:
    """PostsStopped or WordRefused, None when nothing is in the way; `draft_id` is where the words are kept."""
    guard = communities.guard(tx, guild_id, user_id)
    if guard.stopped:
        return PostsStopped(draft_id)
    word = found_word(guard.words, (answer.text for answer in answers))
    return None if word is None else WordRefused(word, draft_id)


def check_allowed(tx: Tx, guild_id: int, user_id: int, answers: Sequence[Answer], draft_id: int = 0) -> None:
    """Raise what `hindrance` finds."""
    if refusal := hindrance(tx, guild_id, user_id, answers, draft_id):
        raise refusal


def note_removal(tx: Tx, guild_id: int, user_id: int) -> None:
    """The member takes a post back, which is always possible."""
    limits.note(tx, user_id, guild_id, REMOVED)


def check_pace(tx: Tx, guild_id: int, user_id: int) -> None:
    """TooOften when the member has just posted and taken back again and again."""
    limits.check_only(tx, user_id, guild_id, REMOVED, MOST_REMOVED, PER)
