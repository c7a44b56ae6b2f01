"""When days open: open what is due in bulk, skip what is too late, rest while a channel is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.standups.model import (
    CATCH_UP,
    CONFIRM,
    LATE_AFTER,
    PROMPT,
    Planned,
    Schedule,
    Standup,
    closing,
    plan,
)
from bot.standups.service.posting import PromptPost
from bot.standups.store import days, schedule

BATCH = 1000  # openings claimed in one transaction


class Opening:
    """Use cases of the job that opens days. `serves` says whether this bot may work for a server."""

    db: Database
    serves: Callable[[int], bool]

    @use_case(claim=True)
    def open_due(self, tx: Tx, limit: int = BATCH) -> list[PromptPost]:
        """Open what is due (at most `limit` at a time) and claim its prompts; what is too late to be of use is skipped.

        Empty also when everything due was skipped; `next_opening` says whether more is due.
        """
        openings: list[days.Opening] = []
        plans: list[tuple[int, Planned | None, date | None]] = []
        for value, last in schedule.due(tx, limit):
            assert value.planned is not None
            newest = max(last or value.planned.date, value.planned.date)
            late = tx.now - value.planned.at
            timetable = value.schedule
            closes_at, following = _around(
                timetable.at, timetable.zone, timetable.days, value.planned.at, value.planned.date, newest
            )
            if following.at <= tx.now:
                following = plan(timetable, now=tx.now, last_date=newest)
            if late > CATCH_UP or not self.serves(value.guild_id):
                plans.append((value.id, following, last))
                continue
            plans.append((value.id, following, newest))
            openings.append(
                days.Opening(value, value.planned.date, closes_at=closes_at, late=late > LATE_AFTER)
            )
        if not plans:
            return []
        schedule.set_planned(tx, plans)
        opened = days.open_days(tx, openings)
        if not opened:
            return []
        claimed = deliveries.claim_each(tx, PROMPT, days.places(tx, opened.values()), keep_for=CATCH_UP)
        languages = communities.languages(tx, {day.guild_id for day in opened.values()})
        standups = {each.standup.id: each.standup for each in openings}
        return [
            PromptPost(claimed[day.id], day, standups[day.standup_id], languages.get(day.guild_id, ""))
            for day in opened.values()
            if day.id in claimed
        ]

    @query
    def next_opening(self, tx: Tx) -> datetime | None:
        """When the next opening or summary is due (UTC)."""
        return schedule.next_due(tx)

    @use_case
    def prompt_out_of_reach(self, tx: Tx, standup_id: int) -> None:
        """Discord says that a prompt's channel is gone or closed to us.

        Said again some minutes later, the standup is suspended until an organiser acts or a prompt gets through after all.
        """
        value = schedule.get(tx, standup_id)
        if value is None or value.suspended_at is not None:
            return
        if value.refused_at is None or value.refused_at > tx.now:
            schedule.save(tx, replace(value, refused_at=tx.now))
        elif tx.now - value.refused_at >= CONFIRM:
            schedule.save(tx, replace(value, suspended_at=tx.now, planned=None))
            communities.write_audit(tx, value.guild_id, None, "standups.suspend", name=value.name)

    @use_case
    def prompt_got_through(self, tx: Tx, standup_id: int) -> None:
        """A prompt was posted: what was said about its channel is no longer true."""
        value = schedule.get(tx, standup_id)
        if value is not None and value.refused_at is not None:
            schedule.save(tx, within_reach(tx, value))

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: what was due until now is not done any more (A11), in one server or all."""
        for value, last in schedule.overdue(tx, guild_id):
            assert value.planned is not None
            newest = max(last or value.planned.date, value.planned.date)
            following = plan(value.schedule, now=tx.now, last_date=newest)
            schedule.set_planned(tx, [(value.id, following, last)])
        days.skip_summaries(tx, guild_id)


@lru_cache(maxsize=4096)  # many standups share a timetable; plain values are looked up quickest
def _around(
    at: time, zone: str, weekdays: frozenset[int], opening: datetime, day: date, last: date
) -> tuple[datetime, Planned]:
    """When a planned day closes, and what opens after it."""
    timetable = Schedule(at, zone, weekdays)
    return closing(timetable, day, opening), plan(timetable, now=opening, last_date=last)


def within_reach(tx: Tx, value: Standup) -> Standup:
    """The standup without anything said against its channel, planned anew if that had suspended it."""
    planned = value.planned
    if value.suspended_at is not None and not value.paused:
        planned = plan(value.schedule, now=tx.now, last_date=schedule.last_date(tx, value.id))
    return replace(value, refused_at=None, suspended_at=None, planned=planned)


def repoint(tx: Tx, value: Standup) -> None:
    """A standup has another channel: a prompt that Discord refused goes there, if its day is still open."""
    day = days.newest_day(tx, value.id)
    if day is None or not day.is_open(tx.now):
        return
    for each in deliveries.of_subject(tx, PROMPT, day.id):
        if each.message_id is None and each.code:
            days.set_channel(tx, day.id, value.channel_id)
            deliveries.post_anew(tx, replace(each, channel_id=value.channel_id), CATCH_UP)
