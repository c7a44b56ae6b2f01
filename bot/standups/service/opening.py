"""When days open: open what is due in bulk, skip what is too late, rest when nobody answers or a channel is out of reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache

from bot.attention.store.notices import notify, settle_notice
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.standups.model import (
    CATCH_UP,
    CONFIRM,
    LATE_AFTER,
    NO_DAYS,
    PROMPT,
    RESTS,
    RESTS_AFTER,
    SUSPENDED,
    Day,
    Planned,
    Schedule,
    Standup,
    closing,
    plan,
)
from bot.standups.service.finding import is_shown
from bot.standups.service.posting import PromptPost
from bot.standups.service.resting import rest_key, suspend_key
from bot.standups.service.timetable import off_days, off_days_of, replanned
from bot.standups.store import choices, days, resting, schedule, weeks

BATCH = 1000  # openings claimed in one transaction


class Opening:
    """Use cases of the job that opens days. `serves` says whether this bot may work for a server."""

    db: Database
    serves: Callable[[int], bool]

    @use_case(claim=True)
    def open_due(self, tx: Tx, limit: int = BATCH) -> list[PromptPost]:
        """Open what is due (at most `limit` at a time) and claim its prompts; what is too late to be of use is skipped.

        What had five prompts without an answer rests instead. Empty also when everything due was skipped; `next_opening` says
        whether more is due.
        """
        openings: list[days.Opening] = []
        opened_plans: list[tuple[int, Planned, date, int]] = []
        skipped: list[tuple[int, Planned | None, date | None]] = []
        due = schedule.due(tx, limit)
        unheard = _unheard(tx, [value for value, _ in due if self.serves(value.guild_id)])
        off = off_days_of(tx, [value for value, _ in due if value.country or value.edited])
        for value, last in due:
            if unheard.get(value.id, 0) >= RESTS_AFTER:
                continue
            assert value.planned is not None
            newest = max(last or value.planned.date, value.planned.date)
            late = tx.now - value.planned.at
            timetable, closed = value.schedule, off.get(value.id, NO_DAYS)
            closes_at, following = _around(
                timetable.at,
                timetable.zone,
                timetable.days,
                value.planned.at,
                value.planned.date,
                newest,
                closed,
            )
            if following.at <= tx.now:
                following = plan(timetable, now=tx.now, last_date=newest, off=closed)
            if late > CATCH_UP or not self.serves(value.guild_id):
                skipped.append((value.id, following, last))
                continue
            prompts = unheard.get(value.id, value.unanswered) + 1
            opened_plans.append((value.id, following, newest, prompts))
            openings.append(
                days.Opening(value, value.planned.date, closes_at=closes_at, late=late > LATE_AFTER)
            )
        schedule.set_planned(tx, skipped)
        schedule.set_opened(tx, opened_plans)
        opened = days.open_days(tx, openings)
        if len(opened) < len(openings):
            opened |= _not_shown_yet(tx, [each for each in openings if each.standup.id not in opened])
        if not opened:
            return []
        choices.plan_reminders(tx, opened.values())
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
        """When the next opening is due (UTC)."""
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
            key, channel_id = suspend_key(value.id), value.channel_id
            notify(
                tx,
                value.guild_id,
                SUSPENDED,
                key,
                name=value.name,
                standup_id=value.id,
                channel_id=channel_id,
            )

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
            following = plan(value.schedule, now=tx.now, last_date=newest, off=off_days(tx, value))
            schedule.set_planned(tx, [(value.id, following, last)])
        days.skip_summaries(tx, guild_id)
        weeks.skip_past(tx, guild_id)
        choices.skip_reminders(tx, guild_id)


def _unheard(tx: Tx, due: Sequence[Standup]) -> dict[int, int]:
    """Prompts since the last answer, of those that may have had too many without one; who really had rests, and it is said once.

    The counter alone does not know of an answer to an older day's prompt, so the entries themselves are looked at then.
    """
    doubtful = {value.id: value for value in due if value.unanswered >= RESTS_AFTER}
    if not doubtful:
        return {}
    counted = resting.prompts_since_answer(tx, list(doubtful))
    found = {id_: min(value.unanswered, counted.get(id_, 0)) for id_, value in doubtful.items()}
    tired = [id_ for id_, prompts in found.items() if prompts >= RESTS_AFTER]
    resting.rest(tx, tired)
    for value in (doubtful[id_] for id_ in tired):
        notify(tx, value.guild_id, RESTS, rest_key(value.id), name=value.name, standup_id=value.id)
    return found


def _not_shown_yet(tx: Tx, openings: Sequence[days.Opening]) -> dict[int, Day]:
    """Those of days that are there already, for words that somebody keeps to themselves: now they open for all."""
    opened = {}
    for each in openings:
        day = days.day_of(tx, each.standup.id, each.date)
        if day is not None and not is_shown(tx, day):
            opened[each.standup.id] = days.open_anew(tx, day.id, each)
    return opened


@lru_cache(maxsize=4096)  # many standups share a timetable; plain values are looked up quickest
def _around(
    at: time,
    zone: str,
    weekdays: frozenset[int],
    opening: datetime,
    day: date,
    last: date,
    off: frozenset[date],
) -> tuple[datetime, Planned]:
    """When a planned day closes, and what opens after it."""
    timetable = Schedule(at, zone, weekdays)
    following = plan(timetable, now=opening, last_date=last, off=off)
    return closing(timetable, day, opening, off), following


def within_reach(tx: Tx, value: Standup) -> Standup:
    """The standup without anything said against its channel, planned anew if that had suspended it."""
    free = replace(value, refused_at=None, suspended_at=None)
    if value.suspended_at is None:
        return free
    settle_notice(tx, value.guild_id, suspend_key(value.id))
    return replanned(tx, free)


def repoint(tx: Tx, value: Standup) -> None:
    """A standup has another channel: a prompt that Discord refused goes there, if its day is still open.

    So will those of days that nobody sees yet.
    """
    day = days.newest_day(tx, value.id)
    while day is not None and not is_shown(tx, day):
        days.set_channel(tx, day.id, value.channel_id)
        day = days.newest_day(tx, value.id, before=day)
    if day is None or not day.is_open(tx.now):
        return
    for each in deliveries.of_subject(tx, PROMPT, day.id):
        if each.message_id is None and each.code:
            days.set_channel(tx, day.id, value.channel_id)
            deliveries.post_anew(tx, replace(each, channel_id=value.channel_id), CATCH_UP)
