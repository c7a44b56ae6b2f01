"""Finds what a member means: the standup, the day an answer is for and the thread that takes it, their own entry or draft."""

from __future__ import annotations

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.standups.model import (
    ENTRY,
    KEEP_TRYING,
    Day,
    Draft,
    Entry,
    EntryGone,
    NothingWritten,
    Standup,
    StandupGone,
    StandupPaused,
    closing,
    has_words,
    plan,
)
from bot.standups.service.posting import claim_prompt
from bot.standups.service.resting import woken
from bot.standups.service.summaries import retell
from bot.standups.service.timetable import off_days
from bot.standups.store import days, entries, schedule


def standup_of(tx: Tx, guild_id: int, standup_id: int, *, paused_too: bool = False) -> Standup:
    """The standup, if it is of this server; StandupGone, StandupPaused otherwise."""
    value = schedule.get(tx, standup_id)
    if value is None or value.guild_id != guild_id:
        raise StandupGone
    if value.is_stopped and not paused_too:
        raise StandupPaused(value.name, suspended=not value.paused)
    return value


def asked_day(tx: Tx, value: Standup, day_id: int) -> Day | None:
    """The day that was asked for; for 0 the newest one if it is open."""
    if day_id:
        day = days.get_day(tx, day_id)
        return day if day and day.standup_id == value.id else None
    newest = days.newest_day(tx, value.id)
    return newest if newest and newest.is_open(tx.now) else None


def days_for(tx: Tx, value: Standup, day_id: int) -> tuple[Day, Day, list[Delivery]]:
    """The day an answer is for, the day whose thread takes it, and what was claimed to open that one (S4).

    For the day whose button was pressed; without one for the newest open day; without any, today is opened quietly. An answer
    later than the day's grace goes into the newest day's thread. What rests for want of answers is woken by this one.
    """
    if value.rested_at is not None:
        value = woken(tx, value)
        schedule.save(tx, value)
    day = asked_day(tx, value, day_id)
    if day is None:
        today, off = value.today(tx.now), off_days(tx, value)
        closes_at = closing(value.schedule, today, tx.now, off)
        opened = days.open_days(tx, [days.Opening(value, today, closes_at, quiet=True)])
        if value.id not in opened:  # somebody else's first answer came a moment before
            there = days.day_of(tx, value.id, today)
            assert there is not None
            return there, there, []
        day = opened[value.id]
        planned = plan(value.schedule, now=tx.now, last_date=today, before=value.planned, off=off)
        schedule.set_planned(tx, [(value.id, planned, today)])
        return day, day, claim_prompt(tx, day, KEEP_TRYING)
    if day.takes_answers(tx.now):
        return day, day, []
    return day, days.newest_day(tx, value.id) or day, []


def claim_entry(tx: Tx, entry: Entry, home: Day) -> list[Delivery]:
    """Claim the message of an entry, or have the one it has edited."""
    claimed = deliveries.claim_new(
        tx,
        ENTRY,
        entry.id,
        guild_id=entry.guild_id,
        channel_id=home.thread_id or 0,
        keep_for=KEEP_TRYING,
    )
    if claimed:
        return [claimed]
    deliveries.mark_dirty(tx, ENTRY, entry.id)
    retell(tx, [entry.home_id])
    return []


def check_words(draft: Draft) -> None:
    """NothingWritten for a form of empty fields; no field at all is the smallest entry."""
    if draft.answers and not has_words(draft.answers):
        raise NothingWritten


def own_draft(tx: Tx, user_id: int, draft_id: int) -> Draft:
    """The person's own draft; EntryGone otherwise."""
    draft = entries.get_draft(tx, draft_id)
    if draft is None or draft.user_id != user_id:
        raise EntryGone
    return draft


def own_entry(tx: Tx, user_id: int, entry_id: int) -> Entry:
    """The person's own entry; EntryGone otherwise."""
    entry = entries.get_entry(tx, entry_id)
    if entry is None or entry.user_id != user_id:
        raise EntryGone
    return entry
