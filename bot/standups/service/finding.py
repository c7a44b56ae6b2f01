"""Finds what a member means: the standup, the day an answer is for and the thread that takes it, their own entry or draft."""

from __future__ import annotations

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.standups.model import (
    CATCH_UP,
    ENTRY,
    KEEP_TRYING,
    PROMPT,
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
from bot.standups.store import choices, days, entries, schedule


def standup_of(tx: Tx, guild_id: int, standup_id: int, *, paused_too: bool = False) -> Standup:
    """The standup, if it is of this server; StandupGone, StandupPaused otherwise."""
    value = schedule.get(tx, standup_id)
    if value is None or value.guild_id != guild_id:
        raise StandupGone
    if value.is_stopped and not paused_too:
        raise StandupPaused(value.name, suspended=not value.paused)
    return value


def asked_day(tx: Tx, value: Standup, day_id: int) -> Day | None:
    """The day that was asked for; for 0 the newest one if it is open, else that of today's date, if somebody wrote for it."""
    if day_id:
        day = days.get_day(tx, day_id)
        return day if day and day.standup_id == value.id else None
    newest = shown_day(tx, value.id)
    return newest if newest and newest.is_open(tx.now) else days.day_of(tx, value.id, value.today(tx.now))


def is_shown(tx: Tx, day: Day) -> bool:
    """Whether a prompt tells of the day, or is on its way: not of one for which people have only kept words to themselves."""
    if not day.quiet or day.thread_id is not None:
        return True
    return bool(deliveries.of_subject(tx, PROMPT, day.id))


def shown_day(tx: Tx, standup_id: int) -> Day | None:
    """The newest day that a prompt tells of."""
    day = days.newest_day(tx, standup_id)
    while day is not None and not is_shown(tx, day):
        day = days.newest_day(tx, standup_id, before=day)
    return day


def home_of(tx: Tx, value: Standup, day: Day) -> Day:
    """The day whose thread takes an answer for this one: itself until its grace is over, then the newest (S4).

    A day that nobody sees yet begins with its first post, unless another has opened meanwhile.
    """
    in_time, shown = day.takes_answers(tx.now), is_shown(tx, day)
    if in_time and shown:
        return day
    newest = shown_day(tx, value.id)
    if newest is None or (in_time and newest.opened_at <= day.opened_at):
        return day
    return newest


def days_for(tx: Tx, value: Standup, day_id: int, *, keep: bool = False) -> tuple[Day, Day, list[Delivery]]:
    """The day an answer is for, the day whose thread takes it, and what was claimed to open that one (S4).

    For the day whose button was pressed; without one for the newest open day; without any, today is opened quietly. An answer
    later than the day's grace goes into the newest day's thread. What rests for want of answers is woken by this one. Words that
    somebody keeps to themselves open nothing that others see.
    """
    if value.rested_at is not None:
        value = woken(tx, value)
        schedule.save(tx, value)
    day = asked_day(tx, value, day_id) or _today(tx, value)
    if keep:
        return day, day, []
    home = home_of(tx, value, day)
    return day, home, [] if is_shown(tx, home) else _show(tx, value, home)


def _today(tx: Tx, value: Standup) -> Day:
    """The day of today's date, begun by this answer."""
    today = value.today(tx.now)
    closes_at = closing(value.schedule, today, tx.now, off_days(tx, value))
    opened = days.open_days(tx, [days.Opening(value, today, closes_at, quiet=True)])
    if value.id in opened:
        return opened[value.id]
    there = days.day_of(tx, value.id, today)  # somebody else's first answer came a moment before
    assert there is not None
    return there


def _show(tx: Tx, value: Standup, day: Day) -> list[Delivery]:
    """Claim the prompt of a day that begins with this post; today's takes the place of the one that was to come.

    Who wanted to be reminded of that one still is, at its hour.
    """
    before = value.planned
    if day.date == value.today(tx.now):
        off = off_days(tx, value)
        planned = plan(value.schedule, now=tx.now, last_date=day.date, before=before, off=off)
        schedule.set_planned(tx, [(value.id, planned, day.date)])
    claimed = claim_prompt(tx, day, KEEP_TRYING)
    if claimed and before and before.date == day.date and before.at > tx.now - CATCH_UP:
        choices.plan_reminder(tx, day.id, before.at)
    return claimed


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
